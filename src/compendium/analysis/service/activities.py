"""What was done on referrals: how many activities a case has, and of what kinds.

An activity is one row of the service's log; how long it took is not looked at. Numbers count
cases and activities, not people.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.service.casework_words import population_of, site_labels, sites_of
from compendium.casework_values import ACTIVITY_TYPES
from compendium.intake.tables import Tables
from compendium.words import Text, words

TYPE_WORDS = {
    "info_rights": "activity_info_rights",
    "prep_meeting": "activity_prep_meeting",
    "attend_meeting": "activity_attend_meeting",
    "represent": "activity_represent",
    "report_reading": "activity_report_reading",
    "visit": "activity_visit",
    "phone_text": "activity_phone_text",
    "liaison": "activity_liaison",
    "follow_up": "activity_follow_up",
    "complaint": "activity_complaint",
    "group_work": "activity_group_work",
    "debrief": "activity_debrief",
    "non_instructed_obs": "activity_non_instructed_obs",
    "travel_admin": "activity_travel_admin",
}


@remembered
def per_case(data: Tables) -> Result:
    """How many activities a case has: one row per site that has any activity.

    Of accepted referrals with a first contact that were closed by the day of the export, those
    without any activity included: `mean` with its 95 % t interval (`lower`, `upper`), `median` and
    the quartiles `quarter` and `three_quarters`. `cases` is the number of these referrals.
    """
    rows = [_per_case(data, s.site_id) for s in sites_of(data)]
    columns = ["site_id", "cases", "mean", "lower", "upper", "median", "quarter", "three_quarters"]
    return Result(
        "activities_per_case",
        pd.DataFrame([row for row in rows if row], columns=columns),
        by=("site_id",),
        people="cases",
        kinds=dict.fromkeys(columns[2:], "decimal"),
        population=population_of(data, "of_closed"),
        method="method_activities_per_case",
        assumption="assumption_activities_per_case",
        origin=origin_of(data.referrals, data.activities),
        labels={"site_id": site_labels(data)},
    )


def _per_case(data: Tables, site: str) -> dict[str, object] | None:
    done = data.activities[data.activities["site_id"] == site]
    if done.empty:
        return None
    log = data.referrals
    closed = log[
        (log["site_id"] == site)
        & (log["accepted"] == "yes")
        & (log["date_first_contact"] != "")
        & (log["date_closed"] != "")
    ]
    counts = closed["referral_id"].map(done["referral_id"].value_counts()).fillna(0).to_numpy()
    lower, upper = _interval(counts)
    parts = np.quantile(counts, (0.5, 0.25, 0.75)) if len(counts) else (np.nan,) * 3
    return {
        "site_id": site,
        "cases": len(counts),
        "mean": counts.mean() if len(counts) else np.nan,
        "lower": lower,
        "upper": upper,
        **dict(zip(("median", "quarter", "three_quarters"), parts, strict=True)),
    }


def _interval(counts: np.ndarray) -> tuple[float, float]:
    """The 95 % t interval of a mean; missing below two cases, or where all have the same number."""
    from scipy import stats

    if len(counts) < 2 or counts.std() == 0:
        return np.nan, np.nan
    half = stats.t.ppf(0.975, len(counts) - 1) * counts.std(ddof=1) / np.sqrt(len(counts))
    return counts.mean() - half, counts.mean() + half


@remembered
def mix(data: Tables) -> Result:
    """Of what kinds the activities are: one row per site with any, and kind found at any site.

    `activities` of this kind and their `percent` of the site's; `cases` are referrals with at least
    one of them, `percent_cases` their share of all the site's referrals with any activity.
    """
    done = data.activities
    kinds = [kind for kind in ACTIVITY_TYPES if kind in set(done["type"])]
    rows = []
    for site in sites_of(data):
        own = done[done["site_id"] == site.site_id]
        every = own["referral_id"].nunique()
        for kind in kinds if len(own) else []:
            these = own[own["type"] == kind]
            cases = these["referral_id"].nunique()
            share, among = 100 * len(these) / len(own), 100 * cases / every
            rows.append((site.site_id, kind, cases, len(these), share, among))
    columns = ["site_id", "activity", "cases", "activities", "percent", "percent_cases"]
    return Result(
        "activity_mix",
        pd.DataFrame(rows, columns=columns),
        by=("site_id", "activity"),
        people="cases",
        kinds={"activities": "count", "percent": "percent", "percent_cases": "percent"},
        population=population_of(data, "of_activities"),
        method="method_activity_mix",
        origin=origin_of(data.referrals, data.activities),
        labels={"site_id": site_labels(data), "activity": activity_labels()},
    )


def activity_labels() -> dict[str, Text]:
    """Text of each kind of activity."""
    return {name: words()[key].text for name, key in TYPE_WORDS.items()}
