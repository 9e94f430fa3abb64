"""Rules S4 and X1 for statistics of a survey as a whole: coefficients, models, tests.

A result of this kind has one row per estimate. Beside the people an estimate rests on (its people
column) it says, in two columns that stay inside:

``least``
    people in the smallest group that the estimate compares; the same as the people column where
    nothing is compared
``around``
    people among whom these are, whose number is printed elsewhere (with a score, say); missing
    where their own number is the one that is printed

A table of counts has a third, ``cell``: people in its smallest cell. With totals that are printed
elsewhere, p and the strength of an association let such a cell be tried out; so they stay inside
while it is small, and one sentence covers a small cell and answers that are all the same.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.nested import NOTHING_SAID, P_FLOOR, Base, added, alone, inside
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, missing
from compendium.disclosure.sealing import HIDDEN, Cell, sealed_cells

MEASURES: tuple[str, ...] = ("before_now", "ordinal", "clusters", "crosstab")
INSIDE = ("least", "around")
CELL = "cell"
# Test statistics tell how the answers lie: the team alone sees them.
TEAM_ALONE = ("statistic", "statistic_df")
ESTIMATED = ("percent", "mean", "coefficient", "decimal", "p")
# Why there is no number, where the reason tells nothing of what anybody answered.
TOLD_GUARDS = (
    *("guard_few_people", "guard_few_clusters", "guard_few_groups", "guard_retrospective"),
    *("guard_few_items", "guard_two_items", "guard_few_for_a_factor"),
)
# Of these the ones that follow from who was asked what. Of groups that are too few to be shown no
# other reason is told: it would say how few they are.
BY_DESIGN = ("guard_few_clusters", "guard_few_groups", "guard_retrospective")
# Reasons that say that everybody answered alike. To the public such a row reads like one of too
# few people: its number of people is hidden too.
ALIKE_GUARDS = ("guard_constant_item", "guard_constant_topic")


def release_estimates(
    result: Result, profile: Profile, bases: Sequence[Base] = (), **common
) -> Released:
    """Estimates that at least `estimates_from` people of every group stand behind.

    A p below `P_FLOOR` is given as such. The number of people becomes a bound where it comes close
    to the one it is among. A reason why there is no number is told as it is where it tells nothing
    of what people answered, else as one sentence for all. `bases` are the rows' numbers of people
    as they may be told, where more than `around` has to be looked at.
    """
    rows, kinds = estimated(result, profile, bases), kinds_of(result, profile)
    return sealed_cells(result, profile, rows, kinds, common)


def kinds_of(result: Result, profile: Profile) -> dict[str, str]:
    """The kind of every column that may leave, in the order of the result's."""
    kinds = {**dict.fromkeys(result.by, "key"), result.people: "base", **result.kinds}
    left_out = (*INSIDE, CELL, *(TEAM_ALONE if profile.public else ()))
    return {c: kinds[c] for c in result.frame.columns if c not in left_out}


def estimated(
    result: Result, profile: Profile, bases: Sequence[Base] = ()
) -> list[dict[str, Cell]]:
    """Every row's cells, each with its mark."""
    assert set(INSIDE) <= set(result.kinds), result.measure
    assert "count" not in result.kinds.values(), result.measure
    kinds, rows = kinds_of(result, profile), result.frame.to_dict("records")
    told = bases or [_people(result, {k: row[k] for k in result.by}, profile) for row in rows]
    return [_row(r, kinds, result.people, b, profile) for r, b in zip(rows, told, strict=True)]


def _row(
    row: dict, kinds: dict[str, str], people: str, base: Base, profile: Profile
) -> dict[str, Cell]:
    least = int(row["least"])
    mark = base.mark or profile.base_mark(base.least)
    if profile.base_mark(least) == "c":  # else the smallest group is had by subtraction
        mark = "c"
    enough = min(base.least, least) >= profile.estimates_from or not profile.public
    sparse = profile.public and enough and row.get(CELL, math.inf) <= profile.small_level_up_to
    told = enough or least == int(row[people])
    cells: dict[str, Cell] = {}
    for column, kind in kinds.items():
        value = row[column]
        if column == people:
            cells[column] = HIDDEN if mark == "c" else (base.shown, mark)
        elif kind == "guard":
            may = value in BY_DESIGN or (told and mark != "c")
            cells[column] = (_reason(value, sparse, profile) if may else "", "")
        elif kind not in ESTIMATED:
            cells[column] = (value, "")
        elif sparse or not enough:
            cells[column] = HIDDEN
        else:
            cells[column] = p_told(value) if kind == "p" else (value, "")
    return cells


def p_told(value: float) -> Cell:
    """A p value, or that it is below `P_FLOOR`."""
    return (P_FLOOR, "under") if value < P_FLOOR else (value, "")


def _people(result: Result, key: dict[str, str], profile: Profile) -> Base:
    """How many people a row rests on, as its parts' own reports may tell it (rule S7)."""
    frame = result.frame
    found = frame[(frame[list(key)] == pd.Series(key)).all(axis=1)]
    if found.empty:
        return Base(0, "", 0)
    row = found.iloc[0]
    if profile.public and set(row) & set(ALIKE_GUARDS):
        return NOTHING_SAID
    if result.parts and profile.public:
        return added([_people(part, key, profile) for part in result.parts])
    people, around = int(row[result.people]), row["around"]
    base = alone(people, profile) if missing(around) else inside(people, int(around), profile)
    return NOTHING_SAID if profile.base_mark(base.least) == "c" else base


def _reason(guard: str, sparse: bool, profile: Profile) -> str:
    """Why there is no number; of a table with a small cell, as of one that has no test."""
    if sparse and guard not in BY_DESIGN:
        return "guard_small_cell"
    return told_guard(guard, profile)


def told_guard(reason: str, profile: Profile) -> str:
    """The reason itself, or one sentence for all reasons that lie in the answers."""
    told = not reason or not profile.public or reason in TOLD_GUARDS
    return reason if told else "guard_untold"
