"""Tables of coders' agreement: every coefficient, one code a passage, bounds, what differs."""

from __future__ import annotations

from compendium.analysis.intercoder.agreement_planning import EXPECTED, PREVALENCES
from compendium.analysis.intercoder.agreement_talk import BETWEEN
from compendium.disclosure.released import Released
from compendium.displays.intercoder.agreement import flagged, kept_rows, remark, uses
from compendium.displays.number_texts import ENDS, said, with_interval
from compendium.displays.qualitative.outline import depth
from compendium.displays.text_table import Row, TextTable, columns_of_numbers
from compendium.words import say

UNITS = {"segments": "agreement_of_segments", "characters": "agreement_of_characters"}
DETAIL = ("agreement_percent", "kappa", "pabak", "ac1", "alpha_nominal")
PAIRED = ("ac1", "alpha")
INDICES = ("prevalence_index", "bias_index")
OVERALL = ("agreement_one_code", "agreement_set_aside", "agreement_sources_all")
DIFFERENCES = ("agreement_codes", "agreement_alike", "place_in_source")


def detail_table(released: Released, lang: str) -> TextTable:
    """One row per code under each pair of coders and unit, flagged in words; all together first."""
    columns = ("theme", *DETAIL, *INDICES)
    rows, heading = [], None
    for i, row in kept_rows(released).iterrows():
        if (row["coder"], row["unit"]) != heading:
            heading = row["coder"], row["unit"]
            rows.append(Row(_heading(released, i, lang), ("",) * (len(columns) - 1)))
        cells = (
            said(released, i, "percent", lang),
            with_interval(released, i, "kappa", ENDS, lang),
            said(released, i, "pabak", lang),
            *(with_interval(released, i, n, (f"{n}_lower", f"{n}_upper"), lang) for n in PAIRED),
            *(said(released, i, n, lang) for n in INDICES),
        )
        label = flagged(released, i, lang)
        rows.append(Row(label, cells, depth=1 + depth(released, row["code_id"])))
    numeric = columns_of_numbers(tuple(rows), (True,) * (len(columns) - 1))
    return TextTable(tuple(say(c, lang) for c in columns), tuple(rows), numeric)


def _heading(released: Released, row: int, lang: str) -> str:
    frame = released.frame
    return say(
        UNITS[frame.at[row, "unit"]],
        lang,
        coders=released.label("coder", frame.at[row, "coder"], lang),
        units=said(released, row, "units", lang),
    )


def overall_table(released: Released, lang: str) -> TextTable:
    """One row per pair of coders, and one for all of them."""
    columns = ("agreement_coders", *OVERALL, "agreement_same_code", "kappa", "ac1", "alpha_nominal")
    rows = []
    for i, row in released.frame.iterrows():
        ends = {n: (f"{n}_lower", f"{n}_upper") for n in ("kappa", *PAIRED)}
        cells = (
            *(said(released, i, n, lang) for n in ("units", "set_aside", "sources", "percent")),
            *(with_interval(released, i, n, pair, lang) for n, pair in ends.items()),
            remark(released, i, lang),
        )
        rows.append(Row(released.label("coder", row["coder"], lang), cells))
    return _table((*columns, "agreement_remark"), rows, lang)


def boundaries_table(released: Released, lang: str) -> TextTable:
    """One row per code under each pair of coders; or why there is nothing to find."""
    columns = ("theme", "alpha_u", "agreement_marked", "agreement_texts", "agreement_remark")
    rows, pair = [], None
    for i, row in kept_rows(released).iterrows():
        if row["coder"] != pair:
            pair = row["coder"]
            coders = released.label("coder", pair, lang)
            units = said(released, i, "units", lang)
            head = say("agreement_both_texts", lang, coders=coders, units=units)
            rows.append(Row(head, ("",) * (len(columns) - 1)))
        guard = row["guard"]
        cells = (
            "–" if guard else with_interval(released, i, "alpha_u", ENDS, lang),
            uses(released, i, lang),
            said(released, i, "sources", lang),
            say(guard, lang) if guard else remark(released, i, lang),
        )
        label = released.label("code_id", row["code_id"], lang)
        rows.append(Row(label, cells, depth=1 + depth(released, row["code_id"])))
    return _table(columns, rows, lang)


def disagreements_table(released: Released, lang: str) -> TextTable:
    """One row per passage that two coders coded differently, with who gave what."""
    rows, pair = [], None
    columns = ("passage", *DIFFERENCES)
    for i, row in released.frame.iterrows():
        if row["coder"] != pair:
            pair = row["coder"]
            rows.append(Row(released.label("coder", pair, lang), ("",) * len(DIFFERENCES)))
        cells = (_codes(released, i, lang), said(released, i, "alike", lang), row["segment_id"])
        rows.append(Row(row["text"], cells, depth=1))
    return TextTable(tuple(say(c, lang) for c in columns), tuple(rows), (False, True, False))


def _codes(released: Released, row: int, lang: str) -> str:
    """Who gave what, a line each."""
    frame = released.frame
    pair = frame.at[row, "coder"]
    who = {
        "both": say("agreement_by_both", lang),
        "first": released.label("first", pair, lang),
        "other": pair,
    }
    lines = []
    for column, name in who.items():
        codes = [c for c in frame.at[row, column].split(BETWEEN) if c]
        given = "; ".join(released.label("code_id", c, lang) for c in codes)
        if given or column != "both":
            given = given or say("agreement_nothing_more", lang)
            lines.append(say("agreement_gave", lang, coder=name, codes=given))
    return "\n".join(lines)


def planning_table(released: Released, lang: str) -> TextTable:
    """One row per expected coefficient and coefficient, one column per prevalence."""
    frame = released.frame
    place = {(r.expected, r.prevalence): i for i, r in frame.iterrows()}
    heads = tuple(released.label("prevalence", f"{p}", lang) for p in PREVALENCES)
    rows = []
    for name, column in (("kappa", "kappa_units"), ("ac1", "ac1_units")):
        rows.append(Row(say(name, lang), ("",) * len(heads)))
        for expected in EXPECTED:
            cells = [
                said(released, place[f"{expected}", f"{p}"], column, lang) for p in PREVALENCES
            ]
            label = released.label("expected", f"{expected}", lang)
            rows.append(Row(label, tuple(cells), depth=1))
    return TextTable((say("agreement_expected", lang), *heads), tuple(rows), (True,) * len(heads))


def _table(columns: tuple[str, ...], rows: list[Row], lang: str) -> TextTable:
    numeric = columns_of_numbers(tuple(rows), (True,) * (len(columns) - 1))
    numeric = (*numeric[:-1], False)  # the remark
    return TextTable(tuple(say(c, lang) for c in columns), tuple(rows), numeric)
