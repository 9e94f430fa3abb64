"""Counts in lines and columns that add up: what to hide so that subtraction gives nothing back.

Counts are printed with their totals as a profile says (`counting`), and enough is hidden beside
what is small (`suppression`): every hidden count keeps as many values as the profile asks for,
whatever the rounding. Tables that count the same things in another way are protected together,
for their totals are the same.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

import numpy as np

from compendium.disclosure.counts.counting import ALONE, SUMMED, Counting, counting_of, rounded
from compendium.disclosure.counts.known_counts import Cells, unknowns_of
from compendium.disclosure.counts.suppression import hidden_beside
from compendium.disclosure.counts.table import Lines, Table
from compendium.disclosure.profile import Profile

__all__ = ["Counts", "protected", "protected_together", "rounded"]


@dataclasses.dataclass(frozen=True)
class Counts:
    """A table of counts as it will be printed: one row a line, and whether columns add up below.

    Parameters
    ----------
    cells : numpy.ndarray
        Whole numbers, shape (lines, columns). Each line is printed with its total.
    down : bool
        Whether the columns' totals are printed, as a last line.
    columns : str
        What the columns are: tables with the same columns have the same total in each. All
        tables have the same total of everything.
    """

    cells: np.ndarray
    down: bool = True
    columns: str = ""


# Numbers that are the same though counted otherwise: of lines of one table, which together are a
# line of another (the quarters of a year). Each the place of a table, a line, a column, -1 being
# the total; the last one is the sum of those before it.
Link = tuple[tuple[int, int, int], ...]


# What is printed, and which of it is hidden; totals last.
Printed = tuple[np.ndarray, np.ndarray]


def protected(counts: np.ndarray, profile: Profile, down: bool = True) -> Printed:
    """Printed counts with their totals, and which of them are hidden.

    `counts` holds whole numbers, one row per line. What comes back has a last column more, each
    line's total, and if `down` a last row more, each column's. Hidden are small counts (of
    `casework_count_hidden_up_to`, noughts as the profile says); a total that is as small, or
    whose rounded cells add up to as little; and then, while too few values are left for a hidden
    count, the next smallest in its line or its column. What was hidden that way and proves
    unneeded is shown again.
    """
    return protected_together([Counts(np.asarray(counts), down)], profile)[0]


def protected_together(
    tables: Sequence[Counts], profile: Profile, links: Sequence[Link] = ()
) -> list[Printed]:
    """Several tables of the same things, whose totals are the same.

    As `protected`, of each table. A reader knows that the totals are the same, printed or not:
    of everything, of columns that are the same, and of the lines in `links`. Where the profile
    says so, the total of a line is hidden with most of the line.
    """
    plain = tuple((_as_tuples(one.cells), one.down, one.columns) for one in tables)
    counting, mostly = counting_of(profile), profile.count_mostly_hidden
    shown, hidden = _found(plain, tuple(links), counting, mostly)
    found, start = [], 0
    for table in tables:
        shape = with_totals(table.cells).shape
        end = start + shape[0] * shape[1]
        keep = slice(None) if table.down else slice(-1)
        found.append(tuple(one[start:end].reshape(shape)[keep].copy() for one in (shown, hidden)))
        start = end
    return found


def _as_tuples(counts: np.ndarray) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(line) for line in np.asarray(counts).tolist())


# Each of the tables of one site asks for all of them.
@functools.lru_cache(maxsize=64)
def _found(
    tables: tuple, links: tuple[Link, ...], counting: Counting, mostly_hidden: bool
) -> Printed:
    """All tables' printed counts one after the other, and which are hidden."""
    cells = _cells([Counts(np.array(c), *how) for c, *how in tables], links, counting)
    while True:
        hidden = hidden_beside(cells.table, *unknowns_of(cells, counting))
        mostly = _mostly_hidden(cells, hidden) if mostly_hidden else []
        if hidden[mostly].all():
            return cells.table.shown, hidden
        cells.table.small[mostly] = True


