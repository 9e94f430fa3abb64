"""Proportional odds where people belong to clusters: answers of an area or team are alike.

The model of `ordinal.proportional_odds` with an intercept of each cluster drawn from a normal
distribution (Hedeker and Gibbons 1994, Biometrics 50:933-944), fitted by maximum likelihood as R's
ordinal::clmm does. The integral over each cluster's intercept is by adaptive Gauss-Hermite
quadrature (Liu and Pierce 1994, Biometrika 81:624-629) with as many points as it takes. A guard
refuses what the data cannot bear.
"""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pandas as pd

from compendium.analysis.statistics.clusters import FEWEST
from compendium.analysis.statistics.ordinal import (
    CASES_PER_PARAMETER,
    Term,
    in_own_units,
    separated,
    shares,
    told_apart,
    wald,
)

# Points of the quadrature, doubled until twice as many change the log-likelihood by less than this.
POINTS, EXACT = (16, 32, 64, 128), 1e-6
MOST_STEPS, ARRIVED = 100, 1e-8
# A standard deviation (on the logit scale) below the first is nought; beyond the second whole
# clusters answer alike, and it grows without bound.
NOUGHT, RUNAWAY = 1e-4, 15
# Where the predictors together make up this much of a cluster's own 0/1 column, they are that
# cluster in disguise.
DISGUISED = 1 - 1e-9
# The variance of the logistic distribution: what is left within clusters on the latent scale.
WITHIN = np.pi**2 / 3


@dataclasses.dataclass(frozen=True)
class MixedOrdinal:
    """A fitted model; coefficients are those within a cluster, not of the population's mean.

    `thresholds` are named by the levels on either side (``1|2``). `sd` is the standard deviation
    of the clusters' intercepts on the logit scale, `icc` the share of the latent variance that
    lies between clusters, `sd_p` the p of the likelihood-ratio test that there is none. `refused`
    says why there is no model, as a key of words; blank if there is one.
    """

    n: int
    clusters: int
    levels: int
    thresholds: tuple[Term, ...] = ()
    terms: tuple[Term, ...] = ()
    sd: float = np.nan
    icc: float = np.nan
    sd_p: float = np.nan
    log_likelihood: float = np.nan
    refused: str = ""


@dataclasses.dataclass(frozen=True)
class _People:
    """Answers 0, 1, … and scaled predictors, cluster after cluster; where each cluster starts.

    `nodes` and `weights` are those of the quadrature.
    """

    y: np.ndarray
    x: np.ndarray
    whose: np.ndarray
    starts: np.ndarray
    levels: int
    nodes: np.ndarray
    weights: np.ndarray

    def with_points(self, points: int) -> _People:
        nodes, weights = np.polynomial.hermite.hermgauss(points)
        return dataclasses.replace(self, nodes=nodes, weights=weights)


def mixed_ordinal(
    answers: pd.Series, predictors: pd.DataFrame, clusters: pd.Series, fewest: int = FEWEST
) -> MixedOrdinal:
    """The model of ordered answers on predictors with a random intercept of each cluster.

    Listwise: people with a gap in their answer, a predictor or their cluster are left out. Errors
    are from the observed information, intervals and p by Wald. The latent intraclass correlation
    is sd² / (sd² + π²/3) (Snijders and Bosker 2012, Multilevel Analysis, section 17.3). The test
    of the random intercept has nought at the edge of what is possible: half of chi-squared with
    one degree of freedom (Self and Liang 1987, JASA 82:605-610).

    Parameters
    ----------
    answers : pandas.Series
        Whole numbers; levels nobody chose are left out of the model.
    predictors : pandas.DataFrame
        Numbers, groups as 0/1 columns against a reference; may have no columns.
    clusters : pandas.Series
        Whom each person belongs with.
    fewest : int
        Refused below so many clusters.
    """
    whole = predictors.notna().all(axis=1) & answers.notna() & clusters.notna()
    x = predictors[whole].to_numpy(dtype="float64")
    chosen, y = np.unique(answers[whole].to_numpy(dtype="float64"), return_inverse=True)
    whose = pd.factorize(clusters[whole])[0]
    found = len(y), int(whose.max(initial=-1)) + 1, len(chosen)
    refused = _refusal(x, y, whose, fewest)
    if refused:
        return MixedOrdinal(*found, refused=refused)
    centre, scale = x.mean(axis=0), x.std(axis=0)
    fitted = _fitted(_people(y, (x - centre) / scale, whose))
    if isinstance(fitted, str):
        return MixedOrdinal(*found, refused=fitted)
    values, covariance, likelihood, without = fitted
    names = [f"{a:g}|{b:g}" for a, b in itertools.pairwise(chosen)]
    sd, seen = float(values[-1]), len(values) - 1
    own, errors = in_own_units(values[:seen], covariance[:seen, :seen], centre, scale)
    terms = tuple(map(wald, [*names, *predictors.columns], own, errors))
    return MixedOrdinal(
        *found,
        thresholds=terms[: len(names)],
        terms=terms[len(names) :],
        sd=sd,
        icc=sd**2 / (sd**2 + WITHIN),
        sd_p=_no_clusters(likelihood - without),
        log_likelihood=likelihood,
    )


