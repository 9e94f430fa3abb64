"""The made-up casework log: referrals to each area's service, as a case system exports them.

Numbers of referrals are Poisson by area and calendar year; waits are log-normal, from a median and
a ninetieth percentile; some cases end before anybody met, and what lies after the day of the export
is not in it. Dates of allocation, contact and closure fall on working days. One row per referral;
people keep their rows.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from compendium.study import Source, Study
from compendium.synthetic.people import code_word, drawn
from compendium.synthetic.recipe import CaseworkRecipe, Recipe, source_called
from compendium.writers.files import write_csv
from compendium.writers.spreadsheet import write_xlsx

# The ninetieth percentile of the standard normal distribution.
Z_90 = 1.2815515655446004
DATES = ("date_referred", "date_allocated", "date_first_contact", "date_closed")


def make_casework(study: Study, recipe: Recipe, rng: np.random.Generator) -> pd.DataFrame:
    """One row per referral, in the order of their dates; columns and values are the compendium's.

    Dates are days, missing where there is none.
    """
    how = recipe.casework
    blocks = [_site_log(site.site_id, how, rng) for site in study.sites]
    log = pd.concat(blocks, ignore_index=True)
    _spoil_dates(log, how, rng)
    order = rng.permutation(len(log))
    numbers = _distinct(rng, "R", 7, len(log))
    log["referral_id"] = numbers
    log["data_origin"] = recipe.marked_as
    log = log.iloc[order].sort_values("date_referred", kind="stable")
    return log.reset_index(drop=True)


def write_log(path: Path, study: Study, recipe: Recipe, log: pd.DataFrame) -> None:
    """The log as ``.csv`` or as a workbook, as the case system exports it."""
    source = source_called(study, recipe.casework.source)
    write_table(path, "Referrals", as_exported(log, source, recipe.casework))


def write_table(path: Path, sheet: str, table: pd.DataFrame) -> None:
    """A case system's export, as ``.csv`` or as a workbook of one sheet."""
    if path.suffix == ".csv":
        write_csv(path, table)
        return
    write_xlsx(path, {sheet: [list(table.columns), *table.to_numpy().tolist()]})


def as_exported(log: pd.DataFrame, source: Source, how: CaseworkRecipe) -> pd.DataFrame:
    """The log with the case system's column names, labels and way of writing dates."""
    log = log.assign(extracted_on=pd.Timestamp(how.extracted_on))
    columns = {}
    for name, called in source.columns.items():
        cells = log[name]
        if name in (*DATES, "extracted_on"):
            cells = cells.dt.strftime(source.date_format)
        labels = {value: label for label, value in source.values.get(name, {}).items()}
        columns[called] = cells.fillna("").map(lambda v, labels=labels: labels.get(v, v))
    return pd.DataFrame(columns)


def linked(
    people: pd.DataFrame, log: pd.DataFrame, how: CaseworkRecipe, rng: np.random.Generator
) -> pd.DataFrame:
    """`people` with `casework_person` for the few parents whose cases may be joined to them.

    Whoever withdrew is among them. Their cases began before anybody was recruited; nobody is
    linked to a case with a spoilt date.
    """
    linked = pd.Series("", index=people.index)
    spoilt = log.loc[log["date_first_contact"] < log["date_referred"], "person_id"]
    for site, count in how.linked.items():
        here = log[(log["site_id"] == site) & (log["accepted"] == "yes")]
        here = here[here["date_referred"] < pd.Timestamp(people["recruited_on"].min())]
        persons = sorted(set(here["person_id"]) - set(spoilt))
        parents = people[(people["site_id"] == site) & (people["group"] == how.linked_group)]
        gone = parents.index[parents["consent_status"] == "withdrawn"]
        stay = parents.index[parents["consent_status"] != "withdrawn"]
        chosen = [*gone, *(stay[i] for i in rng.permutation(len(stay)))][:count]
        for person, pick in zip(chosen, rng.permutation(len(persons)), strict=False):
            linked[person] = persons[pick]
    place = people.columns.get_loc("case_name") + 1
    people = people.copy()
    people.insert(place, "casework_person", linked)
    return people


