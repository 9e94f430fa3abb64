"""Rules S1 to S3, S7 and N1: answers to survey questions.

A profile goes by bases (S1, S3) or by counts (N1); what is told of a question is then shares of
its sides, and how many answered it.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure import counted
from compendium.disclosure.levels import Level, Share, any_small, shares, three_levels
from compendium.disclosure.nested import Base
from compendium.disclosure.overlap import Part, together
from compendium.disclosure.profile import Profile
from compendium.disclosure.question_shares import (
    base_cell,
    nothing_shown,
    questions_of,
    rows_of,
    sealed_shares,
)
from compendium.disclosure.released import Released

ANSWER_SIDES = ("disagree", "neither", "agree")


def release_answers(result: Result, profile: Profile, **common) -> Released:
    """Shares of each item's answers: agree, neither, disagree; all levels on a large base.

    All levels are shown of every item, or of none: a chart with both is read wrongly. Where the
    result has parts with reports of their own, no more than these tell together (rule S7).
    """
    rows = []
    for key, (chosen, base) in told_of(result, profile).items():
        rows += rows_of(result, key, chosen, base_cell(base, profile, chosen))
    return sealed_shares(result, profile, rows, common)


def told_of(result: Result, profile: Profile) -> dict[tuple[str, ...], tuple[list[Share], Base]]:
    """The shares that are told of each question, and its base, by the question's keys."""
    questions = questions_of(result)
    parts = [questions_of(part) for part in result.parts if profile.public]
    whole = all(_bears_all_levels(levels, profile) for levels in questions.values())
    whole &= all(_sides_are_large(q, profile) for part in parts for q in part.values())
    tell = _by_counts if profile.surveys_by_counts else _by_base
    return {
        key: tell(levels, [] if whole else [p[key] for p in parts], profile, whole)
        for key, levels in questions.items()
    }


def _by_base(
    levels: pd.DataFrame, parts: list[pd.DataFrame], profile: Profile, whole: bool
) -> tuple[list[Share], Base]:
    """A question's shares under rules S1 to S3 and S7."""
    people = int(levels["base"].iloc[0])
    base = Base(people, "", people)
    if nothing := nothing_shown(base, profile):
        return nothing, base
    if parts:
        own = [_part(part, profile) for part in parts]
        return together(own, profile.small_level_up_to), base
    if whole:
        return [Share(x.name, 100 * x.people / people) for x in _levels(levels)], base
    return shares(_three(levels), profile.small_level_up_to), base


def _by_counts(
    levels: pd.DataFrame, parts: list[pd.DataFrame], profile: Profile, whole: bool
) -> tuple[list[Share], Base]:
    """A question's shares under rules N1 and S7."""
    if parts:
        line = counted.together([_three(part) for part in parts], profile)
    else:
        line = counted.line_of(_levels(levels) if whole else _three(levels), profile)
    return line.shares(), line.base


def _levels(levels: pd.DataFrame) -> list[Level]:
    """Every level of the scale by itself."""
    people = levels["people"].astype(int)
    return [Level((f"level_{v}",), n) for v, n in zip(levels["level"], people, strict=True)]


def _three(levels: pd.DataFrame) -> list[Level]:
    counts = dict(zip(levels["level"], levels["people"].astype(int), strict=True))
    assert sum(counts.values()) == levels["base"].iloc[0]
    return three_levels(counts, list(counts), ANSWER_SIDES)


def _part(levels: pd.DataFrame, profile: Profile) -> Part:
    return Part(tuple(_three(levels)), profile.base_mark(int(levels["base"].iloc[0])) == "c")


def _bears_all_levels(levels: pd.DataFrame, profile: Profile) -> bool:
    """Whether a question's base is large and none of its levels small (S2)."""
    large = levels["base"].iloc[0] >= profile.five_levels_from
    return bool(large and (levels["people"] > profile.small_level_up_to).all())


def _sides_are_large(levels: pd.DataFrame, profile: Profile) -> bool:
    """Whether a part's own report shows all three sides."""
    return not any_small(_three(levels), profile.small_level_up_to)
