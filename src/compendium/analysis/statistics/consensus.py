"""How far people agree on one statement, and among themselves.

Answers are whole numbers on an ordered scale, counted by level: `counts[0]` people chose the
lowest. Formulas are beside their sources; missing where nobody answered.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from compendium.analysis.statistics.rank_tests import LEVEL, Estimate

# RAND/UCLA's constants, which hold for a scale from 1 to 9 alone (Fitch et al. 2001, RAND MR-1269).
IPRAS_LEVELS, IPR_AT_NO_ASYMMETRY, ASYMMETRY_FACTOR, MIDDLE = 9, 2.35, 1.5, 5


def wilson(successes: float, people: float) -> Estimate:
    """A share with its Wilson interval (Wilson 1927, JASA 22:209-212), from 0 to 1.

    Numbers that were rounded to be told need not be whole.
    """
    from scipy import stats

    if people == 0:
        return Estimate()
    z, share = stats.norm.ppf(0.5 + LEVEL / 2), successes / people
    middle = (share + z**2 / (2 * people)) / (1 + z**2 / people)
    reach = z * np.sqrt(share * (1 - share) / people + z**2 / (4 * people**2))
    reach /= 1 + z**2 / people
    lower = 0.0 if successes == 0 else float(middle - reach)
    upper = 1.0 if successes == people else float(middle + reach)
    return Estimate(float(share), lower, upper)


def quantiles(counts: Sequence[int]) -> tuple[float, float, float]:
    """First quartile, median and third quartile of the answers (R's type 7), from level 1 on."""
    answers = np.repeat(np.arange(1, len(counts) + 1), counts)
    if not len(answers):
        return np.nan, np.nan, np.nan
    return tuple(float(q) for q in np.quantile(answers, [0.25, 0.5, 0.75]))


def agreement(counts: Sequence[int]) -> float:
    """Van der Eijk's agreement A: 1 where all choose one level, 0 if evenly spread, -1 at two ends.

    The counts are taken apart into layers of equal height; each layer's agreement, by how its
    levels lie together, counts with its share of people (van der Eijk 2001, Quality & Quantity
    35:325-341).
    """
    left = np.array(counts, dtype="float64")
    people, total = left.sum(), 0.0
    if people == 0 or len(left) < 2:
        return np.nan
    while left.any():
        present = left > 0
        height = left[present].min()
        total += height * present.sum() / people * _layer_agreement(present)
        left = np.where(present, left - height, 0)
        left[np.isclose(left, 0, atol=1e-9)] = 0
    return float(total)


def _layer_agreement(present: np.ndarray) -> float:
    """Agreement of one layer: unimodality times how few of the levels are in use."""
    levels, used = len(present), int(present.sum())
    if used == levels:
        return 0.0
    if used == 1:
        return 1.0
    at = np.flatnonzero(present)
    pairs_between = sum(
        int(present[i] and present[k] and not present[j])
        for i in at
        for k in at[at > i]
        for j in range(i + 1, k)
    )
    beside = sum(
        int(present[i] and present[j]) for i in at for j in at[at > i] for k in range(levels)
        if not present[k] and not i < k < j
    )  # fmt: skip
    if pairs_between + beside == 0:
        unimodal = 1.0
    else:
        unimodal = ((levels - 2) * beside - (levels - 1) * pairs_between) / (
            (levels - 2) * (pairs_between + beside)
        )
    return float(unimodal * (1 - (used - 1) / (levels - 1)))


def consensus(counts: Sequence[int]) -> float:
    """Tastle and Wierman's consensus: 1 where all choose one level, 0 at the two ends.

    1 + Σ share · log2(1 - |level - mean| / width): Tastle and Wierman 2007, International Journal
    of Approximate Reasoning 45:531-545.
    """
    people, levels = np.array(counts, dtype="float64"), np.arange(1, len(counts) + 1)
    if people.sum() == 0 or len(counts) < 2:
        return np.nan
    shares = people / people.sum()
    apart = np.abs(levels - (shares * levels).sum()) / (len(counts) - 1)
    used = shares > 0
    return float(1 + (shares[used] * np.log2(1 - apart[used])).sum()) + 0.0


@dataclasses.dataclass(frozen=True)
class Concordance:
    """Kendall's W of so many raters, with its chi-squared test; missing where it cannot be had."""

    raters: int
    w: float = np.nan
    chi2: float = np.nan
    df: int = 0
    p: float = np.nan


def kendall_w(ratings: np.ndarray) -> Concordance:
    """Kendall's W of raters (columns) over things rated (rows), ties corrected.

    Rows with a missing rating are left out. chi2 = m (k - 1) W of m raters and k things, with
    k - 1 degrees of freedom. Missing below two raters or two things, and where no rater tells
    anything apart. Kendall and Babington Smith 1939; R's irr::kendall(correct = TRUE).
    """
    whole = ratings[~np.isnan(ratings).any(axis=1)]
    things, raters = whole.shape
    if things < 2 or raters < 2:
        return Concordance(raters)
    w = _w(whole)
    chi2 = raters * (things - 1) * w
    return Concordance(raters, w, chi2, things - 1, w_p(w, raters, things - 1))


def _w(ratings: np.ndarray) -> float:
    from scipy import stats

    things, raters = ratings.shape
    ranks = stats.rankdata(ratings, axis=0)
    sums = ranks.sum(axis=1)
    ties = sum((t**3 - t).sum() for t in (np.unique(r, return_counts=True)[1] for r in ranks.T))
    most = raters**2 * (things**3 - things) - raters * ties
    return float(12 * ((sums - sums.mean()) ** 2).sum() / most) if most else np.nan


def w_p(w: float, raters: int, df: int) -> float:
    """The p of a W of so many raters, by the chi-squared approximation."""
    from scipy import stats

    return float(stats.chi2.sf(raters * df * w, df))


@dataclasses.dataclass(frozen=True)
class Appropriateness:
    """RAND/UCLA's disagreement index: there is disagreement where `ipr` is above `ipras`."""

    n: int
    median: float
    p30: float
    p70: float
    ipr: float
    ipras: float

    @property
    def disagreement(self) -> bool:
        return self.ipr > self.ipras


def ipras(counts: Sequence[int]) -> Appropriateness:
    """The index of one statement rated from 1 to 9.

    IPRAS = 2.35 + 1.5 · |5 - (P30 + P70) / 2|, held against P70 - P30 (Fitch et al. 2001).

    Raises
    ------
    ValueError
        If the scale does not have nine levels: the constants hold for no other.
    """
    if len(counts) != IPRAS_LEVELS:
        raise ValueError(f"IPRAS is for scales from 1 to 9; this one has {len(counts)} levels")
    answers = np.repeat(np.arange(1, IPRAS_LEVELS + 1), counts)
    if not len(answers):
        return Appropriateness(0, *[np.nan] * 5)
    low, median, high = (float(q) for q in np.quantile(answers, [0.3, 0.5, 0.7]))
    asymmetry = abs(MIDDLE - (low + high) / 2)
    adjusted = IPR_AT_NO_ASYMMETRY + ASYMMETRY_FACTOR * asymmetry
    return Appropriateness(len(answers), median, low, high, high - low, adjusted)


@dataclasses.dataclass(frozen=True)
class Threshold:
    """When a statement is retained: enough people agree, and the median is high enough.

    `lowest` is the value of the scale's lowest level, `agree_from` that of the lowest level that
    counts as agreeing.
    """

    lowest: int
    agree_from: int
    least_percent: int
    least_median: float

    def agreeing(self, counts: Sequence[int]) -> int:
        """How many people agree."""
        return sum(counts[self.agree_from - self.lowest :])

    def share_is_enough(self, agreeing: int, people: int) -> bool:
        """Whether so many of so many are `least_percent` percent, in whole numbers: 7 of 10 are 70.

        >>> rule = Threshold(1, 4, 70, 4)
        >>> rule.share_is_enough(7, 10), rule.share_is_enough(69, 99)
        (True, False)
        """
        return people > 0 and 100 * agreeing >= self.least_percent * people

    def retains(self, counts: Sequence[int]) -> bool:
        """Whether these answers, counted by level, retain the statement. Nobody retains nothing."""
        if not self.share_is_enough(self.agreeing(counts), sum(counts)):
            return False
        return quantiles(counts)[1] + self.lowest - 1 >= self.least_median

    @property
    def share_decides(self) -> bool:
        """Whether the median of a share that is enough is enough as well, whatever the answers.

        It is where more than half must agree, for then both middle answers do; or where the rule
        asks nothing of the median.
        """
        asks_nothing = self.least_median <= self.lowest
        return asks_nothing or (self.least_percent > 50 and self.agree_from >= self.least_median)

    def needed(self, people: int) -> int:
        """How many of so many people must agree for their share to be enough.

        >>> Threshold(1, 4, 70, 4).needed(46)  # 70 % of 46 is 32.2
        33
        """
        return -(-self.least_percent * people // 100)

    def others_by_share(self, agreeing: int, people: int) -> int:
        """How many people would have to answer otherwise for their share to fall on the other side.

        >>> rule = Threshold(1, 4, 70, 4)
        >>> rule.others_by_share(8, 10), rule.others_by_share(6, 10)
        (2, 1)
        """
        needed = self.needed(people)
        return agreeing - needed + 1 if agreeing >= needed else needed - agreeing


def answers_to_other(counts: Sequence[int], rule: Threshold) -> int:
    """The fewest people who would have to answer otherwise for the verdict to change.

    No answers are worse for a statement than the highest turned into the lowest, none better than
    the lowest turned into the highest: so these are turned, one by one. 0 where nobody answered.

    >>> answers_to_other([1, 0, 1, 4, 4], Threshold(1, 4, 70, 4))
    2
    """
    answers = sorted(np.repeat(np.arange(len(counts)), counts).tolist())
    retained, top = rule.retains(counts), len(counts) - 1
    for others in range(1, len(answers) + 1):
        kept = answers[:-others] if retained else answers[others:]
        changed = np.bincount([*kept, *[0 if retained else top] * others], minlength=len(counts))
        if rule.retains(changed.tolist()) != retained:
            return others
    return 0
