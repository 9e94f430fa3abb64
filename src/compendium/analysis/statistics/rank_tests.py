"""Comparing scores by rank: tests, effect sizes with intervals, and the shift between two groups.

Scores are arrays without missing values. The tests come from scipy; what it lacks is worked out
here, beside its source.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
from collections.abc import Callable, Sequence

import numpy as np

# With fewer people than this on either side the test counts every arrangement, ties included
# (house choice; scipy.stats.mannwhitneyu leaves its normal approximation at 8, if nothing ties).
EXACT_BELOW = 10
# With more people than this in both groups together the arrangements take too long to count, and
# the normal distribution hardly differs; for the cut of an interval already beyond the second.
EXACT_UP_TO = 1_000
EXACT_CUT_UP_TO = 200
# Scores are told apart to so many places; as whole numbers, to so many parts.
PLACES = 9
UNITS = 10**PLACES
# Numbers held at once while resampling.
AT_ONCE = 4_000_000
RESAMPLES = 2000
LEVEL = 0.95


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval; missing where it cannot be had."""

    value: float = np.nan
    lower: float = np.nan
    upper: float = np.nan


def mann_whitney(first: np.ndarray, second: np.ndarray) -> tuple[str, float]:
    """Which form of the test was used, and its two-sided p.

    ``mann_whitney_exact`` counts every way to deal the scores out to the two groups; where there
    are too many, ``mann_whitney`` is scipy's normal approximation with correction for ties and
    continuity. p is missing where a group is empty, and 1 where all scores are the same.
    """
    from scipy import stats

    first, second = _rounded(first), _rounded(second)
    if min(len(first), len(second)) == 0:
        return "mann_whitney", np.nan
    if min(len(first), len(second)) < EXACT_BELOW and len(first) + len(second) <= EXACT_UP_TO:
        return "mann_whitney_exact", exact_p(first, second)
    if np.ptp(np.concatenate([first, second])) == 0:
        return "mann_whitney", 1.0
    found = stats.mannwhitneyu(first, second, method="asymptotic", use_continuity=True)
    return "mann_whitney", float(found.pvalue)


def _rounded(scores: np.ndarray) -> np.ndarray:
    """To nine places: 5 / 3 and 4 / 3 + 1 / 3 are one score, whatever binary fractions say."""
    return np.round(np.asarray(scores, dtype="float64"), PLACES)


def exact_p(first: np.ndarray, second: np.ndarray) -> float:
    """Share of all arrangements whose rank sum lies at least as far from its mean as this one.

    Ranks are doubled, so that those of tied scores are whole (Streitberg and Röhmel 1986,
    Statistical Software Newsletter 12:10-17: the shift algorithm).

    >>> exact_p(np.array([1.0, 2.0]), np.array([3.0, 4.0]))  # 2 of the 6 arrangements
    0.3333333333333333
    """
    from scipy import stats

    fewer, more = sorted((_rounded(first), _rounded(second)), key=len)
    ranks = np.rint(2 * stats.rankdata(np.concatenate([fewer, more]))).astype(int)
    ways, observed = rank_sums(tuple(sorted(ranks)), len(fewer)), ranks[: len(fewer)].sum()
    centre = len(fewer) * (len(ranks) + 1)
    far = np.abs(np.arange(len(ways)) - centre) >= abs(observed - centre)
    return float(ways[far].sum() / ways.sum())


@functools.lru_cache(maxsize=256)
def rank_sums(ranks: tuple[int, ...], size: int) -> np.ndarray:
    """In how many ways `size` of the ranks, in order, sum to 0, 1, 2, … up to their largest sum.

    >>> rank_sums((1, 2, 3), 2).tolist()
    [0.0, 0.0, 0.0, 1.0, 1.0, 1.0]
    """
    ways = np.zeros((size + 1, sum(ranks[len(ranks) - size :]) + 1))
    ways[0, 0] = 1
    for rank in ranks:
        ways[1:, rank:] += ways[:-1, : ways.shape[1] - rank].copy()
    return ways[size]


def cliffs_delta(first: np.ndarray, second: np.ndarray) -> Estimate:
    """How much more often a score of the first group is above one of the second than below.

    Unbiased variance, no less than its least possible value, and the asymmetric t interval (Feng
    and Cliff 2004, Journal of Modern Applied Statistical Methods 3:322-332; Cliff 1996). Where
    the groups do not overlap the variance is nought, and the limit inside comes from the smaller
    group's number (n - t²) / (n + t²), as Feng and Cliff say. No interval on one person.
    """
    n, m = len(first), len(second)
    if min(n, m) == 0:
        return Estimate()
    delta = float(_above(first, second)[0].mean())
    if min(n, m) < 2:
        return Estimate(delta)
    return Estimate(delta, *_asymmetric(delta, delta_variance(first, second), n, m))


