"""How far two coders agree about what a passage is about, code by code.

A coder counts as having read a segment if they gave it any code (valence aside): what somebody
read and left without a code cannot be known from a coding project. Segments of every kind count,
of every area: how well a code can be applied does not depend on where a report is about.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.analysis.themes import in_outline_order, rolled_up
from compendium.intake.take_in import Tables
from compendium.study import Study
from compendium.words import Text

ALL_CODES = "all"
# With fewer uses or sources by either coder one decision more or less changes everything
# (a rule of the house).
USES_NEEDED, SOURCES_NEEDED = 10, 5
# "Any kappa below 0.60 indicates inadequate agreement": McHugh 2012, Interrater reliability: the
# kappa statistic. Biochemia Medica 22(3), 276-282.
WEAK_BELOW = 0.60
NORMAL_95 = 1.959964

PERCENTS = ("percent", "prevalence")
COEFFICIENTS = ("kappa", "lower", "upper", "pabak", "ac1")
COUNTS = ("uses_1", "uses_2", "sources")


def per_code(data: Tables) -> Result:
    """How far the coders agree on each code, on the segments that two of them read.

    One row per pair of coders and code that either of the two used: first ``all``, every code
    and segment together, then the active codes with each one's children under it. A code's row
    counts the uses of the codes below it too, as the theme tables do; ``all`` counts each code
    as it was given.

    The pair is the coder of record (the first of study.yml's, where the record is a consensus or
    a union) and each other coder in turn; `coder` is the other. They are called C1, C2 … in the
    order of study.yml: coders' names are on no page.

    `units` segments both read, `uses_1` and `uses_2` segments each gave the code, `sources` the
    smaller number of interviews (or other events) in which one of them did. `percent` of equal
    decisions; `kappa` (Cohen 1960) with its 95 % interval `lower` to `upper`; `prevalence`, the
    mean of the two coders' shares of uses; `pabak` and `ac1`, which do not fall with a rare
    code's prevalence (Byrt et al. 1993; Gwet 2008). No kappa where both or neither gave the code
    to every segment, and no interval where no decision differs. `judgement` is ``too_few`` below
    10 uses or 5 sources by either coder, ``weak`` where kappa is below 0.60, else blank.
    """
    study = data.study
    first, *others = _coders(study)
    called = study.header.coding.called
    one, names = called(first), [called(other) for other in others]
    parts = [_pair(data, first, other) for other in others]
    by = ("coder", "code_id")
    columns = [*by, "units", *COUNTS, *PERCENTS, *COEFFICIENTS, "judgement"]
    rows = [row for part in parts for row in part]
    return Result(
        "agreement",
        pd.DataFrame(rows, columns=columns),
        by=by,
        people="units",  # segments: nobody is counted here
        kinds={
            **dict.fromkeys(COUNTS, "count"),
            **dict.fromkeys(PERCENTS, "percent"),
            **dict.fromkeys(COEFFICIENTS, "coefficient"),
            "judgement": "text",
        },
        population=Text("passages that two coders read", "darnau a ddarllenodd dau godiwr"),
        method="method_agreement",
        origin=origin_of(data.segments),
        labels={
            "coder": {o: Text(f"{one} and {o}", f"{one} a {o}") for o in names},
            "first": dict.fromkeys(names, Text(one, one)),
            "code_id": {
                ALL_CODES: Text("All codes together", "Pob cod gyda'i gilydd"),
                **{c.code_id: c.label for c in study.codebook},
            },
            "parent": {c.code_id: Text(c.parent_id, c.parent_id) for c in study.codebook},
        },
    )


def _coders(study: Study) -> list[str]:
    """The coder of record, or the first named where the record is no one coder's; the others."""
    rules = study.header.coding
    first = rules.of_record if rules.of_record in rules.coders else rules.coders[0]
    return [first, *(c for c in rules.coders if c != first)]


def _pair(data: Tables, first: str, other: str) -> list[dict]:
    """The rows of one pair of coders."""
    given = [data.codings[data.codings["coder"] == coder] for coder in (first, other)]
    read = sorted(set(given[0]["segment_id"]) & set(given[1]["segment_id"]))
    if not read:
        return []
    events = data.segments.set_index("segment_id")["event_id"].reindex(read)
    book = data.study.codebook
    active = [c.code_id for c in in_outline_order(book) if c.status == "active"]
    as_given = _decisions(given, read, active)
    name = data.study.header.coding.called(other)
    found = [{"coder": name, "code_id": ALL_CODES, **_row(*as_given, events)}]
    whole = _decisions([rolled_up(g, book) for g in given], read, active)
    for code in whole[0].columns:
        found.append(
            {"coder": name, "code_id": code, **_row(whole[0][[code]], whole[1][[code]], events)}
        )
    return found


def _decisions(
    given: list[pd.DataFrame], read: list[str], active: list[str]
) -> tuple[pd.DataFrame, ...]:
    """Each coder's decisions: one row per segment, one yes-or-no column per code either used."""
    both = pd.concat([g[g["segment_id"].isin(read)] for g in given])
    used = [code for code in active if code in set(both["code_id"])]
    index = pd.MultiIndex.from_product([read, used])
    return tuple(
        pd.Series(index.isin(list(zip(g["segment_id"], g["code_id"], strict=True))), index)
        .unstack()
        .reindex(index=read, columns=used)
        for g in given
    )


