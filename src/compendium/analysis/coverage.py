"""How much of each text was coded, and by whom: for the team.

A text is one source of a coding project: an interview, a focus group, a person's written answers,
an observation.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.intake.take_in import Tables
from compendium.words import Text, words

ANYBODY = "anybody"
KINDS_OF_TEXT = {
    "interview": "data_type_interview",
    "open_answer": "data_type_open_answer",
    "observation": "data_type_observation",
}
NUMBERS = {"coded": "count", "all": "count", "characters": "percent"}


def sources(data: Tables) -> Result:
    """One row per text and coder, and one per text for whoever coded it (``anybody``).

    `coded` passages have a code of this coder, of `all` that somebody coded there; `characters` is
    the share of the text's characters that stand in one of them, each character once. It is missing
    where an export does not hold the whole text. A text that nobody coded has rows of nought.
    """
    rows = [
        {"data_type": e.data_type, "event_id": e.event_id, "coder": name, **_row(e, mine, every)}
        for e, every, by_coder in _texts(data)
        for name, mine in by_coder.items()
    ]
    return _result("coverage", ("data_type", "event_id", "coder"), rows, "texts", data)


def summary(data: Tables) -> Result:
    """One row per kind of text and coder, and for all coders together (``anybody``).

    `texts_coded` of `texts` have at least one passage of this coder; `coded`, `all` and `characters`
    as in `sources`, over all texts of the kind (characters: over those whose whole text is known).
    """
    frame = sources(data).frame
    lengths = data.events.set_index("event_id")["characters"].astype("Float64")
    known = frame["event_id"].map(lengths).astype("float64").where(frame["characters"].notna())
    frame = frame.assign(known=known, covered=frame["characters"] / 100 * known)
    rows = []
    for (kind, coder), part in frame.groupby(["data_type", "coder"], sort=False, observed=True):
        length = part["known"].sum()
        numbers = {
            "texts": len(part),
            "texts_coded": int((part["coded"] > 0).sum()),
            "coded": int(part["coded"].sum()),
            "all": int(part["all"].sum()),
            "characters": 100 * part["covered"].sum() / length if length else np.nan,
        }
        rows.append({"data_type": kind, "coder": coder, **numbers})
    more = {"texts_coded": "count"}
    return _result("coverage_summary", ("data_type", "coder"), rows, "texts", data, more)


def covered(start: np.ndarray, end: np.ndarray) -> int:
    """How many characters stand in at least one passage; what has no length covers nothing.

    >>> covered(np.array([0, 5, 8, 20]), np.array([10, 7, 12, 20]))
    12
    """
    order = np.argsort(start, kind="stable")
    start, end = start[order], end[order]
    reached = np.maximum.accumulate(np.append(0, end))[: len(end)]  # by the passages before
    return int(np.maximum(end - np.maximum(start, reached), 0).sum())


def _texts(data: Tables):
    """Each text, its passages, and the passages of each coder and of anybody, texts in order."""
    coders = data.study.header.coding.coders
    segments, codings = data.segments, data.codings
    of_event = dict(tuple(segments.groupby("event_id", sort=False, observed=True)))
    given = {c: set(codings.loc[codings["coder"] == c, "segment_id"]) for c in coders}
    rank = {kind: i for i, kind in enumerate(KINDS_OF_TEXT)}
    events = data.events.assign(rank=data.events["data_type"].map(rank))
    for event in events.sort_values(["rank", "event_id"]).itertuples():
        mine = of_event.get(event.event_id, segments.iloc[:0])
        by_coder = {c: mine[mine["segment_id"].isin(given[c])] for c in coders}
        coded = mine["segment_id"].isin(set().union(*given.values()))
        yield event, mine, {ANYBODY: mine[coded], **by_coder}


def _row(event, mine: pd.DataFrame, every: pd.DataFrame) -> dict:
    bounds = (mine[name].to_numpy(dtype=np.int64) for name in ("char_start", "char_end"))
    share = np.nan
    if not pd.isna(event.characters):
        share = 100 * covered(*bounds) / event.characters
    return {"texts": 1, "coded": len(mine), "all": len(every), "characters": min(share, 100.0)}


def _result(
    measure: str, by: tuple[str, ...], rows: list[dict], people: str, data: Tables, more=None
) -> Result:
    kinds = {**(more or {}), **NUMBERS}
    called = data.study.header.coding.called
    coders = {c: Text(called(c), called(c)) for c in data.study.header.coding.coders}
    return Result(
        measure,
        pd.DataFrame(rows, columns=[*by, people, *kinds]),
        by=by,
        people=people,  # texts: nobody is counted here
        kinds=kinds,
        population=Text("everybody whose talk was coded", "pawb y codiwyd eu geiriau"),
        method="method_coverage",
        origin=origin_of(data.events),
        labels={
            "event_id": {e: Text(e, e) for e in data.events["event_id"]},
            "coder": {ANYBODY: words()["anybody"].text, **coders},
            "data_type": {kind: words()[key].text for kind, key in KINDS_OF_TEXT.items()},
        },
    )
