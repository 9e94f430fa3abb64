"""Missing answers: who left out what, whether by chance alone, and gaps filled in as a check.

A table has one row per person and one column per item, numbers, missing where there is no answer.
Imputed results stand beside those of complete cases, never instead of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.analysis.statistics.rank_tests import LEVEL, Estimate

# With fewer people Little's test says nothing (its chi-squared needs many; the house rule).
LITTLE_FROM = 100
ARRIVED, MOST_STEPS = 1e-10, 5_000
# Completed tables; more than the percentage of people with a gap in these surveys, as White,
# Royston and Wood 2011 advise (Statistics in Medicine 30:377-399).
IMPUTATIONS, ROUNDS, DONORS = 20, 10, 5
# Keeps a regression on many items of few people solvable (mice's default).
RIDGE = 1e-5


def patterns(table: pd.DataFrame) -> pd.DataFrame:
    """One row per pattern of gaps, the commonest first: `people`, and 1 for each missing item.

    Patterns that equally many people have stand in the order of the missing items.
    """
    gaps = table.isna().astype(int)
    items = list(table.columns)
    found = gaps.groupby(items, observed=True, sort=True).size().rename("people").reset_index()
    found = found.sort_values("people", ascending=False, kind="stable", ignore_index=True)
    return found[["people", *items]]


@dataclasses.dataclass(frozen=True)
class Little:
    """Little's test that answers are missing completely at random.

    `people` answered at least one item. `refused` says why there is no test: ``few_people``,
    ``nothing_missing``, ``one_pattern``, ``not_estimable``; blank if there is one. A small p speaks
    against chance; a large one does not show it.
    """

    people: int
    patterns: int
    statistic: float = np.nan
    df: int = 0
    p: float = np.nan
    refused: str = ""


def little(table: pd.DataFrame) -> Little:
    """Little 1988, JASA 83:1198-1202: means of each pattern held against those of all by EM.

    The covariance is divided by n - 1, as in the paper (the R package naniar divides by n, and its
    statistic is larger by n / (n - 1)). An item that nobody answered has no mean to compare, and
    is left out.
    """
    from scipy import stats

    values = table.dropna(how="all").to_numpy(dtype="float64")
    people = len(values)
    gaps = np.isnan(values)
    kinds, whose = np.unique(gaps, axis=0, return_inverse=True)
    if people < LITTLE_FROM:
        return Little(people, len(kinds), refused="few_people")
    if not gaps.any():
        return Little(people, len(kinds), refused="nothing_missing")
    if len(kinds) < 2:
        return Little(people, len(kinds), refused="one_pattern")
    answered = ~gaps.all(axis=0)
    values, kinds = values[:, answered], kinds[:, answered]
    mean, covariance = normal_by_em(values)
    covariance = covariance * people / (people - 1)
    statistic, seen = 0.0, 0
    for kind, lacking in enumerate(kinds):
        there = ~lacking
        own = values[whose.ravel() == kind][:, there]
        off = own.mean(axis=0) - mean[there]
        within = covariance[np.ix_(there, there)]
        if np.linalg.matrix_rank(within) < there.sum():
            return Little(people, len(kinds), refused="not_estimable")
        statistic += len(own) * off @ np.linalg.solve(within, off)
        seen += int(there.sum())
    df = seen - values.shape[1]
    return Little(people, len(kinds), float(statistic), df, float(stats.chi2.sf(statistic, df)))


def normal_by_em(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance (divided by n) of a multivariate normal, by EM over patterns of gaps.

    Dempster, Laird and Rubin 1977, Journal of the Royal Statistical Society B 39:1-38.
    """
    gaps = np.isnan(values)
    kinds, whose = np.unique(gaps, axis=0, return_inverse=True)
    mean, people = np.nanmean(values, axis=0), len(values)
    covariance = np.diag(np.nanvar(values, axis=0))
    for _ in range(MOST_STEPS):
        filled, extra = np.empty_like(values), np.zeros_like(covariance)
        for kind, lacking in enumerate(kinds):
            rows = whose.ravel() == kind
            filled[rows], own = _expected(values[rows], lacking, mean, covariance)
            extra[np.ix_(lacking, lacking)] += rows.sum() * own
        new = filled.mean(axis=0)
        centred = filled - new
        renewed = (centred.T @ centred + extra) / people
        moved = max(np.abs(new - mean).max(), np.abs(renewed - covariance).max())
        mean, covariance = new, renewed
        if moved < ARRIVED * max(1.0, np.abs(covariance).max()):
            break
    return mean, covariance


