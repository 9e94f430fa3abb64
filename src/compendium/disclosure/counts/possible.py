"""Which values a hidden number can have: what a reader with a pencil and patience could work out.

What is known are whole numbers inside bounds and sums of them. The simplex method answers
(`simplex`), and where it does not, HiGHS (through scipy). Every table of numbers that was found to
fit is remembered: it goes on fitting while more is hidden, so that most questions need no new
answer.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Sequence

import numpy as np

from compendium.disclosure.counts.simplex import Simplex

# Branches of one question that the solver looks at before it counts as unanswered, and the cell as
# not protected; a number, not a time, so that every machine hides the same.
BRANCHES = 10_000


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
        cells = unknowns.cell.max(initial=-1) + 1
        self._too_few = np.zeros(0, dtype=int), np.zeros((0, cells), dtype=bool)

    def pinned(self, hidden: np.ndarray) -> list[int]:
        """The hidden cells of which too few values are left, in order."""
        return list(dict.fromkeys(self._pinned(hidden)))

    def any_pinned(self, hidden: np.ndarray) -> bool:
        """Whether there is such a cell."""
        if np.isin(self._had_too_few(hidden), self._needing(hidden)).any():
            return True
        return next(self._pinned(hidden), None) is not None

    def is_pinned(self, cell: int, hidden: np.ndarray) -> bool:
        """Whether too few values are left of a hidden cell."""
        known = self._known
        numbers = np.flatnonzero((known.cell == cell) & (known.needed > 0))
        if np.isin(numbers, self._had_too_few(hidden)).any():
            return True
        return any(self._has_too_few(int(number), hidden) for number in numbers)

    def _pinned(self, hidden: np.ndarray) -> Iterator[int]:
        known, had = self._known, set(self._had_too_few(hidden).tolist())
        lacking = self._question(hidden).lacking(self._needing(hidden), known.needed)
        for number in lacking.tolist():
            if number in had or self._has_too_few(number, hidden):
                yield int(known.cell[number])

    def _needing(self, hidden: np.ndarray) -> np.ndarray:
        """The hidden numbers of which some values must be left."""
        return np.flatnonzero((self._known.needed > 0) & hidden[self._known.cell])

    def _had_too_few(self, hidden: np.ndarray) -> np.ndarray:
        """Numbers of which too few values were left when as much was hidden, or more."""
        numbers, before = self._too_few
        return numbers[(hidden <= before).all(axis=1)]

    def _has_too_few(self, number: int, hidden: np.ndarray) -> bool:
        needed = int(self._known.needed[number])
        if len(self._values(number, self._question(hidden), needed)) >= needed:
            return False
        numbers, before = self._too_few
        self._too_few = np.append(numbers, number), np.vstack([before, hidden])
        return True

    def _question(self, hidden: np.ndarray) -> _Asked:
        """What is known while so much is hidden; the last such question is kept."""
        if self._asked is None or not np.array_equal(self._asked.hidden, hidden):
            self._asked = _Asked(self._known, hidden, self._fits)
        return self._asked

    def _values(self, number: int, asked: _Asked, enough: int) -> set[int]:
        """Values that a number can have, `enough` of them or, if there are fewer, some."""
        for sign in (1, -1):
            self._spread(number, sign, asked, enough)
        found = asked.seen(number)
        if not found or max(found) - min(found) + 1 < enough:
            return found
        for value in range(min(found), max(found)):
            if len(found) >= enough:
                break
            if value not in found:
                self._reach(number, value, asked, enough)
                found = asked.seen(number)
        return found

    def _spread(self, number: int, sign: int, asked: _Asked, enough: int) -> None:
        """Find tables in which a number is ever greater (`sign` 1) or less (-1), up to the end."""
        at_end = not len(asked.fits) and not self._find(number, *asked.ends[:, number], asked)
        while not at_end and len(asked.seen(number)) < enough:
            start = asked.fits[np.argmax(sign * asked.fits[:, number])]
            tables, at_end = self._simplex.climb(number, sign, start, asked.ends, enough)
            self._remember(tables, asked)
            if not at_end and len(asked.seen(number)) < enough:
                at_end = not self._find(number, *asked.beyond(number, sign), asked)

    def _reach(self, number: int, value: int, asked: _Asked, enough: int) -> None:
        """Find a table in which a number has a value between two others, if there is one."""
        for sign in (1, -1):
            start, ends = asked.next_to(number, value, sign)
            self._remember(self._simplex.climb(number, sign, start, ends, enough)[0], asked)
            if value in asked.seen(number):
                return
        self._find(number, value, value, asked)

    def _remember(self, tables: Sequence[np.ndarray], asked: _Asked) -> None:
        if tables:
            self._fits = np.vstack([self._fits, tables])
            asked.fits = np.vstack([asked.fits, tables])

    def _find(self, number: int, least: int, most: int, asked: _Asked) -> bool:
        """Find any table in which a number is not less and not more; whether there is one."""
        from scipy.optimize import Bounds, milp

        if least > most:
            return False
        ends = asked.ends.copy()
        ends[:, number] = least, most
        numbers = len(self._known.truth)
        found = milp(
            np.zeros(numbers),
            integrality=np.ones(numbers),
            bounds=Bounds(*ends[:, :numbers].astype(float)),
            constraints=self._sums,
            options={"node_limit": BRANCHES},
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

    `ends` are those of the numbers and then of their sums, shape (2, k + m); `fits` the tables
    found so far that fit what is shown, one row each.
    """

    def __init__(self, known: Unknowns, hidden: np.ndarray, tables: np.ndarray):
        ends = np.where(hidden[known.cell][:, None], known.hidden, known.shown).T
        self.hidden = hidden.copy()
        self.ends = np.hstack([ends, [known.low, known.high]]).astype(int)
        self.fits = tables[((tables >= ends[0]) & (tables <= ends[1])).all(axis=1)]

    def seen(self, number: int) -> set[int]:
        """The values of a number in the tables found so far."""
        return set(self.fits[:, number].tolist())

    def lacking(self, numbers: np.ndarray, needed: np.ndarray) -> np.ndarray:
        """Those numbers that have fewer values than they need in the tables found so far."""
        ranked = np.sort(self.fits[:, numbers], axis=0)
        values = (ranked[1:] != ranked[:-1]).sum(axis=0) + min(len(ranked), 1)
        return numbers[values < needed[numbers]]

    def beyond(self, number: int, sign: int) -> tuple[int, int]:
        """The values of a number above (`sign` 1) those found, or below (-1): first and last."""
        least, most = self.ends[:, number]
        if sign > 0:
            return self.fits[:, number].max() + 1, most
        return least, self.fits[:, number].min() - 1

    def next_to(self, number: int, value: int, sign: int) -> tuple[np.ndarray, np.ndarray]:
        """The table from which a number has the shortest way up (down) to a value; it as an end."""
        way = sign * (value - self.fits[:, number])
        ends = self.ends.copy()
        ends[(1 + sign) // 2, number] = value
        return self.fits[np.argmin(np.where(way > 0, way, np.inf))], ends
