"""How long cases stay open: from first contact to closure, open cases followed until the export.

Nothing competes with closure, so this is the product-limit estimate (Kaplan and Meier 1958, doi
10.1080/01621459.1958.10501452).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.service.casework_words import population_of, site_labels, sites_of
from compendium.analysis.statistics.incidence import Z_95
from compendium.intake.tables import Tables

WEEK = 7


@remembered
def time_open(data: Tables) -> Result:
    """By which week half of the cases were closed, one row per site that has any referral.

    Of accepted referrals with a first contact: `weeks` from it until the share still open is at
    most one half, missing if it never is; `lower` and `upper` where its 95 % bounds are.
    `referrals` is the number followed, `still_open` how many of them were open at the export,
    `left_out` how many have no such time, for a date problem.
    """
    rows = [_of_site(data.referrals, s.site_id) for s in sites_of(data)]
    columns = ["site_id", "referrals", "weeks", "lower", "upper", "still_open", "left_out"]
    return Result(
        "time_open",
        pd.DataFrame([row for row in rows if row], columns=columns),
        by=("site_id",),
        people="referrals",
        kinds={
            **dict.fromkeys(("weeks", "lower", "upper"), "decimal"),
            **dict.fromkeys(("still_open", "left_out"), "count"),
        },
        population=population_of(data, "of_met"),
        method="method_time_open",
        assumption="assumption_time_open",
        origin=origin_of(data.referrals),
        labels={"site_id": site_labels(data)},
    )


def _of_site(log: pd.DataFrame, site: str) -> dict[str, object] | None:
    own = log[log["site_id"] == site]
    if own.empty:
        return None
    met = own[(own["accepted"] == "yes") & (own["date_first_contact"] != "")]
    sound = met[met["date_problem"] == ""]
    days, closed = open_days(sound)
    weeks, lower, upper = (day / WEEK for day in median_time(days, closed))
    return {
        "site_id": site,
        "referrals": len(sound),
        "weeks": weeks,
        "lower": lower,
        "upper": upper,
        "still_open": int((~closed).sum()),
        "left_out": len(met) - len(sound),
    }


def open_days(log: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Days from first contact to closure or, where it is open, to the export; and which closed."""
    dates = {
        name: pd.to_datetime(log[name].replace("", None))
        for name in ("date_first_contact", "date_closed", "extracted_on")
    }
    closed = dates["date_closed"].notna()
    until = dates["date_closed"].fillna(dates["extracted_on"])
    return (until - dates["date_first_contact"]).dt.days.to_numpy(), closed.to_numpy()


def median_time(days: np.ndarray, ended: np.ndarray) -> tuple[float, float, float]:
    """The median of the product-limit estimate and its 95 % interval; missing if not reached.

    The interval is where the pointwise bounds of the share still open, on the log(-log) scale,
    are at most one half (Brookmeyer and Crowley 1982, doi 10.2307/2530286).

    >>> median_time(np.array([1, 2, 3, 4]), np.array([True, True, True, True]))[0]
    2.0
    """
    times = np.unique(days[ended])
    if not len(times):
        return np.nan, np.nan, np.nan
    risk = np.array([(days >= t).sum() for t in times], dtype=float)
    over = np.array([(ended & (days == t)).sum() for t in times], dtype=float)
    left = np.cumprod(1 - over / risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(over / (risk * (risk - over)))) / np.log(left)
        bounds = [left ** np.exp(sign * Z_95 * spread) for sign in (1, -1)]
    low = np.where(left == 0, 0.0, np.fmin(*bounds))
    high = np.where(left == 0, np.nan, np.fmax(*bounds))
    return _first(times, left), _first(times, low), _first(times, high)


def _first(times: np.ndarray, share: np.ndarray) -> float:
    """The first time at which a share is at most one half; missing if it never is."""
    reached = np.flatnonzero(share <= 0.5 + 1e-9)
    return float(times[reached[0]]) if len(reached) else np.nan
