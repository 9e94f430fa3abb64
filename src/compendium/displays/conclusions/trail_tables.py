"""The evidence trail as tables: what each thing goes back to, what takes it up, where it lies."""

from __future__ import annotations

import dataclasses

from compendium.analysis.service.casework_words import ALL
from compendium.analysis.trail.kinds import (
    CASEWORK,
    CMOC,
    COMPARISON,
    DECISION,
    EVIDENCE,
    FINDING,
    JOINT,
    LITERATURE,
    PASSAGE,
    PRINCIPLE,
    REFERRALS,
    SURVEY,
    THEME,
)
from compendium.analysis.trail.results import BETWEEN, UP, split
from compendium.disclosure.released import Released
from compendium.displays.about import CMOC as QUOTES_ON
from compendium.displays.about import PASSAGE as QUOTE
from compendium.displays.about import THEME as QUOTES_OF
from compendium.displays.about import TRAIL, About, trail_anchor
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.displays.theory.theory_tables import OF_A_SOURCE
from compendium.words import capitalised, say, uncapitalised

DIRECTIONS = {**OF_A_SOURCE, "silent": "trail_silent"}
ELEMENTS = {
    "C": "cmoc_context",
    "M_res": "cmoc_resource",
    "M_reas": "cmoc_reasoning",
    "O": "trail_outcome",
    "whole": "trail_whole",
}
# How things of a kind are called by their id and name; others otherwise, or by their name alone.
NAMES = {
    COMPARISON: "trail_comparison",
    JOINT: "trail_joint",
    PRINCIPLE: "trail_principle",
    THEME: "trail_theme",
    LITERATURE: "trail_record",
    DECISION: "trail_record",
}
# Where people's words stand that are coded so, or that are evidence.
WORDS = {THEME: QUOTES_OF, CMOC: QUOTES_ON, PASSAGE: QUOTE}
HEADS = ("trail_thing", "trail_back", "trail_up", "trail_place")
WIDTHS = (24, 32, 24, 20)
TRACE_WIDTHS = (30, 44, 26)


def trail_table(released: Released, lang: str) -> TextTable:
    """One row per thing: what it goes back to, what takes it up, in which file it lies.

    A column in which nothing can stand is left out: sources go back to nothing, and nothing takes
    a conclusion up.
    """
    rows = tuple(_row(released, row, lang) for row in released.frame.to_dict("records"))
    kept = [i for i in range(len(HEADS) - 1) if any(row.cells[i] for row in rows)]
    rows = tuple(_only(row, kept) for row in rows)
    columns = [0, *(i + 1 for i in kept)]
    heads = tuple(say(HEADS[i], lang) for i in columns)
    widths = [WIDTHS[i] for i in columns]
    widths = tuple(round(100 * width / sum(widths)) for width in widths)
    return TextTable(heads, rows, (False,) * len(kept), widths, gist=False)


def _row(released: Released, row: dict, lang: str) -> Row:
    back, up = split(row["back_to"]), split(row["taken_up_by"])
    lines = [name_of(released, thing, lang, "short") for thing in back]
    about = [About(TRAIL, thing, line=i) for i, thing in enumerate(back)]
    if row["kind"] in WORDS:
        about.append(About(WORDS[row["kind"]], row["id"], line=len(lines)))
        lines.append(_words(released, row["thing"], lang))
    name = name_of(released, row["thing"], lang)
    judged = f": {_judged(row, lang)}" if row.get("direction") else ""
    return Row(
        name + judged,
        (
            paragraphs(*lines),
            paragraphs(*(name_of(released, thing, lang) for thing in up)),
            place_of(row, lang),
        ),
        anchor=trail_anchor(row["thing"]),
        about=(
            tuple(about),
            tuple(About(TRAIL, thing, line=i) for i, thing in enumerate(up)),
            None,
        ),
    )


def _only(row: Row, kept: list[int]) -> Row:
    """The row with some of its cells."""
    cells, about = (tuple(each[i] for i in kept) for each in (row.cells, row.about))
    return dataclasses.replace(row, cells=cells, about=about)


