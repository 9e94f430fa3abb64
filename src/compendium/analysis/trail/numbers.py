"""What a number in a sentence was counted on, by the result it comes from.

Every result that a finding may cite (`compendium.analysis.catalogue`) has its place here.
"""

from __future__ import annotations

from compendium.analysis.service.casework_words import ALL
from compendium.analysis.trail.behind_principles import standing_principles
from compendium.analysis.trail.kinds import (
    ACTIVITIES,
    ALL_RECORDS,
    ALL_TALK,
    CASEWORK,
    CMOC,
    CODING,
    COMPARISON,
    DECISION,
    JOINT,
    OPEN,
    PRINCIPLE,
    RATES,
    REFERRALS,
    REVIEW,
    ROUTES,
    STATEMENT,
    SURVEY,
    THEME,
    WAITS,
    key,
)
from compendium.conclusions import FIRST, ValueReference
from compendium.instruments import Instrument
from compendium.intake.tables import Tables
from compendium.study import Study

# Results whose rows name what they are counted on, and the columns that name it.
BY_CMOC, BY_ROW, BY_COMPARISON = {"cmoc_id": CMOC}, {"row": JOINT}, {"comparison": COMPARISON}
BY_CODE = {"code_id": THEME}
NAMED_BY_ROW: dict[str, dict[str, str]] = {
    "theory": BY_CMOC,
    "evidence": BY_CMOC,
    "verdicts": BY_CMOC,
    "patterns": BY_CMOC,
    "theory_driven": {"pt_id": STATEMENT},
    "joint": BY_ROW,
    "stats_by_theme": BY_ROW,
    "contrasts": BY_COMPARISON,
    "group_scores": BY_COMPARISON,
    "sensitivity": BY_COMPARISON,
    "ordinal": BY_COMPARISON,
    "clusters": BY_COMPARISON,
    "themes": BY_CODE,
    "theme_counts": BY_CODE,
    "coding_rules": BY_CODE,
    "agreement": BY_CODE,
    "agreement_detail": BY_CODE,
    "boundaries": BY_CODE,
    "co_occurrence": {"code_1": THEME, "code_2": THEME},
    "configurations": {"context": THEME, "mechanism": THEME, "outcome": THEME},
}
# Results counted on answers: to what the row is about, or to the whole questionnaire.
ON_ANSWERS = (
    *("scores", "answers", "items", "before_now", "looking_back", "table_one", "response"),
    *("attrition", "change_over_time", "occasion_means", "reliable_change", "open_text_summary"),
    *("missing_items", "missing_reasons", "missing_patterns", "missing_test", "imputation"),
)
RATINGS = ("consensus", "concordance")
# Results counted on the casework log, and what of it they count.
OF_THE_LOG = {
    "waits": (WAITS,),
    "median_waits": (WAITS,),
    "time_open": (OPEN,),
    "quarters": ("quarter",),
    "repeats": ("repeat",),
    "referral_flow": (ROUTES,),
    "referral_rates": (RATES,),
    "activities_per_case": (ACTIVITIES,),
    "activity_mix": (ACTIVITIES,),
    "service_flow": (ROUTES, ACTIVITIES),
}
ON_TALK = ("agreement_overall", "coverage_summary", "saturation", "saturation_ratios")
ON_RECORDS = ("review_flow", "review_searches")
# Results that lead nowhere, and why.
WITHOUT_A_PLACE = {
    "sample": "it counts people over all exports, and who they are is for consent.csv alone",
}


def number_of(reference: ValueReference, data: Tables) -> list[str]:
    """The keys of what a number in a sentence was counted on; none where it is people alone."""
    word, *asked_of = reference.result.split(":")
    row, study = reference.row, data.study
    if word in NAMED_BY_ROW:
        named = NAMED_BY_ROW[word].items()
        return [key(kind, row[column]) for column, kind in named if column in row]
    if word in ON_ANSWERS:
        return _answers(asked_of, row, study)
    if word in RATINGS:
        return _ratings(row, study)
    if word in ON_TALK:
        return [key(CODING, ALL_TALK)]
    if word in ON_RECORDS:
        return [key(REVIEW, ALL_RECORDS)]
    if word == "principle_share":
        return [key(PRINCIPLE, p.principle) for p in standing_principles(study)]
    if word == "decision_counts":
        # Of all of them: which ones a small role raised may not be told (rule W1).
        return [key(DECISION, d) for d in data.decisions["decision_id"]]
    return [key(CASEWORK, figure) for figure in _figures(word, row)]


def _figures(word: str, row: dict[str, str]) -> tuple[str, ...]:
    """What of a casework log a result counts."""
    if word == "referrals":
        return (f"{REFERRALS}/{row.get('referrer_type', ALL)}",)
    if word == "composition":
        named = row.get("characteristic") or row.get("level", "").partition(":")[0]
        return (named,) if named else ()
    return OF_THE_LOG.get(word, ())


def _answers(asked_of: list[str], row: dict[str, str], study: Study) -> list[str]:
    """What was asked about, in each questionnaire that asks it; without one, the whole of it."""
    topic = row.get("item_id") or row.get("construct")
    named = asked_of[:1] or list(filter(None, [row.get("instrument")]))
    forms = [f for f in study.instruments if f.instrument in named or not named]
    if not topic:
        return [key(SURVEY, form.instrument) for form in forms]
    return [key(SURVEY, f"{f.instrument}/{topic}") for f in forms if named or topic in topics(f)]


def topics(form: Instrument) -> list[str]:
    """What a questionnaire asks about: its constructs, then its items."""
    return [*(c.construct for c in form.constructs), *(item.item_id for item in form.items)]


def _ratings(row: dict[str, str], study: Study) -> list[str]:
    """The item a statement was rated by on one question; without a statement, the whole survey."""
    rule = study.header.consensus_rule
    if rule is None:
        return []
    found = [s for s in rule.statements if s.statement == row.get("statement")]
    items = [rule.item_of(s, row.get("question", FIRST)) for s in found]
    whole = [] if "statement" in row else [key(SURVEY, rule.instrument)]
    return whole + [key(SURVEY, f"{rule.instrument}/{item}") for item in items if item]
