"""What tables of casework share: the sites they are of, what is counted, the names of levels."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from compendium.analysis.survey.compared import with_model
from compendium.intake.tables import Tables
from compendium.study import Site, Study
from compendium.words import Text, date_text, say, words

ALL = "all"

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


def sites_of(data: Tables) -> list[Site]:
    """The site the tables are seen from, or every site."""
    return [s for s in data.study.sites if data.site_id in ("", s.site_id)]


def site_labels(data: Tables) -> dict[str, Text]:
    return {s.site_id: with_model(data.study, s) for s in sites_of(data)}


def years_of(log: pd.DataFrame) -> list[str]:
    """Every calendar year from the first referral to the last, without a gap."""
    if log.empty:
        return []
    first, last = (int(day[:4]) for day in (log["date_referred"].min(), log["date_referred"].max()))
    return [str(year) for year in range(first, last + 1)]


def year_labels(log: pd.DataFrame, begins: dt.date | None = None) -> dict[str, Text]:
    """Each year; the first and the last say from or until when, where the log covers a part."""
    labels = {year: Text(year, year) for year in years_of(log)}
    parts = {str(period.year): text for period, text in parts_of(log, begins, "Y").items()}
    return {year: parts.get(year, text) for year, text in labels.items()}


def parts_of(log: pd.DataFrame, begins: dt.date | None, every: str) -> dict[pd.Period, Text]:
    """The periods that the log covers only in part, and from when or until when it does.

    `every` is ``Y`` for years, ``Q`` for quarters. Where a referral is older than the day on which
    the log is said to begin (`begins`), that day is not used.
    """
    if log.empty:
        return {}
    days: dict[pd.Period, list[dt.date | None]] = {}
    if begins and begins.isoformat() <= log["date_referred"].min():
        first = pd.Period(begins, every)
        if first.start_time.date() != begins:
            days.setdefault(first, [None, None])[0] = begins
    last = extracted_on(log)
    if (period := pd.Period(last, every)).end_time.date() != last:
        days.setdefault(period, [None, None])[1] = last
    return {period: _part(*ends) for period, ends in days.items()}


def _part(first: dt.date | None, last: dt.date | None) -> Text:
    """``From 1 April 2021``, ``To 30 June 2024``, or both in one."""
    keys = {(True, False): "part_from", (False, True): "part_to", (True, True): "part_from_to"}
    key = keys[first is not None, last is not None]
    said = {}
    for lang in ("en", "cy"):
        days = {n: date_text(d, lang) for n, d in (("first", first), ("last", last)) if d}
        said[lang] = say(key, lang, **days)
    return Text(said["en"], said["cy"])


def begins_on(study: Study) -> dt.date | None:
    """The first day of the casework log; of several logs the earliest, if each says it."""
    days = [source.begins_on for source in study.source("casework")]
    return min(days) if days and all(days) else None


def extracted_on(log: pd.DataFrame) -> dt.date | None:
    """The day of the export (of the last, where sites' logs were exported on different days)."""
    return dt.date.fromisoformat(log["extracted_on"].max()) if len(log) else None


def population_of(data: Tables, which: str) -> Text:
    """What the numbers count: ``referrals in Area A (peer advocates) up to 30 June 2024``."""
    last = extracted_on(data.referrals)
    what = words()[which].text
    if last is None:
        return what
    day = day_text(last)
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


def day_text(day: dt.date) -> Text:
    return Text(date_text(day, "en"), date_text(day, "cy"))


def filled(key: str, part: Text, name: str) -> Text:
    """The phrase `key` in both languages, its one placeholder filled."""
    return Text(say(key, "en", **{name: part.en}), say(key, "cy", **{name: part.cy}))


def referrer_labels() -> dict[str, Text]:
    """Text of each kind of referrer, and of all together."""
    return {name: words()[key].text for name, key in REFERRER_WORDS.items()}
