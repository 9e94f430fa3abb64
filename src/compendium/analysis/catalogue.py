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
    "sample": ("sample", "who_took_part", 0),
    "scores": ("scales", "summary", 2),
    "answers": ("scales", "distribution", 2),
    "items": ("scales", "item_statistics", 2),
    "before_now": ("comparison", "before_and_now", 2),
    "looking_back": ("comparison", "looking_back", 1),
    "attrition": ("follow_up", "attrition", 2),
    "change_over_time": ("follow_up", "change", 2),
    "occasion_means": ("follow_up", "means", 2),
    "reliable_change": ("follow_up", "reliable_change", 2),
    "missing_items": ("nonresponse", "by_item", 2),
    "missing_reasons": ("nonresponse", "by_reason", 2),
    "missing_patterns": ("nonresponse", "patterns", 2),
    "missing_test": ("nonresponse", "little", 2),
    "imputation": ("imputation", "beside_complete", 2),
    "themes": ("themes", "people", 0),
    "theme_counts": ("theme_counts", "counts", 0),
    "open_text_summary": ("open_text", "summary", 0),
    "coding_rules": ("theme_counts", "by_rule", 0),
    "contrasts": ("contrasts", "planned", 0),
    "group_scores": ("contrasts", "group_scores", 0),
    "sensitivity": ("sensitivity", "sensitivity", 0),
    "ordinal": ("models", "ordinal_by_site", 0),
    "clusters": ("models", "clusters", 0),
    "consensus": ("consensus_results", "statements", 0),
    "concordance": ("consensus_results", "kendall", 0),
    "joint": ("integration", "side_by_side", 0),
    "theory_driven": ("joint_types", "theory_driven", 0),
    "stats_by_theme": ("joint_types", "stats_by_theme", 0),
    "theory": ("realist", "theory", 0),
    "evidence": ("realist", "evidence_matrix", 0),
    "verdicts": ("realist", "verdicts", 0),
    "patterns": ("realist", "patterns", 0),
    "co_occurrence": ("meetings", "co_occurrence", 0),
    "configurations": ("configurations", "configurations", 0),
    "agreement": ("agreement", "per_code", 0),
    "coverage_summary": ("coverage", "summary", 0),
    "saturation": ("saturation", "curves", 0),
    "saturation_ratios": ("saturation", "ratios", 0),
    "agreement_detail": ("agreement", "in_detail", 0),
    "agreement_overall": ("agreement_overall", "one_code", 0),
    "boundaries": ("boundaries", "boundaries", 0),
    "referrals": ("casework", "referrals", 0),
    "waits": ("casework", "waits", 0),
    "median_waits": ("casework", "median_waits", 0),
    "composition": ("referral_counts", "composition", 0),
    "quarters": ("referral_counts", "by_quarter", 0),
    "repeats": ("referral_counts", "repeats", 0),
    "referral_flow": ("referral_counts", "by_route", 0),
    "referral_rates": ("referral_counts", "rates", 0),
    "time_open": ("time_open", "time_open", 0),
    "activities_per_case": ("activities", "per_case", 0),
    "activity_mix": ("activities", "mix", 0),
    "table_one": ("table_one", "table_one", 1),
    "response": ("surveys", "response_rates", 0),
    "decision_counts": ("coproduction", "counts", 0),
    "principle_share": ("coproduction", "share", 0),
    "review_flow": ("literature_flow", "flow", 0),
    "review_searches": ("literature_flow", "searches", 0),
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
