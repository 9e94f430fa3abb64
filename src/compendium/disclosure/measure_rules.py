"""The rule that each measure passes by: one function, and what it asks for beside the result.

`compendium.disclosure.release` answers what is asked for. A measure that stands nowhere here has no
rule, and does not leave.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from compendium.disclosure import (
    activities,
    agreement,
    answers,
    attrition,
    casework,
    casework_counts,
    changes,
    cherries,
    composed,
    concordance,
    consensus,
    contrasts,
    coproduction,
    estimates,
    impact,
    imputation,
    items,
    joint,
    literature,
    missing,
    missing_patterns,
    over_time,
    passages,
    principle_words,
    quote_bank,
    quotes,
    realist,
    response,
    sample,
    scores,
    sensitivity,
    table_one,
    team_only,
    themes,
    trail,
)
from compendium.disclosure.released import Released
from compendium.disclosure.rules import REFUSED, TEAM_ONLY
from compendium.problems import DisclosureError

# What a rule may ask for by name: the study and its consensus rule; the site that is seen (blank:
# all), whether it is the only one, the headings that pooled groups are shown under; the names that
# a quote must not hold; the CMOCs and sites whose verdict is told; the tables that the result is
# taken from, as they are released; what an impact study's assumptions and results are held against.
STUDY, CONSENSUS_RULE = "study", "rule"
SITE, ALONE, POOLED = "site", "alone", "pooled"
KNOWN, TOLD_VERDICTS = "known", "told"
TAKEN, OWN_TABLES, ASSUMPTIONS = "taken", "own_tables", "door"

# What a team wrote: of the study and its data, of the theory, of a review, of an impact study, in
# plain words, and the checklists of reporting standards.
WRITTEN = (
    *("codebook", "sufficiency", "topic_guide", "data_collection"),
    *("versions", "statements", "retroduction", "links"),
    *("review_about", "review_studies", "review_evidence"),
    *("impact_question", "impact_ethics"),
    *("project_summary", "project_facts", "plain_words", "plain_check"),
    *("rameses", "gramms", "srqr", "coreq", "prisma", "rapid_review"),
)


@dataclasses.dataclass(frozen=True)
class Rule:
    """A function of a result and a profile, and by name what else it has to be given."""

    release: Callable[..., Released]
    asks: tuple[str, ...] = ()


def _rules(release: Callable[..., Released], *measures: str, asks: tuple[str, ...] = ()):
    """The same rule for several measures."""
    return dict.fromkeys(measures, Rule(release, asks))


RULE_OF: dict[str, Rule] = {
    # Surveys.
    **_rules(sample.release_sample, "sample", asks=(SITE, POOLED)),
    **_rules(answers.release_answers, "answers"),
    **_rules(items.release_items, "items"),
    **_rules(scores.release_scores, "scores"),
    **_rules(changes.release_change, "change"),
    **_rules(changes.release_reliable_change, "reliable_change"),
    **_rules(over_time.release_over_time, "change_over_time", "occasion_means"),
    **_rules(attrition.release_attrition, "attrition"),
    **_rules(contrasts.release_contrasts, "contrasts"),
    **_rules(contrasts.release_group_scores, "group_scores"),
    **_rules(sensitivity.release_sensitivity, "sensitivity"),
    **_rules(estimates.release_estimates, *estimates.MEASURES),
    **_rules(consensus.release_consensus, "consensus", asks=(CONSENSUS_RULE,)),
    **_rules(concordance.release_concordance, "concordance"),
    **_rules(table_one.release_table_one, "table_one", asks=(STUDY,)),
    **_rules(response.release_response, "response", asks=(STUDY,)),
    **_rules(cherries.release_cherries, "cherries", asks=(STUDY,)),
    **_rules(missing.release_items, "missing_items", asks=(STUDY,)),
    **_rules(missing.release_reasons, "missing_reasons"),
    **_rules(missing_patterns.release_patterns, "missing_patterns", asks=(STUDY,)),
    **_rules(imputation.release_test, "missing_test", asks=(STUDY,)),
    **_rules(imputation.release_imputation, "imputation", asks=(STUDY,)),
    # The casework log.
    **_rules(casework_counts.release_referrals, "referrals"),
    **_rules(casework_counts.release_composition, "composition", "quarters", "repeats"),
    **_rules(casework_counts.release_rates, "referral_rates"),
    **_rules(casework_counts.release_flow, "referral_flow"),
    **_rules(casework.release_waits, "waits"),
    **_rules(casework.release_medians, "median_waits"),
    **_rules(activities.release_averages, "time_open", "activities_per_case"),
    **_rules(activities.release_mix, "activity_mix"),
    # Talk, and the theory that it is evidence for.
    **_rules(themes.release_themes, "themes", "open_answers", asks=(SITE, POOLED, ALONE)),
    **_rules(realist.release_realist, *realist.MEASURES, asks=(SITE, POOLED, ALONE)),
    **_rules(joint.release_joint, "joint", asks=(STUDY, KNOWN)),
    **_rules(quotes.release_quotes, "quotes", asks=(STUDY, POOLED, KNOWN)),
    **_rules(quote_bank.release_bank, "quote_bank", asks=(STUDY, POOLED, KNOWN, TOLD_VERDICTS)),
    **_rules(principle_words.release_words, "principle_words", asks=(STUDY, POOLED, KNOWN)),
    **_rules(trail.release_trail, "trail", "trace"),
    **_rules(agreement.release_agreement, *agreement.MEASURES),
    **_rules(agreement.release_plan, "agreement_plan"),
    # Workshops, a review of literature, and a planned impact study.
    **_rules(coproduction.release_decisions, "decisions", asks=(STUDY,)),
    **_rules(coproduction.release_counts, "decision_counts", asks=(STUDY,)),
    **_rules(coproduction.release_share, "principle_share", asks=(STUDY,)),
    **_rules(coproduction.release_involvement, "gripp2", "involving_young", asks=(TAKEN,)),
    **_rules(literature.release_literature, *literature.EXACT),
    **_rules(impact.release_assumptions, impact.ASSUMPTIONS, asks=(OWN_TABLES,)),
    **_rules(impact.release_calculated, *impact.CALCULATED, asks=(ASSUMPTIONS,)),
    # Put together of other tables.
    **_rules(composed.release_composed, *composed.MEASURES, asks=(TAKEN,)),
    **_rules(
        principle_words.release_principles, "principles", "principle_decisions", asks=(TAKEN,)
    ),
    # What a team wrote, what it alone sees, and what no public page may ask for.
    **_rules(team_only.release_written, *WRITTEN),
    **_rules(team_only.release_team_only, *TEAM_ONLY),
    **_rules(passages.release_passages, *REFUSED),
}


def rule_of(measure: str) -> Rule:
    """The rule of a measure.

    Raises
    ------
    DisclosureError
        If it has none.
    """
    if measure not in RULE_OF:
        raise DisclosureError(
            f"No disclosure rule covers {measure!r}; it cannot leave. Give it one in "
            "disclosure/measure_rules.py (CONTRIBUTING.md, step 4)."
        )
    return RULE_OF[measure]
