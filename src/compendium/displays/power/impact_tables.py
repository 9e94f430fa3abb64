"""Tables of a planned impact study: what it asks and rests on, its designs, and who waits."""

from __future__ import annotations

import datetime as dt

from compendium.analysis.power.planned import COLUMNS, FROM_DATA, SET_HERE, kind_of
from compendium.analysis.power.planning import MODELS, WITH_SERVICE, WITHOUT
from compendium.analysis.power.written import OUTCOME
from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import with_interval
from compendium.displays.text_table import Row, TextTable, columns_of_numbers, paragraphs
from compendium.words import capitalised, date_text, say

WAITING = ("families", "waiting", "never", "months")
WAITING_HEADS = (
    "impact_design_column",
    "impact_in_all",
    "impact_who_waits",
    "impact_who_never",
    "impact_how_long",
)
STATES = {WITH_SERVICE: "impact_state_service", WITHOUT: "impact_state_waits"}
PARTS = {
    "equipoise": "impact_equipoise",
    "waiting": "impact_waiting",
    "stopping": "impact_stopping",
    "safeguarding": "impact_safeguarding",
    "participation": "impact_participation",
    "question": "impact_asks",
    "service": "impact_service",
    "usual": "impact_usual",
}


def assumptions_table(released: Released, lang: str) -> TextTable:
    """One row per assumption: its value with its range, and where that comes from."""
    rows = []
    for i, row in released.frame.iterrows():
        name = row["assumption"]
        column, *ends = COLUMNS[kind_of(name)]
        number = with_interval(released, i, column, tuple(ends), lang)
        head = released.label("assumption", name, lang)
        rows.append(Row(head, (number, _source(released, i, lang)), of=(i,)))
    heads = ("impact_assumption", "impact_value", "impact_from")
    return of_rows(heads, rows, lang, (True, False))


def _source(released: Released, row: int, lang: str) -> str:
    name, origin = (released.frame.at[row, c] for c in ("assumption", "origin"))
    if origin == SET_HERE:
        return say("impact_from_set", lang)
    if name not in released.labels["reason"]:
        return say("impact_from_plan", lang)
    reason = released.label("reason", name, lang)
    if origin == FROM_DATA:
        return say("impact_from_own", lang, reason=reason)
    why = Value(released, row, "guard").say(lang)
    return say("impact_from_stated_why", lang, reason=reason, why=why) if why else reason


def stops_table(released: Released, lang: str) -> TextTable:
    """One row per question or design: that it can be told, or why not."""
    rows = tuple(
        Row(
            released.label("question", row["question"], lang),
            (Value(released, i, "guard").say(lang) or _can(row["question"], lang),),
            of=(i,),
        )
        for i, row in released.frame.iterrows()
    )
    heads = ("impact_question", "impact_answer")
    return TextTable(tuple(say(h, lang) for h in heads), rows, (False,), (34, 66), gist=False)


def _can(question: str, lang: str) -> str:
    return say("impact_models_can" if question == MODELS else "impact_can_be_told", lang)


def designs_table(released: Released, lang: str) -> TextTable:
    """Under each design one row per group of areas, one column per period."""
    frame = released.frame
    periods = list(dict.fromkeys(frame["period"]))
    rows = []
    for design, own in frame.groupby("design", sort=False, observed=True):
        rows.append(Row(released.label("design", design, lang), ("",) * len(periods)))
        for _, group in own.groupby("group", sort=False, observed=True):
            cells = dict(zip(group["period"], group["state"], strict=True))
            told = tuple(state_text(cells[p], lang) if p in cells else "" for p in periods)
            first = int(group.index[0])
            rows.append(Row(group_text(released, first, lang), told, 1, of=(first,)))
    heads = (
        say("impact_group_column", lang),
        *(say("impact_period", lang, period=p) for p in periods),
    )
    return TextTable(heads, tuple(rows), (False,) * len(periods))


def state_text(state: str, lang: str) -> str:
    """What a group of areas has in a period."""
    return say(STATES.get(state, "impact_state_not_followed"), lang)


def group_text(released: Released, row: int, lang: str) -> str:
    """``4 areas, group 1``; of people randomised, an arm."""
    design, group = (released.frame.at[row, c] for c in ("design", "group"))
    if design == "individual":
        return say("impact_arm_of", lang, group=group)
    sites = Value(released, row, "sites").say(lang)
    return say("impact_group_of", lang, sites=sites, group=group)


def waiting_table(released: Released, lang: str) -> TextTable:
    """One row per design: families in all, those who wait, those who never have it, how long."""
    rows = [
        Row(
            released.label("short", row["design"], lang),
            tuple(Value(released, i, c).say(lang) for c in WAITING),
            of=(i,),
        )
        for i, row in released.frame.iterrows()
    ]
    return of_rows(WAITING_HEADS, rows, lang, (True,) * len(WAITING))


def written_table(released: Released, lang: str) -> TextTable:
    """One row per part: what people wrote, or that it is to be written."""
    rows = tuple(
        Row(_part(released, row["part"], lang), (_text(released, row, lang),))
        for _, row in released.frame.iterrows()
    )
    first = "impact_of_study" if released.measure == "impact_question" else "impact_part"
    heads = (say(first, lang), say("impact_written", lang))
    return TextTable(heads, rows, (False,), (30, 70), gist=False)


def _part(released: Released, part: str, lang: str) -> str:
    if part.startswith(OUTCOME):
        name = released.label("outcome", part, lang)
        return say("impact_outcome", lang, outcome=name)
    return say(PARTS[part], lang)


def _text(released: Released, row, lang: str) -> str:
    if row["part"] not in released.labels["text"]:
        return say("impact_to_write", lang)
    text = capitalised(released.label("text", row["part"], lang))
    if row["part"] in released.labels.get("numbers", {}):
        text = paragraphs(released.label("numbers", row["part"], lang), text)
    if not row.get("by_whom"):
        return text
    day = date_text(dt.date.fromisoformat(row["on_day"]), lang)
    return say("impact_signed", lang, text=text, by=row["by_whom"], on=day)


def of_rows(heads: tuple[str, ...], rows: list[Row], lang: str, numeric) -> TextTable:
    """A table of these heads, as keys of words.csv; numbers stand right where there are any."""
    rows = tuple(rows)
    found = columns_of_numbers(rows, tuple(numeric))
    return TextTable(tuple(say(h, lang) for h in heads), rows, found)


TABLES = {
    "impact_question": written_table,
    "impact_ethics": written_table,
    "impact_assumptions": assumptions_table,
    "impact_stops": stops_table,
    "impact_designs": designs_table,
    "impact_waiting": waiting_table,
}
