"""Rules S4 and X1 for statistics of a survey as a whole: coefficients, models, tests.

A result of this kind has one row per estimate. Beside the people an estimate rests on (its people
column) it says, in two columns that stay inside:

``least``
    people in the smallest group that the estimate compares; the same as the people column where
    nothing is compared
``around``
    people among whom these are, whose number is printed elsewhere (with a score, say)
``among``
    where the number of those around is itself a bound for being among others: how many these are;
    may be left out

Where the result has parts with reports of their own, the number of people tells no more than
theirs do.
"""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.contrasts import P_FLOOR
from compendium.disclosure.nested import Base, beside_parts, inside
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal

MEASURES: tuple[str, ...] = ("change_over_time", "occasion_means")
INSIDE = ("least", "around", "among")
ESTIMATED = ("percent", "mean", "coefficient", "decimal", "p")
# Why there is no number, where the reason tells nothing of what anybody answered.
TOLD_GUARDS = (
    "guard_few_people",
    "guard_few_clusters",
    "guard_few_groups",
    "guard_retrospective",
    "guard_one_question",
)

# Friedman's chi-squared is W times the people times the occasions less one: any two of statistic
# (or p), W and the number of people tell the third.
STATISTIC, EFFECT = "chi2", "estimate"

Cell = tuple[object, str]


def release_estimates(result: Result, profile: Profile, **common) -> Released:
    """Estimates that at least `estimates_from` people of every group stand behind.

    A p below `P_FLOOR` is given as such. The number of people becomes a bound where it comes close
    to the one it is among. A reason why there is no number is told as it is where it tells nothing
    of what people answered, else as one sentence for all.
    """
    assert {"least", "around"} <= set(result.kinds), result.measure
    assert "count" not in result.kinds.values(), result.measure
    columns = [c for c in result.frame.columns if c not in INSIDE]
    kinds = {**dict.fromkeys(result.by, "key"), result.people: "base", **result.kinds}
    rows = [_row(row, kinds, columns, result, profile) for row in result.frame.to_dict("records")]
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


def _row(
    row: dict, kinds: dict[str, str], columns: list[str], result: Result, profile: Profile
) -> dict[str, Cell]:
    nobody = pd.isna(row[result.people])
    base = Base(math.nan, "", 0) if nobody else _base(row, result, profile)
    mark = "" if nobody else base.marked(profile)
    enough = min(base.least, row["least"]) >= profile.estimates_from or not profile.public
    cells: dict[str, Cell] = {}
    for column in columns:
        value, kind = row[column], kinds[column]
        if column == result.people:
            cells[column] = (math.nan if mark == "c" else base.shown, mark)
        elif kind == "guard":
            cells[column] = (told_guard(value, profile, enough or nobody), "")
        elif kind not in ESTIMATED or nobody:
            cells[column] = (value, "")
        elif not enough or _tells_people(row, column, base, profile):
            cells[column] = (math.nan, "c")
        elif kind == "p" and value < P_FLOOR:
            cells[column] = (P_FLOOR, "under")
        else:
            cells[column] = (value, "")
    return cells


def _tells_people(row: dict, column: str, base: Base, profile: Profile) -> bool:
    """Whether a number, with the others of its row, tells how many people they rest on."""
    if not profile.public or row.get("test") != "friedman":
        return False
    inexact = bool(base.mark or profile.people_step)
    return column == STATISTIC or (column == EFFECT and inexact)


def _base(row: dict, result: Result, profile: Profile) -> Base:
    """How many people a row rests on, as their number may be printed.

    A part nobody is counted in has no number to be taken from the others'.
    """
    around, among = int(row["around"]), row.get("among", math.nan)
    if not math.isnan(among):
        around = inside(around, int(among), profile).least
    own = inside(int(row[result.people]), around, profile)
    parts = [
        _base(mine, part, profile)
        for part in result.parts
        for mine in part.frame.to_dict("records")
        if mine[part.people] > 0 and all(mine[key] == row[key] for key in result.by)
    ]
    return beside_parts(own, parts, profile)


def told_guard(reason: str, profile: Profile, enough: bool = True) -> str:
    """The reason why there is no number, as it may be told; blank where too few stand behind it."""
    told = not reason or not profile.public or reason in TOLD_GUARDS
    return reason if told else "guard_untold" if enough else ""
