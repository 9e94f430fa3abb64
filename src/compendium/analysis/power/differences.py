"""Difference in differences of sites that all begin at once, and what came before they began.

Where sites begin at different times, `staggered` is right and the regression here is not: it takes
sites that began early as if they had not (Goodman-Bacon 2021, Journal of Econometrics 225:254-277).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.analysis.power.regression import (
    CLASSICAL,
    OF_CLUSTERS,
    Fit,
    complete,
    least_squares,
)
from compendium.problems import DataError, StudyError, listed

EFFECT, AFTER, TREATED = "effect", "after", "treated"


def two_by_two(
    table: pd.DataFrame,
    outcome: str,
    after: str,
    treated: str,
    covariates: Sequence[str] = (),
    errors: str = CLASSICAL,
    clusters: str = "",
) -> Fit:
    """Before and after, with the service and without: outcome on after, treated, and both at once.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per person (or site) and period; rows with a gap in what is used are left out.
    after, treated : str
        Columns of 0 and 1.
    covariates : sequence of str
        Columns of numbers to hold equal.
    errors : str
        As in `regression.least_squares`; those of clusters need `clusters`, a column.

    Returns
    -------
    Fit
        Terms intercept, after, treated, the covariates, and effect (both at once).

    Raises
    ------
    DataError
        If a column is missing, or holds something else than 0 and 1, or one of the four is empty.
    """
    used = [outcome, after, treated, *covariates, *([clusters] if clusters else [])]
    rows = complete(table, used)
    flags = {
        name: _flag(rows[column], column) for name, column in ((AFTER, after), (TREATED, treated))
    }
    seen = {(a, t) for a, t in zip(flags[AFTER], flags[TREATED], strict=True)}
    if len(seen) < 4:
        raise DataError(
            f"{after} and {treated}: somebody is needed before and after, with the service and "
            f"without; there are rows of {len(seen)} of these four kinds."
        )
    x = pd.DataFrame(flags, index=rows.index)
    for name in covariates:
        x[name] = rows[name]
    x[EFFECT] = x[AFTER] * x[TREATED]
    return least_squares(rows[outcome], x, errors, rows[clusters] if clusters else None)


def two_way(
    table: pd.DataFrame,
    outcome: str,
    unit: str,
    period: str,
    treated: str,
    covariates: Sequence[str] = (),
    errors: str = "CR1",
    clusters: str = "",
    several_starts: bool = False,
) -> Fit:
    """Several periods: a mean of each unit, a mean of each period, and the effect of the service.

    Parameters
    ----------
    unit, period : str
        Columns; people of one unit and period may have several rows.
    treated : str
        1 in rows of a unit that has the service in that period, else 0.
    clusters : str
        A column; the units if blank.
    several_starts : bool
        Say so to have the regression all the same where units begin at different times.

    Raises
    ------
    StudyError
        If units begin at different times and `several_starts` does not say that this is known.
    DataError
        As in `two_by_two`.
    """
    clusters = clusters or unit
    rows = complete(table, [outcome, unit, period, treated, clusters, *covariates])
    flag = _flag(rows[treated], treated)
    starts = rows.loc[flag == 1].groupby(unit, observed=True)[period].min()
    if starts.nunique() > 1 and not several_starts:
        raise StudyError(
            f"{treated}: units begin in {starts.nunique()} different periods. This regression "
            "would take those that began early for ones that had not; use staggered.group_time."
        )
    x = pd.DataFrame({EFFECT: flag}, index=rows.index)
    for name in covariates:
        x[name] = rows[name]
    whose = rows[clusters] if errors in OF_CLUSTERS else None
    return least_squares(rows[outcome], _with_means(x, rows, unit, period), errors, whose)


def event_study(
    table: pd.DataFrame,
    outcome: str,
    unit: str,
    period: str,
    start: str,
    errors: str = "CR1",
    clusters: str = "",
) -> Fit:
    """The difference in each period before and after units began, all of them at once.

    Parameters
    ----------
    start : str
        The period in which a unit begins; missing (or infinite) where it never does.

    Returns
    -------
    Fit
        A term ``period k`` for each k periods from the start, but the last before it (-1).

    Raises
    ------
    StudyError
        If units begin at different times: `staggered.aggregated` has what is wanted there.
    """
    clusters = clusters or unit
    rows = complete(table, [outcome, unit, period, clusters])
    begins = rows[start].replace([np.inf, -np.inf], np.nan)
    if begins.nunique() != 1:
        raise StudyError(
            f"{start}: units begin in {listed(sorted(begins.dropna().unique()))}; of several "
            "starts ask staggered.group_time and staggered.aggregated(…, 'dynamic')."
        )
    order = {p: i for i, p in enumerate(sorted(rows[period].unique()))}
    since = rows[period].map(order) - order[begins.dropna().iloc[0]]
    ever = begins.notna().astype(float)
    terms = {f"period {k}": ever * (since == k) for k in sorted(since.unique()) if k != -1}
    x = pd.DataFrame(terms, index=rows.index)
    whose = rows[clusters] if errors in OF_CLUSTERS else None
    return least_squares(rows[outcome], _with_means(x, rows, unit, period), errors, whose)


def pre_trend(fit: Fit) -> tuple[float, int, float, float]:
    """F, degrees of freedom and p of the test that nothing differed before the start.

    Notes
    -----
    A large p does not show that units would have gone on alike: with few of them such a test finds
    little (Roth 2022, American Economic Review: Insights 4:305-322).
    """
    before = [t for t in fit.terms.index if t.startswith("period -")]
    if not before:
        raise StudyError("There is no more than one period before the start: no trend can be seen.")
    return fit.together(before)


def _with_means(x: pd.DataFrame, rows: pd.DataFrame, unit: str, period: str) -> pd.DataFrame:
    """Columns for each unit and each period but the first."""
    for name in (unit, period):
        dummies = pd.get_dummies(rows[name], prefix=name, prefix_sep=" = ", dtype=float)
        x = x.join(dummies.iloc[:, 1:])
    return x


def _flag(column: pd.Series, name: str) -> pd.Series:
    values = pd.to_numeric(column, errors="coerce").astype(float)
    if not values.isin([0, 1]).all():
        odd = listed(dict.fromkeys(column[~values.isin([0, 1])].astype(str)))
        raise DataError(f"{name}: found {odd}, and only 0 and 1 are allowed.")
    return values
