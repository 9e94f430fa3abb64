"""Coders' agreement: decisions about passages, not people; nothing on a code that is rare."""

from __future__ import annotations

from compendium.analysis.result import Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import sealed, unmarked

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
    marks = unmarked(frame)
    uses = [c for c in USES if c in frame] or [result.people]
    rare = frame[uses].min(axis=1) < profile.estimates_from
    hidden = rare | (frame["judgement"].eq("too_few") & profile.public)
    for column, kind in result.kinds.items():
        if kind not in ("text", "guard") and column not in ALWAYS:
            frame[column] = frame[column].astype("float64").mask(hidden)
            marks.loc[hidden, column] = "c"
    return sealed(result, profile, frame, _kinds(result), common, marks)


def release_plan(result: Result, profile: Profile, **common) -> Released:
    """How many passages to code twice: calculated from what one expects, not from any data."""
    return sealed(result, profile, result.frame, _kinds(result), common)


def _kinds(result: Result) -> dict[str, str]:
    return {result.people: "base", **result.kinds}
