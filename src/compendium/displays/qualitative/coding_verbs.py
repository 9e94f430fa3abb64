"""Verbs of what the coding of talk rests on: coverage, saturation, codebook, guides, checklists."""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.qualitative import coverage as of_texts
from compendium.displays.qualitative.codebook import CAME
from compendium.displays.qualitative.saturation import alt_saturation
from compendium.displays.sentences import Labels, Sentence


def coverage_table(id: str, released: Released) -> None:
    """Table: how much of each text each coder coded; for the team."""
    refuse_unreleased(id, "coverage", released)
    more = of_texts.uncoded(released)
    show(display_of(id, "coverage", released, "caption_coverage", more=more))


def coverage_summary(id: str, released: Released) -> None:
    """Table: how many texts each coder coded, and how much of them; for the team."""
    show(display_of(id, "coverage_summary", released, "caption_coverage_summary"))


def saturation(id: str, released: Released) -> None:
    """Curves: different inductive themes so far, interview by interview; for the team."""
    refuse_unreleased(id, "saturation", released)
    alt = alt_saturation(released)
    show(display_of(id, "saturation", released, "caption_saturation", alt))


def saturation_table(id: str, released: Released) -> None:
    """Table: new information in later runs of interviews; for the team."""
    show(display_of(id, "saturation_ratios", released, "caption_saturation_ratios"))


def sufficiency_table(id: str, released: Released) -> None:
    """Table: what somebody holds of whether each group's interviews suffice."""
    show(display_of(id, "sufficiency", released, "caption_sufficiency"))


def codebook(id: str, released: Released) -> None:
    """Table: what each theme means; for the team also how often it is used, and examples."""
    show(display_of(id, "codebook", released, "caption_codebook"))


def topic_guide(id: str, released: Released) -> None:
    """Table: what each question of a guide was to test; for the team also what came on it."""
    refuse_unreleased(id, "topic_guide", released)
    untested = tuple(released.labels.get("untested", {}))
    more = (Sentence("guide_untested", {"names": Labels(released, "untested", untested)}),)
    came = "_came" if set(CAME) & set(released.frame) else ""
    more = more if untested else ()
    show(display_of(id, "topic_guide", released, f"caption_topic_guide{came}", more=more))


def checklist(id: str, released: Released) -> None:
    """Table: where each item of a reporting checklist is addressed, and who confirmed it."""
    refuse_unreleased(id, "checklist", released)
    show(display_of(id, released.measure, released, f"caption_{released.measure}"))
