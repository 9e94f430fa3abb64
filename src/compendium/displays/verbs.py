"""What a notebook calls to show something: each verb makes a display and shows it.

A verb takes an id and what ``release(…)`` gave back, builds the caption, the alternative text
and the note from released values, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable

from compendium.disclosure.released import Released, Value
from compendium.displays import (
    agreement_verbs,
    audience_verbs,
    bank_verbs,
    casework_verbs,
    coding_verbs,
    findings_verbs,
    follow_up,
    impact_verbs,
    joint_verbs,
    meeting_verbs,
    missing_verbs,
    model_tables,
    open_text_verbs,
    practice_verbs,
    programme_verbs,
    review_verbs,
    sensitivity,
)
from compendium.displays import consensus as ratings
from compendium.displays import forest as forest_plot
from compendium.displays import group_means as means
from compendium.displays import realist_verbs as theory_verbs
from compendium.displays import theme_verbs as talk_verbs
from compendium.displays.alt_maps import alt_heat_map
from compendium.displays.behind import base_range
from compendium.displays.making import display_of as _display
from compendium.displays.making import refuse_unreleased as _refuse_unreleased
from compendium.displays.making import show
from compendium.displays.record import Label, Sentence
from compendium.displays.sentences import distinct
from compendium.displays.slopes import alt_slopes

# Those of a planned study are asked for by their family: show.impact.power.
impact = impact_verbs
# The verbs of the programme theory stand in a module of their own.
cmoc_diagram = theory_verbs.cmoc_diagram
completeness_table = theory_verbs.completeness_table
evidence_table = theory_verbs.evidence_table
pattern_table = theory_verbs.pattern_table
theory_table = theory_verbs.theory_table
verdict_map = theory_verbs.verdict_map
theory_map = programme_verbs.theory_map
cmoc_sections = programme_verbs.cmoc_sections
statements = programme_verbs.statements
versions = programme_verbs.versions
retroduction = programme_verbs.retroduction
links_table = programme_verbs.links_table
trail_table = programme_verbs.trail_table
trace = programme_verbs.trace
verdict_table = theory_verbs.verdict_table

# Those of the review of literature likewise.
review_about = review_verbs.review_about
review_searches = review_verbs.review_searches
review_flow = review_verbs.review_flow
review_studies = review_verbs.review_studies
review_evidence = review_verbs.review_evidence

# Those of the service map likewise.
who_refers = casework_verbs.who_refers
referral_years = casework_verbs.referral_years
waits = casework_verbs.waits
median_waits = casework_verbs.median_waits
service_flow = casework_verbs.service_flow
referral_routes = casework_verbs.referral_routes
composition_table = casework_verbs.composition_table
quarters = casework_verbs.quarters
repeats_table = casework_verbs.repeats_table
referral_rates = casework_verbs.referral_rates
time_open_table = casework_verbs.time_open_table
activities_per_case = casework_verbs.activities_per_case
activity_mix = casework_verbs.activity_mix
casework_quality = casework_verbs.casework_quality

# Those of the quote bank likewise.
quotes_by_configuration = bank_verbs.quotes_by_configuration
quotes_by_theme = bank_verbs.quotes_by_theme

# Those of coding and of how the talk is reported likewise.
coverage_table = coding_verbs.coverage_table
coverage_summary = coding_verbs.coverage_summary
saturation = coding_verbs.saturation
saturation_table = coding_verbs.saturation_table
sufficiency_table = coding_verbs.sufficiency_table
codebook = coding_verbs.codebook
topic_guide = coding_verbs.topic_guide
checklist = coding_verbs.checklist
# Those of open questions likewise.
open_text_summary = open_text_verbs.open_text_summary
open_text_codes = open_text_verbs.open_text_codes
open_text_responses = open_text_verbs.open_text_responses
# Those of coders' agreement likewise.
agreement_table = agreement_verbs.agreement_table
agreement_detail = agreement_verbs.agreement_detail
agreement_overall = agreement_verbs.agreement_overall
agreement_plan = agreement_verbs.agreement_plan
boundaries = agreement_verbs.boundaries
disagreements = agreement_verbs.disagreements

# Those of missing answers likewise.
missing_map = missing_verbs.missing_map
missing_reasons = missing_verbs.missing_reasons
missing_patterns = missing_verbs.missing_patterns
missing_test_table = missing_verbs.missing_test_table
imputation_table = missing_verbs.imputation_table

# Those of exact counts of talk likewise.
code_tree = talk_verbs.code_tree
code_tree_words = talk_verbs.code_tree_words
theme_counts = talk_verbs.theme_counts
coding_rule_table = talk_verbs.coding_rule_table
# Those of coded passages: which codes meet, and what a query found.
co_occurrence = meeting_verbs.co_occurrence
passages_table = meeting_verbs.passages_table
triads = meeting_verbs.triads
configuration_table = joint_verbs.configuration_table
building_table = joint_verbs.building_table
perceptions_table = joint_verbs.perceptions_table
cross_case_table = joint_verbs.cross_case_table
process_timeline_table = joint_verbs.process_timeline_table
data_collection_table = joint_verbs.data_collection_table
theory_driven_table = joint_verbs.theory_driven_table
stats_by_theme_table = joint_verbs.stats_by_theme_table

# What people concluded likewise, and what a study says to funders and in plain words.
finding = findings_verbs.finding
main_messages = findings_verbs.main_messages
key_findings = findings_verbs.key_findings
plain_findings = findings_verbs.plain_findings
project_summary = audience_verbs.project_summary
project_facts = audience_verbs.project_facts
plain_words = audience_verbs.plain_words
plain_check = audience_verbs.plain_check

principles_table = practice_verbs.principles_table
principle_decisions = practice_verbs.principle_decisions
principle_share = practice_verbs.principle_share
decisions_table = practice_verbs.decisions_table
decision_counts = practice_verbs.decision_counts


def each(verb: Callable[[str, Released], None], id: str, released: dict[str, Released]) -> None:
    """Show several released results by one verb, one below the other; each has its own id."""
    for name, table in released.items():
        verb(f"{id}-{name}", table)


def sample_table(id: str, released: Released) -> None:
    """Table: who took part."""
    show(_display(id, "sample", released, "caption_sample"))


def table_one(id: str, released: Released) -> None:
    """Table: the people who answered a survey, by area and characteristic."""
    show(_display(id, "table_one", released, "caption_table_one"))


def response_table(id: str, released: Released) -> None:
    """Table: how many of those invited answered, and how many of these answered everything."""
    show(_display(id, "response", released, "caption_response"))


def cherries(id: str, released: Released) -> None:
    """Table: how the surveys were done, by the CHERRIES checklist."""
    show(_display(id, "cherries", released, "caption_cherries"))


def likert(id: str, released: Released) -> None:
    """Diverging bars: how far people agree with each statement."""
    _refuse_unreleased(id, "likert", released)
    caption = Sentence(
        "caption_answers", {"population": released.population, "range": base_range(released)}
    )
    alt = _extremes(released, "alt_answers", ("agree",), by="item_id")
    show(_display(id, "likert", released, caption, alt))


def change(id: str, released: Released) -> None:
    """Bars: how many people rate now lower than, the same as, or higher than before."""
    _refuse_unreleased(id, "change", released)
    caption = Sentence(
        "caption_change", {"population": released.population, "range": base_range(released)}
    )
    alt = _extremes(released, "alt_change", ("higher",), by="item_id")
    show(_display(id, "change", released, caption, alt))


def attrition_table(id: str, released: Released) -> None:
    """Table: how many of the people who answered first answered again, and how many did not."""
    show(_display(id, "attrition", released, "caption_attrition"))


def change_table(id: str, released: Released) -> None:
    """Table: how the same people's scores changed since the first occasion, with tests."""
    show(_display(id, "change_table", released, "caption_change_over_time"))


