"""One coefficient for the whole coding: which one code each coder gave to a passage.

For that every passage needs one code of each coder. A passage to which a coder gave several is set
aside and counted, a code and one above it being several; in the tables of single codes it stays.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from compendium.analysis import many_coders
from compendium.analysis.agreement import SOURCES_NEEDED, USES_NEEDED, labels, pairs
from compendium.analysis.agreement_coefficients import RESAMPLES, ends
from compendium.analysis.coder_pairs import coders
from compendium.analysis.result import Result, origin_of
from compendium.intake.take_in import Tables
from compendium.words import Text

EVERY = "every"
NAMES = ("kappa", "ac1", "alpha")
ENDS = tuple(f"{name}_{end}" for name in NAMES for end in ("lower", "upper"))


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
    drawn = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), RESAMPLES)
    whole = np.ones((1, many))
    two = ratings.shape[1] == 2
    tables = _crossed(ratings, source, many) if two else None
    found = {}
    for weights in (whole, drawn.astype("float64")):
        values = many_coders.coefficients(sums.weighted(weights))
        if two:
            values["kappa"] = cohens_kappas(np.tensordot(weights, tables, axes=1))
        found.setdefault("of", []).append(values)
    of_all, resampled = found["of"]
    row = {name: float(of_all[name][0]) for name in ("percent", *NAMES)}
    for name in NAMES:
        low, high = ends(resampled[name][:, None]) if many > 1 else ([math.nan], [math.nan])
        differ = row["percent"] < 100
        row[f"{name}_lower"], row[f"{name}_upper"] = (
            float(e[0]) if differ else math.nan for e in (low, high)
        )
    return row


def _crossed(ratings: np.ndarray, source: np.ndarray, many: int) -> np.ndarray:
    """The first coder's code by the other's, a table per source."""
    code, classes = pd.factorize(ratings.ravel())
    first, other = code.reshape(ratings.shape).T
    tables = np.zeros((many, len(classes), len(classes)))
    np.add.at(tables, (source, first, other), 1)
    return tables


def cohens_kappas(tables: np.ndarray) -> np.ndarray:
    """Cohen's kappa of each square table (leading axes); missing where chance alone would do."""
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = tables / tables.sum(axis=(-2, -1), keepdims=True)
        same = np.trace(shares, axis1=-2, axis2=-1)
        chance = (shares.sum(axis=-1) * shares.sum(axis=-2)).sum(axis=-1)
        return np.where(np.isclose(chance, 1), np.nan, (same - chance) / (1 - chance))
