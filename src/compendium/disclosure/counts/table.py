"""A table of numbers that add up in lines, as what is to be hidden is worked out from it."""

from __future__ import annotations

import dataclasses

import numpy as np

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

    @property
    def may_be_hidden(self) -> np.ndarray:
        """Which cells may be hidden beside others; a nought says nothing that hiding it would."""
        return ~self.small & (self.whole > 0)

    def lines_of(self, cell: int) -> list[tuple[int, ...]]:
        """The lines a cell stands in, in order."""
        return [line for line in self.lines if cell in line]


def sums_of(lines: Lines, cells: int) -> np.ndarray:
    """Every line as a sum that is nought: its parts less its total, one row a line."""
    found = np.zeros((len(lines), cells))
    for row, line in zip(found, lines, strict=True):
        row[list(line[:-1])] = 1
        row[line[-1]] = -1
    return found
