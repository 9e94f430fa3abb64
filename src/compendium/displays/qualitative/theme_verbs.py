"""Verbs of what people say: how common each theme is, counts of talk, summaries, quotes.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.qualitative import theme_counts as talk
from compendium.displays.qualitative.alt_maps import alt_heat_map


def theme_table(id: str, released: Released) -> None:
    """Table: how common each theme is in each group, in words."""
    show(display_of(id, "themes", released, "caption_themes"))


def open_answers_table(id: str, released: Released) -> None:
    """Table: how common each theme is in what people wrote, in words."""
    show(display_of(id, "open_answers", released, "caption_open_answers"))


def heat_map(id: str, released: Released) -> None:
    """Map: how common each theme is in each group and area, as a word on a tint."""
    refuse_unreleased(id, "heat_map", released)
    show(display_of(id, "heat_map", released, "caption_themes", alt_heat_map(released)))


def framework(id: str, released: Released) -> None:
    """Table for the team: what each person said under each theme, as an analyst summarised it."""
    show(display_of(id, "framework", released, "caption_framework"))


def quotes(id: str, released: Released) -> None:
    """People's own words, theme by theme."""
    show(display_of(id, "quotes", released, "caption_quotes"))


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
