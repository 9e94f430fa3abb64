"""What the team alone sees: whole tables, or the numbers beside what the team wrote.

The public page says in one sentence that there is something that it does not show.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Labels, Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import sealed

# Of what a team wrote, what a public page does not have: an example may be somebody's words,
# and pieces of evidence are the team's.
TEAM_COLUMNS = ("example", "pieces")
# What is no name and no number of talk: why a team does not use coefficients of agreement.
TOLD = ("not_used",)


def release_team_only(result: Result, profile: Profile, **common) -> Released:
    """Every number for the team; for the public a table without rows, numbers or names.

    It is marked as held back, whatever there was, so that a page can say so in a sentence. No rule
    says how much counts of talk, most of them small, tell about single people.
    """
    if not profile.public:
        return _sealed(result, result.frame, result.labels, profile, common)
    frame = result.frame.iloc[:0][list(result.by)]
    labels = {k: v for k, v in result.labels.items() if k in TOLD}
    return _sealed(result, frame, labels, profile, {**common, "withheld": True})


def release_written(result: Result, profile: Profile, **common) -> Released:
    """What the team wrote, as it stands; under a public profile without numbers and examples."""
    frame = result.frame
    if profile.public:
        kinds = {result.people: "count", **result.kinds}
        kept = [c for c in frame if kinds.get(c, "key") in ("key", "text")]
        frame = frame[[c for c in kept if c not in TEAM_COLUMNS]]
    return _sealed(result, frame, result.labels if len(frame) else {}, profile, common)


def _sealed(
    result: Result, frame: pd.DataFrame, labels: Labels, profile: Profile, common: dict
) -> Released:
    kinds = {result.people: "count", **result.kinds}
    return sealed(result, profile, frame, kinds, common, labels=labels)
