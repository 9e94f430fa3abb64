"""Displays as tables of text: the same rows for HTML, notebook and file."""

from __future__ import annotations

from collections.abc import Callable

from compendium.disclosure.released import Released
from compendium.displays.conclusions.audience_tables import WRITTEN, facts_table, written_table
from compendium.displays.conclusions.findings import findings_table
from compendium.displays.conclusions.reporting import reporting_table
from compendium.displays.conclusions.trail_tables import trace_table, trail_table
from compendium.displays.intercoder.agreement import agreement_table
from compendium.displays.intercoder.agreement_tables import (
    boundaries_table,
    detail_table,
    disagreements_table,
    overall_table,
    planning_table,
)
from compendium.displays.joint_displays.joint import joint_table
from compendium.displays.joint_displays.joint_composed import (
    building_table,
    cross_case_table,
    process_timeline_table,
)
from compendium.displays.joint_displays.joint_types import (
    data_collection_table,
    stats_by_theme_table,
    theory_driven_table,
)
from compendium.displays.joint_displays.perceptions import perceptions_table
from compendium.displays.power.impact_power_tables import TABLES as IMPACT_POWER
from compendium.displays.power.impact_tables import TABLES as IMPACT
from compendium.displays.practice.coproduction import (
    counts_table,
    decisions_table,
    involvement_table,
    share_table,
)
from compendium.displays.practice.principles import chain_table, principles_table
from compendium.displays.qualitative.codebook import codebook_table, topic_guide_table
from compendium.displays.qualitative.configuration_table import configurations_table
from compendium.displays.qualitative.coverage import coverage_summary_table, coverage_table
from compendium.displays.qualitative.framework import framework_table
from compendium.displays.qualitative.meeting_tables import co_occurrence_table, triads_table
from compendium.displays.qualitative.open_text import codes_table, responses_table, summary_table
from compendium.displays.qualitative.quote_bank import bank_cmocs_table, bank_themes_table
from compendium.displays.qualitative.quote_tables import passages_table, quotes_table
from compendium.displays.qualitative.saturation import (
    saturation_ratios_table,
    saturation_table,
    sufficiency_table,
)
from compendium.displays.qualitative.theme_counts import coding_rule_table, theme_counts_table
from compendium.displays.qualitative.theme_tables import open_answers_table, themes_table
from compendium.displays.record import Display
from compendium.displays.review.flow_boxes import flow_table
from compendium.displays.review.review_tables import about_table, searches_table, studies_table
from compendium.displays.review.review_tables import evidence_table as review_evidence_table
from compendium.displays.service.casework_tables import (
    activities_per_case_table,
    activity_mix_table,
    casework_quality_table,
    composition_table,
    quarters_table,
    rates_table,
    referral_routes_table,
    repeats_table,
    time_open_table,
)
from compendium.displays.service.flow_parts import service_flow_table
from compendium.displays.service.service_map import (
    median_waits_table,
    referral_years_table,
    waits_table,
    who_refers_table,
)
from compendium.displays.survey.consensus import concordance_table, consensus_table
from compendium.displays.survey.follow_up import attrition_table, change_table, reliable_table
from compendium.displays.survey.forest import forest_table
from compendium.displays.survey.group_means import group_means_table
from compendium.displays.survey.missing_tables import (
    imputation_table,
    missing_map_table,
    missing_patterns_table,
    missing_reasons_table,
    missing_test_table,
)
from compendium.displays.survey.model_tables import cluster_table, ordinal_table, test_table
from compendium.displays.survey.score_tables import items_table, levels_table, scores_table
from compendium.displays.survey.sensitivity import sensitivity_table
from compendium.displays.survey.slopes import slopes_table
from compendium.displays.survey.table_one import (
    cherries_table,
    response_table,
    sample_table,
    table_one_table,
)
from compendium.displays.text_table import TextTable
from compendium.displays.theory.cmoc_sections import (
    across_table,
    asked_table,
    context_item_table,
    places_table,
    section_table,
)
from compendium.displays.theory.cmoc_words import cmoc_table
from compendium.displays.theory.pattern_tables import completeness_table, pattern_table
from compendium.displays.theory.programme_tables import (
    links_table,
    retroduction_table,
    statements_table,
    versions_table,
)
from compendium.displays.theory.theory_links import map_table
from compendium.displays.theory.theory_tables import (
    evidence_table,
    theory_table,
    verdict_table,
)


def table(display: Display, lang: str) -> TextTable:
    """The display's table in one language."""
    return TABLES[display.kind](display.data, lang)


