"""Rules S4, S7 and X1 for the same people measured on several occasions.

As other estimates of a survey (`compendium.disclosure.estimates`), and two things more. The people
with a score on every occasion are among those with one on two, whose number may be a bound itself
(column ``among`` says how many these are among). And a row may rest on nobody at all, and say why.
"""

from __future__ import annotations

import dataclasses
import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.estimates import estimated, kinds_of
from compendium.disclosure.nested import NOTHING_SAID, Base, beside_parts, inside
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import HIDDEN, Cell, sealed_cells

# Nobody's score differs: all are alike, and the row reads like one of too few people.
ALIKE = "guard_no_change"


def release_over_time(result: Result, profile: Profile, **common) -> Released:
    """Estimates as `estimates.release_estimates` has them; of parts no more than they tell.

    Kendall's W is Friedman's statistic by the people and the occasions, so that p and W together
    tell the people: it is hidden where their number is not exact.
    """
    whole = _whole(result)
    records = result.frame.to_dict("records")
    bases = [_base(row, result, profile) for row in records]
    cells = estimated(whole, profile, bases) if records else []
    rows = [
        _row(row, found, base, result.people, profile)
        for row, found, base in zip(records, cells, bases, strict=True)
    ]
    return sealed_cells(whole, profile, rows, kinds_of(whole, profile), common)


def _whole(result: Result) -> Result:
    """The result as other estimates are: without `among`, and nobody is none."""
    frame = result.frame.drop(columns="among").fillna({result.people: 0})
    kinds = {name: kind for name, kind in result.kinds.items() if name != "among"}
    return dataclasses.replace(result, frame=frame, kinds=kinds)


def _row(
    row: dict, cells: dict[str, Cell], base: Base, people: str, profile: Profile
) -> dict[str, Cell]:
    """A row's cells: blank where nobody is counted, W hidden where it would tell the people."""
    if pd.isna(row[people]):
        blank = {column: (value, "") for column, (value, _) in cells.items()}
        return blank | {people: (math.nan, "")}
    if "test" not in cells or not profile.public:
        return cells
    if cells[people][1] == "c":  # which test it was would say whether anybody is left
        return cells | {"test": ("", "")}
    tells = row["test"] == "friedman" and (base.mark or profile.people_step)
    return cells | {"estimate": HIDDEN} if tells else cells


def _base(row: dict, result: Result, profile: Profile) -> Base:
    """How many people a row rests on, as their number may be printed.

    A part nobody is counted in has no number to be taken from the others'.
    """
    people = row[result.people]
    if pd.isna(people) or (profile.public and row["guard"] == ALIKE):
        return NOTHING_SAID
    around = int(row["around"])
    if not math.isnan(row["among"]):
        around = inside(around, int(row["among"]), profile).least
    parts = [
        _base(mine, part, profile)
        for part in result.parts
        for mine in part.frame.to_dict("records")
        if mine[part.people] > 0 and all(mine[key] == row[key] for key in result.by)
    ]
    return beside_parts(inside(int(people), around, profile), parts, profile)
