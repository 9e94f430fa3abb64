"""Referrals counted in several ways: by who referred, when, by what route, and who they are of.

One row per site and level of what a table counts by (`referral_levels`). Numbers count referrals,
not people: somebody who is referred twice counts twice, except in the table that tells first
referrals from later ones. Every table counts the same referrals, so that all of them are protected
together (`compendium.disclosure.casework_counts`), whichever of them a report shows.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.service.casework_words import (
    ALL,
    OUTCOME_WORDS,
    begins_on,
    extracted_on,
    population_of,
    site_labels,
    sites_of,
)
from compendium.analysis.service.referral_levels import (
    COMPOSITION,
    described,
    level_labels,
    levels_of,
)
from compendium.intake.tables import Tables
from compendium.study import EVERYBODY
from compendium.words import words

# Tables by outcome, and tables of one column.
CROSSED = ("referrer_type", "year", "route")
ALONE = ("repeat", *COMPOSITION, "quarter")
# Who comes by which route.
FLOW = "referral_flow"
CHARACTERISTICS = {
    "age_band": "case_age",
    "care_status": "case_status",
    "communication_need": "case_need",
    "language_pref": "case_language",
    "repeat": "case_repeat",
    "quarter": "case_quarter",
}
METHODS = {
    "referrer_type": "method_referrals",
    "year": "method_referrals_by_year",
    "route": "method_referrals_by_route",
}


@remembered
def referrals(data: Tables, by: str = "referrer_type") -> Result:
    """How many referrals came from whom, and what was decided.

    One row per site, referrer and outcome (accepted yes, no, signposted, or not recorded), the
    referrer ``all`` being everybody; referrers from whom nothing came to any site have no row.
    `by` ``year`` or ``route``: one row per site, calendar year (route) and outcome instead, over
    all referrers. Referrals with a date problem are counted. A study without a log has no rows.
    """
    log = described(data.referrals)
    return _beside_others(_crossed(data, log, by), data, log)


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
        beside=tuple(_family(data, counted)),
    )


def _years_long(log: pd.DataFrame, begins: dt.date | None) -> float:
    """Years from where the log begins (or its first referral) to the export; at least a day."""
    found = log["date_referred"].min()
    first = pd.Timestamp(min(begins.isoformat(), found) if begins else found)
    return max((pd.Timestamp(extracted_on(log)) - first).days + 1, 1) / 365.25


@remembered
def by_route(data: Tables) -> Result:
    """How many referrals of each referrer came by which route; one row per site and pair."""
    log = described(data.referrals)
    return _beside_others(_pairs(data, log), data, log)


def _family(data: Tables, log: pd.DataFrame) -> list[Result]:
    """Every table of the same referrals, each by itself; `log` as `described`."""
    tables = [
        *(_crossed(data, log, key) for key in CROSSED),
        *(_alone(data, log, key) for key in ALONE),
        _pairs(data, log),
    ]
    return [one for one in tables if len(one.frame)]


def _beside_others(one: Result, data: Tables, log: pd.DataFrame) -> Result:
    others = tuple(each for each in _family(data, log) if each.by != one.by)
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
        beside=tuple(_family(data, log)),
    )


def _crossed(data: Tables, log: pd.DataFrame, key: str) -> Result:
    """One table by outcome; `log` as `described`."""
    levels, rows = levels_of(log, key), []
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
        for level in levels_of(log, key)
    ]
    frame = pd.DataFrame(rows, columns=["site_id", key, "referrals"])
    return _table(data, log, "composition", frame, "method_composition")


def _pairs(data: Tables, log: pd.DataFrame) -> Result:
    """Referrers and routes; nothing where no referral has a route. `log` as `described`."""
    one, other = "referrer_type", "route"
    levels, others = levels_of(log, one), levels_of(log, other)
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
