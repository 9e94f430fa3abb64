"""Tables of a planned impact study: what it rests on, who waits, what it can find."""

from __future__ import annotations

import datetime as dt
import math

from compendium.analysis.power.planned import COLUMNS, FROM_DATA, SET_HERE, kind_of
from compendium.analysis.power.planning import MODELS, WITH_SERVICE, WITHOUT
from compendium.analysis.power.rehearsal import OVERALL
from compendium.analysis.power.written import OUTCOME
from compendium.disclosure.released import Released, Value
from compendium.displays.forest import effect
from compendium.displays.text_table import Row, TextTable, columns_of_numbers, paragraphs
from compendium.words import capitalised, date_text, say

POWER = ("families", "formula", "few", "drawn", "detectable")
POWER_HEADS = (
    "impact_design_column",
    "impact_in_outcome",
    "impact_formula",
    "impact_few",
    "impact_drawn",
    "impact_detectable",
)
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
        number = effect(released, i, column, tuple(ends), lang)
        head = released.label("assumption", name, lang)
        rows.append(Row(head, (number, _source(released, i, lang)), of=(i,)))
    heads = ("impact_assumption", "impact_value", "impact_from")
    return _table(heads, rows, lang, (True, False))


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
    return _table(WAITING_HEADS, rows, lang, (True,) * len(WAITING))


def power_table(released: Released, lang: str) -> TextTable:
    """Under each outcome one row per design: power by formula and drawn, what can be found."""
    rows = []
    for outcome, own in released.frame.groupby("outcome", sort=False, observed=True):
        rows.append(Row(released.label("outcome", outcome, lang), ("",) * len(POWER)))
        rows += [_power_row(released, i, lang) for i in own.index]
    return _table(POWER_HEADS, rows, lang, (True,) * len(POWER))


def _power_row(released: Released, row: int, lang: str) -> Row:
    head = released.label("short", released.frame.at[row, "design"], lang)
    if released.frame.at[row, "guard"]:
        return Row(head, (say("impact_stopped", lang), "", "", "", ""), 1, of=(row,))
    families, formula = (Value(released, row, c).say(lang) for c in ("families", "formula"))
    few = effect(released, row, "few", ("low", "high"), lang)
    cells = (families, formula, few, _drawn(released, row, lang), _detectable(released, row, lang))
    return Row(head, cells, 1, of=(row,))


def _drawn(released: Released, row: int, lang: str) -> str:
    if math.isnan(released.frame.at[row, "drawn"]):
        return say("impact_not_drawn", lang)
    return _give_or_take(released, row, "drawn", lang)


def _give_or_take(released: Released, row: int, column: str, lang: str) -> str:
    number, error = (Value(released, row, c).say(lang) for c in (column, f"{column}_error"))
    return say("impact_give_or_take", lang, number=number, error=error)


def _detectable(released: Released, row: int, lang: str) -> str:
    if math.isnan(released.frame.at[row, "detectable_percent"]):
        number = Value(released, row, "detectable").say(lang)
        unit = released.label("unit", released.frame.at[row, "outcome"], lang)
        return say("impact_with_unit", lang, number=number, unit=unit)
    number = Value(released, row, "detectable_percent").say(lang)
    return say("impact_points", lang, number=number)


def by_sites_table(released: Released, lang: str) -> TextTable:
    """Under each outcome one row per design, one column per number of areas."""
    sites = list(released.labels["sites"])
    rows = []
    for outcome, of_outcome in released.frame.groupby("outcome", sort=False, observed=True):
        rows.append(Row(released.label("outcome", outcome, lang), ("",) * len(sites)))
        for design, own in of_outcome.groupby("design", sort=False, observed=True):
            places = dict(zip(own["sites"], own.index, strict=True))
            cells = tuple(_power_of(released, int(places[n]), lang) for n in sites)
            label = released.label("short", design, lang)
            rows.append(Row(label, cells, 1, of=tuple(map(int, own.index))))
    heads = (
        say("impact_design_column", lang),
        *(say("impact_areas_heading", lang, sites=released.label("sites", n, lang)) for n in sites),
    )
    numeric = columns_of_numbers(tuple(rows), (True,) * len(sites))
    return TextTable(heads, tuple(rows), numeric)


