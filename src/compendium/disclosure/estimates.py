"""Rules S4 and X1 for statistics of a survey as a whole: coefficients, models, tests.

A result of this kind has one row per estimate. Beside the people an estimate rests on (its people
column) it says, in two columns that stay inside:

``least``
    people in the smallest group that the estimate compares; the same as the people column where
    nothing is compared
``around``
    people among whom these are, whose number is printed elsewhere (with a score, say)
"""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.contrasts import P_FLOOR
from compendium.disclosure.nested import NOTHING_SAID, Base, added, inside
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal

MEASURES: tuple[str, ...] = ("before_now",)
INSIDE = ("least", "around")
ESTIMATED = ("percent", "mean", "coefficient", "decimal", "p")
# Why there is no number, where the reason tells nothing of what anybody answered.
TOLD_GUARDS = (
    *("guard_few_people", "guard_few_clusters", "guard_few_groups", "guard_retrospective"),
    *("guard_few_items", "guard_two_items", "guard_few_for_a_factor"),
)
# Reasons that say that everybody answered alike. To the public such a row reads like one of too
# few people: its number of people is hidden too.
ALIKE_GUARDS = ("guard_constant_item", "guard_constant_topic")

Cell = tuple[object, str]


def release_estimates(result: Result, profile: Profile, **common) -> Released:
    """Estimates that at least `estimates_from` people of every group stand behind.

    A p below `P_FLOOR` is given as such. The number of people becomes a bound where it comes close
    to the one it is among. A reason why there is no number is told as it is where it tells nothing
    of what people answered, else as one sentence for all.
    """
    return sealed(result, estimated(result, profile), kinds_of(result), profile, common)


def kinds_of(result: Result) -> dict[str, str]:
    """The kind of every column that may leave, in the order of the result's."""
    kinds = {**dict.fromkeys(result.by, "key"), result.people: "base", **result.kinds}
    return {c: kinds[c] for c in result.frame.columns if c not in INSIDE}


def estimated(result: Result, profile: Profile) -> list[dict[str, Cell]]:
    """Every row's cells, each with its mark."""
    assert set(INSIDE) <= set(result.kinds), result.measure
    assert "count" not in result.kinds.values(), result.measure
    kinds = kinds_of(result)
    return [_row(row, kinds, result, profile) for row in result.frame.to_dict("records")]


def sealed(
    result: Result, rows: list[dict[str, Cell]], kinds: dict[str, str], profile: Profile, common
) -> Released:
    """The cells as a released table of these columns."""
    columns = list(kinds)
    frame = pd.DataFrame([{c: r[c][0] for c in columns} for r in rows], columns=columns)
    marks = pd.DataFrame([{c: r[c][1] for c in columns} for r in rows], columns=columns)
    return seal(
        measure=result.measure,
        frame=frame,
        marks=marks.astype("str"),
        kinds=kinds,
        by=result.by,
        labels=result.labels,
        profile=profile.profile,
        **common,
    )


def _row(row: dict, kinds: dict[str, str], result: Result, profile: Profile) -> dict[str, Cell]:
    base = _people(result, {key: row[key] for key in result.by}, profile)
    mark = base.mark or profile.base_mark(base.least)
    enough = min(base.least, int(row["least"])) >= profile.estimates_from or not profile.public
    cells: dict[str, Cell] = {}
    for column, kind in kinds.items():
        value = row[column]
        if column == result.people:
            cells[column] = (math.nan if mark == "c" else base.shown, mark)
        elif kind == "guard":
            cells[column] = ("" if mark == "c" else _guard(value, profile), "")
        elif kind not in ESTIMATED:
            cells[column] = (value, "")
        elif not enough:
            cells[column] = (math.nan, "c")
        elif kind == "p" and value < P_FLOOR:
            cells[column] = (P_FLOOR, "under")
        else:
            cells[column] = (value, "")
    return cells


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
    base = inside(int(row[result.people]), int(row["around"]), profile)
    return NOTHING_SAID if profile.base_mark(base.least) == "c" else base


def _guard(reason: str, profile: Profile) -> str:
    told = not reason or not profile.public or reason in TOLD_GUARDS
    return reason if told else "guard_untold"
