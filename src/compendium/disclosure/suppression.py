"""What to hide beside small cells, so that nothing hidden can be had from what is shown.

Works on any table whose cells add up in lines: each line's parts, and then its total. While too
few values are left for a hidden cell, the next smallest beside it is hidden; what proves
unneeded is shown again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from compendium.disclosure.possible import Reader, Unknowns

Lines = tuple[tuple[int, ...], ...]
# Larger than any number of people or referrals that a table here can hold.
MANY = 100_000


@dataclasses.dataclass(frozen=True)
class Table:
    """Cells in a row, and the lines they add up in; a line's last cell is its total.

    Parameters
    ----------
    whole : numpy.ndarray
        The exact numbers.
    shown : numpy.ndarray
        The numbers as they are printed, rounded perhaps.
    small : numpy.ndarray
        Which cells are hidden whatever stands beside them.
    lines : tuple of tuples
        Places of the cells of each line, its total last.
    """

    whole: np.ndarray
    shown: np.ndarray
    small: np.ndarray
    lines: Lines

    @property
    def totals(self) -> np.ndarray:
        """Which cells are a line's total."""
        found = np.zeros(len(self.whole), dtype=bool)
        found[[line[-1] for line in self.lines]] = True
        return found

    def lines_of(self, cell: int) -> list[tuple[int, ...]]:
        """The lines a cell stands in, in order."""
        return [line for line in self.lines if cell in line]


def hidden_beside(table: Table, unknowns: Unknowns) -> np.ndarray:
    """Which cells are hidden in the end.

    Of several orders of hiding, the one that hides fewest totals, and then fewest cells, counts.
    """
    reader = Reader(unknowns)
    found = [way(table, reader) for way in WAYS]
    return min(found, key=lambda hidden: ((hidden & table.totals).sum(), hidden.sum()))


def _from_the_small(alone: bool) -> Callable[[Table, Reader], np.ndarray]:
    """Begin with the small cells and hide more. `alone`: cells alone in their line come first."""

    def way(table: Table, reader: Reader) -> np.ndarray:
        hidden = table.small.copy()
        while pinned := reader.pinned(hidden):
            chosen = _next_smallest(table, hidden, pinned, alone)
            if chosen is None:
                break
            hidden[chosen] = True
        return _shown_again(table, reader, hidden)

    return way


def _shown_again(table: Table, reader: Reader, hidden: np.ndarray) -> np.ndarray:
    """Less what need not be hidden: totals are shown first, then the largest."""
    beside = [int(at) for at in np.flatnonzero(hidden & ~table.small)]
    totals = table.totals
    for cell in sorted(beside, key=lambda at: (not totals[at], -int(table.shown[at]), at)):
        hidden[cell] = False
        hidden[cell] = reader.any_pinned(hidden)
    return hidden


WAYS = (_from_the_small(alone=False), _from_the_small(alone=True))


def _next_smallest(
    table: Table, hidden: np.ndarray, pinned: Sequence[int], alone: bool
) -> int | None:
    """What to hide beside a cell that is had by subtraction: the smallest count next to it.

    In a later line of the cell only where it is alone hidden there and not in an earlier one;
    `alone`: cells that are alone come first. A total only where no part is left; and if nothing
    is shown next to any such cell, the smallest count anywhere. None if nothing may be hidden.
    """
    around = [_alone_first(table, hidden, cell) for cell in pinned]
    if alone:
        around.sort(key=lambda lines: not _is_alone(hidden, lines[0]) if lines else True)
    everywhere = [at for line in table.lines for at in line]
    totals = table.totals
    for lines in (*around, [everywhere]):
        ranked = [
            ((bool(totals[at]), place, int(table.shown[at])), at)
            for place, line in enumerate(lines)
            for at in line
            if table.whole[at] > 0 and not hidden[at]
        ]
        if ranked:
            return min(ranked)[1]
    return None


def _alone_first(table: Table, hidden: np.ndarray, cell: int) -> list[tuple[int, ...]]:
    """A hidden cell's lines, those first in which nothing else is hidden."""
    return sorted(table.lines_of(cell), key=lambda line: not _is_alone(hidden, line))


def _is_alone(hidden: np.ndarray, line: Sequence[int]) -> bool:
    """Whether just one cell of a line is hidden."""
    return int(hidden[list(line)].sum()) == 1


def sums_of(lines: Lines, cells: int) -> np.ndarray:
    """Every line as a sum that is nought: its parts less its total, one row a line."""
    found = np.zeros((len(lines), cells))
    for row, line in zip(found, lines, strict=True):
        row[list(line[:-1])] = 1
        row[line[-1]] = -1
    return found


def adding_up(
    truth: np.ndarray, lines: Lines, shown: np.ndarray, least: np.ndarray, needed: np.ndarray
) -> Unknowns:
    """Cells that add up: what is shown of each (its ends), and at least what it is if hidden."""
    cells = len(truth)
    return Unknowns(
        truth=truth.astype(float),
        cell=np.arange(cells),
        shown=shown.astype(float),
        hidden=np.column_stack([least, np.full(cells, MANY)]).astype(float),
        sums=sums_of(lines, cells),
        low=np.zeros(len(lines)),
        high=np.zeros(len(lines)),
        needed=needed,
    )
