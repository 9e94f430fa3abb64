"""How far a number can go, by the simplex method in whole numbers.

The sums of counts that add up are made of ones, so that nearly every pivot is 1 or -1 and the
tableau stays whole: then every table on the way is one that fits, and the last one is the end,
without any rounding. Where only other pivots are left, the end is not known and another solver
has to be asked. Bounds do not stand in the tableau, so one serves whatever is hidden. (Dantzig
1963, Linear Programming and Extensions, chapter 18, on bounded numbers; Bland 1977, doi
10.1287/moor.2.2.103, on the order of pivots that comes to an end.)
"""

from __future__ import annotations

import dataclasses

import numpy as np

# Pivots for one end, and numbers in a tableau, above which another solver is asked.
PIVOTS, LARGE = 400, 2**20


@dataclasses.dataclass
class Way:
    """Where a number got: the tables on the way, one row each; whether it can go no further."""

    tables: list[np.ndarray]
    at_end: bool = False


class Simplex:
    """Numbers and their sums; some (the basis) are written as sums of the others.

    Parameters
    ----------
    sums : numpy.ndarray
        Weights of the numbers in each sum, shape (m, k), whole. Numbers 0 to k - 1 are those
        themselves, and k to k + m - 1 their sums.
    """

    def __init__(self, sums: np.ndarray):
        lines, numbers = sums.shape
        self._sums = sums.astype(np.int64)
        self._tableau = self._sums.copy()
        self._basis = np.arange(numbers, numbers + lines)
        self._others = np.arange(numbers)
        self._ok = bool((sums == self._sums).all())
        self.steps = 0

    def climb(self, number, sign, start, ends, enough) -> Way:
        way = Way([])
        now = np.concatenate([start, self._sums @ start])
        for _ in range(PIVOTS):
            if not self._ok or len(way.tables) >= enough: break
            slope = sign * self._slope(number)
            columns = self._rising(slope, now, ends)
            if not len(columns):
                way.at_end = True
                break
            if not self._one_step(columns, slope, now, ends, way, enough):
                break
        return way.tables, way.at_end

    def _slope(self, number: int) -> np.ndarray:
        if len(row := np.flatnonzero(self._basis == number)):
            return self._tableau[row[0]]
        return (self._others == number).astype(np.int64)

    def _rising(self, slope, now, ends):
        at = now[self._others]
        up, down = at < ends[1, self._others], at > ends[0, self._others]
        columns = np.flatnonzero(np.where(slope > 0, up, (slope < 0) & down))
        return columns[np.argsort(self._others[columns])]

    def _one_step(self, columns, slope, now, ends, way, enough) -> bool:
        self.steps += 1
        held = now[self._basis]
        up, down = ends[1, self._basis] - held, held - ends[0, self._basis]
        for column in columns:
            direction = 1 if slope[column] > 0 else -1
            change = direction * self._tableau[:, column]
            rows = np.flatnonzero(change)
            moved, by = self._basis[rows], change[rows]
            size = np.abs(by)
            room = np.where(by > 0, up[rows], down[rows]) // size
            entering = self._others[column]
            own = ends[1, entering] - now[entering] if direction > 0 else now[entering] - ends[0, entering]
            step = int(min(own, room.min(initial=own)))
            stops = rows[(room == step) & (size == 1)]
            if step == 0 and not len(stops):
                continue
            if step:
                self._walk(entering, direction, moved, by, step, now, way, enough)
            if step < own and len(stops):
                self._pivot(stops[np.argmin(self._basis[stops])], column)
            return True
        return False

    def _walk(self, entering, direction, moved, by, step, now, way, enough) -> None:
        k = len(self._others)
        for _ in range(min(step, enough - len(way.tables)) - 1):
            now[entering] += direction
            now[moved] += by
            step -= 1
            way.tables.append(now[:k].copy())
        now[entering] += direction * step
        now[moved] += by * step
        way.tables.append(now[:k].copy())

    def _pivot(self, row: int, column: int) -> None:
        tableau, one = self._tableau, self._tableau[row, column]
        line = -one * tableau[row]
        line[column] = one
        rows = np.flatnonzero(tableau[:, column])
        weights = tableau[rows, column]
        tableau[rows, column] = 0
        columns = np.flatnonzero(line)
        tableau[np.ix_(rows, columns)] += np.outer(weights, line[columns])
        tableau[row] = line
        self._basis[row], self._others[column] = self._others[column], self._basis[row]
        self._ok = np.abs(tableau[rows]).max() < LARGE
