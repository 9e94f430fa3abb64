"""What a planned study rests on, and what was calculated from it.

Nothing here is released for the first time. An assumption taken from the study's own data is what
other tables release already (referrals, people who answered again, how alike people of one area
are), or a mean of such numbers; where any of them is hidden it is not told. What is calculated may
leave if it was calculated from those numbers, and what somebody typed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from compendium.analysis.power.planned import COLUMNS, FROM_DATA, OWN, SET_HERE, STATED, kind_of
from compendium.analysis.result import Result
from compendium.analysis.survey.follow_up import EVERY_AREA
from compendium.analysis.survey.models import LIKENESS
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import DECIMALS, Released, rounded
from compendium.disclosure.sealing import sealed
from compendium.problems import DisclosureError

ASSUMPTIONS = "impact_assumptions"
CALCULATED = (
    *("impact_stops", "impact_designs", "impact_waiting", "impact_power"),
    *("impact_by_sites", "impact_curve", "impact_false_alarms", "impact_rehearsal"),
)
# Why the study's own data do not tell an assumption.
NO_DATA = {
    "families": "impact_no_referrals",
    "icc": "guard_few_clusters",
    "attrition_percent": "impact_asked_once",
}
HIDDEN = "impact_hidden"
# A value and its range; missing where there is none.
Told = tuple[float, float, float]


def release_assumptions(
    result: Result, profile: Profile, own_tables: Iterable[Released], **common
) -> Released:
    """The assumptions, those that the study's `own_tables` tell in place of what was stated."""
    tables: dict[str, list[Released]] = {}
    for table in own_tables:
        tables.setdefault(table.measure, []).append(table)
    frame = result.frame.drop(columns=result.people).copy()
    months = _value(frame, "period_months")
    for row in frame.index[frame["origin"] == STATED]:
        name = frame.at[row, "assumption"]
        if name not in OWN:
            continue
        found, why = TOLD[name](tables.get(OWN[name], []), result, months)
        frame.at[row, "guard"] = why
        if found:
            frame.at[row, "origin"] = FROM_DATA
            frame.loc[row, list(COLUMNS[kind_of(name)])] = found
    return _sealed(result, frame, profile, common)


def set_in(result: Result) -> dict[str, str]:
    """What was set for one page in what a result was calculated from, by assumption."""
    (used,) = result.taken
    rows = used.frame[used.frame["origin"] == SET_HERE]
    return {name: f"{_value(rows, name):g}" for name in rows["assumption"]}


def release_calculated(result: Result, profile: Profile, door: Released, **common) -> Released:
    """What was calculated, if from nothing of the study's data but what passed the `door`.

    Raises
    ------
    DisclosureError
        If it was calculated from other numbers of the study's data.
    """
    (used,) = result.taken
    columns = ["assumption", *(c for names in COLUMNS.values() for c in names)]
    own, passed = (
        f.loc[f["origin"] == FROM_DATA, columns].set_index("assumption")
        for f in (used.frame, door.frame)
    )
    if not set(own.index) <= set(passed.index) or not own.equals(passed.loc[own.index]):
        raise DisclosureError(
            f"{result.measure} was calculated from numbers of the study's data that did not pass "
            "release(…). Give planned(…) the frame of release(assumptions(…))."
        )
    return _sealed(result, result.frame.drop(columns=result.people), profile, common)


def _sealed(result: Result, frame: pd.DataFrame, profile: Profile, common: dict) -> Released:
    texts = [c for c in frame if result.kinds.get(c) in ("text", "guard")]
    frame = frame.assign(**{c: frame[c].fillna("") for c in texts})
    return sealed(result, profile, frame, result.kinds, common)


def _value(frame: pd.DataFrame, name: str) -> float:
    column = COLUMNS[kind_of(name)][0]
    return float(frame.loc[frame["assumption"] == name, column].iloc[0])


def _referrals(
    tables: Sequence[Released], result: Result, months: float
) -> tuple[Told | None, str]:
    """Accepted referrals of a site in a period: the mean over sites and whole years, as released.

    From the site with fewest to that with most, where there are several.
    """
    years = result.labels["whole_years"]
    if not tables or not years:
        return None, NO_DATA["families"]
    frame, marks = tables[0].frame, tables[0].marks
    rows = frame.index[frame["year"].isin(years)]
    if (
        "yes" not in frame
        or marks.loc[rows, "yes"].ne("").any()
        or frame.loc[rows, "yes"].isna().any()
    ):
        return None, HIDDEN
    of_site = frame.loc[rows].groupby("site_id", observed=True)["yes"].mean() * months / 12
    several = len(of_site) > 1
    ends = (of_site.min(), of_site.max()) if several else (math.nan, math.nan)
    return tuple(rounded(x, DECIMALS["count"]) for x in (of_site.mean(), *ends)), ""


def _lost(tables: Sequence[Released], result: Result, months: float) -> tuple[Told | None, str]:
    """People who did not answer again on the last occasion, of those who answered first."""
    rows = [t.frame[t.frame["area"] == EVERY_AREA].tail(1) for t in tables]
    rows = [row for row in rows if len(row)]
    if not rows:
        return None, NO_DATA["attrition_percent"]
    share, lower, upper = (float(rows[0][c].iloc[0]) for c in ("share", "lower", "upper"))
    return (None, HIDDEN) if math.isnan(share) else ((100 - share, 100 - upper, 100 - lower), "")


def _alike(tables: Sequence[Released], result: Result, months: float) -> tuple[Told | None, str]:
    """The intraclass correlation of the score that the plan names, with its interval."""
    asked = result.labels["alike"]
    rows = [
        t.frame[
            (t.frame["analysis"] == LIKENESS)
            & (t.frame["comparison"] == asked["comparison"].en)
            & (t.frame["construct"] == asked["construct"].en)
        ]
        for t in tables
        if asked
    ]
    rows = [row for row in rows if len(row)]
    if not rows:
        return None, NO_DATA["icc"]
    found = tuple(float(rows[0][c].iloc[0]) for c in ("estimate", "lower", "upper"))
    why = rows[0]["guard"].iloc[0] or HIDDEN
    return (None, why) if math.isnan(found[0]) else (found, "")


TOLD: dict[str, Callable[..., tuple[Told | None, str]]] = {
    "families": _referrals,
    "icc": _alike,
    "attrition_percent": _lost,
}
