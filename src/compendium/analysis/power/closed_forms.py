"""Power by formula: the standard error of a service's effect in any design of sites by periods.

One linear mixed model stands behind all of them: a mean of each period, an effect of the service, a
random intercept of each site (Hussey and Hughes 2007, Contemporary Clinical Trials 28:182-191), and
where wanted one of each site's period, so that people of one site are less alike in different
periods (Hooper, Teerenstra, de Hoop and Eldridge 2016, Statistics in Medicine 35:4718-4728).
"""

from __future__ import annotations

import math

import numpy as np

from compendium.analysis.power.designs import DIFFERENCES, INDIVIDUAL, INTERRUPTED, Design
from compendium.analysis.power.outcomes import Scale

ALPHA, WANTED = 0.05, 0.80


def hussey_hughes(cells: np.ndarray, n: float, within: float, between: float) -> float:
    """Variance of the effect with as many people in every cell (equation 8 of the paper).

    Parameters
    ----------
    cells : numpy.ndarray
        Sites by periods, 1 where the service runs and 0 where not.
    n : float
        People of each site in each period, other people every time.
    within, between : float
        Variance of one person around their site, and of sites.
    """
    sites, periods = cells.shape
    noise = within / n
    u, w, v = cells.sum(), (cells.sum(axis=0) ** 2).sum(), (cells.sum(axis=1) ** 2).sum()
    below = (sites * u - w) * noise + (
        u**2 + sites * periods * u - periods * w - sites * v
    ) * between
    return sites * noise * (noise + periods * between) / below


def variance(
    cells: np.ndarray,
    n: np.ndarray | float,
    within: float,
    between: float,
    autocorrelation: float = 1.0,
    fixed_sites: bool = False,
) -> float:
    """Variance of the effect by generalised least squares, for any sizes and any cells left out.

    Parameters
    ----------
    n : array or float
        People in each cell; a cell that nobody is followed in is missing in `cells`.
    autocorrelation : float
        Correlation of two periods' site effects (cluster autocorrelation); 1 in Hussey and Hughes.
    fixed_sites : bool
        Sites as themselves instead of drawn: what differs between sites tells nothing, as in
        difference in differences.

    Returns
    -------
    float
        Infinite where the design tells nothing of the effect.
    """
    sites, periods = cells.shape
    sizes = np.broadcast_to(np.asarray(n, dtype=float), cells.shape)
    columns = periods + 1 + (sites if fixed_sites else 0)
    information = np.zeros((columns, columns))
    for i in range(sites):
        seen = ~np.isnan(cells[i]) & (sizes[i] > 0)
        x = np.zeros((seen.sum(), columns))
        x[np.arange(seen.sum()), np.flatnonzero(seen)] = 1
        x[:, periods] = cells[i, seen]
        if fixed_sites:
            x[:, periods + 1 + i] = 1
        spread = np.diag(within / sizes[i, seen] + (1 - autocorrelation) * between)
        if not fixed_sites:
            spread += autocorrelation * between
        information += x.T @ np.linalg.solve(spread, x)
    return _of_effect(information, periods)


def _of_effect(information: np.ndarray, place: int) -> float:
    """The variance of one coefficient; infinite if the others can make it up."""
    others = np.delete(np.arange(len(information)), place)
    crossed = information[place, others]
    taken = crossed @ np.linalg.pinv(information[np.ix_(others, others)], hermitian=True) @ crossed
    left = information[place, place] - taken
    return 1 / left if left > 1e-9 * max(information[place, place], 1e-300) else math.inf


