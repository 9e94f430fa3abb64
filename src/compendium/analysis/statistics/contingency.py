"""Tables of counts: chi-squared, Fisher's exact test of tables of any size, Cramér's V.

A table is an array of whole numbers, one row per group and one column per answer. Rows and columns
without anybody are left out, since they say nothing about the others.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from compendium.analysis.statistics.rank_tests import LEVEL, Estimate

# Expected counts below which Pearson's p misleads: any below the first, or more than a fifth of
# them below the second (Cochran 1954, Biometrics 10:417-451).
LEAST_EXPECTED, FEW_EXPECTED, SHARE_FEW = 1, 5, 0.2
RESAMPLES = 2000
# Ways to deal one column, and states times ways, that are counted at most; beyond that tables are
# drawn.
MOST_DEALS, MOST_DEALT = 200_000, 12_000_000
DRAWN = 100_000


@dataclasses.dataclass(frozen=True)
class TableTest:
    """One test of independence.

    `test` is ``chi_squared``, ``fisher_exact`` or ``fisher_simulated``; p is missing where the
    table has fewer than two rows or columns with anybody in them.
    """

    n: int
    test: str
    statistic: float = np.nan
    df: int = 0
    p: float = np.nan


def used(table: np.ndarray) -> np.ndarray:
    """The rows and columns that somebody is in."""
    table = np.asarray(table)
    return table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]


def chi_squared(table: np.ndarray) -> TableTest:
    """Pearson's test without continuity correction."""
    from scipy import stats

    table = used(table)
    n = int(table.sum())
    if min(table.shape) < 2:
        return TableTest(n, "chi_squared")
    found = stats.chi2_contingency(table, correction=False)
    return TableTest(n, "chi_squared", float(found.statistic), int(found.dof), float(found.pvalue))


def few_expected(table: np.ndarray) -> bool:
    """Whether too few people are expected in the cells for Pearson's test (Cochran's rule)."""
    table = used(table)
    if min(table.shape) < 2:
        return False
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    few = (expected < FEW_EXPECTED).mean() > SHARE_FEW
    return bool(few or (expected < LEAST_EXPECTED).any())


def cramers_v(table: np.ndarray, seed: int) -> Estimate:
    """Bias-corrected Cramér's V, and a percentile bootstrap interval drawn inside each row.

    Bergsma 2013, Journal of the Korean Statistical Society 42:323-328. The interval cannot reach
    below 0, and so says nothing about whether there is an association at all. Missing where there
    are as many answers (or groups) as people: the correction then leaves nothing to divide by.
    """
    table = used(table)
    if min(table.shape) < 2:
        return Estimate()
    random, sizes = np.random.default_rng(seed), table.sum(axis=1)
    drawn = [random.multinomial(n, row / n, RESAMPLES) for n, row in zip(sizes, table, strict=True)]
    values = _unbiased_v(np.stack(drawn, axis=1))
    lower, upper = np.percentile(values, [50 * (1 - LEVEL), 100 - 50 * (1 - LEVEL)])
    return Estimate(float(_unbiased_v(table[None])[0]), float(lower), float(upper))


def _unbiased_v(tables: np.ndarray) -> np.ndarray:
    """Bergsma's V of each table of the same number of people; its columns are those of all."""
    rows, columns = tables.sum(axis=2, keepdims=True), tables.sum(axis=1, keepdims=True)
    n, (r, c) = tables[0].sum(), tables.shape[1:]
    expected = rows * columns / n
    squares = np.divide((tables - expected) ** 2, expected, where=expected > 0,
                        out=np.zeros(tables.shape))  # fmt: skip
    mean_square = squares.sum(axis=(1, 2)) / n
    unbiased = np.maximum(mean_square - (r - 1) * (c - 1) / (n - 1), 0)
    least = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    return np.sqrt(unbiased / least) if least > 0 else np.full(len(tables), np.nan)


def fisher(table: np.ndarray, seed: int) -> TableTest:
    """Fisher's exact test: the share of tables with these margins that are no likelier than this.

    All tables are counted, column by column (Freeman and Halton 1951, Biometrika 38:141-149),
    unless there are too many states on the way (`MOST_DEALT`); then `DRAWN` tables are drawn from
    `seed` (Patefield's way, by dealing people out).
    """
    table = used(table)
    n = int(table.sum())
    if min(table.shape) < 2:
        return TableTest(n, "fisher_exact")
    if table.shape[0] > table.shape[1]:
        table = table.T
    exact = _counted(table)
    if exact is not None:
        return TableTest(n, "fisher_exact", p=exact)
    return TableTest(n, "fisher_simulated", p=_simulated(table, seed))


def _log_ways(table: np.ndarray) -> np.ndarray:
    """Minus the sum of log factorials of each table: how likely it is, apart from its margins."""
    from scipy import special

    return -special.gammaln(table + 1.0).sum(axis=(-2, -1))


