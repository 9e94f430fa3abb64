"""Measurements made into sets: crisp, with many levels, or fuzzy.

Where the thresholds stand is a judgement about meaning, made before the analysis and written down
with its reason. No threshold is taken from the data here.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from compendium.analysis.qca.cases import TINY
from compendium.problems import DataError, Problems, listed

# Membership at the inclusion threshold; one less this at the exclusion threshold.
AT_INCLUSION = 0.95


@dataclasses.dataclass(frozen=True)
class Levels:
    """Levels by thresholds: 0 below the first, 1 from it on, 2 from the second on.

    `decreasing` turns the order round: the highest values are level 0, and a value at a threshold
    stays on the lower level.
    """

    thresholds: tuple[float, ...]
    decreasing: bool = False

    @property
    def anchors(self) -> dict[str, float]:
        return {f"threshold {i}": t for i, t in enumerate(self.thresholds, 1)}

    def with_anchors(self, anchors: Mapping[str, float]) -> Levels:
        return dataclasses.replace(self, thresholds=tuple(anchors.values()))

    def wrong(self) -> str:
        return "" if _rising(self.thresholds) else "thresholds rise, each above the one before"

    def sets(self, values: np.ndarray) -> np.ndarray:
        found = np.searchsorted(self.thresholds, values, side="right")
        turned = len(self.thresholds) - found if self.decreasing else found
        return turned.astype("float64")


@dataclasses.dataclass(frozen=True)
class Fuzzy:
    """Ragin's direct method: a logistic curve through three anchors.

    Membership is 0.5 at `crossover`, `at_inclusion` at `inclusion` and 1 - `at_inclusion` at
    `exclusion`: ``1 / (1 + exp(-L (x - c) / (i - c)))`` on the side of inclusion, and with
    ``(c - e)`` below the line on the other, where ``L = log(at_inclusion / (1 - at_inclusion))``.
    Anchors that fall, exclusion above inclusion, give a set that fewer belong to the higher the
    value is.

    References
    ----------
    Ragin 2008, Redesigning Social Inquiry, ch. 5 (there L = 3, that is `at_inclusion` 0.9526);
    Dusa 2019, QCA with R, ch. 4 (0.95, as `idm` of R's QCA::calibrate). R sets memberships below
    0.0001 to 0 and above 0.9999 to 1; so is done here.
    """

    exclusion: float
    crossover: float
    inclusion: float
    at_inclusion: float = AT_INCLUSION

    @property
    def anchors(self) -> dict[str, float]:
        names = ("exclusion", "crossover", "inclusion")
        return {name: getattr(self, name) for name in names}

    def with_anchors(self, anchors: Mapping[str, float]) -> Fuzzy:
        return dataclasses.replace(self, **anchors)

    def wrong(self) -> str:
        anchors = tuple(self.anchors.values())
        if not (_rising(anchors) or _rising(anchors[::-1])):
            return "the crossover lies between exclusion and inclusion, and no two are equal"
        inside = 0.5 < self.at_inclusion < 1
        return "" if inside else "at_inclusion is above 0.5 and below 1"

    def sets(self, values: np.ndarray) -> np.ndarray:
        towards = (values - self.crossover) * (self.inclusion - self.crossover) >= 0
        width = np.where(towards, self.inclusion - self.crossover, self.crossover - self.exclusion)
        steep = math.log(self.at_inclusion / (1 - self.at_inclusion))
        with np.errstate(over="ignore"):
            member = 1 / (1 + np.exp(-steep * (values - self.crossover) / width))
        member[member < 0.0001] = 0
        member[member > 0.9999] = 1
        return member


Calibration = Levels | Fuzzy


def _rising(anchors: Sequence[float]) -> bool:
    finite = len(anchors) > 0 and all(math.isfinite(a) for a in anchors)
    return finite and all(b > a for a, b in itertools.pairwise(anchors))


def calibrate(raw: pd.DataFrame, how: Mapping[str, Calibration]) -> pd.DataFrame:
    """Each measured column as a set; other columns stay as they are.

    Parameters
    ----------
    raw : pandas.DataFrame
        One row per case.
    how : dict
        For each column to calibrate, `Levels` or `Fuzzy`.

    Raises
    ------
    DataError
        With everything that is wrong: a column that is not there, text or missing values with
        their cases, anchors equal or out of order, a threshold or crossover beyond all cases (it
        would tell no two cases apart).
    """
    problems = Problems()
    columns = {name: _column(raw, name, by, problems) for name, by in how.items()}
    problems.settle(DataError)
    return raw.assign(**{name: how[name].sets(values) for name, values in columns.items()})


def _column(raw: pd.DataFrame, name: str, by: Calibration, problems: Problems) -> np.ndarray:
    place = f"calibration of {name}"
    if name not in raw.columns:
        problems.add(place, "", "there is no such column", f"there is {listed(raw.columns)}")
        return np.empty(0)
    values = pd.to_numeric(raw[name].astype("object"), errors="coerce").astype("float64").to_numpy()
    if np.isnan(values).any():
        cases = listed(raw.index[np.isnan(values)])
        do = "Find out the value, or leave the case or the condition out; say which."
        problems.add(place, f"case {cases}", "there is no number", "each case needs one", do)
    anchors = listed(f"{a:g}" for a in by.anchors.values())
    if by.wrong():
        problems.add(place, "", f"the anchors are {anchors}", by.wrong())
    elif not np.isnan(values).any() and len(values):
        _inside(values, by, place, problems)
    return values


def _inside(values: np.ndarray, by: Calibration, place: str, problems: Problems) -> None:
    """What splits cases lies among their values; where full membership begins need not."""
    least, most = values.min(), values.max()
    for name, anchor in by.anchors.items():
        if name not in ("exclusion", "inclusion") and not least <= anchor <= most:
            what = f"the {name} is {anchor:g}"
            allowed = f"the cases run from {least:g} to {most:g}"
            do = "Check the unit; a set that nobody enters or nobody leaves tells no cases apart."
            problems.add(place, "", what, allowed, do)


def describe(sets: pd.DataFrame) -> pd.DataFrame:
    """One row per set: how many cases are in (above 0.5), out (below) and undecided (at 0.5).

    A set of many levels is counted as in from level 1 on; a case without a value is in none of the
    three, nor in the `share_in`. Where nearly all are in, or out, even meaningless combinations
    look consistent (Schneider and Wagemann 2012, ch. 9).
    """
    numbers = sets.astype("float64")
    half = (numbers - 0.5).abs() < TINY
    inside, out = (numbers > 0.5) & ~half, (numbers < 0.5) & ~half
    counts = {"n_in": inside.sum(), "n_out": out.sum(), "n_undecided": half.sum()}
    share = inside.sum() / numbers.notna().sum()
    return pd.DataFrame({**counts, "share_in": share}).rename_axis("set")
