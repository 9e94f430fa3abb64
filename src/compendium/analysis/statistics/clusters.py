"""People in clusters (schools, teams, services): how alike they are, and errors that allow for it.

Both need many clusters. Below `FEWEST` they are refused: three areas say nothing about areas in
general, and an area stands in a model as itself, not as one drawn from many.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from compendium.analysis.statistics.rank_tests import LEVEL, Estimate

# Cluster-robust errors and variances of clusters mislead below this (Cameron and Miller 2015,
# Journal of Human Resources 50:317-372; the house rule).
FEWEST = 10


@dataclasses.dataclass(frozen=True)
class Likeness:
    """How much of the variance of a score lies between clusters.

    `reml` is the intraclass correlation by restricted maximum likelihood, `anova` that by the
    analysis of variance (never below -1 / (size - 1)); `lower` and `upper` its 95 % interval, by F
    (exact with clusters of one size; Searle 1971, Biometrics 27:1-76; Donner 1986), never below 0;
    `design_effect` how many times as large the variance of a mean is as if people stood alone.
    `refused`: ``few_clusters``, ``no_variance``.
    """

    n: int
    clusters: int
    reml: float = np.nan
    anova: float = np.nan
    design_effect: float = np.nan
    refused: str = ""
    lower: float = np.nan
    upper: float = np.nan


def likeness(scores: pd.Series, clusters: pd.Series) -> Likeness:
    """The intraclass correlation of a score; people without a score or a cluster are left out."""
    whole = scores.notna() & clusters.notna()
    values, whose = scores[whole].to_numpy(dtype="float64"), pd.factorize(clusters[whole])[0]
    n, many = len(values), int(whose.max(initial=-1)) + 1
    if many < FEWEST:
        return Likeness(n, many, refused="few_clusters")
    if np.ptp(values) == 0 or n == many:
        return Likeness(n, many, refused="no_variance")
    sizes = np.bincount(whose)
    anova, lower, upper = _by_analysis_of_variance(values, whose, sizes)
    reml = _by_reml(values, whose, sizes)
    # Kish 1965, Survey Sampling, 5.4, with sizes that differ.
    design = 1 + ((sizes**2).sum() / n - 1) * reml
    return Likeness(n, many, reml, anova, float(design), "", lower, upper)


def _by_analysis_of_variance(
    values: np.ndarray, whose: np.ndarray, sizes: np.ndarray
) -> tuple[float, float, float]:
    """The correlation and its interval; Donner 1986, International Statistical Review 54:67-82."""
    from scipy import stats

    n, many = len(values), len(sizes)
    means = np.bincount(whose, values) / sizes
    between = (sizes * (means - values.mean()) ** 2).sum() / (many - 1)
    within = ((values - means[whose]) ** 2).sum() / (n - many)
    size = (n - (sizes**2).sum() / n) / (many - 1)
    limits = (0.5 + LEVEL / 2, 0.5 - LEVEL / 2)
    ratios = [1.0, *(stats.f.ppf(level, many - 1, n - many) for level in limits)]
    found, lower, upper = (
        float((between - r * within) / (between + (size - 1) * r * within)) for r in ratios
    )
    return found, max(lower, 0.0), max(upper, 0.0)


def _by_reml(values: np.ndarray, whose: np.ndarray, sizes: np.ndarray) -> float:
    """Restricted maximum likelihood of a random intercept, over the ratio of the two variances.

    In one dimension, and so exact where the variance between clusters is 0: general programs stop
    just short of that. Searle, Casella and McCulloch 1992, Variance Components, chapter 6.
    """
    from scipy import optimize

    means = np.bincount(whose, values) / sizes
    within, n = ((values - means[whose]) ** 2).sum(), len(values)

    def deviance(share: float) -> float:
        ratio = share / (1 - share)
        weights = sizes / (1 + sizes * ratio)
        centre = (weights * means).sum() / weights.sum()
        squares = within + (weights * (means - centre) ** 2).sum()
        spread = np.log1p(sizes * ratio).sum() + np.log(weights.sum())
        return float((n - 1) * np.log(squares) + spread)

    found = optimize.minimize_scalar(
        deviance, bounds=(0, 1 - 1e-9), method="bounded", options={"xatol": 1e-10}
    )
    return float(found.x) if found.fun < deviance(0.0) else 0.0


@dataclasses.dataclass(frozen=True)
class RobustTerm:
    """One coefficient with its cluster-robust interval; `df` are Satterthwaite's."""

    name: str
    estimate: Estimate
    se: float
    df: float
    p: float


