"""How a profile prints counts: which it hides, how it rounds, how totals are made.

This is rule C1, of casework.
"""

from __future__ import annotations

import dataclasses
import functools

import numpy as np

from compendium.disclosure.profile import Profile

# What becomes of noughts: shown; hidden; shown only where a whole line or column is empty.
SHOWN, HIDDEN, ALONE = "shown", "hidden", "alone"
# How totals are made: of the rounded parts, or rounded themselves; exact where nothing is rounded.
SUMMED, ROUNDED, EXACT = "summed", "rounded", "exact"


@dataclasses.dataclass(frozen=True)
class Counting:
    """Thresholds of one profile. `step` 0: not rounded; `values_left`: of a hidden count."""

    hidden_up_to: int
    step: int = 0
    zeros: str = SHOWN
    totals: str = EXACT
    values_left: int = 5

    def is_small(self, counts: np.ndarray) -> np.ndarray:
        """Which counts are hidden by their size.

        >>> Counting(7).is_small(np.array([0, 1, 7, 8])).tolist()
        [False, True, True, False]
        >>> Counting(9, zeros=HIDDEN).is_small(np.array([0, 1, 9, 10])).tolist()
        [True, True, True, False]
        """
        counts = np.asarray(counts)
        return (counts <= self.hidden_up_to) & ((counts > 0) | (self.zeros == HIDDEN))

    def rounded(self, counts: np.ndarray) -> np.ndarray:
        """Counts as they are printed, to the nearest multiple of the step.

        >>> Counting(7, step=5).rounded(np.array([2, 3, 7, 8, 12, 13])).tolist()
        [0, 5, 5, 10, 10, 15]
        """
        return rounded(counts, self.step) if self.step else np.asarray(counts)

    def ends(self, printed: int) -> tuple[int, int]:
        """The least and the greatest count that is printed so.

        >>> Counting(7, step=5).ends(10), Counting(5).ends(10), Counting(4, step=5).ends(5)
        ((8, 12), (10, 10), (5, 7))
        """
        return _ends(self, int(printed))

    @property
    def least(self) -> int:
        """The least a hidden count can be: where noughts are always shown, it is not one."""
        return 1 if self.zeros == SHOWN else 0

    @property
    def needed(self) -> int:
        """How many values a hidden count must keep: as many as the profile says, and never so
        few that all of them would be printed alike."""
        return max(self.values_left, self.step + 1) if self.step else self.values_left


@functools.cache
def _ends(counting: Counting, printed: int) -> tuple[int, int]:
    near = np.arange(max(printed - counting.step, 0), printed + counting.step + 1)
    like = near[(counting.rounded(near) == printed) & ~counting.is_small(near)]
    return (int(like.min()), int(like.max())) if len(like) else (printed, printed)


def rounded(counts: np.ndarray, step: int) -> np.ndarray:
    """Counts to the nearest multiple of `step`.

    >>> rounded(np.array([2, 3, 7, 8, 12, 13]), 5)
    array([ 0,  5,  5, 10, 10, 15])
    """
    return (np.asarray(counts) + step // 2) // step * step


def counting_of(profile: Profile) -> Counting:
    """How counts are printed under a profile."""
    return Counting(
        hidden_up_to=profile.casework_count_hidden_up_to,
        step=profile.casework_round_to,
        zeros=profile.count_zeros or SHOWN,
        totals=profile.count_totals or EXACT,
        values_left=profile.values_left,
    )
