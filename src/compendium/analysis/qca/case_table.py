"""The case table: one row per case, how far it belongs to each condition and to the outcome.

Everything wrong with it is said at once, so that it can be put right in one go.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from compendium.analysis.qca import notation
from compendium.analysis.qca.cases import TINY, Cases
from compendium.problems import DataError, Problems, listed

# House rules, not a standard: see docs/qca.md. Fewer cases than the first are described one by one
# instead; with fewer cases for each condition, almost any data give a solution.
LEAST_CASES, CASES_PER_CONDITION = 10, 3
# Terms that there can be: conditions with so many levels that there are more are not searched.
MOST_TERMS = 20_000_000
MOST_LEVELS = 20

FILE = "case table"
# What the truth table says of each combination, in columns beside those of the conditions.
TRUTH_TABLE_COLUMNS = ("row", "OUT", "n", "incl", "PRI", "cases", "deviant")


def case_table(
    frame: pd.DataFrame,
    outcome: str,
    conditions: Sequence[str] | str = (),
    case: str = "",
    levels: Mapping[str, int] | None = None,
) -> Cases:
    """Cases ready for QCA.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per case, calibrated: a fuzzy set holds numbers from 0 to 1, any other condition
        whole numbers from 0.
    outcome : str
        A column; ``~OUT`` for its absence; ``OUT{2}`` or ``OUT{1,2}`` for levels of it.
    conditions : sequence of str
        Columns (or one text, ``"DEV, URB"``); all but the outcome if none are named.
    case : str
        The column that names the cases; the index if blank.
    levels : dict, optional
        How many levels a condition has, where nobody has the highest.

    Raises
    ------
    DataError
        With everything that is wrong: missing values, sets that are not calibrated, sets that are
        the same for every case, names given twice or already in use, too few cases. Missing values
        are never filled in.
    """
    problems = Problems()
    names = _names(frame, case, problems)
    wanted = notation.literal(outcome)
    column = wanted[0] if wanted else outcome
    chosen = _chosen(frame, conditions, (column, case))
    _columns(frame, outcome, wanted, chosen, problems)
    problems.settle(DataError)
    counted = _enough(len(names), chosen, problems)
    sets = {c: _numbers(frame[c], names, problems) for c in (*chosen, column)}
    many = {c: _levels(c, sets[c], dict(levels or {}), problems) for c in chosen}
    _unknown(levels or {}, chosen, problems)
    _not_too_many(many, problems)
    member = _outcome(sets.pop(column), wanted, problems)
    if counted:
        _same_for_all({**sets, outcome: member}, problems)
    problems.settle(DataError)
    values = np.column_stack([sets[c] for c in chosen])
    fuzzy = tuple(_is_fuzzy(sets[c]) for c in chosen)
    return Cases(names, chosen, tuple(many.values()), fuzzy, values, _plain(outcome), member)


def _plain(outcome: str) -> str:
    return outcome.replace(" ", "")


def _chosen(frame: pd.DataFrame, conditions: Sequence[str] | str, others) -> tuple[str, ...]:
    """The conditions: those named (also as one text, by commas), else every other column."""
    named = conditions.split(",") if isinstance(conditions, str) else conditions
    chosen = tuple(name.strip() for name in named if name.strip())
    return chosen or tuple(str(c) for c in frame.columns if c not in others)


def _names(frame: pd.DataFrame, case: str, problems: Problems) -> tuple[str, ...]:
    if case and case not in frame.columns:
        do = f"Name one of {listed(frame.columns)}, or none to use the index."
        problems.add(FILE, "", f"there is no column {case!r} to name the cases", "", do)
        return tuple(map(str, frame.index))
    names = tuple(map(str, frame[case] if case else frame.index))
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        do = "Give each case a name of its own; two rows of one case are not two cases."
        problems.add(FILE, "", f"{listed(twice)} names more than one row", "", do)
    return names


def _columns(frame, outcome, wanted, chosen: tuple[str, ...], problems: Problems) -> None:
    """Whether outcome and conditions can be told apart, and are there."""
    columns = [str(c) for c in frame.columns]
    if wanted is None:
        allowed = "an outcome is written OUT, ~OUT or OUT{1}"
        problems.add(FILE, "", f"the outcome is {outcome!r}", allowed)
    for name in dict.fromkeys((*chosen, *(wanted or ())[:1])):
        if columns.count(name) != 1:
            many = "there is no column" if name not in columns else "there is more than one column"
            do = f"The columns are {listed(columns)}."
            problems.add(FILE, "", f"{many} {name!r}", "", do)
        elif not (plain := notation.literal(name)) or plain[0] != name:
            allowed = "a name is letters, digits and _, beginning with a letter"
            problems.add(FILE, "", f"a set is called {name!r}", allowed, "Rename the column.")
    for name in sorted(set(chosen) & set(TRUTH_TABLE_COLUMNS)):
        what = f"a condition is called {name}, and {name} is a column of the truth table"
        problems.add(FILE, "", what, "", "Rename the condition.")
    for name in sorted({n for n in chosen if chosen.count(n) > 1}):
        problems.add(FILE, "", f"the condition {name} is named twice", "", "Name it once.")
    if wanted and wanted[0] in chosen:
        what = f"{wanted[0]} is outcome and condition at once"
        problems.add(FILE, "", what, "", "Leave it out of the conditions.")
    if len(set(chosen)) < 2:
        what = f"there is {len(set(chosen))} condition"
        problems.add(FILE, "", what, "combinations need at least two conditions")


def _numbers(column: pd.Series, names: tuple[str, ...], problems: Problems) -> np.ndarray:
    """A set's numbers; what is not a calibrated number is a problem, one for each kind."""
    name = str(column.name)
    numbers = pd.to_numeric(column.astype("object"), errors="coerce").astype("float64").to_numpy()
    missing = column.isna().to_numpy()
    text = np.isnan(numbers) & ~missing
    do = "Find out the value, leave the case out, or leave the condition out; say which."
    _told(problems, name, missing, names, "the value is missing", "QCA needs every value", do)
    _told(problems, name, text, names, "the value is text", "a set holds numbers", "Calibrate it.")
    said = ~np.isnan(numbers)
    low = said & (numbers < 0)
    _told(problems, name, low, names, "the value is below 0", "membership and levels begin at 0")
    part = said & (numbers != np.floor(numbers))
    high = said & (numbers > 1)
    if part.any() and high.any():
        allowed = "a fuzzy set runs from 0 to 1 and every other condition holds whole numbers"
        do = "Calibrate it (analysis.qca.calibration)."
        _told(problems, name, high, names, "the value is above 1", allowed, do)
    elif (said & (numbers >= MOST_LEVELS)).any():
        allowed = f"a condition has at most {MOST_LEVELS} levels"
        problems.add(
            FILE, name, f"the highest level is {numbers.max():g}", allowed, "Calibrate it."
        )
    return numbers


