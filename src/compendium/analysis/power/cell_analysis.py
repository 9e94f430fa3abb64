"""Many studies analysed at once: means of sites by periods, weighted by the people behind them.

Three ways, of one model (a mean of each period, an effect of the service):

naive
    least squares as if people of one site were no more alike than others
cluster_robust
    generalised least squares that take people of one site as alike as was planned, with CR2
    errors by site and Satterthwaite's degrees of freedom (Bell and McCaffrey 2002, Survey
    Methodology 28:169-181; Pustejovsky and Tipton 2018, JBES 36:672-683)
permutation
    the same model's score, held against that of other ways in which the lots could have fallen (all
    of them, or a sample), which needs no large number of sites (Wang and De Gruttola 2017,
    Statistics in Medicine 36:2831-2843)
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator

import numpy as np

from compendium.analysis.power.designs import Design

NAIVE, ROBUST, PERMUTATION = "naive", "cluster_robust", "permutation"
ANALYSES = (NAIVE, ROBUST, PERMUTATION)
# Ways the lots could have fallen that a permutation test tries.
WAYS = 1000
# Eigenvalues below this belong to directions in which a cluster's residuals cannot vary.
NOTHING = 1e-10


@dataclasses.dataclass(frozen=True)
class Cells:
    """Studies × sites × periods: means, and the people behind each (0 where there is nobody).

    `squares` is, of each study, the sum of squares of people around their cell's mean; NaN where
    the variance of one person is known to be `within` (of counts of events).
    """

    means: np.ndarray
    people: np.ndarray
    squares: np.ndarray
    within: float
    between: float


def allocations(sizes: tuple[int, ...], most: int, dice: np.random.Generator) -> np.ndarray:
    """Ways in which sites could have been put into groups: one row per way, a group per site.

    All of them where there are at most `most`; else `most` drawn by lot. The first is the one that
    was: groups in order.
    """
    groups = np.repeat(np.arange(len(sizes)), sizes)
    ways = math.factorial(len(groups)) // math.prod(map(math.factorial, sizes))
    if ways <= most:
        return np.array(list(_arranged(list(sizes), len(groups))), dtype=np.int64)
    drawn = dice.permuted(np.tile(groups, (most - 1, 1)), axis=1)
    return np.vstack([groups, drawn])


def least_p(design: Design, most: int = WAYS) -> float:
    """The smallest p that a permutation test of a design can give.

    Where the opposite of an allocation is one as well (half of the sites with the service, half
    without), both show as much, and no p is smaller than two ways of all.

    >>> from compendium.analysis.power.designs import parallel, stepped_wedge
    >>> round(least_p(parallel(6)), 3), round(least_p(stepped_wedge(3, 4)), 3)
    (0.1, 0.167)
    """
    ways = math.factorial(sum(design.sizes)) // math.prod(map(math.factorial, design.sizes))
    centred = np.nan_to_num(design.by_site) - np.nan_to_num(design.by_site).mean(axis=0)
    rows, opposite = (sorted(map(tuple, np.round(c, 9) + 0.0)) for c in (centred, -centred))
    return max((1 + (rows == opposite)) / ways, 1 / most)


def _arranged(left: list[int], sites: int) -> Iterator[tuple[int, ...]]:
    """Every different order of groups, in order."""
    if not sites:
        yield ()
        return
    for group, number in enumerate(left):
        if number:
            rest = [n - (g == group) for g, n in enumerate(left)]
            for others in _arranged(rest, sites - 1):
                yield (group, *others)


@dataclasses.dataclass(frozen=True)
class Found:
    """Of each study the estimate and p of one analysis; p is NaN where there is none."""

    estimate: np.ndarray
    p: np.ndarray


def analysed(
    cells: Cells, design: np.ndarray, ways: np.ndarray, groups: np.ndarray, which=ANALYSES
) -> dict[str, Found]:
    """The analyses of `which`, of every study.

    Parameters
    ----------
    design : numpy.ndarray
        Sites by periods.
    ways : numpy.ndarray
        As `allocations` gives them.
    groups : numpy.ndarray
        What each group has in each period.
    """
    made = {
        NAIVE: lambda: naive(cells, design),
        ROBUST: lambda: cluster_robust(cells, design),
        PERMUTATION: lambda: permutation(cells, design, ways, groups),
    }
    return {name: made[name]() for name in which}


@np.errstate(divide="ignore", invalid="ignore")
def naive(cells: Cells, design: np.ndarray) -> Found:
    """People as if each came from a site of their own."""
    from scipy import stats

    y, x, weights = _flat(cells, design)
    weighted = x.T * weights[:, None, :]
    inverse = np.linalg.pinv(weighted @ x, hermitian=True)
    slopes = _times(inverse, _times(weighted, y))
    left = (weights * (y - slopes @ x.T) ** 2).sum(axis=1)
    known = np.isnan(cells.squares)
    df = np.where(known, 1e9, weights.sum(axis=1) - x.shape[1])
    noise = np.where(known, cells.within, (left + cells.squares) / df)
    error = np.sqrt(noise * inverse[:, -1, -1])
    return Found(slopes[:, -1], 2 * stats.t.sf(np.abs(slopes[:, -1]) / error, df))


def cluster_robust(cells: Cells, design: np.ndarray) -> Found:
    """CR2 errors by site after weighting for how alike people of one site were planned to be."""
    from scipy import stats

    y, x = _whitened(cells, design)
    inverse, slopes = _least_squares(x, y)
    left = y - _fitted(x, slopes)
    turned = _turned(x, inverse)
    variance = ((turned * left).sum(axis=2) ** 2).sum(axis=1)
    df = _satterthwaite(x, inverse, turned)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(slopes[:, -1]) / np.sqrt(variance)
        p = np.where(np.isfinite(df), 2 * stats.t.sf(t, df), np.nan)
    return Found(slopes[:, -1], p)


def permutation(cells: Cells, design: np.ndarray, ways: np.ndarray, groups: np.ndarray) -> Found:
    """How many of the ways the lots could fall show as much as the way they fell."""
    y, x = _whitened(cells, design)
    periods = x[..., :-1]
    _, means = _least_squares(periods, y)
    # What is left of each period's mean, weighted once more: the score of the service's effect.
    score = _weighted(cells, design, y - _fitted(periods, means))
    by_group = score @ np.nan_to_num(groups).T
    chosen = np.zeros((len(ways), ways.shape[1], len(groups)))
    np.put_along_axis(chosen, ways[..., None], 1.0, axis=2)
    shown = np.abs(by_group.reshape(len(by_group), -1) @ chosen.reshape(len(ways), -1).T)
    as_much = shown >= shown[:, :1] * (1 - 1e-9)
    estimate = by_group[:, np.arange(ways.shape[1]), ways[0]].sum(axis=1)
    return Found(estimate, as_much.mean(axis=1))


def _times(many: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Each matrix times its vector."""
    return (many @ vectors[..., None])[..., 0]


