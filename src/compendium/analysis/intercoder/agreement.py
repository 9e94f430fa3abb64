"""How far two coders agree about what a passage is about, code by code.

A coder counts as having read a segment if they gave it any code (valence aside): what somebody
read and left without a code cannot be known from a coding project, only from coding sheets
(`compendium.coding_sheets`). Segments of every kind count, of every area: how well a code can be
applied does not depend on where a report is about.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from compendium.analysis.intercoder.coder_pairs import UNITS, Decisions, coders, decisions
from compendium.analysis.remembered import remembered
from compendium.analysis.result import Labels, Result, origin_of
from compendium.analysis.statistics.agreement_coefficients import coefficients, intervals
from compendium.intake.tables import Tables
from compendium.words import Text

ALL_CODES = "all"
# With fewer uses or sources by either coder one decision more or less changes everything
# (a rule of the house).
USES_NEEDED, SOURCES_NEEDED = 10, 5
# "Any kappa below 0.60 indicates inadequate agreement": McHugh 2012, Interrater reliability: the
# kappa statistic. Biochemia Medica 22(3), 276-282.
WEAK_BELOW = 0.60
# "It is customary to require alpha >= .800" (Krippendorff 2004, Content analysis, 2nd ed., p. 241);
# taken over for AC1.
HIGH_FROM = 0.80
FLAGS = ("too_few", "weak", "apart", "unsure")

PERCENTS = ("percent", "prevalence")
COEFFICIENTS = ("kappa", "lower", "upper", "pabak", "ac1")
COUNTS = ("uses_1", "uses_2", "sources")
# What `in_detail` says beside these.
MORE = ("ac1_lower", "ac1_upper", "alpha", "alpha_lower", "alpha_upper")
INDICES = ("prevalence_index", "bias_index")


@remembered
def per_code(data: Tables) -> Result:
    """How far the coders agree on each code, on the segments that two of them read.

    One row per pair of coders and code that either of the two used: first ``all``, every code
    and segment together, then the active codes with each one's children under it. A code's row
    counts the uses of the codes below it too, as the theme tables do; ``all`` counts each code
    as it was given. No rows in a study that says ``agreement: not_used``.

    The pair is the coder of record (the first of study.yml's, where the record is a consensus or
    a union) and each other coder in turn; `coder` is the other. They are called C1, C2 … in the
    order of study.yml: coders' names are on no page.

    `units` segments both read, `uses_1` and `uses_2` segments each gave the code, `sources` the
    smaller number of interviews (or other events) in which one of them did. `percent` of equal
    decisions; `kappa` (Cohen 1960) with its 95 % interval `lower` to `upper`, resampled over
    sources; `prevalence`, the mean of the two coders' shares of uses; `pabak` and `ac1`, which do
    not fall with a rare code's prevalence (Byrt et al. 1993; Gwet 2008). No kappa where both or
    neither gave the code to every segment, and no interval where no decision differs.
    `judgement` is one of `FLAGS` or blank, see `judgement`.
    """
    kept = ["coder", "code_id", "units", *COUNTS, *PERCENTS, *COEFFICIENTS, "judgement"]
    frame = pd.DataFrame(list(_rows(data, ("segments",))), columns=kept)
    return _result("agreement", data, frame, ("coder", "code_id"))


@remembered
def in_detail(data: Tables) -> Result:
    """Every coefficient of two coders' decisions, about segments and about characters.

    One row per pair of coders, unit (``segments``, ``characters``) and code, as in `per_code`.
    About characters, what both read are the characters that lie in a segment of each, wherever
    these begin and end; a long passage counts for more than a short one, and a segment without
    any length has no characters.

    Beside what `per_code` says: intervals of AC1, Krippendorff's `alpha` (nominal) with its
    interval, `prevalence_index` and `bias_index` (Byrt et al. 1993). `units` and uses are
    segments in both.
    """
    by = ("coder", "unit", "code_id")
    kept = [*by, "units", *COUNTS, *PERCENTS, *COEFFICIENTS, *MORE, *INDICES, "judgement"]
    return _result(
        "agreement_detail", data, pd.DataFrame(list(_rows(data, UNITS)), columns=kept), by
    )


def _result(measure: str, data: Tables, frame: pd.DataFrame, by: tuple[str, ...]) -> Result:
    own = set(frame.columns)
    kinds = {
        **dict.fromkeys(COUNTS, "count"),
        **dict.fromkeys(PERCENTS, "percent"),
        **dict.fromkeys((*COEFFICIENTS, *MORE, *INDICES), "coefficient"),
        "judgement": "text",
    }
    return Result(
        measure,
        frame,
        by=by,
        people="units",  # segments: nobody is counted here
        kinds={c: k for c, k in kinds.items() if c in own},
        population=Text("passages that two coders read", "darnau a ddarllenodd dau godiwr"),
        method=f"method_{measure}",
        assumption="assumption_coders",
        origin=origin_of(data.segments),
        labels=labels(data),
    )


def labels(data: Tables) -> Labels:
    """What pairs of coders and codes are called, and why agreement is not used, where it is not."""
    study, rules = data.study, data.study.header.coding
    first, *others = coders(study)
    one, names = rules.called(first), [rules.called(other) for other in others]
    found = {
        "coder": {o: Text(f"{one} and {o}", f"{one} a {o}") for o in names},
        "first": dict.fromkeys(names, Text(one, one)),
        "code_id": {
            ALL_CODES: Text("All codes together", "Pob cod gyda'i gilydd"),
            **{c.code_id: c.label for c in study.codebook},
        },
        "parent": {c.code_id: Text(c.parent_id, c.parent_id) for c in study.codebook},
    }
    return found | ({"not_used": {"reason": rules.agreement_reason}} if rules.not_used else {})


def pairs(data: Tables) -> list[tuple[str, str, str]]:
    """The coder of record, each other coder, and what the other is called; none if not used."""
    rules = data.study.header.coding
    first, *others = coders(data.study)
    return [] if rules.not_used else [(first, o, rules.called(o)) for o in others]


def _rows(data: Tables, units: tuple[str, ...]) -> Iterator[dict]:
    """The rows of each pair and unit: all codes together, then each."""
    seed = data.study.header.seed
    for first, other, name in pairs(data):
        for unit in units:
            key = {"coder": name, "unit": unit}
            given = decisions(data, first, other, unit, above=False)
            if not len(given.events):
                continue
            yield from ({**key, **row} for row in _together(given, seed))
            whole = decisions(data, first, other, unit)
            yield from ({**key, **row} for row in _each(whole, seed))


def _together(given: Decisions, seed: int) -> list[dict]:
    """One row about all codes: every decision about every code as it was given."""
    tables = given.by_source.sum(axis=1, keepdims=True)
    uses = [(len(u), u["event_id"].nunique()) for u in given.uses]
    return _described([ALL_CODES], tables, [uses], given, seed)


def _each(whole: Decisions, seed: int) -> list[dict]:
    """One row per code, in the codebook's outline."""
    by_code = [u.groupby("code_id", observed=True)["event_id"] for u in whole.uses]
    counted = [(g.size().to_dict(), g.nunique().to_dict()) for g in by_code]
    codes = list(whole.first.columns)
    uses = [[(size.get(c, 0), events.get(c, 0)) for size, events in counted] for c in codes]
    return _described(codes, whole.by_source, uses, whole, seed)


