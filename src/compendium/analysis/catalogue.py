"""Results by name: what a finding may take its numbers from.

A name is a word, or a word and what it is asked of: ``scores:parent`` or
``scores:professional:social_worker``. Analyses are imported when they are asked for. What one row
is, the analysis says that is asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from compendium.analysis.result import Result
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed

# Of each name: the module, its function, and whether an instrument and a group may follow.
RESULTS: dict[str, tuple[str, str, int]] = {
    "sample": ("survey.sample", "who_took_part", 0),
    "scores": ("survey.scales", "summary", 2),
    "answers": ("survey.scales", "distribution", 2),
    "items": ("survey.scales", "item_statistics", 2),
    "before_now": ("survey.comparison", "before_and_now", 2),
    "looking_back": ("survey.comparison", "looking_back", 1),
    "attrition": ("survey.follow_up", "attrition", 2),
    "change_over_time": ("survey.follow_up", "change", 2),
    "occasion_means": ("survey.follow_up", "means", 2),
    "reliable_change": ("survey.follow_up", "reliable_change", 2),
    "missing_items": ("survey.nonresponse", "by_item", 2),
    "missing_reasons": ("survey.nonresponse", "by_reason", 2),
    "missing_patterns": ("survey.nonresponse", "patterns", 2),
    "missing_test": ("survey.nonresponse", "little", 2),
    "imputation": ("survey.imputation", "beside_complete", 2),
    "themes": ("qualitative.themes", "people", 0),
    "theme_counts": ("qualitative.theme_counts", "counts", 0),
    "open_text_summary": ("qualitative.open_text", "summary", 0),
    "coding_rules": ("qualitative.theme_counts", "by_rule", 0),
    "contrasts": ("survey.contrasts", "planned", 0),
    "group_scores": ("survey.contrasts", "group_scores", 0),
    "sensitivity": ("survey.sensitivity", "sensitivity", 0),
    "ordinal": ("survey.models", "ordinal_by_site", 0),
    "clusters": ("survey.models", "clusters", 0),
    "consensus": ("survey.consensus_results", "statements", 0),
    "concordance": ("survey.consensus_results", "kendall", 0),
    "joint": ("joint_displays.integration", "side_by_side", 0),
    "theory_driven": ("joint_displays.joint_types", "theory_driven", 0),
    "stats_by_theme": ("joint_displays.joint_types", "stats_by_theme", 0),
    "theory": ("theory.realist", "theory", 0),
    "evidence": ("theory.realist", "evidence_matrix", 0),
    "verdicts": ("theory.realist", "verdicts", 0),
    "patterns": ("theory.realist", "patterns", 0),
    "co_occurrence": ("qualitative.meetings", "co_occurrence", 0),
    "configurations": ("qualitative.configurations", "configurations", 0),
    "agreement": ("intercoder.agreement", "per_code", 0),
    "coverage_summary": ("qualitative.coverage", "summary", 0),
    "saturation": ("qualitative.saturation", "curves", 0),
    "saturation_ratios": ("qualitative.saturation", "ratios", 0),
    "agreement_detail": ("intercoder.agreement", "in_detail", 0),
    "agreement_overall": ("intercoder.agreement_overall", "one_code", 0),
    "boundaries": ("intercoder.boundaries", "boundaries", 0),
    "referrals": ("service.casework", "referrals", 0),
    "waits": ("service.casework", "waits", 0),
    "median_waits": ("service.casework", "median_waits", 0),
    "composition": ("service.referral_counts", "composition", 0),
    "quarters": ("service.referral_counts", "by_quarter", 0),
    "repeats": ("service.referral_counts", "repeats", 0),
    "referral_flow": ("service.referral_counts", "by_route", 0),
    "referral_rates": ("service.referral_counts", "rates", 0),
    "time_open": ("service.time_open", "time_open", 0),
    "activities_per_case": ("service.activities", "per_case", 0),
    "activity_mix": ("service.activities", "mix", 0),
    "table_one": ("survey.table_one", "table_one", 1),
    "response": ("survey.surveys", "response_rates", 0),
    "decision_counts": ("practice.coproduction", "counts", 0),
    "principle_share": ("practice.coproduction", "share", 0),
    "review_flow": ("review.literature_flow", "flow", 0),
    "review_searches": ("review.literature_flow", "searches", 0),
}


def result(name: str, data: Tables) -> Result:
    """The result of that name, on these tables.

    Raises
    ------
    StudyError
        If there is no such result, instrument or group.
    """
    word, *asked_of = name.split(":")
    if word not in RESULTS:
        raise StudyError(f"There is no result {name!r}. There is: {listed(RESULTS, limit=20)}.")
    module, function, most = RESULTS[word]
    if len(asked_of) > most:
        raise StudyError(f"The result {word!r} takes no more than {most} names after it: {name!r}.")
    return _function(module, function)(data, **_arguments(name, asked_of, data, most))


def _function(module: str, function: str) -> Callable[..., Result]:
    return getattr(importlib.import_module(f"compendium.analysis.{module}"), function)


def _arguments(name: str, asked_of: list[str], data: Tables, most: int) -> dict:
    """The instrument and the group a name ends with, once they are known to exist.

    Without a group all of the instrument's are named, as a notebook names them: the result is then
    the one it has made already (`remembered`).
    """
    if not asked_of:
        return {}
    instruments = {i.instrument: i for i in data.study.instruments}
    if asked_of[0] not in instruments:
        raise StudyError(
            f"The result {name!r} names no instrument of the study. "
            f"There is: {listed(instruments)}."
        )
    groups = instruments[asked_of[0]].groups
    if len(asked_of) == 1:
        return {"instrument": asked_of[0]} | ({"groups": groups} if most == 2 else {})
    if asked_of[1] not in groups:
        raise StudyError(
            f"The result {name!r} names no group of {asked_of[0]}. There is: {listed(groups)}."
        )
    return {"instrument": asked_of[0], "groups": (asked_of[1],)}