def delta_variance(first: np.ndarray, second: np.ndarray) -> float:
    """The variance of Cliff's delta that its interval rests on; two people a group at least."""
    n, m = len(first), len(second)
    (rows, untied), (columns, _) = _above(first, second), _above(second, first)
    delta = rows.mean()
    of_rows, of_columns = ((rows - delta) ** 2).sum(), ((columns + delta) ** 2).sum()
    squares = untied - n * m * delta**2
    unbiased = (m**2 * of_rows + n**2 * of_columns - squares) / (n * m * (n - 1) * (m - 1))
    return float(max(unbiased, (1 - delta**2) / (n * m - 1)))


def _above(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, int]:
    """Of each of the first, how much of the second is below it less above; pairs not tied."""
    first, ordered = _rounded(first), np.sort(_rounded(second))
    below = np.searchsorted(ordered, first, "left")
    above = len(second) - np.searchsorted(ordered, first, "right")
    return (below - above) / len(second), int((below + above).sum())


def _asymmetric(delta: float, variance: float, n: int, m: int) -> tuple[float, float]:
    from scipy import stats

    t = stats.t.ppf(0.5 + LEVEL / 2, n + m - 2)
    if abs(delta) == 1:
        inside = float((min(n, m) - t**2) / (min(n, m) + t**2))
        return (inside, 1.0) if delta > 0 else (-1.0, -inside)
    middle = delta - delta**3
    reach = t * np.sqrt(variance) * np.sqrt((1 - delta**2) ** 2 + t**2 * variance)
    whole = 1 - delta**2 + t**2 * variance
    return float((middle - reach) / whole), float((middle + reach) / whole)


def rank_biserial(first: np.ndarray, second: np.ndarray) -> Estimate:
    """The same number as Cliff's delta, with the interval by Fisher's z.

    Standard error of the rank sum, sqrt((n + m + 1) / (3 n m)), as the R package effectsize has it
    (Kerby 2014, Comprehensive Psychology 3:1). Narrower than that of `cliffs_delta`, which is the
    one shown where groups differ in spread.
    """
    from scipy import stats

    n, m = len(first), len(second)
    if min(n, m) == 0:
        return Estimate()
    value = float(_above(first, second)[0].mean())
    if abs(value) == 1:
        return Estimate(value)
    reach = stats.norm.ppf(0.5 + LEVEL / 2) * np.sqrt((n + m + 1) / (3 * n * m))
    return Estimate(value, *(float(np.tanh(np.arctanh(value) + s * reach)) for s in (-1, 1)))


def dunn(groups: Sequence[np.ndarray]) -> np.ndarray:
    """p of Dunn's test of each pair of groups, by the ranks of all; missing on the diagonal.

    Ties corrected, not adjusted for their number (Dunn 1964, Technometrics 6:241-252). Missing
    where a group is empty, 1 where all scores are the same.
    """
    from scipy import stats

    scores = _rounded(np.concatenate(groups))
    ranks, n = stats.rankdata(scores), len(scores)
    parts = np.split(ranks, np.cumsum([len(g) for g in groups])[:-1])
    _, ties = np.unique(ranks, return_counts=True)
    spread = n * (n + 1) / 12 - (ties**3 - ties).sum() / (12 * (n - 1)) if n > 1 else 0.0
    found = np.full((len(groups), len(groups)), np.nan)
    for i, j in itertools.permutations(range(len(groups)), 2):
        if len(parts[i]) and len(parts[j]):
            error = np.sqrt(spread * (1 / len(parts[i]) + 1 / len(parts[j])))
            apart = abs(parts[i].mean() - parts[j].mean())
            found[i, j] = 2 * stats.norm.sf(apart / error) if error else 1.0
    return found