def _cells(tables: Sequence[Counts], links: Sequence[Link], counting: Counting) -> Cells:
    """All tables' cells one after the other; totals that are not printed count as hidden."""
    whole, shown, small, printed, places, start = [], [], [], [], [], 0
    lines: list[tuple[int, ...]] = []
    rows: list[tuple[int, ...]] = []
    for table in tables:
        own = with_totals(table.cells)
        own_shown = printed_with_totals(table.cells, counting)
        seen = np.ones(own.shape, dtype=bool)
        seen[-1] = table.down
        whole.append(own.ravel())
        shown.append(own_shown.ravel())
        small.append((small_cells(table.cells, own, own_shown, counting) | ~seen).ravel())
        printed.append(seen.ravel())
        here = [tuple(start + at for at in line) for line in lines_of(own.shape)]
        lines += here
        rows += here[: own.shape[0] if table.down else own.shape[0] - 1]
        places.append(start + np.arange(own.size).reshape(own.shape))
        start += own.size
    joined = [np.concatenate(found) for found in (whole, shown, small)]
    table = Table(*joined, lines=tuple(lines))
    same = (*_same_totals(tables, places), *_same_lines(links, places))
    return Cells(table, np.concatenate(printed), tuple(rows), same)


def _same_totals(tables: Sequence[Counts], places: Sequence[np.ndarray]) -> Lines:
    """The totals of columns that are the same, and of everything where no columns are."""
    first: dict[str, np.ndarray] = {}
    found = []
    for table, at in zip(tables, places, strict=True):
        if table.columns in first:
            # The last column adds up to the same if all others do.
            found += zip(first[table.columns][-1, :-1], at[-1, :-1], strict=True)
        elif first:
            found.append((places[0][-1, -1], at[-1, -1]))
        first.setdefault(table.columns, at)
    return tuple((int(one), int(other)) for one, other in found)


def _same_lines(links: Sequence[Link], places: Sequence[np.ndarray]) -> Lines:
    """The places of what `links` name."""
    return tuple(tuple(int(places[t][line, c]) for t, line, c in link) for link in links)


def _mostly_hidden(cells: Cells, hidden: np.ndarray) -> list[int]:
    """The totals of printed rows of which more than half of the cells are hidden."""
    return [row[-1] for row in cells.rows if 2 * hidden[list(row[:-1])].sum() > len(row) - 1]


def printed_with_totals(counts: np.ndarray, counting: Counting) -> np.ndarray:
    """Counts with their totals as they are printed."""
    if counting.totals == SUMMED:
        return with_totals(counting.rounded(counts))
    return counting.rounded(with_totals(counts))


def with_totals(counts: np.ndarray) -> np.ndarray:
    """A table with each line's total, and each column's."""
    across = np.hstack([counts, counts.sum(axis=1, keepdims=True)])
    return np.vstack([across, across.sum(axis=0, keepdims=True)])


def lines_of(shape: tuple[int, int]) -> Lines:
    """The places of every line, and then of every column; the total last."""
    places = np.arange(shape[0] * shape[1]).reshape(shape)
    across = [tuple(int(i) for i in line) for line in places]
    return (*across, *(tuple(int(i) for i in column) for column in places.T))


def small_cells(
    counts: np.ndarray, whole: np.ndarray, shown: np.ndarray, counting: Counting
) -> np.ndarray:
    """Which cells are hidden whatever stands beside them."""
    small = counting.is_small(whole)
    if counting.totals == SUMMED:
        totals = np.ones(whole.shape, dtype=bool)
        totals[: counts.shape[0], : counts.shape[1]] = False
        small |= totals & (whole > 0) & (shown <= counting.hidden_up_to)
    if counting.zeros == ALONE:
        inside = small[: counts.shape[0], : counts.shape[1]]
        inside |= (counts == 0) & counts.any(axis=1, keepdims=True) & counts.any(axis=0)
    return small