def _least_squares(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of each study (X'X)⁻¹ and the coefficients."""
    rows = x.reshape(len(x), -1, x.shape[-1])
    across = rows.transpose(0, 2, 1)
    inverse = np.linalg.pinv(across @ rows, hermitian=True)
    return inverse, _times(inverse, _times(across, y.reshape(len(y), -1)))


def _fitted(x: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """Of each study its columns times its coefficients."""
    return _times(x.reshape(len(x), -1, x.shape[-1]), slopes).reshape(x.shape[:3])


def _columns(design: np.ndarray) -> np.ndarray:
    """Sites × periods × coefficients: a mean of each period, then the service."""
    sites, periods = design.shape
    x = np.zeros((sites, periods, periods + 1))
    x[:, np.arange(periods), np.arange(periods)] = 1
    x[..., -1] = np.nan_to_num(design)
    return x


def _flat(cells: Cells, design: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    many = len(cells.means)
    seen = ~np.isnan(design)
    people = np.where(seen, cells.people, 0.0)
    x = _columns(design)
    return cells.means.reshape(many, -1), x.reshape(-1, x.shape[-1]), people.reshape(many, -1)


def _precision(cells: Cells, design: np.ndarray) -> np.ndarray:
    """The square root of how much each cell tells of its own mean."""
    return np.sqrt(np.where(np.isnan(design), 0.0, cells.people) / cells.within)


def _whitened(cells: Cells, design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means and columns, so that in the planned model cells have variance 1 and stand alone."""
    root = _precision(cells, design)
    x = root[..., None] * _columns(design)
    y = root * cells.means
    shrink = _shrink(root, cells.between)
    return (
        y - shrink * root * (root * y).sum(axis=2, keepdims=True),
        x - (shrink * root)[..., None] * (root[:, :, None, :] @ x),
    )


def _weighted(cells: Cells, design: np.ndarray, left: np.ndarray) -> np.ndarray:
    """Whitened residuals whitened once more, and put back onto their cells."""
    root = _precision(cells, design)
    shrink = _shrink(root, cells.between)
    again = left - shrink * root * (root * left).sum(axis=2, keepdims=True)
    return root * again


def _shrink(root: np.ndarray, between: float) -> np.ndarray:
    """(1 - 1/√(1 + τ² Σd²)) / Σd² of each site: what turns I + τ² d d' into I."""
    total = (root**2).sum(axis=2, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (1 - 1 / np.sqrt(1 + between * total)) / total
    return np.nan_to_num(found)


def _turned(x: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    """Of each site what its residuals are multiplied by, so that their squares are unbiased."""
    own = _fitted(x, inverse[:, :, -1])
    hat = x @ inverse[:, None] @ x.transpose(0, 1, 3, 2)
    values, vectors = np.linalg.eigh(np.eye(x.shape[2]) - hat)
    root = np.where(values > NOTHING, 1 / np.sqrt(np.maximum(values, NOTHING)), 0.0)
    inside = _times(vectors.transpose(0, 1, 3, 2), own)
    return _times(vectors, root * inside)


def _satterthwaite(x: np.ndarray, inverse: np.ndarray, turned: np.ndarray) -> np.ndarray:
    """(tr G)² / Σ G², G the covariance of the sites' contributions in the planned model."""
    across = (turned[:, :, None, :] @ x)[:, :, 0]
    products = -(across @ inverse @ across.transpose(0, 2, 1))
    own = (turned**2).sum(axis=2)
    diagonal = np.arange(x.shape[1])
    products[:, diagonal, diagonal] += own
    trace = products[:, diagonal, diagonal].sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return trace**2 / (products**2).sum(axis=(1, 2))
