"""Rules S1 to S4, S7, N1 and X1: who changed, looking back or from one occasion to a later one.

Everybody counted here is among those who said how it is now, and their number is printed elsewhere.
"""

from __future__ import annotations

import math

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure import counted
from compendium.disclosure.among import by_counts, shares_among
from compendium.disclosure.coarse import coarse
from compendium.disclosure.levels import NOTHING, Level, Share
from compendium.disclosure.nested import Base, beside_parts, inside
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
from compendium.disclosure.sealing import HIDDEN

CRITERION = ("needed", "alpha")


def release_change(result: Result, profile: Profile, **common) -> Released:
    """Shares of people who rate now lower than, the same as, or higher than before.

    They are among those who said how it is now, whose number is printed elsewhere (rule X1): the
    base may become a bound, and shares are rounded so that they do not tell it either.
    """
    rows = []
    for key, levels in questions_of(result).items():
        chosen, base = _directions(levels, [], profile)
        rows += rows_of(result, key, chosen, base_cell(base, profile, chosen))
    return sealed_shares(result, profile, rows, common)


def release_reliable_change(result: Result, profile: Profile, **common) -> Released:
    """Shares of people who changed reliably, in one direction or the other, and who did not.

    As `release_change`; where the result has parts with reports of their own, no more than these
    tell together (rule S7). The criterion and its alpha need `estimates_from` people.
    """
    rows = []
    parts = [questions_of(part) for part in result.parts if profile.public]
    for key, levels in questions_of(result).items():
        first = levels.iloc[0]
        enough = first["alpha_n"] >= profile.estimates_from
        guard = _reason_for_none(first["guard"], profile)
        if guard:
            chosen, base = [Share("all_levels", math.nan)], (math.nan, "")
        elif first["guard"]:
            chosen, base = [NOTHING], HIDDEN
        else:
            mine = [part[key] for part in parts if key in part and part[key]["base"].iloc[0] > 0]
            chosen, number = _directions(levels, mine, profile)
            base = base_cell(number, profile, chosen)
        shown = enough or guard
        more = {name: (first[name], "") if shown else HIDDEN for name in CRITERION}
        more["guard"] = guard, ""
        rows += rows_of(result, key, chosen, base, more)
    kinds = dict.fromkeys(CRITERION, "coefficient") | {"guard": "guard"}
    return sealed_shares(result, profile, rows, common, kinds)


def _reason_for_none(guard: str, profile: Profile) -> str:
    """Why nobody's change can be reliable, if that follows from what was asked.

    Every other reason lies in the answers, or says how few answered: to the public such a row
    reads like one of too few people.
    """
    by_design = guard in ("guard_retrospective", "guard_few_items")
    return guard if by_design or not profile.public else ""


def _directions(
    levels: pd.DataFrame, parts: list[pd.DataFrame], profile: Profile
) -> tuple[list[Share], Base]:
    """The shares of each direction and their base, which is among the people of `now`."""
    base = beside_parts(
        _among_now(levels, profile), [_among_now(p, profile) for p in parts], profile
    )
    if not parts:
        return shares_among(_sides_of(levels), base, profile)
    if profile.surveys_by_counts:
        line = counted.together([_sides_of(part) for part in parts], profile)
        return by_counts(line, base, profile)
    if nothing := nothing_shown(base, profile):
        return nothing, base
    told = together([_part_of(part, profile) for part in parts], profile.small_level_up_to)
    if base.mark and any(share.mark for share in told):  # a bound on shares tells its base
        return [NOTHING], base
    return coarse(told, base, profile), base


def _among_now(levels: pd.DataFrame, profile: Profile) -> Base:
    return inside(int(levels["base"].iloc[0]), int(levels["now"].iloc[0]), profile)


def _sides_of(levels: pd.DataFrame) -> list[Level]:
    people = levels["people"].astype(int)
    return [Level((name,), n) for name, n in zip(levels["level"], people, strict=True)]


def _part_of(levels: pd.DataFrame, profile: Profile) -> Part:
    hidden = bool(nothing_shown(_among_now(levels, profile), profile))
    return Part(tuple(_sides_of(levels)), hidden)
