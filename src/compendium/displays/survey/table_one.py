"""Who took part and who answered a survey, response rates, the CHERRIES checklist: as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from compendium.analysis.survey.sample import ALL_AREAS
from compendium.analysis.survey.survey_reporting import COMPUTED, NOT_REPORTED
from compendium.analysis.survey.table_one import NOT_KNOWN, RESPONDENTS
from compendium.disclosure.released import Released, Value, missing
from compendium.displays.number_texts import ENDS, is_blank, with_interval
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import capitalised, month_text, say

CHERRIES_WIDTHS = (34, 66)


def sample_table(released: Released, lang: str) -> TextTable:
    """One row per group: people interviewed, surveyed of those invited, here and in all areas."""
    counts = [c for c in released.frame.columns if c.startswith(("interviewed", "surveyed"))]

    def heading(column: str) -> str:
        name = say(column.removesuffix("_all"), lang)
        key = "all_areas_heading" if column.endswith("_all") else "here_heading"
        return say(key, lang, name=name)

    def cell(row: int, column: str) -> str:
        number = Value(released, row, column).say(lang)
        if column.startswith("interviewed") or number.startswith("["):
            return number
        asked = column.replace("surveyed", "invited")
        if is_blank(released, row, asked):
            return number
        invited = Value(released, row, asked).say(lang)
        return say("of_invited", lang, number=number, invited=invited)

    rows = tuple(
        Row(
            capitalised(released.label("group", row["group"], lang)),
            tuple(cell(i, c) for c in counts),
            of=(i,),
        )
        for i, row in released.frame.iterrows()
    )
    return TextTable((say("group", lang), *map(heading, counts)), rows, (True,) * len(counts))


def table_one_table(released: Released, lang: str) -> TextTable:
    """Characteristics as headings, their levels below them, one column per area; n in the heads."""
    frame = released.frame
    areas = list(dict.fromkeys(frame["area"])) if "area" in frame else [ALL_AREAS]
    places = {
        (row["item_id"], row["level"], row.get("area", ALL_AREAS)): i for i, row in frame.iterrows()
    }
    levels: dict[str, list[str]] = {}
    for item, level in dict.fromkeys(zip(frame["item_id"], frame["level"], strict=True)):
        levels.setdefault(item, []).append(level)
    rows = []
    for item, own in levels.items():
        if item == RESPONDENTS:
            continue
        cells = tuple(answered(released, places[item, own[0], area], lang) for area in areas)
        rows.append(Row(released.label("item_id", item, lang), cells))
        for level in own:
            found = tuple(counted(released, places[item, level, area], lang) for area in areas)
            of = tuple(places[item, level, area] for area in areas)
            rows.append(Row(named_level(released, item, level, lang), found, depth=1, of=of))
    (everybody,) = levels[RESPONDENTS]
    heads = tuple(
        _head(released, area, places[RESPONDENTS, everybody, area], lang) for area in areas
    )
    return TextTable((say("characteristic", lang), *heads), tuple(rows), (True,) * len(areas))


def _head(released: Released, area: str, row: int, lang: str) -> str:
    number = say("n_equals", lang, n=Value(released, row, "base").say(lang))
    return f"{capitalised(released.label('area', area, lang))}, {number}"


def answered(released: Released, row: int, lang: str) -> str:
    """How many answered a question of choice; of other characteristics the head says it."""
    if is_blank(released, row, "people") or released.marks.at[row, "base"] == "z":
        return ""
    return say("n_equals", lang, n=Value(released, row, "base").say(lang))


def named_level(released: Released, item: str, level: str, lang: str) -> str:
    of_choice = "." in next(iter(released.frame.loc[released.frame["item_id"] == item, "level"]))
    if level == NOT_KNOWN and of_choice:
        return say("no_answer", lang)
    return released.label("level", level, lang)


def counted(released: Released, row: int, lang: str) -> str:
    """``15 (43%)``, or the one of the two that is told."""
    there = [
        Value(released, row, column).say(lang)
        for column in ("people", "percent")
        if not is_blank(released, row, column)
    ]
    if len(there) < 2 or there[0].startswith("["):
        return there[0] if there else say("not_available", lang)
    return say("count_with_share", lang, count=there[0], share=there[1])


def response_table(released: Released, lang: str) -> TextTable:
    """One row per set of respondents, and one per area below it."""
    rows, named = [], None
    for i, row in released.frame.iterrows():
        if row["set"] != named:
            named = row["set"]
            rows.append(Row(capitalised(released.label("set", named, lang)), ("",) * 4))
        area = capitalised(released.label("area", row["area"], lang))
        rows.append(Row(area, _rates(released, i, lang), depth=1, of=(i,)))
    names = ("people_invited", "people_answered", "participation_rate", "completion_rate")
    return TextTable(
        (say("respondents", lang), *(say(n, lang) for n in names)), tuple(rows), (True,) * 4
    )


def _rates(released: Released, row: int, lang: str) -> tuple[str, ...]:
    invited, answered, finished = (
        Value(released, row, column).say(lang) for column in ("invited", "answered", "finished")
    )
    guard = Value(released, row, "guard").say(lang)
    rate = guard or with_interval(released, row, "rate", ENDS, lang)
    return invited, answered, rate, finished


def cherries_table(released: Released, lang: str) -> TextTable:
    """The checklist: items below their headings, beside each what is reported."""
    frame = released.frame
    items = list(frame.index[frame["set"] == ""])
    return checklist_table(released, lang, items, "checklist_report", _reported)


def checklist_table(
    released: Released, lang: str, items: list[int], beside: str, told: Callable[..., str]
) -> TextTable:
    """Items of a checklist below their headings; beside each what `told` says of its row."""
    rows, heading = [], None
    for i in items:
        item = released.frame.at[i, "item"]
        own = released.label("heading", item, lang)
        if own != heading:
            heading = own
            rows.append(Row(own, ("",)))
        rows.append(Row(released.label("item", item, lang), (told(released, i, lang),), 1))
    columns = (say("checklist_item", lang), say(beside, lang))
    return TextTable(columns, tuple(rows), (False,), CHERRIES_WIDTHS)


def _reported(released: Released, row: int, lang: str) -> str:
    """What the study says of an item, and what the data tell; or that nobody says anything."""
    item, status = released.frame.at[row, "item"], released.frame.at[row, "status"]
    if status == NOT_REPORTED:
        return say("cherries_not_reported", lang)
    texts = [
        released.labels[kind][item].say(lang)
        for kind in ("report", "computed")
        if item in released.labels[kind]
    ]
    aside = released.frame.at[row, "set_aside"]
    if not missing(aside):
        number = Value(released, row, "set_aside").say(lang)
        texts.append(say("cherries_set_aside", lang, number=number))
    frame = released.frame
    told = frame.index[(frame["item"] == item) & (frame["set"] != "")]
    lines = [line for i in told if (line := _line(released, i, lang))]
    if not texts and not lines and status == COMPUTED:
        return say("cherries_not_reported", lang)
    return paragraphs(*texts, *lines)


def _line(released: Released, row: int, lang: str) -> str:
    """One number the data tell: of whom, where, and what."""
    frame, marks = released.frame, released.marks
    if frame.at[row, "item"] == "dates":
        first, last = (frame.at[row, name] for name in ("first", "last"))
        hidden = marks.at[row, "first"] == "c"
        said = "[c]" if hidden else _months(first, last, lang)
    elif frame.at[row, "item"] == "completion_rate" and marks.at[row, "percent"] == "z":
        return ""
    else:
        guard = Value(released, row, "guard").say(lang)
        said = guard or with_interval(released, row, "percent", ENDS, lang)
    if not said:
        return ""
    whose = capitalised(released.label("set", frame.at[row, "set"], lang))
    of_set = (frame["item"] == frame.at[row, "item"]) & (frame["set"] == frame.at[row, "set"])
    if of_set.sum() == 1:
        return say("cherries_line_of_all", lang, whose=whose, said=said)
    area = released.label("area", frame.at[row, "area"], lang)
    return say("cherries_line", lang, whose=whose, area=area, said=said)


def _months(first: str, last: str, lang: str) -> str:
    """``March 2023 to February 2024``; one month alone where it is one."""
    if not first:
        return say("cherries_no_dates", lang)
    ends = [month_text(dt.date.fromisoformat(f"{month}-01"), lang) for month in (first, last)]
    return ends[0] if first == last else say("from_to", lang, lower=ends[0], upper=ends[1])
