"""What a study says to funders and in plain words: as paragraphs of a page, and as tables.

A page sets the texts as paragraphs and lists (`written_of`); a notebook and a file show the same as
a table.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from compendium.disclosure.released import Released
from compendium.displays.conclusions.findings import conclusions
from compendium.displays.text_table import Row, TextTable
from compendium.words import capitalised, date_text, say

# Displays that are read as paragraphs, and those of them that make a page one in plain words.
WRITTEN = ("project_summary", "plain_words", "plain_check")
PLAIN = ("plain_words", "plain_check", "plain_findings")
# Parts whose texts stand in a list under a line that says what they are.
LISTED = {"objectives": "summary_objectives"}
# What is said of each check of a page: that somebody made it, and that nobody has.
CHECKED = {
    "checked": ("plain_checked", "plain_not_checked"),
    "support_checked": ("plain_help_checked", "plain_help_not_checked"),
}
# What each fact of a project is called.
FACTS = {
    "status": "about_project_status",
    "lead": "about_project_lead",
    "amount": "about_project_amount",
    "start_date": "about_project_start_date",
    "end_date": "about_project_end_date",
    "award": "about_project_award",
    "reference": "about_project_reference",
    "research_activity": "about_project_research_activity",
    "sub_code": "about_project_sub_code",
    "contact": "about_project_contact",
}


@dataclasses.dataclass(frozen=True)
class Written:
    """One paragraph: its text, the word it explains if it explains one, whether it is listed."""

    text: str
    term: str = ""
    listed: bool = False


def written_of(released: Released, lang: str) -> tuple[Written, ...]:
    """The paragraphs of a display that is one of `WRITTEN`, in order."""
    if released.measure == "plain_check":
        rows = released.frame[["part", "day"]].itertuples(index=False)
        return tuple(Written(_checked(released, part, day, lang)) for part, day in rows)
    found, begun = [], set()
    for part, number in released.frame[["part", "number"]].itertuples(index=False):
        key = f"{part} {number}"
        if part in LISTED and part not in begun:
            found.append(Written(say(LISTED[part], lang)))
        begun.add(part)
        term = released.labels["term"].get(key)
        text = released.label("text", key, lang)
        found.append(Written(text, term.say(lang) if term else "", part in LISTED))
    return tuple(found)


def _checked(released: Released, part: str, day: str, lang: str) -> str:
    """Who checked the page or its ways to get help and when, or that nobody has."""
    key, key_if_not = CHECKED[part]
    if not day:
        return say(key_if_not, lang, readers=released.label("readers", "readers", lang))
    on, by = date_text(dt.date.fromisoformat(day), lang), released.label("text", part, lang)
    return say(key, lang, by=capitalised(by), on=on)


def written_table(released: Released, lang: str) -> TextTable:
    """The same as a table: one row per paragraph, a word it explains beside it."""
    rows = tuple(Row(w.term, (w.text,)) for w in written_of(released, lang))
    heads = (say("plain_word", lang), say("plain_text", lang))
    return TextTable(heads, rows, (False,), (24, 76), gist=False)


def facts_table(released: Released, lang: str) -> TextTable:
    """One row per fact of the project: status, lead, amount, dates …"""
    rows = tuple(
        Row(say(FACTS[fact], lang), (_fact(released, fact, day, lang),))
        for fact, day in released.frame[["fact", "day"]].itertuples(index=False)
    )
    heads = (say("fact", lang), say("about_project_says", lang))
    return TextTable(heads, rows, (False,), (34, 66), gist=False)


def _fact(released: Released, fact: str, day: str, lang: str) -> str:
    if day:
        return date_text(dt.date.fromisoformat(day), lang)
    return released.label("text", fact, lang)


def plain_lines(released: Released, kind: str, lang: str) -> list[tuple[str, str]]:
    """Every text that a display in plain words shows, each with what to find it by.

    That is the finding's id, or the part of `young_people:` it stands in.
    """
    if kind == "plain_findings":
        return [(c.finding_id, c.sentence.say(lang)) for c in conclusions(released)]
    parts = released.frame["part"].tolist()
    return [(part, w.text) for part, w in zip(parts, written_of(released, lang), strict=True)]


def explained(released: Released, lang: str) -> list[str]:
    """The hard words that a display explains."""
    return [text.say(lang) for text in released.labels.get("term", {}).values()]
