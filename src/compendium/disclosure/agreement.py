"""Coders' agreement: decisions about passages, not people; nothing on a code that is rare."""

from __future__ import annotations

from compendium.analysis.result import Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal

# Shown however rare a code is: the number of passages both coders read is the same for all.
ALWAYS = ("units",)


def release_agreement(result: Result, profile: Profile, **common) -> Released:
    """One row per pair of coders and code, as it came; a rare code's numbers are hidden.

    In a public profile no number of a code leaves that either coder gave to fewer segments than
    an estimate needs people (rule S4), or that the analysis calls too few to judge.
    """
    frame = result.frame.copy()
    marks = frame.astype("object").map(lambda _: "")
    rare = frame[["uses_1", "uses_2"]].min(axis=1) < profile.estimates_from
    hidden = rare | (frame["judgement"].eq("too_few") & profile.public)
    for column, kind in result.kinds.items():
        if kind != "text" and column not in ALWAYS:
            frame[column] = frame[column].astype("float64").mask(hidden)
            marks.loc[hidden, column] = "c"
    return seal(
        measure=result.measure,
        frame=frame,
        marks=marks,
        kinds={**dict.fromkeys(result.by, "key"), result.people: "base", **result.kinds},
        by=result.by,
        labels=result.labels,
        profile=profile.profile,
        **common,
    )