def _described(
    codes: list[str],
    by_source: np.ndarray,
    uses: list[list[tuple[int, int]]],
    decided: Decisions,
    seed: int,
) -> list[dict]:
    """Everything about each code; `uses` are each coder's uses and sources of it."""
    tables = by_source.sum(axis=0)
    found, ends = coefficients(tables), intervals(by_source, seed)
    differ = tables[:, 0, 1] + tables[:, 1, 0] > 0
    rows = []
    for i, code in enumerate(codes):
        (uses_1, sources_1), (uses_2, sources_2) = uses[i]
        low, high = ({k: ends[k][e][i] if differ[i] else math.nan for k in ends} for e in (0, 1))
        row = {
            "code_id": code,
            "units": decided.passages,
            "uses_1": uses_1,
            "uses_2": uses_2,
            "sources": min(sources_1, sources_2),
            **{name: float(values[i]) for name, values in found.items()},
            "prevalence": 50 * (1 + float(found["prevalence_index"][i])),
            "lower": low["kappa"],
            "upper": high["kappa"],
            **{f"{n}_lower": low[n] for n in ("ac1", "alpha")},
            **{f"{n}_upper": high[n] for n in ("ac1", "alpha")},
        }
        bottom = row["lower"] if differ[i] else row["kappa"]
        least = min(uses_1, uses_2), row["sources"]
        rows.append({**row, "judgement": judgement(row["kappa"], bottom, row["ac1"], *least)})
    return rows


def judgement(kappa: float, low: float, ac1: float, uses: int, sources: int) -> str:
    """Whether agreement on a code can be judged, and what its interval and AC1 say together.

    Parameters
    ----------
    kappa, low : float
        Cohen's kappa and the lower end of its interval; kappa itself where no decision differs.
    ac1 : float
        Gwet's AC1.
    uses, sources : int
        Of the coder who has fewer.

    Returns
    -------
    str
        ``too_few`` below 10 uses or 5 sources, or where there is no kappa. With kappa below 0.60
        ``weak``, or ``apart`` where AC1 is at least 0.80: a rare code pulls kappa down and not
        AC1. With kappa from 0.60 ``unsure`` where its interval or AC1 reaches below; else blank.

    >>> [judgement(0.5, 0.3, ac1, 10, 5) for ac1 in (0.79, 0.80)]
    ['weak', 'apart']
    >>> judgement(0.6, 0.5, 0.9, 10, 5), judgement(0.6, 0.6, 0.5, 10, 5)
    ('unsure', 'unsure')
    >>> judgement(0.6, 0.6, 0.9, 10, 5), judgement(0.6, 0.6, 0.9, 9, 5)
    ('', 'too_few')
    """
    if uses < USES_NEEDED or sources < SOURCES_NEEDED or math.isnan(kappa):
        return "too_few"
    if kappa < WEAK_BELOW:
        return "apart" if ac1 >= HIGH_FROM else "weak"
    return "unsure" if min(low, ac1) < WEAK_BELOW else ""