def _told(problems, name, where, names, what, allowed, do="") -> None:
    if where.any():
        cases = listed([n for n, here in zip(names, where, strict=True) if here])
        problems.add(FILE, f"{name}, {cases}", what, allowed, do)


def _is_fuzzy(numbers: np.ndarray) -> bool:
    said = numbers[np.isfinite(numbers)]
    return bool((said != np.floor(said)).any())


def _levels(name: str, numbers: np.ndarray, given: dict[str, int], problems: Problems) -> int:
    """How many levels a condition has: those seen, or as many as are given."""
    highest = np.max(numbers[np.isfinite(numbers)], initial=1)
    seen = 2 if _is_fuzzy(numbers) else max(2, int(highest) + 1)
    most = given.get(name, seen)
    if most < seen or (most > 2 and _is_fuzzy(numbers)):
        problems.add(FILE, name, f"levels = {most} is given", f"the cases have {seen} levels")
    return max(seen, most)


def _unknown(given: Mapping[str, int], chosen: tuple[str, ...], problems: Problems) -> None:
    for name in sorted(set(given) - set(chosen)):
        problems.add(FILE, name, "levels are given", f"the conditions are {listed(chosen)}")


def _outcome(numbers: np.ndarray, wanted, problems: Problems) -> np.ndarray:
    """Membership in the outcome asked for."""
    name, negated, levels = wanted
    if levels and _is_fuzzy(numbers):
        problems.add(
            FILE, name, "a level of the outcome is asked for", "the outcome is a fuzzy set"
        )
    elif levels:
        numbers = np.isin(numbers, levels).astype("float64")
    elif (numbers > 1).any():
        allowed = f"one is explained at a time: {name}{{1}}, or {name}{{1,2}} for either"
        problems.add(FILE, name, "the outcome has more than two levels", allowed)
    return 1 - numbers if negated else numbers


def _same_for_all(sets: Mapping[str, np.ndarray], problems: Problems) -> None:
    for name, numbers in sets.items():
        if not np.isnan(numbers).any() and np.ptp(numbers) < TINY:
            what = f"every case has the value {numbers[0]:g}"
            do = "What is the same everywhere explains nothing: leave it out."
            problems.add(FILE, name, what, "", do)


def _enough(cases: int, chosen: tuple[str, ...], problems: Problems) -> bool:
    """Whether there are enough cases for so many conditions; else nothing can be told apart."""
    needed = max(LEAST_CASES, CASES_PER_CONDITION * len(chosen))
    if cases < needed:
        what = f"there are {cases} cases and {len(chosen)} conditions"
        allowed = (
            f"this house asks for {LEAST_CASES} cases and for {CASES_PER_CONDITION} to each "
            f"condition, here {needed}"
        )
        do = (
            "With so few, nearly every combination is without a case and chance alone gives a "
            "solution: describe the cases one by one and compare them in words."
        )
        problems.add(FILE, "", what, allowed, do)
    return cases >= needed


def _not_too_many(levels: Mapping[str, int], problems: Problems) -> None:
    if (terms := math.prod(n + 1 for n in levels.values())) > MOST_TERMS:
        what = f"{len(levels)} conditions can be combined in {terms:,} ways"
        allowed = f"at most {MOST_TERMS:,} are searched"
        problems.add(FILE, "", what, allowed, "Take fewer conditions, or fewer levels.")
