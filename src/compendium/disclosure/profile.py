"""Disclosure profiles: named thresholds with their source, read from profiles.yml."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path

from compendium import definitions
from compendium.problems import Problems, StudyError, listed
from compendium.words import Text


@dataclasses.dataclass(frozen=True)
class Profile:
    """One set of disclosure thresholds. Zero switches a rule off (the team's own build)."""

    profile: str
    title: Text
    source: str
    audience: str
    surveys_by_counts: bool = False
    survey_base_hidden_below: int = 0
    survey_base_low_below: int = 0
    survey_base_limited_below: int = 0
    five_levels_from: int = 0
    small_level_up_to: int = -1
    estimates_from: int = 0
    residual_from: int = 0
    values_left: int = 0
    looking_back_step: int = 0
    pool_staff: bool = False
    theme_asked_from: int = 0
    theme_bands: dict[str, float] = dataclasses.field(default_factory=dict)
    quote_eligible_from: int = 0
    casework_count_hidden_up_to: int = 0
    casework_round_to: int = 0
    casework_midpoint: int = 0
    count_zeros: str = ""
    count_totals: str = ""
    count_mostly_hidden: bool = False

    @property
    def public(self) -> bool:
        return self.audience == "public"

    @property
    def people_step(self) -> int:
        """What numbers of people are rounded to; 0 where they are not."""
        return self.casework_round_to if self.surveys_by_counts else 0

    def base_mark(self, base: int) -> str:
        """How a number on `base` people is marked (rule S1): c, u, limited, or nothing.

        >>> profile = profiles()["welsh_evaluation"]
        >>> [profile.base_mark(n) for n in (9, 10, 24, 25, 39, 40)]
        ['c', 'u', 'u', 'limited', 'limited', '']
        """
        if base < self.survey_base_hidden_below:
            return "c"
        if base < self.survey_base_low_below:
            return "u"
        return "limited" if base < self.survey_base_limited_below else ""


@functools.cache
def profiles() -> dict[str, Profile]:
    """Every profile there is, by name."""
    path, problems = Path(__file__).parent / "profiles.yml", Problems()
    raw = definitions.read_yaml(path)
    built = definitions.build_all(Profile, raw, path.name, "profile", problems)
    problems.settle(StudyError)
    return {p.profile: p for p in built}


def profile_named(name: str) -> Profile:
    """The profile called `name`.

    Raises
    ------
    StudyError
        If there is none; the message lists those there are.
    """
    if name not in profiles():
        raise StudyError(
            f"There is no disclosure profile {name!r}. There is: {listed(profiles())}. "
            "Name one of these in study.yml (disclosure) or with --profile."
        )
    return profiles()[name]
