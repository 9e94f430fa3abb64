"""What a notebook calls to show something: each verb makes a display and shows it.

A verb takes an id and what ``release(…)`` gave back, builds the caption, the alternative text
and the note from released values, and nothing else. Here is one place to look for all of them; each
stands in a module of its family. Those of a planned impact study are asked for by their family:
``show.impact.power``.
"""

# What is imported here is passed on.
# ruff: noqa: F401

from __future__ import annotations

from collections.abc import Callable

from compendium.disclosure.released import Released
from compendium.displays.conclusions.audience_verbs import (
    plain_check,
    plain_words,
    project_facts,
    project_summary,
)
from compendium.displays.conclusions.findings_verbs import (
    finding,
    key_findings,
    main_messages,
    plain_findings,
)
from compendium.displays.intercoder.agreement_verbs import (
    agreement_detail,
    agreement_overall,
    agreement_plan,
    agreement_table,
    boundaries,
    disagreements,
)
from compendium.displays.joint_displays.joint_verbs import (
    building_table,
    configuration_table,
    cross_case_table,
    data_collection_table,
    joint_display,
    perceptions_table,
    process_timeline_table,
    stats_by_theme_table,
    theory_driven_table,
)
from compendium.displays.power import impact_verbs as impact
from compendium.displays.practice.practice_verbs import (
    decision_counts,
    decisions_table,
    principle_decisions,
    principle_share,
    principles_table,
)
from compendium.displays.qualitative.bank_verbs import quotes_by_configuration, quotes_by_theme
from compendium.displays.qualitative.coding_verbs import (
    checklist,
    codebook,
    coverage_summary,
    coverage_table,
    saturation,
    saturation_table,
    sufficiency_table,
    topic_guide,
)
from compendium.displays.qualitative.meeting_verbs import co_occurrence, passages_table, triads
from compendium.displays.qualitative.open_text_verbs import (
    open_text_codes,
    open_text_responses,
    open_text_summary,
)
from compendium.displays.qualitative.theme_verbs import (
    code_tree,
    code_tree_words,
    coding_rule_table,
    framework,
    heat_map,
    open_answers_table,
    quotes,
    theme_counts,
    theme_table,
)
from compendium.displays.review.review_verbs import (
    review_about,
    review_evidence,
    review_flow,
    review_searches,
    review_studies,
)
from compendium.displays.service.casework_verbs import (
    activities_per_case,
    activity_mix,
    casework_quality,
    composition_table,
    median_waits,
    quarters,
    referral_rates,
    referral_routes,
    referral_years,
    repeats_table,
    service_flow,
    time_open_table,
    waits,
    who_refers,
)
from compendium.displays.survey.comparison_verbs import (
    cluster_table,
    forest,
    group_means,
    ordinal_table,
    sensitivity_table,
    test_table,
)
from compendium.displays.survey.missing_verbs import (
    imputation_table,
    missing_map,
    missing_patterns,
    missing_reasons,
    missing_test_table,
)
from compendium.displays.survey.survey_verbs import (
    attrition_table,
    change,
    change_table,
    cherries,
    concordance_table,
    consensus,
    item_table,
    likert,
    reliable_change,
    response_table,
    sample_table,
    score_table,
    slopes,
    table_one,
)
from compendium.displays.theory.programme_verbs import (
    cmoc_sections,
    links_table,
    retroduction,
    statements,
    theory_map,
    trace,
    trail_table,
    versions,
)
from compendium.displays.theory.realist_verbs import (
    cmoc_diagram,
    completeness_table,
    evidence_table,
    pattern_table,
    theory_table,
    verdict_map,
    verdict_table,
)


def each(verb: Callable[[str, Released], None], id: str, released: dict[str, Released]) -> None:
    """Show several released results by one verb, one below the other; each has its own id."""
    for name, table in released.items():
        verb(f"{id}-{name}", table)
