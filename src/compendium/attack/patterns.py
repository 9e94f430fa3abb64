"""What is told of missing answers: how much people left out, and what share left out a question.

Who answered everything answered every question and every topic: that is known in the attack on
each of these. Beside them how many were asked is attacked with all questions at once.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterator

from compendium.analysis.nonresponse import REASONS as MISSING_FOR
from compendium.attack import shares
from compendium.attack.asked import Asked, answered
from compendium.attack.counted import Printed, know_counted
from compendium.attack.found import Attacked
from compendium.attack.programme import Programme, Terms
from compendium.attack.respondents import Number, People, Respondents, of
from compendium.attack.shares import Line
from compendium.attack.steps import step_of
from compendium.attack.told import Told
from compendium.disclosure.missing_patterns import SIDES

COMPLETE, ONE, MORE = SIDES
PATTERNS, ITEMS, REASONS = "missing_patterns", "missing_items", "missing_reasons"


@dataclasses.dataclass(frozen=True)
class Left:
    """How much the people of one area left out, as one table tells it."""

    page: str
    people: People
    lines: tuple[Line, ...]
    base: Number
    printed_base: float | None
    is_table: bool

    @property
    def counts(self) -> dict[str, Terms]:
        return {side: {("left", side, *a): 1.0 for a in self.people} for side in SIDES}

    @property
    def printed(self) -> dict[str, float]:
        """The exact shares, by level."""
        return {x.level: x.percent for x in self.lines if not x.mark and x.percent is not None}


def tables(known: Respondents) -> list[Left]:
    """What is told of each area's people, table by table; without a number of people nothing is."""
    grouped: dict[tuple, list[Told]] = defaultdict(list)
    for cell in known.by_measure[PATTERNS]:
        grouped[cell.page, cell.asked].append(cell)
    found = []
    for (page, asked), cells in grouped.items():
        bases = [c for c in cells if c.column == "base" and c.value is not None]
        if not bases:
            continue
        lines = dict.fromkeys(
            Line(c.key("level"), c.value, c.mark) for c in cells if c.column == "percent"
        )
        exact = None if bases[0].mark == "over" else float(bases[0].value)
        number = known.number(bases[0], tuple(asked.atoms))
        is_table = any(not c.in_sentence for c in cells)
        found.append(Left(page, tuple(asked.atoms), tuple(lines), number, exact, is_table))
    return found


def know_patterns(known: Respondents, programme: Programme) -> list[Left]:
    """Tell a programme how much people left out."""
    found, small = tables(known), known.profile.small_level_up_to
    for left in found:
        everybody = shares.total(left.counts)
        programme.know(shares.less(everybody, of(left.people, "respondents")), 0, 0)
        programme.know(everybody, left.base.least, left.base.most)
        step = step_of(known.profile, left.base, left.printed_base, left.printed)
        if known.profile.surveys_by_counts and not step:
            base = Printed(left.printed_base, 1, left.is_table)
            know_counted(programme, left.counts, left.lines, known.profile, base)
        else:
            shares.know_lines(programme, left.counts, left.lines, small, True, step)
    return found


def know_left_out(
    known: Respondents, programme: Programme, item_id: str, answered: Callable[[People], Terms]
) -> None:
    """Tell a programme the word for the share of people who left out one question."""
    for cell in known.by_measure[ITEMS]:
        people = tuple(cell.asked.atoms)
        if cell.key("item_id") != item_id or cell.column != "share" or not cell.value:
            continue
        low, high = _ends(cell)
        asked, gave = of(people, "respondents"), answered(people)
        programme.know(shares.less(gave, shares.times(asked, 1 - low)), most=shares.SLACK)
        programme.know(shares.less(gave, shares.times(asked, 1 - high)), least=-shares.SLACK)


def _know_reasons(
    known: Respondents, programme: Programme, people: People, gaps: Terms, every: int
) -> None:
    """Tell a programme the words for reasons, which add up over every question.

    `gaps` are those of the questions whose answers are counted on a page: no more than all.
    """
    words = {
        cell.key("reason"): _ends(cell)
        for cell in known.by_measure[REASONS]
        if tuple(cell.asked.atoms) == people and cell.value
    }
    if words.keys() != set(MISSING_FOR):
        return
    high = every * sum(most for _, most in words.values())
    most = shares.times(of(people, "respondents"), high)
    programme.know(shares.less(gaps, most), most=shares.SLACK)


def _ends(cell: Told) -> tuple[float, float]:
    """The shares between which a word for a share lies."""
    low, high = (int(end) / 100 for end in str(cell.value).split("_")[1:])
    return low, high


def attack_patterns(known: Respondents, enough: int) -> Iterator[Attacked]:
    """Who left out the question that most answered, from all questions together; hidden sides."""
    programme = known.programme()
    yield from answered(programme, _asked(known, programme), enough)


def _asked(known: Respondents, programme: Programme) -> Iterator[Asked]:
    """The numbers of every table, about which a programme is told what else there is to know."""
    found = know_patterns(known, programme)
    bases = _bases(known)
    every = sum(len(i.stages) for i in known.form.items if known.form.scale_of(i))
    for left in found:
        mine = {item: number for (item, people), number in bases.items() if people == left.people}
        asked, gaps, untold = of(left.people, "respondents"), {}, every - len(mine)
        with_gaps = shares.sums(left.counts[ONE], left.counts[MORE])
        for item, number in mine.items():
            answered = of(left.people, f"answered {item}")
            programme.know(answered, number.least, number.most)
            lacking = shares.less(asked, answered)
            programme.know(lacking, least=0)
            programme.know(shares.less(with_gaps, lacking), least=0)
            gaps = shares.sums(gaps, lacking)
        some = shares.sums(left.counts[ONE], shares.times(left.counts[MORE], 2))
        most = shares.sums(gaps, shares.times(asked, untold))
        programme.know(shares.less(most, some), least=0)
        _know_reasons(known, programme, left.people, gaps, every)
        for side, terms in left.counts.items():
            if side not in left.printed:
                yield Asked(PATTERNS, left.page, f"people with {side}", terms)
        if mine:
            item = max(mine, key=lambda i: mine[i].least)
            terms = shares.less(asked, of(left.people, f"answered {item}"))
            what = "people who left out the question that most answered"
            yield Asked(PATTERNS, left.page, what, terms, derived=True)


def _bases(known: Respondents) -> dict[tuple[str, People], Number]:
    """How many answered each question, of each population a table prints it of."""
    found = {}
    for cell in known.by_measure["answers"]:
        if cell.column == "base" and cell.value is not None:
            people = tuple(cell.asked.atoms)
            found[cell.key("item_id"), people] = known.number(cell, people)
    return found
