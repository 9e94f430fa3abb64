"""The languages that a study's pages are made in."""

from __future__ import annotations

from compendium.problems import Problems, listed
from compendium.study import Study
from compendium.words import CY_STATUS, LANGUAGES

FILE = "study.yml"


def check_languages(study: Study, problems: Problems) -> None:
    """Add to `problems` languages that no page is made in, one given twice, and no English."""
    given = study.header.languages
    allowed = f"pages are made in {listed(LANGUAGES)}"
    for lang in dict.fromkeys(given):
        if lang not in LANGUAGES:
            problems.add(FILE, "languages", f"found {lang!r}", allowed)
        if given.count(lang) > 1:
            problems.add(FILE, "languages", f"{lang} is given twice", do="Name it once.")
    if "en" not in given:
        what = f"found {listed(given) or 'none'}"
        problems.add(FILE, "languages", what, "every page is made in English", "Add en.")
    if (status := study.header.cy_status) not in CY_STATUS:
        problems.add(FILE, "cy_status", f"found {status!r}", f"it is {listed(CY_STATUS)}")
