"""Assumptions about combinations that no case shows: which are in line with theory.

Intermediate solutions assume only those, and so stand between the conservative solution, which
assumes nothing, and the parsimonious one, which assumes whatever makes it shorter.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from compendium.analysis.qca.cases import Cases
from compendium.analysis.qca.covers import MOST_STEPS
from compendium.analysis.qca.minimise import Model, Solution, conservative, parsimonious, solved
from compendium.analysis.qca.notation import ANY, Term, describes
from compendium.analysis.qca.prime_implicants import described, grid, order
from compendium.analysis.qca.truth_table import TruthTable
from compendium.problems import Problems, StudyError, listed

TOO_MANY = (
    "there are {long} conservative and {short} parsimonious models, too many to pair; the cases do "
    "not settle which combinations matter"
)
MOST_PAIRS = 1000
# Truth table rows gone through in all, for all pairs that differ in what is easy.
MOST_WORK = 25_000


def intermediate(
    table: TruthTable,
    expectations: Mapping[str, int | Sequence[int]],
    contradictions: str = "negative",
    without: Sequence[Term] = (),
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
    contradictions, without, shortest
        As for `parsimonious`.

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
    long = conservative(table, contradictions)
    short = parsimonious(table, contradictions, without)
    none = dataclasses.replace(short, kind="intermediate", models=(), assumed=())
    if why := short.why or long.why or _unsettled(long, short):
        return (dataclasses.replace(none, why=why),)
    easy = {
        f"C{c}P{p}": _easy(table, model, other, assumed, wanted)
        for c, model in enumerate(long.models, 1)
        for p, (other, assumed) in enumerate(zip(short.models, short.assumed, strict=True), 1)
    }
    different = list(dict.fromkeys(rows for rows, _ in easy.values()))
    if len(different) * table.combinations > MOST_WORK:
        return (dataclasses.replace(none, why=TOO_MANY.format(long=long.ties, short=short.ties)),)
    how = {"steps": max(1, MOST_STEPS // len(different)), **how}
    made = {rows: _with_easy(table, long.explained, rows, **how) for rows in different}
    return tuple(
        dataclasses.replace(made[rows], pair=pair, easy=rows, difficult=hard)
        for pair, (rows, hard) in easy.items()
    )


def _unsettled(long: Solution, short: Solution) -> str:
    """Why models are not paired; blank where they are."""
    few = len(long.models) * len(short.models) <= MOST_PAIRS
    listed_all = long.ties == len(long.models) and short.ties == len(short.models)
    if few and listed_all and long.all_found and short.all_found:
        return ""
    return TOO_MANY.format(long=long.ties, short=short.ties)


def _easy(
    table: TruthTable, long: Model, short: Model, assumed: Sequence[Term], wanted
) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    """The easy and the difficult counterfactuals among what a parsimonious model assumes."""
    within = described(table.cases.levels, _shortened(long, short, wanted))
    easy = tuple(row for row in assumed if within[row])
    return easy, tuple(row for row in assumed if not within[row])


def _with_easy(table: TruthTable, positive, easy: tuple[Term, ...], **how) -> Solution:
    never = ~grid(table.cases.levels, [*positive, *easy])
    return solved("intermediate", table, positive, never, **how)


def _expected(cases: Cases, expectations) -> dict[int, set[int]]:
    """The levels expected of each condition, by its place."""
    problems, wanted = Problems(), {}
    for name, given in expectations.items():
        several = set(given) if isinstance(given, Iterable) else {given}
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
