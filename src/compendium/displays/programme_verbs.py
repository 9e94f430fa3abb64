"""Verbs for the programme theory as the team wrote it: its whole, its versions, the memos.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.sentences import Sentence
from compendium.displays.theory_links import links_of, map_alt


def theory_map(id: str, released: Released) -> None:
    """Diagram: every CMOC of a released theory under its statement, and the links between them."""
    refuse_unreleased(id, "theory_map", released)
    alt = None if released.frame.empty else map_alt(released)
    more = () if links_of(released) else (Sentence("map_without_links"),)
    show(display_of(id, "theory_map", released, "caption_theory_map", alt, more))
