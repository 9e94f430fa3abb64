"""The truth table: which combinations of conditions cases show, and what goes with each.

A case belongs to the one combination in which its membership is above 0.5; a case at exactly 0.5 in
a condition belongs to none, is named (`TruthTable.undecided`), and still counts in consistency.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.analysis.qca import fit
from compendium.analysis.qca.case_table import case_table
from compendium.analysis.qca.cases import TINY, Cases
from compendium.analysis.qca.notation import Term
from compendium.problems import Problems, StudyError

# What goes with a combination: the outcome, not the outcome, both (between the two cut-offs), and
# too few cases to say (a remainder).
POSITIVE, NEGATIVE, CONTRADICTION, REMAINDER = "1", "0", "C", "?"
# Tables longer than this are not written out with every remainder.
MOST_ROWS = 4096


@dataclasses.dataclass(frozen=True)
class Cuts:
    """Where the lines are drawn.

    Parameters
    ----------
    incl : float
        A combination with at least this consistency goes with the outcome (``1``).
    contradiction : float
        With less than `incl` but at least this, it is a contradiction (``C``); without it (1),
        there are none and everything below `incl` is ``0``.
    n : int
        With fewer cases, a combination is a remainder (``?``).
    pri : float
        A combination that goes with the outcome has at least this PRI too; else it is ``0``.
    """

    incl: float = 1.0
    contradiction: float = 1.0
    n: int = 1
    pri: float = 0.0

    def check(self) -> None:
        problems = Problems()
        for name in ("incl", "contradiction", "pri"):
            if not 0 <= getattr(self, name) <= 1:
                what = f"{name} is {getattr(self, name)}"
                problems.add("cut-offs", "", what, "it lies between 0 and 1")
        if self.contradiction > self.incl and self.contradiction < 1:
            what = f"contradictions begin at {self.contradiction}"
            problems.add("cut-offs", "", what, f"they lie below incl, {self.incl}")
        if self.n != int(self.n) or self.n < 1:
            problems.add("cut-offs", "", f"n is {self.n}", "it is 1, 2, 3 and so on")
        problems.settle(StudyError)


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class TruthTable:
    """Combinations that any case shows, and what goes with each.

    Parameters
    ----------
    cases : Cases
        The cases.
    cuts : Cuts
        Where the lines are drawn.
    rows : tuple of Term
        The combinations that cases show, in counting order.
    outs : tuple of str
        What goes with each: ``1``, ``0``, ``C``, ``?``.
    members : tuple of tuple of int
        The cases (by place) of each.
    incl, pri : numpy.ndarray
        Consistency and PRI of each.
    """

    cases: Cases
    cuts: Cuts
    rows: tuple[Term, ...]
    outs: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    incl: np.ndarray
    pri: np.ndarray

    def __repr__(self) -> str:
        yes, no, both = (self.outs.count(o) for o in (POSITIVE, NEGATIVE, CONTRADICTION))
        head = (
            f"Truth table of {self.cases.outcome}: {len(self.cases.names)} cases. Of "
            f"{self.combinations} combinations {yes} go with it (1), {no} do not (0), {both} "
            f"contradict themselves (C), {self.combinations - yes - no - both} have too few cases "
            f"to say (?)\n"
        )
        told = "".join(f"at 0.5, and so in no combination: {case}\n" for case in self.undecided)
        return head + told + self.frame.to_string(index=False, float_format="{:.3f}".format)

    @property
    def combinations(self) -> int:
        """How many combinations there can be."""
        return math.prod(self.cases.levels)

    @property
    def undecided(self) -> tuple[str, ...]:
        """Which case stands at 0.5 of which set."""
        return self.cases.undecided

    def number(self, row: Term) -> int:
        """Place of a combination among all, from 1, as R counts them."""
        return int(np.ravel_multi_index(row, self.cases.levels)) + 1

    def of(self, out: str) -> list[Term]:
        """The combinations with one outcome value; of remainders, those with too few cases."""
        return [row for row, o in zip(self.rows, self.outs, strict=True) if o == out]

    @property
    def frame(self) -> pd.DataFrame:
        """One row per combination that cases show.

        `row` is its number among all, `OUT` what goes with it, `n` its cases, `incl` and `PRI` its
        consistency; `deviant` names cases that show it without showing the outcome (below 0.5):
        where there are some beside others, the combination contradicts itself.
        """
        names, y = self.cases.names, self.cases.membership
        deviant = [[c for c in members if y[c] < 0.5 - TINY] for members in self.members]
        return pd.DataFrame(
            {
                "row": [self.number(row) for row in self.rows],
                **{c: [r[i] for r in self.rows] for i, c in enumerate(self.cases.conditions)},
                "OUT": list(self.outs),
                "n": [len(members) for members in self.members],
                "incl": self.incl,
                "PRI": self.pri,
                "cases": [",".join(names[c] for c in members) for members in self.members],
                "deviant": [",".join(names[c] for c in members) for members in deviant],
            }
        )

    @property
    def complete(self) -> pd.DataFrame:
        """As `frame`, with every combination that no case shows.

        Raises
        ------
        StudyError
            If there are more than `MOST_ROWS` combinations.
        """
        if self.combinations > MOST_ROWS:
            raise StudyError(
                f"There are {self.combinations:,} combinations; a table of more than {MOST_ROWS:,} "
                f"is not written out. `frame` has those that cases show."
            )
        every = np.array(list(np.ndindex(*self.cases.levels)))
        table = pd.DataFrame(every, columns=list(self.cases.conditions))
        table.insert(0, "row", np.arange(1, len(table) + 1))
        shown = self.frame.drop(columns=list(self.cases.conditions))
        table = table.merge(shown, on="row", how="left")
        blank = {"OUT": REMAINDER, "n": 0, "cases": "", "deviant": ""}
        return table.fillna(blank).astype({"n": "int64"})


def truth_table(
    frame: pd.DataFrame | Cases,
    outcome: str = "",
    conditions: Sequence[str] | str = (),
    *,
    incl_cut: float | tuple[float, float] = 1.0,
    n_cut: int = 1,
    pri_cut: float = 0.0,
    **names,
) -> TruthTable:
    """Truth table of cases.

    Parameters
    ----------
    frame, outcome, conditions, names
        As `case_table` takes them; or `Cases` alone.
    incl_cut : float or (float, float)
        Least consistency of a combination that goes with the outcome; with two, those between are
        contradictions.
    n_cut : int
        Least number of cases.
    pri_cut : float
        Least PRI.

    Raises
    ------
    DataError
        As `case_table` does; three sites are refused.
    StudyError
        If a cut-off is out of range.
    """
    incl, contradiction = incl_cut if isinstance(incl_cut, tuple) else (incl_cut, 1.0)
    cuts = Cuts(incl, contradiction, n_cut, pri_cut)
    cuts.check()
    cases = frame if isinstance(frame, Cases) else case_table(frame, outcome, conditions, **names)
    return tabulated(cases, cuts)


def tabulated(cases: Cases, cuts: Cuts) -> TruthTable:
    """Truth table of checked cases."""
    shown = _shown(cases)
    rows = tuple(sorted(shown))
    x = np.array([cases.term(row) for row in rows]).reshape(len(rows), len(cases.names))
    incl, pri = fit.consistency(x, cases.membership), fit.pri(x, cases.membership)
    members = tuple(tuple(shown[row]) for row in rows)
    table = TruthTable(cases, cuts, rows, (), members, incl, pri)
    return recut(table, cuts)


def recut(table: TruthTable, cuts: Cuts) -> TruthTable:
    """The same cases with other lines drawn."""
    many = [len(members) for members in table.members]
    read = zip(many, table.incl, table.pri, strict=True)
    return dataclasses.replace(table, cuts=cuts, outs=tuple(_out(*one, cuts) for one in read))


def _shown(cases: Cases) -> dict[Term, list[int]]:
    """The cases of each combination that any of them shows."""
    half = (np.abs(cases.values - 0.5) < TINY).any(axis=1)
    fuzzy = np.array(cases.fuzzy)
    corner = np.where(fuzzy, cases.values > 0.5, cases.values).astype(int)
    shown: dict[Term, list[int]] = {}
    for case in np.flatnonzero(~half):
        shown.setdefault(tuple(map(int, corner[case])), []).append(int(case))
    return shown


def _out(n: int, incl: float, pri: float, cuts: Cuts) -> str:
    if n < cuts.n:
        return REMAINDER
    if incl >= cuts.incl - TINY:
        return POSITIVE if pri >= cuts.pri - TINY else NEGATIVE
    return CONTRADICTION if incl >= cuts.contradiction - TINY else NEGATIVE
