"""Table of configurations: contexts, mechanisms and outcomes of one account, by parent codes."""

from __future__ import annotations

from compendium.analysis.qualitative.triads import PARTS
from compendium.disclosure.released import Released, Value
from compendium.displays.text_table import Row, TextTable
from compendium.words import say

# How many a table shows: more are not read.
SHOWN = 40
NUMBERS = ("accounts", "sources", "people", "sites")
HEADS = ("configuration_accounts", "talk_sources", "people", "configuration_areas")


def configurations_table(released: Released, lang: str) -> TextTable:
    """One row per configuration: its context, and beside it the other parts and the counts."""
    rows = tuple(
        Row(
            released.label("context", found["context"], lang),
            (
                *(released.label(part, found[part], lang) for part in PARTS[1:]),
                *(Value(released, i, n).say(lang) for n in NUMBERS),
            ),
        )
        for i, found in released.frame.head(SHOWN).iterrows()
    )
    parts = ("cmoc_context", "triad_mechanism", "cmoc_outcome")
    columns = tuple(say(name, lang) for name in (*parts, *HEADS))
    return TextTable(columns, rows, (False, False, *(True for _ in NUMBERS)))
