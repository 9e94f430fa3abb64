"""Casework: who refers, what becomes of it, and how long people wait for first contact.

Numbers count referrals, not people: somebody referred twice counts twice. A wait is followed from
the day of referral. A case that ended before anybody met waits no longer (a competing end); a wait
that was not over on the day of the export is followed until then and no further.
"""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.service.casework_words import filled, population_of, site_labels, sites_of
from compendium.analysis.service.referral_counts import referrals
from compendium.analysis.statistics.incidence import CONTACT, Curve, incidence
from compendium.intake.tables import Tables
from compendium.study import Site
from compendium.words import Text

__all__ = ["followed_days", "median_waits", "referrals", "waits"]

# Days since referral at which waits are read off: weeks at first, then two and four.
DAYS = (7, 14, 21, 28, 42, 56, 84)
# How a wait can end; 0 stands for a wait that was not over when the log was exported.
DECLINED, NO_CONTACT, ENDED = CONTACT + 1, CONTACT + 2, CONTACT + 3
ENDS = {"person_ended": DECLINED, "no_contact": NO_CONTACT}

DATE_COLUMNS = ("date_referred", "date_first_contact", "date_closed", "extracted_on")


@remembered
def waits(data: Tables) -> Result:
    """What share of accepted referrals had first contact within so many days.

    One row per site and day of `DAYS`: `percent` is the cumulative incidence of first contact
    (Aalen and Johansen 1978) with its pointwise 95 % interval, `ended` that of an end without
    contact (declined, no contact, service ended or other). `referrals` is the number followed
    from the first day, `followed` how many of them the export did not cut off before that day;
    `left_out` counts accepted referrals without a wait because their dates contradict each other.
    Missing where nobody is followed for so long.
    """
    rows = [
        {"site_id": site.site_id, "day": str(day), **found.counts(day), **found.curve.at(day)}
        for site, found in _followed(data)
        for day in DAYS
    ]
    columns = ["site_id", "day", "referrals", "followed", "percent", "lower", "upper", "ended"]
    return Result(
        "waits",
        pd.DataFrame(rows, columns=[*columns, "left_out"]),
        by=("site_id", "day"),
        people="referrals",
        kinds={
            "followed": "base",
            **dict.fromkeys(("percent", "lower", "upper", "ended"), "percent"),
            "left_out": "count",
        },
        population=population_of(data, "of_accepted"),
        method="method_waits",
        origin=origin_of(data.referrals),
        labels={"site_id": site_labels(data), "day": _day_labels()},
    )


@remembered
def median_waits(data: Tables) -> Result:
    """By which day half of the accepted referrals had first contact, read off the curve.

    One row per site: `days` is the first day on which the cumulative incidence of first contact
    is at least one half, missing if it never is; `lower` and `upper` are the days on which the
    curve's upper and its lower bound first are. `referrals` and `left_out` as in `waits`.
    """
    rows = [
        {
            "site_id": site.site_id,
            "days": found.curve.first_day(0.5, "share"),
            "lower": found.curve.first_day(0.5, "upper"),
            "upper": found.curve.first_day(0.5, "lower"),
            **found.counts(),
        }
        for site, found in _followed(data)
    ]
    columns = ["site_id", "referrals", "days", "lower", "upper", "left_out"]
    return Result(
        "median_waits",
        pd.DataFrame(rows, columns=columns),
        by=("site_id",),
        people="referrals",
        kinds={**dict.fromkeys(("days", "lower", "upper"), "days"), "left_out": "count"},
        population=population_of(data, "of_accepted"),
        method="method_median_waits",
        origin=origin_of(data.referrals),
        labels={"site_id": site_labels(data)},
    )


def followed_days(log: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Days from referral to the end of each wait, and how it ended.

    First contact, else closure without one (declined, no contact, ended otherwise), else the
    day of the export, when the wait was still open (0).
    """
    dates = {n: pd.to_datetime(log[n].replace("", None)) for n in DATE_COLUMNS}
    met, closed = dates["date_first_contact"].notna(), dates["date_closed"].notna()
    until = dates["date_first_contact"].fillna(dates["date_closed"])
    until = until.fillna(dates["extracted_on"])
    otherwise = log["closure_reason"].map(ENDS).fillna(ENDED)
    ends = np.where(met, CONTACT, np.where(closed, otherwise, 0)).astype(int)
    return (until - dates["date_referred"]).dt.days.to_numpy(), ends


@dataclasses.dataclass(frozen=True)
class _Waits:
    """The accepted referrals of one site: how long each waited, how that ended, the curve."""

    days: np.ndarray
    ends: np.ndarray
    left_out: int

    @functools.cached_property
    def curve(self) -> Curve:
        return incidence(self.days, self.ends)

    def counts(self, day: int = 0) -> dict[str, int]:
        """Referrals followed at all and up to this day, and those left out."""
        known = (self.ends > 0) | (self.days >= day)
        return {
            "referrals": len(self.days),
            "followed": int(known.sum()),
            "left_out": self.left_out,
        }


def _followed(data: Tables) -> list[tuple[Site, _Waits]]:
    """The waits of each site that has any referral."""
    found = []
    for site in sites_of(data):
        log = data.referrals[data.referrals["site_id"] == site.site_id]
        accepted = log[log["accepted"] == "yes"]
        sound = accepted[accepted["date_problem"] == ""]
        if len(log):
            left_out = len(accepted) - len(sound)
            found.append((site, _Waits(*followed_days(sound), left_out)))
    return found


def _day_labels() -> dict[str, Text]:
    return {str(day): filled("by_day", Text(str(day), str(day)), "day") for day in DAYS}
