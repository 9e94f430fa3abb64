"""The first page of a drafted study: an ordinary report, through both doors."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from compendium.start.begin import CONSENT, Begun


def first_report(begun: Begun) -> tuple[str, str]:
    """Which report is made first, and of which site; blank where there is none to make.

    Where consent was declared it is the report on the site with most people; else the programme
    theory, which is nobody's data.
    """
    if begun.declared and begun.people:
        with (begun.folder / CONSENT).open(encoding="utf-8", newline="") as file:
            sites = Counter(row["site_id"] for row in csv.DictReader(file))
        return "site_report", min(sites, key=lambda site: (-sites[site], site))
    return ("programme_theory" if begun.theory else ""), ""


def why_no_page(begun: Begun) -> str:
    """Why there is no page yet, and what to do, for the person who began the study."""
    if begun.people:
        return (
            "No page was made: these are people's answers and words, and nobody has said that they "
            "agreed. Confirm consent.draft.csv and save it as consent.csv, then make reports; or "
            "declare it for all, BY='your name' ON=2024-03-31."
        )
    return "No page was made: the files hold no answers, no coded words and no whole theory."


def page_of(report: str, site: str, study: str, reports: Path) -> Path:
    """Where the page of a report lies."""
    return reports / study / f"{site or report.replace('_', '-')}.html"
