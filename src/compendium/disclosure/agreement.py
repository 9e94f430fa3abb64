"""Coders' agreement: decisions about passages, not people; nothing on a code that is rare."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal

MEASURES = ("agreement", "agreement_detail", "agreement_overall", "boundaries")
# Shown however rare a code is: the number of passages both coders read is the same for all.
ALWAYS = ("units", "read", "set_aside")
# Columns that say how often each coder used a code; of all codes together, how many passages.
USES = ("uses_1", "uses_2")


def release_agreement(result: Result, profile: Profile, **common) -> Released:
    """One row per pair of coders and code, as it came; a rare code's numbers are hidden.

    In a public profile no number of a code leaves that either coder gave to fewer segments than
    an estimate needs people (rule S4), or that the analysis calls too few to judge.
    """
    frame = result.frame.copy()
    marks = frame.astype("object").map(lambda _: "")
    uses = [c for c in USES if c in frame] or [result.people]
    rare = frame[uses].min(axis=1) < profile.estimates_from
    hidden = rare | (frame["judgement"].eq("too_few") & profile.public)
    for column, kind in result.kinds.items():
        if kind not in ("text", "guard") and column not in ALWAYS:
            frame[column] = frame[column].astype("float64").mask(hidden)
            marks.loc[hidden, column] = "c"
    return _sealed(result, frame, marks, profile, common)


def release_plan(result: Result, profile: Profile, **common) -> Released:
    """How many passages to code twice: reckoned from what one expects, not from any data."""
    return _plain(result, result.frame, profile, common)


def _plain(result: Result, frame: pd.DataFrame, profile: Profile, common: dict) -> Released:
    marks = pd.DataFrame("", index=frame.index, columns=frame.columns)
    return _sealed(result, frame.copy(), marks, profile, common)


def _sealed(
    result: Result, frame: pd.DataFrame, marks: pd.DataFrame, profile: Profile, common: dict
) -> Released:
    kinds = {**dict.fromkeys(result.by, "key"), result.people: "base", **result.kinds}
    return seal(
        measure=result.measure,
        frame=frame,
        marks=marks,
        kinds={c: kinds[c] for c in frame},
        by=result.by,
        labels=result.labels,
        profile=profile.profile,
        **common,
    )
