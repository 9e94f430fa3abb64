"""Themes by group and area as tables: of what people say, and of what they write."""

from __future__ import annotations

import dataclasses

from compendium.disclosure.released import Released, Value
from compendium.displays.about import THEME, About
from compendium.displays.qualitative.outline import depth
from compendium.displays.text_table import Row, TextTable
from compendium.displays.theory.theory_tables import RARE
from compendium.words import capitalised, say


def themes_table(released: Released, lang: str) -> TextTable:
    """One row per theme, one column per group and area: how many people raise it."""
    frame = released.frame
    cells = list(dict.fromkeys(zip(frame["group"], frame["area"], strict=True)))

    def heading(group: str, area: str) -> str:
        name = capitalised(released.label("group", group, lang))
        return f"{name}, {released.label('area', area, lang)}"

    def said(row: int) -> str:
        if "share" in frame:
            return Value(released, row, "share").say(lang)
        return "/".join(Value(released, row, c).say(lang) for c in ("people", "asked"))

    places = {(r["code_id"], r["group"], r["area"]): i for i, r in frame.iterrows()}
    rows = tuple(
        Row(
            released.label("code_id", code, lang),
            tuple(said(places[code, *c]) for c in cells),
            depth=depth(released, code),
            about=tuple(_about(released, places[code, *c]) for c in cells),
            of=tuple(places[code, *c] for c in cells),
        )
        for code in dict.fromkeys(frame["code_id"])
    )
    columns = (say("theme", lang), *(heading(*c) for c in cells))
    return TextTable(columns, rows, ("share" not in frame,) * len(cells))


def _about(released: Released, row: int) -> About:
    """Which quotes a cell of themes rests on: of the team's also what kind of talk they are."""
    found = released.frame.loc[row]
    kind = "open_answer" if released.measure == "open_answers" else "interview"
    told = (("data_type", kind),) if "share" not in found or kind == "open_answer" else ()
    return About(THEME, found["code_id"], found["group"], found["area"], told)


def open_answers_table(released: Released, lang: str) -> TextTable:
    """One row per theme that more than few wrote about, and one for all others together."""
    frame = released.frame
    told = ~frame["share"].isin(RARE) if "share" in frame else frame["people"] > 0
    named = set(frame.loc[told, "code_id"])
    whole = themes_table(released, lang)
    codes = list(dict.fromkeys(frame["code_id"]))
    rows = [row for code, row in zip(codes, whole.rows, strict=True) if code in named]
    if len(rows) < len(codes):
        others = [r for code, r in zip(codes, whole.rows, strict=True) if code not in named]
        rows.append(_alike(say("every_other_theme", lang), others, "share" in frame, lang))
    return dataclasses.replace(whole, rows=tuple(rows))


def _alike(head: str, rows: list[Row], in_words: bool, lang: str) -> Row:
    """Rows that say little, as one: in each column what they all say, or that it is few."""
    few = say("band_few" if in_words else "nobody", lang)
    columns = zip(*(row.cells for row in rows), strict=True)
    return Row(head, tuple(c[0] if len(set(c)) == 1 and in_words else few for c in columns))
