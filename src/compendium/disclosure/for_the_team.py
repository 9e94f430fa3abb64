"""Measures for the team alone: exact there, and nothing of them under a public profile."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.passages import release_passages
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal


def release_for_the_team(result: Result, profile: Profile, **common) -> Released:
    """Every number for the team; for the public a table without rows, columns or labels.

    It is marked as held back, whatever there was, so that a page can say so in a sentence.
    """
    if not profile.public:
        return release_passages(result, profile, **common)
    columns = list(result.by)
    return seal(
        measure=result.measure,
        frame=pd.DataFrame(columns=columns, dtype="str"),
        marks=pd.DataFrame(columns=columns, dtype="str"),
        kinds=dict.fromkeys(columns, "key"),
        by=result.by,
        labels={},
        profile=profile.profile,
        withheld=True,
        **common,
    )
