"""The framework as a table: what each person said by theme, as somebody summarised it."""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.about import THEME, About
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import capitalised, say

COLUMNS = ("framework_theme", "framework_summary", "framework_written", "passage_count")
WIDTHS = (24, 46, 18, 12)
# What is said of a summary that does not stand.
SAID = {"not_summarised": "framework_not_summarised", "changed": "framework_changed"}


def framework_table(released: Released, lang: str) -> TextTable:
    """A heading per person, and below it a row per theme they spoke of or that was summarised."""
    rows, person = [], None
    for row in released.frame.to_dict("records"):
        if row["state"] == "nothing_said":
            continue
        if row["participant_id"] != person:
            person = row["participant_id"]
            rows.append(Row(_who(released, row, lang), ("",) * (len(COLUMNS) - 1)))
        theme = released.label("code_id", row["code_id"], lang)
        said = (("person", row["participant_id"]), ("data_type", "interview"))
        about = About(THEME, row["code_id"], where=said)
        rows.append(Row(theme, _cells(row, lang), depth=1, about=(None, None, about)))
    columns = tuple(say(name, lang) for name in COLUMNS)
    return TextTable(columns, tuple(rows), (False, False, True), WIDTHS)


def _who(released: Released, row: dict, lang: str) -> str:
    group = capitalised(released.label("group", row["group"], lang))
    area = released.label("site_id", row["site_id"], lang)
    return say("framework_person", lang, person=row["participant_id"], group=group, area=area)


def _cells(row: dict, lang: str) -> tuple[str, ...]:
    state = say(SAID[row["state"]], lang) if row["state"] in SAID else ""
    written = ""
    if row["summary"]:
        written = say("framework_signed", lang, who=row["analyst"], day=row["written_on"])
    return paragraphs(row["summary"], state), written, row["passages"]
