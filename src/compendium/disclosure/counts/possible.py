"""Which values a hidden number can have: what a reader with a pencil and patience could work out.

What is known are whole numbers inside bounds and sums of them; HiGHS (through scipy) answers.
Every table of numbers that was found to fit is remembered: it goes on fitting while more is
hidden, so that most questions need no new answer.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from compendium.disclosure.counts.simplex import Simplex

# Seconds after which one question counts as unanswered, and the cell as not protected.
PATIENCE = 10.0
# While so many numbers lack values, they are looked for together.
MANY_ASKED = 6
# How often ends are narrowed at most, and what counts as nothing when they are divided.
ROUNDS, HAIR = 20, 1e-9


@dataclasses.dataclass(frozen=True)
class Unknowns:
    """Whole numbers, and what a reader knows of them.

    Parameters
    ----------
    truth : numpy.ndarray
        The numbers as they are, shape (k,).
    cell : numpy.ndarray
        The cell of the table that each number belongs to, shape (k,).
    shown, hidden : numpy.ndarray
        The least and the greatest value of each number while its cell is shown, and while it is
        hidden, shape (k, 2).
    sums, low, high : numpy.ndarray
        Weighted sums of the numbers, shape (m, k), and the ends each lies between, shape (m,).
    needed : numpy.ndarray
        How many values each must keep while its cell is hidden, shape (k,); 0: nothing is asked.
    """

    truth: np.ndarray
    cell: np.ndarray
    shown: np.ndarray
    hidden: np.ndarray
    sums: np.ndarray
    low: np.ndarray
    high: np.ndarray
    needed: np.ndarray


class Reader:
    """Somebody who tries to work out what is hidden.

    Parameters
    ----------
    known : Unknowns
        What is known; several where a part of it, which is answered faster, is asked first.
    """

    def __init__(self, *known: Unknowns):
        self.views = tuple(View(one) for one in known)

    def pinned(self, hidden: np.ndarray) -> list[int]:
        """The hidden cells of which too few values are left, in order; the first view's, if any."""
        return next((found for view in self.views if (found := view.pinned(hidden))), [])

    def any_pinned(self, hidden: np.ndarray) -> bool:
        """Whether there is such a cell."""
        return any(view.any_pinned(hidden) for view in self.views)


