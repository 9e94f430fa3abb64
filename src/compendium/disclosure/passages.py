"""Passages as they were said: for the team alone, and an error under a public profile."""

from __future__ import annotations

from compendium.analysis.result import Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.team_only import release_team_only
from compendium.problems import DisclosureError


def release_passages(result: Result, profile: Profile, **common) -> Released:
    """Passages, or how many there are, exactly.

    Raises
    ------
    DisclosureError
        Under a public profile: people's words leave by approved quotes alone (rule Q2).
    """
    refuse_public(profile)
    return release_team_only(result, profile, **common)


def refuse_public(profile: Profile) -> None:
    """Raise DisclosureError under a public profile: words as they were said do not leave by it."""
    if profile.public:
        raise DisclosureError(
            f"This shows passages as they were said; under the profile {profile.profile} only "
            "approved quotes may leave. Open the study with the profile exact, from the copy in "
            "private/ (make explore)."
        )
