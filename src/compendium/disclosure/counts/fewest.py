"""The least that must be hidden beside small cells, found exactly where a table is small enough.

What has to be hidden is found from what must not be shown. Where a hidden number has too few
values left, at least one more cell must be hidden; which ones would do is worked out by hiding
as many others as leave it had all the same. The cheapest choice that meets every such demand is
an integer programme, which HiGHS (through scipy) solves; new demands are added until none is
left. This is the implicit hitting set method (Karp and Moreno-Centeno 2013, doi
10.1287/opre.1120.1139), on the problem that Fischetti and Salazar (2001, doi
10.1287/mnsc.47.7.1008.9803) solve by cuts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from compendium.disclosure.counts.possible import Reader, View
from compendium.disclosure.counts.table import Table

# Demands that are looked for before a table counts as too large; a number, not a time, so that
# every machine hides the same.
DEMANDS = 150
# Cells that may be hidden, above which the search is not begun.
CHOICES = 120


def cost(table: Table, hidden: np.ndarray) -> float:
    """What is hidden: cells, a total counting as more than all that are none."""
    return float(_whole_prices(table)[hidden].sum())


def fewest(table: Table, reader: Reader, found: np.ndarray) -> np.ndarray:
    """The cells to hide that cost least; `found`, which protects already, where nothing is less.

    Of several that cost the same those with the smallest numbers. A table that is too large, or
    that makes too many demands, keeps `found`.
    """
    may = table.may_be_hidden
    if may.sum() > CHOICES or not (found & may).any():
        return found
    prices, demands = _prices(table), []
    while len(demands) < DEMANDS:
        hidden = _cheapest(table, prices, demands)
        if hidden is None or cost(table, hidden) >= cost(table, found):
            return found
        asked = next((view for view in reader.views if view.any_pinned(hidden)), None)
        if asked is None:
            return hidden
        demands += [_demand(table, asked, hidden, cell) for cell in asked.pinned(hidden)]
    return found


def _prices(table: Table) -> np.ndarray:
    """What hiding each cell costs; of two alike a little more for the larger number."""
    order = np.argsort(np.argsort(table.shown, kind="stable"), kind="stable")
    little = 0.5 * (order + 1) / (len(order) + 1) / (len(order) + 1)
    return _whole_prices(table) + little


def _whole_prices(table: Table) -> np.ndarray:
    """One for a cell; for a total, without which a line tells much less, more than for the rest."""
    return np.where(table.totals, 1.0 + (~table.totals).sum(), 1.0)


# Of which cells at least one must be hidden, if this one is.
Demand = tuple[int, np.ndarray]


def _demand(table: Table, view: View, hidden: np.ndarray, cell: int) -> Demand:
    """Which cells would help a hidden one that has too few values; every one beside them would not.

    As many as possible are hidden while it goes on having too few; the rest is the answer.
    """
    rest = [int(at) for at in np.flatnonzero(table.may_be_hidden & ~hidden)]
    near = {at for line in table.lines_of(cell) for at in line}
    # Cells far away first: they rarely help, so whole blocks of them are settled at once.
    rest.sort(key=lambda at: (at in near, -int(table.shown[at]), at))
    most = _hidden_in_vain(view, hidden.copy(), cell, rest)
    return cell, table.may_be_hidden & ~most


def _hidden_in_vain(view: View, hidden: np.ndarray, cell: int, block: Sequence[int]) -> np.ndarray:
    """`hidden` and as many cells of `block` as leave the cell with too few values."""
    if not block:
        return hidden
    more = hidden.copy()
    more[list(block)] = True
    if view.is_pinned(cell, more):
        return more
    if len(block) == 1:
        return hidden
    half = len(block) // 2
    return _hidden_in_vain(
        view, _hidden_in_vain(view, hidden, cell, block[:half]), cell, block[half:]
    )


def _cheapest(table: Table, prices: np.ndarray, demands: list[Demand]) -> np.ndarray | None:
    """The cheapest cells that meet every demand; None where none do."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    small = table.small.astype(float)
    rows = np.zeros((len(demands), len(small)))
    for row, (cell, helps) in zip(rows, demands, strict=True):
        row[helps] = 1
        row[cell] -= 1
    constraints = LinearConstraint(rows, 0, np.inf) if demands else ()
    found = milp(
        prices,
        integrality=np.ones(len(prices)),
        bounds=Bounds(small, np.maximum(small, table.may_be_hidden)),
        constraints=constraints,
    )
    return None if found.status != 0 else np.round(found.x).astype(bool)
