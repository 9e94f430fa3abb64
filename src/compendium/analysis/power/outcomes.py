"""Outcomes of an impact study, and what of each a formula needs: an effect and two variances.

What is measured of one person is a number (a score), whether something happened (a child entered
care), a level of an ordinal scale, or how long until something happened.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from compendium.impact import OUTCOMES
from compendium.problems import StudyError, listed

SCORE, BINARY, ORDINAL, TIME = OUTCOMES


@dataclasses.dataclass(frozen=True)
class Scale:
    """A linear model's view of an outcome.

    `effect` of the service; `within` variance of one person around their site; `between` variance
    of sites around their mean. Of a score these are in standard deviations, of a binary outcome in
    shares, of an ordinal one in points (the levels numbered from 1), of a time in log hazards.
    """

    effect: float
    within: float
    between: float

    @property
    def icc(self) -> float:
        return self.between / (self.between + self.within)


@dataclasses.dataclass(frozen=True)
class Outcome:
    """One outcome under the usual service, and the smallest difference worth finding.

    Parameters
    ----------
    kind : str
        One of `compendium.impact.OUTCOMES`.
    usual : float
        Share of people (0 to 1) to whom it happens under the usual service: binary, time to event
        (by the end of follow-up). Not used otherwise.
    change : float
        score: difference in standard deviations; binary: difference of shares; ordinal: odds ratio
        of a higher level; time to event: hazard ratio.
    shares : tuple of float
        Of an ordinal scale the share on each level, lowest first, under the usual service.

    Raises
    ------
    StudyError
        If these numbers cannot be.
    """

    kind: str
    change: float
    usual: float = math.nan
    shares: tuple[float, ...] = ()

    def __post_init__(self):
        if fault := self.fault():
            raise StudyError(f"outcome ({self.kind}): {fault}.")

    def fault(self) -> str:
        """What is wrong with the numbers, in words; blank if nothing is."""
        if self.kind not in OUTCOMES:
            return f"there is no such kind; there is {listed(OUTCOMES)}"
        if self.kind in (BINARY, TIME) and not 0 < self.usual < 1:
            return f"usual is {self.usual}, and a share lies between 0 and 1"
        if self.kind == BINARY and not 0 < self.usual + self.change < 1:
            return f"usual and change make {self.usual + self.change:g}, which is no share"
        if self.kind in (ORDINAL, TIME) and not self.change > 0:
            return f"change is {self.change}, and a ratio is above 0"
        if self.kind == ORDINAL and len(self.shares) < 2:
            return f"it has {len(self.shares)} levels, and a scale has two or more"
        if self.kind == ORDINAL and (min(self.shares) <= 0 or abs(sum(self.shares) - 1) > 1e-6):
            return f"its shares are {listed(self.shares)}; each is above 0, and they add up to 1"
        return ""

    def scale(self, icc: float) -> Scale:
        """Effect and variances with this intraclass correlation.

        Of a binary outcome the variance is the mean of those in both arms (as
        swCRTdesign::swPwr has it); of a time, sites' hazards vary by k with
        k² = icc (1 - usual) / usual (Hayes and Moulton 2017, Cluster Randomised Trials, 2.3).
        """
        if self.kind == SCORE:
            return Scale(self.change, 1 - icc, icc)
        if self.kind == BINARY:
            both = self.usual, self.usual + self.change
            total = sum(p * (1 - p) for p in both) / 2
            return Scale(self.change, (1 - icc) * total, icc * total)
        if self.kind == ORDINAL:
            (mean, spread), (other, its) = map(self._moments, (1.0, self.change))
            total = (spread + its) / 2
            return Scale(other - mean, (1 - icc) * total, icc * total)
        happens = (self.usual + self.usual_with_service) / 2
        return Scale(math.log(self.change), 1 / happens, icc * (1 - self.usual) / self.usual)

    @property
    def usual_with_service(self) -> float:
        """Of a time: the share to whom it happens by the end of follow-up with the service."""
        return 1 - (1 - self.usual) ** self.change

    def expected(self, service: np.ndarray, trend: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What people have on average in each period, and the variance of one of them around it.

        On the scale that is analysed: scores, shares, points of a scale, log hazards. `service` is
        1 where it runs; `trend` what the period adds, as in `drawn_cells.Setting`.
        """
        if self.kind == SCORE:
            return self.change * service + trend, np.ones_like(trend)
        if self.kind == BINARY:
            share = np.clip(self.usual + self.change * service + trend, 1e-3, 1 - 1e-3)
            return share, share * (1 - share)
        if self.kind == ORDINAL:
            shares = self.levels(math.log(self.change) * service + trend)
            points = np.arange(1, len(self.shares) + 1)
            mean = shares @ points
            return mean, shares @ points**2 - mean**2
        hazard = -math.log(1 - self.usual) * np.exp(math.log(self.change) * service + trend)
        return np.log(hazard), 1 / (1 - np.exp(-hazard))

    def trend(self, percent: float) -> float:
        """A change of so many percentage points, as `drawn_cells.Setting` takes it.

        Of a scale they are points of the share above the step nearest its middle, of a score
        hundredths of a standard deviation.

        >>> round(Outcome("binary", -0.1, 0.3).trend(2), 3)
        0.02
        """
        change = percent / 100
        if self.kind == TIME:  # the derivative of log(-log(1 - share))
            return change / ((1 - self.usual) * -math.log(1 - self.usual))
        if self.kind == ORDINAL:  # that of log(share / (1 - share))
            cuts = np.cumsum(self.shares)[:-1]
            above = 1 - float(cuts[np.abs(cuts - 0.5).argmin()])
            return change / (above * (1 - above))
        return change

    def of_one_site(self, variance: np.ndarray, icc: float) -> np.ndarray:
        """The part of people's variance that is within sites; of a time there is no other."""
        return variance if self.kind == TIME else (1 - icc) * variance

    def levels(self, shift: np.ndarray | float) -> np.ndarray:
        """Of an ordinal scale the share on each level, log odds moved by `shift`."""
        cut = np.cumsum(self.shares)[:-1]
        below = 1 / (1 + np.exp(-(np.log(cut / (1 - cut)) - np.asarray(shift)[..., None])))
        edges = [np.zeros_like(below[..., :1]), below, np.ones_like(below[..., :1])]
        return np.diff(np.concatenate(edges, axis=-1), axis=-1)

    def _moments(self, ratio: float) -> tuple[float, float]:
        """Mean and variance of an ordinal scale's points under one odds ratio."""
        shares, points = self.levels(math.log(ratio)), np.arange(1, len(self.shares) + 1)
        mean = float(shares @ points)
        return mean, float(shares @ (points - mean) ** 2)

    def told(self, effect: float) -> float:
        """An effect on the linear scale as it is told: a hazard ratio of a time, else as it is."""
        return math.exp(effect) if self.kind == TIME else effect
