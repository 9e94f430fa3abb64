"""How well the items of a scale hang together: alpha, omega, and what each item brings.

A table has one row per person and one column per item, scored from the favourable end. Everything
here is listwise: only people who answered every item count, and their number is given. Omega
rests on one factor behind all items; alpha also on equal loadings.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from compendium.analysis.rank_tests import Estimate

RESAMPLES = 2000
LEVEL = 0.95
# One-factor maximum likelihood: the change in any loading, in standard deviations of its item, at
# which it has arrived; of resamples a coarser one does, for their percentiles are told to two
# places.
ARRIVED, ARRIVED_IN_RESAMPLES = 1e-10, 1e-7
MOST_STEPS, MOST_STEPS_IN_RESAMPLES = 2_000, 100
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
    from scipy import stats

    tail = (1 - LEVEL) / 2
    low, high = stats.f.ppf([tail, 1 - tail], people - 1, (people - 1) * (items - 1))
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
    resampled = omega_of(*one_factor(drawn, start, ARRIVED_IN_RESAMPLES, MOST_STEPS_IN_RESAMPLES))
    tail = 50 * (1 - LEVEL)
    lower, upper = np.nanpercentile(resampled, [tail, 100 - tail])
    return Estimate(value, float(lower), float(upper))


def omega_of(loadings: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """Omega from the loadings and error variances of each solution, one a row."""
    common = loadings.sum(axis=1) ** 2
    return common / (common + errors.sum(axis=1))


def resampled_covariances(answers: np.ndarray, seed: int) -> np.ndarray:
    """Covariance matrices (divided by n) of resamples of people, all at once.

    How often each person is drawn weighs their products; nothing is drawn person by person.
    """
    people, items = answers.shape
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
    arrived: float = ARRIVED,
    most: int = MOST_STEPS,
) -> tuple[np.ndarray, np.ndarray]:
    """Loadings and error variances of one factor by maximum likelihood, for a stack of matrices.

    EM (Rubin and Thayer 1982, Psychometrika 47:69-76), every second pair of steps carried on as
    far as the two together point (Varadhan and Roland 2008, Scandinavian Journal of Statistics
    35:335-353, scheme S3). Works on correlations, so that no item's unit matters; where an item
    does not vary in a matrix, its solution is missing.
    """
    # Of resamples in which nobody differs, binary fractions may leave less than nought.
    spread = np.sqrt(np.maximum(np.einsum("bii->bi", covariances), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = covariances / (spread[:, :, None] * spread[:, None, :])
        loadings = np.full(spread.shape, 0.6) if start is None else start[0] / spread
    flat = ~np.isfinite(scaled).all(axis=(1, 2)) | (spread < 1e-9).any(axis=1)
    scaled[flat] = np.eye(scaled.shape[1])
    loadings = np.where(np.isfinite(loadings), loadings, 0.6)
    going = np.arange(len(scaled))  # each matrix rests once it has arrived
    for _ in range(most):
        new = _leap(scaled[going], loadings[going])
        moved = np.abs(new - loadings[going]).max(axis=1)
        loadings[going] = new
        going = going[moved >= arrived]
        if not going.size:
            break
    errors = 1 - loadings**2
    loadings, errors = loadings * spread, errors * spread**2
    loadings[flat] = errors[flat] = np.nan
    return loadings, errors


def _leap(scaled: np.ndarray, loadings: np.ndarray) -> np.ndarray:
    """Two steps of EM, carried on as far as they point together, and one more."""
    first = _step(scaled, loadings)
    second = _step(scaled, first)
    change, bend = first - loadings, second - 2 * first + loadings
    far = np.linalg.norm(change, axis=1) / np.maximum(np.linalg.norm(bend, axis=1), 1e-300)
    far = np.clip(far, 1, 1e3)[:, None]
    return _step(scaled, np.clip(loadings + 2 * far * change + far**2 * bend, -0.9999, 0.9999))


def _step(scaled: np.ndarray, loadings: np.ndarray) -> np.ndarray:
    """One step of EM on correlations; the errors are what the loadings leave of each variance."""
    weights = loadings / np.maximum(1 - loadings**2, 1e-6)
    weights /= 1 + (weights * loadings).sum(axis=1, keepdims=True)
    with_factor = np.matmul(scaled, weights[:, :, None])[:, :, 0]
    own = 1 - (weights * loadings).sum(axis=1) + (weights * with_factor).sum(axis=1)
    return with_factor / own[:, None]


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
