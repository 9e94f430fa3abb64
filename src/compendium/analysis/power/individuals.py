"""Individually randomised trials, many at once: arms compared within each site.

Half of the people of a site and period have the service, so that what is peculiar to a site or a
period is the same on both sides. An analysis with a stratum for each site and period (each site, of
a time until an event) leaves it out; one that leaves sites aside takes it for differences between
people.
"""

from __future__ import annotations

import numpy as np

from compendium.analysis.power.cell_analysis import NAIVE, Cells, Found, naive
from compendium.analysis.power.designs import Design
from compendium.analysis.power.drawn_cells import Events, Setting, drawn, drawn_events
from compendium.analysis.power.outcomes import TIME, Outcome

WITHIN = "within_sites"
ANALYSES = (NAIVE, WITHIN)


def drawn_and_analysed(
    design: Design,
    outcome: Outcome,
    setting: Setting,
    studies: int,
    dice: np.random.Generator,
    effect: bool = True,
    which=ANALYSES,
) -> dict[str, Found]:
    """So many studies, analysed in the ways of `which`."""
    given = (design, outcome, setting, studies, dice, effect)
    if outcome.kind == TIME:
        events = drawn_events(*given)
        made = {NAIVE: lambda: of_events(events, False), WITHIN: lambda: of_events(events)}
    else:
        cells = drawn(*given)
        made = {NAIVE: lambda: naive(cells, design.by_site), WITHIN: lambda: within_sites(cells)}
    return {name: made[name]() for name in which}


@np.errstate(divide="ignore", invalid="ignore")
def within_sites(cells: Cells) -> Found:
    """The difference between arms, stratified by site and period.

    Strata are weighted by n₁n₀ / (n₁ + n₀), as least squares with a mean of each stratum weights
    them; the variance of one person is that of people around the mean of their arm and stratum,
    and of strata's differences around the estimate.

    Parameters
    ----------
    cells : Cells
        Arms of sites by periods, those with the service in the first half of the rows.
    """
    from scipy import stats

    n1, n0 = _arms(cells.people)
    with_it, without = _arms(cells.means)
    difference, weights = with_it - without, n1 * n0 / np.maximum(n1 + n0, 1)
    total = weights.sum(axis=(1, 2))
    estimate = (weights * difference).sum(axis=(1, 2)) / total
    around = (weights * (difference - estimate[:, None, None]) ** 2).sum(axis=(1, 2))
    df = _degrees_of_freedom(cells.people, weights)
    t = np.abs(estimate) / np.sqrt((around + cells.squares) / df / total)
    return Found(estimate, 2 * stats.t.sf(t, df))


def _degrees_of_freedom(people: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """People less the arms they are in, and strata with both arms less one."""
    arms = (people > 0).sum(axis=(1, 2))
    both = (weights > 0).sum(axis=(1, 2))
    return people.sum(axis=(1, 2)) - arms + both - 1


@np.errstate(divide="ignore", invalid="ignore")
def of_events(events: Events, strata: bool = True) -> Found:
    """Events with the service against those expected if it did nothing, given all times.

    The score test of one log hazard ratio, each site having a constant hazard of its own; without
    `strata` all sites have one. The estimate is Peto's, (O - E) / V (Yusuf, Peto and others 1985,
    Progress in Cardiovascular Diseases 27:335-371). Periods of a site go together: the test counts
    on as many events as make times under observation all but certain.
    """
    from scipy import stats

    over = 2 if strata else (1, 2)
    happened, times = (
        [arm.sum(axis=over, keepdims=True) for arm in _arms(rows)]
        for rows in (events.happened, events.time)
    )
    share = times[0] / np.maximum(times[0] + times[1], 1e-9)
    together = happened[0] + happened[1]
    more = (happened[0] - together * share).sum(axis=(1, 2))
    variance = (together * share * (1 - share)).sum(axis=(1, 2))
    return Found(more / variance, 2 * stats.norm.sf(np.abs(more) / np.sqrt(variance)))


def _arms(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sites of the arm with the service, and of the other."""
    sites = rows.shape[1] // 2
    return rows[:, :sites], rows[:, sites:]
