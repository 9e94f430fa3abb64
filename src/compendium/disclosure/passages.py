"""Passages as they were said, and how codes meet in them: for the team alone."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Labels, Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal
from compendium.problems import DisclosureError


def release_passages(result: Result, profile: Profile, **common) -> Released:
    """Passages, or how many there are, exactly.

    Raises
    ------
    DisclosureError
        Under a public profile: people's words leave by approved quotes alone (rule Q2).
    """
    refuse_public(profile)
    return _sealed(result, result.frame.copy(), result.labels, profile, common)


def refuse_public(profile: Profile) -> None:
    """Raise DisclosureError under a public profile: words as they were said do not leave by it."""
    if profile.public:
        raise DisclosureError(
            f"This shows passages as they were said; under the profile {profile.profile} only "
            "approved quotes may leave. Open the study with the profile exact, from the copy in "
            "private/ (make explore)."
        )


def release_to_the_team(result: Result, profile: Profile, **common) -> Released:
    """Exact for the team; under a public profile no row at all, and none of its names.

    No rule says how much numbers of passages in which codes meet, most of them small, tell about
    single people, so none of them leaves.
    """
    if profile.public:
        return _sealed(result, result.frame.iloc[:0].copy(), {}, profile, common)
    return _sealed(result, result.frame.copy(), result.labels, profile, common)


def _sealed(
    result: Result, frame: pd.DataFrame, labels: Labels, profile: Profile, common: dict
) -> Released:
    kinds = {**dict.fromkeys(result.by, "key"), **result.kinds, result.people: "count"}
    return seal(
        measure=result.measure,
        frame=frame,
        marks=pd.DataFrame("", index=frame.index, columns=frame.columns),
        kinds={c: kinds[c] for c in frame},
        by=result.by,
        labels=labels,
        profile=profile.profile,
        **common,
    )
