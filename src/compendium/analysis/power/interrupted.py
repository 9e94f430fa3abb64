"""Interrupted time series: a line before, a line after, and errors for points that follow on.

Segmented regression (Wagner, Soumerai, Zhang and Ross-Degnan 2002, J Clin Pharm Ther 27:299-309)
with Newey and West's errors (1987, Econometrica 55:703-708), or by generalised least squares with
one autocorrelation: Prais and Winsten's (1954, iterated), or by restricted maximum likelihood
(`autoregression`). Newey and West's errors are for long series: in drawn ones of 36 points they
find an effect where there is none one time in six (`series`).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.analysis.power.autoregression import restricted
from compendium.analysis.power.regression import INTERCEPT, Fit, complete, least_squares, terms_of
from compendium.problems import DataError, StudyError, listed

LEVEL, SLOPE, TIME = "level", "slope", "time"
NEWEY_WEST, PRAIS_WINSTEN, AUTOREGRESSIVE = "newey_west", "prais_winsten", "autoregressive"
ERRORS = (NEWEY_WEST, PRAIS_WINSTEN, AUTOREGRESSIVE)
# A line on either side of the start takes two points, and its error one more.
POINTS = 3


def segmented(
    table: pd.DataFrame,
    outcome: str,
    period: str,
    start: float,
    errors: str = NEWEY_WEST,
    lags: int | None = None,
    compared: str = "",
) -> Fit:
    """What changed when the service began: level (at once) and slope (from then on, per period).

    Parameters
    ----------
    table : pandas.DataFrame
        One row per period (of each of two series, with `compared`).
    start : float
        The first period with the service.
    errors : str
        ``newey_west``, ``prais_winsten`` or ``autoregressive`` (restricted maximum likelihood).
    lags : int, optional
        How far Newey and West look; by default as `lags_of` says.
    compared : str
        A column that is 1 in the series with the service and 0 in one without; `level` and `slope`
        are then what changed beyond the other series (controlled, Newey and West alone).

    Raises
    ------
    DataError
        If a column is missing or there are fewer than three points on a side.
    StudyError
        If there are no such errors.
    """
    if errors not in ERRORS:
        raise StudyError(f"errors is {errors!r}; write one of {listed(ERRORS)}.")
    if compared and errors != NEWEY_WEST:
        raise StudyError(f"with `compared` errors are {NEWEY_WEST}.")
    rows = complete(table, [outcome, period, *([compared] if compared else [])])
    rows = rows.sort_values([*([compared] if compared else []), period], kind="stable")
    time = rows[period].to_numpy(dtype="float64")
    before, after = np.unique(time[time < start]), np.unique(time[time >= start])
    if min(len(before), len(after)) < POINTS:
        raise DataError(
            f"{period}: {len(before)} points before {start:g} and {len(after)} from then on; "
            f"{POINTS} are needed on either side."
        )
    x = _segments(time, time.min(), start, rows.index)
    if compared:
        with_it = rows[compared].to_numpy(dtype="float64")
        other = x.rename(columns=lambda c: f"{c} without").assign(**{"with": with_it})
        x = other.join(x.mul(with_it, axis=0))
    if errors == PRAIS_WINSTEN:
        return _prais_winsten(rows[outcome], x)
    if errors == AUTOREGRESSIVE:
        return _autoregressive(rows[outcome], x)
    fit = least_squares(rows[outcome], x)
    lags = lags_of(len(time)) if lags is None else lags
    series = rows[compared].to_numpy() if compared else np.zeros(len(time))
    return _newey_west(fit, x, lags, series)


def lags_of(points: int) -> int:
    """How far Newey and West look unless told otherwise: the whole part of 4 (n / 100)^(2/9).

    >>> lags_of(36), lags_of(100)
    (3, 4)
    """
    return int(4 * (points / 100) ** (2 / 9))


def _segments(time: np.ndarray, first: float, start: float, index) -> pd.DataFrame:
    after = time >= start
    columns = {TIME: time - first, LEVEL: after.astype(float)}
    return pd.DataFrame(columns | {SLOPE: np.where(after, time - start, 0.0)}, index=index)


def _newey_west(fit: Fit, predictors: pd.DataFrame, lags: int, series: np.ndarray) -> Fit:
    """Bartlett's weights, times n / (n - k), never across two series."""
    x = np.column_stack([np.ones(fit.n), predictors.to_numpy()])
    inverse, scores = np.linalg.inv(x.T @ x), x * fit.residual[:, None]
    meat = scores.T @ scores
    for lag in range(1, lags + 1):
        same = (series[lag:] == series[:-lag])[:, None]
        product = (scores[lag:] * same).T @ scores[:-lag]
        meat += (1 - lag / (lags + 1)) * (product + product.T)
    free = fit.n - x.shape[1]
    covariance = fit.n / free * inverse @ meat @ inverse
    slopes = fit.terms["estimate"].to_numpy()
    terms = terms_of(list(fit.terms.index), slopes, covariance, np.full(len(slopes), float(free)))
    return Fit(terms, covariance, fit.n, 0, NEWEY_WEST, fit.residual)


def _prais_winsten(outcome: pd.Series, predictors: pd.DataFrame, most: int = 200) -> Fit:
    y = outcome.to_numpy(dtype="float64")
    x = np.column_stack([np.ones(len(y)), predictors.to_numpy()])
    series, before = 0.0, np.inf
    for _ in range(most):
        first = np.sqrt(1 - series**2)
        wide = np.vstack([first * x[:1], x[1:] - series * x[:-1]])
        high = np.concatenate([first * y[:1], y[1:] - series * y[:-1]])
        slopes = np.linalg.lstsq(wide, high, rcond=None)[0]
        if abs(series - before) < 1e-10:
            break
        left, before = y - x @ slopes, series
        series = float(np.clip(left[1:] @ left[:-1] / (left[:-1] @ left[:-1]), -0.99, 0.99))
    left, free = high - wide @ slopes, len(y) - x.shape[1]
    covariance = np.linalg.inv(wide.T @ wide) * (left @ left / free)
    names = [INTERCEPT, *predictors.columns]
    terms = terms_of(names, slopes, covariance, np.full(len(slopes), float(free)))
    return Fit(terms, covariance, len(y), 0, PRAIS_WINSTEN, y - x @ slopes)


def _autoregressive(outcome: pd.Series, predictors: pd.DataFrame) -> Fit:
    y = outcome.to_numpy(dtype="float64")
    x = np.column_stack([np.ones(len(y)), predictors.to_numpy()])
    found = restricted(y[None, :], x)
    slopes, covariance = found.slopes[0], found.covariance[0]
    free = np.full(len(slopes), float(len(y) - x.shape[1]))
    terms = terms_of([INTERCEPT, *predictors.columns], slopes, covariance, free)
    return Fit(terms, covariance, len(y), 0, AUTOREGRESSIVE, y - x @ slopes)
