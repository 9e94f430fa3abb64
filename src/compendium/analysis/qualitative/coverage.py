"""How much of each text was coded, and by whom: for the team alone.

A text is one source of a coding project: an interview, a focus group, a person's written answers,
an observation.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.intake.tables import Tables
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
    where an export does not hold the whole text. A text that nobody coded has rows of 0.
    """
    rank = {kind: i for i, kind in enumerate(KINDS_OF_TEXT)}
    texts = data.events.assign(rank=data.events["data_type"].map(rank))
    texts = texts.sort_values(["rank", "event_id"])[["data_type", "event_id", "characters"]]
    coders = pd.DataFrame({"coder": [ANYBODY, *data.study.header.coding.coders]})
    found = _covered(_given(data)).reset_index()
    frame = texts.merge(coders, how="cross").merge(found, on=["event_id", "coder"], how="left")
    every = found[found["coder"] == ANYBODY].set_index("event_id")["coded"]
    length = frame["characters"].astype("Float64").astype("float64")
    frame = frame.assign(
        texts=1,
        coded=frame["coded"].fillna(0).astype("int64"),
        all=frame["event_id"].map(every).fillna(0).astype("int64"),
        characters=(100 * frame["covered"].fillna(0) / length).clip(upper=100),
    )
    return _result("coverage", ("data_type", "event_id", "coder"), frame, data)


@remembered
def summary(data: Tables) -> Result:
    """One row per kind of text and coder, and for all coders together (``anybody``).

    `texts_coded` of `texts` have at least one passage of this coder; `coded`, `all` and
    `characters` as in `sources`, over all texts of the kind (characters: over those whose whole
    text is known).
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
    frame = pd.DataFrame(rows, columns=["data_type", "coder", "texts", "texts_coded", *NUMBERS])
    by = ("data_type", "coder")
    return _result("coverage_summary", by, frame, data, texts_coded="count")


def _given(data: Tables) -> pd.DataFrame:
    """One row per passage and coder who gave it any code, and one for anybody."""
    pairs = data.codings[["segment_id", "coder"]].drop_duplicates()
    anybody = pairs[["segment_id"]].drop_duplicates().assign(coder=ANYBODY)
    places = data.segments[["segment_id", "event_id", "char_start", "char_end"]]
    return pd.concat([anybody, pairs]).merge(places, on="segment_id")


def _covered(given: pd.DataFrame) -> pd.DataFrame:
    """How many passages each text has of each coder (`coded`), and the characters they cover.

    By text and coder. What passages share counts once: of each only what lies beyond the end that
    those before it have reached.
    """
    keys = ["event_id", "coder"]
    given = given.sort_values([*keys, "char_start"], kind="stable", ignore_index=True)
    reached = given.groupby(keys, sort=False, observed=True)["char_end"].cummax()
    by_text = [given[key] for key in keys]
    before = reached.groupby(by_text, sort=False, observed=True).shift(fill_value=0)
    start = given["char_start"].where(given["char_start"] > before, before)
    given = given.assign(covered=(given["char_end"] - start).clip(lower=0))
    grouped = given.groupby(keys, sort=False, observed=True)
    return grouped.agg(coded=("segment_id", "size"), covered=("covered", "sum"))


def _result(measure: str, by: tuple[str, ...], frame: pd.DataFrame, data: Tables, **more) -> Result:
    kinds = {**more, **NUMBERS}
    called = data.study.header.coding.called
    coders = {c: Text(called(c), called(c)) for c in data.study.header.coding.coders}
    return Result(
        measure,
        frame[[*by, "texts", *kinds]],
        by=by,
        people="texts",  # nobody is counted here
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
