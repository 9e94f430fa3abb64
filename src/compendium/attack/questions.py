"""The attack on single questions: their sides, who left one out, what people say looking back.

A question is attacked with everything that is told of it anywhere: charts of one area and of all,
its mean with an interval where it stands alone, and how many people answered anything else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from compendium.analysis.survey.scales import CROWDED_FROM
from compendium.attack import shares
from compendium.attack.asked import Asked, answered
from compendium.attack.counted import Printed, know_counted
from compendium.attack.found import Attacked
from compendium.attack.looking_back import (
    hidden_change,
    know_among,
    know_looking_back,
)
from compendium.attack.patterns import COMPLETE, counts_of, know_left_out, know_patterns
from compendium.attack.programme import Programme, Terms
from compendium.attack.ratings import hidden_ratings, know_rating, ratings
from compendium.attack.respondents import People, Respondents, of
from compendium.attack.tables import Table, different, tables
from compendium.attack.told import Told
from compendium.disclosure.answers import ANSWER_SIDES
from compendium.disclosure.items import ENDS
from compendium.disclosure.released import DECIMALS
from compendium.instruments import Item

# How a page names one level of a scale.
ONE_LEVEL = "level_"


def attack_question(known: Respondents, item: Item, enough: int) -> Iterator[Attacked]:
    """Every number of one question that no page prints."""
    programme, values = known.programme(), known.form.scale_of(item).values
    asked_of = different(tables(known, "answers", item.item_id))

    def who_answered(people: People) -> Terms:
        return shares.total(by_side(values, people))

    looking_back = different(tables(known, "change", item.item_id))
    for question in asked_of:
        _know_answers(known, programme, values, question)
    for cell in known.by_measure["joint"]:
        _know_single(known, programme, item, cell)
    rated = ratings(known, item.item_id)
    for rating in rated:
        know_rating(known, programme, values, rating)
    for cell in known.by_measure["items"]:
        if cell.column in ENDS and cell.key("item_id") == item.item_id and cell.value is not None:
            _know_end(programme, values, item, cell)
    for question in looking_back:
        for atom in question.people:
            now = shares.total(by_side(values, (atom,)))
            know_among(programme, question, atom, now)
        know_looking_back(known, programme, question)
    know_left_out(known, programme, item.item_id, who_answered)
    for left in know_patterns(known, programme):
        programme.know(
            shares.less(who_answered(left.people), counts_of(left.people)[COMPLETE]), least=0
        )
    asked = [
        number for q in asked_of for number in (*_hidden_sides(values, q), _left_out(values, q))
    ]
    asked += [number for rating in rated for number in hidden_ratings(values, rating)]
    for question in looking_back:
        asked += hidden_change(question, shares.total(by_side(values, question.people)))
    yield from answered(programme, asked, enough)


def by_side(values: Sequence[int], people: People) -> dict[str, Terms]:
    """Counts by side of the scale, of a population."""
    half = len(values) // 2
    parts = values[:half], values[half : len(values) - half], values[len(values) - half :]
    return {
        side: {("level", *atom, v): 1.0 for atom in people for v in part}
        for side, part in zip(ANSWER_SIDES, parts, strict=True)
        if part
    }


def by_level(values: Sequence[int], people: People) -> dict[str, Terms]:
    """Counts by answer value, of a population."""
    return {str(v): {("level", *atom, v): 1.0 for atom in people} for v in values}


def _know_answers(
    known: Respondents, programme: Programme, values: Sequence[int], question: Table
) -> None:
    counts, lines = by_side(values, question.people), list(question.lines)
    if any(line.level.startswith(ONE_LEVEL) for line in lines):
        counts = by_level(values, question.people)
        # A second scale's levels are named 2.1, 2.2 and so on.
        plain = [line.level.removeprefix(ONE_LEVEL).rsplit(".")[-1] for line in lines]
        lines = [dataclasses.replace(x, level=p) for x, p in zip(lines, plain, strict=True)]
    parts, everybody = known.parts(question.people), shares.total(counts)
    by_rule = parts == 1
    if question.base:
        programme.know(everybody, question.base.least, question.base.most)
    elif by_rule and not known.profile.surveys_by_counts and not question.rough:
        programme.know(everybody, most=known.profile.survey_base_hidden_below - 1)
    for atom in question.people:
        mine = shares.total(by_side(values, (atom,)))
        programme.know(shares.less(of((atom,), "respondents"), mine), least=0)
    if known.profile.surveys_by_counts:
        base = Printed(question.printed_base, parts, question.is_table)
        know_counted(programme, counts, lines, known.profile, base)
    else:
        shares.know_lines(programme, counts, lines, known.profile.small_level_up_to, by_rule)


def _know_single(known: Respondents, programme: Programme, item: Item, cell: Told) -> None:
    """A joint display's row on this one question: its mean and interval."""
    if cell.column != "mean" or known.joint_row(cell).item != item.item_id:
        return
    beside = {
        c.column: c
        for c in known.by_measure["joint"]
        if (c.page, c.asked, c.keys) == (cell.page, cell.asked, cell.keys)
    }
    numbers = [beside[c].value for c in ("n", "mean", "lower", "upper")]
    if None in numbers or beside["n"].mark == "over":
        return
    people = cell.asked.atoms
    number = known.number(beside["n"], people)
    scored = {score: {("level", *a, v): 1.0 for a in people} for v, score in _scores(known, item)}
    programme.know(shares.sums(*scored.values()), number.least, number.most)
    half = 0.5 / 10 ** DECIMALS["mean"]
    every = [
        shares.mean_and_spread(n, *numbers[1:], scored, half)
        for n in range(max(int(number.least), 2), int(number.most) + 1)
    ]
    # Of a rounded number of people, whatever fits any of them.
    for same in zip(*every, strict=True):
        programme.know(same[0][0], min(low for _, low, _ in same), max(high for *_, high in same))


def _know_end(programme: Programme, values: Sequence[int], item: Item, cell: Told) -> None:
    """That so many chose the last answer at one end of the scale, or that they did not."""
    people, lowest = cell.asked.atoms, (cell.column == ENDS[0]) != item.reversed
    every = by_level(values, people)
    last = every[str(min(values) if lowest else max(values))]
    # 100 times those who chose it, less so many times all who answered.
    all_together = {key: -float(CROWDED_FROM) for key in shares.total(every)}
    over = shares.sums(dict.fromkeys(last, 100.0), all_together)
    if cell.value:
        programme.know(over, least=0)
    else:
        programme.know(over, most=-1)


def _scores(known: Respondents, item: Item) -> list[tuple[int, float]]:
    """What each answer of a question scores: turned round if it is reversed."""
    values = known.form.scale_of(item).values
    turned = min(values) + max(values)
    return [(v, float(turned - v if item.reversed else v)) for v in values]


def _hidden_sides(values: Sequence[int], question: Table) -> Iterator[Asked]:
    if question.base is None or any(level.startswith(ONE_LEVEL) for level in question.printed):
        return
    for side, terms in by_side(values, question.people).items():
        if side not in question.printed:
            yield Asked("answers", question.where, f"people who {side}", terms)


def _left_out(values: Sequence[int], question: Table) -> Asked:
    answered = shares.total(by_side(values, question.people))
    terms = shares.less(of(question.people, "respondents"), answered)
    return Asked("answers", question.where, "people who left it out", terms, derived=True)
