"""Difference in differences where units begin at different times.

Callaway and Sant'Anna 2021 (Journal of Econometrics 225:200-230): an effect for each group of units
that began together (`group`) and each period, every one of them against units that had not begun;
then put together. With covariates by regression, weighting, or both (Sant'Anna and Zhao 2020,
Journal of Econometrics 219:101-122). Errors from influence functions, by unit or by cluster.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.analysis.power.influence import METHODS, Compared, effect_of
from compendium.analysis.power.regression import complete
from compendium.problems import DataError, StudyError, listed

NEVER, NOT_YET = "never", "not_yet"
WAYS = ("simple", "dynamic", "group", "calendar")


@dataclasses.dataclass(frozen=True)
class GroupTime:
    """An effect per group and period.

    `effects` has columns group, period, since (periods since the start), estimate, se, lower,
    upper; `influence` one row per unit and one column per effect; `groups` of each unit when it
    began (infinite: never), `clusters` of each unit its cluster.
    """

    effects: pd.DataFrame
    influence: np.ndarray
    groups: np.ndarray
    clusters: np.ndarray

    @property
    def n(self) -> int:
        return len(self.groups)


def group_time(
    table: pd.DataFrame,
    outcome: str,
    unit: str,
    period: str,
    start: str,
    compared_with: str = NEVER,
    covariates: Sequence[str] = (),
    method: str = "doubly_robust",
    clusters: str = "",
    anticipation: int = 0,
    universal_base: bool = False,
    panel: bool = True,
) -> GroupTime:
    """Effects of each group in each period.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per unit and period; with ``panel=False`` one row per person, other people in each
        period, and `unit` is not used.
    start : str
        The period in which the unit began; missing, 0 or infinite where it never did.
    compared_with : str
        ``never``: units that never begin; ``not_yet``: also those that begin later.
    covariates : sequence of str
        Of a panel, columns of numbers as they were in the base period.
    method : str
        ``doubly_robust``, ``regression`` or ``weighting``; the same without covariates.
    clusters : str
        A column by which errors are; the units (or people) themselves if blank.
    anticipation : int
        For how many periods before the start the service may be felt already.
    universal_base : bool
        Hold every period against the last before the start, also earlier ones; else those before
        the start are each held against the one before.

    Raises
    ------
    DataError
        If a column is missing, a unit's start changes, or there is nobody to compare with.
    StudyError
        If `compared_with` or `method` is none of these.
    """
    _known("compared_with", compared_with, (NEVER, NOT_YET))
    _known("method", method, METHODS)
    data = _prepared(table, outcome, unit, period, start, covariates, clusters, panel)
    rows, influence = [], []
    for group in sorted(g for g in set(data.starts) if np.isfinite(g)):
        for place, now in enumerate(data.periods):
            base = _base(data.periods, place, group, anticipation, universal_base)
            if base is None:
                continue
            found = _one(data, group, now, base, compared_with, method, anticipation)
            if found is None:
                continue
            effect, psi = found
            since = data.periods.index(now) - data.place_of(group)
            rows.append({"group": group, "period": now, "since": since, "estimate": effect})
            influence.append(psi)
    if not rows:
        raise DataError(f"{start}: no group can be held against any other in these periods.")
    psi = np.column_stack(influence)
    effects = _with_interval(pd.DataFrame(rows), _errors(psi, data.clusters))
    return GroupTime(effects, psi, data.starts, data.clusters)


def aggregated(found: GroupTime, how: str = "simple") -> pd.DataFrame:
    """Effects put together, weighted by how many units each group has.

    Parameters
    ----------
    how : str
        ``simple``: all effects after the start; ``dynamic``: by periods since the start (those
        before it show the trend there was); ``group``: by group; ``calendar``: by period.

    Returns
    -------
    pandas.DataFrame
        Columns at, estimate, se, lower, upper. The row ``overall`` is last: of ``dynamic`` the mean
        over the periods from the start on, of the others as Callaway and Sant'Anna have it.
    """
    _known("how", how, WAYS)
    effects = found.effects
    after = (effects["period"] >= effects["group"]).to_numpy()
    if how == "simple":
        return _table(found, [], after)
    column = {"dynamic": "since", "group": "group", "calendar": "period"}[how]
    chosen = after if how in ("group", "calendar") else np.ones(len(effects), dtype=bool)
    parts = [
        (value, chosen & (effects[column] == value).to_numpy())
        for value in sorted(effects.loc[chosen, column].unique())
    ]
    return _table(found, parts, after, by_group=how == "group", dynamic=how == "dynamic")


def overall(found: GroupTime) -> float:
    """The mean effect after the start, over groups (the ``group`` way), as a statistic."""
    return float(aggregated(found, "group")["estimate"].iloc[-1])


def weights_of_overall(starts: np.ndarray, periods: int) -> np.ndarray:
    """Units × periods: what each outcome counts for in `overall`, against units not yet begun.

    Of a whole panel without covariates, whose effects are differences of means. The sum of weights
    times outcomes is the effect, so that a permutation of starts needs no more than the weights.

    Parameters
    ----------
    starts : numpy.ndarray
        The period in which each unit begins, the first being 1; infinite where it never does.
    """
    weights, begun = np.zeros((len(starts), periods)), 0
    for group in np.unique(starts[np.isfinite(starts) & (starts > 1)]):
        mine, base = starts == group, int(group) - 2
        compared = [(t, starts > t + 1) for t in range(base + 1, periods)]
        compared = [(t, others) for t, others in compared if others.any()]
        begun += mine.sum() if compared else 0
        for t, others in compared:
            # Of units, not of means: a group counts by how many units it has.
            sides = mine - others * mine.sum() / others.sum()
            weights[:, t] += sides / len(compared)
            weights[:, base] -= sides / len(compared)
    return weights / begun


@dataclasses.dataclass(frozen=True)
class _Data:
    """Units (of a panel) or people: outcome by period, when they began, covariates, clusters."""

    outcome: np.ndarray
    present: np.ndarray
    starts: np.ndarray
    covariates: np.ndarray
    clusters: np.ndarray
    periods: list
    panel: bool

    def place_of(self, group: float) -> int:
        """The place among the periods of a group's first with the service."""
        return int(np.searchsorted(np.array(self.periods, dtype=float), group))


