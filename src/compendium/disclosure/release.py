"""The door out: exact results become released ones, under one profile, for one site.

Each measure has one rule. A result of a measure without a rule does not pass.
"""

from __future__ import annotations

import dataclasses
import functools

from compendium.analysis import catalogue
from compendium.analysis.power.planned import assumptions
from compendium.analysis.realist import verdicts
from compendium.analysis.result import Result
from compendium.disclosure import (
    activities,
    agreement,
    answers,
    attrition,
    casework,
    casework_counts,
    cherries,
    composed,
    consensus,
    contrasts,
    coproduction,
    estimates,
    findings,
    impact,
    imputation,
    items,
    joint,
    literature,
    missing,
    missing_patterns,
    over_time,
    passages,
    pooled_staff,
    principle_words,
    quote_bank,
    quotes,
    realist,
    response,
    sample,
    sensitivity,
    table_one,
    team_only,
    themes,
    trail,
)
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, through
from compendium.disclosure.rule_words import method_key, rule_words
from compendium.disclosure.rules import REFUSED, TEAM_ONLY
from compendium.disclosure.signature import Door, thresholds
from compendium.intake.tables import Tables, open_tables
from compendium.problems import DisclosureError
from compendium.words import Text

# Tables whose rows do not say which area they are of: their note says it. Those on the theory are
# of all areas together wherever they stand.
OF_ONE_AREA = (
    *("themes", "open_answers", "theme_counts", "coding_rules", "co_occurrence", "triads"),
    *("configurations", "evidence", "stats_by_theme"),
)
OF_ALL_AREAS = ("theory", "completeness", "theory_driven")


