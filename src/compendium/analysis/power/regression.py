"""Least squares of real data, with the errors that each kind of data asks for.

Unlike `compendium.analysis.statistics.clusters.cluster_robust` nothing is refused for few
clusters: how far such errors can be trusted is the very question here, and `wild` and `staggered`
have what to set beside them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.problems import DataError, StudyError, listed

CLASSICAL = "classical"
OF_PEOPLE = ("HC0", "HC1", "HC2", "HC3")
OF_CLUSTERS = ("CR0", "CR1", "CR2")
ERRORS = (CLASSICAL, *OF_PEOPLE, *OF_CLUSTERS)
INTERCEPT = "intercept"
NOTHING = 1e-10


@dataclasses.dataclass(frozen=True)
class Fit:
    """What least squares found.

    `terms` has one row per coefficient: estimate, se, t, df, p, lower, upper (95 %).
    """

    terms: pd.DataFrame
    covariance: np.ndarray
    n: int
    clusters: int
    errors: str
    residual: np.ndarray

    def of(self, term: str) -> pd.Series:
        """One coefficient's row."""
        return self.terms.loc[term]

    def together(self, terms: Sequence[str]) -> tuple[float, int, float, float]:
        """F, its two degrees of freedom and p of the test that all these are nought."""
        from scipy import stats

        places = [self.terms.index.get_loc(t) for t in terms]
        values = self.terms["estimate"].to_numpy()[places]
        part = self.covariance[np.ix_(places, places)]
        f = float(values @ np.linalg.pinv(part, hermitian=True) @ values) / len(places)
        below = float(self.terms["df"].to_numpy()[places].min())
        return f, len(places), below, float(stats.f.sf(f, len(places), below))


def complete(table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """The rows with nothing missing in these columns, numbered anew.

    Raises
    ------
    DataError
        If the table lacks any of them; every one is named.
    """
    if missing := [c for c in columns if c not in table]:
        raise DataError(
            f"The table has no column {listed(missing)}; it has {listed(table.columns, 20)}."
        )
    return table.dropna(subset=list(dict.fromkeys(columns))).reset_index(drop=True)


def least_squares(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    errors: str = CLASSICAL,
    clusters: pd.Series | None = None,
    weights: pd.Series | None = None,
) -> Fit:
    """Ordinary (or weighted) least squares with an intercept.

    Parameters
    ----------
    errors : str
        ``classical``; ``HC0`` to ``HC3`` for variances that differ (MacKinnon and White 1985,
        Journal of Econometrics 29:305-325); ``CR0``, ``CR1`` (times G/(G-1) (n-1)/(n-k), t on G - 1
        degrees of freedom, as Stata has it) or ``CR2`` (Satterthwaite's degrees of freedom;
        Pustejovsky and Tipton 2018) for clusters.

    Raises
    ------
    StudyError
        If there are no such errors, those of clusters are asked for without clusters, or there are
        fewer than two clusters.
    DataError
        If the predictors cannot be told apart.
    """
    if errors not in ERRORS:
        raise StudyError(f"There are no errors {errors!r}. There are: {listed(ERRORS)}.")
    if errors in OF_CLUSTERS and clusters is None:
        raise StudyError(f"{errors} errors are by cluster: say which column holds the clusters.")
    y = outcome.to_numpy(dtype="float64")
    x = np.column_stack([np.ones(len(y)), predictors.to_numpy(dtype="float64")])
    names = [INTERCEPT, *predictors.columns]
    root = np.ones(len(y)) if weights is None else np.sqrt(weights.to_numpy(dtype="float64"))
    y, x = y * root, x * root[:, None]
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise DataError(f"{listed(names, 20)} cannot be told apart in these {len(y)} rows.")
    inverse = np.linalg.inv(x.T @ x)
    slopes = inverse @ (x.T @ y)
    left = y - x @ slopes
    whose = None if clusters is None else pd.factorize(clusters)[0]
    many = 0 if whose is None else int(whose.max()) + 1
    if errors in OF_CLUSTERS and many < 2:
        raise StudyError(f"{errors} errors need two clusters or more; there is {many}.")
    covariance, df = _covariance(errors, x, left, inverse, whose)
    return Fit(terms_of(names, slopes, covariance, df), covariance, len(y), many, errors, left)


def _covariance(errors, x, left, inverse, whose) -> tuple[np.ndarray, np.ndarray]:
    n, k = x.shape
    free = np.full(k, float(n - k))
    if errors == CLASSICAL:
        return inverse * (left @ left / (n - k)), free
    if errors in OF_PEOPLE:
        hat = np.einsum("ij,jk,ik->i", x, inverse, x)
        scale = {"HC0": 1, "HC1": n / (n - k), "HC2": 1 / (1 - hat), "HC3": 1 / (1 - hat) ** 2}
        meat = (x * (left**2 * scale[errors])[:, None]).T @ x
        return inverse @ meat @ inverse, free
    many = int(whose.max()) + 1
    if errors != "CR2":
        scores = np.zeros((many, k))
        np.add.at(scores, whose, x * left[:, None])
        correction = many / (many - 1) * (n - 1) / (n - k) if errors == "CR1" else 1.0
        return correction * inverse @ (scores.T @ scores) @ inverse, np.full(k, many - 1.0)
    return _bias_reduced(x, left, inverse, whose, many)


def _bias_reduced(x, left, inverse, whose, many) -> tuple[np.ndarray, np.ndarray]:
    """CR2, people of one cluster as different as any in the working model."""
    adjusted, scores = [], []
    for g in range(many):
        rows = whose == g
        values, vectors = np.linalg.eigh(np.eye(rows.sum()) - x[rows] @ inverse @ x[rows].T)
        root = np.where(values > NOTHING, 1 / np.sqrt(np.maximum(values, NOTHING)), 0.0)
        turned = vectors @ (root[:, None] * (vectors.T @ x[rows]))
        adjusted.append((x[rows].T @ turned, turned.T @ turned))
        scores.append(turned.T @ left[rows])
    scores = np.array(scores)
    covariance = inverse @ (scores.T @ scores) @ inverse
    free = []
    for contrast in inverse:
        across = np.array([a @ contrast for a, _ in adjusted])
        products = np.diag([contrast @ own @ contrast for _, own in adjusted])
        products = products - across @ inverse @ across.T
        free.append(np.trace(products) ** 2 / (products**2).sum())
    return covariance, np.array(free)


def terms_of(names, slopes, covariance, df) -> pd.DataFrame:
    """Estimates with 95% intervals and two-sided p by t, one row per term."""
    from scipy import stats

    se = np.sqrt(np.maximum(np.diag(covariance), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = slopes / se
    reach = stats.t.ppf(0.975, df) * se
    columns = {"estimate": slopes, "se": se, "t": t, "df": df, "p": 2 * stats.t.sf(np.abs(t), df)}
    columns |= {"lower": slopes - reach, "upper": slopes + reach}
    return pd.DataFrame(columns, index=pd.Index(names, name="term"))
