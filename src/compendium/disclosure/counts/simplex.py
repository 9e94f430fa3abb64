"""How far a number can go while sums hold: the simplex method in whole numbers.

Counts that add up are summed with weights of one, so that a pivot is 1 or -1 nearly always, and the
tableau stays whole. Then every table on the way is one that fits, and the end is exact: nothing is
ever rounded. Where only other pivots are left the end is not known, and another solver has to be
asked. Bounds do not stand in the tableau, so one serves whatever is hidden. (Dantzig 1963, Linear
Programming and Extensions, chapter 18, on numbers with bounds; Bland 1977, doi
10.1287/moor.2.2.103, on the order in which the method comes to an end.)
"""

from __future__ import annotations

import dataclasses

import numpy as np

# Steps towards one end, after which it is not known; a number, not a time, so that every machine
# goes the same way.
STEPS = 400
# What a tableau may hold; with larger weights it is made anew.
LARGE = 2**20


@dataclasses.dataclass
class _Walk:
    """Numbers and then their sums as they are now, their ends, and the tables passed so far."""

    now: np.ndarray
    ends: np.ndarray
    enough: int
    tables: list[np.ndarray]

    def room(self, numbers: np.ndarray, pace: np.ndarray) -> np.ndarray:
        """How many steps each number can go at its pace."""
        (low, high), now = self.ends[:, numbers], self.now[numbers]
        return np.where(pace > 0, high - now, now - low) // np.abs(pace)

    def go(self, numbers: np.ndarray, pace: np.ndarray, steps: int, width: int) -> None:
        """Go so many steps; on a long way no more tables are kept than are asked for."""
        single = min(steps, self.enough - len(self.tables)) - 1
        for by in [1] * single + [steps - single]:
            self.now[numbers] += by * pace
            self.tables.append(self.now[:width].copy())


class Simplex:
    """Numbers and their sums, some of which (the basis) are written as sums of the others.

    Parameters
    ----------
    sums : numpy.ndarray
        Weights of the numbers in each sum, whole, shape (m, k). The numbers are counted from 0 to
        k - 1, and their sums from k to k + m - 1.
    """

    def __init__(self, sums: np.ndarray):
        self._sums = sums.astype(int)
        assert (self._sums == sums).all()
        self._begin()

    def climb(
        self, number: int, sign: int, start: np.ndarray, ends: np.ndarray, enough: int
    ) -> tuple[list[np.ndarray], bool]:
        """From a table that fits to others in which a number is greater (`sign` 1), or less (-1).

        Parameters
        ----------
        start : numpy.ndarray
            The table, whole numbers, shape (k,).
        ends : numpy.ndarray
            The least and the greatest value of each number and each sum, whole, shape (2, k + m).
        enough : int
            How many tables are enough.

        Returns
        -------
        tuple
            The tables; and whether the number can go no further than in the last of them (than at
            the start, if there is none).
        """
        walk = _Walk(np.concatenate([start, self._sums @ start]), ends, enough, [])
        for _ in range(STEPS):
            slope = sign * self._slope(number)
            columns = self._rising(slope, walk)
            if not len(columns):
                return walk.tables, True
            if not self._step(columns, slope, walk) or len(walk.tables) >= enough:
                break
        return walk.tables, False

    def _begin(self) -> None:
        """The sums are the basis."""
        lines, numbers = self._sums.shape
        self._tableau = self._sums.copy()
        self._basis, self._others = np.arange(numbers, numbers + lines), np.arange(numbers)

    def _slope(self, number: int) -> np.ndarray:
        """How much a number grows with each of those that are not in the basis."""
        row = np.flatnonzero(self._basis == number)
        return self._tableau[row[0]] if len(row) else (self._others == number).astype(int)

    def _rising(self, slope: np.ndarray, walk: _Walk) -> np.ndarray:
        """Columns of the numbers that are no obstacle to themselves; in Bland's order."""
        (low, high), now = walk.ends[:, self._others], walk.now[self._others]
        columns = np.flatnonzero(np.where(slope > 0, now < high, (slope < 0) & (now > low)))
        return columns[np.argsort(self._others[columns])]

    def _step(self, columns: np.ndarray, slope: np.ndarray, walk: _Walk) -> bool:
        """Move the first number that can be moved; into the basis with it, out with what stops it.

        False if none can be: what stops each of them would be a pivot other than 1 and -1.
        """
        for column in columns:
            sign = 1 if slope[column] > 0 else -1
            rows = np.flatnonzero(self._tableau[:, column])
            pace = np.append(sign * self._tableau[rows, column], sign)
            numbers = np.append(self._basis[rows], self._others[column])
            room = walk.room(numbers, pace)
            steps = int(room.min())
            stops = rows[(room[:-1] == steps) & (np.abs(pace[:-1]) == 1)]
            if steps:
                walk.go(numbers, pace, steps, len(slope))
            if room[-1] > steps and len(stops):
                self._pivot(stops[np.argmin(self._basis[stops])], column)
            if steps or len(stops):
                return True
        return False

    def _pivot(self, row: int, column: int) -> None:
        """The number of a row leaves the basis for that of a column; the pivot is 1 or -1."""
        tableau, pivot = self._tableau, self._tableau[row, column]
        line = -pivot * tableau[row]
        line[column] = pivot
        rows, columns = np.flatnonzero(tableau[:, column]), np.flatnonzero(line)
        weights = tableau[rows, column]
        tableau[rows, column] = 0
        tableau[np.ix_(rows, columns)] += np.outer(weights, line[columns])
        tableau[row] = line
        self._basis[row], self._others[column] = self._others[column], self._basis[row]
        if np.abs(tableau[rows]).max() > LARGE:
            self._begin()
