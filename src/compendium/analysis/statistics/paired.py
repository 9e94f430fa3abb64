"""Change within people measured twice or more often: tests, effect sizes, reliable change.

Differences are arrays without missing values, second occasion less first. They are rounded to nine
places before they are ranked: 83.3 - 80.1 and 85.2 - 82.0 are the same difference, and binary
fractions would break the tie.
"""

from __future__ import annotations

import dataclasses
import functools

import numpy as np

from compendium.analysis.statistics.rank_tests import (
    LEVEL,
    PLACES,
    UNITS,
    Estimate,
    normal_cut,
    order_statistic,
)

# Up to so many differences that are not nought every pattern of signs is counted, ties included.
EXACT_UP_TO = 200


@dataclasses.dataclass(frozen=True)
class SignedRank:
    """Wilcoxon's test of paired differences.

    `n` differences are not nought, `zeros` are and take no part (as in R's wilcox.test); `v` is
    the rank sum of the positive ones; `test` is ``signed_rank_exact`` or ``signed_rank``.
    """

    n: int
    zeros: int
    v: float
    test: str
    p: float


def signed_rank(differences: np.ndarray) -> SignedRank:
    """Two-sided; p is missing where no difference is other than nought.

    Exact by counting all patterns of signs of the ranks as they are, ties halved (the shift
    algorithm of Streitberg and Röhmel 1986, Statistical Software Newsletter 12:10-17); beyond
    `EXACT_UP_TO` differences the normal approximation with corrections for ties and continuity.
    """
    from scipy import stats

    rounded = np.round(np.asarray(differences, dtype="float64"), PLACES)
    moved = rounded[rounded != 0]
    n, zeros = len(moved), len(rounded) - len(moved)
    if n == 0:
        return SignedRank(0, zeros, np.nan, "signed_rank_exact", np.nan)
    ranks = stats.rankdata(np.abs(moved))
    v = float(ranks[moved > 0].sum())
    if n <= EXACT_UP_TO:
        doubled = tuple(sorted(np.rint(2 * ranks).astype(int).tolist()))
        return SignedRank(n, zeros, v, "signed_rank_exact", _exact_p(doubled, v))
    return SignedRank(n, zeros, v, "signed_rank", _normal_p(ranks, v))


def _exact_p(doubled: tuple[int, ...], v: float) -> float:
    """Share of all patterns of signs whose sum lies at least as far from the middle."""
    ways = sign_sums(doubled)
    far = np.abs(2 * np.arange(len(ways)) - sum(doubled)) >= abs(4 * v - sum(doubled))
    return float(min(1.0, ways[far].sum() / ways.sum()))


@functools.lru_cache(maxsize=256)
def sign_sums(doubled: tuple[int, ...]) -> np.ndarray:
    """In how many ways of choosing some of the ranks they sum to 0, 1, 2, …, as shares.

    >>> (8 * sign_sums((1, 2, 3))).tolist()
    [1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0]
    """
    ways = np.zeros(sum(doubled) + 1)
    ways[0] = 1
    for rank in doubled:
        ways[rank:] += ways[: len(ways) - rank].copy()
        ways /= 2  # shares, so that nothing grows out of a float
    return ways


def _normal_p(ranks: np.ndarray, v: float) -> float:
    from scipy import stats

    n = len(ranks)
    _, ties = np.unique(ranks, return_counts=True)
    variance = n * (n + 1) * (2 * n + 1) / 24 - (ties**3 - ties).sum() / 48
    off = v - n * (n + 1) / 4
    return float(2 * stats.norm.sf((abs(off) - 0.5) / np.sqrt(variance))) if off else 1.0


def rank_biserial(differences: np.ndarray) -> Estimate:
    """Matched rank-biserial: rank sums up less down, as a share of all ranks.

    Kerby 2014, Comprehensive Psychology 3:1; the interval by Fisher's z with the standard error
    of the rank sum, as the R package effectsize has it. Missing without a difference that is not
    nought; without an interval where all go one way.
    """
    from scipy import stats

    found = signed_rank(differences)
    if found.n == 0:
        return Estimate()
    n = found.n
    whole = n * (n + 1) / 2
    value = 2 * found.v / whole - 1
    if abs(value) == 1:
        return Estimate(value)
    error = np.sqrt(n * (n + 1) * (2 * n + 1) / 6) / whole
    reach = stats.norm.ppf(0.5 + LEVEL / 2) * error
    return Estimate(value, *(float(np.tanh(np.arctanh(value) + s * reach)) for s in (-1, 1)))


