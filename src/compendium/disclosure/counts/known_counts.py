"""What a reader knows of the counts in tables that add up, some of them hidden, some rounded."""

from __future__ import annotations

import dataclasses

import numpy as np

from compendium.disclosure.counts.counting import SUMMED, Counting
from compendium.disclosure.counts.possible import Unknowns
from compendium.disclosure.counts.table import MANY, Lines, Table, sums_of


@dataclasses.dataclass(frozen=True)
class Cells:
    """Cells in a row and how they hang together.

    Parameters
    ----------
    table : Table
        The cells of every table, one table after the other, totals among them.
    printed : numpy.ndarray
        Which cells stand in a table at all; the others are totals nobody prints.
    rows : tuple of tuples
        Those lines of the table that are printed as rows.
    same : tuple of tuples
        Totals of one thing, counted in two ways: the last is the sum of those before it, though
        not as they are printed.
    """

    table: Table
    printed: np.ndarray
    rows: Lines = ()
    same: Lines = ()


def unknowns_of(cells: Cells, counting: Counting) -> tuple[Unknowns, ...]:
    """Every cell's count, and where totals are sums of rounded counts the multiples they are of.

    Where totals are rounded by themselves a multiple tells of its own count alone.
    Of one table whose totals are sums of rounded counts the multiples say everything: two of
    them stand for more counts than are asked for. Of several such tables they say most of it,
    and are asked first.
    """
    if not counting.step or counting.totals != SUMMED:
        return (_exact(cells, counting),)
    steps = _steps(cells, counting)
    if not cells.same:
        return (steps,)
    joined = _joined(_exact(cells, counting), steps, cells, counting)
    return _linked(steps, cells, counting), joined


def _exact(cells: Cells, counting: Counting) -> Unknowns:
    """The counts: they add up, whatever is printed."""
    table = cells.table
    number, totals = len(table.whole), table.totals
    shown = np.array([counting.ends(n) if n else (0, 0) for n in table.shown])
    if counting.totals == SUMMED and counting.step:
        # A sum of rounded counts is no rounded count.
        shown[totals] = (0, MANY)
    sums = np.vstack([sums_of(table.lines, number), sums_of(cells.same, number)])
    return Unknowns(
        truth=table.whole.astype(float),
        cell=np.arange(number),
        shown=shown.astype(float),
        # Where noughts are always shown, what is hidden is not one.
        hidden=np.column_stack(
            [np.where(cells.printed, counting.least, 0), np.full(number, MANY)]
        ).astype(float),
        sums=sums,
        low=np.zeros(len(sums)),
        high=np.zeros(len(sums)),
        needed=np.where(cells.printed, counting.needed, 0),
    )


def _steps(cells: Cells, counting: Counting) -> Unknowns:
    """The multiples that are printed, which add up."""
    table, number = cells.table, len(cells.table.whole)
    steps = table.shown // counting.step
    sums = sums_of(table.lines, number)
    return Unknowns(
        truth=steps.astype(float),
        cell=np.arange(number),
        shown=np.column_stack([steps, steps]).astype(float),
        hidden=np.tile((0.0, float(MANY)), (number, 1)),
        sums=sums,
        low=np.zeros(len(sums)),
        high=np.zeros(len(sums)),
        # Two multiples, so that no hidden count can be printed by somebody else.
        needed=np.where(cells.printed, 2, 0),
    )


def _linked(steps: Unknowns, cells: Cells, counting: Counting) -> Unknowns:
    """The multiples, and that totals of the same things are no further apart than by rounding."""
    rows = sums_of(cells.same, len(steps.truth))
    # A count is so much below its multiple, or above it, at most.
    below, above = counting.step // 2, (counting.step - 1) // 2
    apart = []
    for *parts, whole in cells.same:
        one, other = (sum(_rounded_in(cells.table, p) for p in at) for at in (parts, [whole]))
        apart.append((-above * one - below * other, below * one + above * other))
    least, most = np.array(apart, dtype=float).reshape(-1, 2).T / counting.step
    return dataclasses.replace(
        steps,
        sums=np.vstack([steps.sums, rows]),
        low=np.concatenate([steps.low, np.ceil(least)]),
        high=np.concatenate([steps.high, np.floor(most)]),
    )


def _rounded_in(table: Table, cell: int) -> int:
    """How many rounded counts a printed number is the sum of; itself, where it is no total."""
    own = next((line for line in table.lines if line[-1] == cell), None)
    return sum(_rounded_in(table, part) for part in own[:-1]) if own else 1


def _joined(exact: Unknowns, steps: Unknowns, cells: Cells, counting: Counting) -> Unknowns:
    """Counts and multiples as one: each count is near its own."""
    number, table = len(exact.truth), cells.table
    # A total is the sum of multiples, and no multiple of its own count.
    link = np.hstack([np.eye(number), -counting.step * np.eye(number)])[~table.totals]
    half = counting.step // 2
    sums = np.vstack(
        [
            np.hstack([exact.sums, np.zeros_like(exact.sums)]),
            np.hstack([np.zeros((len(steps.sums), number)), steps.sums]),
            link,
        ]
    )
    ends = np.full(len(link), 1.0)
    return Unknowns(
        truth=np.concatenate([exact.truth, steps.truth]),
        cell=np.concatenate([exact.cell, steps.cell]),
        shown=np.vstack([exact.shown, steps.shown]),
        hidden=np.vstack([exact.hidden, steps.hidden]),
        sums=sums,
        low=np.concatenate([exact.low, steps.low, -half * ends]),
        high=np.concatenate([exact.high, steps.high, (counting.step - 1 - half) * ends]),
        needed=np.concatenate([exact.needed, steps.needed]),
    )
