"""How well the items of a scale hang together: alpha, omega, and what each item brings.

A table has one row per person and one column per item, scored from the favourable end. Everything
here is listwise: only people who answered every item count, and their number is given. Omega
rests on one factor behind all items; alpha also on equal loadings.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from compendium.analysis.statistics.rank_tests import LEVEL, RESAMPLES, Estimate

# One-factor maximum likelihood in resamples: the change in any loading, in standard deviations of
# its item, at which it has arrived; their percentiles are told to two places.
ARRIVED, MOST_STEPS = 1e-5, 500
# No item is all factor: at an error variance of nought the likelihood has no bound.
LEAST = 1e-4
EDGE = np.sqrt(1 - LEAST)
# Where steps start: from the edge itself EM does not come away.
INSIDE = 0.9
# With fewer complete answers than this per item a factor is not estimated (MacCallum et al. 1999,
# Psychological Methods 4:84-99, find solutions unstable below about five).
PEOPLE_PER_ITEM = 5
NOTHING = Estimate()


@dataclasses.dataclass(frozen=True)
class Reliability:
    """Alpha with its Feldt interval and omega with its bootstrap interval; `n` answered every item.

    `refused` says why an estimate is missing: ``few_people``, ``few_items``, ``no_variance``,
    ``few_for_a_factor``, ``two_items`` (omega needs three); blank where none is.
    """

    n: int
    items: int
    alpha: Estimate = NOTHING
    omega: Estimate = NOTHING
    refused: str = ""


def reliability(table: pd.DataFrame, seed: int) -> Reliability:
    """Alpha and omega of a person × item table, listwise.

    Parameters
    ----------
    table : pandas.DataFrame
        Scored answers; missing where a person did not answer.
    seed : int
        Of the bootstrap of omega.
    """
    answers = complete(table)
    people, items = answers.shape
    if items < 2:
        return Reliability(people, items, refused="few_items")
    if people < 2:
        return Reliability(people, items, refused="few_people")
    covariance = np.cov(answers, rowvar=False)
    if (np.diag(covariance) <= 0).any() or covariance.sum() <= 0:
        return Reliability(people, items, refused="no_variance")
    value = float(alpha_of(covariance))
    alpha = Estimate(value, *feldt_interval(value, people, items))
    if items < 3:
        return Reliability(people, items, alpha, refused="two_items")
    if people < PEOPLE_PER_ITEM * items:
        return Reliability(people, items, alpha, refused="few_for_a_factor")
    return Reliability(people, items, alpha, omega(answers, seed))


def complete(table: pd.DataFrame) -> np.ndarray:
    """The answers of people who answered every item."""
    return table.dropna().to_numpy(dtype="float64")


def alpha_of(covariance: np.ndarray) -> np.ndarray:
    """Cronbach's alpha of one covariance matrix, or of a stack of them.

    k / (k - 1) · (1 - sum of variances / sum of all): Cronbach 1951, Psychometrika 16:297-334.

    >>> float(alpha_of(np.array([[1.0, 0.5], [0.5, 1.0]])).round(6))
    0.666667
    """
    items = covariance.shape[-1]
    own, whole = np.trace(covariance, axis1=-2, axis2=-1), covariance.sum(axis=(-2, -1))
    return items / (items - 1) * (1 - own / whole)


def alpha_alone(table: pd.DataFrame) -> float:
    """Alpha of a person × item table, listwise; missing where `reliability` refuses it."""
    answers = complete(table)
    if min(answers.shape) < 2:
        return np.nan
    covariance = np.cov(answers, rowvar=False)
    varies = (np.diag(covariance) > 0).all() and covariance.sum() > 0
    return float(alpha_of(covariance)) if varies else np.nan


def feldt_interval(alpha: float, people: int, items: int) -> tuple[float, float]:
    """The 95 % interval of a Cronbach's alpha of `items` items on `people` complete answers.

    Feldt, Woodruff and Salih (1987), Applied Psychological Measurement 11:93-103; worked out
    here because pingouin rounds it to three places.
    """
    from scipy import special  # quantiles need no scipy.stats, which takes long to import

    tail = (1 - LEVEL) / 2
    low, high = special.fdtri(people - 1, (people - 1) * (items - 1), [tail, 1 - tail])
    return float(1 - (1 - alpha) * high), float(1 - (1 - alpha) * low)


def omega(answers: np.ndarray, seed: int) -> Estimate:
    """McDonald's omega of one factor by maximum likelihood, with a percentile bootstrap interval.

    (sum of loadings)² / ((sum of loadings)² + sum of error variances): McDonald 1999, Test Theory,
    chapter 6. People are drawn with replacement from `seed`.
    """
    covariance = np.cov(answers, rowvar=False, bias=True)
    loadings, errors = one_factor(covariance[None])
    value = float(omega_of(loadings, errors)[0])
    drawn = resampled_covariances(answers, seed)
    start = np.repeat(loadings, len(drawn), axis=0), np.repeat(errors, len(drawn), axis=0)
    resampled = omega_of(*one_factor(drawn, start))
    tail = 50 * (1 - LEVEL)
    lower, upper = np.nanpercentile(resampled, [tail, 100 - tail])
    return Estimate(value, float(lower), float(upper))


def omega_of(loadings: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """Omega from the loadings and error variances of each solution, one a row."""
    common = loadings.sum(axis=1) ** 2
    return common / (common + errors.sum(axis=1))


def resampled_covariances(answers: np.ndarray, seed: int) -> np.ndarray:
    """Covariance matrices (divided by n) of resamples of people, all at once.

    How often each person is drawn weighs their products; nothing is drawn person by person. People
    stand in the order of their answers, so that the order of an export changes no interval.
    """
    people, items = answers.shape
    answers = answers[np.lexsort(answers.T)]
    random = np.random.default_rng(seed)
    times = random.multinomial(people, np.full(people, 1 / people), RESAMPLES).astype("float64")
    centred = answers - answers.mean(axis=0)
    rows, columns = np.triu_indices(items)
    products = times @ (centred[:, rows] * centred[:, columns]) / people
    means = times @ centred / people
    found = np.empty((RESAMPLES, items, items))
    found[:, rows, columns] = found[:, columns, rows] = products
    return found - means[:, :, None] * means[:, None, :]


def one_factor(
    covariances: np.ndarray,
    start: tuple[np.ndarray, np.ndarray] | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Loadings and error variances of one factor by maximum likelihood, for a stack of matrices.

    Without a start each matrix by itself (`_likeliest`). From a start all together by EM (Rubin
    and Thayer 1982, Psychometrika 47:69-76), every second pair of steps carried on as far as the
    two together point, if that fits no worse (Varadhan and Roland 2008, Scandinavian Journal of
    Statistics 35:335-353, scheme S3). Works on correlations, so that no item's unit matters;
    where an item does not vary in a matrix, its solution is missing.
    """
    # Of resamples in which nobody differs, binary fractions may leave less than nought.
    spread = np.sqrt(np.maximum(np.einsum("bii->bi", covariances), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = covariances / (spread[:, :, None] * spread[:, None, :])
    flat = ~np.isfinite(scaled).all(axis=(1, 2)) | (spread < 1e-9).any(axis=1)
    scaled[flat] = np.eye(scaled.shape[1])
    if start is None:
        loadings = np.array([_likeliest(matrix) for matrix in scaled])
    else:
        loadings = np.clip(start[0] / np.where(flat[:, None], 1, spread), -INSIDE, INSIDE)
        loadings = _climbed(scaled, loadings)
    errors = 1 - loadings**2
    loadings, errors = loadings * spread, errors * spread**2
    loadings[flat] = errors[flat] = np.nan
    return loadings, errors


def _climbed(scaled: np.ndarray, loadings: np.ndarray) -> np.ndarray:
    """Loadings after as many steps as each solution takes to arrive."""
    loadings, going = loadings.copy(), np.arange(len(loadings))
    for _ in range(MOST_STEPS):
        matrices, old = scaled[going], loadings[going]
        first = _step(matrices, old)
        second = _step(matrices, first)
        change, bend = first - old, second - 2 * first + old
        far = np.linalg.norm(change, axis=1) / np.maximum(np.linalg.norm(bend, axis=1), 1e-300)
        far = np.clip(far, 1, 1e3)[:, None]
        jumped = np.clip(old + 2 * far * change + far**2 * bend, -EDGE, EDGE)
        better = _misfit(matrices, jumped) <= _misfit(matrices, second)
        loadings[going] = _step(matrices, np.where(better[:, None], jumped, second))
        going = going[np.abs(loadings[going] - old).max(axis=1) > ARRIVED]
        if not len(going):
            break
    return loadings


def _likeliest(correlation: np.ndarray) -> np.ndarray:
    """Loadings of one factor on one matrix of correlations, no error variance below `LEAST`.

    Over the error variances alone, as R's factanal (Jöreskog 1967, Psychometrika 32:443-482).
    Where one of them reaches its edge the likelihood has several peaks; so it is climbed from
    several sides, each item in turn taken for the factor.
    """
    from scipy import optimize

    items = len(correlation)

    def misfit(errors: np.ndarray) -> tuple[float, np.ndarray]:
        values, loadings = _given_errors(correlation, errors)
        lacking = loadings**2 + errors - np.diag(correlation)
        whole = np.log(errors).sum() + np.log(max(values[-1], 1)) + values.sum() - values[-1]
        return float(whole + min(values[-1], 1)), lacking / errors**2

    ends = []
    for start in (np.full(items, 0.5), *(0.9 - 0.8 * np.eye(items))):
        found = optimize.minimize(
            misfit,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=[(LEAST, 1)] * items,
            options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2000},
        )
        ends.append((found.fun, found.x))
    # The first of those as good as the best: which peak is taken must not hang on last places.
    best = min(misfit for misfit, _ in ends) + 1e-9
    return _given_errors(correlation, next(x for fun, x in ends if fun <= best))[1]


def _given_errors(correlation: np.ndarray, errors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues of the correlations over the errors, and the likeliest loadings beside these."""
    root = np.sqrt(errors)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    loadings = root * vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0))
    return values, loadings * (1 if loadings.sum() >= 0 else -1)


def _misfit(scaled: np.ndarray, loadings: np.ndarray) -> np.ndarray:
    """Minus twice the log-likelihood of each solution, apart from what they share."""
    errors = 1 - loadings**2
    weights = loadings / errors
    common = 1 + (weights * loadings).sum(axis=1)
    explained = np.einsum("bi,bij,bj->b", weights, scaled, weights) / common
    return np.log(errors).sum(axis=1) + np.log(common) + (1 / errors).sum(axis=1) - explained


def _step(scaled: np.ndarray, loadings: np.ndarray) -> np.ndarray:
    """One step of EM on correlations; the errors are what the loadings leave of each variance."""
    weights = loadings / (1 - loadings**2)
    weights /= 1 + (weights * loadings).sum(axis=1, keepdims=True)
    with_factor = np.matmul(scaled, weights[:, :, None])[:, :, 0]
    own = 1 - (weights * loadings).sum(axis=1) + (weights * with_factor).sum(axis=1)
    return np.clip(with_factor / own[:, None], -EDGE, EDGE)


def item_statistics(table: pd.DataFrame) -> pd.DataFrame:
    """What each item brings, listwise: one row per item.

    `n`, `mean`, `sd`; `item_rest` its correlation with the sum of the others, and
    `alpha_if_deleted`; both missing where the item or the rest does not vary.
    """
    answers = complete(table)
    people, items = answers.shape
    if people < 2 or items < 2:
        nothing = dict.fromkeys(("mean", "sd", "item_rest", "alpha_if_deleted"), np.nan)
        return pd.DataFrame([{"item_id": i, "n": people, **nothing} for i in table.columns])
    covariance = np.cov(answers, rowvar=False)
    variance = np.diag(covariance)
    with_rest = covariance.sum(axis=1) - variance
    rest = covariance.sum() - 2 * covariance.sum(axis=1) + variance
    with np.errstate(divide="ignore", invalid="ignore"):
        item_rest = with_rest / np.sqrt(variance * rest)
    return pd.DataFrame(
        {
            "item_id": table.columns,
            "n": people,
            "mean": answers.mean(axis=0),
            "sd": np.sqrt(variance),
            "item_rest": np.where((variance > 0) & (rest > 0), item_rest, np.nan),
            "alpha_if_deleted": [_without(covariance, i) for i in range(items)],
        }
    )


def _without(covariance: np.ndarray, item: int) -> float:
    """Alpha of the other items; missing below two of them, or where their sum does not vary."""
    others = np.delete(np.delete(covariance, item, axis=0), item, axis=1)
    if len(others) < 2 or others.sum() <= 0:
        return np.nan
    return float(alpha_of(others))