class View:
    """What a reader can work out of one set of sums."""

    def __init__(self, unknowns: Unknowns):
        self._known = unknowns
        self._fits = np.array([unknowns.truth], dtype=float)
        # Certain ends, those tables that fit them, and how many tables were looked at.
        self._asked: tuple[np.ndarray, np.ndarray, int] | None = None
        # Of each number what was hidden when too few values were left: less hidden, no more left.
        self._too_few: dict[int, list[np.ndarray]] = defaultdict(list)
        # Where nothing is rounded the numbers come out whole unasked, which is much faster.
        self._come_whole = True
        self._weights = np.random.default_rng(0)
        # Certain ends, and the narrower ones that follow from them line by line.
        self._pencil: tuple[np.ndarray, np.ndarray] | None = None

    def pinned(self, hidden: np.ndarray) -> list[int]:
        """The hidden cells of which too few values are left, in order."""
        return list(dict.fromkeys(self._pinned(hidden)))

    def any_pinned(self, hidden: np.ndarray) -> bool:
        """Whether there is such a cell."""
        if any(self._had_too_few(int(number), hidden) for number in self._asked_of(hidden)):
            return True
        return next(self._pinned(hidden), None) is not None

    def is_pinned(self, cell: int, hidden: np.ndarray) -> bool:
        """Whether too few values are left of a hidden cell."""
        known = self._known
        numbers = np.flatnonzero((known.cell == cell) & (known.needed > 0))
        return any(self._has_too_few(int(number), hidden) for number in numbers)

    def values(self, number: int, hidden: np.ndarray, enough: int) -> set[int]:
        """Values that a number can have, `enough` of them or, if there are fewer, some."""
        ends = self._ends(hidden)
        found = self._seen(number, ends)
        for sign in (-1, 1):
            if len(found) < enough:
                found |= self._outer(number, ends, sign, enough)
        if max(found) - min(found) + 1 < enough:
            return found
        for value in range(min(found), max(found)):
            if len(found) >= enough:
                break
            if value not in found and self._solve(number, ends, 1, value) is not None:
                found.add(value)
        return found

    def _outer(self, number, ends, sign, enough):
        fits = self._fitting(ends)
        start = fits[np.argmax(-sign * fits[:, number])].astype(np.int64)
        both = np.hstack([ends.T, [self._known.low, self._known.high]]).astype(np.int64)
        way = self._simplex.climb(number, -sign, start, both, enough)
        if way.tables:
            self._fits = np.vstack([self._fits, way.tables])
        found = {int(t[number]) for t in way.tables}
        if way.at_end or len(found | self._seen(number, ends)) >= enough:
            return found
        outer = self._solve(number, ends, sign)
        return found | (set() if outer is None else {outer})

    @functools.cached_property
    def _simplex(self):
        return Simplex(self._known.sums)

    def _pinned(self, hidden: np.ndarray):
        known, asked = self._known, self._asked_of(hidden)
        for number in map(int, asked):
            if self._has_too_few(number, hidden):
                yield int(known.cell[number])

    def _has_too_few(self, number: int, hidden: np.ndarray) -> bool:
        needed, ends = int(self._known.needed[number]), self._ends(hidden)
        if len(self._seen(number, ends)) >= needed:
            return False
        if self._had_too_few(number, hidden):
            return True
        told = self._room(number, ends) < needed
        if not told and len(self.values(number, hidden, needed)) >= needed:
            return False
        self._too_few[number].append(hidden.copy())
        return True

    def _asked_of(self, hidden: np.ndarray) -> np.ndarray:
        """The hidden numbers of which some values must be left."""
        return np.flatnonzero((self._known.needed > 0) & hidden[self._known.cell])

    def _had_too_few(self, number: int, hidden: np.ndarray) -> bool:
        """Whether too few values were left of a number when as much was hidden, or more."""
        return any((hidden <= before).all() for before in self._too_few[number])

    def _ends(self, hidden: np.ndarray) -> np.ndarray:
        return np.where(hidden[self._known.cell][:, None], self._known.hidden, self._known.shown)

    @functools.cached_property
    def _sums(self) -> Sequence:
        """The sums as the solver takes them."""
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csc_array

        known = self._known
        if not len(known.sums):
            return ()
        return LinearConstraint(csc_array(known.sums), known.low, known.high)

    def _seen(self, number: int, ends: np.ndarray) -> set[int]:
        """The values a number has in the tables already found that fit what is shown now."""
        return {int(v) for v in np.unique(self._fitting(ends)[:, number])}

    def _fitting(self, ends: np.ndarray) -> np.ndarray:
        """The tables already found that fit what is shown now, one row each."""
        known, start = self._fits[:0], 0
        if self._asked is not None and np.array_equal(self._asked[0], ends):
            _, known, start = self._asked
        new = self._fits[start:]
        fits = ((new >= ends[:, 0]) & (new <= ends[:, 1])).all(axis=1)
        self._asked = ends, np.vstack([known, new[fits]]), len(self._fits)
        return self._asked[1]

    def _room(self, number: int, ends: np.ndarray) -> int:
        """How many values at most are left of a number, line by line, as with a pencil."""
        if self._pencil is None or not np.array_equal(self._pencil[0], ends):
            self._pencil = ends, self._narrowed(ends)
        low, high = self._pencil[1][number]
        return int(high - low) + 1

    def _narrowed(self, ends: np.ndarray) -> np.ndarray:
        """Ends of each number as they follow from those of the others in each of its lines."""
        low, high = ends.T.copy()
        for _ in range(ROUNDS):
            before = low, high
            low, high = self._once_narrowed(low, high)
            if np.array_equal(before, (low, high)):
                break
        return np.column_stack([low, high])

    def _once_narrowed(self, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """`low` and `high`, narrower where what a line leaves over is less."""
        line, number, weight = self._terms
        up, known, lines = weight > 0, self._known, len(self._known.sums)
        least = weight * np.where(up, low[number], high[number])
        most = weight * np.where(up, high[number], low[number])
        # What a line's ends leave to one number, when the others are as far away as they can be.
        left = (known.low - np.bincount(line, most, lines))[line] + most
        over = (known.high - np.bincount(line, least, lines))[line] + least
        low, high = low.copy(), high.copy()
        np.maximum.at(low, number, np.ceil(np.where(up, left, over) / weight - HAIR))
        np.minimum.at(high, number, np.floor(np.where(up, over, left) / weight + HAIR))
        return low, high

    @functools.cached_property
    def _terms(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of each number in each sum: which sum, which number, with what weight."""
        line, number = np.nonzero(self._known.sums)
        return line, number, self._known.sums[line, number]

    def _look_around(self, asked: np.ndarray, ends: np.ndarray) -> None:
        """Find tables in which many of the numbers asked for differ, as long as that helps.

        It decides nothing: a value found here need not be asked for, number by number.
        """
        lacking = self._lacking(asked, ends)
        while len(lacking) >= MANY_ASKED:
            aim = np.zeros(len(ends))
            aim[list(lacking)] = self._weights.uniform(-1, 1, len(lacking))
            if self._table(aim, ends) is None:
                return
            left = self._lacking(lacking, ends)
            if sum(lacking.values()) - sum(left.values()) < MANY_ASKED // 2:
                return
            lacking = left

    def _lacking(self, numbers: Iterable[int], ends: np.ndarray) -> dict[int, int]:
        """How many values each number lacks in the tables already found; those that lack any."""
        fits, needed = self._fitting(ends), self._known.needed
        lacks = {int(n): int(needed[n]) - len(np.unique(fits[:, n])) for n in numbers}
        return {number: count for number, count in lacks.items() if count > 0}

    def _solve(self, number: int, ends: np.ndarray, sign: int, value: int | None = None):
        """The least (sign 1) or greatest (-1) value, or whether `value` is one; None if none is."""
        ends = ends.copy()
        if value is not None:
            ends[number] = value
        aim = np.zeros(len(ends))
        aim[number] = sign
        table = self._table(aim, ends)
        return None if table is None else int(table[number])

    def _table(self, aim: np.ndarray, ends: np.ndarray) -> np.ndarray | None:
        """The numbers that fit and for which `aim` is least; remembered. None if none fit."""
        from scipy.optimize import Bounds, milp

        asked = functools.partial(
            milp,
            aim,
            bounds=Bounds(ends[:, 0], ends[:, 1]),
            constraints=self._sums,
            options={"time_limit": PATIENCE},
        )
        found = asked() if self._come_whole else None
        if found is None or (found.status == 0 and not _is_whole(found.x)):
            self._come_whole = False
            found = asked(integrality=np.ones(len(aim)))
        if found.status != 0:
            return None
        table = np.round(found.x)
        self._fits = np.vstack([self._fits, table])
        return table


def _is_whole(numbers: np.ndarray) -> bool:
    return bool(np.abs(numbers - np.round(numbers)).max() < 1e-6)
