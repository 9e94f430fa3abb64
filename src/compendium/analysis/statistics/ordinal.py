"""Proportional-odds regression of answers on an ordered scale, and a check of its assumption.

Fitted by maximum likelihood with Newton's method and exact second derivatives, so that standard
errors are those of R's ordinal::clm; statsmodels fits the model too, but not the one with slopes of
their own that the check needs. A guard refuses what the data cannot bear. Tables of levels have one
row per person.
"""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pandas as pd

from compendium.analysis.statistics.rank_tests import LEVEL, Estimate

# People in the smaller part of the best split of the levels, for each coefficient (Harrell 2015,
# Regression Modeling Strategies, section 4.4; the house rule).
CASES_PER_PARAMETER = 10
MOST_STEPS, ARRIVED = 100, 1e-9
# In place of a term: all of them together.
ALL_TERMS = "all"
# Why there is no model, as a reader is told: of each reason in `refused` a key of words.
GUARD_OF = {
    "few_people": "guard_few_cases",
    "one_level": "guard_no_variation",
    "one_value": "guard_few_people",
    "not_told_apart": "guard_no_overlap",
}


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
    centre, scale = x.mean(axis=0), x.std(axis=0)
    x = (x - centre) / scale
    found = None if separated(x, y) else _maximum(_common(x, levels), y, levels)
    if found is None:
        return OrdinalModel(n, levels, refused="not_told_apart")
    values, covariance, likelihood = found
    values, errors = in_own_units(values, covariance, centre, scale)
    cuts, slopes = values[: levels - 1], values[levels - 1 :]
    terms = tuple(map(wald, predictors.columns, slopes, errors[levels - 1 :]))
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
    if not told_apart(x):
        return "one_value"
    above = np.array([(y > cut).sum() for cut in range(levels - 1)])
    if np.minimum(above, len(y) - above).max() < CASES_PER_PARAMETER * x.shape[1]:
        return "few_people"
    return ""


def told_apart(x: np.ndarray) -> bool:
    """Whether every predictor varies and none follows from the others, whatever their units."""
    if (np.ptp(x, axis=0) == 0).any():
        return False
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    return x.shape[1] == 0 or np.linalg.matrix_rank(scaled) == x.shape[1]


def in_own_units(
    values: np.ndarray, covariance: np.ndarray, centre: np.ndarray, scale: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Cuts and slopes for predictors as they were before (x - centre) / scale; and their errors."""
    cuts = len(values) - len(centre)
    back = np.eye(len(values))
    back[cuts:, cuts:] = np.diag(1 / scale)
    back[:cuts, cuts:] = centre / scale
    return back @ values, np.sqrt(np.diag(back @ covariance @ back.T))


def wald(name: str, slope: float, error: float) -> Term:
    """A coefficient with its Wald interval and p."""
    from scipy import stats

    reach = stats.norm.ppf(0.5 + LEVEL / 2) * error
    p = float(2 * stats.norm.sf(abs(slope) / error))
    estimate = Estimate(float(slope), float(slope - reach), float(slope + reach))
    return Term(name, estimate, float(error), p)


def separated(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether there is a way to go on which no answer gets less likely, and so no maximum.

    Then cuts and slopes can be moved for ever so that every answer's upper cut rises past its
    predictor, or stays, and its lower one falls (Albert and Anderson 1984, Biometrika 71:1-10);
    whether they can is a linear programme (Konis 2007, Linear programming algorithms for
    detecting separated data, chapter 4). `x` in units near one, `y` levels 0, 1, …
    """
    from scipy import optimize

    cuts = y.max()
    steps = np.eye(cuts + 2)[:, 1:-1]
    kinds = np.unique(np.column_stack([y, x]), axis=0)
    level, own = kinds[:, 0].astype(int), kinds[:, 1:]
    rise = np.vstack(
        [
            np.hstack([steps[level + 1], -own])[level < cuts],
            np.hstack([-steps[level], own])[level > 0],
        ]
    )
    found = optimize.linprog(
        -rise.sum(axis=0), A_ub=-rise, b_ub=np.zeros(len(rise)), bounds=(-1, 1), method="highs"
    )
    return bool(-found.fun > 1e-6)


def _common(x: np.ndarray, levels: int) -> list[np.ndarray]:
    """The design of each cut where every predictor has one slope."""
    return [_rows(x, levels, cut, common=range(x.shape[1]), own=()) for cut in range(levels - 1)]


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
    if (at_upper <= at_lower).any():
        return -np.inf, np.zeros(size), np.eye(size)
    share, first, second = shares(at_upper, at_lower)
    slope = first[0] @ upper + first[1] @ lower
    top, bottom, both = (s[:, None] for s in second)
    curve = upper.T @ (top * upper + both * lower) + lower.T @ (bottom * lower + both * upper)
    return share.sum(), slope, -curve


def shares(upper: np.ndarray, lower: np.ndarray):
    """Log of F(upper) - F(lower), F logistic; its derivatives by each; by upper, lower, both twice.

    As F(upper) · F(-lower) · (1 - exp(lower - upper)) it keeps its places in either tail. At
    infinity F is 0 or 1.
    """
    from scipy import special

    with np.errstate(over="ignore"):
        narrow = 1 / np.expm1(upper - lower)
    f_upper, f_lower, both = special.expit(upper), special.expit(lower), narrow * (1 + narrow)
    share = special.log_expit(upper) + special.log_expit(-lower)
    share = share + np.log(-np.expm1(lower - upper))
    first = special.expit(-upper) + narrow, -f_lower - narrow
    second = -f_upper * (1 - f_upper) - both, -f_lower * (1 - f_lower) - both, both
    return share, first, second


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
