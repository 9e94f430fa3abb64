"""What a notebook calls to show open questions (see `compendium.displays.verbs`); for the team."""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.qualitative import open_text
from compendium.displays.sentences import Label, Sentence


def open_text_summary(id: str, released: Released) -> None:
    """Table: every open question, who answered it, how long, and how far answers are coded."""
    refuse_unreleased(id, "open_text_summary", released)
    more = open_text.unplaced(released)
    show(display_of(id, "open_text_summary", released, "caption_open_text_summary", more=more))


def open_text_codes(id: str, released: Released) -> None:
    """Table: how many people's answers to one question have each code, by group and area."""
    _of_one_question(id, "open_text_codes", released)


def open_text_responses(id: str, released: Released) -> None:
    """Table: every answer to one question with its codes beside it."""
    refuse_unreleased(id, "open_text_responses", released)
    more = open_text.left_out(released) if len(released.frame) else ()
    _of_one_question(id, "open_text_responses", released, more)


def _of_one_question(
    id: str, kind: str, released: Released, more: tuple[Sentence, ...] = ()
) -> None:
    refuse_unreleased(id, kind, released)
    caption = Sentence(f"caption_{kind}", {"question": Label(released, "question", "wording")})
    show(display_of(id, kind, released, caption, more=more))
