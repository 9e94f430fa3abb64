"""Referrals counted in several ways: by who referred, when, by what route, and who they are of.

Numbers count referrals, not people: who is referred twice counts twice, but for the table that
tells the two apart. Every table counts the same referrals, so that all of them are protected
together (`compendium.disclosure.casework_counts`), whichever of them a report shows. The log as it
is counted keeps one row per referral.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

import pandas as pd

from compendium.analysis.casework_words import (
    ALL,
    OUTCOME_WORDS,
    begins_on,
    extracted_on,
    parts_of,
    population_of,
    referrer_labels,
    site_labels,
    sites_of,
    year_labels,
    years_of,
)
from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.casework_values import CARE_STATUSES, REFERRERS, ROUTES
from compendium.intake.tables import Tables
from compendium.study import EVERYBODY
from compendium.words import Text, say, words

NOT_RECORDED, FIRST, AGAIN = "not_recorded", "first", "again"
# Tables by outcome, and tables of one column.
CROSSED = ("referrer_type", "year", "route")
ALONE = ("repeat", "age_band", "care_status", "communication_need", "language_pref", "quarter")
# Who comes by which route.
FLOW = "referral_flow"
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
CHARACTERISTICS = {
    "age_band": "case_age",
    "care_status": "case_status",
    "communication_need": "case_need",
    "language_pref": "case_language",
    "repeat": "case_repeat",
    "quarter": "case_quarter",
}
QUARTERS = ("quarter_1", "quarter_2", "quarter_3", "quarter_4")
METHODS = {
    "referrer_type": "method_referrals",
    "year": "method_referrals_by_year",
    "route": "method_referrals_by_route",
}


@remembered
def referrals(data: Tables, by_year: bool = False, by: str = "") -> Result:
    """How many referrals came from whom, and what was decided.

    One row per site, referrer and outcome (accepted yes, no, signposted, or not recorded), the
    referrer ``all`` being everybody; referrers from whom nothing came to any site have no row.
    `by_year`, or `by` ``year`` or ``route``: one row per site, calendar year (route) and outcome
    instead, over all referrers. Referrals with a date problem are counted. A study without a log
    has no rows.
    """
    key = by or ("year" if by_year else "referrer_type")
    return _beside_others(_crossed(data, described(data.referrals), key), data)


@remembered
def composition(data: Tables, of: tuple[str, ...] = COMPOSITION) -> Result:
    """How many referrals are of whom: by age, status, communication need and language.

    One row per site, characteristic and level. A characteristic that no referral has recorded
    has no rows. It is what the referrals are made up of, and says nothing of who is reached.
    """
    return _several(data, of, "composition", "method_composition")


@remembered
def by_quarter(data: Tables) -> Result:
    """How many referrals each calendar quarter brought, from the first to the last, with noughts.

    One row per site and quarter; the one in which the log was exported says until when it goes.
    """
    return _several(data, ("quarter",), "quarters", "method_quarters")


@remembered
def repeats(data: Tables) -> Result:
    """How many referrals are somebody's first in the log, and how many are of somebody again.

    One row per site and ``first``, ``again``, ``not_recorded`` (no person id). Everybody has one
    first referral, so that these count people. Who came before the log began cannot be known.
    """
    return _several(data, ("repeat",), "repeats", "method_repeats")


@remembered
def rates(data: Tables) -> Result:
    """Referrals a year per 100 people of a reference population; one row per site and group of it.

    `referrals` of the whole log, `years` from the first referral in it until the export, and
    `population` as study.yml has it (`reference_population`). Without one there are no rows:
    nothing is said of reach then.
    """
    log, sites = data.referrals, [s.site_id for s in sites_of(data)]
    given = [p for p in data.study.header.reference_population if p.site_id in sites and len(log)]
    counted = described(log)
    rows = []
    for row in given:
        own = counted["site_id"] == row.site_id
        own &= (counted["care_status"] == row.group) | (row.group == EVERYBODY)
        count, years = int(own.sum()), _years_long(log, begins_on(data.study))
        about = (row.n, row.source, row.date.isoformat())
        rows.append((row.site_id, row.group, count, years, 100 * count / years / row.n, *about))
    kinds = {"years": "decimal", "rate": "decimal", "population": "count", "source": "text"}
    columns = ["site_id", "group", "referrals", "years", "rate", "population", "source", "date"]
    groups = {EVERYBODY: words()["group_everybody"].text}
    groups |= level_labels(counted, "care_status")
    return Result(
        "referral_rates",
        pd.DataFrame(rows, columns=columns),
        by=("site_id", "group"),
        people="referrals",
        kinds={**kinds, "date": "text"},
        population=population_of(data, "of_referrals"),
        method="method_referral_rates",
        origin=origin_of(log),
        labels={"site_id": site_labels(data), "group": groups},
        beside=tuple(family(data)),
    )


def _years_long(log: pd.DataFrame, begins: dt.date | None) -> float:
    """Years from where the log begins (or its first referral) to the export; at least a day."""
    found = log["date_referred"].min()
    first = pd.Timestamp(min(begins.isoformat(), found) if begins else found)
    return max((pd.Timestamp(extracted_on(log)) - first).days + 1, 1) / 365.25


@remembered
def by_route(data: Tables) -> Result:
    """How many referrals of each referrer came by which route; one row per site and pair."""
    return _beside_others(_pairs(data, described(data.referrals)), data)


def family(data: Tables) -> list[Result]:
    """Every table of the same referrals, each by itself."""
    log = described(data.referrals)
    tables = [
        *(_crossed(data, log, key) for key in CROSSED),
        *(_alone(data, log, key) for key in ALONE),
        _pairs(data, log),
    ]
    return [one for one in tables if len(one.frame)]


def _beside_others(one: Result, data: Tables) -> Result:
    others = tuple(each for each in family(data) if each.by != one.by)
    return dataclasses.replace(one, beside=others)


def _several(data: Tables, keys: tuple[str, ...], measure: str, method: str) -> Result:
    """Tables of one column, one below the other."""
    log = described(data.referrals)
    parts = [(key, _alone(data, log, key)) for key in keys]
    frames = [
        part.frame.rename(columns={key: "level"}).assign(
            characteristic=key, level=[f"{key}:{level}" for level in part.frame[key]]
        )
        for key, part in parts
    ]
    columns = ["site_id", "characteristic", "level", "referrals"]
    frame = pd.concat(frames, ignore_index=True)[columns]
    order = {s.site_id: i for i, s in enumerate(sites_of(data))}
    frame = frame.sort_values("site_id", key=lambda s: s.map(order), kind="stable")
    labels = {f"{key}:{v}": text for key, part in parts for v, text in part.labels[key].items()}
    return Result(
        measure,
        frame.reset_index(drop=True),
        by=("site_id", "characteristic", "level"),
        people="referrals",
        kinds={},
        population=population_of(data, "of_referrals"),
        method=method,
        origin=origin_of(data.referrals),
        labels={
            "site_id": site_labels(data),
            "characteristic": {key: words()[CHARACTERISTICS[key]].text for key in keys},
            "level": labels,
        },
        beside=tuple(family(data)),
    )


def _crossed(data: Tables, log: pd.DataFrame, key: str) -> Result:
    """One table by outcome; `log` as `described`."""
    levels, rows = _levels(log, key), []
    for site in sites_of(data):
        own = log[log["site_id"] == site.site_id]
        counts = own.groupby([key, "outcome"], observed=False).size()
        for level in levels:
            rows += [
                (site.site_id, level, o, int(counts.get((level, o), 0))) for o in OUTCOME_WORDS
            ]
        if levels and key == "referrer_type":
            whole = own["outcome"].value_counts()
            rows += [(site.site_id, ALL, o, int(whole.get(o, 0))) for o in OUTCOME_WORDS]
    columns = ["site_id", key, "outcome", "referrals"]
    outcomes = {o: words()[w].text for o, w in OUTCOME_WORDS.items()}
    frame = pd.DataFrame(rows, columns=columns)
    return _table(data, log, "referrals", frame, METHODS[key], {"outcome": outcomes})


def _alone(data: Tables, log: pd.DataFrame, key: str) -> Result:
    """One table of one column; `log` as `described`."""
    counts = log.groupby(["site_id", key], observed=False).size()
    rows = [
        (site.site_id, level, int(counts.get((site.site_id, level), 0)))
        for site in sites_of(data)
        for level in _levels(log, key)
    ]
    frame = pd.DataFrame(rows, columns=["site_id", key, "referrals"])
    return _table(data, log, "composition", frame, "method_composition")


def _pairs(data: Tables, log: pd.DataFrame) -> Result:
    """Referrers and routes; nothing where no referral has a route. `log` as `described`."""
    one, other = "referrer_type", "route"
    levels, others = _levels(log, one), _levels(log, other)
    counts = log.groupby(["site_id", one, other], observed=False).size()
    rows = [
        (site.site_id, a, b, int(counts.get((site.site_id, a, b), 0)))
        for site in sites_of(data)
        for a in levels
        for b in others
    ]
    frame = pd.DataFrame(rows, columns=["site_id", one, other, "referrals"])
    return _table(data, log, FLOW, frame, "method_referral_flow")


def _table(
    data: Tables,
    log: pd.DataFrame,
    measure: str,
    frame: pd.DataFrame,
    method: str,
    labels: dict | None = None,
) -> Result:
    by = tuple(frame.columns[:-1])
    begins = begins_on(data.study)
    own = {k: level_labels(log, k, begins) for k in by if k not in ("site_id", "outcome")}
    return Result(
        measure,
        frame,
        by=by,
        people="referrals",
        kinds={},
        population=population_of(data, "of_referrals"),
        method=method,
        origin=origin_of(data.referrals),
        labels={"site_id": site_labels(data), **own, **(labels or {})},
    )


def described(log: pd.DataFrame) -> pd.DataFrame:
    """`log` with what its tables count by, blanks as not recorded."""
    month = pd.to_numeric(log["date_referred"].str[5:7])
    log = log.assign(
        year=log["date_referred"].str[:4],
        quarter=log["date_referred"].str[:4] + "-" + ((month + 2) // 3).astype("str"),
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


def _levels(log: pd.DataFrame, key: str) -> list[str]:
    """The levels any site has, in order; none where nothing was recorded. `log` as `described`."""
    if not len(log):
        return []
    if key == "year":
        return years_of(log)
    if key == "quarter":
        return quarters_of(log)
    found = set(log[key])
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
    found = log["quarter"]
    every = [f"{year}-{number}" for year in years_of(log) for number in range(1, 5)]
    return [quarter for quarter in every if found.min() <= quarter <= found.max()]


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
        return {band: Text(band, band) for band in _levels(log, key)} | none
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
