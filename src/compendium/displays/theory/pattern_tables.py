"""Where each CMOC is found, and which of its parts: patterns across areas, and completeness."""

from __future__ import annotations

import datetime as dt

from compendium.disclosure.released import Released, Value
from compendium.displays.text_table import Row, TextTable, paragraphs
from compendium.words import as_written, capitalised, date_text, say

PARTS = {
    "context": "cmoc_context",
    "m_resource": "cmoc_resource",
    "m_reasoning": "cmoc_reasoning",
    "outcome": "cmoc_outcome",
}
RESTS_ON = {"one_person": "one_person", "one_group": "one_group", "one_type": "one_type"}


def pattern_table(released: Released, lang: str) -> TextTable:
    """One row per CMOC: where it is found, the drafted pattern, and what an analyst judged."""
    rows = tuple(
        Row(
            released.label("cmoc_id", row["cmoc_id"], lang),
            (_found_in(released, i, lang), drafted(released, i, lang), judged(released, i, lang)),
        )
        for i, row in released.frame.iterrows()
    )
    heads = ("configuration", "pattern_found", "pattern_draft", "pattern_final")
    return TextTable(
        tuple(say(c, lang) for c in heads), rows, (False,) * 3, widths=(20, 16, 24, 40)
    )


def _found_in(released: Released, row: int, lang: str) -> str:
    """The areas that support it, and those where it was looked for."""
    return paragraphs(
        _listed(released, row, "supported_in", "area", lang),
        say("looked_for_in", lang, areas=_listed(released, row, "looked_for", "area", lang)),
    )


def drafted(released: Released, row: int, lang: str) -> str:
    """The pattern by rule, and the circumstances that set the supporting areas apart."""
    differs = _listed(released, row, "differs", "context_field", lang)
    told = differs not in ("[c]", say("not_available", lang))
    return paragraphs(
        capitalised(Value(released, row, "pattern").say(lang)),
        say("differs_in", lang, fields=differs) if told else "",
    )


def judged(released: Released, row: int, lang: str) -> str:
    """The analyst's pattern, the circumstance that matters, why, and who judged and when."""
    found, word = released.frame.loc[row], capitalised(Value(released, row, "final").say(lang))
    if not found["analyst"]:
        return word
    field = found["context_field"]
    matters = {
        "field": released.label("context_field", field, lang) if field else "",
        "values": released.label("context_values", found["cmoc_id"], lang) if field else "",
    }
    day = date_text(dt.date.fromisoformat(found["judged_on"]), lang)
    return paragraphs(
        word,
        say("pattern_because", lang, **matters) if field else "",
        as_written(found["reason"], lang),
        say("signed_by", lang, analyst=capitalised(found["analyst"]), day=day),
    )


def _listed(released: Released, row: int, column: str, labels: str, lang: str) -> str:
    """The labels of several values in one cell."""
    if released.marks.at[row, column] == "c":
        return "[c]"
    found = (released.label(labels, v, lang) for v in released.frame.at[row, column].split())
    return ", ".join(found) or say("not_available", lang)


def completeness_table(released: Released, lang: str) -> TextTable:
    """One row per CMOC: which of its parts are found, stated or missing; what it rests on."""
    exact = "rests_on" in released.frame

    def part(row: int, column: str) -> str:
        word = capitalised(Value(released, row, column).say(lang))
        if not exact or released.frame.at[row, column] != "found":
            return word
        people = Value(released, row, f"{column}_people").say(lang)
        return say("found_people", lang, found=word, people=people)

    def rests_on(row: int) -> tuple[str, ...]:
        if not exact:
            return ()
        named = (say(RESTS_ON[n], lang) for n in released.frame.at[row, "rests_on"].split())
        return (", ".join(named) or say("not_available", lang),)

    rows = tuple(
        Row(
            released.label("cmoc_id", row["cmoc_id"], lang),
            (*(part(i, column) for column in PARTS), *rests_on(i)),
        )
        for i, row in released.frame.iterrows()
    )
    heads = [say(key, lang) for key in ("configuration", *PARTS.values())]
    heads += [say("cmoc_resting_on", lang)] if exact else []
    return TextTable(tuple(heads), rows, (False,) * (len(heads) - 1))
