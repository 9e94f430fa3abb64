"""The attack on table one: hidden answers to questions of choice, and shares of all respondents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from compendium.analysis.survey.sample import ALL_AREAS
from compendium.analysis.survey.table_one import (
    COMPLETENESS,
    LANGUAGE,
    LEFT_OUT,
    NOT_KNOWN,
    RESPONDENTS,
    SPOKEN,
)
from compendium.attack import shares
from compendium.attack.asked import Asked, answered
from compendium.attack.counted import Printed, know_counted
from compendium.attack.found import Attacked
from compendium.attack.programme import Possible, Programme
from compendium.attack.respondents import Respondents, of
from compendium.attack.shares import Line
from compendium.attack.told import Told
from compendium.disclosure.coarse import fits, step_widths
from compendium.disclosure.counts.counting import SHOWN
from compendium.disclosure.nested import Base

SIDES = {LANGUAGE: SPOKEN, COMPLETENESS: LEFT_OUT}
MEASURE = "table_one"


def attack_characteristics(known: Respondents, enough: int) -> Iterator[Attacked]:
    """Every number of table one that no page prints; of each table once."""
    tables: dict[tuple, list[Told]] = defaultdict(list)
    for cell in known.by_measure[MEASURE]:
        if not cell.in_sentence and cell.key("item_id") != RESPONDENTS:
            tables[cell.asked, cell.key("item_id")].append(cell)
    for (_, item), cells in tables.items():
        if cells[0].key("area") == ALL_AREAS:
            yield from _of_all_areas(cells, known.by_measure[MEASURE], enough)
        elif item in SIDES:
            yield from _of_everybody(known, SIDES[item], cells, enough)
        else:
            yield from _of_answers(known, cells, enough)


def _of_all_areas(cells: list[Told], every: list[Told], enough: int) -> Iterator[Attacked]:
    """What a sum over all areas tells of the areas that hide their part of it."""
    for cell in cells:
        if cell.column != "people" or cell.value is None:
            continue
        parts = [c for c in every if c.column == "people" and _is_part(c, cell)]
        hidden = [c for c in parts if c.value is None or c.mark]
        left = int(cell.value - sum(c.value for c in parts if c not in hidden))
        if hidden:
            least = left if len(hidden) == 1 else 0
            possible = Possible(least, left, min(left - least + 1, enough))
            yield Attacked(MEASURE, _where(cell), f"people: {cell.key('level')}", possible)


def _is_part(cell: Told, whole: Told) -> bool:
    """Whether a cell is one area's part of a cell on all of them."""
    same = all(cell.key(name) == whole.key(name) for name in ("item_id", "level"))
    groups = cell.page == whole.page and cell.asked.groups == whole.asked.groups
    return same and groups and not cell.in_sentence and cell.key("area") != ALL_AREAS


def _of_answers(known: Respondents, cells: list[Told], enough: int) -> Iterator[Attacked]:
    """A question of choice: its levels, and who left it out."""
    programme, people, where = known.programme(), cells[0].asked.atoms, _where(cells[0])
    told = {c.key("level"): c for c in cells if c.column == "people"}
    # An area that hides the question whole tells nothing but that.
    if all(cell.value is None for cell in told.values()):
        return
    names = [name for name in told if name != NOT_KNOWN]
    counts = {name: {(MEASURE, cells[0].key("item_id"), name): 1.0} for name in names}
    everybody = shares.total(counts)
    _know_base(known, programme, cells, everybody)
    programme.know(shares.less(of(people, "respondents"), everybody), least=0)
    half, small = known.profile.people_step // 2, known.profile.small_level_up_to
    for name in names:
        cell = told[name]
        if cell.value is None:
            continue
        if cell.mark == "over":
            programme.know(counts[name], least=cell.value + 1)
            continue
        programme.know(counts[name], max(cell.value - half, 0), cell.value + half)
    hidden = [name for name in names if told[name].value is None]
    noughts = known.profile.surveys_by_counts and known.profile.count_zeros == SHOWN
    for name in hidden:
        programme.know(counts[name], least=int(noughts))
    if hidden:
        programme.either(*((counts[name], small) for name in hidden))
    over = (name for name in names if told[name].mark == "over")
    asked = [Asked(MEASURE, where, f"people who chose {n}", counts[n]) for n in (*hidden, *over)]
    left = shares.less(of(people, "respondents"), everybody)
    asked.append(Asked(MEASURE, where, "people who left it out", left, derived=True))
    yield from answered(programme, asked, enough)


def _of_everybody(
    known: Respondents, sides: tuple[str, ...], cells: list[Told], enough: int
) -> Iterator[Attacked]:
    """Shares of all respondents: each side, and whether they tell the number of respondents."""
    programme, people, where = known.programme(), cells[0].asked.atoms, _where(cells[0])
    counts = {name: {(MEASURE, cells[0].key("item_id"), name): 1.0} for name in sides}
    everybody, respondents = shares.total(counts), of(people, "respondents")
    programme.know(shares.less(everybody, respondents), 0, 0)
    told = [c for c in cells if c.column == "percent" and c.value is not None]
    # Several reports print the same table.
    lines = list(dict.fromkeys(Line(c.key("level"), c.value, c.mark) for c in told))
    # Of several tellings of the same, the finest: what is joined adds up from its parts.
    alone = {line.level for line in lines if len(line.pieces) == 1}
    lines = [x for x in lines if len(x.pieces) == 1 or not set(x.pieces) <= alone]
    if not lines:
        return
    base = next(c for c in cells if c.column == "base")
    if known.profile.people_step:
        know_counted(programme, counts, lines, known.profile, Printed(base.value))
    else:
        step = _step(known, base, lines) if base.mark == "over" else 0
        small = known.profile.small_level_up_to
        by_rule = not known.profile.surveys_by_counts
        shares.know_lines(programme, counts, lines, small, by_rule, step)
    unseen = [name for name in sides if name not in alone]
    asked = [Asked(MEASURE, where, f"people: {name}", counts[name]) for name in unseen]
    if base.mark == "over":
        asked.append(Asked(MEASURE, where, "people who answered the survey", respondents))
    yield from answered(programme, asked, enough)


def _step(known: Respondents, base: Told, lines: list[Line]) -> int:
    """The narrowest step that the shares can have been told in; 0 where they are bounds."""
    if any(line.mark for line in lines):
        return 0
    least, percents = int(base.value) + 1, [int(line.percent) for line in lines]
    steps = [known.profile.looking_back_step * width for width in step_widths(least)]
    bound = Base(least - 1, "over", least)
    return next((s for s in steps if s and fits(percents, s, bound, known.profile)), steps[-1])


def _know_base(known: Respondents, programme: Programme, cells: list[Told], everybody) -> None:
    for cell in cells:
        if cell.column == "base" and cell.value is not None and cell.key("level") != NOT_KNOWN:
            number = known.number(cell, cell.asked.atoms)
            programme.know(everybody, number.least, number.most)
            return


def _where(cell: Told) -> str:
    site = f" {cell.asked.sites[0]}" if len(cell.asked.sites) == 1 else ""
    return f"{cell.page}{site}, {cell.key('item_id')}"
