"""What the outcome needs: conditions, their absence, and combinations that are hardly ever missing.

Whatever nearly every case has reaches a high inclusion (inclN); look at RoN and coverage beside it.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from compendium.analysis.qca import fit
from compendium.analysis.qca.cases import TINY, Cases
from compendium.analysis.qca.notation import ANY, Term
from compendium.problems import StudyError

# Inclusion from which a condition is called necessary (Schneider and Wagemann 2012, ch. 5).
NECESSARY = 0.9
COLUMNS = ["expression", "inclN", "RoN", "covN"]


def single(cases: Cases) -> pd.DataFrame:
    """One row per level of each condition: inclN, RoN, covN, whatever they are."""
    terms = [
        _term(cases, {place: level})
        for place, count in enumerate(cases.levels)
        for level in reversed(range(count))
    ]
    x = np.array([cases.term(term) for term in terms])
    return pd.DataFrame(
        {"expression": list(map(cases.written, terms)), **fit.needed(x, cases.membership)}
    )


def necessary(
    cases: Cases,
    incl_cut: float = NECESSARY,
    cov_cut: float = 0.0,
    ron_cut: float = 0.0,
    depth: int = 3,
) -> pd.DataFrame:
    """Conditions, and combinations of up to `depth` of them, that the outcome needs.

    Parameters
    ----------
    cases : Cases
        The cases.
    incl_cut, cov_cut, ron_cut : float
        Least inclusion, coverage and relevance of necessity.
    depth : int
        How many conditions are combined at most.

    Returns
    -------
    pandas.DataFrame
        One row per expression that reaches the cut-offs: ``A``, ``A*B`` (both are needed), ``A+B``
        (one or the other is). Of expressions with ``+`` those are left out of which a part reaches
        the cut-offs by itself. Each condition stands once in an expression. As R's
        ``QCA::superSubset``, which filters by RoN at the end, and so is done here.

    Raises
    ------
    StudyError
        If a cut-off is not between 0 and 1, or `depth` is below 1.

    Notes
    -----
    An expression with ``+`` is worth naming only where its parts stand for one idea; many of them
    are needed by arithmetic alone (Schneider and Wagemann 2012, ch. 3).
    """
    if depth < 1 or not all(0 <= cut <= 1 for cut in (incl_cut, cov_cut, ron_cut)):
        raise StudyError("Cut-offs lie between 0 and 1, and depth is 1 or more.")
    both: list[tuple[Term, np.ndarray]] = []
    either: list[tuple[Term, np.ndarray]] = []
    for many in range(1, min(depth, len(cases.conditions)) + 1):
        before = [frozenset(_parts(term)) for term, _ in (*both, *either)]
        for term in _combined(cases, many):
            parts = frozenset(_parts(term))
            if _reaches(x := cases.term(term), cases, incl_cut, cov_cut):
                both.append((term, x))
            elif many > 1 and not any(known <= parts for known in before):
                x = np.max([cases.literal(*part) for part in parts], axis=0)
                if _reaches(x, cases, incl_cut, cov_cut):
                    either.append((term, x))
    return _told(cases, both, either, ron_cut)


def _told(cases: Cases, both, either, ron_cut: float) -> pd.DataFrame:
    if not both and not either:
        return pd.DataFrame(columns=COLUMNS)
    texts = [cases.written(t) for t, _ in both] + [cases.written(t, "+") for t, _ in either]
    x = np.array([x for _, x in (*both, *either)])
    frame = pd.DataFrame({"expression": texts, **fit.needed(x, cases.membership)})
    return frame[frame["RoN"] >= ron_cut - TINY].reset_index(drop=True)


def _reaches(x: np.ndarray, cases: Cases, incl_cut: float, cov_cut: float) -> bool:
    found = fit.needed(x, cases.membership)
    return found["inclN"] >= incl_cut - TINY and bool(found["covN"] >= cov_cut - TINY)


def _combined(cases: Cases, many: int):
    """Every term of so many conditions."""
    for places in itertools.combinations(range(len(cases.conditions)), many):
        for levels in itertools.product(*(reversed(range(cases.levels[p])) for p in places)):
            yield _term(cases, dict(zip(places, levels, strict=True)))


def _term(cases: Cases, levels: dict[int, int]) -> Term:
    return tuple(levels.get(place, ANY) for place in range(len(cases.conditions)))


def _parts(term: Term) -> list[tuple[int, int]]:
    return [(place, level) for place, level in enumerate(term) if level != ANY]
