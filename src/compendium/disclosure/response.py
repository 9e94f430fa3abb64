"""Rules T1, X1 and S8: participation and completion rates, from numbers that are printed.

Nothing is worked out from a number that the table of who took part, or table one, does not show:
where the number who answered is a bound, the rate is one too, and its interval holds those of
every number that the bound stands for.
"""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.statistics.consensus import wilson
from compendium.analysis.survey.sample import ALL_AREAS, headings
from compendium.analysis.survey.table_one import COMPLETENESS, LEFT_OUT
from compendium.disclosure.nested import NOTHING_SAID, Base
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, missing
from compendium.disclosure.sample import invited_in, surveyed_in
from compendium.disclosure.sealing import HIDDEN, Cell, sealed_cells
from compendium.disclosure.table_one import release_table_one
from compendium.study import Study

KINDS = {
    "set": "key",
    "area": "key",
    "invited": "count",
    "answered": "base",
    "rate": "percent",
    "lower": "percent",
    "upper": "percent",
    "finished": "percent",
    "guard": "guard",
}
NOTHING: Cell = (math.nan, "")


def release_response(result: Result, profile: Profile, study: Study, **common) -> Released:
    """One row per set of respondents and area: invited, answered, both rates."""
    took_part, *described = result.beside
    by_set = dict(zip(result.labels["set"], described, strict=True))
    told = {name: release_table_one(one, profile, study, **common) for name, one in by_set.items()}
    rows = []
    for row in result.frame.to_dict("records"):
        name, area = row["set"], row["area"]
        cells = _cells(row, by_set[name], took_part, profile, study)
        cells["finished"] = _finished(row, told[name], profile)
        rows.append({"set": (name, ""), "area": (area, "")} | cells)
    return sealed_cells(result, profile, rows, KINDS, common)


def _cells(
    row: dict, described: Result, took_part: Result, profile: Profile, study: Study
) -> dict[str, Cell]:
    """Invited, answered and the rate of one set of respondents in one area."""
    people = int(row["answered"])
    if not profile.public:
        invited = NOTHING if pd.isna(row["invited"]) else (int(row["invited"]), "")
        answered = Base(people, "", people)
    else:
        under = dict.fromkeys(headings(study)[group] for group in described.groups)
        invited = invited_in(took_part, under, row["area"], profile, study)
        answered = surveyed_in(took_part, under, row["area"], profile, study)
        if _other_surveys(described, people, row["area"]):
            answered = NOTHING_SAID
    mark = answered.mark or profile.base_mark(answered.least)
    guard = row["guard"]
    if guard == "guard_more_answered" and profile.public:
        guard = ""
    number = HIDDEN if mark == "c" else (answered.shown, mark)
    rate = dict.fromkeys(("rate", "lower", "upper"), NOTHING)
    if not guard:
        rate = _rate(
            answered,
            number[1],
            invited,
            _most(answered, row["area"], described, study, profile),
            profile,
        )
    return {"invited": invited, "answered": number, **rate, "guard": (guard, "")}


def _other_surveys(described: Result, people: int, area: str) -> bool:
    """Whether some of these people took another survey alone: then they are counted elsewhere."""
    frame = described.frame.drop_duplicates("area" if "area" in described.frame else "surveyed")
    if "area" in frame and area != ALL_AREAS:
        frame = frame[frame["area"] == area]
    return bool(len(frame)) and int(frame["surveyed"].sum()) != people


def _most(answered: Base, area: str, described: Result, study: Study, profile: Profile) -> int:
    """The most people who may have answered, where their number is a bound."""
    if answered.mark != "over":
        return max(int(answered.shown), answered.least)
    several = area == ALL_AREAS and "area" in described.by
    parts = len(described.groups) * (len(study.sites) if several else 1)
    return answered.least + parts * max(profile.values_left - 1, 0)


def _rate(answered: Base, mark: str, invited: Cell, most: int, profile: Profile) -> dict[str, Cell]:
    """The share of those invited who answered, with Wilson's interval, from printed numbers."""
    if "c" in (mark, invited[1]):
        return dict.fromkeys(("rate", "lower", "upper"), HIDDEN)
    asked = invited[0]
    if missing(asked) or not asked:
        return dict.fromkeys(("rate", "lower", "upper"), NOTHING)
    bounded = answered.mark == "over"
    shown = min(answered.shown, asked)
    rate = (math.floor(100 * shown / asked), "over") if bounded else (100 * shown / asked, "")
    ends = (answered.least, min(most, asked)) if bounded else (shown, shown)
    if answered.least < profile.estimates_from:
        return {"rate": rate, "lower": HIDDEN, "upper": HIDDEN}
    lower, upper = wilson(ends[0], asked).lower, wilson(ends[1], asked).upper
    return {"rate": rate, "lower": (100 * lower, ""), "upper": (100 * upper, "")}


def _finished(row: dict, told: Released, profile: Profile) -> Cell:
    """The share who left no question out, as table one tells it."""
    frame = told.frame
    mine = (frame["item_id"] == COMPLETENESS) & (frame["level"] == LEFT_OUT[0])
    if "area" in frame:
        mine &= frame["area"] == row["area"]
    places = frame.index[mine]
    if not len(places):
        has_it = (frame["item_id"] == COMPLETENESS).any()
        return HIDDEN if has_it and profile.public else (math.nan, "z")
    return told.cell(places[0], "percent")
