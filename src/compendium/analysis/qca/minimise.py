"""From truth table to solutions: conservative, parsimonious, intermediate, each with all ties.

A solution is every model of one kind. A model is a set of combinations, as few as can be, that
together describe every row that goes with the outcome and none that does not.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from compendium.analysis.qca import fit
from compendium.analysis.qca.cases import Cases
from compendium.analysis.qca.covers import Covers, covers
from compendium.analysis.qca.notation import ANY, Term
from compendium.analysis.qca.notation import covers as describes
from compendium.analysis.qca.prime_implicants import described, grid, order, prime_implicants
from compendium.analysis.qca.truth_table import (
    CONTRADICTION,
    NEGATIVE,
    POSITIVE,
    TruthTable,
)
from compendium.problems import Problems, StudyError, listed

# What becomes of contradictory rows: described by no term, by any, or to be described.
CONTRADICTIONS = ("negative", "open", "positive")

NOTHING = "no combination reaches the cut-offs, so that there is nothing to describe"
EVERYTHING = (
    "every combination that cases show goes with the outcome, so that any description does; the "
    "cases do not tell what makes the difference"
)

TOO_MANY = (
    "there are {long} conservative and {short} parsimonious models, too many to pair; the cases do "
    "not settle which combinations matter"
)
MOST_PAIRS = 1000

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
        lines = [f"M{i}: {text} => {self.cases.outcome}" for i, text in enumerate(self.texts, 1)]
        if self.ties > len(self.models):
            lines.append(f"and {self.ties - len(self.models)} models as short")
        if not self.all_found:
            lines.append("the search was stopped: there may be more models as short")
        tables = [self.frame, self.overall.drop(columns="solution")]
        shown = [t.to_string(index=False, float_format="{:.3f}".format) for t in tables]
        return "\n".join([head, *lines, *shown])

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
        found = [pd.DataFrame(columns=["model", "term", "inclS", "PRI", "covS", "covU", "cases"])]
        for number, (model, terms) in enumerate(zip(self.models, self.terms, strict=True), 1):
            rows = fit.of_model(np.array([self._members[t] for t in model]), self.cases.membership)
            rows.insert(0, "model", f"M{number}")
            rows.insert(1, "term", list(terms))
            found.append(rows.assign(cases=[self._cases(t) for t in model]))
        return pd.concat(found[1:] or found, ignore_index=True)

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


def _rows(table: TruthTable, contradictions: str) -> tuple[list[Term], list[Term]]:
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
    positive, _ = _rows(table, contradictions)
    allowed = positive + (table.of(CONTRADICTION) if contradictions == "open" else [])
    never = ~grid(table.cases.levels, allowed)
    return _solution("conservative", table, positive, never, **how)


def parsimonious(table: TruthTable, contradictions: str = "negative", **how) -> Solution:
    """Models that may describe any combination without a verdict, where that makes them shorter.

    Parameters and ties as for `conservative`. As R's ``QCA::minimize(table, include = "?")``: the
    same row may be assumed here and for the absent outcome (`contradictory_assumptions` tells).
    """
    positive, negative = _rows(table, contradictions)
    never = grid(table.cases.levels, negative)
    return _solution("parsimonious", table, positive, never, **how)


def _solution(kind, table, positive, never, shortest: bool = True, **more) -> Solution:
    if not positive or not never.any():
        why = EVERYTHING if positive else NOTHING
        return Solution(kind, table, (), tuple(positive), 0, True, why, **more)
    primes = prime_implicants(table.cases.levels, positive, never)
    found = _covers(primes, positive, shortest)
    models = tuple(tuple(primes[p] for p in places) for places in found.listed)
    assumed = tuple(_assumed(table, model, positive) for model in models)
    rows = tuple(positive)
    return Solution(kind, table, models, rows, found.many, found.all_found, "", assumed, **more)


def _covers(primes: Sequence[Term], positive: Sequence[Term], shortest: bool) -> Covers:
    rows = np.array(positive)
    charts = []
    for term in primes:
        used = [i for i, level in enumerate(term) if level != ANY]
        here = (rows[:, used] == np.array(term)[used]).all(axis=1)
        charts.append(sum(1 << int(row) for row in np.flatnonzero(here)))
    return covers(charts, len(positive), shortest)


def _assumed(table: TruthTable, model: Model, positive: Sequence[Term]) -> tuple[Term, ...]:
    """The rows that a model describes beyond those it must: its simplifying assumptions."""
    beyond = described(table.cases.levels, model) & ~grid(table.cases.levels, positive)
    return tuple(tuple(map(int, row)) for row in np.argwhere(beyond))


def intermediate(
    table: TruthTable,
    expectations: Mapping[str, int | Sequence[int]],
    contradictions: str = "negative",
    **how,
) -> tuple[Solution, ...]:
    """Models that assume only what is in line with what theory expects of single conditions.

    For each conservative and each parsimonious model: where a conservative term lies inside a
    parsimonious one, a condition that the latter lacks is dropped if something else was expected
    of it. The assumptions of the parsimonious model that such a shortened term describes are easy
    counterfactuals; with them, and no others, the rows are minimised anew.

    Parameters
    ----------
    table : TruthTable
        The truth table.
    expectations : dict
        For a condition, the level that should go with the outcome (1 its presence, 0 its absence),
        or several; a condition that is not named may do either, and is never dropped.
    contradictions, shortest
        As for `conservative`.

    Returns
    -------
    tuple of Solution
        One for each pair, ``C1P1`` first; pairs may well say the same.

    Raises
    ------
    StudyError
        If an expectation is of no condition, or of a level it does not have.

    References
    ----------
    Ragin and Sonnett 2005, in Kropp and Minkenberg (eds), Vergleichen in der Politikwissenschaft,
    180-197; Schneider and Wagemann 2012, ch. 8; the steps are those of R's
    ``QCA::minimize(table, include = "?", dir.exp = ...)``.
    """
    wanted = _expected(table.cases, expectations)
    long, short = conservative(table, contradictions), parsimonious(table, contradictions)
    pairs = len(long.models) * len(short.models)
    if long.why or short.why or pairs > MOST_PAIRS:
        why = short.why or long.why or TOO_MANY.format(long=long.ties, short=short.ties)
        return (dataclasses.replace(short, kind="intermediate", models=(), why=why, assumed=()),)
    made = functools.cache(functools.partial(_with_easy, table, long.explained, **how))
    return tuple(
        _pair(made, model, other, assumed, wanted, f"C{c}P{p}")
        for c, model in enumerate(long.models, 1)
        for p, (other, assumed) in enumerate(zip(short.models, short.assumed, strict=True), 1)
    )


def _pair(made, long: Model, short: Model, assumed, wanted, pair: str) -> Solution:
    """The intermediate solution of one conservative and one parsimonious model."""
    kept = _shortened(long, short, wanted)
    easy = tuple(row for row in assumed if any(describes(term, row) for term in kept))
    hard = tuple(row for row in assumed if row not in set(easy))
    return dataclasses.replace(made(easy), pair=pair, easy=easy, difficult=hard)


def _with_easy(table: TruthTable, positive, easy: tuple[Term, ...], **how) -> Solution:
    never = ~grid(table.cases.levels, [*positive, *easy])
    return _solution("intermediate", table, positive, never, **how)


def _expected(cases: Cases, expectations) -> dict[int, set[int]]:
    """The levels expected of each condition, by its place."""
    problems, wanted = Problems(), {}
    for name, given in expectations.items():
        several = {given} if isinstance(given, int) else set(given)
        if name not in cases.conditions:
            allowed = f"the conditions are {listed(cases.conditions)}"
            problems.add("expectations", name, "there is no such condition", allowed)
            continue
        place = cases.conditions.index(name)
        if not several <= set(range(cases.levels[place])):
            allowed = f"its levels are {listed(range(cases.levels[place]))}"
            problems.add("expectations", name, f"{listed(sorted(several))} is expected", allowed)
        if several:
            wanted[place] = several
    problems.settle(StudyError)
    return wanted


def _shortened(whole: Model, model: Model, wanted: dict[int, set[int]]) -> list[Term]:
    """Each conservative term inside a parsimonious one, without what was not expected."""
    return [
        tuple(
            ANY if short[i] == ANY and i in wanted and level not in wanted[i] else level
            for i, level in enumerate(long)
        )
        for long in whole
        for short in model
        if describes(short, long)
    ]


def contradictory_assumptions(one: Solution, other: Solution) -> tuple[Term, ...]:
    """Rows that are assumed to go with the outcome and, in the other solution, with its absence.

    Anything found is an assumption that cannot be held (Schneider and Wagemann 2012, ch. 8).
    """
    first = {row for rows in one.assumed for row in rows}
    return tuple(sorted(first & {row for rows in other.assumed for row in rows}, key=order))
