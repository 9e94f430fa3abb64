"""One CMOC at a time, as tables: what is known of it, who was asked, what its context shows."""

from __future__ import annotations

from compendium.analysis.survey.sample import ALL_AREAS
from compendium.disclosure.released import Released, Value
from compendium.displays.about import CMOC, About
from compendium.displays.survey.table_one import answered, counted, named_level
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.displays.theory.pattern_tables import drafted, judged
from compendium.displays.theory.theory_links import key_text, links_of
from compendium.displays.theory.theory_tables import (
    argued_confidence,
    said_of,
    spread_text,
    verdict_text,
)
from compendium.words import capitalised, say

WIDTHS = (26, 74)
# What the team wrote of a CMOC besides its parts, in the order in which it is read.
WRITTEN = {
    "statement_whole": "section_statement",
    "for_whom": "cmoc_whom",
    "would_refute": "section_would_refute",
    "not_asked": "section_not_asked",
}


def section_table(released: Released, lang: str) -> TextTable:
    """What is known of the one CMOC of a released theory, line by line."""
    (cmoc,) = released.frame["cmoc_id"]
    rows = [(say(key, lang), _written(released, name, cmoc, lang)) for name, key in WRITTEN.items()]
    rows.append((say("section_places", lang), _places(released, cmoc, lang)))
    rows.append((say("section_rival", lang), _rival(released, cmoc, lang)))
    rows.append((say("spread", lang), capitalised(spread_text(released, 0, lang))))
    rows.append((say("confidence", lang), argued_confidence(released, 0, lang)))
    theirs = [x for x in links_of(released) if cmoc in (x.start, x.end)]
    said = paragraphs(*(key_text(released, x, lang) for x in theirs))
    rows.append((say("map_links", lang), said or say("map_no_link", lang)))
    rows.append((say("section_context_items", lang), _items(released, cmoc, lang)))
    return _told(released, cmoc, rows, lang)


def _told(released: Released, cmoc: str, rows: list[tuple[str, str]], lang: str) -> TextTable:
    """A table to read: what each line is about, and what is said of it."""
    heads = (say("section_what", lang), released.label("short", cmoc, lang))
    lines = tuple(Row(head, (text,)) for head, text in rows)
    return TextTable(heads, lines, (False,), WIDTHS, gist=False)


def _written(released: Released, name: str, cmoc: str, lang: str) -> str:
    """What the team wrote; said plainly where it wrote nothing."""
    texts = released.labels.get(name, {})
    if cmoc not in texts:
        return say("section_not_said", lang)
    return capitalised(released.label(name, cmoc, lang))


def _places(released: Released, cmoc: str, lang: str) -> str:
    """Where the team expected it, and where it was looked for."""
    expected, looked_for = (
        _written(released, name, cmoc, lang) for name in ("expected_in", "looked_for_in")
    )
    return paragraphs(
        say("expected_in", lang, areas=expected), say("looked_for_in", lang, areas=looked_for)
    )


def _rival(released: Released, cmoc: str, lang: str) -> str:
    """The rival explanation of its statement, and what the evidence says of that."""
    if cmoc not in released.labels.get("rival_text", {}):
        return say("no_rival", lang)
    rival = capitalised(released.label("rival_text", cmoc, lang))
    return paragraphs(
        rival, say("rival_fared", lang, verdict=Value(released, 0, "rival").say(lang))
    )


def _items(released: Released, cmoc: str, lang: str) -> str:
    """The wording of the questions of surveys that ask about its context."""
    texts = (released.label("context_item", item, lang) for item in items_of(released, cmoc))
    return paragraphs(*texts) or say("section_no_item", lang)


def items_of(released: Released, cmoc: str) -> list[str]:
    """The ids of the questions that ask about a CMOC's context."""
    of = released.labels.get("context_item_of", {})
    return [key.split()[1] for key, owner in of.items() if owner.en == cmoc]


def asked_table(released: Released, lang: str) -> TextTable:
    """Who was asked about the one CMOC of a released evidence matrix, and what they say of it.

    One row per group, one column per area; a cell is blank where the group is not told of there.
    """
    groups, areas = list(released.labels["group"]), list(released.labels["area"])
    places: dict[tuple[str, str], list[int]] = {}
    for i, row in released.frame.iterrows():
        places.setdefault((row["group"], row["area"]), []).append(i)
    told_of = sorted({group for group, _ in places}, key=groups.index)
    told_in = sorted({area for _, area in places}, key=areas.index)
    cmoc = released.frame["cmoc_id"].iloc[0] if len(released.frame) else ""

    def said(cell: tuple[str, str]) -> str:
        return capitalised(said_of(released, places[cell], lang)) if cell in places else ""

    rows = tuple(
        Row(
            capitalised(released.label("group", group, lang)),
            tuple(said((group, area)) for area in told_in),
            about=tuple(About(CMOC, cmoc, group, area) for area in told_in),
        )
        for group in told_of
    )
    heads = (say("section_asked", lang), *_areas(released, told_in, lang))
    return TextTable(heads, rows, (False,) * len(told_in))


def _areas(released: Released, areas: list[str], lang: str) -> tuple[str, ...]:
    """Areas as headings of columns."""
    return tuple(capitalised(released.label("area", area, lang)) for area in areas)


def places_table(released: Released, lang: str) -> TextTable:
    """What the evidence says of one CMOC in each area, of its released verdicts, in one row."""
    frame = released.frame
    row = Row(
        say("section_says_there", lang),
        tuple(verdict_text(released, i, lang) for i in frame.index),
        about=tuple(About(CMOC, row["cmoc_id"], area=row["area"]) for _, row in frame.iterrows()),
    )
    areas = _areas(released, list(frame["area"]), lang)
    heads = (released.label("short", frame["cmoc_id"][0], lang), *areas)
    return TextTable(heads, (row,), (False,) * len(areas))


def across_table(released: Released, lang: str) -> TextTable:
    """The drafted pattern of one CMOC, and the analyst's, of its released patterns."""
    told = {"pattern_draft": drafted, "pattern_final": judged}
    rows = [(say(key, lang), text(released, 0, lang)) for key, text in told.items()]
    return _told(released, released.frame["cmoc_id"][0], rows, lang)


def context_item_table(released: Released, lang: str) -> TextTable:
    """The answers to one question of a survey, one row per answer and one column per area."""
    frame = released.frame
    areas = list(dict.fromkeys(frame["area"])) if "area" in frame else [ALL_AREAS]
    places = {(row["level"], row.get("area", ALL_AREAS)): i for i, row in frame.iterrows()}
    levels = list(dict.fromkeys(frame["level"]))
    rows = [
        Row(
            named_level(released, frame["item_id"].iloc[0], level, lang),
            tuple(counted(released, places[level, area], lang) for area in areas),
        )
        for level in levels
    ]
    first = {area: places[levels[0], area] for area in areas}
    heads = (
        ", ".join(
            filter(
                None,
                (
                    capitalised(released.label("area", area, lang)),
                    answered(released, first[area], lang),
                ),
            )
        )
        for area in areas
    )
    return TextTable((say("answers", lang), *heads), tuple(rows), (True,) * len(areas))
