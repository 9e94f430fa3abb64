"""The door out: exact results become released ones, under one profile, for one site.

Each measure has one rule (`compendium.disclosure.measure_rules`); a result of a measure without one
does not pass.
"""

from __future__ import annotations

import dataclasses
import functools

from compendium.analysis import catalogue
from compendium.analysis.power.planned import assumptions
from compendium.analysis.result import Result
from compendium.analysis.theory.realist import verdicts
from compendium.disclosure import findings, impact, measure_rules, pooled_staff, quote_bank, quotes
from compendium.disclosure.measure_rules import rule_of
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, through
from compendium.disclosure.rule_words import method_key, rule_words
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
        rule = rule_of(result.measure)
        method = method_key(result.method, self.profile)
        result = self._with_area(_with_rules(result, method, self.profile))
        asked = {name: self._asked(name, result) for name in rule.asks}
        return rule.release(
            result,
            self.profile,
            **asked,
            origin=result.origin,
            population=result.population,
            method=method,
            assumption=result.assumption,
        )

    def _asked(self, name: str, result: Result) -> object:
        """What a rule asks for beside the result and the profile."""
        study = self.data.study
        match name:
            case measure_rules.STUDY:
                return study
            case measure_rules.CONSENSUS_RULE:
                return study.header.consensus_rule
            case measure_rules.SITE:
                return self.data.site_id
            case measure_rules.ALONE:
                return len(study.sites) == 1
            case measure_rules.POOLED:
                return pooled_staff.pooled_headings(study)
            case measure_rules.KNOWN:
                return quotes.known_of(self.data)
            case measure_rules.TOLD_VERDICTS:
                return quote_bank.told_verdicts(verdicts(self.data), self.profile)
            case measure_rules.TAKEN:
                return [self._passed(each) for each in result.taken]
            case measure_rules.OWN_TABLES:
                return self._own_tables
            case measure_rules.ASSUMPTIONS:
                return self._passed(assumptions(self.data, **impact.set_in(result)))
        raise AssertionError(name)

    @functools.cached_property
    def _own_tables(self) -> list[Released]:
        """The study's own tables that tell what a planned study rests on."""
        return [self._passed(each) for each in assumptions(self.data).taken]

    def _with_area(self, result: Result) -> Result:
        """The result with the area it is about, or that it is about all, if no row says so."""
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


def _with_rules(result: Result, method: str, profile: Profile) -> Result:
    """The result with what its note says of the profile's rules."""
    said = rule_words(method, profile)
    if not said:
        return result
    return dataclasses.replace(
        result, labels={**result.labels, "method": {**result.labels.get("method", {}), **said}}
    )
