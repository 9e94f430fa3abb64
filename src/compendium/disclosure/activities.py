"""Rule C2: what was done on referrals, and how long cases stay open.

Averages rest on at least as many cases as a median wait does, and no number of cases or of
activities is given. Of kinds of activity shares are given, whole percentages of all activities,
where at least so many cases had one; where some are hidden, at least two are, and together they
are of at least so many cases, so that what is left to a hundred tells nothing of a few cases.
"""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.rule_words import least_followed
from compendium.disclosure.sealing import sealed, unmarked

# Columns that a public table has.
TOLD = {
    "time_open": ("weeks", "lower", "upper"),
    "activities_per_case": ("mean", "lower", "upper", "median", "quarter", "three_quarters"),
    "activity_mix": ("percent",),
}


def release_averages(result: Result, profile: Profile, **common) -> Released:
    """One row per site: averages of its cases, hidden where they rest on too few."""
    frame, told = result.frame.copy(), list(TOLD[result.measure])
    marks = unmarked(frame)
    if profile.public:
        few = frame[result.people] < least_followed(profile)
        frame.loc[few, told], marks.loc[few, told] = math.nan, "c"
    return _told(result, frame, marks, profile, common)


def release_mix(result: Result, profile: Profile, **common) -> Released:
    """One row per site and kind of activity: its share of all activities."""
    frame = result.frame.copy()
    marks = unmarked(frame)
    if profile.public:
        for _, own in frame.groupby("site_id", sort=False, observed=True):
            hidden = _hidden(own, result.people, least_followed(profile))
            frame.loc[hidden, "percent"], marks.loc[hidden, "percent"] = math.nan, "c"
    return _told(result, frame, marks, profile, common)


def _hidden(own: pd.DataFrame, people: str, least: int) -> list[int]:
    """The kinds that few cases had, and while that is too little, the next smallest."""
    order = own[people].sort_values(kind="stable")
    hidden = list(order.index[order < least])
    for row in order.index[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and order[hidden].sum() >= least):
            break
        hidden.append(row)
    return hidden


def _told(
    result: Result, frame: pd.DataFrame, marks: pd.DataFrame, profile: Profile, common: dict
) -> Released:
    """The columns that the profile tells of."""
    kinds = {result.people: "base", **result.kinds}
    told = (*result.by, *TOLD[result.measure])
    columns = [c for c in frame if c in told or not profile.public]
    return sealed(result, profile, frame[columns], kinds, common, marks[columns])
