"""Verbs for the programme theory: its configurations drawn, its evidence and strengths as tables.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.qualitative.alt_maps import alt_verdicts
from compendium.displays.sentences import Key, Sentence
from compendium.displays.theory.cmoc_words import alt_text


def cmoc_diagram(id: str, released: Released) -> None:
    """Diagram: how each CMOC of a released theory is thought to work, one below the other."""
    refuse_unreleased(id, "cmocs", released)
    alt = None if released.frame.empty else alt_text(released)
    show(display_of(id, "cmocs", released, "caption_cmocs", alt, _not_asked(released)))


def theory_table(id: str, released: Released) -> None:
    """Table: spread of the evidence on each CMOC beside the analysts' confidence and pattern."""
    refuse_unreleased(id, "theory", released)
    more = _not_asked(released)
    show(display_of(id, "theory", released, "caption_theory", more=more))


def evidence_table(id: str, released: Released) -> None:
    """Table: who supports, refines or refutes each CMOC, by group and area, in words."""
    show(display_of(id, "evidence", released, "caption_evidence"))


def verdict_table(id: str, released: Released) -> None:
    """Table: what the evidence says of each CMOC in each area."""
    show(display_of(id, "verdicts", released, "caption_verdicts"))


def verdict_map(id: str, released: Released) -> None:
    """Map: what the evidence says of each CMOC in each area, as a word on a tint."""
    refuse_unreleased(id, "verdict_map", released)
    show(display_of(id, "verdict_map", released, "caption_verdicts", alt_verdicts(released)))


def pattern_table(id: str, released: Released) -> None:
    """Table: where each CMOC is found, what differs there, and what the analyst made of it."""
    show(display_of(id, "patterns", released, "caption_patterns"))


def completeness_table(id: str, released: Released) -> None:
    """Table: which parts of each CMOC have evidence, and what it rests on."""
    show(display_of(id, "completeness", released, "caption_completeness"))


def _not_asked(released: Released) -> tuple[Sentence, ...]:
    """Whose view of which CMOC could not be had."""
    return tuple(
        Sentence("cmoc_not_asked", {"cmoc": Key(released, "not_asked", cmoc), "who": who})
        for cmoc, who in released.labels["not_asked"].items()
    )
