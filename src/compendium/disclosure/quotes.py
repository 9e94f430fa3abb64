"""Rule Q2: words that may be printed, and what may be said about who spoke them.

Consent and approved wording were settled at intake. Here the wording is checked once more for
names, places and dates, and the attribution is cut to the role, with the area only where
enough people who could have been interviewed share both.
"""

from __future__ import annotations

import functools

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.names.scan import Known, names_in, vocabulary_of
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import sealed
from compendium.intake.tables import Tables
from compendium.study import Study

COLUMNS = ["code_id", "heading", "segment", "group", "area", "text", "translation", "lang"]
PUBLIC_SEGMENT = "quote {number}"


def known_of(data: Tables) -> Known:
    """Pseudonyms, words that somebody has checked, and the words of the consented talk."""
    return Known(
        pseudonyms=frozenset(data.participants["pseudonym"]) - {""},
        checked=frozenset(c.word for c in data.study.header.checked_words),
        vocabulary=words_said(tuple(data.segments["text"])),
    )


@functools.lru_cache(maxsize=2)
def words_said(talk: tuple[str, ...]) -> frozenset[str]:
    """The words of all that was said; the same for every report of a study, and found once."""
    return vocabulary_of(talk)


def release_quotes(
    result: Result,
    profile: Profile,
    study: Study,
    pooled: set[str],
    known: Known,
    **common,
) -> Released:
    """Of each theme and heading the first candidate that passes; no segment stands twice.

    `withheld` says whether any candidate was held back, not how many.
    """
    rows, used, withheld = [], set(), False
    for _, candidates in result.frame.groupby(["code_id", "heading"], sort=False, observed=False):
        for quote in candidates.itertuples():
            if quote.segment in used:
                continue
            if profile.public and may_name_somebody(quote, known):
                withheld = True
                continue
            used.add(quote.segment)
            rows.append(_row(quote, len(rows) + 1, profile, study, pooled))
            break
    frame = pd.DataFrame(rows, columns=COLUMNS)
    kinds = dict.fromkeys(COLUMNS, "text") | dict.fromkeys(("code_id", "heading", "segment"), "key")
    labels = {**result.labels, "area": result.labels["site"]}
    del labels["site"]
    return sealed(result, profile, frame, kinds, common, labels=labels, withheld=withheld)


def may_name_somebody(quote, known: Known) -> bool:
    """Whether anything in a quote or in its translation may name anybody."""
    return any(names_in(text, known) for text in (quote.text, quote.translation))


def _row(quote, number: int, profile: Profile, study: Study, pooled: set[str]) -> dict:
    return {
        "code_id": quote.code_id,
        "heading": quote.heading,
        "segment": PUBLIC_SEGMENT.format(number=number) if profile.public else quote.segment,
        "group": quote.group,
        "area": quote.site if _may_name(quote, profile, study, pooled) else "",
        "text": quote.text,
        "translation": quote.translation,
        "lang": quote.lang,
    }


def _may_name(quote, profile: Profile, study: Study, pooled: set[str]) -> bool:
    return may_name_area(quote.heading, quote.group, quote.site, profile, study, pooled)


def may_name_area(
    heading: str, group: str, site: str, profile: Profile, study: Study, pooled: set[str]
) -> bool:
    """Whether a quote may carry its speaker's area."""
    if not profile.public:
        return True
    if heading in pooled:
        return False
    eligible = sum(s.eligible for s in study.sample if (s.site_id, s.group) == (site, group))
    return eligible >= profile.quote_eligible_from
