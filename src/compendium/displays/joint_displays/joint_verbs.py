"""Verbs of integration: the joint display, further types of it, and configurations to read.

`compendium.displays.verbs` passes them on, so that a notebook has one place to look.
"""

from __future__ import annotations

from compendium.disclosure.released import Released
from compendium.displays.making import display_of, refuse_unreleased, show
from compendium.displays.qualitative.configuration_table import SHOWN
from compendium.displays.qualitative.meeting_verbs import no_triads
from compendium.displays.sentences import Count, Sentence


def joint_display(id: str, released: Released) -> None:
    """Table: survey results beside what people say and quotes, drafts, what was concluded."""
    refuse_unreleased(id, "joint", released)
    between = "other_sites" in set(released.frame.get("reference", ()))
    more = (Sentence("note_joint_quotes"), *((Sentence("note_area_is_model"),) if between else ()))
    show(display_of(id, "joint", released, "caption_joint", more=more))


def configuration_table(id: str, released: Released) -> None:
    """Table: which contexts, mechanisms and outcomes stand in one account, and in how many."""
    refuse_unreleased(id, "configurations", released)
    if released.frame.empty:
        show(no_triads(id, "configurations", released))
        return
    rows = tuple(range(len(released.frame)))
    many = {"count": Count(released, rows), "listed": Count(released, rows[:SHOWN])}
    query = (Sentence("note_query", {"query": t}) for t in released.labels["query"].values())
    more = (
        *query,
        Sentence("note_configurations_seen", released.labels["seen"]),
        Sentence("note_configurations", many),
    )
    show(display_of(id, "configurations", released, "caption_configurations", more=more))


def data_collection_table(id: str, released: Released) -> None:
    """Table: by which questions and codes each topic was asked about in every strand."""
    show(display_of(id, "data_collection", released, "caption_data_collection"))


def theory_driven_table(id: str, released: Released) -> None:
    """Table: what each strand says of each statement of the programme theory."""
    show(display_of(id, "theory_driven", released, "caption_theory_driven"))


def stats_by_theme_table(id: str, released: Released) -> None:
    """Table: survey scores of people in both strands, by whether they raised a theme."""
    show(display_of(id, "stats_by_theme", released, "caption_stats_by_theme"))


def cross_case_table(id: str, released: Released) -> None:
    """Table: the areas side by side, survey, theory and what was concluded."""
    refuse_unreleased(id, "cross_case", released)
    several = released.frame["site"].nunique() > 1
    more = (Sentence("note_area_is_model"),) if several else ()
    show(display_of(id, "cross_case", released, "caption_cross_case", more=more))


def perceptions_table(id: str, released: Released) -> None:
    """Table: topic by topic what each group's survey says and what it talks about."""
    show(display_of(id, "perceptions", released, "caption_perceptions"))


def building_table(id: str, released: Released) -> None:
    """Table: themes, the statements of a survey that came of them, and how these fared."""
    show(display_of(id, "building", released, "caption_building"))


def process_timeline_table(id: str, released: Released) -> None:
    """Table: stages of what becomes of a referral, waits and themes of delay."""
    show(display_of(id, "process_timeline", released, "caption_process_timeline"))
