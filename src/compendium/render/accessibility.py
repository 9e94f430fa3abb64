"""The accessibility statement of a study's pages: what they aim at, how tested, what is amiss.

When and how the pages were tested is declared here, in the code that was tested; a build does not
test by itself, so that its day says nothing.
"""

from __future__ import annotations

import datetime as dt

from compendium.render.languages import with_notice
from compendium.render.page import Provenance, render
from compendium.study import Study
from compendium.words import date_text, say

PAGE = "accessibility"
WCAG_VERSION, WCAG_LEVEL = "2.2", "AA"
# The day the browser tests (tests/render) last passed on every kind of page, and at which widths.
TESTED_ON = dt.date(2026, 11, 29)
TESTED_WIDTHS = (1280, 375, 320)
# Parts of a list in words.csv.
PARTED = "|"


@with_notice
def accessibility_page(
    study: Study, provenance: Provenance, lang: str, origin: str = "real"
) -> str:
    """The statement as a whole HTML document; `origin` is ``synthetic`` beside made-up data."""
    published = study.header.publication
    contact = published.contact.say(lang) if published and published.contact else ""
    return render(
        "accessibility.html.j2",
        lang,
        page=PAGE,
        study=study,
        title=say("accessibility", lang),
        standard={"version": WCAG_VERSION, "level": WCAG_LEVEL},
        can=say("accessibility_can_all", lang).split(PARTED),
        gaps=say("accessibility_gaps_all", lang).split(PARTED),
        tested={"date": date_text(TESTED_ON, lang), "widths": _listed(TESTED_WIDTHS)},
        contact=contact,
        made_up=origin == "synthetic",
        provenance=provenance,
        team=provenance.profile == "exact",
    )


def _listed(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))
