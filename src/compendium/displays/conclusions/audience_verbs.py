"""Verbs of the end-of-project summary and of the page in plain words.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, show


def project_summary(id: str, released: Released) -> None:
    """Paragraphs: what the project was, its objectives, how it was done."""
    show(display_of(id, "project_summary", released, "caption_project_summary"))


def project_facts(id: str, released: Released) -> None:
    """Table: status, lead, amount, dates, award and reference of the project."""
    show(display_of(id, "project_facts", released, "caption_project_facts"))


def plain_words(id: str, released: Released) -> None:
    """Paragraphs in plain words, as the study has them."""
    show(display_of(id, "plain_words", released, "caption_plain_words"))


def plain_check(id: str, released: Released) -> None:
    """One sentence: who of its readers checked the page, or that nobody has."""
    show(display_of(id, "plain_check", released, "caption_plain_check"))
