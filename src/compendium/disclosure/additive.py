"""Counts in lines and columns that add up: what to hide so that subtraction gives nothing back.

`protected` prints a table of counts with its totals as a profile says (`counting`), and hides
enough beside what is small (`suppression`): every hidden count keeps as many values as the
profile asks for, whatever the rounding.
"""

from __future__ import annotations

import numpy as np

from compendium.disclosure.counting import ALONE, HIDDEN, SUMMED, Counting, counting_of, rounded
from compendium.disclosure.possible import Unknowns
from compendium.disclosure.profile import Profile
from compendium.disclosure.suppression import (
    Lines,
    Table,
    adding_up,
    hidden_beside,
)

__all__ = ["protected", "rounded", "table_protected"]


def protected(
    counts: np.ndarray, profile: Profile, down: bool = True, noughts_tell: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Printed counts with their totals, and which of them are hidden.

    `counts` holds whole numbers, one row per line. What comes back has a last column more, each
    line's total, and if `down` a last row more, each column's. Hidden are small counts (of
    `casework_count_hidden_up_to`, noughts as the profile says); a total that is as small, or
    whose rounded cells add up to as little; and then, while too few values are left for a hidden
    count, the next smallest in its line or its column. What was hidden that way and proves
    unneeded is shown again. `noughts_tell`: of what was asked, that nobody answered so is as
    telling as that few did, and everybody likewise (rule X3).
    """
    return table_protected(np.asarray(counts), counting_of(profile), down, profile, noughts_tell)


def table_protected(
    counts: np.ndarray,
    counting: Counting,
    down: bool,
    profile: Profile,
    noughts_tell: bool = False,
) -> tuple[np.ndarray, np.ndarray]:
    """`protected` under a way of counting that need not be the profile's own."""
    whole, shown = printed_with_totals(counts, counting, down)
    table = Table(
        whole=whole.ravel(),
        shown=shown.ravel(),
        small=small_cells(counts, whole, shown, counting, down, noughts_tell).ravel(),
        lines=lines_of(whole.shape, down),
        may_hide=np.ones(whole.size, dtype=bool),
    )
    least = 0 if noughts_tell else counting.least
    hidden = hidden_beside(table, unknowns_of(table, counting, least))
    if profile.hide_mostly_hidden_totals:
        hidden |= _mostly_hidden(table, hidden)
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
    counts: np.ndarray,
    whole: np.ndarray,
    shown: np.ndarray,
    counting: Counting,
    down: bool,
    noughts_tell: bool = False,
) -> np.ndarray:
    """Which cells are hidden whatever stands beside them."""
    small = counting.is_small(whole)
    if counting.totals == SUMMED:
        totals = np.ones(whole.shape, dtype=bool)
        totals[: counts.shape[0], : counts.shape[1]] = False
        small |= totals & (whole > 0) & (shown <= counting.hidden_up_to)
    inside = small[: counts.shape[0], : counts.shape[1]]
    if counting.zeros == ALONE:
        inside |= (counts == 0) & counts.any(axis=1, keepdims=True) & counts.any(axis=0)
    elif noughts_tell and counting.zeros != HIDDEN:
        inside |= (counts == 0) & counts.any(axis=1, keepdims=True)
    return small


def unknowns_of(table: Table, counting: Counting, least: int) -> Unknowns:
    """What a reader knows of a table's cells under one way of counting."""
    cells = len(table.whole)
    if counting.totals == SUMMED and counting.step:
        # Everything adds up in steps, and two steps stand for more counts than are asked for.
        steps = table.shown // counting.step
        shown = np.column_stack([steps, steps])
        return adding_up(steps, table.lines, shown, np.zeros(cells), np.full(cells, 2))
    shown = np.array([counting.ends(n) if n else (0, 0) for n in table.shown])
    least_of = np.full(cells, least)
    return adding_up(table.whole, table.lines, shown, least_of, np.full(cells, counting.needed))


def _mostly_hidden(table: Table, hidden: np.ndarray) -> np.ndarray:
    """Totals of lines of which more than half the counts are hidden."""
    found = np.zeros(len(hidden), dtype=bool)
    for line in table.lines:
        parts = [at for at in line[:-1] if table.whole[at] > 0 or hidden[at]]
        found[line[-1]] |= hidden[parts].sum() > len(parts) / 2
    return found
