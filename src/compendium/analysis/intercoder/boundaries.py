"""Whether two coders begin and end their passages in the same places (Krippendorff's alpha_U)."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from compendium.analysis.intercoder.agreement import (
    ALL_CODES,
    SOURCES_NEEDED,
    USES_NEEDED,
    WEAK_BELOW,
    labels,
    pairs,
)
from compendium.analysis.intercoder.coder_pairs import END, EVENT, START, given_by
from compendium.analysis.qualitative.themes import rolled_up
from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.statistics.agreement_coefficients import RESAMPLES, ends
from compendium.analysis.statistics.unitising import Continuum, alpha_u, joined, parts
from compendium.intake.tables import Tables
from compendium.theory import active_codes
from compendium.words import Text

COLUMNS = ["coder", "code_id", "units", "uses_1", "uses_2", "sources"]
COEFFICIENTS = ("alpha_u", "lower", "upper")
GIVEN = "guard_boundaries_given"


@remembered
def boundaries(data: Tables) -> Result:
    """Alpha_U of each code, on the texts that both coders divided.

    One row per pair of coders and code that either used: first ``all``, the disagreement of every
    code as it was given over the disagreement to expect, then each code with those below it.

    A text is an event in which both coders gave some code; it reaches from its beginning to the
    end of the last passage that anybody coded, which is as far as the tables know it. Passages of
    one code by one coder that overlap are one; those without length are left out. `units` texts,
    `uses_1` and `uses_2` passages of each coder, `sources` texts in which the coder who has fewer
    used the code. `alpha_u` with its interval, resampled over texts. `judgement` is ``too_few``
    below 10 passages or 5 texts by either coder, ``weak`` where alpha_u lies below 0.60,
    ``unsure`` where its interval reaches below.

    No coefficient, and `guard` says why, where all passages of the second coder are passages of
    the first too: they were given, and nobody had to find where they begin and end.
    """
    rows = [row for first, other, name in pairs(data) for row in _pair(data, first, other, name)]
    columns = [*COLUMNS, *COEFFICIENTS, "judgement", "guard"]
    return Result(
        "boundaries",
        pd.DataFrame(rows, columns=columns),
        by=("coder", "code_id"),
        people="units",
        kinds={
            **dict.fromkeys(("uses_1", "uses_2", "sources"), "count"),
            **dict.fromkeys(COEFFICIENTS, "coefficient"),
            "judgement": "text",
            "guard": "guard",
        },
        population=Text("texts that two coders coded", "testunau a godiodd dau godiwr"),
        method="method_boundaries",
        assumption="assumption_coders",
        origin=origin_of(data.segments),
        labels=labels(data),
    )


def _pair(data: Tables, first: str, other: str, name: str) -> list[dict]:
    given = [given_by(data, coder) for coder in (first, other)]
    given = [g[g[END] > g[START]] for g in given]
    texts = sorted(set(given[0][EVENT]) & set(given[1][EVENT]))
    if not texts:
        return []
    given = [g[g[EVENT].isin(texts)] for g in given]
    spans = [set(zip(g[EVENT], g[START], g[END], strict=True)) for g in given]
    if spans[1] <= spans[0]:
        numbers = dict.fromkeys(COEFFICIENTS, math.nan)
        counts = {"units": len(texts), "uses_1": len(spans[0]), "uses_2": len(spans[1])}
        counts["sources"] = len(texts)
        said = {"judgement": "", "guard": GIVEN}
        return [{"coder": name, "code_id": ALL_CODES, **counts, **numbers, **said}]
    ended = data.segments.groupby(EVENT, observed=True)[END].max().reindex(texts).to_dict()
    seed = data.study.header.seed
    drawn = np.random.default_rng(seed).multinomial(
        len(texts), np.full(len(texts), 1 / len(texts)), RESAMPLES
    )
    as_given = [c for c in _texts_by_code(data, given, ended).values()]
    whole = [rolled_up(g, data.study.codebook) for g in given]
    by_code = {ALL_CODES: as_given} | {
        code: [found] for code, found in _texts_by_code(data, whole, ended).items()
    }
    return [
        {"coder": name, "code_id": code, **_row(found, drawn.astype("float64"))}
        for code, found in by_code.items()
    ]


def _texts_by_code(
    data: Tables, given: list[pd.DataFrame], ended: dict[str, int]
) -> dict[str, list[Continuum]]:
    """Of each active code that either coder gave, every text as each of them divided it."""
    used = set(pd.concat(given)["code_id"])
    codes = [c.code_id for c in active_codes(data.study.codebook)]
    spans = [
        {
            key: joined(list(zip(g[START], g[END], strict=True)))
            for key, g in table.groupby(["code_id", EVENT], observed=True)
        }
        for table in given
    ]
    return {
        code: [
            Continuum(0, int(end), tuple(s.get((code, event), ()) for s in spans))
            for event, end in ended.items()
        ]
        for code in codes
        if code in used
    }


def _row(codes: list[list[Continuum]], drawn: np.ndarray) -> dict:
    """Everything about one code, or several together."""
    each = [parts(texts) for texts in codes]
    alpha = float(alpha_u(each)[0])
    low, high = (float(e[0]) for e in ends(alpha_u(each, drawn)[:, None]))
    if drawn.shape[1] < 2 or alpha == 1:
        low = high = math.nan
    uses = [sum(len(t.spans[coder]) for texts in codes for t in texts) for coder in (0, 1)]
    texts = [len({i for found in codes for i, t in enumerate(found) if t.spans[c]}) for c in (0, 1)]
    return {
        "units": drawn.shape[1],
        "uses_1": uses[0],
        "uses_2": uses[1],
        "sources": min(texts),
        "alpha_u": alpha,
        "lower": low,
        "upper": high,
        "judgement": _judgement(alpha, low, min(uses), min(texts)),
        "guard": "",
    }


def _judgement(alpha: float, low: float, uses: int, sources: int) -> str:
    if uses < USES_NEEDED or sources < SOURCES_NEEDED or math.isnan(alpha):
        return "too_few"
    if alpha < WEAK_BELOW:
        return "weak"
    return "unsure" if low < WEAK_BELOW else ""  # no interval, no doubt: low is missing
