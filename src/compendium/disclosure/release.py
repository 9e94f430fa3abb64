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
            "method": result.method,
        }
        headings = {g.pooled_as for g in self.data.study.groups if g.pooled_as}
        placed = {"site": self.data.site_id, "pooled": headings}
        match result.measure:
            case "answers":
                return answers.release_answers(result, self.profile, **common)
            case "change":
                return answers.release_change(result, self.profile, **common)
            case "scores":
                return answers.release_scores(result, self.profile, **common)
            case "sample":
                return sample.release_sample(result, self.profile, **placed, **common)
            case "themes":
                return themes.release_themes(result, self.profile, **placed, **common)
            case "quotes":
                return quotes.release_quotes(
                    result,
                    self.profile,
                    study=self.data.study,
                    pooled=headings,
                    pseudonyms=set(self.data.participants["pseudonym"]) - {""},
                    withheld={},
                    **common,
                )
        raise DisclosureError(f"No disclosure rule covers {result.measure!r}; it cannot leave.")