def _site_log(site: str, how: CaseworkRecipe, rng: np.random.Generator) -> pd.DataFrame:
    days = _days_referred(site, how, rng)
    log = pd.DataFrame({"site_id": site, "date_referred": days})
    log["referrer_type"] = drawn(how.referrers[site], len(log), rng)
    _give_persons(log, how, rng)
    for column, weights in how.shares.items():
        log[column] = drawn(weights, len(log), rng)
    log.loc[log["repeat"], "route"] = "repeat"
    log["language_pref"] = drawn(how.language[site], len(log), rng)
    log["issue_secondary"] = _other_issue(log, [*how.shares["issue_secondary"]])
    log.loc[rng.random(len(log)) < how.missing["issue_secondary"][site], "issue_secondary"] = ""
    _decide(log, how.accept_rate[site], how, rng)
    _follow(log, site, how, rng)
    return log.drop(columns="repeat")


def _other_issue(log: pd.DataFrame, issues: list[str]) -> pd.Series:
    """The second issue; where it is the first again, the next of the list."""
    following = dict(zip(issues, [*issues[1:], issues[0]], strict=True))
    second = log["issue_secondary"]
    return second.where(second != log["issue_primary"], second.map(following))


def _days_referred(site: str, how: CaseworkRecipe, rng: np.random.Generator) -> np.ndarray:
    """The day of each referral: a Poisson number a calendar year, fewer in quiet weeks."""
    days = []
    for year in range(how.first_day.year, how.extracted_on.year + 1):
        whole = pd.date_range(f"{year}-01-01", f"{year}-12-31")
        weights = np.array([_busy(day, how) for day in whole])
        inside = (whole >= pd.Timestamp(how.first_day)) & (whole <= pd.Timestamp(how.extracted_on))
        raised = np.ones(len(whole))
        if how.step and site == how.step.site:
            raised = np.where(whole >= pd.Timestamp(how.step.start), how.step.factor, 1.0)
        expected = how.referrals_per_year[site] * weights * raised * inside / weights.sum()
        count = rng.poisson(expected.sum())
        days += [*rng.choice(whole, size=count, p=expected / expected.sum())]
    return np.sort(np.array(days, dtype="datetime64[ns]"))


def _busy(day: pd.Timestamp, how: CaseworkRecipe) -> float:
    """How many referrals a day brings beside an ordinary working day."""
    if day.day_of_week >= 5:
        return 0.0
    if day.month == 8:
        return how.quiet["august"]
    return how.quiet["late_december"] if (day.month, day.day) >= (12, 20) else 1.0


def _give_persons(log: pd.DataFrame, how: CaseworkRecipe, rng: np.random.Generator) -> None:
    """A person for each referral; some come again, later."""
    persons = _distinct(rng, "CW-", 6, len(log))
    again = rng.random(len(log)) < how.repeats
    again[0] = False
    for row in np.flatnonzero(again):
        persons[row] = persons[int(rng.integers(row))]
    log["person_id"], log["repeat"] = persons, again


