"""New inductive themes from interview to interview, as tables of text for the team.

`compendium.displays.qualitative.saturation_curves` draws them.
"""

from __future__ import annotations

import datetime as dt

from compendium.analysis.qualitative.saturation import LATER
from compendium.disclosure.released import Released, Value, missing
from compendium.displays.sentences import Count, Sentence
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import capitalised, date_text, say

RATIO_WIDTHS = (28, 18, 18, 18, 18)
SAID_WIDTHS = (24, 76)


def saturation_table(released: Released, lang: str) -> TextTable:
    """One row per interview under its group; the reason where a group has no numbers."""
    rows, group = [], None
    for i, row in released.frame.iterrows():
        if row["group"] != group:
            group = row["group"]
            rows.append(Row(panel_heading(released, i, lang), ("",) * 4))
        if row["guard"]:
            rows.append(Row(Value(released, i, "guard").say(lang), ("",) * 4, depth=1))
            continue
        source = {"number": row["number"], "source": row["source"]}
        head = say("saturation_numbered", lang, **source)
        rows.append(Row(head, _curve_cells(released, i, lang), depth=1))
    names = ("saturation_interview", "saturation_held", "saturation_new", "saturation_total")
    columns = (*names, "saturation_orders")
    return TextTable(tuple(say(n, lang) for n in columns), tuple(rows), (False, True, True, True))


def panel_heading(released: Released, row: int, lang: str) -> str:
    """A group, and how many interviews it has."""
    group = capitalised(released.label("group", released.frame.at[row, "group"], lang))
    number = Value(released, row, "interviews").say(lang)
    return say("saturation_panel", lang, group=group, number=number)


def _curve_cells(released: Released, row: int, lang: str) -> tuple[str, ...]:
    held = date_text(dt.date.fromisoformat(released.frame.at[row, "held"]), lang)
    new, total, lower, upper = (
        Value(released, row, c).say(lang) for c in ("new", "total", "lower", "upper")
    )
    return held, new, total, say("from_to", lang, lower=lower, upper=upper)


def saturation_ratios_table(released: Released, lang: str) -> TextTable:
    """One row per run length under its group; the reason where it has no numbers."""
    rows, group = [], None
    for i, row in released.frame.iterrows():
        if row["group"] != group:
            group = row["group"]
            rows.append(Row(panel_heading(released, i, lang), ("",) * 4))
        head = say("saturation_runs", lang, run=row["run"])
        rows.append(Row(head, _ratio_cells(released, i, lang), depth=1))
    names = ("group", "saturation_base", "saturation_last", "saturation_at_5", "saturation_at_0")
    columns = tuple(say(n, lang) for n in names)
    return TextTable(columns, tuple(rows), (False,) * 4, RATIO_WIDTHS)


def _ratio_cells(released: Released, row: int, lang: str) -> tuple[str, ...]:
    if released.frame.at[row, "guard"]:
        return Value(released, row, "guard").say(lang), "", "", ""
    base, last = (Value(released, row, c).say(lang) for c in ("base", "last"))
    return base, last, *(_reached(released, row, c, lang) for c in ("reached_5", "reached_0"))


def _reached(released: Released, row: int, column: str, lang: str) -> str:
    if missing(released.frame.at[row, column]):
        return say("saturation_not_reached", lang)
    number, later = (Value(released, row, c).say(lang) for c in (column, LATER[column]))
    run = released.frame.at[row, "run"]
    return say("saturation_reached", lang, number=number, run=run, later=later)


def sufficiency_table(released: Released, lang: str) -> TextTable:
    """One row per group: what somebody holds of its interviews, with their name and the day."""
    rows = []
    for row in released.frame.itertuples():
        on = date_text(dt.date.fromisoformat(row.on), lang)
        signed = say("said_by_on", lang, by=capitalised(row.by), on=on)
        said = paragraphs(released.label("said", row.group, lang), signed)
        rows.append(Row(capitalised(released.label("group", row.group, lang)), (said,)))
    columns = (say("group", lang), say("saturation_statement", lang))
    return TextTable(columns, tuple(rows), (False,), SAID_WIDTHS)


def alt_saturation(released: Released) -> Sentence | None:
    """How many groups have a curve; nothing where none has."""
    frame = released.frame
    drawn = frame[frame.get("guard", "") == ""].drop_duplicates("group") if len(frame) else frame
    if drawn.empty:
        return None
    return Sentence("alt_saturation", {"count": Count(released, tuple(map(int, drawn.index)))})
