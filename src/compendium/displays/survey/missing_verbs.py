"""What a notebook calls to show missing answers (see `compendium.displays.verbs`)."""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.sentences import Sentence
from compendium.displays.survey.missing_map import alt_missing_map


def missing_map(id: str, released: Released) -> None:
    """Map: how many left out each question in each area, as a word on a tint."""
    refuse_unreleased(id, "missing_map", released)
    alt = alt_missing_map(released)
    show(display_of(id, "missing_map", released, "caption_missing_map", alt))


def missing_reasons(id: str, released: Released) -> None:
    """Table: why answers are missing, over all questions together."""
    show(display_of(id, "missing_reasons", released, "caption_missing_reasons"))


def missing_patterns(id: str, released: Released) -> None:
    """Table: how many people answered everything, left out one question, or more."""
    show(display_of(id, "missing_patterns", released, "caption_missing_patterns"))


def missing_test_table(id: str, released: Released) -> None:
    """Table: Little's test that answers are missing by chance alone; it decides nothing."""
    show(display_of(id, "missing_test", released, "caption_missing_test"))


def imputation_table(id: str, released: Released) -> None:
    """Table: mean scores beside those of complete answers and of imputed ones."""
    refuse_unreleased(id, "imputation", released)
    under = (
        released.marks["missing_information"].eq("under").any() if len(released.marks) else False
    )
    over = "over" in released.marks_said()
    more = (Sentence("key_over"),) if under and not over else ()
    show(display_of(id, "imputation", released, "caption_imputation", None, more))
