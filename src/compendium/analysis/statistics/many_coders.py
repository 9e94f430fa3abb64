"""Coefficients of agreement of any number of coders who each put a unit into one of many classes.

Every coefficient follows from sums over units (`Sums`), so that resampling sources is a matter of
weighting theirs. Missing ratings are allowed; units with fewer than two ratings say nothing about
agreement.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

NAMES = ("percent", "kappa", "ac1", "alpha")


@dataclasses.dataclass(frozen=True)
class Sums:
    """What the coefficients need, summed over units; leading axes are resamples or sources.

    Parameters
    ----------
    units : numpy.ndarray
        Units with two ratings or more.
    same : numpy.ndarray
        Of these, the sum of the shares of pairs of coders who agree.
    rated : numpy.ndarray
        Units with any rating.
    shares : numpy.ndarray
        Of these, the sum of each class's share of the unit's ratings; last axis the classes.
    pairs : numpy.ndarray
        Sum of each class's pairs with itself, as Krippendorff counts them.
    values : numpy.ndarray
        Ratings of each class in units with two or more; last axis the classes.
    """

    units: np.ndarray
    same: np.ndarray
    rated: np.ndarray
    shares: np.ndarray
    pairs: np.ndarray
    values: np.ndarray

    def weighted(self, weights: np.ndarray) -> Sums:
        """Sums over the first axis, each with its weight; `weights` has shape (…, sources)."""
        parts = (getattr(self, f.name) for f in dataclasses.fields(self))
        return Sums(*(np.tensordot(weights, part, axes=1) for part in parts))


def class_counts(ratings: np.ndarray) -> np.ndarray:
    """How many coders put each unit into each class; missing ratings (None, NaN) in none.

    Parameters
    ----------
    ratings : numpy.ndarray
        Shape (units, coders).

    Returns
    -------
    numpy.ndarray
        Shape (units, classes); classes are those that anybody used.
    """
    ratings = np.asarray(ratings)
    code, classes = pd.factorize(ratings.ravel(), use_na_sentinel=True)
    unit = np.repeat(np.arange(len(ratings)), ratings.shape[1])
    counts = np.zeros((len(ratings), len(classes)))
    np.add.at(counts, (unit[code >= 0], code[code >= 0]), 1)
    return counts


def sums(counts: np.ndarray, source: np.ndarray | None = None) -> Sums:
    """The sums of each source (`source`: the number of each unit's), or of all units as one."""
    from scipy import sparse

    source = np.zeros(len(counts), dtype=int) if source is None else np.asarray(source)
    raters = counts.sum(axis=1)
    paired, rated = raters >= 2, raters >= 1
    agreeing = (counts * (counts - 1)).sum(axis=1)
    member = sparse.csr_matrix(
        (np.ones(len(source)), (source, np.arange(len(source)))),
        shape=(source.max(initial=-1) + 1, len(source)),
    )
    least = np.maximum(raters - 1, 1)
    return Sums(
        units=member @ paired.astype(float),
        same=member @ np.where(paired, agreeing / (np.maximum(raters, 1) * least), 0),
        rated=member @ rated.astype(float),
        shares=member @ (counts / np.maximum(raters, 1)[:, None]),
        pairs=member @ np.where(paired, agreeing / least, 0),
        values=member @ (counts * paired[:, None]),
    )


def coefficients(s: Sums) -> dict[str, np.ndarray]:
    """Every coefficient of `NAMES`.

    `percent` of pairs of coders who agree, mean over units; `kappa` (Fleiss 1971, with missing
    ratings as in Gwet 2014, Handbook of Inter-Rater Reliability, 4th ed.); `ac1` (Gwet 2008);
    `alpha` (Krippendorff 2011, nominal). Missing where only one class was ever used, or nothing
    was rated twice.

    >>> ratings = np.array([["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]])
    >>> coefficients(sums(class_counts(ratings)))["alpha"].round(4).tolist()
    [0.5333]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = s.same / s.units
        p = s.shares / s.rated[..., None]
        classes = p.shape[-1]
        gwet = (p * (1 - p)).sum(axis=-1) / (classes - 1) if classes > 1 else np.ones_like(s.units)
        n = s.values.sum(axis=-1)
        chance = (s.values * (s.values - 1)).sum(axis=-1) / (n * (n - 1))
        return {
            "percent": 100 * observed,
            "kappa": _beyond(observed, (p**2).sum(axis=-1)),
            "ac1": _beyond(observed, gwet),
            "alpha": _beyond(s.pairs / n, chance),
        }


def _beyond(observed: np.ndarray, chance: np.ndarray) -> np.ndarray:
    certain = np.isclose(chance, 1, atol=1e-12)
    return np.where(certain, np.nan, (observed - chance) / (1 - chance))
