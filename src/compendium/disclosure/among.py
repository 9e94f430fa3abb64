"""Rule X1: shares of people who are among others, whose own number is printed elsewhere.

How many they are may be a bound. So their shares are told in steps that do not tell it either.
"""

from __future__ import annotations

from compendium.disclosure import counted
from compendium.disclosure.coarse import coarse
from compendium.disclosure.levels import NOTHING, Level, Share, shares
from compendium.disclosure.nested import Base
from compendium.disclosure.profile import Profile
from compendium.disclosure.question_shares import nothing_shown


def shares_among(sides: list[Level], base: Base, profile: Profile) -> tuple[list[Share], Base]:
    """Shares of each side, and the base; in steps, so that they do not tell one that is a bound."""
    if profile.surveys_by_counts:
        return by_counts(counted.line_of(sides, profile), base, profile)
    if nothing := nothing_shown(base, profile):
        return nothing, base
    return coarse(shares(sides, profile.small_level_up_to, base.least), base, profile), base


def by_counts(line: counted.Line, base: Base, profile: Profile) -> tuple[list[Share], Base]:
    """Shares of a line of counts; in coarse steps where the base is a bound."""
    chosen = line.shares()
    if profile.people_step or not base.mark or chosen[0].mark:
        return chosen, line.base
    if round(sum(share.percent for share in chosen), 6) < 100:
        return [NOTHING], line.base
    return coarse(chosen, base, profile), base
