"""What HiGHS (through scipy) says of whole numbers of which some sums are known."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

import numpy as np

# Larger than any number of people or referrals that a table here can hold.
MANY = 1_000_000
# Whole numbers are summed with weights of few digits.
EXACT = 1e-6
UNBOUNDED = 3
# How often several sums are moved at once, and how often in vain before one is let be.
ROUNDS, PATIENCE = 30, 4


@dataclasses.dataclass(frozen=True)
class Known:
    """All that is known: bounds of each count, and of some weighted sums of them.

    `bounds` has a row a count, `rows` are the weights by column, `low` and `high` the ends of each.
    """

    bounds: np.ndarray
    rows: Sequence[dict[int, float]]
    low: np.ndarray
    high: np.ndarray

    @functools.cached_property
    def _matrix(self):
        from scipy.sparse import csc_array

        cells = [(i, column, w) for i, row in enumerate(self.rows) for column, w in row.items()]
        rows, columns, weights = zip(*cells, strict=True) if cells else ((), (), ())
        return csc_array((weights, (rows, columns)), shape=(len(self.rows), len(self.bounds)))

    def end(self, aim: np.ndarray, sign: int, value: int | None = None) -> int | None:
        """The least (or, with sign -1, the greatest) value of a sum; None if there is none.

        With a `value`, whether the sum can have it: the value, or None.
        """
        sums = [] if value is None else [(aim[np.newaxis, :], [value], [value])]
        found = self._solved(sign * aim, sums)
        if found.status == UNBOUNDED:
            return sign * -MANY
        return round(sign * found.fun) if found.status == 0 else None

    def near(self, aims: np.ndarray, wanted: Sequence[int]) -> np.ndarray | None:
        """Counts whose sums `aims` (one row per sum) come as near as they can to those `wanted`.

        None where nothing is possible.
        """
        from scipy.sparse import csc_array, eye_array, hstack

        number = len(aims)
        over, under = eye_array(number), eye_array(number)
        sums = [(hstack([csc_array(aims), -over, under]), wanted, wanted)] if number else []
        cost = np.concatenate([np.zeros(len(self.bounds)), np.ones(2 * number)])
        found = self._solved(cost, sums)
        if found.status:
            return None
        counts = np.round(found.x[: len(self.bounds)])
        return counts if self._holds(counts) else None

    def _holds(self, counts: np.ndarray) -> bool:
        """Whether these counts are in keeping with all that is known."""
        sums = self._matrix @ counts
        inside = (self.low - EXACT <= sums) & (sums <= self.high + EXACT)
        return bool(
            inside.all()
            and (self.bounds.T[0] <= counts).all()
            and (counts <= self.bounds.T[1]).all()
        )

    def _solved(self, cost: np.ndarray, sums: list[tuple]):
        """What HiGHS answers; columns beyond the counts are distances from what is wanted."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csc_array, hstack

        more = len(cost) - len(self.bounds)
        matrix = hstack([self._matrix, csc_array((len(self.rows), more))]) if more else self._matrix
        known = [(matrix, self.low, self.high)] if self.rows else []
        return milp(
            cost,
            integrality=np.repeat([1, 0], [len(self.bounds), more]),
            bounds=Bounds(
                np.concatenate([self.bounds.T[0], np.zeros(more)]),
                np.concatenate([self.bounds.T[1], np.full(more, np.inf)]),
            ),
            constraints=[LinearConstraint(*each) for each in (*known, *sums)],
        )


def values_shown(known: Known, aims: np.ndarray, enough: int) -> list[set[int]]:
    """Values that each of several sums (a row of `aims` each) can have, up to `enough`.

    Sums are moved together, from one solution to the next, which shows a value of each. Of some
    not all values are found, nor their ends.
    """
    shown: list[set[int]] = [set() for _ in aims]
    moves = [_Moves(values) for values in shown]
    lacking: list[int] = []
    for _ in range(ROUNDS):
        wanted = [moves[i].wanted() for i in lacking]
        counts = known.near(aims[lacking], wanted)
        if counts is None:
            break
        for values, value in zip(shown, aims @ counts, strict=True):
            values.add(round(float(value)))
        for i, value in zip(lacking, wanted, strict=True):
            moves[i].tried(value)
        lacking = [i for i, m in enumerate(moves) if len(shown[i]) < enough and m.may_move]
        if not lacking:
            break
    return shown


class _Moves:
    """Where one sum is moved next: between values it was shown to have, above them or below."""

    def __init__(self, values: set[int]):
        self.values, self.in_vain, self.up = values, 0, True

    @property
    def may_move(self) -> bool:
        return self.in_vain < PATIENCE

    def wanted(self) -> int:
        least, greatest = min(self.values), max(self.values)
        between = (v for v in range(least + 1, greatest) if v not in self.values)
        far = 1 + self.in_vain // 2  # it may move by steps of more than one
        outside = greatest + far if self.up else least - far
        return outside if self.in_vain > 1 else next(between, outside)

    def tried(self, value: int) -> None:
        if value in self.values:
            self.in_vain = 0
        else:
            self.in_vain, self.up = self.in_vain + 1, not self.up
