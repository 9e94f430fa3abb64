"""Where two coders differ, passage by passage, for the team to talk through."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.intercoder.agreement import labels, pairs
from compendium.analysis.intercoder.coder_pairs import given_by
from compendium.analysis.result import Result, origin_of
from compendium.intake.tables import Tables
from compendium.words import Text

# Parts the ids of codes in one cell.
BETWEEN = " "
TOLD = ("text", "lang", "both", "first", "other")


def disagreements(data: Tables) -> Result:
    """The passages that both coders read and did not give the same codes.

    One row per pair of coders and passage: its words, the codes of `both`, of the `first` alone and
    of the `other` alone (ids of codes, blank for none), `differ` how many codes they differ in, and
    `alike` how many passages of the pair differ in the same way. What differs most often comes
    first; then passages as they stand in the texts. For the team alone.
    """
    parts = [_pair(data, first, other, name) for first, other, name in pairs(data)]
    columns = ["coder", "segment_id", "differ", "alike", *TOLD]
    frame = pd.concat([pd.DataFrame(columns=columns), *parts])
    return Result(
        "disagreements",
        frame.reset_index(drop=True).astype({"differ": "int64", "alike": "int64"}),
        by=("coder", "segment_id"),
        people="differ",  # codes: nobody is counted here
        kinds={"alike": "count", **dict.fromkeys(TOLD, "text")},
        population=Text("passages that two coders read", "darnau a ddarllenodd dau godiwr"),
        method="method_disagreements",
        origin=origin_of(data.segments),
        labels=labels(data),
    )


def _pair(data: Tables, first: str, other: str, name: str) -> pd.DataFrame:
    order = {c.code_id: i for i, c in enumerate(data.study.codebook)}
    one, two = (
        given_by(data, coder).groupby("segment_id", observed=True)["code_id"].agg(set)
        for coder in (first, other)
    )
    said = data.segments.set_index("segment_id")
    rows = []
    for segment in sorted(set(one.index) & set(two.index)):
        a, b = one[segment] - {""}, two[segment] - {""}
        if a == b:
            continue
        told = [BETWEEN.join(sorted(s, key=order.get)) for s in (a & b, a - b, b - a)]
        words = (said.at[segment, "text"], said.at[segment, "lang"])
        place = said.at[segment, "event_id"], said.at[segment, "char_start"]
        rows.append((*place, name, segment, len(a ^ b), *words, *told))
    columns = ["event", "start", "coder", "segment_id", "differ", *TOLD]
    frame = pd.DataFrame(rows, columns=columns)
    way = frame.groupby(["first", "other"], observed=True)["segment_id"]
    frame["alike"] = way.transform("size").astype("int64")
    order_by = ["alike", "first", "other", "event", "start"]
    frame = frame.sort_values(order_by, ascending=[False, True, True, True, True])
    return frame[["coder", "segment_id", "differ", "alike", *TOLD]]