def _distinct(rng: np.random.Generator, prefix: str, length: int, count: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < count:
        found[code_word(rng, prefix, length)] = None
    return list(found)


def _decide(log: pd.DataFrame, rate: float, how: CaseworkRecipe, rng: np.random.Generator) -> None:
    """Of each referrer's referrals, the planted share is accepted, as nearly as can be."""
    log["accepted"], log["not_accepted_reason"] = "yes", ""
    for referrer in how.referrers[log["site_id"].iat[0]]:
        theirs = log.index[log["referrer_type"] == referrer]
        refused = int(np.floor((1 - rate) * len(theirs) + 0.5))
        turned = theirs[rng.permutation(len(theirs))[:refused]]
        log.loc[turned, "accepted"] = drawn(how.not_accepted, refused, rng)
    turned = log["accepted"] != "yes"
    log.loc[turned, "not_accepted_reason"] = drawn(how.reasons, int(turned.sum()), rng)
    log.loc[log["accepted"] == "signposted", "not_accepted_reason"] = "out_of_remit"


def _follow(log: pd.DataFrame, site: str, how: CaseworkRecipe, rng: np.random.Generator) -> None:
    """What became of the accepted: allocation, first contact or an end without, closure."""
    waits, count = how.waits[site], len(log)
    mine = (log["accepted"] == "yes").to_numpy()
    pace = rng.normal(size=count)
    pace = (pace - np.median(pace)) / pace.std()
    contact = _days(waits.contact_median, _sigma(waits.contact_median, waits.contact_p90), pace)
    own = 0.8 * pace + 0.6 * rng.normal(size=count)
    allocated = np.minimum(_days(waits.allocate_median, how.allocate_spread, own), contact)
    ends_first = rng.random(count) < how.ended_first[site]
    end = _days(how.ended_after_median, how.ended_spread, rng.normal(size=count))
    open_days = 7 * _days(waits.weeks_open_median, how.open_spread, rng.normal(size=count))
    referred = log["date_referred"]
    met = mine & ~ends_first
    log["date_allocated"] = _on(referred, allocated, mine)
    log["date_first_contact"] = _on(referred, contact, met)
    log["date_closed"] = _on(referred, np.maximum(end, allocated), mine & ends_first)
    log.loc[met, "date_closed"] = _on(log["date_first_contact"], open_days, met)
    late = pd.Timestamp(how.extracted_on)
    for column in DATES[1:]:
        log[column] = log[column].where(log[column] <= late)
    _close(log, site, how, rng)
    log["advocate_type"] = np.where(
        log["date_allocated"].notna(), drawn(how.advocates[site], count, rng), ""
    )


def _close(log: pd.DataFrame, site: str, how: CaseworkRecipe, rng: np.random.Generator) -> None:
    """Why cases were closed, and what the log says of the decision they were about."""
    count, met = len(log), log["date_first_contact"].notna()
    closed = log["date_closed"].notna()
    reasons = np.where(
        met, drawn(how.closure, count, rng), drawn(how.ended_without_contact, count, rng)
    )
    log["closure_reason"] = np.where(closed, reasons, "")
    known = closed & met & (rng.random(count) >= how.missing["outcome_decision_changed"][site])
    changed = np.where(known, drawn(how.decision_changed, count, rng), "")
    log["outcome_decision_changed"] = changed
    log["outcome_view_recorded"] = np.where(
        closed & met, _yes_no(how.view_recorded, count, rng), ""
    )
    log["reasons_given"] = np.where(changed == "no", _yes_no(how.reasons_given, count, rng), "")
    log["communication_need"] = _yes_no(how.communication_need, count, rng)


def _yes_no(share: float, count: int, rng: np.random.Generator) -> np.ndarray:
    return np.where(rng.random(count) < share, "yes", "no")


def _sigma(median: float, p90: float) -> float:
    """Spread of the log-normal distribution with this median and ninetieth percentile."""
    return float(np.log(p90 / median) / Z_90)


def _days(median: float, sigma: float, normal: np.ndarray) -> np.ndarray:
    """Whole days, log-normal."""
    return np.floor(median * np.exp(sigma * normal)).astype(int)


def _on(since: pd.Series, days: np.ndarray, where: np.ndarray) -> pd.Series:
    """So many days later, on Monday if that is a weekend; missing elsewhere."""
    then = since + pd.to_timedelta(days, unit="D")
    weekend = (then.dt.day_of_week - 4).clip(lower=0)
    then += pd.to_timedelta(weekend.map({1: 2, 2: 1}).fillna(0), unit="D")
    return then.where(where)


def _spoil_dates(log: pd.DataFrame, how: CaseworkRecipe, rng: np.random.Generator) -> None:
    """In a few rows somebody typed a first contact before the referral."""
    for site, count in how.contact_before_referral.items():
        met = log.index[(log["site_id"] == site) & log["date_first_contact"].notna()]
        for row in met[rng.permutation(len(met))[:count]]:
            early = dt.timedelta(days=int(rng.integers(3, 21)))
            log.loc[row, "date_first_contact"] = log.at[row, "date_referred"] - early
