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
        self._simplex = Simplex(unknowns.sums)
        self._fits = np.array([unknowns.truth], dtype=int)
        self._asked: _Asked | None = None
        # Numbers, and what was hidden when too few values were left: less hidden, no more left.
        self._few = np.zeros(0, dtype=int), np.zeros((0, unknowns.cell.max() + 1), dtype=bool)

    def pinned(self, hidden: np.ndarray) -> list[int]:
        """The hidden cells of which too few values are left, in order."""
        return list(dict.fromkeys(self._pinned(hidden)))

    def any_pinned(self, hidden: np.ndarray) -> bool:
        """Whether there is such a cell."""
        known = set(self._known_too_few(hidden)) & set(self._asked_of(hidden))
        return bool(known) or next(self._pinned(hidden), None) is not None

    def is_pinned(self, cell: int, hidden: np.ndarray) -> bool:
        """Whether too few values are left of a hidden cell."""
        known = self._known
        numbers = np.flatnonzero((known.cell == cell) & (known.needed > 0))
        if np.isin(numbers, self._known_too_few(hidden)).any():
            return True
        return any(self._has_too_few(int(number), hidden) for number in numbers)

    def _pinned(self, hidden: np.ndarray):
        known, asked = self._known, self._question(hidden)
        too_few = set(self._known_too_few(hidden).tolist())
        for number in map(int, asked.lacking(self._asked_of(hidden), known.needed)):
            if number in too_few or self._has_too_few(number, hidden):
                yield int(known.cell[number])

    def _asked_of(self, hidden: np.ndarray) -> np.ndarray:
        """The hidden numbers of which some values must be left."""
        return np.flatnonzero((self._known.needed > 0) & hidden[self._known.cell])

    def _known_too_few(self, hidden: np.ndarray) -> np.ndarray:
        """Numbers of which too few values were left when as much was hidden, or more."""
        numbers, before = self._few
        return numbers[~before[:, hidden].all(axis=1)] if False else numbers[(hidden <= before).all(axis=1)]

    def _has_too_few(self, number: int, hidden: np.ndarray) -> bool:
        needed = int(self._known.needed[number])
        if len(self._values(number, self._question(hidden), needed)) >= needed:
            return False
        numbers, before = self._few
        self._few = np.append(numbers, number), np.vstack([before, hidden])
        return True

    def _values(self, number: int, asked: _Asked, enough: int) -> set[int]:
        """Values that a number can have, `enough` of them or, if there are fewer, some."""
        for sign in (1, -1):
            if len(asked.seen(number)) < enough:
                self._go(number, sign, asked, enough)
        found = asked.seen(number)
        if max(found) - min(found) + 1 < enough:
            return found
        for value in range(min(found), max(found)):
            if len(found) >= enough:
                break
            if value not in found and self._reach(number, value, asked):
                found.add(value)
        return found

    def _go(self, number: int, sign: int, asked: _Asked, enough: int) -> None:
        """Find tables in which a number is greater (sign 1) or less (-1), up to the end."""
        is_end = False
        if len(asked.fits):
            start = asked.fits[np.argmax(sign * asked.fits[:, number])]
            tables, is_end = self._simplex.climb(number, sign, start, asked.ends, enough)
            self._remember(tables, asked)
        if not is_end and len(asked.seen(number)) < enough:
            self._solve(number, asked, -sign)

    def _reach(self, number: int, value: int, asked: _Asked) -> bool:
        """Find a table in which a number has a value, from its neighbours if that will do."""
        for sign in (1, -1):
            values = sign * (value - asked.fits[:, number])
            nearest = np.argmin(np.where(values > 0, values, np.inf))
            ends = asked.ends.copy()
            ends[1 if sign == 1 else 0, number] = value
            tables, _ = self._simplex.climb(number, sign, asked.fits[nearest], ends, 10)
            self._remember(tables, asked)
            if value in asked.seen(number):
                return True
        return self._solve(number, asked, 1, value)

    def _question(self, hidden: np.ndarray) -> _Asked:
        """What is known while so much is hidden; the last question is kept."""
        if self._asked is None or not np.array_equal(self._asked.hidden, hidden):
            self._asked = _Asked(self._known, hidden, self._fits)
        return self._asked

    def _remember(self, tables: Sequence[np.ndarray], asked: _Asked) -> None:
        if len(tables):
            self._fits = np.vstack([self._fits, tables])
            asked.fits = np.vstack([asked.fits, tables])

    def _solve(self, number: int, asked: _Asked, sign: int, value: int | None = None) -> bool:
        """Find a table with the least (sign 1) or greatest (-1) value, or with `value`, if any."""
        from scipy.optimize import Bounds, milp

        low, high = asked.ends[:, : len(self._known.truth)].astype(float)
        if value is not None:
            low[number] = high[number] = value
        aim = np.zeros(len(low))
        aim[number] = sign
        found = milp(
            aim,
            integrality=np.ones(len(aim)),
            bounds=Bounds(low, high),
            constraints=self._sums,
            options={"time_limit": PATIENCE},
        )
        if found.status != 0:
            return False
        self._remember([np.round(found.x).astype(int)], asked)
        return True

    @functools.cached_property
    def _sums(self) -> Sequence:
        """The sums as the solver takes them."""
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csc_array

        known = self._known
        if not len(known.sums):
            return ()
        return LinearConstraint(csc_array(known.sums), known.low, known.high)


class _Asked:
    """What is known while some cells are hidden.

    `ends` are those of numbers and then of sums, shape (2, k + m); `fits` are the tables found so
    far that fit what is shown, one row each.
    """

    def __init__(self, known: Unknowns, hidden: np.ndarray, tables: np.ndarray):
        ends = np.where(hidden[known.cell][:, None], known.hidden, known.shown).T
        self.hidden = hidden.copy()
        self.ends = np.hstack([ends, [known.low, known.high]]).astype(int)
        self.fits = tables[((tables >= ends[0]) & (tables <= ends[1])).all(axis=1)]

    def seen(self, number: int) -> set[int]:
        """The values a number has in the tables found so far."""
        return set(self.fits[:, number].tolist())

    def lacking(self, numbers: np.ndarray, needed: np.ndarray) -> np.ndarray:
        """Those of the numbers that have fewer values than they need in the tables found so far."""
        columns = np.sort(self.fits[:, numbers], axis=0)
        values = (columns[1:] != columns[:-1]).sum(axis=0) + len(columns[:1])
        return numbers[values < needed[numbers]]