def reliable_change(id: str, released: Released) -> None:
    """Bars: who changed by more than the unreliability of the scale, in either direction."""
    _refuse_unreleased(id, "reliable_change", released)
    alt = follow_up.alt_reliable_change(released)
    show(_display(id, "reliable_change", released, "caption_reliable_change", alt))


def score_table(id: str, released: Released) -> None:
    """Table: mean score of each topic with its interval, and how its questions hang together."""
    _refuse_unreleased(id, "scores", released)
    population, ends = released.population, released.labels.get("range")
    caption = Sentence("caption_scores_no_range", {"population": population})
    if ends:
        caption = Sentence("caption_scores", {"population": population, **ends})
    show(_display(id, "scores", released, caption))


def item_table(id: str, released: Released) -> None:
    """Table: what each question brings to its topic, and whether answers crowd at an end."""
    _refuse_unreleased(id, "items", released)
    caption = Sentence("caption_items", {"population": released.population})
    show(_display(id, "items", released, caption))


def slopes(id: str, released: Released) -> None:
    """Small panels: mean scores of each topic at each occasion, joined by lines."""
    _refuse_unreleased(id, "slopes", released)
    parts = {"population": released.population, **released.labels.get("range", {})}
    ending = "" if released.labels.get("range") else "_no_range"
    caption = Sentence(f"caption_{released.measure}{ending}", parts)
    show(_display(id, "slopes", released, caption, alt_slopes(released)))


def theme_table(id: str, released: Released) -> None:
    """Table: how common each theme is in each group, in words."""
    show(_display(id, "themes", released, "caption_themes"))


def open_answers_table(id: str, released: Released) -> None:
    """Table: how common each theme is in what people wrote, in words."""
    show(_display(id, "open_answers", released, "caption_open_answers"))


def heat_map(id: str, released: Released) -> None:
    """Map: how common each theme is in each group and area, as a word on a tint."""
    _refuse_unreleased(id, "heat_map", released)
    show(_display(id, "heat_map", released, "caption_themes", alt_heat_map(released)))


