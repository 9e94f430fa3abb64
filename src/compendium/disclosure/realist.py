"""Rules E1 to E4: evidence on CMOCs in words, and strengths only where their cells may be shown.

No count of people leaves under a public profile, and nothing that tells one or two people from
none: a verdict of few people and one of nobody are the same word.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.survey.sample import ALL_AREAS
from compendium.analysis.theory.completeness import PARTS
from compendium.analysis.theory.realist import OTHER_SOURCES
from compendium.analysis.theory.spread import VERDICT_PEOPLE
from compendium.disclosure.areas import shown, shown_side_by_side
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import sealed, unmarked
from compendium.disclosure.themes import band

MEASURES = ("evidence", "verdicts", "theory", "patterns", "completeness")
# Evidence that stands for a person nobody can name is the team's.
TEAM_SOURCES = ("unknown", "observation")
# Evidence that belongs to the study as a whole.
OF_NO_SITE = ("literature", "decision")
# What few people say is not told from what nobody says.
LITTLE = {"thin": "little", "not_found": "little"}
# Of a rival nobody is asked about by itself: no evidence is little evidence.
LITTLE_OF_A_RIVAL = {**LITTLE, "not_examined": "little"}
# The team's columns; everything else may be public once its cells are.
COUNTS = ("people", "pieces", "asked", "refines", "refutes", "groups", "data_types", "refuting")
# Where a pattern was found: hidden with it.
PLACES = ("looked_for", "supported_in", "differs")
TEAM_ONLY = (*COUNTS, "asked_least", "linked", "sensitivity", "rests_on")


def release_realist(
    result: Result, profile: Profile, site: str, pooled: set[str], alone: bool, **common
) -> Released:
    """A result on CMOCs under the rule of its measure."""
    match result.measure:
        case "evidence":
            frame, marks = _evidence(result, profile, site, pooled, alone)
        case "verdicts":
            frame, marks = _verdicts(result.frame, profile, site)
        case "completeness":
            frame, marks = _completeness(result.frame, profile)
        case _:
            frame, marks = _strengths(result.frame, profile)
    kinds = {result.people: "count", **result.kinds, "share": "band"}
    return sealed(result, profile, frame, kinds, common, marks)


def _evidence(
    result: Result, profile: Profile, site: str, pooled: set[str], alone: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """E1: how many of those asked, in words; this site's, or every site's side by side.

    Areas go together as in rule Q1. Survey results, casework figures, literature and decisions
    are no people's: a direction they speak for is named. Talk of unknown speakers and field notes
    are the team's.
    """
    frame, parts, key = result.frame, [], ("cmoc_id", "direction")
    counts = ("people", "asked", "pieces")
    for group, theirs in frame.groupby("group", sort=False, observed=False):
        staff = group in pooled
        if group in OTHER_SOURCES:
            part = _sources(theirs, site, alone)
        elif site:
            part = shown(theirs, profile, site, staff, alone, key, counts)
        else:
            part = shown_side_by_side(theirs, profile, staff, alone, key, counts)
        parts.append(part.assign(group=group))
    table = pd.concat(parts)[list(frame.columns)] if parts else frame
    order = {cmoc: i for i, cmoc in enumerate(dict.fromkeys(frame["cmoc_id"]))}
    table = table.sort_values("cmoc_id", key=lambda s: s.map(order), kind="stable")
    if not profile.theme_bands:
        return table, unmarked(table)
    table = table[~table["group"].isin(TEAM_SOURCES)]
    few = table["asked"] < max(profile.theme_asked_from, 1)
    source = table["group"].isin(OTHER_SOURCES)
    share = [
        "said" if other else "" if hidden else band(people, asked, profile)
        for other, hidden, people, asked in zip(
            source, few, table["people"], table["asked"], strict=True
        )
    ]
    table = table[list(result.by)].assign(share=pd.Series(share, index=table.index, dtype="str"))
    return table, _marked(table, table["share"].eq(""), ["share"])


def _sources(cells: pd.DataFrame, site: str, alone: bool) -> pd.DataFrame:
    """What no person stands behind: the site's own, or each site's, or the study's as a whole."""
    here = cells["area"].eq(site) if site and not alone else cells["area"].ne(ALL_AREAS)
    whole = cells["group"].isin(OF_NO_SITE) & cells["area"].eq(ALL_AREAS)
    return cells[(here | whole) & (cells["pieces"] > 0)]


def _verdicts(
    frame: pd.DataFrame, profile: Profile, site: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """E2: a verdict only where enough people were asked in the site at all."""
    frame = frame[frame["area"] == site] if site else frame
    if not profile.public:
        return frame, unmarked(frame)
    few = frame["asked"] < profile.theme_asked_from
    few &= frame["verdict"] != "not_examined"
    public = _public(frame).assign(verdict=frame["verdict"].replace(LITTLE).mask(few, ""))
    return public, _marked(public, few, ["verdict"])


def _strengths(frame: pd.DataFrame, profile: Profile) -> tuple[pd.DataFrame, pd.DataFrame]:
    """E3: spread where enough people were asked, a pattern where they were in every site of it.

    Analysts' own words, their reasons among them, are their conclusions and stand.
    """
    if not profile.public:
        return frame, unmarked(frame)
    public = _public(frame)
    marks = unmarked(public)
    hangs_on = {"asked": ("spread", "rival"), "asked_least": ("pattern", *PLACES)}
    if "rival" in public:
        public["rival"] = public["rival"].replace(LITTLE_OF_A_RIVAL)
    for base, columns in hangs_on.items():
        few = frame[base] < profile.theme_asked_from
        for column in filter(public.columns.__contains__, columns):
            public[column] = public[column].mask(few, "")
            marks[column] = marks[column].mask(few, "c")
    return public, marks


def _completeness(frame: pd.DataFrame, profile: Profile) -> tuple[pd.DataFrame, pd.DataFrame]:
    """E4: a part is found where three people support or refine it; else there is little on it."""
    if not profile.public:
        return frame, unmarked(frame)
    few = frame["asked"] < profile.theme_asked_from
    public = frame[["cmoc_id", *PARTS]].copy()
    for part in PARTS:
        little = (frame[f"{part}_people"] < VERDICT_PEOPLE) & (frame[part] != "missing")
        public[part] = frame[part].mask(little, "little").mask(few, "")
    return public, _marked(public, few, list(PARTS))


def _public(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[[c for c in frame if c not in TEAM_ONLY]].copy()


def _marked(frame: pd.DataFrame, hidden: pd.Series, columns: Iterable[str]) -> pd.DataFrame:
    """No marks but [c] in `columns` where `hidden`."""
    marks = unmarked(frame)
    for column in columns:
        marks[column] = marks[column].mask(hidden, "c")
    return marks