def _refusal(x: np.ndarray, y: np.ndarray, whose: np.ndarray, fewest: int) -> str:
    """Why the data cannot bear the model; blank if they can."""
    sizes = np.bincount(whose)
    if len(sizes) < fewest:
        return "guard_few_clusters"
    if y.max(initial=0) == 0:
        return "guard_no_variation"
    above = np.array([(y > level).sum() for level in range(y.max())])
    least = CASES_PER_PARAMETER * max(x.shape[1], 1)
    if np.minimum(above, len(y) - above).max() < least or len(sizes) == len(y):
        return "guard_few_cases"
    if not told_apart(x):
        return "guard_one_value"
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    # How much of each cluster's own 0/1 column the predictors together make up.
    basis = np.linalg.qr(np.column_stack([np.ones(len(y)), scaled]))[0]
    told = np.array([(np.bincount(whose, column) ** 2) / sizes for column in basis.T]).sum(axis=0)
    if (told > DISGUISED).any():
        return "guard_cluster_in_disguise"
    return "guard_no_overlap" if separated(scaled, y) else ""


def _people(y: np.ndarray, x: np.ndarray, whose: np.ndarray) -> _People:
    order = np.argsort(whose, kind="stable")
    starts = np.flatnonzero(np.diff(whose[order], prepend=-1))
    nothing = np.empty(0)
    return _People(y[order], x[order], whose[order], starts, int(y.max()) + 1, nothing, nothing)


def _fitted(people: _People):
    """Values, covariance, log-likelihood with and without clusters; else why there are none.

    Values are cuts, slopes, and the standard deviation of the clusters.
    """
    below = np.cumsum(np.bincount(people.y))[:-1] / len(people.y)
    start = np.concatenate([np.log(below / (1 - below)), np.zeros(people.x.shape[1]), [0.0]])
    # Without clusters nothing hangs on an intercept, and one point is enough.
    plain = _maximum(start, people.with_points(1), free=len(start) - 1)
    if plain is None:
        return "guard_not_converged"
    mixed = _with_clusters(np.append(plain[0][:-1], 1.0), people)
    if mixed is None:
        return "guard_not_converged"
    if mixed[0][-1] > RUNAWAY:
        return "guard_no_overlap"
    if mixed[0][-1] < NOUGHT or mixed[1] < plain[1]:
        mixed = plain
    values, likelihood, curve = mixed
    return values, np.linalg.inv(curve), likelihood, plain[1]


def _with_clusters(start: np.ndarray, people: _People):
    """The maximum with clusters, with as many points as it takes; None where none are enough."""
    for points in POINTS:
        found = _maximum(start, people.with_points(points), free=len(start))
        if found is None:
            continue
        start, likelihood, _ = found
        more = _derivatives(start, people.with_points(2 * points))[0]
        if abs(more - likelihood) < EXACT or start[-1] > RUNAWAY:
            return found
    return None


def _maximum(values: np.ndarray, people: _People, free: int):
    """The first `free` values at their maximum, the log-likelihood, and minus its curvature.

    Newton's method, uphill also where the likelihood bends the other way. The standard deviation
    is at most halved in a step: at nought the likelihood is level, be it its most or its least.
    None where it does not arrive.
    """
    likelihood, slope, curve = _derivatives(values, people)
    for _ in range(MOST_STEPS):
        bends, ways = np.linalg.eigh(curve[:free, :free])
        bends = np.maximum(np.abs(bends), 1e-8)
        step = np.zeros(len(values))
        step[:free] = ways @ ((ways.T @ slope[:free]) / bends)
        halved = -2 * step[-1] / values[-1] if values[-1] else 0
        step /= max(1, np.abs(step).max() / 2, halved)
        for _ in range(30):
            new = _derivatives(values + step, people)
            if new[0] >= likelihood - 1e-9:
                break
            step /= 2
        else:
            return None
        values, (likelihood, slope, curve) = values + step, new
        ended = 0 < values[-1] < NOUGHT or values[-1] > 2 * RUNAWAY
        if np.abs(step).max() < ARRIVED or ended:
            return values, float(likelihood), curve[:free, :free]
    return None


