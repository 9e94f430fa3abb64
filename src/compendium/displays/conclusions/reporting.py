"""Reporting checklists as tables: where each item is addressed, and who says so."""

from __future__ import annotations

import datetime as dt

from compendium.disclosure.released import Released
from compendium.displays.survey.table_one import checklist_table
from compendium.displays.text_table import TextTable, paragraphs
from compendium.words import date_text, say


def reporting_table(released: Released, lang: str) -> TextTable:
    """Items below their headings; beside each where it is addressed, confirmed or not."""
    items = list(released.frame.index)
    return checklist_table(released, lang, items, "checklist_addressed", addressed)


def addressed(released: Released, row: int, lang: str) -> str:
    """Where one item is addressed, and who confirmed it."""
    item, by, on = (released.frame.at[row, name] for name in ("item", "by", "on"))
    report = released.labels["report"]
    where = report[item].say(lang) if item in report else ""
    if not where:
        return say("checklist_not_addressed", lang)
    if not by:
        return paragraphs(where, say("checklist_not_confirmed", lang))
    day = date_text(dt.date.fromisoformat(on), lang)
    return paragraphs(where, say("checklist_confirmed", lang, by=by, on=day))
