"""Proportional-odds regression of answers on an ordered scale, and a check of its assumption.

Fitted by maximum likelihood with Newton's method and exact second derivatives, so that standard
errors are those of R's ordinal::clm; statsmodels fits the model too, but not the one with slopes of
their own that the check needs. A guard refuses what the data cannot bear.
"""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pandas as pd

from compendium.analysis.rank_tests import LEVEL, Estimate

# People in the smaller part of the best split of the levels, for each coefficient (Harrell 2015,
# Regression Modeling Strategies, section 4.4; the house rule).
CASES_PER_PARAMETER = 10
MOST_STEPS, ARRIVED = 100, 1e-9
# A coefficient beyond this on the logit scale means that a group's answers do not overlap.
RUNAWAY = 15
# In place of a term: all of them together.
ALL_TERMS = "all"


@dataclasses.dataclass(frozen=True)
class Term:
    """One coefficient on the logit scale: its Wald interval and p; its odds ratio is exp of it."""

    name: str
    estimate: Estimate
    se: float
    p: float

    @property
    def odds_ratio(self) -> Estimate:
        return Estimate(*map(float, np.exp(dataclasses.astuple(self.estimate))))


@dataclasses.dataclass(frozen=True)
class OrdinalModel:
    """A fitted model: `cuts` between levels, `terms`, and how well it fits.

    `assumption` is the p of the likelihood-ratio test that the odds of every term are the same at
    every cut, by term and of all together. `refused` says why there is no model: ``few_people``,
    ``one_level``, ``one_value``, ``not_told_apart``; blank if there is one.
    """

    n: int
    levels: int
    cuts: tuple[float, ...] = ()
    terms: tuple[Term, ...] = ()
    log_likelihood: float = np.nan
    assumption: dict[str, float] = dataclasses.field(default_factory=dict)
    refused: str = ""


def proportional_odds(
    answers: pd.Series, predictors: pd.DataFrame, checked: bool = True
) -> OrdinalModel:
    """The model of ordered answers on predictors; people with a gap in either are left out.

    Parameters
    ----------
    answers : pandas.Series
        Whole numbers; levels nobody chose are left out of the model (they have no odds).
    predictors : pandas.DataFrame
        Numbers, groups as 0/1 columns against a reference.
    checked : bool
        Whether the assumption is tested, of each term and of all (`ALL_TERMS`) together.
    """
    whole = predictors.notna().all(axis=1) & answers.notna()
    x = predictors[whole].to_numpy(dtype="float64")
    chosen, y = np.unique(answers[whole].to_numpy(dtype="float64"), return_inverse=True)
    n, levels = len(y), len(chosen)
    if refused := _refusal(x, y, levels):
        return OrdinalModel(n, levels, refused=refused)
    found = _fitted(x, y, levels)
    if found is None:
        return OrdinalModel(n, levels, refused="not_told_apart")
    cuts, slopes, covariance, likelihood = found
    errors = np.sqrt(np.diag(covariance))[levels - 1 :]
    terms = tuple(map(_term, predictors.columns, slopes, errors))
    tested = {name: (i,) for i, name in enumerate(predictors.columns)} if checked else {}
    if len(tested) > 1:
        tested[ALL_TERMS] = tuple(range(x.shape[1]))
    found = {
        name: _same_at_every_cut(x, y, levels, own, likelihood) for name, own in tested.items()
    }
    return OrdinalModel(n, levels, tuple(cuts.tolist()), terms, likelihood, found)


def against_none(model: OrdinalModel, answers: pd.Series) -> float:
    """p of the likelihood-ratio test of all terms together, against none of them.

    `answers` are those the model was fitted to. Without terms the likeliest share of each level is
    its share of the answers.
    """
    from scipy import stats

    counts = np.unique(answers.dropna().to_numpy(dtype="float64"), return_counts=True)[1]
    none = float((counts * np.log(counts / counts.sum())).sum())
    return float(stats.chi2.sf(2 * (model.log_likelihood - none), len(model.terms)))


def _refusal(x: np.ndarray, y: np.ndarray, levels: int) -> str:
    """Why the data cannot bear the model; blank if they can."""
    if levels < 2:
        return "one_level"
    if (np.ptp(x, axis=0) == 0).any() or np.linalg.matrix_rank(x - x.mean(axis=0)) < x.shape[1]:
        return "one_value"
    above = np.array([(y > cut).sum() for cut in range(levels - 1)])
    if np.minimum(above, len(y) - above).max() < CASES_PER_PARAMETER * x.shape[1]:
        return "few_people"
    return ""


def _term(name: str, slope: float, error: float) -> Term:
    from scipy import stats

    reach = stats.norm.ppf(0.5 + LEVEL / 2) * error
    p = float(2 * stats.norm.sf(abs(slope) / error))
    return Term(name, Estimate(float(slope), slope - reach, slope + reach), float(error), p)


