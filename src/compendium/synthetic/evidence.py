"""The made-up analysts' judgements on CMOCs, with each passage as the segment it became."""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium import definitions
from compendium.problems import Problems, StudyError
from compendium.schemas import EVIDENCE
from compendium.study import Study
from compendium.synthetic.interviews import transcripts
from compendium.synthetic.passages import Passage


@dataclasses.dataclass(frozen=True)
class Judgement:
    """One row per piece of evidence, element and CMOC, as written in ``synthetic/evidence.csv``.

    A segment is named by its `passage_id`, a survey result or casework figure by its
    `source_id`; the other is blank.
    """

    evidence_id: str
    cmoc_id: str
    source_type: str
    element: str
    direction: str
    relevance: str
    richness: str
    rigour: str
    rival: str
    analyst: str
    judged_on: str
    reason: str
    passage_id: str = ""
    source_id: str = ""
    activation: str = ""


def read_judgements(study: Study) -> tuple[Judgement, ...]:
    """The judgements of a study's recipe; none where it has no such file.

    Raises
    ------
    StudyError
        With every row that is incomplete or given twice.
    """
    path, problems = study.folder / "synthetic" / "evidence.csv", Problems()
    if not path.exists():
        return ()
    rows = definitions.read_csv_rows(path)
    judged = definitions.build_all(Judgement, rows, path.name, "evidence_id", problems)
    problems.settle(StudyError)
    return judged


def evidence(
    judged: tuple[Judgement, ...], passages: tuple[Passage, ...], study: Study, origin: str
) -> pd.DataFrame:
    """One row per judgement, its source as the tables after intake call it.

    Raises
    ------
    StudyError
        With every passage that does not exist or carries no code, for that is no segment.
    """
    segments, problems = segment_ids(passages), Problems()
    for j in judged:
        if j.source_type == "segment" and j.passage_id not in segments:
            where = f"entry {j.evidence_id}"
            what = f"passage {j.passage_id!r} is not among the coded passages"
            problems.add("evidence.csv", where, what, do="Correct it, or code the passage.")
    problems.settle(StudyError)
    rows = [
        dataclasses.asdict(j)
        | {"source_id": j.source_id or segments[j.passage_id]}
        | {"study": study.id, "data_origin": origin}
        for j in judged
    ]
    columns = [*(c for c in EVIDENCE if c != "data_origin"), "study", "data_origin"]
    return pd.DataFrame(rows, columns=columns)


def segment_ids(passages: tuple[Passage, ...]) -> dict[str, str]:
    """The segment each coded passage became: its source and characters."""
    return {
        p.passage_id: f"{t.name}:{start}-{end}"
        for t in transcripts(passages)
        for p, start, end in t.stretches
        if p.code_ids
    }