def _words(released: Released, thing: str, lang: str) -> str:
    """A passage itself; of a theme or CMOC that there are people's words."""
    passage = thing.partition(":")[0] == PASSAGE
    return released.label("says", thing, lang) if passage else say("trail_words", lang)


def _judged(row: dict, lang: str) -> str:
    """Which way a piece of evidence speaks, and of what."""
    direction, element = DIRECTIONS[row["direction"]], ELEMENTS[row["element"]]
    part = uncapitalised(say(element, lang))
    return say("trail_judged", lang, direction=say(direction, lang), element=part)


def name_of(released: Released, thing: str, lang: str, called: str = "thing") -> str:
    """What a thing is called: ``Joint display: Trust``, ``CW01: parent engages``.

    `called` ``short`` is for a list of things, each of which has an entry of its own.
    """
    kind, _, id = thing.partition(":")
    names = {**released.labels["thing"], **released.labels[called]}
    if kind in (EVIDENCE, PASSAGE):
        return id
    if kind == FINDING:
        about = released.labels["about"].get(thing)
        site = about.say(lang) if about else say("trail_whole_study", lang)
        return say("trail_finding", lang, id=id, about=site)
    name = names[thing].say(lang)
    if kind == SURVEY and "/" in id:
        form = released.label("form", id.partition("/")[0], lang)
        return say("trail_survey", lang, form=form, name=name)
    if kind == CASEWORK:
        by_referrer = id.startswith(REFERRALS) and not id.endswith(f"/{ALL}")
        word = "trail_referrals" if by_referrer else "trail_casework"
        return say(word, lang, name=uncapitalised(name))
    return say(NAMES[kind], lang, id=id, name=name) if kind in NAMES else name


def place_of(row: dict, lang: str) -> str:
    """The files a thing lies in, and where: ``raw/parents.sav: P_TR1, P_TR2; rows 2-17``."""
    if not row["files"]:
        return say("trail_export", lang)
    whole = zip(*(_parts(row, c) for c in ("files", "where", "rows")), strict=True)
    return paragraphs(*(_place(row["kind"], *place, lang) for place in whole))


def _parts(row: dict, column: str) -> list[str]:
    """As many as there are places; a public trail has no rows."""
    return row.get(column, BETWEEN * row["files"].count(BETWEEN)).split(BETWEEN)


def _place(kind: str, file: str, where: str, rows: str, lang: str) -> str:
    if not where:
        return file
    word = "trail_at" if not rows else "trail_at_characters" if kind == PASSAGE else "trail_at_rows"
    values = {"file": file, "where": where, "rows": rows.replace("-", "–")}
    return say(word, lang, **{k: v for k, v in values.items() if k != "rows" or rows})


def trace_table(released: Released, lang: str) -> TextTable:
    """One row per step, in an outline: back to file and row, then what takes the thing up."""
    rows, way = [], ""
    frame = released.frame.to_dict("records")
    for row in frame:
        if row["way"] != way:
            way = row["way"]
            first = name_of(released, frame[0]["thing"], lang)
            word = "trace_up" if way == UP else "trace_back"
            rows.append(Row(say(word, lang, name=first), ("", "")))
        said = paragraphs(*_said(released, row, lang))
        head = name_of(released, row["thing"], lang)
        rows.append(Row(head, (said, place_of(row, lang)), depth=int(row["depth"])))
    heads = ("trail_thing", "trail_says", "trail_place")
    return TextTable(
        tuple(say(h, lang) for h in heads), tuple(rows), (False,) * 2, TRACE_WIDTHS, gist=False
    )


def _said(released: Released, row: dict, lang: str) -> list[str]:
    """What the thing itself says, where its name does not."""
    thing = row["thing"]
    if thing not in released.labels["says"]:
        return []
    text = capitalised(released.label("says", thing, lang))
    if row["kind"] == FINDING:
        return [say("trail_begins", lang, text=text)]
    if row["kind"] != EVIDENCE:
        return [text]
    judged = capitalised(_judged(row, lang))
    return [judged, text, capitalised(released.label("signed", thing, lang))]
