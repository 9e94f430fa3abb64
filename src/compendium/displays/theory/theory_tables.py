"""The programme theory with its evidence as tables: strengths in words, judgements with a name.

Where each CMOC is found stands in `compendium.displays.theory.pattern_tables`.
"""

from __future__ import annotations

import datetime as dt

from compendium.disclosure.released import Released, Value
from compendium.displays.about import CMOC, About
from compendium.displays.number_texts import numbers
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import capitalised, date_text, say

DIRECTIONS = ("supports", "refines", "refutes")
OF_PEOPLE = {"supports": "share_supports", "refines": "share_refines", "refutes": "share_refutes"}
OF_A_SOURCE = {
    "supports": "source_supports",
    "refines": "source_refines",
    "refutes": "source_refutes",
}
# What moving each threshold of the rule of spread would mean, in words.
IF_MOVED = {
    "wide_people": "if_wide_people",
    "wide_groups": "if_wide_groups",
    "wide_types": "if_wide_types",
    "wide_refuting": "if_wide_refuting",
    "some_people": "if_some_people",
    "some_groups": "if_some_groups",
    "contested": "if_contested",
}
# Shares that are not worth naming a direction for.
RARE = ("few", "under_half")


def evidence_table(released: Released, lang: str) -> TextTable:
    """One row per CMOC, one column per group and area: the directions that more than few take."""
    frame = released.frame
    groups, areas = list(released.labels["group"]), list(released.labels["area"])
    places = set(zip(frame["group"], frame["area"], strict=True))
    cells = sorted(places, key=lambda cell: (groups.index(cell[0]), areas.index(cell[1])))
    rows: dict[tuple[str, str, str], list[int]] = {}
    for i, row in frame.iterrows():
        rows.setdefault((row["cmoc_id"], row["group"], row["area"]), []).append(i)
    body = tuple(
        Row(
            released.label("cmoc_id", cmoc, lang),
            tuple(said_of(released, rows.get((cmoc, *cell), []), lang) for cell in cells),
            anchor=f"cmoc-{cmoc}",
            about=tuple(About(CMOC, cmoc, *cell) for cell in cells),
            of=tuple(i for cell in cells for i in rows.get((cmoc, *cell), [])),
        )
        for cmoc in dict.fromkeys(frame["cmoc_id"])
    )
    heads = (
        f"{capitalised(released.label('group', group, lang))}, {released.label('area', area, lang)}"
        for group, area in cells
    )
    return TextTable((say("configuration", lang), *heads), body, (False,) * len(cells))


def said_of(released: Released, rows: list[int], lang: str) -> str:
    """What one group in one area says of one CMOC: ``some support; few or none refute``."""
    if not rows:
        return say("not_available", lang)
    if "share" not in released.frame:
        return _counted(released, rows, lang)
    share = {released.frame.at[i, "direction"]: i for i in rows}
    if "c" in {released.marks.at[i, "share"] for i in rows}:
        return "[c]"
    parts = []
    for direction in filter(share.__contains__, DIRECTIONS):
        row = share[direction]
        word = released.frame.at[row, "share"]
        if word == "said":
            parts.append(say(OF_A_SOURCE[direction], lang))
        elif word not in RARE:
            value = Value(released, row, "share").say(lang)
            parts.append(say(OF_PEOPLE[direction], lang, share=value))
    rare = "under_half" if "under_half" in set(released.frame.loc[rows, "share"]) else "few"
    return "; ".join(parts) or say(f"band_{rare}", lang)


def _counted(released: Released, rows: list[int], lang: str) -> str:
    """The team's cell: people of those asked, or pieces that no known person stands behind."""
    parts = []
    for i in rows:
        row = released.frame.loc[i]
        if not row["pieces"]:
            continue
        if row["asked"]:
            share = say("people_of_asked", lang, **numbers(released, i, ("people", "asked"), lang))
        else:
            share = Value(released, i, "pieces").say(lang)
        parts.append(say(OF_PEOPLE[row["direction"]], lang, share=share))
    return "; ".join(parts) or say("not_available", lang)