def _prepared(table, outcome, unit, period, start, covariates, clusters, panel) -> _Data:
    """What effects are worked out from, of units that had not begun in the first period."""
    used = [outcome, period, *covariates]
    used += [unit] if panel else []
    used += [clusters] if clusters else []
    if start not in table:
        complete(table, [start])
    rows = complete(table, used)
    begins = pd.to_numeric(rows[start]).replace(0, np.nan).fillna(np.inf).astype(float)
    periods = sorted(rows[period].unique())
    # Who had begun before anybody was looked at can be held against nothing.
    rows = rows.assign(_start=begins)[begins > periods[0]]
    if not panel:
        return _people(rows, periods, outcome, period, covariates, clusters)
    _refuse_faults(rows, unit, period, start)
    return _panel(rows, periods, outcome, unit, period, covariates, clusters)


def _people(rows, periods, outcome, period, covariates, clusters) -> _Data:
    """One row per person, each there in one period."""
    at = rows[period].to_numpy()
    present = np.array([at == p for p in periods]).T
    values = np.where(present, rows[outcome].to_numpy(dtype=float)[:, None], np.nan)
    starts, covered = rows["_start"].to_numpy(), rows[list(covariates)].to_numpy(dtype=float)
    whose = rows[clusters] if clusters else pd.Series(range(len(rows)))
    return _Data(values, present, starts, covered, pd.factorize(whose)[0], periods, False)


def _refuse_faults(rows, unit, period, start) -> None:
    """A unit has one row per period, and one start."""
    if (twice := rows.duplicated([unit, period])).any():
        raise DataError(
            f"{unit} {rows.loc[twice, unit].iloc[0]} has two rows of one period; say panel=False "
            "of people."
        )
    starts = rows.groupby(unit, sort=True, observed=True)["_start"].nunique()
    if (changing := starts[starts > 1]).any():
        raise DataError(f"{unit} {listed(changing.index)}: {start} differs from row to row.")


def _panel(rows, periods, outcome, unit, period, covariates, clusters) -> _Data:
    """One row per unit that is there in every period."""

    def wide(column: str) -> pd.DataFrame:
        return rows.pivot(index=unit, columns=period, values=column)[periods]

    values = wide(outcome).dropna()
    kept, by_unit = values.index, rows.groupby(unit, sort=True, observed=True)
    covered = np.zeros((*values.shape, 0))
    if covariates:
        each = [wide(column).loc[kept].to_numpy(dtype=float) for column in covariates]
        covered = np.stack(each, axis=-1)
    whose = pd.factorize(by_unit[clusters].first()[kept] if clusters else kept)[0]
    starts, present = by_unit["_start"].first()[kept].to_numpy(), np.ones(values.shape, dtype=bool)
    return _Data(values.to_numpy(dtype=float), present, starts, covered, whose, periods, True)


