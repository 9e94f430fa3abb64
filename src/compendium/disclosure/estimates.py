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
from compendium.disclosure.nested import P_FLOOR, Base, alone, inside
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, missing, seal

MEASURES: tuple[str, ...] = ("ordinal", "clusters", "crosstab")
INSIDE = ("least", "around")
CELL = "cell"
# Test statistics tell how the answers lie: the team alone sees them.
TEAM_ALONE = ("statistic", "statistic_df")
ESTIMATED = ("percent", "mean", "coefficient", "decimal", "p")
# Why there is no number, where the reason tells nothing of what anybody answered.
TOLD_GUARDS = ("guard_few_people", "guard_few_clusters", "guard_few_groups", "guard_retrospective")
# Of these the ones that follow from who was asked what. Of groups that are too few to be shown no
# other reason is told: it would say how few they are.
BY_DESIGN = ("guard_few_clusters", "guard_few_groups", "guard_retrospective")

Cell = tuple[object, str]


def release_estimates(
    result: Result, profile: Profile, bases: Sequence[Base] = (), **common
) -> Released:
    """Estimates that at least `estimates_from` people of every group stand behind.

    A p below `P_FLOOR` is given as such. The number of people becomes a bound where it comes close
    to the one it is among. A reason why there is no number is told as it is where it tells nothing
    of what people answered, else as one sentence for all. `bases` are the rows' numbers of people
    as they may be told, where more than `around` has to be looked at.
    """
    assert set(INSIDE) <= set(result.kinds), result.measure
    assert "count" not in result.kinds.values(), result.measure
    left_out = (*INSIDE, CELL, *(TEAM_ALONE if profile.public else ()))
    columns = [c for c in result.frame.columns if c not in left_out]
    kinds = {**dict.fromkeys(result.by, "key"), result.people: "base", **result.kinds}
    people = result.frame[[result.people, "around"]].itertuples(index=False)
    bases = bases or [_base(int(n), around, profile) for n, around in people]
    rows = [
        _row(row, kinds, columns, result.people, base, profile)
        for row, base in zip(result.frame.to_dict("records"), bases, strict=True)
    ]
    frame = pd.DataFrame([{c: r[c][0] for c in columns} for r in rows], columns=columns)
    marks = pd.DataFrame([{c: r[c][1] for c in columns} for r in rows], columns=columns)
    return seal(
        measure=result.measure,
        frame=frame,
        marks=marks.astype("str"),
        kinds={c: kinds[c] for c in columns},
        by=result.by,
        labels=result.labels,
        profile=profile.profile,
        **common,
    )


def _base(people: int, around: float, profile: Profile) -> Base:
    return alone(people, profile) if missing(around) else inside(people, int(around), profile)


def _row(
    row: dict, kinds: dict[str, str], columns: list[str], people: str, base: Base, profile: Profile
) -> dict[str, Cell]:
    count, least = int(row[people]), int(row["least"])
    mark = base.mark or profile.base_mark(base.least)
    if profile.base_mark(least) == "c":  # else the smallest group is had by subtraction
        mark = "c"
    enough = min(base.least, least) >= profile.estimates_from or not profile.public
    sparse = profile.public and enough and row.get(CELL, math.inf) <= profile.small_level_up_to
    cells: dict[str, Cell] = {}
    for column in columns:
        value, kind = row[column], kinds[column]
        if column == people:
            cells[column] = (math.nan if mark == "c" else base.shown, mark)
        elif kind == "guard":
            told = enough or least == count or value in BY_DESIGN
            cells[column] = (_reason(value, sparse, profile) if told else "", "")
        elif kind not in ESTIMATED:
            cells[column] = (value, "")
        elif sparse or not enough:
            cells[column] = (math.nan, "c")
        elif kind == "p" and value < P_FLOOR:
            cells[column] = (P_FLOOR, "under")
        else:
            cells[column] = (value, "")
    return cells


def _reason(guard: str, sparse: bool, profile: Profile) -> str:
    """Why there is no number; of a table with a small cell, as of one that has no test."""
    if sparse and guard not in BY_DESIGN:
        return "guard_small_cell"
    return told_guard(guard, profile)


def told_guard(reason: str, profile: Profile) -> str:
    """The reason itself, or one sentence for all reasons that lie in the answers."""
    told = not reason or not profile.public or reason in TOLD_GUARDS
    return reason if told else "guard_untold"