def theory_table(released: Released, lang: str) -> TextTable:
    """One row per CMOC: how widely its evidence is spread, beside the analysts' confidence."""
    exact = "people" in released.frame
    says = {
        "spread": lambda r, i, lang: capitalised(spread_text(r, i, lang)),
        "confidence": argued_confidence,
        "rival_explanation": lambda r, i, lang: capitalised(Value(r, i, "rival").say(lang)),
        **({"sensitivity": _sensitivity_text} if exact else {}),
    }
    rows = tuple(
        Row(
            released.label("cmoc_id", row["cmoc_id"], lang),
            tuple(say_it(released, i, lang) for say_it in says.values()),
            anchor=f"cmoc-{row['cmoc_id']}",
            of=(i,),
        )
        for i, row in released.frame.iterrows()
    )
    heads = (say("configuration", lang), *(say(column, lang) for column in says))
    widths = (22, 18, 30, 12, 18) if exact else (24, 12, 48, 16)
    return TextTable(heads, rows, (False,) * len(says), widths=widths)


def spread_text(released: Released, row: int, lang: str) -> str:
    """``wide``; for the team with the counts behind it."""
    word = Value(released, row, "spread").say(lang)
    if "people" not in released.frame:
        return word
    counts = ("people", "groups", "data_types", "refuting")
    return say("spread_counts", lang, spread=word, **numbers(released, row, counts, lang))


def confidence_text(released: Released, row: int, lang: str) -> str:
    """Each analyst's word with their name, and whether they agree where more than one judged."""
    given = [_analyst_says(released, row, c, lang) for c in _judging(released, row)]
    if len(given) == 1:
        return given[0]
    return "; ".join([*given, Value(released, row, "agreed").say(lang)])


def argued_confidence(released: Released, row: int, lang: str) -> str:
    """How confident they are, and whether they agree; each one's reason, name and date."""
    cmoc, columns = released.frame.at[row, "cmoc_id"], _judging(released, row)
    words = [Value(released, row, column).say(lang) for column in columns]
    if len(columns) != 1:
        words.append(Value(released, row, "agreed").say(lang))
    lines = [capitalised("; ".join(words))]
    for column in columns:
        key = f"{cmoc} {column}"
        day = dt.date.fromisoformat(released.label("confidence_day", key, "en"))
        name = capitalised(released.label("analyst", column, lang))
        signed = say("signed_by", lang, analyst=name, day=date_text(day, lang))
        lines += [released.label("confidence_reason", key, lang), signed]
    return paragraphs(*lines)


def _judging(released: Released, row: int) -> list[str]:
    """The columns of the analysts who judged this CMOC."""
    columns = released.labels["analyst"]
    return [c for c in columns if released.frame.at[row, c] != "not_judged"]


def _analyst_says(released: Released, row: int, column: str, lang: str) -> str:
    return say(
        "analyst_says",
        lang,
        analyst=released.label("analyst", column, lang),
        confidence=Value(released, row, column).say(lang),
    )


def _sensitivity_text(released: Released, row: int, lang: str) -> str:
    """What the spread would be with one threshold moved: ``some if wide took 7 people``."""
    parts = []
    for code in released.frame.at[row, "sensitivity"].split():
        threshold, found = code.split(":")
        name, value = threshold.split("=")
        spread = say(f"band_{found}", lang)
        parts.append(say(IF_MOVED[name], lang, spread=spread, value=value))
    return "; ".join(parts) or say("sensitivity_none", lang)


def verdict_table(released: Released, lang: str) -> TextTable:
    """One row per CMOC, one column per area: what the evidence says there."""
    frame = released.frame
    areas = list(dict.fromkeys(frame["area"]))
    places = {(row["cmoc_id"], row["area"]): i for i, row in frame.iterrows()}
    rows = tuple(
        Row(
            released.label("cmoc_id", c, lang),
            tuple(verdict_text(released, places[c, a], lang) for a in areas),
            anchor=f"cmoc-{c}",
            about=tuple(About(CMOC, c, area=a) for a in areas),
            of=tuple(places[c, a] for a in areas),
        )
        for c in dict.fromkeys(frame["cmoc_id"])
    )
    heads = (say("configuration", lang), *(released.label("area", a, lang) for a in areas))
    return TextTable(heads, rows, (False,) * len(areas))


def verdict_text(released: Released, row: int, lang: str) -> str:
    """``Supported``; for the team with the people who support, refine and refute."""
    word = capitalised(Value(released, row, "verdict").say(lang))
    if "people" not in released.frame:
        return word
    people, refines, refutes = (
        Value(released, row, c).say(lang) for c in ("people", "refines", "refutes")
    )
    numbers = {"supports": people, "refines": refines, "refutes": refutes}
    return say("verdict_counts", lang, verdict=word, **numbers)
