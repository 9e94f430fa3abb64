"""One coefficient for the whole coding: which one code each coder gave to a passage.

For that every passage needs one code of each coder. A passage to which a coder gave several is set
aside and counted, a code and one above it being several; in the tables of single codes it stays.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from compendium.analysis.intercoder.agreement import SOURCES_NEEDED, USES_NEEDED, labels, pairs
from compendium.analysis.intercoder.coder_pairs import coders
from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.statistics import many_coders
from compendium.analysis.statistics.agreement_coefficients import RESAMPLES, ends
from compendium.intake.tables import Tables
from compendium.words import Text

EVERY = "every"
NAMES = ("kappa", "ac1", "alpha")
ENDS = tuple(f"{name}_{end}" for name in NAMES for end in ("lower", "upper"))


@remembered
def one_code(data: Tables) -> Result:
    """How far coders give a passage the same one code, all codes being classes of one variable.

    One row per pair of coders, and, where there are more than two, one for all of them
    (``every``), on passages that at least two of them read; whoever did not read one has no
    rating there. "No code fits" (coding sheets) is a class too.

    `units` passages with one code of each, `read` passages read by both (by two or more),
    `set_aside` those of them to which a coder gave several codes, `sources` events they are of.
    `percent` of equal codes; `kappa` (of two coders Cohen's, of all Fleiss'), `ac1` (Gwet) and
    `alpha` (Krippendorff, nominal), each with its interval, resampled over sources. `judgement`
    is ``too_few`` below 10 passages or 5 sources.
    """
    rows = [_row(data, name, [first, other]) for first, other, name in pairs(data)]
    if len(rows) > 1:
        rows.append(_row(data, EVERY, coders(data.study)))
    columns = ["coder", "units", "read", "set_aside", "sources", "percent", *NAMES, *ENDS]
    frame = pd.DataFrame([r for r in rows if r["read"]], columns=[*columns, "judgement"])
    found = labels(data)
    every = Text("All coders", "Pob codiwr")
    return Result(
        "agreement_overall",
        frame,
        by=("coder",),
        people="units",
        kinds={
            **dict.fromkeys(("read", "set_aside", "sources"), "count"),
            "percent": "percent",
            **dict.fromkeys((*NAMES, *ENDS), "coefficient"),
            "judgement": "text",
        },
        population=Text("passages that two coders read", "darnau a ddarllenodd dau godiwr"),
        method="method_agreement_overall",
        assumption="assumption_coders",
        origin=origin_of(data.segments),
        labels={**found, "coder": {**found["coder"], EVERY: every}},
    )


def _row(data: Tables, name: str, compared: list[str]) -> dict:
    """Everything about these coders."""
    ratings, read, aside = ratings_of(data, compared)
    events = data.segments.set_index("segment_id")["event_id"].reindex(ratings.index)
    source, sources = pd.factorize(events)
    found = {n: math.nan for n in ("percent", *NAMES, *ENDS)}
    if len(ratings):
        found |= _coefficients(ratings.to_numpy(), source, len(sources), data.study.header.seed)
    few = len(ratings) < USES_NEEDED or len(sources) < SOURCES_NEEDED
    return {
        "coder": name,
        "units": len(ratings),
        "read": read,
        "set_aside": aside,
        "sources": len(sources),
        **found,
        "judgement": "too_few" if few or math.isnan(found["alpha"]) else "",
    }


def ratings_of(data: Tables, compared: list[str]) -> tuple[pd.DataFrame, int, int]:
    """The one code of each coder, and how many passages were read and how many set aside.

    Returns
    -------
    ratings : pandas.DataFrame
        One row per passage, one column per coder; None where a coder did not read it. A blank
        code is "no code fits".
    read : int
        Passages that at least two of the coders read.
    set_aside : int
        Those of them to which one of the coders gave several codes.
    """
    mine = data.codings[data.codings["coder"].isin(compared)]
    mine = mine[mine["segment_id"].isin(data.segments["segment_id"])]
    mine = mine.drop_duplicates(["segment_id", "coder", "code_id"])
    cell = mine.groupby(["segment_id", "coder"], observed=True)["code_id"]
    wide = cell.agg(["first", "size"]).unstack("coder").sort_index()
    many = wide["size"] if len(wide) else pd.DataFrame(columns=compared)
    both = many.notna().sum(axis=1) >= 2
    several = (many > 1).any(axis=1)
    kept = wide["first"] if len(wide) else many
    kept = kept.reindex(columns=compared).astype("object")[both & ~several]
    return kept.where(kept.notna(), None), int(both.sum()), int((both & several).sum())


def _coefficients(ratings: np.ndarray, source: np.ndarray, many: int, seed: int) -> dict:
    """Each coefficient and its interval."""
    sums = many_coders.sums(many_coders.class_counts(ratings), source)
    two = _of_two(ratings, source, many) if ratings.shape[1] == 2 else None

    def of(weights: np.ndarray) -> dict[str, np.ndarray]:
        found = many_coders.coefficients(sums.weighted(weights))
        if two:
            found["kappa"] = cohens_kappas(*(weights @ part for part in two))
        return found

    whole = of(np.ones((1, many)))
    row = {name: float(whole[name][0]) for name in ("percent", *NAMES)}
    if many < 2 or row["percent"] == 100:
        return row
    drawn = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), RESAMPLES)
    for name, values in of(drawn.astype("float64")).items():
        low, high = ends(values[:, None])
        row |= {f"{name}_lower": float(low[0]), f"{name}_upper": float(high[0])}
    return {name: value for name, value in row.items() if name in ("percent", *NAMES, *ENDS)}


def _of_two(
    ratings: np.ndarray, source: np.ndarray, many: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each source: equal codes, and how often each of the two coders gave each code."""
    code, classes = pd.factorize(ratings.ravel())
    first, other = code.reshape(ratings.shape).T
    same = np.bincount(source, first == other, many)
    sides = np.zeros((2, many, len(classes)))
    for side, given in zip(sides, (first, other), strict=True):
        np.add.at(side, (source, given), 1)
    return same, sides[0], sides[1]


def cohens_kappas(same: np.ndarray, first: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Cohen's kappa from the number of equal codes and how often each coder gave each code.

    `first` and `other` have the codes along their last axis. Missing where chance alone would make
    the two agree always.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        n = first.sum(axis=-1)
        chance = (first * other).sum(axis=-1) / n**2
        certain = np.isclose(chance, 1, atol=1e-12)
        return np.where(certain, np.nan, (same / n - chance) / (1 - chance))
