"""Rule X1 for shares of a base that is itself not printed: so coarse that they do not tell it.

Whole percentages of fewer than a hundred people give the base away: few bases have two shares
of just so many percent. So the shares are multiples of a step that add up to 100 (largest
remainders, Hamilton's method). All shares that lead to the same multiples make a hexagon as wide
as the step; every base from `FROM` on has counts in it, since its own grid is fine enough.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Sequence

from compendium.disclosure.levels import NOTHING, Share
from compendium.disclosure.nested import Base
from compendium.disclosure.profile import Profile

# From how many people on a grid of single persons has a point in every hexagon, by how many
# steps of the profile it is wide: its covering radius, 100/n over the root of three, is then no
# more than half the width. Below, it is four steps.
FROM = {1: 24, 2: 12}
WIDEST = 4


def coarse(shares: Sequence[Share], base: Base, profile: Profile) -> list[Share]:
    """Shares as multiples of the narrowest step that every base the reader may think of fits.

    Bounds, and shares of a profile that has no step, stay as they are. Where no step fits,
    nothing is shown.
    """
    if not profile.looking_back_step or any(share.mark for share in shares):
        return list(shares)
    for width in step_widths(base.least):
        step = width * profile.looking_back_step
        told = apportioned([share.percent for share in shares], step)
        if fits(told, step, base, profile):
            return [
                dataclasses.replace(share, percent=float(percent))
                for share, percent in zip(shares, told, strict=True)
            ]
    return [NOTHING]


def step_widths(least: int) -> list[int]:
    """The widths to try for a base of at least so many, narrowest first."""
    return [width for width, first in FROM.items() if least >= first] + [WIDEST]


def apportioned(percents: Sequence[float], step: int) -> list[int]:
    """Multiples of `step` that add up to 100, each next below or next above the percentage.

    >>> apportioned([22.2, 16.7, 61.1], 5), apportioned([12.5, 87.5], 5)
    ([25, 15, 60], [15, 85])
    """
    # Nine places, so that thirds of the same base are equal whatever was divided.
    wholes = [round(percent / step, 9) for percent in percents]
    floors = [math.floor(whole) for whole in wholes]
    missing = round(100 / step) - sum(floors)
    by_rest = sorted(range(len(wholes)), key=lambda i: (floors[i] - wholes[i], i))
    return [step * (floors[i] + (i in by_rest[:missing])) for i in range(len(wholes))]


def fits(told: Sequence[int], step: int, base: Base, profile: Profile) -> bool:
    """Whether every base that a reader may think of has counts that lead to what is told."""
    bases = range(base.least, base.least + (profile.values_left if base.mark else 1))
    return all(_has_counts(told, n, step, profile.small_level_up_to) for n in bases)


def _has_counts(told: Sequence[int], base: int, step: int, small: int) -> bool:
    """Whether any counts of `base` people, none small, lead to what is told."""
    near = [
        range(
            max(small + 1, math.floor(base * (percent - step) / 100)),
            math.ceil(base * (percent + step) / 100) + 1,
        )
        for percent in told[:-1]
    ]
    tables = ((*counts, base - sum(counts)) for counts in itertools.product(*near))
    return any(
        min(counts) > small and apportioned([100 * n / base for n in counts], step) == list(told)
        for counts in tables
    )
