"""Passages as they were said: for the team alone, under a profile that hides nothing."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result
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
    if profile.public:
        raise DisclosureError(
            f"The explorer shows passages as they were said; under the profile "
            f"{profile.profile} only approved quotes may leave. Open the study with the profile "
            "exact, from the copy in private/ (make explore)."
        )
    kinds = {**dict.fromkeys(result.by, "key"), **result.kinds, result.people: "count"}
    frame = result.frame
    return seal(
        measure=result.measure,
        frame=frame.copy(),
        marks=pd.DataFrame("", index=frame.index, columns=frame.columns),
        kinds={c: kinds[c] for c in frame},
        by=result.by,
        labels=result.labels,
        profile=profile.profile,
        **common,
    )