def _absent(_: Released, lang: str) -> TextTable:
    return TextTable((), (), ())


TABLES: dict[str, Callable[[Released, str], TextTable]] = {
    "sample": sample_table,
    "likert": levels_table,
    "change": levels_table,
    "scores": scores_table,
    "items": items_table,
    "slopes": slopes_table,
    "themes": themes_table,
    "open_answers": open_answers_table,
    "heat_map": themes_table,
    "theme_counts": theme_counts_table,
    "code_tree": theme_counts_table,
    "code_tree_words": theme_counts_table,
    "coding_rules": coding_rule_table,
    "forest": forest_table,
    "group_means": group_means_table,
    "attrition": attrition_table,
    "change_table": change_table,
    "reliable_change": reliable_table,
    "consensus": consensus_table,
    "concordance": concordance_table,
    "missing_map": missing_map_table,
    "missing_reasons": missing_reasons_table,
    "missing_patterns": missing_patterns_table,
    "missing_test": missing_test_table,
    "imputation": imputation_table,
    "agreement": agreement_table,
    "coverage": coverage_table,
    "coverage_summary": coverage_summary_table,
    "open_text_summary": summary_table,
    "open_text_codes": codes_table,
    "open_text_responses": responses_table,
    "saturation": saturation_table,
    "saturation_ratios": saturation_ratios_table,
    "sufficiency": sufficiency_table,
    "codebook": codebook_table,
    "topic_guide": topic_guide_table,
    **dict.fromkeys(("rameses", "gramms", "srqr", "coreq"), reporting_table),
    **dict.fromkeys(("prisma", "rapid_review"), reporting_table),
    **dict.fromkeys(("gripp2", "involving_young"), involvement_table),
    "decisions": decisions_table,
    "decision_counts": counts_table,
    "principles": principles_table,
    "principle_decisions": chain_table,
    "principle_share": share_table,
    "agreement_detail": detail_table,
    "agreement_overall": overall_table,
    "agreement_plan": planning_table,
    "boundaries": boundaries_table,
    "disagreements": disagreements_table,
    "review_about": about_table,
    "review_searches": searches_table,
    "review_flow": flow_table,
    "review_studies": studies_table,
    "review_evidence": review_evidence_table,
    "quotes": quotes_table,
    "bank_themes": bank_themes_table,
    "bank_cmocs": bank_cmocs_table,
    "passages": passages_table,
    "framework": framework_table,
    "co_occurrence": co_occurrence_table,
    "triads": triads_table,
    "configurations": configurations_table,
    "joint": joint_table,
    "cross_case": cross_case_table,
    "perceptions": perceptions_table,
    "building": building_table,
    "process_timeline": process_timeline_table,
    "data_collection": data_collection_table,
    "theory_driven": theory_driven_table,
    "stats_by_theme": stats_by_theme_table,
    **dict.fromkeys(("findings", "plain_findings"), findings_table),
    **dict.fromkeys(WRITTEN, written_table),
    "project_facts": facts_table,
    "cmocs": cmoc_table,
    "evidence": evidence_table,
    "theory": theory_table,
    "verdicts": verdict_table,
    "verdict_map": verdict_table,
    "patterns": pattern_table,
    "completeness": completeness_table,
    "theory_map": map_table,
    "cmoc_section": section_table,
    "cmoc_asked": asked_table,
    "cmoc_places": places_table,
    "cmoc_across": across_table,
    "context_item": context_item_table,
    "statements": statements_table,
    "versions": versions_table,
    "retroduction": retroduction_table,
    "links": links_table,
    "trail": trail_table,
    "trace": trace_table,
    "who_refers": who_refers_table,
    "referral_years": referral_years_table,
    "waits": waits_table,
    "median_waits": median_waits_table,
    "service_flow": service_flow_table,
    "referral_routes": referral_routes_table,
    "composition": composition_table,
    "quarters": quarters_table,
    "repeats": repeats_table,
    "referral_rates": rates_table,
    "time_open": time_open_table,
    "activities_per_case": activities_per_case_table,
    "activity_mix": activity_mix_table,
    "casework_quality": casework_quality_table,
    "table_one": table_one_table,
    "response": response_table,
    "cherries": cherries_table,
    "sensitivity": sensitivity_table,
    "ordinal": ordinal_table,
    "clusters": cluster_table,
    "crosstab": test_table,
    **IMPACT,
    **IMPACT_POWER,
    "absent": _absent,
}
