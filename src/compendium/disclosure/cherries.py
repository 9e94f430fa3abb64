"""Rules of the CHERRIES checklist: months where enough answered (S1), rates as told elsewhere.

How many second answers were set aside is the team's: a few people's slips are nobody's business.
"""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.response import release_response
from compendium.disclosure.sealing import Cell, sealed_cells
from compendium.study import Study

KINDS = {
    **dict.fromkeys(("item", "set", "area"), "key"),
    **dict.fromkeys(("status", "first", "last"), "text"),
    **dict.fromkeys(("percent", "lower", "upper"), "percent"),
    "set_aside": "count",
    "guard": "guard",
}
# The numbers of each rate, as the table of rates calls them.
RATES = {"participation_rate": ("rate", "lower", "upper"), "completion_rate": ("finished",)}


def release_cherries(result: Result, profile: Profile, study: Study, **common) -> Released:
    """One row per item, and one more for each number that the data tell of it."""
    (response,) = result.beside
    told = release_response(response, profile, study, **common)
    rows = []
    for row in result.frame.to_dict("records"):
        cells = {
            **dict.fromkeys(("percent", "lower", "upper"), (math.nan, "")),
            "set_aside": _set_aside(row["set_aside"], profile),
            "guard": ("", ""),
            **_months(row, told, profile),
            **_rate(row, told),
        }
        key = {name: (row[name], "") for name in (*result.by, "status")}
        rows.append(key | cells)
    return sealed_cells(result, profile, rows, KINDS, common)


def _set_aside(number: object, profile: Profile) -> Cell:
    if pd.isna(number):
        return math.nan, ""
    return (math.nan, "c") if profile.public else (float(number), "")


def _months(row: dict, told: Released, profile: Profile) -> dict[str, Cell]:
    """The first and the last month, where the number who answered may be told."""
    if row["item"] != "dates" or not row["set"]:
        return {"first": ("", ""), "last": ("", "")}
    place = told.where(set=row["set"], area=row["area"])
    few = profile.public and _too_few(told, place, profile)
    return {name: ("", "c") if few else (row[name] or "", "") for name in ("first", "last")}


def _too_few(told: Released, place: int, profile: Profile) -> bool:
    """Whether the number who answered, as it is printed, may be too small a base."""
    number, mark = told.cell(place, "answered")
    return mark == "c" or profile.base_mark(int(number) + (mark == "over")) == "c"


def _rate(row: dict, told: Released) -> dict[str, Cell]:
    if row["item"] not in RATES or not row["set"]:
        return {}
    place = told.where(set=row["set"], area=row["area"])
    columns = RATES[row["item"]]
    cells = {
        name: told.cell(place, column)
        for name, column in zip(("percent", "lower", "upper"), columns, strict=False)
    }
    guard = str(told.frame.at[place, "guard"]) if row["item"] == "participation_rate" else ""
    return cells | {"guard": (guard, "")}
