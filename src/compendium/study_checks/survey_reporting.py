"""What a report on an online survey should say: the CHERRIES checklist, and a study's answers.

Eysenbach G (2004). Improving the quality of Web surveys: the Checklist for Reporting Results of
Internet E-Surveys (CHERRIES). Journal of Medical Internet Research 6(3):e34. The items are
worded here in our own words.
"""

from __future__ import annotations

from collections.abc import Mapping

from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.words import Text

# Of each item of a checklist, in its order: its heading and its name, as keys of words.csv.
Items = dict[str, tuple[str, str]]

ITEMS: Items = {
    "design": ("cherries_of_design", "cherries_design"),
    "ethics": ("cherries_of_ethics", "cherries_ethics"),
    "consent": ("cherries_of_ethics", "cherries_consent"),
    "data_protection": ("cherries_of_ethics", "cherries_data_protection"),
    "development": ("cherries_of_development", "cherries_development"),
    "open_or_closed": ("cherries_of_recruitment", "cherries_open_or_closed"),
    "contact": ("cherries_of_recruitment", "cherries_contact"),
    "advertising": ("cherries_of_recruitment", "cherries_advertising"),
    "mode": ("cherries_of_administration", "cherries_mode"),
    "context": ("cherries_of_administration", "cherries_context"),
    "mandatory": ("cherries_of_administration", "cherries_mandatory"),
    "incentives": ("cherries_of_administration", "cherries_incentives"),
    "dates": ("cherries_of_administration", "cherries_dates"),
    "randomised": ("cherries_of_administration", "cherries_randomised"),
    "adaptive": ("cherries_of_administration", "cherries_adaptive"),
    "items_per_page": ("cherries_of_administration", "cherries_items_per_page"),
    "pages": ("cherries_of_administration", "cherries_pages"),
    "completeness_check": ("cherries_of_administration", "cherries_completeness_check"),
    "review_step": ("cherries_of_administration", "cherries_review_step"),
    "unique_visitor": ("cherries_of_response", "cherries_unique_visitor"),
    "view_rate": ("cherries_of_response", "cherries_view_rate"),
    "participation_rate": ("cherries_of_response", "cherries_participation_rate"),
    "completion_rate": ("cherries_of_response", "cherries_completion_rate"),
    "cookies": ("cherries_of_entries", "cherries_cookies"),
    "ip_check": ("cherries_of_entries", "cherries_ip_check"),
    "log_files": ("cherries_of_entries", "cherries_log_files"),
    "registration": ("cherries_of_entries", "cherries_registration"),
    "incomplete": ("cherries_of_analysis", "cherries_incomplete"),
    "timestamps": ("cherries_of_analysis", "cherries_timestamps"),
    "weighting": ("cherries_of_analysis", "cherries_weighting"),
}


def check_reporting(study: Study, problems: Problems) -> None:
    """Add to `problems` items that the checklist does not have, and items without a text."""
    said = study.header.survey_reporting
    check_items(said, ITEMS, "survey_reporting", "not reported", problems)


def check_items(
    said: Mapping[str, Text | None], items: Items, where: str, else_shown: str, problems: Problems
) -> None:
    """Add to `problems` items of `said` that a checklist does not have, or that are blank.

    `else_shown` is how an item without a line is shown.
    """
    for item, text in said.items():
        at = f"{where} {item}"
        if item not in items:
            problems.add(
                "study.yml",
                at,
                "the checklist has no such item",
                f"it has {listed(items, len(items))}",
                "Name it as the checklist does, or take it out.",
            )
        elif text is not None and not text.en.strip():
            problems.add(
                "study.yml",
                at,
                "there is no text",
                do=f"Say how it was, or take the line out: it is then shown as {else_shown}.",
            )
