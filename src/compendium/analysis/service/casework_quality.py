"""What is wrong with the logs: dates that contradict each other, and what was left blank."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.analysis.service.casework_words import population_of, site_labels, sites_of
from compendium.intake.tables import Tables
from compendium.words import words

EVERYWHERE = "all"
# What can be wrong with dates, and which columns may be blank: key of the words that say it.
DATES = {
    "contact_before_referral": "check_contact_before_referral",
    "allocated_before_referral": "check_allocated_before_referral",
    "contact_before_allocation": "check_contact_before_allocation",
    "closed_before_referral": "check_closed_before_referral",
    "closed_before_contact": "check_closed_before_contact",
    "after_extraction": "check_after_extraction",
}
OF_ACTIVITIES = {
    "activity_before_referral": "check_activity_before_referral",
    "activity_after_extraction": "check_activity_after_extraction",
}
BLANK = {
    "person_id": "check_no_person",
    "route": "check_no_route",
    "age_band": "check_no_age",
    "care_status": "check_no_status",
    "issue_primary": "check_no_issue",
    "language_pref": "check_no_language",
    "accepted": "check_no_decision",
}
OF_CLOSED = {"outcome_decision_changed": "check_no_outcome"}
# Rows that did not come in, by the rule that set them aside; nobody knows of which site.
SET_ASIDE = {
    "referral_unknown_site": "check_unknown_site",
    "referral_without_date": "check_without_date",
    "referral_twice": "check_twice",
    "activity_unknown_referral": "check_unknown_referral",
    "activity_twice": "check_activity_twice",
}
CHECKS = {**DATES, **OF_ACTIVITIES, **BLANK, **OF_CLOSED, **SET_ASIDE}
BLANKS = ("", "not_recorded")


def quality(data: Tables) -> Result:
    """How many rows of the logs each check finds, one row per site and check.

    `found` rows of the `of` that were looked at; what was set aside stands once, for all sites.
    Dates that contradict each other and rows set aside have a row only where any were found; a
    column that the log does not have (all blank) has no row.
    """
    rows = [row for site in sites_of(data) for row in _of_site(data, site.site_id)]
    if len(data.referrals):
        rows += _set_aside(data)
    everywhere = {EVERYWHERE: words()["check_everywhere"].text}
    return Result(
        "casework_quality",
        pd.DataFrame(rows, columns=["site_id", "check", "found", "of"]),
        by=("site_id", "check"),
        people="found",
        kinds={"of": "base"},
        population=population_of(data, "of_logs"),
        method="method_casework_quality",
        origin=origin_of(data.referrals, data.activities),
        labels={
            "site_id": site_labels(data) | everywhere,
            "check": {check: words()[word].text for check, word in CHECKS.items()},
        },
    )


def _of_site(data: Tables, site: str) -> Iterator[tuple[str, str, int, int]]:
    log = data.referrals[data.referrals["site_id"] == site]
    done = data.activities[data.activities["site_id"] == site]
    closed = log[(log["date_closed"] != "") & (log["date_first_contact"] != "")]
    for problems, rows in ((DATES, log), (OF_ACTIVITIES, done)):
        for problem in problems:
            if found := int((rows["date_problem"] == problem).sum()):
                yield site, problem, found, len(rows)
    for columns, rows in ((BLANK, log), (OF_CLOSED, closed)):
        for column in columns:
            if not data.referrals[column].isin(BLANKS).all():
                yield site, column, int(rows[column].isin(BLANKS).sum()), len(rows)


def _set_aside(data: Tables) -> list[tuple[str, str, int, int]]:
    """What was set aside on the way in, of all rows of its log, those set aside included."""
    counts = data.quality["rule"].value_counts()
    found = {rule: int(counts.get(rule, 0)) for rule in SET_ASIDE}
    rows = {"referral": len(data.referrals), "activity": len(data.activities)}
    for rule, number in found.items():
        rows[_log_of(rule)] += number
    return [(EVERYWHERE, rule, n, rows[_log_of(rule)]) for rule, n in found.items() if n]


def _log_of(rule: str) -> str:
    """Whether a rule is about the log of referrals or of activities: the first part of its name."""
    return rule.partition("_")[0]
