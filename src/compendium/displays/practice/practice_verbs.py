"""Verbs for the framework for practice and the workshops that made it.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.practice.coproduction import told_notes
from compendium.displays.practice.principles import notes


def principles_table(id: str, released: Released) -> None:
    """Table, on one sheet of paper: each principle, what it asks, and what bears it."""
    refuse_unreleased(id, "principles", released)
    more = notes(released)
    show(display_of(id, "principles", released, "caption_principles", more=more))


def principle_decisions(id: str, released: Released) -> None:
    """Table: each principle and the decisions of workshops behind it."""
    show(display_of(id, "principle_decisions", released, "caption_principle_decisions"))


def principle_share(id: str, released: Released) -> None:
    """Table: how many principles go back to a decision of those the service is for."""
    show(display_of(id, "principle_share", released, "caption_principle_share"))


def decisions_table(id: str, released: Released) -> None:
    """Table: what workshops decided, in order of time, and when people were told."""
    refuse_unreleased(id, "decisions", released)
    more = told_notes(released)
    show(display_of(id, "decisions", released, "caption_decisions", more=more))


def decision_counts(id: str, released: Released) -> None:
    """Table: how many decisions each role raised, and what came of them."""
    show(display_of(id, "decision_counts", released, "caption_decision_counts"))
