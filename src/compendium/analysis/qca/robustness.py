"""How much of a solution depends on choices: cut-offs, calibration anchors, single cases.

A solution holds where every model of it comes out the same; with one model more or fewer, or one
other condition in one term, it is another solution. See Skaaning 2011, Sociological Methods and
Research 40:391-408; Oana and Schneider 2024, Sociological Methods and Research 53:57-88.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from compendium.analysis.qca.calibration import Calibration, Levels, calibrate
from compendium.analysis.qca.case_table import case_table
from compendium.analysis.qca.cases import TINY
from compendium.analysis.qca.minimise import MOST_SHOWN, Solution
from compendium.analysis.qca.truth_table import Cuts, TruthTable, recut, tabulated
from compendium.problems import CompendiumError, StudyError

Minimise = Callable[[TruthTable], Solution]
STEPS = 20


def over_cuts(
    table: TruthTable,
    minimise: Minimise,
    incl: Sequence[float] = (),
    n: Sequence[int] = (),
    pri: Sequence[float] = (),
) -> pd.DataFrame:
    """One row per setting of the cut-offs: the solution, and whether it is the one chosen.

    Parameters
    ----------
    table : TruthTable
        The truth table, with the cut-offs chosen.
    minimise : callable
        `minimise.conservative` or `minimise.parsimonious`, or any other way from a truth table to
        one solution.
    incl, n, pri : sequence
        Values to try; those chosen where none are given.

    Returns
    -------
    pandas.DataFrame
        `incl_cut`, `n_cut`, `pri_cut`, `models` (as text, the first ties joined by " or "), `ties`,
        `same`, `inclS`, `covS` (of the first model; missing without one), `why` (blank where there
        is one).
    """
    tried = itertools.product(
        incl or [table.cuts.incl], n or [table.cuts.n], pri or [table.cuts.pri]
    )
    chosen = minimise(table)
    rows = []
    for incl_cut, n_cut, pri_cut in tried:
        cuts = _cuts(table, incl=incl_cut, n=n_cut, pri=pri_cut)
        cuts.check()
        setting = {"incl_cut": incl_cut, "n_cut": n_cut, "pri_cut": pri_cut}
        rows.append({**setting, **_said(minimise(recut(table, cuts)), chosen)})
    return pd.DataFrame(rows)


def _cuts(table: TruthTable, **changed) -> Cuts:
    """The cut-offs with some changed; contradictions never begin above `incl`."""
    cuts = dataclasses.replace(table.cuts, **changed)
    if cuts.contradiction < 1:
        cuts = dataclasses.replace(cuts, contradiction=min(cuts.contradiction, cuts.incl))
    return cuts


def _said(found: Solution, chosen: Solution) -> dict:
    first = found.overall.iloc[0] if found.models else {}
    return {
        "models": _models(found),
        "ties": found.ties,
        "same": found.same == chosen.same,
        "inclS": first.get("inclS", np.nan),
        "covS": first.get("covS", np.nan),
        "why": found.why,
    }


def _models(found: Solution) -> str:
    """The models as text; beyond the first few, how many more there are."""
    shown = list(found.texts[:MOST_SHOWN])
    more = [f"{found.ties - len(shown)} more"] if found.ties > len(shown) else []
    return " or ".join(shown + more)


def cut_ranges(table: TruthTable, minimise: Minimise) -> pd.DataFrame:
    """How far each cut-off can be moved, the others staying, before the solution changes.

    Exact: a solution can change only where a row of the truth table passes from one side of the
    cut-off to the other, and all those places are tried.

    Returns
    -------
    pandas.DataFrame
        One row per cut-off: `chosen`; the solution holds above `above` and up to `up_to` (that
        included); `models_below` and `models_above` are what comes out beyond. If it holds however
        low the cut-off, `above` is missing; however high, `up_to` is the highest it can be.
    """
    rows = []
    most = max(map(len, table.members), default=1)
    for name, passed, top in (
        ("incl", map(float, table.incl), 1.0),
        ("n", map(len, table.members), most),
        ("pri", map(float, table.pri), 1.0),
    ):
        rows.append({"cut": f"{name}_cut", **_range(table, minimise, name, passed, top)})
    return pd.DataFrame(rows)


def _range(table: TruthTable, minimise: Minimise, name: str, passed, top) -> dict:
    """Between which values of one cut-off the solution holds."""
    value, chosen = getattr(table.cuts, name), minimise(table)
    # A row at a cut passes: each row's value ends a stretch in which nothing changes.
    ends = sorted({p for p in passed if p < top} | {top})
    here = next((i for i, end in enumerate(ends) if end >= value - TINY), len(ends) - 1)

    def beyond(ends: Sequence[float], last: float) -> tuple[float, float, str]:
        for end in ends:
            found = minimise(recut(table, _cuts(table, **{name: end})))
            if found.same != chosen.same:
                return last, end, _models(found) or found.why
            last = end
        return last, np.nan, ""

    _, above, below = beyond([e for e in reversed(ends[:here]) if e > 0], ends[here])
    up_to, _, higher = beyond(ends[here + 1 :], ends[here])
    found = {"chosen": value, "above": above, "up_to": up_to}
    return {**found, "models_below": below, "models_above": higher}


def leave_one_out(table: TruthTable, minimise: Minimise) -> pd.DataFrame:
    """One row per case: the solution of all others, and whether it is the same.

    Cut-offs stay as they are. Columns as those of `over_cuts`, with `case`. How many cases there
    must be is asked of the whole table, not of those left. With 200 cases and ten conditions it
    takes minutes.
    """
    chosen, rows = minimise(table), []
    for place, case in enumerate(table.cases.names):
        fewer = tabulated(table.cases.without(place), table.cuts)
        rows.append({"case": case, **_said(minimise(fewer), chosen)})
    return pd.DataFrame(rows)


def anchor_ranges(
    raw: pd.DataFrame,
    how: Mapping[str, Calibration],
    outcome: str,
    conditions: Sequence[str] | str,
    cuts: Cuts,
    minimise: Minimise,
    steps: int = STEPS,
) -> pd.DataFrame:
    """How far each anchor can be moved, the others staying, before the solution changes.

    Parameters
    ----------
    raw : pandas.DataFrame
        One row per case, as measured.
    how : dict
        How each column is calibrated.
    outcome, conditions
        As `case_table` takes them.
    cuts : Cuts
        The cut-offs.
    minimise : callable
        As for `over_cuts`.
    steps : int
        How many places are tried on each side of a fuzzy anchor, evenly spread up to the next
        anchor or the last case. Of a threshold between levels every place that moves a case is
        tried.

    Returns
    -------
    pandas.DataFrame
        One row per anchor: `set`, `anchor`, `chosen`; the solution holds at every place tried from
        `from` to `to`; `models_below` and `models_above` are what comes out at the next, blank if
        it holds as far as was tried. What can no longer be analysed says why.

    Raises
    ------
    StudyError
        If `steps` is below 1.
    """

    def solved(changed: Mapping[str, Calibration]) -> Solution:
        cases = case_table(calibrate(raw, changed), outcome, conditions)
        return minimise(tabulated(cases, cuts))

    if steps < 1:
        raise StudyError(f"steps is {steps}; it is how many places are tried, 1 or more.")
    chosen, rows = solved(how), []
    for name, by in how.items():
        values = raw[name].astype("float64").to_numpy()
        for anchor, at in by.anchors.items():
            moved = _Moved(dict(how), name, anchor, solved, chosen)
            down, up = _places(by, anchor, values, steps)
            (start, below), (end, above) = moved.as_far_as(down, at), moved.as_far_as(up, at)
            found = {"set": name, "anchor": anchor, "chosen": at, "from": start, "to": end}
            rows.append({**found, "models_below": below, "models_above": above})
    return pd.DataFrame(rows)


def _room(by: Calibration, anchor: str, values: np.ndarray) -> tuple[float, float]:
    """Between what an anchor can move: its neighbours, or the last case."""
    ordered, at = sorted(by.anchors.values()), by.anchors[anchor]
    place = ordered.index(at)
    low = ordered[place - 1] if place else min(float(values.min()), at)
    high = ordered[place + 1] if place + 1 < len(ordered) else max(float(values.max()), at)
    return low, high


def _places(by: Calibration, anchor: str, values: np.ndarray, steps: int) -> list[list[float]]:
    """Where an anchor is tried, going down and going up; never at its neighbours."""
    at, (low, high) = by.anchors[anchor], _room(by, anchor, values)
    if isinstance(by, Levels):
        inside = sorted({float(v) for v in values if low < v <= high} - {*by.anchors.values()})
        return [[v for v in reversed(inside) if v < at], [v for v in inside if v > at]]
    share = np.arange(1, steps + 1) / (steps + 1)
    ways = (at - share * (at - low), at + share * (high - at))
    return [[float(v) for v in way if low < v < high] for way in ways]


@dataclasses.dataclass(frozen=True)
class _Moved:
    """One anchor of one set, moved while everything else stays."""

    how: dict[str, Calibration]
    name: str
    anchor: str
    solved: Callable[[Mapping[str, Calibration]], Solution]
    chosen: Solution

    def as_far_as(self, places: Sequence[float], start: float) -> tuple[float, str]:
        """The last place at which the solution holds, and what comes out at the next."""
        last = start
        for place in places:
            said = self._at(place)
            if said is not None:
                return last, said
            last = place
        return last, ""

    def _at(self, place: float) -> str | None:
        """None where the solution holds, else what comes out."""
        by = self.how[self.name]
        moved = by.with_anchors({**by.anchors, self.anchor: place})
        try:
            found = self.solved({**self.how, self.name: moved})
        except CompendiumError as error:
            return str(error)
        if found.same == self.chosen.same:
            return None
        return _models(found) or found.why
