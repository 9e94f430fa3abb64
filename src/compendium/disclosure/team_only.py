"""What the team alone sees: whole tables, or the numbers beside what the team wrote.

The public page says in one sentence that there is something that it does not show.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal

# Of what a team wrote, what a public page does not have: an example may be somebody's words.
TEAM_COLUMNS = ("example",)


def release_team_only(result: Result, profile: Profile, **common) -> Released:
    """The whole table for the team; no row of it under a public profile."""
    frame = result.frame.iloc[:0] if profile.public else result.frame
    return _sealed(result, frame, profile, common)


def release_written(result: Result, profile: Profile, **common) -> Released:
    """What the team wrote, as it stands; under a public profile without numbers and examples."""
    frame = result.frame
    if profile.public:
        kinds = {result.people: "count", **result.kinds}
        kept = [c for c in frame if kinds.get(c, "key") in ("key", "text")]
        frame = frame[[c for c in kept if c not in TEAM_COLUMNS]]
    return _sealed(result, frame, profile, common)


def _sealed(result: Result, frame: pd.DataFrame, profile: Profile, common: dict) -> Released:
    kinds = {**dict.fromkeys(result.by, "key"), result.people: "count", **result.kinds}
    return seal(
        measure=result.measure,
        frame=frame.copy(),
        marks=pd.DataFrame("", index=frame.index, columns=frame.columns, dtype="str"),
        kinds={c: kinds[c] for c in frame},
        by=result.by,
        labels=result.labels if len(frame) else {},
        profile=profile.profile,
        **common,
    )
