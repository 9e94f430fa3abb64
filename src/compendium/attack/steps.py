"""In which steps shares of a number of people that may be a bound can have been told."""

from __future__ import annotations

from collections.abc import Mapping

from compendium.attack.respondents import Number
from compendium.disclosure.coarse import WIDEST, fits, step_widths
from compendium.disclosure.nested import Base
from compendium.disclosure.profile import Profile

EVERYBODY = 100  # percent


def step_of(
    profile: Profile,
    number: Number | None,
    printed_base: float | None,
    printed: Mapping[str, float],
) -> int:
    """The narrowest step that shares can have been told in; 0 where they have none.

    Of a sentence, which names some of the shares, the widest.
    """
    if number is None or not printed:
        return 0
    if profile.surveys_by_counts and printed_base is not None:
        return 0
    if sum(printed.values()) != EVERYBODY:
        return profile.looking_back_step * WIDEST
    least, bound = int(number.least), number.least != number.most
    base = Base(least - bound, "over" if bound else "", least)
    percents = [int(p) for p in printed.values()]
    steps = [profile.looking_back_step * width for width in step_widths(least)]
    return next((s for s in steps if s and fits(percents, s, base, profile)), 0)