def _expected(
    rows: np.ndarray, lacking: np.ndarray, mean: np.ndarray, covariance: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of one pattern with the expected values in their gaps, and the covariance of these."""
    there = ~lacking
    filled = rows.copy()
    if not lacking.any():
        return filled, np.zeros((0, 0))
    slopes = np.linalg.lstsq(
        covariance[np.ix_(there, there)], covariance[np.ix_(there, lacking)], rcond=None
    )[0]
    filled[:, lacking] = mean[lacking] + (rows[:, there] - mean[there]) @ slopes
    rest = covariance[np.ix_(lacking, lacking)] - covariance[np.ix_(lacking, there)] @ slopes
    return filled, rest


@dataclasses.dataclass(frozen=True)
class Pooled:
    """An estimate pooled over completed tables: its interval, its df, and what the gaps cost.

    `relative_increase` is how much the gaps add to the variance, as a share of it without them.
    """

    estimate: Estimate
    se: float
    df: float
    p: float
    relative_increase: float

    @property
    def missing_information(self) -> float:
        """The share of the information lost to the gaps, by Rubin 1987 (mice calls it fmi)."""
        increase = self.relative_increase
        return (increase + 2 / (self.df + 3)) / (1 + increase)


def pool(estimates: Sequence[float], variances: Sequence[float], df_complete: float) -> Pooled:
    """Rubin's rules with the degrees of freedom of Barnard and Rubin.

    Rubin 1987, Multiple Imputation for Nonresponse in Surveys; Barnard and Rubin 1999, Biometrika
    86:948-955. `df_complete` are those the analysis would have without gaps.
    """
    from scipy import stats

    values, own = np.asarray(estimates), np.asarray(variances)
    many = len(values)
    mean, within = float(values.mean()), float(own.mean())
    between = float(values.var(ddof=1)) if many > 1 else 0.0
    total = within + (1 + 1 / many) * between
    share = (1 + 1 / many) * between / total if total else 0.0
    observed = (df_complete + 1) / (df_complete + 3) * df_complete * (1 - share)
    df = observed if share == 0 else 1 / (share**2 / (many - 1) + 1 / observed)
    se = float(np.sqrt(total))
    reach = stats.t.ppf(0.5 + LEVEL / 2, df) * se
    p = float(2 * stats.t.sf(abs(mean) / se, df)) if se else np.nan
    increase = (1 + 1 / many) * between / within if within else np.nan
    return Pooled(Estimate(mean, mean - reach, mean + reach), se, float(df), p, increase)


def imputed(table: pd.DataFrame, seed: int, many: int = IMPUTATIONS) -> list[pd.DataFrame]:
    """The table with its gaps filled, `many` times, by chained equations and matched donors.

    Each item in turn is regressed on the others, with coefficients drawn from the range that the
    data allow; a gap takes the answer of one of the five people whose predicted value is nearest
    (van Buuren 2018, Flexible Imputation of Missing Data, sections 3.4 and 4.5). Only answers that
    somebody gave are filled in. A person without any answer, and an item nobody answered, keep
    their gaps.
    """
    usable = table.notna().any(axis=1).to_numpy()
    columns = [c for c in table.columns if table[c].notna().any()]
    values = table.loc[usable, columns].to_numpy(dtype="float64")
    found = []
    for own in _chained(values, np.random.default_rng(seed).spawn(many)):
        filled = table.astype("float64").copy()
        filled.loc[usable, columns] = own
        found.append(filled)
    return found


def _chained(values: np.ndarray, dice: Sequence[np.random.Generator]) -> np.ndarray:
    """Completed copies of the values, one for each generator in `dice`: copies x people x items.

    All copies take each step together, which is many times as fast as one after the other.
    """
    gaps = np.isnan(values)
    filled = np.repeat(values[np.newaxis], len(dice), axis=0)
    for item in np.flatnonzero(gaps.any(axis=0)):
        lacking = gaps[:, item]
        known = values[~lacking, item]
        filled[:, lacking, item] = [own.choice(known, lacking.sum()) for own in dice]
    order = sorted(np.flatnonzero(gaps.any(axis=0)), key=lambda i: (gaps[:, i].sum(), i))
    for _ in range(ROUNDS):
        for item in order:
            lacking = gaps[:, item]
            others = np.delete(filled, item, axis=2)
            filled[:, lacking, item] = _matched(others, values[:, item], lacking, dice)
    return filled


def _matched(
    others: np.ndarray,
    given: np.ndarray,
    lacking: np.ndarray,
    dice: Sequence[np.random.Generator],
) -> np.ndarray:
    """For each gap of one item, in every copy, the answer of a donor whose prediction is near."""
    answers, gaps = given[~lacking], int(lacking.sum())
    if len(answers) <= DONORS:
        return np.array([own.choice(answers, gaps) for own in dice])
    design = np.concatenate([np.ones((*others.shape[:2], 1)), others], axis=2)
    known = design[:, ~lacking]
    coefficients, drawn = _drawn(known, answers, dice)
    predicted = np.einsum("cpi,ci->cp", known, coefficients)
    wanted = np.einsum("cpi,ci->cp", design[:, lacking], drawn)
    apart = np.abs(wanted[:, :, np.newaxis] - predicted[:, np.newaxis, :])
    near = np.argsort(apart, axis=2, kind="stable")[:, :, :DONORS]
    turn = np.array([own.integers(0, DONORS, gaps) for own in dice])
    return answers[np.take_along_axis(near, turn[:, :, np.newaxis], axis=2)[:, :, 0]]


def _drawn(
    known: np.ndarray, answers: np.ndarray, dice: Sequence[np.random.Generator]
) -> tuple[np.ndarray, np.ndarray]:
    """For every copy the least-squares coefficients, and a draw from what the data allow."""
    people, terms = known.shape[1:]
    product = np.swapaxes(known, 1, 2) @ known
    own = np.diagonal(product, axis1=1, axis2=2)
    # A predictor that is nought for everybody would leave nothing on the diagonal to add to.
    product = product + np.eye(terms) * (RIDGE * np.where(own > 0, own, 1))[:, np.newaxis]
    coefficients = np.linalg.solve(product, np.swapaxes(known, 1, 2) @ answers[:, np.newaxis])
    residual = answers - (known @ coefficients)[:, :, 0]
    free = max(people - terms, 1)
    spread = np.sqrt((residual**2).sum(axis=1) / np.array([d.chisquare(free) for d in dice]))
    normal = np.array([d.standard_normal(terms) for d in dice])[:, :, np.newaxis]
    # The covariance of the coefficients is proportional to the inverse of the product.
    upper = np.swapaxes(np.linalg.cholesky(product), 1, 2)
    error = np.linalg.solve(upper, normal)[:, :, 0] * spread[:, np.newaxis]
    return coefficients[:, :, 0], coefficients[:, :, 0] + error
