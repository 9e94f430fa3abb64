"""What a notebook calls to show counts of talk (see `compendium.displays.verbs`)."""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays import theme_counts as talk
from compendium.displays.making import display_of, refuse_unreleased, show


def code_tree(id: str, released: Released) -> None:
    """Tree of the codebook: how many people of each group raised each theme, as a bar."""
    _tree(id, "code_tree", released, "people")


def code_tree_words(id: str, released: Released) -> None:
    """Tree of the codebook: how many words of each group stand under each theme, as a bar."""
    _tree(id, "code_tree_words", released, "words")


def theme_counts(id: str, released: Released) -> None:
    """Table: people, events, passages and words of each theme in each group."""
    refuse_unreleased(id, "theme_counts", released)
    more = talk.notes(released) if len(released.frame) else ()
    show(display_of(id, "theme_counts", released, "caption_theme_counts", None, more))


def coding_rule_table(id: str, released: Released) -> None:
    """Table: how many people raise each theme under each rule of whose coding counts."""
    refuse_unreleased(id, "coding_rules", released)
    caption, more = "caption_theme_counts", ()
    if len(released.frame):
        caption, more = talk.rule_caption(released), talk.rule_notes(released)
    show(display_of(id, "coding_rules", released, caption, None, more))


def _tree(id: str, kind: str, released: Released, column: str) -> None:
    refuse_unreleased(id, kind, released)
    alt, more = None, ()
    if len(released.frame):
        alt, more = talk.alt_code_tree(released, column), talk.notes(released)
    show(display_of(id, kind, released, f"caption_{kind}", alt, more))
