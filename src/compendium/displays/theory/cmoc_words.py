"""What a CMOC diagram says, in words: its table, and its alternative text."""

from __future__ import annotations

from compendium.disclosure.released import Released, Value
from compendium.displays.sentences import Key, Label, Sentence, one_after_another
from compendium.displays.text_table import Row, TextTable
from compendium.displays.theory.theory_tables import confidence_text, spread_text
from compendium.words import say

OUTCOMES = {"intended": "cmoc_intended", "unintended": "cmoc_unintended"}
ALT_OUTCOME = {
    (): "alt_outcome_none",
    ("intended",): "alt_outcome_intended",
    ("unintended",): "alt_outcome_unintended",
    ("intended", "unintended"): "alt_outcome_both",
}
# Of the table's nine columns, in percent.
WIDTHS = (7, 11, 12, 12, 12, 12, 12, 9, 13)


def cmoc_table(released: Released, lang: str) -> TextTable:
    """One row per CMOC: what the diagram says, in columns. One CMOC alone has a row per part."""
    parts = ("for_whom", "context", "m_resource", "m_reasoning", "intended", "unintended")
    heads = ("cmoc_whom", "cmoc_context", "cmoc_resource", "cmoc_reasoning", *OUTCOMES.values())

    def cells(row: int, cmoc: str) -> tuple[str, ...]:
        said = tuple(
            released.label(part, cmoc, lang)
            if cmoc in released.labels[part]
            else say("not_available", lang)
            for part in parts
        )
        return (*said, spread_text(released, row, lang), confidence_text(released, row, lang))

    rows = tuple(
        Row(released.label("short", cmoc, lang), cells(i, cmoc))
        for i, cmoc in enumerate(released.frame["cmoc_id"])
    )
    names = ("configuration", *heads, "spread", "confidence")
    if len(rows) == 1:
        return _one_cmoc(rows[0], tuple(say(n, lang) for n in names))
    return TextTable(tuple(say(n, lang) for n in names), rows, (False,) * 8, WIDTHS, gist=False)


def _one_cmoc(row: Row, names: tuple[str, ...]) -> TextTable:
    """One row per part of a CMOC; `names` are those of the configuration and of its parts."""
    below = zip(names[1:], row.cells, strict=True)
    rows = tuple(Row(name, (said,), of=row.of) for name, said in below)
    return TextTable((names[0], row.head), rows, (False,), (30, 70), gist=False)


def alt_text(released: Released) -> Sentence:
    """Every configuration as a sentence, one after another."""
    return one_after_another([_alt(released, row) for row in range(len(released.frame))])


def _alt(released: Released, row: int) -> Sentence:
    cmoc = released.frame.at[row, "cmoc_id"]
    stated = tuple(kind for kind in OUTCOMES if cmoc in released.labels[kind])
    outcome = Sentence(ALT_OUTCOME[stated], {k: Label(released, k, cmoc) for k in stated})
    return Sentence(
        "alt_cmoc",
        {
            "id": Key(released, "cmoc_id", cmoc),
            "for_whom": Label(released, "for_whom", cmoc),
            "context": Label(released, "context", cmoc),
            "resource": Label(released, "m_resource", cmoc),
            "reasoning": Label(released, "m_reasoning", cmoc),
            "outcome": outcome,
            "spread": Value(released, row, "spread"),
        },
    )
