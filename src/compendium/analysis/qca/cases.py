"""Cases that passed the checks: how far each belongs to each condition and to the outcome.

`case_table` makes them; one row of `values` is a case.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.analysis.qca import notation
from compendium.analysis.qca.notation import ANY, Term

# Differences below this are rounding: a membership that should be 0.5 counts as 0.5.
TINY = 1e-9


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Cases:
    """Checked cases.

    Parameters
    ----------
    names : tuple of str
        The cases.
    conditions : tuple of str
        The conditions.
    levels : tuple of int
        How many levels each condition has; 2 for crisp and fuzzy sets.
    fuzzy : tuple of bool
        Whether each condition is a fuzzy set.
    values : numpy.ndarray
        Shape (cases, conditions): membership in a fuzzy set, level in any other.
    outcome : str
        What is to be explained, as asked for: ``SURV``, ``~SURV``, ``SURV{1}``.
    membership : numpy.ndarray
        Shape (cases,): how far each case belongs to the outcome.
    """

    names: tuple[str, ...]
    conditions: tuple[str, ...]
    levels: tuple[int, ...]
    fuzzy: tuple[bool, ...]
    values: np.ndarray
    outcome: str
    membership: np.ndarray

    def __repr__(self) -> str:
        return f"Cases({len(self.names)}, {self.outcome} by {', '.join(self.conditions)}; exact)"

    @property
    def many_values(self) -> bool:
        """Whether any condition has more than two levels."""
        return max(self.levels) > 2

    @property
    def frame(self) -> pd.DataFrame:
        """One row per case: each condition, and membership in the outcome."""
        frame = pd.DataFrame(self.values, list(self.names), list(self.conditions))
        return frame.assign(**{self.outcome: self.membership}).rename_axis("case")

    def literal(self, condition: int, level: int) -> np.ndarray:
        """How far each case has one level of one condition (by its place)."""
        values = self.values[:, condition]
        if self.fuzzy[condition]:
            return values if level else 1 - values
        return (values == level).astype("float64")

    def term(self, term: Term) -> np.ndarray:
        """How far each case has a combination: as far as the part it has least (minimum)."""
        used = [self.literal(c, level) for c, level in enumerate(term) if level != ANY]
        return np.min(used, axis=0) if used else np.ones(len(self.names))

    def either(self, terms: Sequence[Term]) -> np.ndarray:
        """How far each case has any of the combinations: that it has most (maximum)."""
        return np.max([self.term(t) for t in terms], axis=0)

    def written(self, term: Term, join: str = "*") -> str:
        return notation.written(term, self.conditions, self.many_values, join)

    def without(self, case: int) -> Cases:
        """The same cases but one."""
        keep = np.arange(len(self.names)) != case
        names = tuple(n for n, kept in zip(self.names, keep, strict=True) if kept)
        values, membership = self.values[keep], self.membership[keep]
        return dataclasses.replace(self, names=names, values=values, membership=membership)

    @property
    def undecided(self) -> tuple[str, ...]:
        """Which case stands at 0.5 of which fuzzy set: neither in nor out of it."""
        half = np.abs(self.values - 0.5) < TINY
        found = [
            f"{self.names[case]} in {self.conditions[c]}"
            for case, c in zip(*half.nonzero(), strict=True)
        ]
        at = np.abs(self.membership - 0.5) < TINY
        return tuple(found + [f"{self.names[case]} in {self.outcome}" for case in at.nonzero()[0]])
