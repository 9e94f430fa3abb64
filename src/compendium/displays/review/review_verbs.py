"""Verbs of the review of literature: what it asked, where it searched, its flow, what it found.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.review.flow_boxes import alt_flow


def review_about(id: str, released: Released) -> None:
    """Table: the question of a review, what could be included, what was shortened."""
    show(display_of(id, "review_about", released, "caption_review_about"))


def review_searches(id: str, released: Released) -> None:
    """Table: where a review searched, when and how, and what came of it."""
    show(display_of(id, "review_searches", released, "caption_review_searches"))


def review_flow(id: str, released: Released) -> None:
    """Diagram: how records became included studies, box by box, as PRISMA 2020 has it."""
    refuse_unreleased(id, "review_flow", released)
    alt = alt_flow(released)
    show(display_of(id, "review_flow", released, "caption_review_flow", alt))


def review_studies(id: str, released: Released) -> None:
    """Table: the studies that a review included."""
    show(display_of(id, "review_studies", released, "caption_review_studies"))


def review_evidence(id: str, released: Released) -> None:
    """Table: of each statement of the theory the included studies that bear on it."""
    show(display_of(id, "review_evidence", released, "caption_review_evidence"))