def standard_error(
    design: Design,
    n: float,
    scale: Scale,
    size_cv: float = 0.0,
    attrition: float = 0.0,
    autocorrelation: float = 1.0,
    series: float = 0.0,
) -> float:
    """Standard error of the effect in a design.

    Parameters
    ----------
    n : float
        People of a site who join in a period.
    size_cv : float
        Standard deviation of sites' sizes over their mean. Sizes that differ cost information:
        1 - cv² λ (1 - λ) is left, λ = n icc / (n icc + 1 - icc) (van Breukelen, Candel and Berger
        2007, Statistics in Medicine 26:2589-2603).
    attrition : float
        Share of people whose outcome is never known.
    autocorrelation : float
        As in `variance`.
    series : float
        Of an interrupted series, the correlation of one period with the next.

    Notes
    -----
    Of an individually randomised trial, people are compared within sites, and sites drop out.
    """
    n = n * (1 - attrition)
    if design.name == INDIVIDUAL:
        return math.sqrt(4 * scale.within / (n * design.sites * design.periods))
    if design.name == INTERRUPTED:
        return interrupted_error(design, n, scale, autocorrelation, series)
    fixed = design.name == DIFFERENCES
    found = variance(design.by_site, n, scale.within, scale.between, autocorrelation, fixed)
    weight = n * scale.icc / (n * scale.icc + 1 - scale.icc)
    return math.sqrt(found / (1 - size_cv**2 * weight * (1 - weight)))


def interrupted_error(
    design: Design, n: float, scale: Scale, autocorrelation: float = 1.0, series: float = 0.0
) -> float:
    """Of an interrupted time series the error of the change in level.

    One point per period, all sites together, around a straight line whose level and slope may
    change when the service begins; one point follows the last with correlation `series` (Wagner,
    Soumerai, Zhang and Ross-Degnan 2002, J Clin Pharm Ther 27:299-309; by generalised least
    squares).
    """
    time = np.arange(design.periods, dtype=float)
    after = design.cells[0] == 1
    since = np.where(after, time - time[after].min(), 0.0)
    x = np.column_stack([np.ones(len(time)), time, after, since])
    noise = (scale.within / n + (1 - autocorrelation) * scale.between) / design.sites
    spread = noise * series ** np.abs(time[:, None] - time)
    return math.sqrt(np.linalg.inv(x.T @ np.linalg.solve(spread, x))[2, 2])


def power(
    effect: float, error: float, df: float = math.inf, alpha: float = ALPHA, both: bool = False
) -> float:
    """The chance that a two-sided test finds an effect of this size.

    Parameters
    ----------
    df : float
        Degrees of freedom; infinite for the normal test of Hussey and Hughes.
    both : bool
        Count findings in the wrong direction too.

    >>> round(power(0.5, 0.5 / 2.8016), 3)
    0.8
    """
    from scipy import stats

    if math.isinf(df):
        limit, size = stats.norm.ppf(1 - alpha / 2), abs(effect) / error
        wrong = float(stats.norm.cdf(-size - limit)) if both else 0.0
        return float(stats.norm.cdf(size - limit)) + wrong
    limit, size = stats.t.ppf(1 - alpha / 2, df), abs(effect) / error
    wrong = float(stats.nct.cdf(-limit, df, size)) if both else 0.0
    return float(stats.nct.sf(limit, df, size)) + wrong


def detectable(
    error: float, df: float = math.inf, alpha: float = ALPHA, wanted: float = WANTED
) -> float:
    """The smallest effect that is found with the `wanted` chance (Bloom 1995, Eval Rev 19:547-556).

    >>> round(detectable(1.0), 3)
    2.802
    """
    from scipy import stats

    of = stats.norm if math.isinf(df) else stats.t(df)
    return float(of.ppf(1 - alpha / 2) + of.ppf(wanted)) * error


def degrees_of_freedom(design: Design) -> float:
    """Of a test that must allow for how few sites there are: two less than there are sites.

    Hayes and Moulton 2017; for stepped wedges Ford and Westgate 2020, Statistics in Medicine
    39:2779-2792. Of people within sites, infinite; of a series, its points less four.
    """
    if design.name == INDIVIDUAL:
        return math.inf
    if design.name == INTERRUPTED:
        return max(design.periods - 4, 1)
    return max(design.sites - 2, 1)


def design_effect(n: float, icc: float, size_cv: float = 0.0) -> float:
    """How many times as many people a parallel cluster trial needs as one of people alone.

    Eldridge, Ashby and Kerry 2006, International Journal of Epidemiology 35:1292-1300.

    >>> round(design_effect(20, 0.05), 3)
    1.95
    """
    return 1 + ((1 + size_cv**2) * n - 1) * icc