def pseudomedian(differences: np.ndarray) -> Estimate:
    """Hodges-Lehmann: the median of the averages of all pairs of differences, each with itself too.

    The interval takes the averages that the exact distribution without ties cuts off at 2.5 %
    (Hollander and Wolfe 1973, section 3.2), with more than `EXACT_UP_TO` differences its normal
    approximation; with ties it is somewhat wide. Differences of nought take part. Missing where
    even the outermost averages do not reach 95 %.
    """
    units = np.sort(np.rint(np.asarray(differences, dtype="float64") * UNITS).astype("int64"))
    n = len(units)
    if n == 0:
        return Estimate()
    pairs, ends = n * (n + 1) // 2, (int(2 * units[0]), int(2 * units[-1]))

    def count(limit: int) -> int:
        """How many sums of two differences, or of one with itself, are no larger."""
        both = np.searchsorted(units, limit - units, "right").sum()
        return int(both + np.searchsorted(units, limit // 2, "right")) // 2

    middle = [order_statistic(count, k, ends) for k in ((pairs + 1) // 2, pairs // 2 + 1)]
    value, cut = sum(middle) / 4 / UNITS, _cut(n)
    if cut == 0:
        return Estimate(value)
    outer = [order_statistic(count, k, ends) / 2 / UNITS for k in (cut, pairs + 1 - cut)]
    return Estimate(value, *outer)


@functools.cache
def _cut(n: int) -> int:
    """How many averages at each end lie outside the 95 % interval, plus one; 0 if too few."""
    if n > EXACT_UP_TO:
        return normal_cut(n * (n + 1) / 4, n * (n + 1) * (2 * n + 1) / 24)
    below = np.cumsum(sign_sums(tuple(range(1, n + 1))))
    return int(np.argmax(below >= (1 - LEVEL) / 2))


def friedman(occasions: np.ndarray) -> tuple[float, float, float]:
    """Chi-squared, p and Kendall's W of people (rows) measured on three or more occasions.

    Missing below three occasions or two people, and where nobody's scores differ.
    """
    from scipy import stats

    people, times = occasions.shape
    rounded = np.round(occasions, PLACES)
    if times < 3 or people < 2 or (np.ptp(rounded, axis=1) == 0).all():
        return np.nan, np.nan, np.nan
    found = stats.friedmanchisquare(*rounded.T)
    return float(found.statistic), float(found.pvalue), found.statistic / (people * (times - 1))


@dataclasses.dataclass(frozen=True)
class ReliableChange:
    """How many people changed by more than the measure's own unreliability would let one expect.

    `needed` is the least difference that counts, in points of the scale.
    """

    n: int
    needed: float
    up: int
    down: int


def reliable_change(
    before: np.ndarray,
    after: np.ndarray,
    reliability: float,
    level: float = LEVEL,
    spread: float | None = None,
) -> ReliableChange:
    """Jacobson and Truax 1991, Journal of Consulting and Clinical Psychology 59:12-19.

    A difference counts if it is larger than z · √2 · SEM, SEM = sd of the first occasion ·
    √(1 - reliability); `spread` is that sd where more people were measured then than came again.
    Two occasions must really have been measured: somebody's memory of the first is none.

    Raises
    ------
    ValueError
        If the two do not have the same people, or `reliability` is not between 0 and 1.
    """
    from scipy import stats

    if len(before) != len(after):
        raise ValueError("reliable change needs the same people twice")
    if not 0 <= reliability <= 1:
        raise ValueError(f"a reliability lies between 0 and 1; this is {reliability}")
    if spread is None and len(before) < 2:
        return ReliableChange(len(before), np.nan, 0, 0)
    spread = np.std(before, ddof=1) if spread is None else spread
    error = spread * np.sqrt(1 - reliability)
    needed = float(stats.norm.ppf(0.5 + level / 2) * np.sqrt(2) * error)
    differences = np.round(np.asarray(after) - np.asarray(before), PLACES)
    up, down = differences > needed, differences < -needed
    return ReliableChange(len(before), needed, int(up.sum()), int(down.sum()))
