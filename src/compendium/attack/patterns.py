"""What is told of missing answers: how much people left out, and what share left out a question.

Who answered everything answered every question and every topic: that is known in the attack on
each of these. Beside them how many were asked is attacked with all questions at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from compendium.analysis.survey.nonresponse import REASONS as MISSING_FOR
from compendium.attack import shares
from compendium.attack.asked import Asked, answered
from compendium.attack.counted import Printed, know_counted
from compendium.attack.found import Attacked
from compendium.attack.programme import Programme, Terms
from compendium.attack.respondents import Number, People, Respondents, of
from compendium.attack.steps import step_of
from compendium.attack.tables import Table, tables
from compendium.attack.told import Told
from compendium.disclosure.missing_patterns import SIDES

COMPLETE, ONE, MORE = SIDES
PATTERNS, ITEMS, REASONS = "missing_patterns", "missing_items", "missing_reasons"


def counts_of(people: People) -> dict[str, Terms]:
    """Counts by how much was left out, of a population."""
    return {side: {("left", side, *atom): 1.0 for atom in people} for side in SIDES}


def know_patterns(known: Respondents, programme: Programme) -> list[Table]:
    """Tell a programme how much people left out; without a number of people nothing is told."""
    found = [table for table in tables(known, PATTERNS) if table.base]
    small = known.profile.small_level_up_to
    for table in found:
        counts = counts_of(table.people)
        everybody = shares.total(counts)
        programme.know(shares.less(everybody, of(table.people, "respondents")), 0, 0)
        programme.know(everybody, table.base.least, table.base.most)
        step = step_of(known.profile, table.base, table.printed_base, table.printed)
        if known.profile.surveys_by_counts and not step:
            base = Printed(table.printed_base, 1, table.is_table)
            know_counted(programme, counts, table.lines, known.profile, base)
        else:
            shares.know_lines(programme, counts, table.lines, small, True, step)
    return found


def know_left_out(
    known: Respondents, programme: Programme, item_id: str, answered: Callable[[People], Terms]
) -> None:
    """Tell a programme the word for the share of people who left out one question."""
    for cell in known.by_measure[ITEMS]:
        people = cell.asked.atoms
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
        if cell.asked.atoms == people and cell.value
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
    for table in found:
        counts, page = counts_of(table.people), table.told.page
        mine = {item: number for (item, people), number in bases.items() if people == table.people}
        asked, gaps, untold = of(table.people, "respondents"), {}, every - len(mine)
        with_gaps = shares.sums(counts[ONE], counts[MORE])
        for item, number in mine.items():
            gave = of(table.people, f"answered {item}")
            programme.know(gave, number.least, number.most)
            lacking = shares.less(asked, gave)
            programme.know(lacking, least=0)
            programme.know(shares.less(with_gaps, lacking), least=0)
            gaps = shares.sums(gaps, lacking)
        some = shares.sums(counts[ONE], shares.times(counts[MORE], 2))
        most = shares.sums(gaps, shares.times(asked, untold))
        programme.know(shares.less(most, some), least=0)
        _know_reasons(known, programme, table.people, gaps, every)
        for side, terms in counts.items():
            if side not in table.printed:
                yield Asked(PATTERNS, page, f"people with {side}", terms)
        if mine:
            item = max(mine, key=lambda i: mine[i].least)
            terms = shares.less(asked, of(table.people, f"answered {item}"))
            what = "people who left out the question that most answered"
            yield Asked(PATTERNS, page, what, terms, derived=True)


def _bases(known: Respondents) -> dict[tuple[str, People], Number]:
    """How many answered each question, of each population a table prints it of."""
    found = {}
    for cell in known.by_measure["answers"]:
        if cell.column == "base" and cell.value is not None:
            people = cell.asked.atoms
            found[cell.key("item_id"), people] = known.number(cell, people)
    return found
