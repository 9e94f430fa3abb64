"""Casework: who refers, what becomes of it, and how long people wait for first contact.

Numbers count referrals, not people: who is referred twice counts twice. Waits are followed from
the day of referral; whose case ended before anybody met no longer waits (a competing end), and
whose wait is not over by the day of the export is followed until then and no further.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd

from compendium.analysis.compared import with_model
from compendium.analysis.incidence import CONTACT, Curve, incidence
from compendium.analysis.result import Result, origin_of
from compendium.casework_values import REFERRERS
from compendium.intake.take_in import Tables
from compendium.study import Site
from compendium.words import Text, date_text, say, words

ALL = "all"
# Days since referral at which waits are read off: weeks at first, then two and four.
DAYS = (7, 14, 21, 28, 42, 56, 84)
# How a wait can end; 0 stands for a wait that was not over when the log was exported.
DECLINED, NO_CONTACT, ENDED = CONTACT + 1, CONTACT + 2, CONTACT + 3
ENDS = {"person_ended": DECLINED, "no_contact": NO_CONTACT}

DATE_COLUMNS = ("date_referred", "date_first_contact", "date_closed", "extracted_on")

OUTCOME_WORDS = {
    "yes": "outcome_yes",
    "no": "outcome_no",
    "signposted": "outcome_signposted",
    "not_recorded": "outcome_not_recorded",
}
REFERRER_WORDS = {
    "self": "referrer_self",
    "social_worker": "referrer_social_worker",
    "iro_chair": "referrer_iro_chair",
    "carer": "referrer_carer",
    "residential_home": "referrer_residential_home",
    "personal_adviser": "referrer_personal_adviser",
    "school": "referrer_school",
    "health": "referrer_health",
    "solicitor_court": "referrer_solicitor_court",
    "third_sector": "referrer_third_sector",
    "parent": "referrer_parent",
    "other": "referrer_other",
    ALL: "referrer_all",
}


def referrals(data: Tables, by_year: bool = False) -> Result:
    """How many referrals came from whom, and what was decided.

    One row per site, referrer and outcome (accepted yes, no, signposted, or not recorded), the
    referrer ``all`` being everybody; referrers from whom nothing came to any site have no row.
    `by_year`: one row per site, calendar year and outcome instead, over all referrers. Referrals
    with a date problem are counted. A study without a log has no rows.
    """
    return dataclasses.replace(
        _counted(data, by_year), beside=(_counted(data, by_year=not by_year),)
    )


def _counted(data: Tables, by_year: bool) -> Result:
    every = data.referrals
    key = "year" if by_year else "referrer_type"
    levels = _years(every) if by_year else [r for r in REFERRERS if r in set(every[key])]
    rows = []
    for site in _sites(data):
        log = every[every["site_id"] == site.site_id]
        log = log.assign(
            year=log["date_referred"].str[:4], outcome=log["accepted"].replace("", "not_recorded")
        )
        counts = log.groupby([key, "outcome"], observed=False).size()
        for level in levels:
            rows += [
                (site.site_id, level, o, int(counts.get((level, o), 0))) for o in OUTCOME_WORDS
            ]
        if levels and not by_year:
            whole = log["outcome"].value_counts()
            rows += [(site.site_id, ALL, o, int(whole.get(o, 0))) for o in OUTCOME_WORDS]
    return Result(
        "referrals",
        pd.DataFrame(rows, columns=["site_id", key, "outcome", "referrals"]),
        by=("site_id", key, "outcome"),
        people="referrals",
        kinds={},
        population=_population(data, "of_referrals"),
        method="method_referrals_by_year" if by_year else "method_referrals",
        origin=origin_of(every),
        labels={
            "site_id": _site_labels(data),
            key: _year_labels(every) if by_year else referrer_labels(),
            "outcome": {o: words()[w].text for o, w in OUTCOME_WORDS.items()},
        },
    )


def referrer_labels() -> dict[str, Text]:
    """Text of each kind of referrer, and of all together."""
    return {name: words()[key].text for name, key in REFERRER_WORDS.items()}


def waits(data: Tables) -> Result:
    """What share of accepted referrals had first contact within so many days.

    One row per site and day of `DAYS`: `percent` is the cumulative incidence of first contact
    (Aalen and Johansen 1978) with its pointwise 95 % interval, `ended` that of an end without
    contact (declined, no contact, service ended or other). `referrals` is the number followed
    from the first day, `followed` how many of them were not lost to the export before that day;
    `left_out` counts accepted referrals without a wait, for a date problem. Missing where nobody
    is followed so long.
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
        population=_population(data, "of_accepted"),
        method="method_waits",
        origin=origin_of(data.referrals),
        labels={"site_id": _site_labels(data), "day": _day_labels()},
    )


