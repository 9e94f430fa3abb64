"""p where clusters are few: the wild cluster bootstrap, and lots drawn again.

Errors by cluster mislead with few of them, most where few have the service. The bootstrap is of
Cameron, Gelbach and Miller 2008 (Review of Economics and Statistics 90:414-427), the effect held at
nought, with Rademacher's signs, all of them where there are few; with Webb's six points (2023,
Canadian Journal of Economics 56:839-858) where signs give fewer than a hundred ways.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from compendium.analysis.power.regression import complete
from compendium.problems import StudyError

DRAWS = 9999
# Clusters from which all signs are drawn and no longer counted out, and those that have too few.
COUNTED_TO, WEBB_TO = 12, 7
WEBB = np.sqrt([1.5, 1.0, 0.5])


def wild_cluster_p(
    table: pd.DataFrame,
    outcome: str,
    effect: str,
    others: Sequence[str],
    clusters: str,
    draws: int = DRAWS,
    seed: int = 1,
) -> float:
    """p that `effect` is nought, of a regression of `outcome` on it and `others`.

    Parameters
    ----------
    effect, others : str, sequence of str
        Columns of numbers; an intercept is added. Give means of units and periods as columns.
    draws : int
        How many are drawn where not all are counted out.

    Returns
    -------
    float
        Two-sided, of t by CR1 errors held against those of the draws.
    """
    rows = complete(table, [outcome, effect, *others, clusters])
    whose, names = pd.factorize(rows[clusters])
    if len(names) < 2:
        raise StudyError(f"{clusters}: there is one cluster, and two are needed.")
    y = rows[outcome].to_numpy(dtype="float64")
    rest = np.column_stack([np.ones(len(y)), rows[list(others)].to_numpy(dtype="float64")])
    x = rows[effect].to_numpy(dtype="float64")
    # Frisch and Waugh: the effect is that of what `others` leave of both.
    x = x - rest @ np.linalg.lstsq(rest, x, rcond=None)[0]
    fitted = rest @ np.linalg.lstsq(rest, y, rcond=None)[0]
    left = y - fitted
    signs = _signs(len(names), draws, np.random.default_rng(seed))
    statistics = _t(x, rest, left, whose, np.vstack([np.ones(len(names)), signs]))
    return float((np.abs(statistics[1:]) >= abs(statistics[0]) * (1 - 1e-9)).mean())


def _signs(many: int, draws: int, dice: np.random.Generator) -> np.ndarray:
    if many < WEBB_TO:
        points = np.concatenate([-WEBB, WEBB[::-1]])
        if 6**many <= draws:
            return np.array(list(itertools.product(points, repeat=many)))
        return dice.choice(points, (draws, many))
    if many <= COUNTED_TO:
        return np.array(list(itertools.product((-1.0, 1.0), repeat=many)))
    return dice.choice((-1.0, 1.0), (draws, many))


def _t(x, rest, left, whose, signs) -> np.ndarray:
    """Of each draw the effect over its error, up to a factor that all share."""
    many, total = signs.shape[1], x @ x
    own = [whose == g for g in range(many)]
    # What each cluster's residuals add to the effect, and to every cluster's score, is linear.
    pull = np.array([x[g] @ left[g] for g in own]) / total
    hat = np.linalg.pinv(rest)
    moved = np.array([hat[:, g] @ left[g] for g in own])
    scores = np.zeros((many, many))
    for h in range(many):
        scores[h] = -(moved @ (rest[own[h]].T @ x[own[h]])) - pull * (x[own[h]] @ x[own[h]])
        scores[h, h] += x[own[h]] @ left[own[h]]
    effects = signs @ pull
    errors = np.sqrt(((signs @ scores.T) ** 2).sum(axis=1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(errors > 0, effects / errors, np.inf)


def permutation_p(
    units: pd.Series, statistic: Callable[[pd.Series], float], most: int = 999, seed: int = 1
) -> float:
    """p of a statistic, held against that of starts handed out anew among units.

    Parameters
    ----------
    units : pandas.Series
        Of each unit (its index) when it began; missing where it never did.
    statistic : function
        What is wanted of starts handed out in another way.
    most : int
        Ways tried beside the one that was.

    Notes
    -----
    Exact where starts were handed out by lot; elsewhere it says how often a difference as large
    comes of chance alone (Fisher 1935; Abadie, Diamond and Hainmueller 2010, JASA 105:493-505).
    """
    dice = np.random.default_rng(seed)
    observed = abs(statistic(units))
    values = units.to_numpy()
    drawn = (pd.Series(dice.permutation(values), index=units.index) for _ in range(most))
    as_much = sum(abs(statistic(one)) >= observed * (1 - 1e-9) for one in drawn)
    return (1 + as_much) / (1 + most)
