"""Published reports as other pages see them: their displays, and links that lead to these."""

from __future__ import annotations

import dataclasses

from compendium.disclosure.composed import MEASURES as COMPOSED
from compendium.disclosure.composed import taken_apart
from compendium.disclosure.measures import MEASURES
from compendium.disclosure.question_cells import SURVEYED
from compendium.displays.record import Display
from compendium.places import page_file
from compendium.words import capitalised, say

ANSWERED = (*SURVEYED, "scores")


@dataclasses.dataclass(frozen=True)
class Report:
    """One published report: its page, its site ("" for the whole study), title and displays."""

    page: str
    site: str
    title: str
    displays: tuple[Display, ...]


@dataclasses.dataclass(frozen=True)
class Link:
    """Words that lead to a part of a page; just words where `href` is blank."""

    text: str
    href: str = ""


def apart(report: Report) -> Report:
    """The report with every table put together of others as those that it was taken from.

    What the report shows in a table of its own as well stands there alone.
    """
    own = [d.data for d in report.displays if d.data.measure not in COMPOSED]
    displays = []
    for display in report.displays:
        if display.data.measure in COMPOSED:
            parts = taken_apart(display.data, own)
            displays += [dataclasses.replace(display, data=part) for part in parts]
            own += parts
        else:
            displays.append(display)
    return dataclasses.replace(report, displays=tuple(displays))


def link_to(report: Report, display: Display, lang: str, key: str) -> Link:
    """Words that say where a display stands and what it shows, and lead there."""
    what = say(MEASURES[display.data.measure], lang)
    if display.data.measure in ANSWERED:
        what = say("pooled_whose", lang, whose=display.data.population.say(lang), what=what)
    text = say(key, lang, report=report.title, what=capitalised(what))
    return Link(text, f"{page_file(report.page, lang)}#{display.id}")