def _power_of(released: Released, row: int, lang: str) -> str:
    if released.frame.at[row, "guard"]:
        return say("impact_no_study", lang)
    return Value(released, row, "few").say(lang)


def false_alarms_table(released: Released, lang: str) -> TextTable:
    """Under each design one row per number of areas, one column per analysis; the smallest p."""
    frame, rows = released.frame, []
    analyses = list(dict.fromkeys(frame["analysis"]))
    for design, own in frame.groupby("design", sort=False, observed=True):
        rows.append(Row(released.label("design", design, lang), ("",) * (len(analyses) + 1)))
        for sites, few in own.groupby("sites", sort=False, observed=True):
            number = released.label("sites", sites, lang)
            head = say("impact_areas_heading", lang, sites=number)
            alarms = tuple(_alarms(released, i, lang) for i in few.index)
            cells = (*alarms, _least(released, few, lang))
            rows.append(Row(head, cells, 1, of=tuple(map(int, few.index))))
    names = (released.label("analysis", a, lang) for a in analyses)
    heads = (say("impact_areas_column", lang), *names, say("impact_least_p", lang))
    return TextTable(heads, tuple(rows), (True,) * (len(analyses) + 1))


def _alarms(released: Released, row: int, lang: str) -> str:
    if math.isnan(released.frame.at[row, "alarms"]):
        return say("impact_no_p", lang)
    return _give_or_take(released, row, "alarms", lang)


def _least(released: Released, rows, lang: str) -> str:
    """The smallest p of the one analysis that says it."""
    told = rows["least_p"].dropna()
    if told.empty:
        return ""
    text = Value(released, int(told.index[0]), "least_p").say(lang)
    return _small(text, told.iloc[0], lang)


def _small(text: str, least: float, lang: str) -> str:
    """A p that is rounded to nought is under a thousandth."""
    return say("under", lang, number="0.001") if least == 0 else text


def rehearsal_table(released: Released, lang: str) -> TextTable:
    """One row per period since the start, all after it together last."""
    rows = []
    for i, row in released.frame.iterrows():
        if row["guard"]:
            said = Value(released, i, "guard").say(lang)
            rows.append(Row(released.label("since", row["since"], lang), (said, ""), of=(i,)))
            continue
        number = effect(released, i, "estimate", ("lower", "upper"), lang)
        p = "" if math.isnan(row["p"]) else Value(released, i, "p").say(lang)
        rows.append(Row(since_text(released, i, lang), (number, p), of=(i,)))
    heads = (
        say("impact_since", lang),
        difference_heading(released, lang),
        say("impact_permutation_p", lang),
    )
    found = tuple(rows)
    return TextTable(heads, found, columns_of_numbers(found, (True, True)))


def difference_heading(released: Released, lang: str) -> str:
    """What the differences of a rehearsal are in."""
    points = released.kinds["estimate"] == "decimal"
    return say("impact_difference_points" if points else "impact_difference", lang)


def since_text(released: Released, row: int, lang: str) -> str:
    """``-2 (before)``; from the start on the number alone."""
    since = released.frame.at[row, "since"]
    label = released.label("since", since, lang)
    before = since != OVERALL and int(since) < 0
    return say("impact_since_before", lang, since=label) if before else label


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


def _table(heads: tuple[str, ...], rows: list[Row], lang: str, numeric) -> TextTable:
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
    "impact_power": power_table,
    "impact_by_sites": by_sites_table,
    "impact_false_alarms": false_alarms_table,
    "impact_rehearsal": rehearsal_table,
}
