"""What to hide beside small cells, so that nothing hidden can be had from what is shown.

Works on any table whose cells add up in lines: each line's parts, and then its total. While too
few values are left for a hidden cell, the next smallest beside it is hidden; what proves
unneeded is shown again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from compendium.disclosure.counts.fewest import cost, fewest
from compendium.disclosure.counts.possible import Reader, Unknowns
from compendium.disclosure.counts.table import Table

# On the tables that authors of R packages printed: how many there are, and how many numbers are
# hidden beside small ones here and by their own programs. Held by tests/disclosure/test_utility.py.
TRIED = {"tables": "13", "here": "60", "there": "68"}


def hidden_beside(table: Table, *unknowns: Unknowns) -> np.ndarray:
    """Which cells are hidden in the end. `unknowns`: as `possible.Reader` takes them.

    Of several orders of hiding, the one that hides fewest totals, and then fewest cells, counts;
    then it is asked whether fewer still would do (`compendium.disclosure.counts.fewest`).
    """
    reader = Reader(*unknowns)
    found = min((way(table, reader) for way in WAYS), key=lambda hidden: cost(table, hidden))
    return fewest(table, reader, found)


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
