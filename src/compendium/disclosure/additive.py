"""Counts in lines and columns that add up: what to hide so that subtraction gives nothing back.

`protected` prints a table of counts with its totals as a profile says (`counting`), and hides
enough beside what is small (`suppression`): every hidden count keeps as many values as the
profile asks for, whatever the rounding.
"""

from __future__ import annotations

import numpy as np

from compendium.disclosure.counting import ALONE, SUMMED, Counting, counting_of, rounded
from compendium.disclosure.possible import Unknowns
from compendium.disclosure.profile import Profile
from compendium.disclosure.suppression import Lines, Table, adding_up, hidden_beside

__all__ = ["protected", "rounded"]


def protected(
    counts: np.ndarray, profile: Profile, down: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Printed counts with their totals, and which of them are hidden.

    `counts` holds whole numbers, one row per line. What comes back has a last column more, each
    line's total, and if `down` a last row more, each column's. Hidden are small counts (of
    `casework_count_hidden_up_to`, noughts as the profile says); a total that is as small, or
    whose rounded cells add up to as little; and then, while too few values are left for a hidden
    count, the next smallest in its line or its column. What was hidden that way and proves
    unneeded is shown again.
    """
    counts, counting = np.asarray(counts), counting_of(profile)
    whole, shown = printed_with_totals(counts, counting, down)
    table = Table(
        whole=whole.ravel(),
        shown=shown.ravel(),
        small=small_cells(counts, whole, shown, counting).ravel(),
        lines=lines_of(whole.shape, down),
    )
    hidden = hidden_beside(table, unknowns_of(table, counting))
    return shown, hidden.reshape(whole.shape)


def printed_with_totals(
    counts: np.ndarray, counting: Counting, down: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Exact counts with their totals, and both as they are printed."""
    whole = with_totals(counts, down)
    if counting.totals == SUMMED:
        return whole, with_totals(counting.rounded(counts), down)
    return whole, counting.rounded(whole)


def with_totals(counts: np.ndarray, down: bool) -> np.ndarray:
    """A table with each line's total, and each column's if `down`."""
    across = np.hstack([counts, counts.sum(axis=1, keepdims=True)])
    return np.vstack([across, across.sum(axis=0, keepdims=True)]) if down else across


def lines_of(shape: tuple[int, int], down: bool) -> Lines:
    """The places of every line and, if columns add up, every column; the total last."""
    places = np.arange(shape[0] * shape[1]).reshape(shape)
    across = [tuple(int(i) for i in line) for line in places]
    columns = [tuple(int(i) for i in column) for column in places.T]
    return (*across, *(columns if down else ()))


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


def unknowns_of(table: Table, counting: Counting) -> Unknowns:
    """What a reader knows of a table's cells under one way of counting."""
    cells = len(table.whole)
    if counting.totals == SUMMED and counting.step:
        # Everything adds up in steps, and two steps stand for more counts than are asked for.
        steps = table.shown // counting.step
        shown = np.column_stack([steps, steps])
        return adding_up(steps, table.lines, shown, np.zeros(cells), np.full(cells, 2))
    shown = np.array([counting.ends(n) if n else (0, 0) for n in table.shown])
    least, needed = (np.full(cells, n) for n in (counting.least, counting.needed))
    return adding_up(table.whole, table.lines, shown, least, needed)
