"""From truth table to solutions, conservative and parsimonious, each with all ties.

A solution is every model of one kind. A model is a set of combinations, as few as can be, that
together describe every row that goes with the outcome and none that does not.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

import numpy as np
import pandas as pd

from compendium.analysis.qca import fit
from compendium.analysis.qca.cases import Cases
from compendium.analysis.qca.covers import MOST_STEPS, covers
from compendium.analysis.qca.notation import ANY, Term, describes
from compendium.analysis.qca.prime_implicants import described, grid, prime_implicants
from compendium.analysis.qca.truth_table import (
    CONTRADICTION,
    NEGATIVE,
    POSITIVE,
    TruthTable,
)
from compendium.problems import StudyError, listed

# What becomes of contradictory rows: described by no term, by any, or to be described.
CONTRADICTIONS = ("negative", "open", "positive")

NOTHING = "no combination reaches the cut-offs, so that there is nothing to describe"
EVERYTHING = (
    "every combination that cases show goes with the outcome, so that any description does; the "
    "cases do not tell what makes the difference"
)

# Models written out where a solution is looked at; `frame` has all that are listed.
MOST_SHOWN = 10
FITS = ("inclS", "PRI", "covS", "covU")

Model = tuple[Term, ...]


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Solution:
    """Every model of one kind.

    Parameters
    ----------
    kind : str
        ``conservative``, ``parsimonious`` or ``intermediate``.
    table : TruthTable
        What it was made of.
    models : tuple of Model
        Each as its terms; none where there is no solution (`why` says so).
    explained : tuple of Term
        The rows that each describes.
    ties : int
        How many models there are; those beyond the thousandth are counted, not listed.
    all_found : bool
        Whether the search for ties came to its end; if not, there may be more.
    why : str
        Why there is no model; blank where there is one.
    assumed : tuple of tuple of Term
        For each model, the rows without a verdict that it describes (simplifying assumptions).
    pair : str
        For an intermediate solution: of which conservative and parsimonious model, ``C1P2``.
    easy, difficult : tuple of Term
        For an intermediate solution: assumptions in line with what was expected, and the others of
        its parsimonious model, which it does without.
    """

    kind: str
    table: TruthTable
    models: tuple[Model, ...]
    explained: tuple[Term, ...]
    ties: int
    all_found: bool
    why: str = ""
    assumed: tuple[tuple[Term, ...], ...] = ()
    pair: str = ""
    easy: tuple[Term, ...] = ()
    difficult: tuple[Term, ...] = ()

    def __repr__(self) -> str:
        head = " ".join(filter(None, [self.kind, "solution", self.pair]))
        if self.why:
            return f"{head} of {self.cases.outcome}: none, {self.why}"
        shown = [f"M{i}" for i in range(1, min(len(self.models), MOST_SHOWN) + 1)]
        lines = [
            f"{m}: {text} => {self.cases.outcome}"
            for m, text in zip(shown, self.texts, strict=False)
        ]
        if self.ties > len(shown):
            lines.append(f"and {self.ties - len(shown)} more models with as few combinations")
        if not self.all_found:
            lines.append("the search was stopped: there may be more models like these")
        tables = [self.frame, self.overall.drop(columns="solution")]
        some = [table[table["model"].isin(shown)] for table in tables]
        texts = [t.to_string(index=False, float_format="{:.3f}".format) for t in some]
        return "\n".join([head, *lines, *texts])

    @property
    def cases(self) -> Cases:
        return self.table.cases

    @functools.cached_property
    def terms(self) -> tuple[tuple[str, ...], ...]:
        """The terms of each model as text."""
        return tuple(tuple(map(self.cases.written, model)) for model in self.models)

    @property
    def texts(self) -> tuple[str, ...]:
        """Each model as text: ``DEV*~URB + LIT``."""
        return tuple(" + ".join(terms) for terms in self.terms)

    @property
    def same(self) -> frozenset[frozenset[Term]]:
        """What two solutions share that say the same."""
        return frozenset(frozenset(model) for model in self.models)

    @functools.cached_property
    def _members(self) -> dict[Term, np.ndarray]:
        return {t: self.cases.term(t) for t in {t for model in self.models for t in model}}

    @functools.cached_property
    def frame(self) -> pd.DataFrame:
        """One row per model and combination: inclS, PRI, covS, covU, and its cases.

        `cases` are those of the described rows that go with the outcome: those of a row are joined
        by commas, rows by semicolons.
        """
        names = [(f"M{i}", t) for i, model in enumerate(self.models, 1) for t in model]
        y, member = self.cases.membership, self._members
        fits = [fit.of_model(np.array([member[t] for t in m]), y) for m in self.models]
        numbers = {c: np.concatenate([f[c] for f in fits] or [[]]) for c in FITS}
        shown = {t: self._cases(t) for t in member}
        return pd.DataFrame(
            {
                "model": [model for model, _ in names],
                "term": [self.cases.written(t) for _, t in names],
                **numbers,
                "cases": [shown[t] for _, t in names],
            }
        )

    @functools.cached_property
    def overall(self) -> pd.DataFrame:
        """One row per model: the whole as text, inclS, PRI, covS, and how many rows it assumes."""
        x = [np.max([self._members[t] for t in model], axis=0) for model in self.models]
        member = np.array(x).reshape(len(x), len(self.cases.names))
        whole = fit.sufficient(member, self.cases.membership)
        names = [f"M{i}" for i in range(1, len(x) + 1)]
        assumed = [len(rows) for rows in self.assumed]
        return pd.DataFrame({"model": names, "solution": self.texts, **whole, "assumed": assumed})

    def _cases(self, term: Term) -> str:
        table, names = self.table, self.cases.names
        shown = [
            ",".join(names[c] for c in members)
            for row, members in zip(table.rows, table.members, strict=True)
            if describes(term, row) and row in self.explained
        ]
        return "; ".join(shown)


def rows_to_describe(table: TruthTable, contradictions: str) -> tuple[list[Term], list[Term]]:
    """The rows to describe, and those seen that must not be described."""
    if contradictions not in CONTRADICTIONS:
        raise StudyError(
            f"contradictions = {contradictions!r}: contradictory rows are one of "
            f"{listed(CONTRADICTIONS)}."
        )
    positive, negative = table.of(POSITIVE), table.of(NEGATIVE)
    if contradictions == "positive":
        positive = sorted(positive + table.of(CONTRADICTION))
    if contradictions == "negative":
        negative = sorted(negative + table.of(CONTRADICTION))
    return positive, negative


def conservative(table: TruthTable, contradictions: str = "negative", **how) -> Solution:
    """Models that describe no combination but those seen to go with the outcome.

    Parameters
    ----------
    table : TruthTable
        The truth table.
    contradictions : str
        What becomes of contradictory rows: ``negative`` (no term may describe them), ``open``
        (terms may), ``positive`` (terms must, as if they went with the outcome).
    shortest : bool
        Models of the fewest terms (the default); if false, every model from which no term can be
        left out.

    References
    ----------
    Ragin 1987, The Comparative Method; McCluskey 1956, Bell System Technical Journal
    35:1417-1444. As R's ``QCA::minimize(table)``.
    """
    positive, _ = rows_to_describe(table, contradictions)
    allowed = positive + (table.of(CONTRADICTION) if contradictions == "open" else [])
    never = ~grid(table.cases.levels, allowed)
    return solved("conservative", table, positive, never, **how)


def parsimonious(
    table: TruthTable, contradictions: str = "negative", without: Sequence[Term] = (), **how
) -> Solution:
    """Models that may describe any combination without a verdict, where that makes them shorter.

    Parameters
    ----------
    table, contradictions, shortest
        As for `conservative`.
    without : sequence of Term
        Combinations that are not to be assumed, because they cannot be or cannot be held:
        ``counterfactuals.contradictory_assumptions`` finds some (R's ``exclude``).

    Raises
    ------
    StudyError
        If one of `without` goes with the outcome, or is no combination of the conditions.

    References
    ----------
    As R's ``QCA::minimize(table, include = "?")``; with `without`, enhanced standard analysis
    (Schneider and Wagemann 2012, ch. 8).
    """
    positive, negative = rows_to_describe(table, contradictions)
    _check_without(table, positive, without)
    never = grid(table.cases.levels, [*negative, *without])
    return solved("parsimonious", table, positive, never, **how)


def _check_without(table: TruthTable, positive, without: Sequence[Term]) -> None:
    for row in without:
        if tuple(row) in positive:
            said = table.cases.written(row)
            raise StudyError(f"{said} goes with the outcome, so that models must describe it.")
        fits = len(row) == len(table.cases.levels)
        if not fits or not all(0 <= v < n for v, n in zip(row, table.cases.levels, strict=True)):
            raise StudyError(
                f"{row!r} is no combination: write a level for each of "
                f"{listed(table.cases.conditions)}, such as those in `assumed`."
            )


def solved(
    kind: str,
    table: TruthTable,
    positive: Sequence[Term],
    never: np.ndarray,
    shortest: bool = True,
    steps: int = MOST_STEPS,
    **more,
) -> Solution:
    if not positive or not never.any():
        why = EVERYTHING if positive else NOTHING
        return Solution(kind, table, (), tuple(positive), 0, True, why, **more)
    primes = prime_implicants(table.cases.levels, positive, never)
    found = covers(_chart(primes, positive), len(positive), shortest, steps)
    models = tuple(tuple(primes[p] for p in places) for places in found.listed)
    assumed = tuple(_assumed(table, model, positive) for model in models)
    rows = tuple(positive)
    return Solution(kind, table, models, rows, found.many, found.all_found, "", assumed, **more)


def _chart(primes: Sequence[Term], positive: Sequence[Term]) -> list[int]:
    """The rows that each term describes, as bits."""
    rows = np.array(positive)
    found = []
    for term in primes:
        used = [i for i, level in enumerate(term) if level != ANY]
        here = (rows[:, used] == np.array(term)[used]).all(axis=1)
        found.append(sum(1 << int(row) for row in np.flatnonzero(here)))
    return found


def _assumed(table: TruthTable, model: Model, positive: Sequence[Term]) -> tuple[Term, ...]:
    """The rows that a model describes beyond those it must: its simplifying assumptions."""
    beyond = described(table.cases.levels, model) & ~grid(table.cases.levels, positive)
    return tuple(tuple(map(int, row)) for row in np.argwhere(beyond))
