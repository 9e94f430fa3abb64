"""The evidence trail as it leaves: whole for the team, as far as the team's own words for others.

Which passage is evidence, which way it speaks, and in which row of a file somebody's answers stand
says something of single people, so a public trail has no passages, no pieces of evidence and no
rows: a CMOC goes back to the surveys, records and decisions behind it, and to the quote bank. Nor
are exports named that people's answers, cases or words came in by, which are often called after
places or people. Where publications stand is told: nobody is a person there.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.trail.kinds import (
    CASEWORK,
    CODING,
    EVIDENCE,
    FINDING,
    PASSAGE,
    SURVEY,
    THEME,
)
from compendium.analysis.trail.results import BETWEEN, split
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import sealed
from compendium.words import Text

FOR_THE_TEAM = (EVIDENCE, PASSAGE)
IN_EXPORTS = (SURVEY, CASEWORK, CODING, THEME)
TEAM_COLUMNS = ("rows", "direction", "element")


def release_trail(result: Result, profile: Profile, **common) -> Released:
    """The trail under a profile; a thing that is left out is stepped over."""
    frame, labels = result.frame.drop(columns=result.people), result.labels
    if profile.public:
        # Of a trace that begins with what is the team's nothing is told.
        if result.measure == "trace" and frame["kind"].iloc[:1].isin(FOR_THE_TEAM).any():
            frame = frame.iloc[:0]
        hidden = frame[frame["kind"].isin(FOR_THE_TEAM)].set_index("thing")
        frame = frame[~frame["kind"].isin(FOR_THE_TEAM)].drop(columns=list(TEAM_COLUMNS))
        frame = frame.assign(
            **{
                column: frame[column].map(lambda cell, to=hidden[column]: _stepped_over(cell, to))
                for column in ("back_to", "taken_up_by")
            }
        )
        exported = frame["kind"].isin(IN_EXPORTS)
        frame = frame.assign(**{c: frame[c].mask(exported, "") for c in ("files", "where")})
        labels = {**labels, "signed": {}}
    if "shown" in labels:
        frame = frame[frame["kind"].isin(labels["shown"])]
    named = {name: _named(frame, labels[name], profile) for name in ("thing", "short", "says")}
    labels = {**labels, **named}
    kinds = dict.fromkeys(frame, "text") | dict.fromkeys(result.by, "key")
    return sealed(result, profile, frame, kinds, common, labels=labels)


def _named(frame: pd.DataFrame, names: dict[str, Text], profile: Profile) -> dict[str, Text]:
    """What things are called that stand in the trail or are led to.

    What a finding says stands on its page, or is held back there.
    """
    led_to = (split(cell) for column in ("back_to", "taken_up_by") for cell in frame[column])
    there = set(frame["thing"]).union(*led_to)
    hidden = (*FOR_THE_TEAM, FINDING) if profile.public else ()
    return {
        key: text
        for key, text in names.items()
        if key in there and key.partition(":")[0] not in hidden
    }


def _stepped_over(cell: str, hidden: pd.Series) -> str:
    """What a cell leads to; in place of what is hidden, what that leads to in turn."""
    ahead, found = split(cell), {}
    while ahead:
        thing = ahead.pop(0)
        if thing in hidden.index:
            ahead = split(hidden[thing]) + ahead
        else:
            found[thing] = True
    return BETWEEN.join(found)
