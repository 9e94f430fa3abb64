"""How many passages two coders must both code for an interval of the width that is wanted.

Kappa: large-sample standard error of Fleiss, Cohen and Everitt (1969, Psychological Bulletin 72,
323-327); AC1: of Gwet (2008, Br J Math Stat Psychol 61, 29-48), both for two coders who give a code
equally often. Passages of one interview are somewhat alike; a design effect allows for that.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd

from compendium.analysis.intercoder.agreement import USES_NEEDED
from compendium.analysis.result import Result, origin_of
from compendium.intake.tables import Tables
from compendium.problems import StudyError
from compendium.words import Text

NORMAL_95 = 1.959964
# The rows of the planning table, and the width of its intervals.
EXPECTED = (0.6, 0.7, 0.8, 0.9)
PREVALENCES = (0.05, 0.1, 0.2, 0.3, 0.5)
WIDTH = 0.2


def units_needed(
    expected: float,
    prevalence: float,
    width: float = WIDTH,
    coefficient: str = "kappa",
    design_effect: float = 1.0,
) -> int:
    """Passages that both coders must read.

    Parameters
    ----------
    expected : float
        The coefficient one expects, above 0 and below 1.
    prevalence : float
        Share of passages that are given the code, above 0 and below 1.
    width : float
        From the lower to the upper end of the 95 % interval.
    coefficient : str
        ``kappa`` or ``ac1``.
    design_effect : float
        1 + (passages of an interview - 1) × their intraclass correlation; 1 if they are not alike.

    Returns
    -------
    int
        At least so many that either coder can be expected to use the code ten times, below which
        a code is not judged.

    Raises
    ------
    StudyError
        If a number is out of its range, or no coders can agree so at this prevalence.

    >>> units_needed(0.8, 0.3), units_needed(0.8, 0.1), units_needed(0.8, 0.1, coefficient="ac1")
    (167, 401, 106)
    """
    _check(expected, prevalence, width, coefficient, design_effect)
    table = (_of_kappa if coefficient == "kappa" else _of_ac1)(expected, prevalence)
    if table.min() < 0:
        raise StudyError(
            f"No two coders who give a code to {prevalence:.0%} of passages can have an AC1 of "
            f"{expected}. Expect a higher one, or a prevalence nearer to 50%."
        )
    error = (kappa_error if coefficient == "kappa" else ac1_error)(table)
    needed = (2 * NORMAL_95 * error / width) ** 2 * design_effect
    return max(math.ceil(needed - 1e-9), math.ceil(USES_NEEDED / prevalence - 1e-9))


def _check(expected, prevalence, width, coefficient, design_effect) -> None:
    named = {"expected": expected, "prevalence": prevalence}
    if wrong := [name for name, value in named.items() if not 0 < value < 1]:
        raise StudyError(f"{wrong[0]} is {named[wrong[0]]}; write a number above 0 and below 1.")
    if not 0 < width < 2:
        raise StudyError(f"width is {width}; an interval is wider than 0 and narrower than 2.")
    if coefficient not in ("kappa", "ac1"):
        raise StudyError(f"coefficient is {coefficient!r}; write kappa or ac1.")
    if not design_effect >= 1:
        raise StudyError(f"design_effect is {design_effect}; it is 1 or more.")


def _of_kappa(kappa: float, p: float) -> np.ndarray:
    """Shares of decisions of two coders with this kappa, who both give the code to p."""
    differ = p * (1 - p) * (1 - kappa)
    return np.array([[p - differ, differ], [differ, 1 - p - differ]])


def _of_ac1(ac1: float, p: float) -> np.ndarray:
    """Shares of decisions of two coders with this AC1, who both give the code to p."""
    chance = 2 * p * (1 - p)
    differ = (1 - chance) * (1 - ac1) / 2
    return np.array([[p - differ, differ], [differ, 1 - p - differ]])


def kappa_error(table: np.ndarray) -> float:
    """Large-sample standard error of kappa of a square table (Fleiss, Cohen & Everitt 1969).

    Missing where chance alone would make the two coders agree always.

    >>> round(kappa_error(np.array([[20, 5], [10, 15]])), 3)
    0.127
    """
    from statsmodels.stats import inter_rater

    with np.errstate(invalid="ignore", divide="ignore"):  # of its z test, which is not used here
        variance = inter_rater.cohens_kappa(table).var_kappa
    return math.sqrt(max(variance, 0.0))  # rounding can leave nothing just below nothing


def ac1_error(table: np.ndarray) -> float:
    """Large-sample standard error of AC1 of a 2 × 2 table (Gwet 2008, equation 17).

    >>> round(ac1_error(np.array([[118, 5], [2, 0]])), 4)
    0.023
    """
    n = table.sum()
    shares = table / n
    pi = (shares.sum(axis=0) + shares.sum(axis=1)) / 2
    observed, chance = np.trace(shares), float((pi * (1 - pi)).sum())
    ac1 = (observed - chance) / (1 - chance)
    same = float((np.diag(shares) * (1 - pi)).sum()) - observed * chance
    pairs = float((shares * (1 - (pi[:, None] + pi) / 2) ** 2).sum()) - chance**2
    spread = observed * (1 - observed) - 4 * (1 - ac1) * same + 4 * (1 - ac1) ** 2 * pairs
    return math.sqrt(max(spread, 0.0) / n) / (1 - chance)


def planning(data: Tables, width: float = WIDTH, design_effect: float = 1.0) -> Result:
    """Passages to code twice, by the coefficient one expects and the code's prevalence.

    One row per expected value and prevalence: `kappa_units` and `ac1_units` passages needed, the
    latter missing where no AC1 of that size is possible. `width` is the interval's. Nothing in it
    comes from the study's data; for the team.
    """
    rows = [
        {
            "expected": f"{expected}",
            "prevalence": f"{prevalence}",
            "kappa_units": units_needed(expected, prevalence, width, "kappa", design_effect),
            "ac1_units": _or_missing(expected, prevalence, width, design_effect),
        }
        for expected, prevalence in itertools.product(EXPECTED, PREVALENCES)
    ]
    return Result(
        "agreement_plan",
        pd.DataFrame(rows),
        by=("expected", "prevalence"),
        people="kappa_units",  # passages: nobody is counted here
        kinds={"ac1_units": "count"},
        population=Text("passages to be coded twice", "darnau i'w codio ddwywaith"),
        method="method_agreement_plan",
        origin=origin_of(data.segments),
        labels={
            "expected": {f"{e}": Text(f"{e:.2f}", f"{e:.2f}") for e in EXPECTED},
            "prevalence": {f"{p}": Text(f"{p:.0%}", f"{p:.0%}") for p in PREVALENCES},
            "method": {
                "width": Text(f"{width:g}", f"{width:g}"),
                "design": Text(f"{design_effect:g}", f"{design_effect:g}"),
            },
        },
    )


def _or_missing(expected: float, prevalence: float, width: float, design_effect: float) -> float:
    try:
        return units_needed(expected, prevalence, width, "ac1", design_effect)
    except StudyError:
        return math.nan
