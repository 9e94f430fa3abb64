"""The door out: exact results become released ones, under one profile, for one site.

Each measure has one rule. A result of a measure without a rule does not pass.
"""

from __future__ import annotations

import dataclasses

from compendium.analysis.result import Result
from compendium.disclosure import answers, quotes, sample, themes
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.intake.take_in import Tables
from compendium.problems import DisclosureError
from compendium.words import words


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
            If `result` is not a Result, or no rule covers its measure.
        """
        if not isinstance(result, Result):
            raise DisclosureError(
                f"release() takes what an analysis function returns, not a "
                f"{type(result).__name__}. Numbers without a rule cannot leave the compendium."
            )
        common = {
            "origin": result.origin,
            "population": result.population,
            "method": self._method(result.method),
        }
        match result.measure:
            case "answers":
                return answers.release_answers(result, self.profile, **common)
            case "change":
                return answers.release_change(result, self.profile, **common)
            case "scores":
                return answers.release_scores(result, self.profile, **common)
        return self._talk(result, common)

    def _talk(self, result: Result, common: dict) -> Released:
        """The rules that go by area: who took part, themes, quotes."""
        study = self.data.study
        common["pooled"] = {g.pooled_as for g in study.groups if g.pooled_as}
        site, alone = self.data.site_id, len(study.sites) == 1
        pseudonyms = set(self.data.participants["pseudonym"]) - {""}
        match result.measure:
            case "sample":
                return sample.release_sample(result, self.profile, site=site, **common)
            case "themes":
                return themes.release_themes(result, self.profile, site=site, alone=alone, **common)
            case "quotes":
                return quotes.release_quotes(
                    result, self.profile, study=study, pseudonyms=pseudonyms, **common
                )
        raise DisclosureError(f"No disclosure rule covers {result.measure!r}; it cannot leave.")

    def _method(self, method: str) -> str:
        """How it was calculated; for the team without what only the public build does."""
        exact = f"{method}_exact"
        return exact if not self.profile.public and exact in words() else method