def cluster_robust(
    outcome: pd.Series, predictors: pd.DataFrame, clusters: pd.Series
) -> tuple[RobustTerm, ...]:
    """Least squares with CR2 errors and Satterthwaite degrees of freedom, intercept first.

    Bell and McCaffrey 2002, Survey Methodology 28:169-181; Pustejovsky and Tipton 2018, Journal of
    Business & Economic Statistics 36:672-683, working model of equal variances. People with a gap
    are left out.

    Raises
    ------
    ValueError
        With fewer than `FEWEST` clusters, or predictors that cannot be told apart.
    """
    whole = outcome.notna() & clusters.notna() & predictors.notna().all(axis=1)
    whose, names = pd.factorize(clusters[whole])
    if len(names) < FEWEST:
        raise ValueError(f"cluster-robust errors need {FEWEST} clusters; these are {len(names)}")
    y = outcome[whole].to_numpy(dtype="float64")
    x = np.column_stack([np.ones(len(y)), predictors[whole].to_numpy(dtype="float64")])
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise ValueError("the predictors cannot be told apart")
    inverse = np.linalg.inv(x.T @ x)
    slopes = inverse @ x.T @ y
    residual = y - x @ slopes
    parts = [np.flatnonzero(whose == g) for g in range(len(names))]
    adjusted = [_adjusted(x, rows, inverse) for rows in parts]
    scores = np.array([a.T @ residual[rows] for a, rows in zip(adjusted, parts, strict=True)])
    covariance = inverse @ (scores.T @ scores) @ inverse
    free = _degrees_of_freedom(x, parts, adjusted, inverse)
    errors = np.sqrt(np.diag(covariance))
    terms = zip(["intercept", *predictors.columns], slopes, errors, free, strict=True)
    return tuple(_term(*term) for term in terms)


def _adjusted(x: np.ndarray, rows: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    """A cluster's predictors, adjusted so that its squared residuals are unbiased (CR2)."""
    own = x[rows]
    left = np.eye(len(rows)) - own @ inverse @ own.T
    values, vectors = np.linalg.eigh(left)
    root = np.where(values > 1e-12, 1 / np.sqrt(np.maximum(values, 1e-12)), 0)
    return vectors @ (root[:, None] * (vectors.T @ own))


def _degrees_of_freedom(
    x: np.ndarray, parts: list[np.ndarray], adjusted: list[np.ndarray], inverse: np.ndarray
) -> np.ndarray:
    found = []
    for contrast in inverse.T:
        spread = np.zeros((len(x), len(parts)))
        for g, (rows, own) in enumerate(zip(parts, adjusted, strict=True)):
            weights = own @ contrast
            spread[rows, g] = weights
            spread[:, g] -= x @ (inverse @ (x[rows].T @ weights))
        products = spread.T @ spread
        found.append(np.trace(products) ** 2 / (products**2).sum())
    return np.array(found)


def _term(name: str, slope: float, error: float, df: float) -> RobustTerm:
    from scipy import stats

    reach = stats.t.ppf(0.5 + LEVEL / 2, df) * error
    p = float(2 * stats.t.sf(abs(slope) / error, df))
    estimate = Estimate(float(slope), float(slope - reach), float(slope + reach))
    return RobustTerm(name, estimate, float(error), float(df), p)
