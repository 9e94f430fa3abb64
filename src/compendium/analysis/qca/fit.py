"""Parameters of fit: how far cases bear out that something suffices, or is needed.

`x` is membership in a combination, `y` in the outcome; the last axis is the cases, so that many
combinations are one calculation. What cannot be said (nobody has any membership) is missing.

References
----------
Ragin 2006, Political Analysis 14:291-310 (consistency, coverage); Schneider and Wagemann 2012,
Set-Theoretic Methods for the Social Sciences, ch. 5 and 9 (PRI, RoN); Dusa 2019, QCA with R.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.analysis.qca import notation
from compendium.analysis.qca.cases import Cases
from compendium.problems import StudyError, listed


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(part, dtype="float64") / np.asarray(whole, dtype="float64")


def _total(memberships: np.ndarray) -> np.ndarray:
    """The sum over the cases, the same to the last bit in whatever order they come."""
    return np.sort(memberships, axis=-1).sum(axis=-1)


def consistency(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Inclusion of what suffices, and coverage of what is needed: ``sum min(x, y) / sum x``.

    >>> float(consistency(np.array([1, 1, 0, 0]), np.array([1, 0, 1, 0])))
    0.5
    """
    return _share(_total(np.minimum(x, y)), _total(x))


def pri(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Proportional reduction in inconsistency: consistency less what suffices for ``~y`` as well.

    ``(sum min(x, y) - sum min(x, y, 1 - y)) / (sum x - sum min(x, y, 1 - y))``.
    """
    both = _total(np.minimum(np.minimum(x, y), 1 - y))
    return _share(_total(np.minimum(x, y)) - both, _total(x) - both)


def coverage(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Raw coverage of what suffices, and inclusion of what is needed: ``sum min(x, y) / sum y``."""
    return _share(_total(np.minimum(x, y)), _total(y))


def relevance(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Relevance of necessity, RoN: ``sum (1 - x) / sum (1 - min(x, y))``; 0 if everybody has x."""
    return _share(_total(1 - np.asarray(x)), _total(1 - np.minimum(x, y)))


def of_model(memberships: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    """inclS, PRI, covS and covU of each combination of a model.

    Unique coverage, covU, is what the model would lose of its coverage without the combination;
    missing where it is the only one.
    """
    alone = np.full(len(memberships), np.nan)
    if len(memberships) > 1:
        ordered = np.sort(memberships, axis=0)
        most, next_most = ordered[-1], ordered[-2]
        # Without a combination that a case has most, the case has the model as far as the next.
        rest = np.where(memberships == most, next_most, most)
        alone = coverage(most, y) - coverage(rest, y)
    return {**sufficient(memberships, y), "covU": alone}


def sufficient(x: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    return {"inclS": consistency(x, y), "PRI": pri(x, y), "covS": coverage(x, y)}


def needed(x: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    return {"inclN": coverage(x, y), "RoN": relevance(x, y), "covN": consistency(x, y)}


def of_expression(cases: Cases, expression: str) -> pd.DataFrame:
    """Fit of each part of an expression and of the whole, as sufficient and as necessary.

    Parameters
    ----------
    cases : Cases
        The cases.
    expression : str
        Combinations joined by ``+``, conditions by ``*``: ``DEV*~URB + LIT``, ``DEV{2}*URB{0}``.

    Returns
    -------
    pandas.DataFrame
        One row per combination, and the last for the whole if there is more than one: inclS, PRI,
        covS, covU (as sufficient), inclN, RoN, covN (as necessary).

    Raises
    ------
    StudyError
        If a condition or a level is not there, or something cannot be read.
    """
    parts = [part.strip() for part in expression.split("+")]
    found = np.array([_combination(cases, part) for part in parts])
    frame = pd.DataFrame({**of_model(found, cases.membership), **needed(found, cases.membership)})
    frame.insert(0, "expression", [part.replace(" ", "") for part in parts])
    if len(parts) > 1:
        whole = found.max(axis=0)
        both = {**sufficient(whole, cases.membership), **needed(whole, cases.membership)}
        row = pd.DataFrame([{"expression": " + ".join(frame["expression"]), **both}])
        frame = pd.concat([frame, row], ignore_index=True)
    return frame


def _combination(cases: Cases, text: str) -> np.ndarray:
    return np.min([_one(cases, part) for part in text.split("*")], axis=0)


def _one(cases: Cases, text: str) -> np.ndarray:
    read = notation.literal(text)
    if read is None or read[0] not in cases.conditions:
        raise StudyError(
            f"{text.strip()!r} is no condition: write DEV, ~DEV or DEV{{1}}, joined by * and +. "
            f"The conditions are {listed(cases.conditions)}."
        )
    name, negated, levels = read
    place = cases.conditions.index(name)
    there = range(cases.levels[place])
    if not set(levels) <= set(there):
        raise StudyError(f"{text.strip()!r} cannot be: {name} has the levels {listed(there)}.")
    levels = levels or there[1:]
    member = np.max([cases.literal(place, level) for level in levels], axis=0)
    return 1 - member if negated else member
