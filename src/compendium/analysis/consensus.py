"""How far people agree on one statement, and among themselves.

Answers are whole numbers on an ordered scale, counted by level: `counts[0]` people chose the
lowest. Formulas are beside their sources; missing where nobody answered.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from compendium.analysis.rank_tests import LEVEL, Estimate

# RAND/UCLA's constants, which hold for a scale from 1 to 9 alone (Fitch et al. 2001, RAND MR-1269).
IPRAS_LEVELS, IPR_AT_NO_ASYMMETRY, ASYMMETRY_FACTOR, MIDDLE = 9, 2.35, 1.5, 5


def wilson(successes: int, people: int) -> Estimate:
    """A share with its Wilson interval (Wilson 1927, JASA 22:209-212), from 0 to 1."""
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


def kendall_w(ratings: np.ndarray) -> tuple[float, float]:
    """Kendall's W of raters (columns) over things rated (rows), ties corrected, and its p.

    Rows with a missing rating are left out. Missing below two raters or two things, and where a
    rater tells nothing apart. Kendall and Babington Smith 1939; R's irr::kendall(correct = TRUE).
    """
    from scipy import stats

    whole = ratings[~np.isnan(ratings).any(axis=1)]
    things, raters = whole.shape
    if things < 2 or raters < 2:
        return np.nan, np.nan
    ranks = stats.rankdata(whole, axis=0)
    sums = ranks.sum(axis=1)
    ties = sum((t**3 - t).sum() for t in (np.unique(r, return_counts=True)[1] for r in ranks.T))
    most = raters**2 * (things**3 - things) - raters * ties
    if most == 0:
        return np.nan, np.nan
    w = 12 * ((sums - sums.mean()) ** 2).sum() / most
    return float(w), float(stats.chi2.sf(raters * (things - 1) * w, things - 1))


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


def answers_to_other_verdict(agreeing: int, people: int, threshold: float) -> int:
    """How many people would have to answer otherwise for the verdict to change.

    The rule is that at least `threshold` percent agree. Positive: so many of those who agree
    would have to disagree; negative: so many of those who do not would have to. 0 where nobody
    answered.

    >>> answers_to_other_verdict(8, 10, 70), answers_to_other_verdict(6, 10, 70)
    (2, -1)
    """
    if people == 0:
        return 0
    needed = int(np.ceil(round(threshold * people / 100, 9)))
    return agreeing - needed + 1 if agreeing >= needed else agreeing - needed
