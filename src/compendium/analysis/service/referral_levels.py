"""What a casework log's referrals are counted by: the levels of each column, and their names.

The log as it is counted (`described`) keeps one row per referral; blank cells are a level of their
own, not recorded.
"""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd

from compendium.analysis.service.casework_words import (
    parts_of,
    referrer_labels,
    year_labels,
    years_of,
)
from compendium.casework_values import CARE_STATUSES, REFERRERS, ROUTES
from compendium.words import Text, say, words

NOT_RECORDED, FIRST, AGAIN = "not_recorded", "first", "again"
COMPOSITION = ("age_band", "care_status", "communication_need", "language_pref")
LEVELS = {
    "referrer_type": REFERRERS,
    "route": (*ROUTES, NOT_RECORDED),
    "repeat": (FIRST, AGAIN, NOT_RECORDED),
    "care_status": (*CARE_STATUSES, NOT_RECORDED),
    "communication_need": ("yes", "no", NOT_RECORDED),
    "language_pref": ("en", "cy", "other", NOT_RECORDED),
}
LEVEL_WORDS = {
    "repeat": {FIRST: "referral_first", AGAIN: "referral_again"},
    "route": {
        "active_offer": "route_active_offer",
        "issue_based": "route_issue_based",
        "repeat": "route_repeat",
        "visiting_advocate": "route_visiting_advocate",
    },
    "care_status": {
        "looked_after": "care_looked_after",
        "child_protection": "care_child_protection",
        "care_and_support": "care_care_and_support",
        "care_leaver": "care_care_leaver",
        "pre_proceedings": "care_pre_proceedings",
        "proceedings": "care_proceedings",
        "other": "case_other",
    },
    "communication_need": {"yes": "need_yes", "no": "need_no"},
    "language_pref": {"en": "language_en", "cy": "language_cy", "other": "case_other"},
}
QUARTERS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")


def described(log: pd.DataFrame) -> pd.DataFrame:
    """`log` with what its tables count by, blanks as not recorded."""
    months = log["date_referred"].str[:7]
    quarters = {m: f"{m[:4]}-{(int(m[5:]) + 2) // 3}" for m in months.unique()}
    log = log.assign(
        year=months.str[:4],
        quarter=months.map(quarters).astype("str"),
        outcome=log["accepted"].replace("", NOT_RECORDED),
        repeat=_occurrence(log),
    )
    blank = ["route", *COMPOSITION]
    return log.assign(**{key: log[key].replace("", NOT_RECORDED) for key in blank})


def _occurrence(log: pd.DataFrame) -> pd.Series:
    """Whether each referral is the first of this person at this site, in order of time."""
    ordered = log.sort_values(["date_referred", "referral_id"], kind="stable")
    again = ordered.duplicated(["site_id", "person_id"]).map({True: AGAIN, False: FIRST})
    return again.reindex(log.index).mask(log["person_id"] == "", NOT_RECORDED).astype("str")


def levels_of(log: pd.DataFrame, key: str) -> list[str]:
    """The levels any site has, in order; none where nothing was recorded. `log` as `described`."""
    if not len(log):
        return []
    if key == "year":
        return years_of(log)
    if key == "quarter":
        return quarters_of(log)
    found = set(log[key].unique())
    if found == {NOT_RECORDED}:
        return []
    if key == "age_band":
        return sorted(found, key=_age_order)
    return [level for level in LEVELS[key] if level in found]


def _age_order(band: str) -> tuple[bool, int, str]:
    """Bands by the age they begin with; what was not recorded last."""
    number = re.search(r"\d+", band)
    return band == NOT_RECORDED, int(number[0]) if number else 0, band


def quarters_of(log: pd.DataFrame) -> list[str]:
    """Every calendar quarter from the first referral to the last of a `described` log, no gap."""
    first, last = log["quarter"].min(), log["quarter"].max()
    every = [f"{year}-{number}" for year in years_of(log) for number in range(1, 5)]
    return [quarter for quarter in every if first <= quarter <= last]


def level_labels(log: pd.DataFrame, key: str, begins: dt.date | None = None) -> dict[str, Text]:
    """The text of each level of what a table counts by. `log` as `described`, `begins` its day."""
    if key == "referrer_type":
        return referrer_labels()
    if key == "year":
        return year_labels(log, begins)
    if key == "quarter":
        return _quarter_labels(log, begins)
    none = {NOT_RECORDED: words()["outcome_not_recorded"].text}
    if key == "age_band":
        return {band: Text(band, band) for band in levels_of(log, key)} | none
    return {level: words()[word].text for level, word in LEVEL_WORDS[key].items()} | none


def _quarter_labels(log: pd.DataFrame, begins: dt.date | None) -> dict[str, Text]:
    """``January to March 2024``; of those not whole, from when or until when."""
    labels = {}
    for quarter in quarters_of(log) if len(log) else []:
        year, number = quarter.split("-")
        said = (say(QUARTERS[int(number) - 1], lang, year=year) for lang in ("en", "cy"))
        labels[quarter] = Text(*said)
    parts = parts_of(log, begins, "Q").items()
    parts = {f"{period.year}-{period.quarter}": text for period, text in parts}
    return {quarter: parts.get(quarter, text) for quarter, text in labels.items()}
