"""A whole qualitative comparative analysis of one case table: docs/qca.md is its guide.

What comes back is for the team. It is not a `Result` and `release` refuses it: no disclosure rule
covers tables that name cases and say what each is like.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import pandas as pd

from compendium.analysis.qca import counterfactuals, minimise, necessity
from compendium.analysis.qca.cases import Cases
from compendium.analysis.qca.minimise import Solution
from compendium.analysis.qca.truth_table import TruthTable, truth_table
from compendium.problems import listed


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Qca:
    """What one analysis gives.

    Parameters
    ----------
    table : TruthTable
        The truth table.
    necessity : pandas.DataFrame
        One row per level of each condition: inclN, RoN, covN.
    conservative, parsimonious : Solution
        The two ends: nothing assumed, and everything assumed that makes models shorter.
    intermediate : tuple of Solution
        One for each pair of their models; empty if nothing is expected of any condition.
    """

    table: TruthTable
    necessity: pd.DataFrame
    conservative: Solution
    parsimonious: Solution
    intermediate: tuple[Solution, ...] = ()

    def __repr__(self) -> str:
        needed = self.necessity.to_string(index=False, float_format="{:.3f}".format)
        parts = [repr(self.table), f"necessity\n{needed}", *map(repr, self.solutions)]
        return "\n\n".join(parts)

    @property
    def cases(self) -> Cases:
        return self.table.cases

    @property
    def solutions(self) -> tuple[Solution, ...]:
        """All of them; intermediate ones that say the same stand once, with all their pairs."""
        once: dict[frozenset, list[Solution]] = {}
        for solution in self.intermediate:
            once.setdefault(solution.same, []).append(solution)
        merged = [
            dataclasses.replace(same[0], pair=listed([s.pair for s in same], limit=6))
            for same in once.values()
        ]
        return (self.conservative, self.parsimonious, *merged)

    @property
    def frame(self) -> pd.DataFrame:
        """One row per solution, model and combination, with its fit."""
        frames = [s.frame.assign(kind=s.kind, pair=s.pair) for s in self.solutions]
        columns = ["kind", "pair", *frames[0].columns.drop(["kind", "pair"])]
        some = [frame for frame in frames if len(frame)]
        return pd.concat(some or frames[:1], ignore_index=True)[columns]


def analyse(
    frame: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str] | str = (),
    expectations: Mapping[str, int | Sequence[int]] | None = None,
    contradictions: str = "negative",
    **how,
) -> Qca:
    """Truth table, necessity and all solutions of a calibrated case table.

    Parameters
    ----------
    frame, outcome, conditions, how
        As `truth_table` takes them: `incl_cut`, `n_cut`, `pri_cut`, `case`, `levels`.
    expectations : dict, optional
        What theory expects of single conditions, for intermediate solutions.
    contradictions : str
        What becomes of contradictory rows: ``negative``, ``open`` or ``positive``.

    Raises
    ------
    DataError
        With everything that is wrong with the case table; three sites are refused.
    StudyError
        If a cut-off or an expectation is not possible.
    """
    table = truth_table(frame, outcome, conditions, **how)
    wanted = expectations or {}
    return Qca(
        table,
        necessity.single(table.cases),
        minimise.conservative(table, contradictions),
        minimise.parsimonious(table, contradictions),
        counterfactuals.intermediate(table, wanted, contradictions) if wanted else (),
    )