def _base(periods: list, place: int, group: float, anticipation: int, universal: bool):
    """The place of the period that one is held against; None where there is none."""
    first = int(np.searchsorted(np.array(periods, dtype=float), group)) - 1 - anticipation
    if first < 0:
        return None
    if universal or place > first:
        return None if universal and place == first else first
    return place - 1 if place > 0 else None


def _one(data: _Data, group, now, base, compared_with, method, anticipation):
    """One effect and its influence function over all units; None where nobody is left."""
    place = data.periods.index(now)
    mine = data.starts == group
    others = np.isinf(data.starts)
    if compared_with == NOT_YET:
        last = data.periods[max(place, base)]
        later = np.array(
            [
                data.place_of(s) - anticipation > data.periods.index(last)
                if np.isfinite(s)
                else True
                for s in data.starts
            ]
        )
        others = later & ~mine
    if data.panel:
        used = mine | others
        if not mine.any() or not others.any():
            return None
        earliest = min(place, base)
        found = Compared(
            mine[used],
            data.covariates[used, earliest],
            change=data.outcome[used, place] - data.outcome[used, base],
        )
    else:
        used = (mine | others) & (data.present[:, place] | data.present[:, base])
        is_now = data.present[:, place]
        kinds = [
            (mine & used & (is_now == t)).any() and (others & used & (is_now == t)).any()
            for t in (True, False)
        ]
        if not all(kinds):
            return None
        outcome = np.where(is_now, data.outcome[:, place], data.outcome[:, base])
        found = Compared(mine[used], data.covariates[used], level=outcome[used], now=is_now[used])
    effect, own = effect_of(found, method)
    psi = np.zeros(len(data.starts))
    psi[used] = own * len(data.starts) / used.sum()
    return effect, psi


def _errors(psi: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """Of each column of influence functions the standard error of its mean."""
    many = int(clusters.max()) + 1
    sums = np.zeros((many, psi.shape[1]))
    np.add.at(sums, clusters, psi)
    return np.sqrt((sums**2).sum(axis=0)) / len(psi)


def _with_interval(frame: pd.DataFrame, errors: np.ndarray) -> pd.DataFrame:
    from scipy import stats

    reach = stats.norm.ppf(0.975) * errors
    middle = frame["estimate"]
    return frame.assign(se=errors, lower=middle - reach, upper=middle + reach)


def _table(found, parts, after, by_group=False, dynamic=False) -> pd.DataFrame:
    rows = [(at, *_mean(found, members)) for at, members in parts]
    if not parts:
        rows = [("overall", *_mean(found, after))]
    elif by_group:
        shares = np.array([np.mean(found.groups == at) for at, _ in parts])
        rows.append(("overall", *_weighted(found, rows, shares, parts)))
    else:
        chosen = [r for r in rows if not dynamic or r[0] >= 0]
        total = np.mean([r[1] for r in chosen]), np.mean([r[2] for r in chosen], axis=0)
        rows.append(("overall", *total))
    frame = pd.DataFrame([(at, effect) for at, effect, _ in rows], columns=["at", "estimate"])
    psi = np.column_stack([own for *_, own in rows])
    return _with_interval(frame, _errors(psi, found.clusters))


def _mean(found: GroupTime, members: np.ndarray) -> tuple[float, np.ndarray]:
    """The mean of some effects weighted by group size, that sizes are estimated allowed for."""
    groups = found.effects["group"].to_numpy()[members]
    values = found.effects["estimate"].to_numpy()[members]
    shares = np.array([np.mean(found.groups == g) for g in groups])
    # Of one group alone (all its periods alike) this is the plain mean.
    weights = shares / shares.sum()
    effect = float(weights @ values)
    own = (found.groups[:, None] == groups) - shares
    moved = own / shares.sum() - own.sum(axis=1)[:, None] * shares / shares.sum() ** 2
    return effect, found.influence[:, members] @ weights + moved @ values


def _weighted(found, rows, shares, parts) -> tuple[float, np.ndarray]:
    """Groups' effects weighted by their sizes."""
    weights = shares / shares.sum()
    values = np.array([r[1] for r in rows])
    own = np.column_stack(
        [(found.groups == at) - s for (at, _), s in zip(parts, shares, strict=True)]
    )
    moved = own / shares.sum() - own.sum(axis=1)[:, None] * shares / shares.sum() ** 2
    psi = np.column_stack([r[2] for r in rows]) @ weights + moved @ values
    return float(weights @ values), psi


def _known(name: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise StudyError(f"{name} is {value!r}; write one of {listed(allowed)}.")
