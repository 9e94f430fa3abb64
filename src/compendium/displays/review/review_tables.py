"""A review of literature as tables: what it asked, where it searched, what its studies say."""

from __future__ import annotations

import datetime as dt

from compendium.analysis.result import BETWEEN
from compendium.disclosure.released import Released, Value
from compendium.displays.about import trail_anchor
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.displays.theory.theory_tables import OF_A_SOURCE
from compendium.review_values import LINKS
from compendium.words import capitalised, date_text, say

PARTS = {
    "question": "review_question",
    "eligibility": "review_eligibility",
    "shortened": "review_shortened",
}
KINDS = {
    "database": "review_database",
    "register": "review_register",
    "website": "review_website",
    "organisation": "review_organisation",
    "citation": "review_citation",
}
# How far a study carries, as whoever screened it judged.
JUDGED = {
    "relevance": "review_relevance",
    "richness": "review_richness",
    "rigour": "review_rigour",
}
OF_STUDY = ("review_study", "review_population", "review_design", "review_judged")
WIDTHS = (32, 20, 16, 14, 18)


def about_table(released: Released, lang: str) -> TextTable:
    """Question, who and what could be included, and each step that was shortened."""
    rows = [
        Row(say(PARTS[part], lang), (released.label("text", f"{part} {number}", lang),))
        for part, number in released.frame[["part", "number"]].itertuples(index=False)
    ]
    if "shortened" not in set(released.frame["part"]):
        rows.append(Row(say("review_shortened", lang), (say("review_nothing_shortened", lang),)))
    columns = (say("review_part", lang), say("review_text", lang))
    return TextTable(columns, tuple(rows), (False,), (24, 76), gist=False)


def searches_table(released: Released, lang: str) -> TextTable:
    """One row per search: of what kind, when, how it was made, and what came of it."""
    rows = []
    for i, row in released.frame.iterrows():
        day = date_text(dt.date.fromisoformat(row["searched_on"]), lang)
        made = paragraphs(say(KINDS[row["kind"]], lang), day)
        numbers = (Value(released, i, c).say(lang) for c in ("records", "included"))
        search = released.label("search", row["source"], lang)
        rows.append(Row(released.label("source", row["source"], lang), (made, search, *numbers)))
    names = ("review_searched", "review_made", "review_search", "review_records", "review_in")
    heads = tuple(say(n, lang) for n in names)
    return TextTable(heads, tuple(rows), (False,) * 4, (18, 18, 38, 12, 14), gist=False)


def studies_table(released: Released, lang: str) -> TextTable:
    """One row per included study: whom and where, how, how far it carries, which statements."""
    rows = []
    for found in released.frame.to_dict("records"):
        _, *others = found["reports"].split(LINKS)
        further = [released.label("report", report, lang) for report in others]
        more = say("review_further", lang, reports="; ".join(further)) if further else ""
        where, design, judged = _cells(found, lang)
        statements = found["statements"].replace(LINKS, ", ") or say("review_no_statement", lang)
        head = released.label("study_id", found["study_id"], lang)
        anchor = trail_anchor(f"literature:{found['study_id']}")
        cells = (where, paragraphs(design, more), judged, statements)
        rows.append(Row(head, cells, anchor=anchor))
    heads = tuple(say(n, lang) for n in (*OF_STUDY, "review_statements"))
    return TextTable(heads, tuple(rows), (False,) * 4, WIDTHS, gist=False)


def evidence_table(released: Released, lang: str) -> TextTable:
    """Under each statement the studies that bear on it; where there is none, that it is so."""
    rows, statement = [], None
    for found in released.frame.to_dict("records"):
        if found["pt_id"] != statement:
            statement = found["pt_id"]
            name = released.label("pt_id", statement, lang) if statement else ""
            head = name or statement or say("review_unlinked", lang)
            silent = "" if found["study_id"] else say("review_silent", lang)
            anchor = trail_anchor(f"statement:{statement}") if statement else ""
            rows.append(Row(head, (silent, "", "", ""), anchor=anchor))
        if found["study_id"]:
            said = "\n".join(_direction(part, lang) for part in _parts(found["judged"]))
            cells = (*_cells(found, lang), said or say("review_not_evidence", lang))
            rows.append(Row(released.label("study_id", found["study_id"], lang), cells, 1))
    heads = tuple(say(n, lang) for n in (*OF_STUDY, "review_evidence_on"))
    return TextTable(heads, tuple(rows), (False,) * 4, WIDTHS, gist=False)


def _parts(text: str) -> list[str]:
    return text.split(BETWEEN) if text else []


def _direction(part: str, lang: str) -> str:
    cmoc, _, direction = part.partition("=")
    said = say(OF_A_SOURCE[direction], lang)
    return say("joint_measured", lang, groups=cmoc, measure=said)


def _cells(found: dict[str, str], lang: str) -> tuple[str, str, str]:
    """Whom and where a study was about, its design, and how far it carries."""
    blank = say("review_not_noted", lang)
    where = paragraphs(capitalised(found["population"]), found["country"])
    judged = ", ".join(say(key, lang, value=found[c]) for c, key in JUDGED.items() if found[c])
    return where or blank, capitalised(found["design"]) or blank, capitalised(judged) or blank