def _fitted(x: np.ndarray, y: np.ndarray, levels: int):
    """Cuts, slopes, covariance of both and log-likelihood; None where there is no maximum."""
    design = [_rows(x, levels, cut, common=range(x.shape[1]), own=()) for cut in range(levels - 1)]
    found = _maximum(design, y, levels)
    if found is None:
        return None
    values, covariance, likelihood = found
    return values[: levels - 1], values[levels - 1 :], covariance, likelihood


def _rows(x: np.ndarray, levels: int, cut: int, common, own) -> np.ndarray:
    """The derivative of the linear predictor at one cut: of cuts, common slopes, own slopes."""
    people = len(x)
    of_cuts = np.zeros((people, levels - 1))
    of_cuts[:, cut] = 1
    of_own = np.zeros((people, len(own) * (levels - 1)))
    for number, column in enumerate(own):
        of_own[:, number * (levels - 1) + cut] = -x[:, column]
    return np.hstack([of_cuts, -x[:, list(common)], of_own])


def _maximum(design: list[np.ndarray], y: np.ndarray, levels: int, bounded: bool = True):
    """Parameters, their covariance and the log-likelihood at its maximum; None without one.

    Not `bounded`: a slope may run away, where a group has no answers on one side of a cut; the
    likelihood arrives all the same.
    """
    shares = np.clip(np.cumsum(np.bincount(y, minlength=levels))[:-1] / len(y), 0.01, 0.99)
    values = np.zeros(design[0].shape[1])
    values[: levels - 1] = np.log(shares / (1 - shares))
    likelihood, slope, curve = _derivatives(values, design, y, levels)
    for _ in range(MOST_STEPS):
        step = np.linalg.lstsq(curve, slope, rcond=1e-12)[0]
        for halved in range(30):
            tried = values + step / 2**halved
            new = _derivatives(tried, design, y, levels)
            if new[0] >= likelihood - 1e-12:
                break
        else:
            return None
        gained = new[0] - likelihood
        values, (likelihood, slope, curve) = tried, new
        if np.abs(step).max() < ARRIVED or (not bounded and gained < ARRIVED):
            break
        if bounded and np.abs(values).max() > 2 * RUNAWAY:
            return None
    if bounded and np.abs(values[levels - 1 :]).max(initial=0) > RUNAWAY:
        return None
    return values, np.linalg.pinv(curve), float(likelihood)


def _derivatives(values: np.ndarray, design: list[np.ndarray], y: np.ndarray, levels: int):
    """Log-likelihood, its slope, and minus its curvature."""
    # Of each person the predictor at the cut above their level, and at that below.
    size, people = len(values), len(y)
    upper, lower = np.zeros((people, size)), np.zeros((people, size))
    at_upper, at_lower = np.full(people, np.inf), np.full(people, -np.inf)
    for cut, rows in enumerate(design):
        top, bottom = y == cut, y == cut + 1
        upper[top], at_upper[top] = rows[top], rows[top] @ values
        lower[bottom], at_lower[bottom] = rows[bottom], rows[bottom] @ values
    f_upper, d_upper, dd_upper = _logistic(at_upper)
    f_lower, d_lower, dd_lower = _logistic(at_lower)
    share = f_upper - f_lower
    if (share <= 0).any():
        return -np.inf, np.zeros(size), np.eye(size)
    first = (d_upper / share)[:, None] * upper - (d_lower / share)[:, None] * lower
    curve = first.T @ first
    curve -= upper.T @ ((dd_upper / share)[:, None] * upper)
    curve += lower.T @ ((dd_lower / share)[:, None] * lower)
    return np.log(share).sum(), first.sum(axis=0), curve


def _logistic(at: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The logistic distribution with its first two derivatives; at infinity 0 or 1."""
    from scipy import special

    share = special.expit(at)
    density = share * (1 - share)
    return share, density, density * (1 - 2 * share)


def _same_at_every_cut(
    x: np.ndarray, y: np.ndarray, levels: int, own: tuple[int, ...], likelihood: float
) -> float:
    """p of the likelihood-ratio test of some terms' proportional odds; missing where it has none.

    Against a model in which these have their own slopes at every cut, as R's nominal_test.
    """
    from scipy import stats

    if levels < 3:
        return np.nan
    common = [i for i in range(x.shape[1]) if i not in own]
    design = [_rows(x, levels, cut, common, own) for cut in range(levels - 1)]
    found = _maximum(design, y, levels, bounded=False)
    if found is None:
        return np.nan
    return float(stats.chi2.sf(2 * (found[2] - likelihood), len(own) * (levels - 2)))


def against_reference(groups: pd.Series, levels: list[str]) -> pd.DataFrame:
    """0/1 columns of every level but the first, which is the reference; a missing group stays so.

    >>> against_reference(pd.Series(["a", "b", None]), ["a", "b"])["b"].tolist()
    [0.0, 1.0, nan]
    """
    known = groups.where(groups.isin(levels))
    pairs = itertools.islice(levels, 1, None)
    return pd.DataFrame(
        {level: (known == level).astype("float64").where(known.notna()) for level in pairs}
    )