def median_waits(data: Tables) -> Result:
    """By which day half of the accepted referrals had first contact, read off the curve.

    One row per site: `days` is the first day on which the cumulative incidence of first contact
    is at least one half, missing if it never is; `lower` and `upper` are the days on which the
    curve's upper and lower bound are. `referrals` and `left_out` as in `waits`.
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
        population=_population(data, "of_accepted"),
        method="method_median_waits",
        origin=origin_of(data.referrals),
        labels={"site_id": _site_labels(data)},
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

    @property
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
    for site in _sites(data):
        log = data.referrals[data.referrals["site_id"] == site.site_id]
        accepted = log[log["accepted"] == "yes"]
        sound = accepted[accepted["date_problem"] == ""]
        if len(log):
            left_out = len(accepted) - len(sound)
            found.append((site, _Waits(*followed_days(sound), left_out)))
    return found


def _sites(data: Tables) -> list[Site]:
    """The site the tables are seen from, or every site."""
    return [s for s in data.study.sites if data.site_id in ("", s.site_id)]


def _site_labels(data: Tables) -> dict[str, Text]:
    return {s.site_id: with_model(data.study, s) for s in _sites(data)}


def _day_labels() -> dict[str, Text]:
    return {str(day): _filled("by_day", Text(str(day), str(day)), "day") for day in DAYS}


def _years(log: pd.DataFrame) -> list[str]:
    """Every calendar year from the first referral to the last, without a gap."""
    found = log["date_referred"].str[:4].map(int)
    return [str(y) for y in range(found.min(), found.max() + 1)] if len(log) else []


def _year_labels(log: pd.DataFrame) -> dict[str, Text]:
    """Each year; the one in which the log was exported says until when it goes."""
    labels = {year: Text(year, year) for year in _years(log)}
    last = _extracted(log)
    if last and last.year == int(max(labels)) and (last.month, last.day) != (12, 31):
        labels[str(last.year)] = _filled("part_year", _day_text(last), "day")
    return labels


def _extracted(log: pd.DataFrame) -> dt.date | None:
    """The day of the export (of the last, where sites' logs were exported on different days)."""
    return dt.date.fromisoformat(log["extracted_on"].max()) if len(log) else None


def _population(data: Tables, which: str) -> Text:
    """What the numbers count: ``referrals in Area A (peer advocates) up to 30 June 2024``."""
    last = _extracted(data.referrals)
    what = words()[which].text
    if last is None:
        return what
    day = _day_text(last)
    if not data.site_id:
        return Text(
            say("up_to", "en", what=what.en, day=day.en),
            say("up_to", "cy", what=what.cy, day=day.cy),
        )
    where = with_model(data.study, data.study.site(data.site_id))
    return Text(
        say("in_up_to", "en", what=what.en, where=where.en, day=day.en),
        say("in_up_to", "cy", what=what.cy, where=where.say("cy"), day=day.cy),
    )


def _day_text(day: dt.date) -> Text:
    return Text(date_text(day, "en"), date_text(day, "cy"))


def _filled(key: str, part: Text, name: str) -> Text:
    """The phrase `key` in both languages, its one placeholder filled."""
    return Text(say(key, "en", **{name: part.en}), say(key, "cy", **{name: part.cy}))