def joint_display(id: str, released: Released) -> None:
    """Table: survey results beside what people say and quotes, drafts, what was concluded."""
    _refuse_unreleased(id, "joint", released)
    between = "other_sites" in set(released.frame.get("reference", ()))
    more = (Sentence("note_joint_quotes"), *((Sentence("note_area_is_model"),) if between else ()))
    show(_display(id, "joint", released, "caption_joint", more=more))


def forest(id: str, released: Released) -> None:
    """Forest plots: how far groups differ in each topic, one plot a planned comparison."""
    for name, part in _comparisons(id, "forest", released):
        caption = forest_plot.caption(part, "caption_contrasts")
        more = forest_plot.notes(part)
        show(_display(name, "forest", part, caption, forest_plot.alt_forest(part), more))


def group_means(id: str, released: Released) -> None:
    """Points with intervals: mean scores of the groups of each planned comparison."""
    for name, part in _comparisons(id, "group_means", released):
        caption = forest_plot.caption(part, "caption_group_scores", ("least", "most"))
        more = (*forest_plot.notes(part), *means.notes(part))
        show(_display(name, "group_means", part, caption, means.alt_group_means(part), more))


def sensitivity_table(id: str, released: Released) -> None:
    """Tables: each planned comparison in other ways of analysis, and whether it survives them."""
    for name, part in _comparisons(id, "sensitivity", released):
        caption = forest_plot.caption(part, "caption_sensitivity")
        more = (*forest_plot.notes(part), *sensitivity.notes(part))
        show(_display(name, "sensitivity", part, caption, more=more))


def ordinal_table(id: str, released: Released) -> None:
    """Tables: odds of a higher score by area, one table a planned comparison."""
    _models(id, "ordinal", released)


def cluster_table(id: str, released: Released) -> None:
    """Tables: how alike people of one area are, one table a planned comparison."""
    _models(id, "clusters", released)


def _models(id: str, kind: str, released: Released) -> None:
    for name, part in _comparisons(id, kind, released):
        caption = forest_plot.caption(part, f"caption_{kind}")
        show(_display(name, kind, part, caption, more=forest_plot.notes(part)))


def test_table(id: str, released: Released) -> None:
    """Table: whether answers to one question go with the area, or with another question."""
    _refuse_unreleased(id, "crosstab", released)
    more = model_tables.notes(released)
    show(_display(id, "crosstab", released, "caption_crosstab", None, more))


def consensus(id: str, released: Released) -> None:
    """Points with intervals: how far each group agrees with each statement, and the verdict.

    One figure for each question that statements were rated for.
    """
    _refuse_unreleased(id, "consensus", released)
    asked = list(dict.fromkeys(released.frame["question"]))
    parts = {f"{id}-{q}": released.only("question", q) for q in asked}
    for name, part in (parts if len(asked) > 1 else {id: released}).items():
        alt, more = ratings.alt_consensus(part), ratings.notes(part)
        show(_display(name, "consensus", part, ratings.caption(part), alt, more))


def concordance_table(id: str, released: Released) -> None:
    """Table: how far the people of each group put the statements in the same order."""
    show(_display(id, "concordance", released, "caption_concordance"))


def _comparisons(id: str, kind: str, released: Released) -> list[tuple[str, Released]]:
    """The rows of each planned comparison and an id for them; without any, the empty table."""
    _refuse_unreleased(id, kind, released)
    named = list(dict.fromkeys(released.frame["comparison"]))
    return [(f"{id}-{n}", released.only("comparison", n)) for n in named] or [(id, released)]


def framework(id: str, released: Released) -> None:
    """Table for the team: what each person said under each theme, as an analyst summarised it."""
    show(_display(id, "framework", released, "caption_framework"))


def quotes(id: str, released: Released) -> None:
    """People's own words, theme by theme."""
    show(_display(id, "quotes", released, "caption_quotes"))


def _extremes(released: Released, key: str, sides: tuple[str, ...], by: str) -> Sentence | None:
    """The alternative text: where the favourable side is most and least common.

    Rows whose side was merged with another do not count; without any, the text says how many
    rows there are and where the numbers stand.
    """
    frame = released.frame
    count = distinct(released, released.by[:-1])
    own = frame[frame["level"].isin(sides) & frame["percent"].notna()]
    own = own[own[by].isin(released.labels[by])]
    if released.measure == "answers":  # agreement with a negative wording is nothing favourable
        own = own[~own[by].isin(released.labels["reversed"])]
    if own.empty:
        return Sentence("alt_none", {"count": count})
    high, low = int(own["percent"].idxmax()), int(own["percent"].idxmin())
    return Sentence(
        key,
        {
            "count": count,
            "top": Label(released, by, frame.at[high, by]),
            "top_percent": Value(released, high, "percent"),
            "low": Label(released, by, frame.at[low, by]),
            "low_percent": Value(released, low, "percent"),
        },
    )
