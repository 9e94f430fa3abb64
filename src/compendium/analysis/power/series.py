"""Interrupted time series, many at once: drawn with a trend and autocorrelation, and analysed.

One point per period, all sites together. Around what is expected of it a point varies as a mean of
so many people does, and each point follows the last with one correlation (first-order
autoregression). Segmented regression, as `compendium.analysis.power.interrupted` has it for real
data; the change in level is tested in three ways:

ols
    least squares, as if points stood alone
newey_west
    the same with Newey and West's errors
autoregressive
    generalised least squares with each series' own autocorrelation (`autoregression`)
"""

from __future__ import annotations

import math

import numpy as np

from compendium.analysis.power.autoregression import restricted
from compendium.analysis.power.cell_analysis import Found
from compendium.analysis.power.designs import Design
from compendium.analysis.power.drawn_cells import Setting
from compendium.analysis.power.interrupted import AUTOREGRESSIVE, NEWEY_WEST, lags_of
from compendium.analysis.power.outcomes import BINARY, Outcome

OLS = "ols"
ANALYSES = (OLS, NEWEY_WEST, AUTOREGRESSIVE)
# Place of the change in level among the columns: intercept, time, level, slope.
LEVEL = 2
# A variance below this is nothing but rounding.
NOTHING = 1e-20


def drawn_series(
    design: Design,
    outcome: Outcome,
    setting: Setting,
    studies: int,
    dice: np.random.Generator,
    effect: bool = True,
) -> np.ndarray:
    """Studies × points: shares, means or log rates of all sites together."""
    shape = (studies, design.periods)
    joined = np.full(shape, max(round(setting.n * design.sites), 1))
    known = dice.binomial(joined, 1 - setting.attrition) if setting.attrition else joined
    people = np.maximum(known, 1)
    trend = setting.trend * np.arange(design.periods)
    expected, spread = outcome.expected(design.cells[0] * effect, trend)
    scale = outcome.scale(setting.icc)
    moving = (1 - setting.autocorrelation) * scale.between / design.sites
    variance = outcome.of_one_site(spread, setting.icc) / people + moving
    points = expected + np.sqrt(variance) * _following(shape, setting.series, dice)
    if outcome.kind == BINARY:
        points = np.rint(np.clip(points, 0, 1) * people) / people
    return points


def _following(shape: tuple[int, int], series: float, dice: np.random.Generator) -> np.ndarray:
    """Standard normal numbers, each with one correlation with the one before."""
    found = dice.standard_normal(shape)
    for point in range(1, shape[1]):
        new = math.sqrt(1 - series**2) * found[:, point]
        found[:, point] = series * found[:, point - 1] + new
    return found


def analysed(points: np.ndarray, design: Design, which=ANALYSES) -> dict[str, Found]:
    """The analyses of `which`, of every series; no p where points are no more than columns."""
    x = _segments(design)
    if _free(x) < 1:
        unknown = np.full(len(points), np.nan)
        return {name: Found(unknown, unknown) for name in which}
    made = {OLS: ols, NEWEY_WEST: newey_west, AUTOREGRESSIVE: autoregressive}
    return {name: made[name](points, x) for name in which}


def _segments(design: Design) -> np.ndarray:
    """Points × (intercept, time, level, slope)."""
    time = np.arange(design.periods, dtype=float)
    after = design.cells[0] == 1
    since = np.where(after, time - time[after].min(), 0.0)
    return np.column_stack([np.ones(len(time)), time, after, since])


@np.errstate(divide="ignore", invalid="ignore")
def ols(points: np.ndarray, x: np.ndarray) -> Found:
    """Points as if none had to do with the one before."""
    inverse, slopes, left = _least_squares(points, x)
    variance = inverse[LEVEL, LEVEL] * (left**2).sum(axis=1) / _free(x)
    return _found(slopes[:, LEVEL], variance, x)


@np.errstate(divide="ignore", invalid="ignore")
def newey_west(points: np.ndarray, x: np.ndarray) -> Found:
    """Least squares with Bartlett's weights for products of neighbours, times n / (n - k)."""
    inverse, slopes, left = _least_squares(points, x)
    pull = left * (x @ inverse[LEVEL])
    lags = lags_of(len(x))
    total = (pull**2).sum(axis=1)
    for lag in range(1, lags + 1):
        total += 2 * (1 - lag / (lags + 1)) * (pull[:, lag:] * pull[:, :-lag]).sum(axis=1)
    return _found(slopes[:, LEVEL], len(x) / _free(x) * total, x)


def autoregressive(points: np.ndarray, x: np.ndarray) -> Found:
    """Generalised least squares with each series' own autocorrelation."""
    fitted = restricted(points, x)
    return _found(fitted.slopes[:, LEVEL], fitted.covariance[:, LEVEL, LEVEL], x)


def _least_squares(points: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(X'X)⁻¹, and of each series the coefficients and what is left."""
    inverse = np.linalg.inv(x.T @ x)
    slopes = points @ x @ inverse
    return inverse, slopes, points - slopes @ x.T


def _free(x: np.ndarray) -> int:
    return len(x) - x.shape[1]


def _found(estimate: np.ndarray, variance: np.ndarray, x: np.ndarray) -> Found:
    """Tested by t on points less coefficients; a series that fits without error has no p."""
    from scipy import stats

    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(variance > NOTHING, np.abs(estimate) / np.sqrt(variance), np.nan)
    return Found(estimate, 2 * stats.t.sf(t, _free(x)))
