"""One comparison of two periods, two groups: the effect, and each unit's influence on it.

Without covariates a difference of four means. With them by regression (Heckman, Ichimura and Todd
1997), by weighting (Abadie 2005, normalised) or doubly robust (Sant'Anna and Zhao 2020, equations
2.5 and 2.10 with a logit by maximum likelihood and least squares, as DRDID::drdid_panel has it).
"""

from __future__ import annotations

import dataclasses

import numpy as np

from compendium.problems import DataError

METHODS = ("doubly_robust", "regression", "weighting")
# A chance of having the service from which weights are without bounds.
CERTAIN = 0.999


@dataclasses.dataclass(frozen=True)
class Compared:
    """Units of one comparison: `mine` begins, the others do not.

    Of a panel `change` is the outcome's change; of people asked once `level` is the outcome and
    `now` whether it is of the later period.
    """

    mine: np.ndarray
    covariates: np.ndarray
    change: np.ndarray | None = None
    level: np.ndarray | None = None
    now: np.ndarray | None = None


def effect_of(found: Compared, method: str) -> tuple[float, np.ndarray]:
    """The effect and the influence function (its mean square over n is the variance).

    Raises
    ------
    DataError
        If covariates are given of people asked once, or foretell the service with certainty.
    """
    if found.change is None:
        if found.covariates.shape[1]:
            raise DataError(
                "Covariates go with units that are followed; of people asked once leave them out."
            )
        return _of_people(found)
    if not found.covariates.shape[1]:
        return _of_changes(found.mine, found.change)
    x = np.column_stack([np.ones(len(found.mine)), found.covariates])
    by = {"doubly_robust": _doubly_robust, "regression": _regression, "weighting": _weighting}
    return by[method](found.mine.astype(float), found.change, x)


def _mean(weights: np.ndarray, values: np.ndarray) -> tuple[float, np.ndarray]:
    """A weighted mean and the influence function of it."""
    centre = float((weights * values).mean() / weights.mean())
    return centre, weights * (values - centre) / weights.mean()


def _of_changes(mine: np.ndarray, change: np.ndarray) -> tuple[float, np.ndarray]:
    with_it, its = _mean(mine.astype(float), change)
    without, other = _mean((~mine).astype(float), change)
    return with_it - without, its - other


def _of_people(found: Compared) -> tuple[float, np.ndarray]:
    effect, psi = 0.0, np.zeros(len(found.mine))
    for side, sign in ((found.mine, 1), (~found.mine, -1)):
        for time, way in ((found.now, 1), (~found.now, -1)):
            mean, own = _mean((side & time).astype(float), found.level)
            effect, psi = effect + sign * way * mean, psi + sign * way * own
    return effect, psi


def _outcome_model(d, change, x) -> tuple[np.ndarray, np.ndarray]:
    """Least squares among the others: what is foretold, and the slopes' influence."""
    weights = 1 - d
    inverse = np.linalg.inv((x * weights[:, None]).T @ x / len(d))
    slopes = inverse @ ((x * weights[:, None]).T @ change / len(d))
    foretold = x @ slopes
    return foretold, (weights * (change - foretold))[:, None] * x @ inverse


def _propensity(d, x) -> tuple[np.ndarray, np.ndarray]:
    """Logit by Newton's steps: chances of having the service, and the slopes' influence."""
    slopes = np.zeros(x.shape[1])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-(x @ slopes)))
        information = (x * (chance * (1 - chance))[:, None]).T @ x
        step = np.linalg.solve(information, x.T @ (d - chance))
        slopes = slopes + step
        if np.abs(step).max() < 1e-12:
            break
    chance = 1 / (1 + np.exp(-(x @ slopes)))
    if chance[d == 0].max(initial=0) > CERTAIN:
        raise DataError("The covariates all but foretell who begins: nobody like them did not.")
    inverse = np.linalg.inv((x * (chance * (1 - chance))[:, None]).T @ x) * len(d)
    return chance, ((d - chance)[:, None] * x) @ inverse


def _regression(d, change, x) -> tuple[float, np.ndarray]:
    foretold, slopes = _outcome_model(d, change, x)
    effect, own = _mean(d, change - foretold)
    return effect, own - slopes @ (d[:, None] * x).mean(axis=0) / d.mean()


def _weighting(d, change, x) -> tuple[float, np.ndarray]:
    chance, slopes = _propensity(d, x)
    weights = chance * (1 - d) / (1 - chance)
    with_it, its = _mean(d, change)
    without, other = _mean(weights, change)
    pull = (weights * (change - without))[:, None] * x
    return with_it - without, its - other - slopes @ pull.mean(axis=0) / weights.mean()


def _doubly_robust(d, change, x) -> tuple[float, np.ndarray]:
    chance, of_chance = _propensity(d, x)
    foretold, of_slopes = _outcome_model(d, change, x)
    weights, left = chance * (1 - d) / (1 - chance), change - foretold
    with_it, its = _mean(d, left)
    without, other = _mean(weights, left)
    pull = ((weights * (left - without))[:, None] * x).mean(axis=0) / weights.mean()
    from_slopes = of_slopes @ (
        (d[:, None] * x).mean(axis=0) / d.mean()
        - (weights[:, None] * x).mean(axis=0) / weights.mean()
    )
    return with_it - without, its - other - of_chance @ pull - from_slopes
