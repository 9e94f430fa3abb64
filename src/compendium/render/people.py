"""Where a page says how many people are behind themes, of which public tables tell shares alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from compendium.displays.record import Display
from compendium.render.prose import leading
from compendium.words import say

# Kinds of display that tell how common something is among those interviewed.
COMMON = ("themes", "heat_map")
# The kind that says how many were interviewed.
COUNTED = "sample"


def with_people(blocks: Sequence, displays: Sequence[Display], lang: str) -> list:
    """The blocks, those of themes with a note that leads to the table of who took part."""
    kinds = {d.id: d.kind for d in displays}
    places = [b for b in blocks if kinds.get(b.id) == COUNTED and b.number]
    if not places:
        return list(blocks)
    name = say("table_number", lang, number=str(places[0].number))
    note = leading("n_people_in", places[0].id, name, lang)
    return [
        dataclasses.replace(b, notes=(note, *b.notes)) if kinds.get(b.id) in COMMON else b
        for b in blocks
    ]
