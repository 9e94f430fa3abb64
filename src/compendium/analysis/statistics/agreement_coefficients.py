"""Coefficients of agreement of two coders' yes or no, many tables at once, with intervals.

A table is 2 × 2: the first coder's yes and no by the other's. Everything takes tables along the
leading axes, so that all codes and all resamples are one calculation.
"""

from __future__ import annotations

import numpy as np

RESAMPLES = 2000
NAMES = ("percent", "kappa", "pabak", "ac1", "alpha", "prevalence_index", "bias_index")


def coefficients(tables: np.ndarray) -> dict[str, np.ndarray]:
    """Every coefficient of `NAMES` for each table.

    Parameters
    ----------
    tables : numpy.ndarray
        Shape (…, 2, 2), numbers of decisions.

    Returns
    -------
    dict
        Arrays of shape (…): `percent` of equal decisions; `kappa` (Cohen 1960), missing where
        chance alone would make the two agree always; `pabak` (Byrt, Bishop and Carlin 1993), 2 ×
        observed - 1; `ac1` (Gwet 2008), chance 2 p (1 - p) of the mean prevalence; `alpha`
        (Krippendorff 2011, nominal, both coders decided everything), missing where only one
        answer was ever given; `prevalence_index` (both yes less both no) and `bias_index` (only
        the first yes less only the other), both as a share of all decisions (Byrt et al. 1993).
        Everything is missing without a decision.
    """
    tables = np.asarray(tables, dtype="float64")
    both, first = tables[..., 0, 0], tables[..., 0, 1]
    other, none = tables[..., 1, 0], tables[..., 1, 1]
    n = both + first + other + none
    with np.errstate(invalid="ignore", divide="ignore"):
        same = (both + none) / n
        yes_1, yes_2 = (both + first) / n, (both + other) / n
        chance = yes_1 * yes_2 + (1 - yes_1) * (1 - yes_2)
        mean = (yes_1 + yes_2) / 2
        gwet = 2 * mean * (1 - mean)
        ones = 2 * both + first + other
        expected = 2 * ones * (2 * n - ones) / (2 * n * (2 * n - 1))
        return {
            "percent": 100 * same,
            "kappa": _beyond(same, chance),
            "pabak": 2 * same - 1,
            "ac1": _beyond(same, gwet),
            "alpha": _beyond(same, 1 - expected),
            "prevalence_index": (both - none) / n,
            "bias_index": (first - other) / n,
        }


def _beyond(observed: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Agreement beyond chance; missing where chance alone would make it perfect."""
    certain = np.isclose(chance, 1, atol=1e-12)
    return np.where(certain, np.nan, (observed - chance) / (1 - chance))


def intervals(
    by_source: np.ndarray, seed: int, many: int = RESAMPLES
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Bootstrap intervals over sources: whole interviews are drawn, not single decisions.

    Decisions within an interview hang together, so that resampling them one by one would promise
    too much. Percentile intervals, 95 %, of the resamples in which the coefficient exists.

    Parameters
    ----------
    by_source : numpy.ndarray
        Shape (sources, …, 2, 2).

    Returns
    -------
    dict
        (lower, upper) of each coefficient, arrays of shape (…); missing with fewer than two
        sources, or where fewer than half of the resamples have the coefficient.
    """
    by_source = np.asarray(by_source, dtype="float64")
    sources = len(by_source)
    if sources < 2:
        nothing = np.full(by_source.shape[1:-2], np.nan)
        return dict.fromkeys(NAMES, (nothing, nothing))
    drawn = np.random.default_rng(seed).multinomial(sources, np.full(sources, 1 / sources), many)
    resampled = np.tensordot(drawn.astype("float64"), by_source, axes=1)
    return {name: ends(values) for name, values in coefficients(resampled).items()}


def ends(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The 2.5th and 97.5th percentile of each column's numbers."""
    enough = np.isfinite(values).sum(axis=0) * 2 >= len(values)
    padded = np.where(enough, values, 0)
    low, high = np.nanpercentile(padded, [2.5, 97.5], axis=0)
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)
