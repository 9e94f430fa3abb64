"""The attack on single questions: their sides, who left one out, what people say looking back.

A question is attacked with everything that is told of it anywhere: charts of one area and of all,
its mean with an interval where it stands alone, and how many people answered anything else.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence

from compendium.analysis.scales import CROWDED_FROM
from compendium.attack import shares
from compendium.attack.asked import Asked, answered
from compendium.attack.counted import Printed, know_counted
from compendium.attack.found import Attacked
from compendium.attack.patterns import COMPLETE, know_left_out, know_patterns
from compendium.attack.programme import Programme, Terms
from compendium.attack.ratings import hidden_ratings, know_rating, ratings
from compendium.attack.respondents import Atom, Number, People, Respondents, of
from compendium.attack.shares import Line
from compendium.attack.steps import step_of
from compendium.attack.told import Told
from compendium.disclosure.answers import ANSWER_SIDES
from compendium.disclosure.items import ENDS
from compendium.disclosure.released import DECIMALS
from compendium.instruments import Item

LOOKING_BACK = ("lower", "same", "higher")
# How a page names one level of a scale, and a topic's score among its questions.
ONE_LEVEL, SCORE = "level_", "score"


@dataclasses.dataclass(frozen=True)
class Question:
    """One question's shares in one table: its lines, and its base if that was printed.

    A table (`is_table`) has every line that is shown at all; sentences need not. `rough`: nothing
    but shares to the nearest tenth, whose base is not told though there is one.
    """

    told: Told
    lines: tuple[Line, ...]
    base: Number | None
    printed_base: float | None = None
    is_table: bool = True
    rough: bool = False

    @property
    def people(self) -> People:
        return tuple(self.told.asked.atoms)

    @property
    def where(self) -> str:
        about = self.told.key("item_id")
        return f"{self.told.page}, {self.told.key('construct') if about == SCORE else about}"

    @property
    def printed(self) -> dict[str, float]:
        """The exact shares, by level."""
        return {x.level: x.percent for x in self.lines if not x.mark and x.percent is not None}


def questions(
    known: Respondents, measure: str, item_id: str, construct: str = ""
) -> list[Question]:
    """The shares told of one question, table by table; tables that are alike, once."""
    grouped: dict[tuple, list[Told]] = defaultdict(list)
    for cell in known.by_measure[measure]:
        if cell.key("item_id") == item_id and construct in ("", cell.key("construct")):
            grouped[cell.page, cell.asked].append(cell)
    alike: dict[tuple, Question] = {}
    for question in (_question(known, cells) for cells in grouped.values()):
        alike.setdefault((question.told.asked, question.lines, question.base), question)
    return list(alike.values())


def _question(known: Respondents, cells: list[Told]) -> Question:
    lines = dict.fromkeys(
        Line(c.key("level"), c.value, c.mark) for c in cells if c.column == "percent"
    )
    is_table = any(not c.in_sentence for c in cells)
    for cell in cells:
        if cell.column == "base" and cell.value is not None:
            number = known.number(cell, tuple(cell.asked.atoms))
            exact = None if cell.mark == "over" else float(cell.value)
            return Question(cells[0], tuple(lines), number, exact, is_table)
    rough = all(c.rough for c in cells)
    return Question(cells[0], tuple(lines), None, None, is_table, rough)


def attack_question(known: Respondents, item: Item, enough: int) -> Iterator[Attacked]:
    """Every number of one question that no page prints."""
    programme, values = known.programme(), known.form.scale_of(item).values
    tables = questions(known, "answers", item.item_id)

    def who_answered(people: People) -> Terms:
        return shares.total(by_side(values, people))

    looking_back = questions(known, "change", item.item_id)
    for question in tables:
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
        programme.know(shares.less(who_answered(left.people), left.counts[COMPLETE]), least=0)
    asked = [number for q in tables for number in (*_hidden_sides(values, q), _left_out(values, q))]
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
    known: Respondents, programme: Programme, values: Sequence[int], question: Question
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
    people = tuple(cell.asked.atoms)
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
    people, lowest = tuple(cell.asked.atoms), (cell.column == ENDS[0]) != item.reversed
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


def _hidden_sides(values: Sequence[int], question: Question) -> Iterator[Asked]:
    if question.base is None or any(level.startswith(ONE_LEVEL) for level in question.printed):
        return
    for side, terms in by_side(values, question.people).items():
        if side not in question.printed:
            yield Asked("answers", question.where, f"people who {side}", terms)


def _left_out(values: Sequence[int], question: Question) -> Asked:
    answered = shares.total(by_side(values, question.people))
    terms = shares.less(of(question.people, "respondents"), answered)
    return Asked("answers", question.where, "people who left it out", terms, derived=True)


# Looking back: the same people before and now.


def know_among(programme: Programme, question: Question, atom: Atom, now: Terms) -> None:
    """Who rated twice are, in every group and site, among those who rated `now`."""
    mine = shares.total(directions(question, (atom,)))
    programme.know(shares.less(now, mine), least=0)


def know_looking_back(known: Respondents, programme: Programme, question: Question) -> None:
    """What one question's table of directions says."""
    counts = directions(question, question.people)
    if question.base:
        programme.know(shares.total(counts), question.base.least, question.base.most)
    small = known.profile.small_level_up_to
    step = step_of(known.profile, question.base, question.printed_base, question.printed)
    if known.profile.surveys_by_counts and not step:
        base = Printed(question.printed_base, 1, question.is_table)
        know_counted(programme, counts, question.lines, known.profile, base)
    else:
        shares.know_lines(programme, counts, question.lines, small, True, step)


def directions(question: Question, people: People) -> dict[str, Terms]:
    """Counts by direction, of a population that looks back at one question or topic."""
    about = question.told.key("construct"), question.told.key("item_id")
    return {d: {("back", *about, *atom, d): 1.0 for atom in people} for d in LOOKING_BACK}


def hidden_change(question: Question, now: Terms) -> Iterator[Asked]:
    """Directions that are not printed, and who rated now without saying how it was before."""
    if question.base is None:
        return
    where, counts = f"{question.where}, looking back", directions(question, question.people)
    for direction, terms in counts.items():
        if direction not in question.printed:
            yield Asked("change", where, f"people who rate {direction}", terms)
    terms = shares.less(now, shares.total(counts))
    yield Asked("change", where, "people who rate now and not before", terms, derived=True)