def shift(first: np.ndarray, second: np.ndarray) -> Estimate:
    """Hodges-Lehmann: the median of all differences between a first and a second score.

    The interval takes the differences that the exact Mann-Whitney distribution without ties cuts
    off at 2.5 % (Hollander and Wolfe 1973, section 4.3; R's wilcox.test), with more than
    `EXACT_CUT_UP_TO` people its normal approximation; with ties it is somewhat wide. Missing where
    even the outermost differences do not reach 95 %.
    """
    n, m = len(first), len(second)
    if min(n, m) == 0:
        return Estimate()
    (ours, times), (theirs, number) = _in_units(first), _in_units(second)
    up_to = np.concatenate([[0], np.cumsum(number)])

    def count(limit: int) -> int:
        """How many differences are no larger."""
        within = m - up_to[np.searchsorted(theirs, ours - limit, "left")]
        return int((times * within).sum())

    ends = int(ours[0] - theirs[-1]), int(ours[-1] - theirs[0])
    cut = _cut(n, m)
    middle = [order_statistic(count, k, ends) for k in ((n * m + 1) // 2, n * m // 2 + 1)]
    value = sum(middle) / 2 / UNITS
    if cut == 0:
        return Estimate(value)
    outer = [order_statistic(count, k, ends) / UNITS for k in (cut, n * m + 1 - cut)]
    return Estimate(value, *outer)


def _in_units(scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different scores in order, as whole numbers of billionths, and how often each is."""
    return np.unique(np.rint(scores * UNITS).astype("int64"), return_counts=True)


def order_statistic(count: Callable[[int], int], rank: int, ends: tuple[int, int]) -> int:
    """The least whole number within `ends` that at least `rank` of what `count` counts reach.

    All pairs of two groups are too many to write down where groups are large; how many lie below
    a number is soon counted.

    >>> order_statistic(lambda limit: sum(x <= limit for x in (3, 5, 9)), 2, (3, 9))
    5
    """
    lowest, highest = ends
    while lowest < highest:
        middle = (lowest + highest) // 2
        if count(middle) >= rank:
            highest = middle
        else:
            lowest = middle + 1
    return lowest


@functools.lru_cache(maxsize=256)
def _cut(n: int, m: int) -> int:
    """How many differences at each end lie outside the 95 % interval, plus one; 0 if too few."""
    if n + m > EXACT_CUT_UP_TO:
        return normal_cut(n * m / 2, n * m * (n + m + 1) / 12)
    ways = rank_sums(tuple(range(1, n + m + 1)), n)[n * (n + 1) // 2 :]
    return int(np.argmax(np.cumsum(ways) / ways.sum() >= (1 - LEVEL) / 2))


def normal_cut(mean: float, variance: float) -> int:
    """The least count whose share below, by the normal distribution, reaches 2.5 %."""
    from scipy import stats

    return math.ceil(mean + stats.norm.ppf((1 - LEVEL) / 2) * math.sqrt(variance) - 0.5)


def kruskal_wallis(groups: Sequence[np.ndarray]) -> float:
    """p of scipy's Kruskal-Wallis test, ties corrected; 1 where all scores are the same."""
    from scipy import stats

    if len(groups) < 2:
        return np.nan
    groups = [_rounded(g) for g in groups]
    if np.ptp(np.concatenate(groups)) == 0:
        return 1.0
    return float(stats.kruskal(*groups).pvalue)


def epsilon_squared(groups: Sequence[np.ndarray], seed: int) -> Estimate:
    """Share of the variation of ranks that lies between groups: H (n + 1) / (n² - 1).

    The interval is a percentile bootstrap, people drawn anew within each group (`seed`). It cannot
    reach below nought, and so says nothing about whether there is a difference at all.
    """
    if len(groups) < 2:
        return Estimate()
    scores, which = np.unique(_rounded(np.concatenate(groups)), return_inverse=True)
    parts = np.split(which, np.cumsum([len(g) for g in groups])[:-1])
    counts = np.stack([np.bincount(part, minlength=len(scores)) for part in parts])
    random, steps = np.random.default_rng(seed), max(1, AT_ONCE // counts.size)
    drawn = [
        _between_share(_resampled(random, counts, min(steps, RESAMPLES - start)))
        for start in range(0, RESAMPLES, steps)
    ]
    tail = 50 * (1 - LEVEL)
    limits = np.percentile(np.concatenate(drawn), [tail, 100 - tail])
    return Estimate(float(_between_share(counts[None])[0]), *map(float, limits))


def _resampled(random: np.random.Generator, counts: np.ndarray, many: int) -> np.ndarray:
    """How often each score comes up in each group (rows) if its people are drawn anew."""
    sizes = counts.sum(axis=1)
    drawn = [random.multinomial(n, row / n, many) for n, row in zip(sizes, counts, strict=True)]
    return np.stack(drawn, axis=1)


def _between_share(counts: np.ndarray) -> np.ndarray:
    """Of each table of groups × scores: between-group over total squares of the ranks.

    This is H / (n - 1) with H corrected for ties, and so epsilon squared; 0 where all scores are
    the same.
    """
    every, sizes = counts.sum(axis=1), counts[0].sum(axis=1)
    ranks = np.cumsum(every, axis=1) - (every - 1) / 2 - (sizes.sum() + 1) / 2
    between = (np.einsum("bgl,bl->bg", counts, ranks) ** 2 / sizes).sum(axis=1)
    total = (every * ranks**2).sum(axis=1)
    return np.divide(between, total, out=np.zeros_like(between), where=total > 0)
