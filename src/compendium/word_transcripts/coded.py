"""One coding as it stands in a Word file, and whose codings a file shows."""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.analysis.qualitative.themes import coding_by_rule
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.study import Study

# What the table above a text says of whose coding stands beside it.
CODING, RECORD = "Coding", "coding of record: "
UNION, CONSENSUS = "union", "consensus"


@dataclasses.dataclass(frozen=True, order=True)
class Coded:
    """One coding: of which characters, with which code (or valence), by whom."""

    source: str
    start: int
    end: int
    code: str
    coder: str


def rule_named(study: Study, by: str) -> str:
    """Whose coding is meant: a coder as study.yml or a page calls them, consensus or union.

    Raises
    ------
    StudyError
        If there is no such coder.
    """
    coding = study.header.coding
    called = {coding.called(coder): coder for coder in coding.coders}
    allowed = {**called, **{c: c for c in coding.coders}, UNION: UNION, CONSENSUS: CONSENSUS}
    if by not in allowed:
        raise StudyError(f"{by!r} is no coder of {study.id}: name one of {listed(allowed)}.")
    return allowed[by]


def codings_by_rule(data: Tables, rule: str) -> dict[str, set[Coded]]:
    """By source, the codings that stand in files of one coder, of all (union), or of agreement.

    A coder's valence of a passage is a coding too, under its path in study.yml.
    """
    chosen = data.codings
    if rule == CONSENSUS:
        agreed = coding_by_rule(chosen, CONSENSUS)[["segment_id", "code_id"]]
        chosen = chosen.merge(agreed, on=["segment_id", "code_id"])
    elif rule != UNION:
        chosen = chosen[chosen["coder"] == rule]
    places = data.segments[["segment_id", "event_id", "char_start", "char_end"]]
    valence = {v: path for path, v in reversed(data.study.header.coding.valence.items())}
    found: dict[str, set[Coded]] = {}
    for row in chosen.merge(places, on="segment_id").itertuples():
        where = (row.event_id, int(row.char_start), int(row.char_end))
        own = found.setdefault(row.event_id, set())
        own.add(Coded(*where, row.code_id, row.coder))
        if pd.notna(row.valence) and int(row.valence) in valence:
            own.add(Coded(*where, valence[int(row.valence)], row.coder))
    return found
