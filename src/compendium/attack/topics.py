"""The attack on topics: who has a score, who answered all of one, who reaches the top.

What is printed of a topic's score anywhere counts: tables of scores, planned comparisons and the
groups they compare, rows of the joint display, what people say looking back.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator

from compendium.analysis.survey.imputation import COMPLETE, ENOUGH, IMPUTED
from compendium.attack import patterns, shares
from compendium.attack.asked import Asked, answered
from compendium.attack.counted import Printed, know_counted
from compendium.attack.found import Attacked
from compendium.attack.looking_back import hidden_change, know_among, know_looking_back
from compendium.attack.programme import Programme
from compendium.attack.respondents import People, Respondents, named, of
from compendium.attack.shares import Line
from compendium.attack.tables import SCORE, different, tables
from compendium.attack.told import Told

COUNTS = ("n", "n_1", "n_2")
MEASURES = ("scores", "items", "before_now", "group_scores", "contrasts", "imputation")
# Whom the numbers of people beside imputed means count.
OF_WAYS = {ENOUGH: SCORE, COMPLETE: "complete", IMPUTED: "respondents"}

# A part of one area that answers to a question make: its comparison and its group.
Part = tuple[str, str, str]


def attack_topic(known: Respondents, construct: str, enough: int) -> Iterator[Attacked]:
    """Every number of one topic that no page prints."""
    programme = known.programme()
    for atom in itertools.product(known.form.groups, known.sites):
        for more, fewer in (("respondents", "score"), ("score", "complete"), ("score", "top")):
            programme.know(shares.less(of((atom,), more), of((atom,), fewer)), least=0)
    for left in patterns.know_patterns(known, programme):
        complete = patterns.counts_of(left.people)[patterns.COMPLETE]
        full = shares.less(of(left.people, "complete"), complete)
        programme.know(full, least=0)
    cells = _cells(known, construct)
    for cell in cells:
        _know(known, programme, cell)
    looking_back = different(tables(known, "change", SCORE, construct))
    for question in looking_back:
        for atom in question.people:
            know_among(programme, question, atom, of((atom,), "score"))
        know_looking_back(known, programme, question)
    asked = [*_hidden(known, cells), *_parts(known, programme, cells)]
    for question in looking_back:
        asked += hidden_change(question, of(question.people, "score"))
    yield from answered(programme, asked, enough)


def _cells(known: Respondents, construct: str) -> list[Told]:
    """Every cell about the score of one topic that holds a number."""
    found = [c for m in MEASURES for c in known.by_measure[m] if c.key("construct") == construct]
    for cell in known.by_measure["joint"]:
        row = known.joint_row(cell)
        if row.construct == construct and not row.item:
            found.append(cell)
    return [c for c in found if c.value is not None]


def _know(known: Respondents, programme: Programme, cell: Told) -> None:
    people = known.population(cell)
    if cell.column == "top_share" and people:
        _know_top(known, programme, cell, people)
    elif cell.measure == "imputation":
        if cell.column == "n":
            number = known.number(cell, people)
            programme.know(of(people, OF_WAYS[cell.key("way")]), number.least, number.most)
    elif _counts_complete(cell):
        number = known.number(cell, people)
        programme.know(of(people, "complete"), number.least, number.most)
    elif cell.column in COUNTS:
        number = known.number(cell, people)
        if not people:
            programme.know({_part(cell): 1.0}, number.least, number.most)
        elif _counts_both(known, cell):
            programme.know(of(people, "score"), least=number.least)
        else:
            programme.know(of(people, "score"), number.least, number.most)


def _counts_complete(cell: Told) -> bool:
    """Whether a number is that of the people who answered every question of the topic."""
    return cell.column == "alpha_n" or (cell.measure == "items" and cell.column == "n")


def _counted(cell: Told) -> str:
    """The column of scores that counts the same people; of everybody who took part none."""
    if cell.measure == "imputation" and cell.column == "n":
        return {SCORE: "n", "complete": "alpha_n"}.get(OF_WAYS[cell.key("way")], "")
    return "alpha_n" if _counts_complete(cell) else cell.column


def _counts_both(known: Respondents, cell: Told) -> bool:
    """Whether a number is that of the people with a score before and now."""
    before = cell.measure == "joint" and known.joint_row(cell).reference.kind == "before"
    return before or cell.measure == "before_now"


def _know_top(known: Respondents, programme: Programme, cell: Told, people: People) -> None:
    small, top = known.profile.small_level_up_to, of(people, "top")
    counts = {"top": top, "below": shares.less(of(people, "score"), top)}
    if known.profile.surveys_by_counts:
        both = [Line("top", cell.value, ""), Line("below", 100 - cell.value, "")]
        know_counted(programme, counts, both, known.profile, Printed(None))
        return
    lines = [Line("top", cell.value, cell.mark)]
    shares.know_lines(programme, counts, lines, small, joined_by_rule=False)
    # Which of the two sides is small, a bound tells.
    if cell.mark:
        programme.know(counts["top" if cell.mark == "under" else "below"], most=small)


def _hidden(known: Respondents, cells: list[Told]) -> Iterator[Asked]:
    seen = set()
    for cell in cells:
        people, column = known.population(cell), _counted(cell)
        if not people or (column, people) in seen:
            continue
        seen.add((column, people))
        where, score = f"{cell.page}, {cell.key('construct') or cell.key('row')}", of(people, SCORE)
        if column in COUNTS:
            terms = shares.less(of(people, "respondents"), score)
            what, derived = "people without a score", True
        elif column == "alpha_n":
            terms = shares.less(score, of(people, "complete"))
            what, derived = "people with a score who left a question out", True
        elif column == "top_share" and cell.mark:
            terms, what, derived = of(people, "top"), "people with the highest score", False
        else:
            continue
        yield Asked(cell.measure, where, what, terms, derived)


def _parts(known: Respondents, programme: Programme, cells: list[Told]) -> Iterator[Asked]:
    """Parts of one area: how many each has, and how many are in none of them."""
    members: dict[str, dict[Part, Told]] = defaultdict(dict)
    for cell in cells:
        if cell.column in COUNTS and not known.population(cell):
            members[cell.key("comparison")].setdefault(_part(cell), cell)
    for parts in members.values():
        cell = next(iter(parts.values()))
        where = f"{cell.page}, {cell.key('construct')}"
        others = shares.less(of(cell.asked.atoms, SCORE), dict.fromkeys(parts, 1.0))
        programme.know(others, least=0)
        for part in parts:
            yield Asked("contrasts", where, f"people in {part[2]}", {part: 1.0})
        what = "people in none of the groups compared"
        yield Asked("contrasts", where, what, others, derived=True)


def _part(cell: Told) -> Part:
    return ("part", cell.key("comparison"), named(cell))
