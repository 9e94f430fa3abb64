"""Tables of the other types of joint display (`compendium.analysis.joint_displays.joint_types`)."""

from __future__ import annotations

from compendium.analysis.joint_displays.joint_types import BETWEEN, STRANDS
from compendium.analysis.theory.spread import DIRECTIONS
from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import numbers
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import capitalised, say

# Strands that a theory is always held against; the others have a column where there is anything.
ALWAYS = ("literature", "interviews", "survey", "casework")
STRAND_HEADS = {
    "literature": "strand_literature",
    "interviews": "strand_interviews",
    "written": "strand_written",
    "observed": "strand_observed",
    "survey": "strand_survey",
    "casework": "strand_casework",
    "workshops": "strand_workshops",
}
WAYS = {
    "supports": "strand_supports",
    "refines": "strand_refines",
    "refutes": "strand_refutes",
}
RAISED = ("raised", "not_raised")


def data_collection_table(released: Released, lang: str) -> TextTable:
    """One row per topic under those who were asked: survey items, guide questions, codes."""
    frame, rows, form = released.frame, [], None
    for found in frame.to_dict("records"):
        if found["instrument"] != form:
            form = found["instrument"]
            head = capitalised(released.label("instrument", form, lang))
            rows.append(Row(head, ("",) * 3))
        items = [f"{form} {item}" for item in _parts(found["items"])]
        cells = (
            _lines(released, "item", items, lang),
            "\n".join(_question(released, q, lang) for q in _parts(found["questions"])),
            _lines(released, "code", _parts(found["codes"]), lang),
        )
        name = released.label("construct", f"{form} {found['construct']}", lang)
        nothing = say("not_asked_here", lang)
        rows.append(Row(name, tuple(cell or nothing for cell in cells), depth=1))
    names = ("construct", "collected_survey", "collected_guides", "collected_codes")
    columns = tuple(say(n, lang) for n in names)
    return TextTable(columns, tuple(rows), (False,) * 3, widths=(20, 31, 29, 20), gist=False)


def _parts(text: str) -> list[str]:
    return text.split(BETWEEN) if text else []


def _lines(released: Released, column: str, keys: list[str], lang: str) -> str:
    return "\n".join(released.label(column, key, lang) for key in keys)


def _question(released: Released, key: str, lang: str) -> str:
    guide = released.label("guide", key.rpartition(" ")[0], lang)
    text = released.label("question", key, lang)
    return say("joint_measured", lang, groups=guide, measure=text)


def theory_driven_table(released: Released, lang: str) -> TextTable:
    """One row per statement: of each strand the pieces for and against it, and the spread."""
    strands = [s for s in STRANDS if s in ALWAYS or _has_any(released, s)]
    rows = []
    for i, found in released.frame.iterrows():
        cells = [_pieces(released, i, strand, lang) for strand in strands]
        spreads = (part.split("=") for part in _parts(found["spreads"]))
        verdict = (
            say("joint_measured", lang, groups=cmoc, measure=say(f"band_{word}", lang))
            for cmoc, word in spreads
        )
        head = released.label("pt_id", found["pt_id"], lang)
        rows.append(Row(head, (*cells, "\n".join(verdict))))
    names = ("statement", *(STRAND_HEADS[s] for s in strands), "spread")
    columns = tuple(say(n, lang) for n in names)
    each = 62 // (len(strands) + 1)
    widths = (100 - each * (len(strands) + 1), *(each,) * (len(strands) + 1))
    return TextTable(columns, tuple(rows), (False,) * (len(strands) + 1), widths, gist=False)


def _has_any(released: Released, strand: str) -> bool:
    return bool(released.frame[[f"{strand}_{way}" for way in DIRECTIONS]].to_numpy().any())


def _pieces(released: Released, row: int, strand: str, lang: str) -> str:
    """How many pieces of a strand speak which way; directions nobody speaks in are left out."""
    found = [way for way in DIRECTIONS if released.frame.at[row, f"{strand}_{way}"]]
    lines = (
        say(WAYS[way], lang, count=Value(released, row, f"{strand}_{way}").say(lang))
        for way in found
    )
    return paragraphs(*lines) or say("strand_nothing", lang)


def stats_by_theme_table(released: Released, lang: str) -> TextTable:
    """One row per topic: the mean of those who raised its themes beside that of the others."""
    frame, rows = released.frame, []
    for topic in dict.fromkeys(frame["row"]):
        cells = [_scores(released, released.where(row=topic, raised=name), lang) for name in RAISED]
        themes = released.label("codes", topic, lang)
        rows.append(Row(released.label("row", topic, lang), (themes, *cells)))
    heads = (released.label("raised", name, lang) for name in RAISED)
    columns = (say("joint_topic", lang), say("themes", lang), *heads)
    return TextTable(columns, tuple(rows), (False,) * 3, widths=(24, 32, 22, 22), gist=False)


def _scores(released: Released, row: int, lang: str) -> str:
    """The mean of those who have a score, its range, and how many people that is."""
    if not released.frame.at[row, "people"]:
        return say("stats_nobody", lang)
    names = ("people", "n", "mean", "lowest", "highest")
    number = numbers(released, row, names, lang)
    if not released.frame.at[row, "n"]:
        return say("stats_no_score", lang, people=number["people"])
    return paragraphs(
        say("stats_mean", lang, mean=number["mean"], n=number["n"]),
        say("stats_range", lang, lowest=number["lowest"], highest=number["highest"]),
    )
