"""Of what kind the data are behind a display, by what it measures."""

from __future__ import annotations

from collections.abc import Iterable

from compendium.displays.record import Display

# Of each kind the words for it, and the measures that are worked out from it alone. What is put
# together of several kinds, and what a team wrote itself, belongs to none.
KINDS: dict[str, tuple[str, ...]] = {
    "kind_people": ("sample",),
    "kind_survey": (
        *("answers", "change", "scores", "items", "before_now", "contrasts", "group_scores"),
        *("attrition", "change_over_time", "occasion_means", "reliable_change", "consensus"),
        *("concordance", "missing_items", "missing_reasons", "missing_patterns", "missing_test"),
        *("imputation", "table_one", "response", "sensitivity", "ordinal", "clusters", "crosstab"),
    ),
    "kind_written": ("open_answers", "open_text_summary", "open_text_codes", "open_text_responses"),
    "kind_talk": (
        *("themes", "quotes", "theme_counts", "coding_rules", "co_occurrence", "triads"),
        *("agreement", "agreement_detail", "agreement_overall", "boundaries", "disagreements"),
        *(
            "coverage",
            "coverage_summary",
            "saturation",
            "saturation_ratios",
            "quote_bank",
            "framework",
        ),
    ),
    "kind_judged": ("evidence", "verdicts", "theory", "patterns"),
    "kind_casework": (
        *("referrals", "waits", "median_waits", "composition", "quarters", "repeats"),
        *("referral_flow", "referral_rates", "time_open", "activities_per_case", "activity_mix"),
    ),
    "kind_literature": ("review_flow", "review_studies", "review_evidence"),
    "kind_workshops": ("decisions", "decision_counts", "principle_share"),
}


def kinds_of(displays: Iterable[Display]) -> dict[str, list[Display]]:
    """Of each kind of data the displays that rest on it, in their order; kinds of none left out."""
    every = tuple(displays)
    found = {
        key: [display for display in every if display.data.measure in measures]
        for key, measures in KINDS.items()
    }
    return {key: here for key, here in found.items() if here}