def _row(first: pd.DataFrame, other: pd.DataFrame, events: pd.Series) -> dict:
    """Everything about one code, or about all codes together, from the two coders' decisions."""
    tables = _tables(first.to_numpy(), other.to_numpy())
    table = tables.sum(axis=0)
    n, uses_1, uses_2 = table.sum(), table[0].sum(), table[:, 0].sum()
    sources = min(events[d.any(axis=1).to_numpy()].nunique() for d in (first, other))
    same = np.trace(table) / n
    kappa, error = cohens_kappa(table), _error(tables, first.shape[1])
    return {
        "units": len(first),
        "uses_1": int(uses_1),
        "uses_2": int(uses_2),
        "sources": int(sources),
        "percent": 100 * same,
        "kappa": kappa,
        "lower": np.maximum(kappa - NORMAL_95 * error, -1),
        "upper": np.minimum(kappa + NORMAL_95 * error, 1),
        "prevalence": 100 * (uses_1 + uses_2) / (2 * n),
        "pabak": pabak(table),
        "ac1": gwets_ac1(table),
        "judgement": judgement(kappa, int(min(uses_1, uses_2)), int(sources)),
    }


def _error(tables: np.ndarray, codes: int) -> float:
    """Standard error of kappa; missing where no decision differs (it would be nothing)."""
    table = tables.sum(axis=0)
    if np.trace(table) == table.sum():
        return math.nan
    return standard_error(table) if codes == 1 else jackknife_error(tables)


def _tables(first: np.ndarray, other: np.ndarray) -> np.ndarray:
    """One 2 × 2 table per segment, shape (segments, 2, 2): yes and no of first by other."""
    both, one = (first & other).sum(axis=1), (first & ~other).sum(axis=1)
    two, none = (~first & other).sum(axis=1), (~first & ~other).sum(axis=1)
    return np.stack([both, one, two, none], axis=1).reshape(-1, 2, 2)


def judgement(kappa: float, uses: int, sources: int) -> str:
    """Whether agreement on a code can be judged, and whether it is weak.

    `uses` and `sources` are those of the coder who has fewer.

    >>> judgement(0.59, 10, 5), judgement(0.60, 10, 5), judgement(0.1, 9, 5), judgement(0.1, 10, 4)
    ('weak', '', 'too_few', 'too_few')
    """
    if uses < USES_NEEDED or sources < SOURCES_NEEDED or math.isnan(kappa):
        return "too_few"
    return "weak" if kappa < WEAK_BELOW else ""


def cohens_kappa(table: np.ndarray) -> float:
    """Agreement beyond chance (Cohen 1960): (observed - expected) / (1 - expected).

    `table` is square, the first coder's decisions by the other's. Missing where chance alone
    would make them agree always.

    >>> round(cohens_kappa(np.array([[20, 5], [10, 15]])), 2)
    0.4
    """
    shares = table / table.sum()
    observed, expected = np.trace(shares), shares.sum(axis=1) @ shares.sum(axis=0)
    certain = np.isclose(expected, 1, atol=1e-12)
    return math.nan if certain else float((observed - expected) / (1 - expected))


def standard_error(table: np.ndarray) -> float:
    """Large-sample standard error of kappa (Fleiss, Cohen & Everitt 1969), from statsmodels.

    >>> round(standard_error(np.array([[20, 5], [10, 15]])), 3)
    0.127
    """
    from statsmodels.stats import inter_rater

    if math.isnan(cohens_kappa(table)):
        return math.nan
    with np.errstate(invalid="ignore", divide="ignore"):  # its test against nothing, unused here
        variance = inter_rater.cohens_kappa(table).var_kappa
    return math.sqrt(max(variance, 0.0))  # rounding can leave nothing just below nothing


def jackknife_error(tables: np.ndarray) -> float:
    """Standard error of kappa over all codes, leaving out one segment at a time.

    Decisions about one segment hang together: who gives a code instead of its neighbour differs
    twice. Efron & Tibshirani 1993, An Introduction to the Bootstrap, equation 11.5.

    `tables` is one table of decisions per segment, shape (segments, 2, 2).
    """
    n = len(tables)
    if n < 2:
        return math.nan
    left = np.array([cohens_kappa(tables.sum(axis=0) - table) for table in tables])
    return float(np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum()))


def pabak(table: np.ndarray) -> float:
    """Prevalence-adjusted, bias-adjusted kappa (Byrt et al. 1993): 2 × observed - 1."""
    return float(2 * np.trace(table) / table.sum() - 1)


def gwets_ac1(table: np.ndarray) -> float:
    """Gwet's AC1 of two coders' yes or no (Gwet 2008): chance is 2 p (1 - p), p mean prevalence.

    >>> round(gwets_ac1(np.array([[118, 5], [2, 0]])), 4)
    0.9408
    """
    shares = table / table.sum()
    p = (shares[0].sum() + shares[:, 0].sum()) / 2
    expected = 2 * p * (1 - p)
    return float((np.trace(shares) - expected) / (1 - expected))