@dataclasses.dataclass(frozen=True, repr=False)
class Release:
    """Call it with a `Result` to get a `Released`; it knows the study, the site, the profile."""

    data: Tables
    profile: Profile

    def __repr__(self) -> str:
        return f"Release(profile {self.profile.profile}, site {self.data.site_id or 'all'})"

    def __call__(self, result: Result) -> Released:
        """Pass `result` through the rule of its measure.

        Raises
        ------
        DisclosureError
            If `result` is not a Result, no rule covers its measure, or it shows by area what a
            small staff group answered.
        """
        return through(self._passed(result), self._door)

    @property
    def _door(self) -> Door:
        """What a released table says it passed."""
        return Door(self.data.study.id, self.data.site_id, thresholds(self.profile))

    def _passed(self, result: Result) -> Released:
        """The result through the rule of its measure."""
        if not isinstance(result, Result):
            raise DisclosureError(
                f"release() takes what an analysis function returns, not a "
                f"{type(result).__name__}. Numbers without a rule cannot leave the compendium."
            )
        pooled_staff.refuse_areas(result, self.profile, self.data.study, self.data.site_id)
        method = method_key(result.method, self.profile)
        result = self._with_area(_with_rules(result, method, self.profile))
        common = {
            "origin": result.origin,
            "population": result.population,
            "method": method,
            "assumption": result.assumption,
        }
        if result.measure in composed.MEASURES:
            taken = [self._passed(each) for each in result.taken]
            if result.measure in ("principles", "principle_decisions"):
                result = principle_words.told_labels(result, taken)
            return composed.release_composed(result, taken, self.profile, **common)
        if result.measure in impact.MEASURES:
            return self._impact(result, common)
        if result.measure in estimates.MEASURES:
            return estimates.release_estimates(result, self.profile, **common)
        if result.measure in TEAM_ONLY:
            return team_only.release_team_only(result, self.profile, **common)
        if result.measure in REFUSED:
            return passages.release_passages(result, self.profile, **common)
        match result.measure:
            case "codebook" | "sufficiency" | "topic_guide" | "data_collection":
                return team_only.release_written(result, self.profile, **common)
            case "versions" | "statements" | "retroduction" | "links":
                return team_only.release_written(result, self.profile, **common)
            case "review_flow" | "review_searches":
                return literature.release_literature(result, self.profile, **common)
            case "review_about" | "review_studies" | "review_evidence":
                return team_only.release_written(result, self.profile, **common)
            case "impact_question" | "impact_ethics":
                return team_only.release_written(result, self.profile, **common)
            case "project_summary" | "project_facts" | "plain_words" | "plain_check":
                return team_only.release_written(result, self.profile, **common)
            case "trail" | "trace":
                return trail.release_trail(result, self.profile, **common)
            case "rameses" | "gramms" | "srqr" | "coreq" | "prisma" | "rapid_review":
                return team_only.release_written(result, self.profile, **common)
            case "decisions":
                return coproduction.release_decisions(
                    result, self.profile, self.data.study, **common
                )
            case "decision_counts":
                return coproduction.release_counts(result, self.profile, self.data.study, **common)
            case "principle_share":
                return coproduction.release_share(result, self.profile, self.data.study, **common)
            case "gripp2" | "involving_young":
                taken = [self._passed(each) for each in result.taken]
                return coproduction.release_involvement(result, taken, self.profile, **common)
            case "agreement" | "agreement_detail" | "agreement_overall" | "boundaries":
                return agreement.release_agreement(result, self.profile, **common)
            case "agreement_plan":
                return agreement.release_plan(result, self.profile, **common)
            case "referrals":
                return casework_counts.release_referrals(result, self.profile, **common)
            case "composition" | "quarters" | "repeats":
                return casework_counts.release_composition(result, self.profile, **common)
            case "referral_rates":
                return casework_counts.release_rates(result, self.profile, **common)
            case "time_open" | "activities_per_case":
                return activities.release_averages(result, self.profile, **common)
            case "activity_mix":
                return activities.release_mix(result, self.profile, **common)
            case "referral_flow":
                return casework_counts.release_flow(result, self.profile, **common)
            case "waits":
                return casework.release_waits(result, self.profile, **common)
            case "median_waits":
                return casework.release_medians(result, self.profile, **common)
            case "answers":
                return answers.release_answers(result, self.profile, **common)
            case "change":
                return answers.release_change(result, self.profile, **common)
            case "reliable_change":
                return answers.release_reliable_change(result, self.profile, **common)
            case "change_over_time" | "occasion_means":
                return over_time.release_over_time(result, self.profile, **common)
            case "attrition":
                return attrition.release_attrition(result, self.profile, **common)
            case "scores":
                return answers.release_scores(result, self.profile, **common)
            case "contrasts":
                return contrasts.release_contrasts(result, self.profile, **common)
            case "sensitivity":
                return sensitivity.release_sensitivity(result, self.profile, **common)
            case "consensus":
                rule = self.data.study.header.consensus_rule
                return consensus.release_consensus(result, self.profile, rule, **common)
            case "concordance":
                return consensus.release_concordance(result, self.profile, **common)
            case "items":
                return items.release_items(result, self.profile, **common)
            case "group_scores":
                return contrasts.release_group_scores(result, self.profile, **common)
            case "table_one":
                return table_one.release_table_one(result, self.profile, self.data.study, **common)
            case "response":
                return response.release_response(result, self.profile, self.data.study, **common)
            case "cherries":
                return cherries.release_cherries(result, self.profile, self.data.study, **common)
            case "missing_items":
                return missing.release_items(result, self.profile, self.data.study, **common)
            case "missing_reasons":
                return missing.release_reasons(result, self.profile, **common)
            case "missing_patterns":
                return missing_patterns.release_patterns(
                    result, self.profile, self.data.study, **common
                )
            case "missing_test":
                return imputation.release_test(result, self.profile, self.data.study, **common)
            case "imputation":
                return imputation.release_imputation(
                    result, self.profile, self.data.study, **common
                )
        return self._talk(result, common)

    def _impact(self, result: Result, common: dict) -> Released:
        """A planned study's assumptions; what is reckoned of them is held against these."""
        if result.measure == impact.ASSUMPTIONS:
            return impact.release_assumptions(result, self._told_already, self.profile, **common)
        door = self._passed(assumptions(self.data, **impact.set_in(result)))
        return impact.release_reckoned(result, door, self.profile, **common)

    @functools.cached_property
    def _told_already(self) -> list[Released]:
        """The study's own tables that tell what a planned study rests on."""
        return [self._passed(each) for each in assumptions(self.data).taken]

    def _with_area(self, result: Result) -> Result:
        """The result with the area it is of, or that it is of all, where its rows do not say it."""
        study, site = self.data.study, self.data.site_id
        if not site or len(study.sites) == 1:
            return result
        of = {"area": study.site(site).label} if result.measure in OF_ONE_AREA else {}
        if result.measure in OF_ALL_AREAS:
            of = {"all": Text("all areas", "pob ardal")}
        if not of:
            return result
        return dataclasses.replace(result, labels={**result.labels, "seen_from": of})

    def each(self, results: dict[str, Result]) -> dict[str, Released]:
        """Several results of one kind, each through its rule, by the names they came with."""
        return {name: self(result) for name, result in results.items()}

    def findings(self, section: str) -> Released:
        """What people concluded for one section of this report, each number as it is released.

        Raises
        ------
        StudyError
            If a number's reference leads nowhere, or made-up data are not called that.
        """
        found = findings.release_findings(self.data, section, self.profile.profile, self._look_up)
        return through(found, self._door)

    @functools.cached_property
    def _look_up(self) -> findings.Lookup:
        """Results by name and site under this profile, each made once."""

        def open_at(site: str):
            here = self
            if site != self.data.site_id:
                here = Release(open_tables(self.data.study, site), self.profile)

            def make(name: str) -> tuple[Result, Released]:
                result = catalogue.result(name, here.data)
                return result, here(result)

            return make

        return findings.at_sites(open_at)

    def _talk(self, result: Result, common: dict) -> Released:
        """The rules that go by area: who took part, themes, quotes."""
        study = self.data.study
        common["pooled"] = {g.pooled_as for g in study.groups if g.pooled_as}
        site, alone = self.data.site_id, len(study.sites) == 1
        match result.measure:
            case "sample":
                return sample.release_sample(result, self.profile, site=site, **common)
            case "themes" | "open_answers":
                return themes.release_themes(result, self.profile, site=site, alone=alone, **common)
            case "joint":
                del common["pooled"]
                known = quotes.known_of(self.data)
                return joint.release_joint(result, self.profile, study=study, known=known, **common)
            case "evidence" | "verdicts" | "theory" | "patterns" | "completeness":
                return realist.release_realist(
                    result, self.profile, site=site, alone=alone, **common
                )
            case "quotes":
                return quotes.release_quotes(
                    result, self.profile, study=study, known=quotes.known_of(self.data), **common
                )
            case "principle_words":
                return principle_words.release_words(
                    result, self.profile, study=study, known=quotes.known_of(self.data), **common
                )
            case "quote_bank":
                told = quote_bank.told_verdicts(verdicts(self.data), self.profile)
                known = quotes.known_of(self.data)
                return quote_bank.release_bank(
                    result, self.profile, study=study, known=known, told=told, **common
                )
        raise DisclosureError(f"No disclosure rule covers {result.measure!r}; it cannot leave.")


def _with_rules(result: Result, method: str, profile: Profile) -> Result:
    """The result with what its note says of the profile's rules."""
    said = rule_words(method, profile)
    if not said:
        return result
    return dataclasses.replace(
        result, labels={**result.labels, "method": {**result.labels.get("method", {}), **said}}
    )
