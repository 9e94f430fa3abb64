"""The codebook as the team wrote it, and for the team how often each theme is used."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.qualitative.coded_counts import CodedTalk, counts
from compendium.analysis.qualitative.themes import coding_of_record, rule_in_use
from compendium.analysis.result import Result, origin_of
from compendium.intake.tables import Tables
from compendium.theory import Code, in_outline_order
from compendium.words import Text

# What the team wrote of each code, and shows to everybody.
WRITTEN = ("definition", "include", "exclude", "version", "change")
TEXTS = ("realist_role", "origin", "status", "merged_into", "place")
ORPHAN = "orphan"


def entries(data: Tables) -> Result:
    """One row per code, in outline order, retired and merged ones included.

    `place` is ``orphan`` for a code with none above or below it in a codebook that has a tree, else
    blank. `passages` and `texts` are those of the coding of record that carry the code or one below
    it, each once. Definitions stand in the labels, examples in the column `example`.
    """
    book = in_outline_order(data.study.codebook)
    record = coding_of_record(data.codings, data.study)
    used = counts(CodedTalk(data.segments, record, data.study.codebook)).set_index("code_id")
    rows = [
        {
            "code_id": code.code_id,
            **{name: getattr(code, name) for name in TEXTS[:-1]},
            "place": _place(code, data.study.codebook),
            "example": code.example,
            "passages": int(used["segments"].get(code.code_id, 0)),
            "texts": int(used["events"].get(code.code_id, 0)),
        }
        for code in book
    ]
    kinds = {**dict.fromkeys((*TEXTS, "example"), "text"), "texts": "count"}
    return Result(
        "codebook",
        pd.DataFrame(rows, columns=["code_id", *TEXTS, "example", "passages", "texts"]),
        by=("code_id",),
        people="passages",  # nobody is counted here
        kinds=kinds,
        population=data.study.header.title,
        method="method_codebook",
        origin=origin_of(data.segments),
        labels={
            "code_id": {c.code_id: c.label for c in book},
            "parent": {c.code_id: Text(c.parent_id, c.parent_id) for c in book},
            **{name: _written(book, name) for name in WRITTEN},
            **rule_in_use(data.study),
        },
    )


def _written(book: list[Code], name: str) -> dict[str, Text]:
    """What the team wrote under one heading; like every text without a Welsh one, in English."""
    found = {c.code_id: getattr(c, name) for c in book}
    return {code: Text(text) for code, text in found.items() if text}


def _place(code: Code, book: tuple[Code, ...]) -> str:
    parents = {c.parent_id for c in book} - {""}
    alone = not code.parent_id and code.code_id not in parents
    return ORPHAN if parents and alone and code.active else ""