def _counted(table: np.ndarray) -> float | None:
    """The exact p; None where there are too many tables to count.

    Columns are dealt out one after another, the smallest first. What is left of the rows, in
    whatever order, is all that the next column depends on; how likely it was so far, to ten
    places, goes with it. The last two columns are dealt for each remainder once, in order of how
    likely they are, so that those that are no likelier than this table are found by halving.
    """
    columns = np.sort(table.sum(axis=0))
    left, likely, ways = table.sum(axis=1)[None, :], np.zeros(1), np.ones(1)
    for column in columns[:-2]:
        dealt = _after(left, likely, ways, _deals(len(table), int(column)))
        if dealt is None:
            return None
        left, likely, ways = dealt
    deals = _deals(len(table), int(columns[-2]))
    remainders, which = np.unique(left, axis=0, return_inverse=True)
    if deals is None or len(remainders) * len(deals) > MOST_DEALT:
        return None
    observed, every = float(_log_ways(table)), _all_ways(table)
    extreme = 0.0
    for number, remainder in enumerate(remainders):
        mine = which == number
        last = _last_two(remainder, deals)
        reached = np.concatenate([[0.0], np.cumsum(np.exp(last - last[-1]))])
        allowed = np.searchsorted(last, observed + 1e-7 - likely[mine], "right")
        weights = ways[mine] * np.exp(likely[mine] + last[-1] - every)
        extreme += (weights * reached[allowed]).sum()
    return min(1.0, float(extreme))


def _all_ways(table: np.ndarray) -> float:
    """Log of the sum of `exp(_log_ways)` over every table with these margins."""
    from scipy import special

    margins = [*table.sum(axis=0), *table.sum(axis=1)]
    return float(special.gammaln(table.sum() + 1.0) - special.gammaln(np.add(margins, 1.0)).sum())


def _deals(rows: int, column: int) -> np.ndarray | None:
    """Every way to deal a column's people out to so many rows; None if there are too many."""
    if math.comb(column + rows - 1, rows - 1) > MOST_DEALS:
        return None
    found = np.arange(column + 1)[:, None]
    for _ in range(rows - 2):
        rest = column - found.sum(axis=1)
        own = np.concatenate([np.arange(n + 1) for n in rest])
        found = np.column_stack([np.repeat(found, rest + 1, axis=0), own])
    return np.column_stack([found, column - found.sum(axis=1)]) if rows > 1 else found[-1:]


def _after(
    left: np.ndarray, likely: np.ndarray, ways: np.ndarray, deals: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """What is left after one more column, equal states together; None if there are too many."""
    radix = float(left[0].sum() + 1) ** np.arange(left.shape[1])
    if deals is None or len(left) * len(deals) > MOST_DEALT or radix[-1] * radix[1] > 2**52:
        return None
    rest = (left[:, None, :] - deals[None, :, :]).reshape(-1, left.shape[1])
    there = (rest >= 0).all(axis=1)
    total = (likely[:, None] + _log_ways(deals[:, None, :])[None, :]).reshape(-1)[there]
    rest = np.sort(rest[there], axis=1)
    key, rounded = rest @ radix, np.rint(total * 1e10)
    order = np.lexsort((rounded, key))
    key, rounded, many = key[order], rounded[order], np.repeat(ways, len(deals))[there][order]
    first = np.flatnonzero((np.diff(key, prepend=-1) != 0) | (np.diff(rounded, prepend=1) != 0))
    return rest[order][first], total[order][first], np.add.reduceat(many, first)


def _last_two(remainder: np.ndarray, deals: np.ndarray) -> np.ndarray:
    """How likely each way to deal the last two columns is, the least likely first."""
    rest = remainder - deals
    there = (rest >= 0).all(axis=1)
    both = np.stack([deals[there], rest[there]], axis=2)
    return np.sort(_log_ways(both))


def _simulated(table: np.ndarray, seed: int) -> float:
    """The p from tables with the same margins drawn at random."""
    random = np.random.default_rng(seed)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    left, drawn = np.tile(rows, (DRAWN, 1)), []
    for column in columns[:-1]:
        dealt = _dealt(random, left, int(column))
        left = left - dealt
        drawn.append(dealt)
    tables = np.stack([*drawn, left], axis=2)
    extreme = int((_log_ways(tables) <= _log_ways(table) + 1e-7).sum())
    return (extreme + 1) / (DRAWN + 1)


def _dealt(random: np.random.Generator, left: np.ndarray, column: int) -> np.ndarray:
    """For each drawn table, how many of a column's people each row gets."""
    dealt = np.zeros_like(left)
    wanted, rest = np.full(len(left), column), left.sum(axis=1)
    for row in range(left.shape[1]):
        rest = rest - left[:, row]
        dealt[:, row] = random.hypergeometric(left[:, row], rest, wanted)
        wanted = wanted - dealt[:, row]
    return dealt
