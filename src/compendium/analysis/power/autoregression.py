"""Regression of points in time, each following the last: AR(1) by restricted maximum likelihood.

Of series with few points, an autocorrelation estimated from the residuals of least squares is too
small, and so are the errors that rest on it; restricted maximum likelihood is nearer (Cheang and
Reinsel 2000, JASA 95:1173-1184; Turner, Forbes, Karahalios, Taljaard and McKenzie 2021, BMC Medical
Research Methodology 21:134).
"""

from __future__ import annotations

import dataclasses

import numpy as np

# Autocorrelations that are tried; a parabola through the best and its neighbours refines it.
STEP = 0.01
TRIED = np.arange(-90, 99) * STEP


@dataclasses.dataclass(frozen=True)
class Fitted:
    """Of each series its coefficients, their covariance, and its autocorrelation."""

    slopes: np.ndarray
    covariance: np.ndarray
    series: np.ndarray


@np.errstate(divide="ignore", invalid="ignore")
def restricted(points: np.ndarray, x: np.ndarray) -> Fitted:
    """Series × points, regressed on the same columns (points × coefficients).

    The autocorrelation is the one of `TRIED` under which residuals are likeliest, refined by a
    parabola; coefficients are those of generalised least squares with it. A series that its
    columns fit without any error has no covariance.
    """
    first = points @ x @ np.linalg.inv(x.T @ x)
    # The likelihood goes by residuals alone; sums of squares of small numbers lose no digits.
    left = points - first @ x.T
    likely = _likelihood(left, x)
    best = np.clip(likely.argmax(axis=1), 1, len(TRIED) - 2)
    below, here, above = (likely[np.arange(len(best)), best + k] for k in (-1, 0, 1))
    bend = below - 2 * here + above
    aside = np.nan_to_num((below - above) / (2 * bend))
    series = TRIED[best] + STEP * np.clip(aside, -1, 1)
    across, product, squares = _sums(left, x, series)
    inverse = np.linalg.inv(across)
    slopes = (inverse @ product[..., None])[..., 0]
    noise = (squares - (product * slopes).sum(axis=1)) / (len(x) - x.shape[1])
    return Fitted(first + slopes, noise[:, None, None] * inverse, series)


def _likelihood(left: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Series × `TRIED`: the restricted log likelihood, up to a number that is the same for all."""
    across, product, squares = _sums(left[:, None], x, TRIED)
    slopes = (np.linalg.inv(across) @ product[..., None])[..., 0]
    noise = squares - (product * slopes).sum(axis=-1)
    free = len(x) - x.shape[1]
    known = np.log(1 - TRIED**2) - np.linalg.slogdet(across)[1] - free * np.log(noise)
    return known / 2


def _sums(y: np.ndarray, x: np.ndarray, series: np.ndarray) -> tuple[np.ndarray, ...]:
    """X'X, X'y and y'y once points stand alone: quadratic in the autocorrelation ρ.

    The first point counts as itself times √(1 - ρ²), each other less ρ times the one before.
    """
    one, inner, column = series[..., None], y[..., 1:-1], x[1:-1]
    crossed = x[1:].T @ x[:-1]
    across = x.T @ x - one[..., None] * (crossed + crossed.T)
    across = across + one[..., None] ** 2 * (column.T @ column)
    product = y @ x - one * (y[..., 1:] @ x[:-1] + y[..., :-1] @ x[1:]) + one**2 * (inner @ column)
    squares = (y**2).sum(axis=-1) - 2 * series * (y[..., 1:] * y[..., :-1]).sum(axis=-1)
    return across, product, squares + series**2 * (inner**2).sum(axis=-1)
