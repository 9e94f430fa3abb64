"""Counts that add up: what to hide so that subtraction gives nothing back.

Counts are rounded cell by cell and totals are sums of rounded cells, so that lines (and columns)
add up exactly. What is hidden may then be had from what is shown, unless enough is hidden beside
it. `protected` hides until it cannot, and asks as an attacker would: which values could this
cell have, given everything that is shown?
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np

from compendium.disclosure.profile import Profile

Cell = tuple[int, int]


def protected(
    counts: np.ndarray, profile: Profile, down: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Rounded counts with their totals, and which of them are hidden.

    `counts` holds whole numbers, one row per line. What comes back has a last column more, each
    line's total, and if `down` a last row more, each column's. Hidden are counts from 1 to
    `casework_count_hidden_up_to`; a nought in a line and a column that both have counts, for it
    would say "none of them"; a total that is as small, or whose rounded cells add up to as
    little; and then, while what is shown leaves only one value for a hidden cell, the next
    smallest in its line or its column. What was hidden that way and proves unneeded is shown
    again, totals first, then the largest; of two orders of doing this the one that hides fewer
    totals, then fewer cells, counts. A line or column without any count stays nought: it says
    nothing of anybody.
    """
    step = profile.casework_round_to
    ways = [_hide_beside(_table(counts, profile, down), step, alone) for alone in (False, True)]
    table = min(ways, key=lambda t: ((t.hidden & t.totals).sum(), t.hidden.sum()))
    return table.shown, table.hidden


def rounded(counts: np.ndarray, step: int) -> np.ndarray:
    """Counts to the nearest multiple of `step`.

    >>> rounded(np.array([2, 3, 7, 8, 12, 13]), 5)
    array([ 0,  5,  5, 10, 10, 15])
    """
    return (np.asarray(counts) + step // 2) // step * step


@dataclasses.dataclass(frozen=True)
class _Table:
    """Exact and rounded counts with their totals, what is hidden, and which cells are totals."""

    whole: np.ndarray
    shown: np.ndarray
    hidden: np.ndarray
    totals: np.ndarray
    down: bool

    def lines_of(self, cell: Cell) -> list[list[Cell]]:
        """The line and, if columns add up, the column a cell stands in; the total comes last."""
        rows, columns = self.shown.shape
        across = [(cell[0], c) for c in range(columns)]
        return [across, [(r, cell[1]) for r in range(rows)]] if self.down else [across]

    @property
    def lines(self) -> list[list[Cell]]:
        """Every line and, if columns add up, every column."""
        rows, columns = self.shown.shape
        across = [self.lines_of((r, 0))[0] for r in range(rows)]
        return across + [self.lines_of((0, c))[1] for c in range(columns) if self.down]


def _table(counts: np.ndarray, profile: Profile, down: bool) -> _Table:
    up_to, step = profile.casework_count_hidden_up_to, profile.casework_round_to
    whole, shown = _with_totals(counts, down), _with_totals(rounded(counts, step), down)
    totals = np.zeros(whole.shape, dtype=bool)
    totals[:, -1] = True
    if down:
        totals[-1, :] = True
    hidden = (whole > 0) & ((whole <= up_to) | (totals & (shown <= up_to)))
    inside = (slice(counts.shape[0]), slice(counts.shape[1]))
    hidden[inside] |= (counts == 0) & counts.any(axis=1, keepdims=True) & counts.any(axis=0)
    return _Table(whole, shown, hidden, totals, down)


def _with_totals(counts: np.ndarray, down: bool) -> np.ndarray:
    across = np.hstack([counts, counts.sum(axis=1, keepdims=True)])
    return np.vstack([across, across.sum(axis=0, keepdims=True)]) if down else across


def _hide_beside(table: _Table, step: int, alone: bool) -> _Table:
    """The table with enough hidden beside its small cells, and no more than these need."""
    small = table.hidden.copy()
    while pinned := list(_pinned(table, step)):
        table.hidden[_next_smallest(table, pinned, alone)] = True
    for cell in _most_wanted(table, small):
        table.hidden[cell] = False
        table.hidden[cell] = any(True for _ in _pinned(table, step))
    return table


def _pinned(table: _Table, step: int) -> Iterator[Cell]:
    """The hidden cells for which only one rounded value is possible.

    The smallest and the largest value each hidden cell can have, while every line adds up and
    nothing is below nought, by linear programming. In a table of two directions these bounds
    are themselves multiples of the step.
    """
    from scipy.optimize import linprog

    cells = [tuple(int(i) for i in cell) for cell in np.argwhere(table.hidden)]
    sums, right = _equations(table, cells)
    for number, cell in enumerate(cells):
        aim = np.eye(len(cells))[number]
        least = linprog(aim, A_eq=sums, b_eq=right, method="highs")
        most = linprog(-aim, A_eq=sums, b_eq=right, method="highs")
        bounded = most.status == 0
        if bounded and -most.fun - least.fun < step / 2:
            yield cell


def _equations(table: _Table, cells: list[Cell]) -> tuple[np.ndarray, np.ndarray]:
    """Every line as an equation of its hidden cells: its parts less its total is nought."""
    sums, right = [], []
    for line in table.lines:
        sign = dict.fromkeys(line, 1) | {line[-1]: -1}
        sums.append([sign.get(cell, 0) for cell in cells])
        right.append(-sum(sign[at] * int(table.shown[at]) for at in line if not table.hidden[at]))
    return np.array(sums, dtype=float), np.array(right, dtype=float)


def _next_smallest(table: _Table, pinned: list[Cell], alone: bool) -> Cell:
    """What to hide beside a cell that is had by subtraction: the smallest count next to it.

    In its column only where it is alone hidden there and not in its line; `alone`: cells that are
    alone come first. A total only where no part is left; and if nothing is shown next to any such
    cell, the smallest count anywhere.
    """
    everywhere = [at for line in table.lines for at in line]
    around = [_alone_first(table, cell) for cell in pinned]
    if alone:
        around.sort(key=lambda lines: not _alone(table, lines[0]))
    for lines in (*around, [everywhere]):
        ranked = [
            ((bool(table.totals[at]), place, int(table.shown[at])), at)
            for place, line in enumerate(lines)
            for at in line
            if table.whole[at] > 0 and not table.hidden[at]
        ]
        if ranked:
            return min(ranked)[1]
    raise AssertionError("nothing is shown, so nothing can be subtracted")


def _most_wanted(table: _Table, small: np.ndarray) -> list[Cell]:
    """The cells hidden beside the small ones: totals first, then the largest."""
    beside = [tuple(int(i) for i in cell) for cell in np.argwhere(table.hidden & ~small)]
    return sorted(beside, key=lambda at: (not table.totals[at], -int(table.shown[at]), at))


def _alone_first(table: _Table, cell: Cell) -> list[list[Cell]]:
    """A hidden cell's line and column, the one first in which nothing else is hidden."""
    return sorted(table.lines_of(cell), key=lambda line: not _alone(table, line))


def _alone(table: _Table, line: list[Cell]) -> bool:
    """Whether just one cell of a line is hidden."""
    return sum(bool(table.hidden[at]) for at in line) == 1