def _derivatives(values: np.ndarray, people: _People):
    """Log-likelihood, its slope, and minus its curvature (Louis 1982, JRSS B 44:226-233)."""
    from scipy import special

    levels, size = people.levels, len(values)
    cuts, slopes, sd = values[: levels - 1], values[levels - 1 : -1], values[-1]
    if (np.diff(cuts) <= 0).any():
        return -np.inf, np.zeros(size), np.eye(size)
    edges, fixed = np.concatenate([[-np.inf], cuts, [np.inf]]), people.x @ slopes
    upper, lower = edges[people.y + 1] - fixed, edges[people.y] - fixed
    middle, spread = _modes(upper, lower, sd, people)
    z = middle[:, None] + np.sqrt(2) * spread[:, None] * people.nodes
    moved = sd * z[people.whose]
    given, first, second = shares(upper[:, None] - moved, lower[:, None] - moved)
    heights = people.nodes**2 + np.log(people.weights)
    at_nodes = np.add.reduceat(given, people.starts) - z**2 / 2 + heights
    whole = special.logsumexp(at_nodes, axis=1)
    likelihood = whole.sum() + np.log(spread).sum() - len(z) * np.log(np.pi) / 2
    weights = np.exp(at_nodes - whole[:, None])
    return likelihood, *_louis(first, second, weights, _changes(people, z, size), people)


def _changes(people: _People, z: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """How the upper and the lower predictor change with each value: person × node × value."""
    steps = np.eye(people.levels + 1)[:, 1:-1]
    found = []
    for cuts in (steps[people.y + 1], steps[people.y]):
        change = np.empty((len(people.y), len(people.nodes), size))
        change[:, :, :-1] = np.hstack([cuts, -people.x])[:, None, :]
        change[:, :, -1] = -z[people.whose]
        found.append(change)
    return found[0], found[1]


def _louis(first, second, weights: np.ndarray, changes, people: _People):
    """Slope and minus curvature of the whole from those of each answer, averaged over the nodes."""
    size = changes[0].shape[2]
    scores = sum(f[:, :, None] * c for f, c in zip(first, changes, strict=True))
    scores = np.add.reduceat(scores, people.starts)
    weighed = weights[:, :, None] * scores
    mean = weighed.sum(axis=1)
    upper, lower = (change.reshape(-1, size) for change in changes)
    top, bottom, both = ((weights[people.whose] * s).reshape(-1, 1) for s in second)
    bend = upper.T @ (top * upper) + lower.T @ (bottom * lower)
    bend += upper.T @ (both * lower) + lower.T @ (both * upper)
    spread = weighed.reshape(-1, size).T @ scores.reshape(-1, size) - mean.T @ mean
    return mean.sum(axis=0), -(bend + spread)


def _modes(upper: np.ndarray, lower: np.ndarray, sd: float, people: _People):
    """Of each cluster the likeliest intercept, in standard deviations, and how sharp it is.

    Newton's steps, halved between two bounds where they leave these.
    """
    from scipy import special

    z = np.zeros(len(people.starts))
    sizes = np.diff(people.starts, append=len(people.y))
    low, high = -sd * sizes - 1, sd * sizes + 1
    for _ in range(MOST_STEPS):
        moved = sd * z[people.whose]
        top, bottom = special.expit(upper - moved), special.expit(lower - moved)
        slope = -z - sd * np.add.reduceat(1 - top - bottom, people.starts)
        curve = 1 + sd**2 * np.add.reduceat(top * (1 - top) + bottom * (1 - bottom), people.starts)
        low, high = np.where(slope > 0, z, low), np.where(slope < 0, z, high)
        new = z + slope / curve
        new = np.where((new > low) & (new < high), new, np.where(slope == 0, z, (low + high) / 2))
        moved_by, z = np.abs(new - z).max(), new
        if moved_by < ARRIVED:
            break
    return z, 1 / np.sqrt(curve)


def _no_clusters(gained: float) -> float:
    """p of the gain in log-likelihood by a standard deviation that may be nought; then 1."""
    from scipy import stats

    return float(stats.chi2.sf(2 * gained, 1) / 2) if gained > 0 else 1.0
