"""For tests: tiny with its open answers coded, meetings observed, and somebody met twice."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from tiny import GOOD, LISTENING, PAPERS, TEA, project

from compendium.writers.refi_qda import (
    CaseEntry,
    CodedSelection,
    Project,
    SourceEntry,
    write_qdpx,
)

# One row per respondent who wrote: token, area, answer, code by C1 (None where it says nothing).
WRITTEN = [
    ("t1", "001", "they listened", LISTENING),
    ("t2", "001", "NA", None),
    ("t3", "001", "tea and listening", TEA),
    ("t5", "002", "Diolch, ŵy", LISTENING),
    ("t7", "002", "gone", LISTENING),  # withdrawn
]
SOURCE = """
  - source: written
    kind: coding_project
    file: raw/written.qdpx
    speaks_of: survey_token
    columns: {site: Area, method: Method, data_origin: Data origin}
consent:"""


def variables(area: str, method: str, round: str = "R1") -> tuple[tuple[str, str], ...]:
    return (
        ("Area", area),
        ("Method", method),
        ("Round", round),
        ("Date", "2024-02-01"),
        ("Language", "en"),
        ("Data origin", "synthetic"),
    )


def source(name: str, question: str, words: str, code, given) -> SourceEntry:
    """One text: a question, and words that carry one code by C1."""
    start = len(question) + 1
    codings = ((code, "C1"), (GOOD, "C1")) if code else ()
    chosen = (CodedSelection(start, start + len(words), codings),) if code else ()
    return SourceEntry(name, f"{question}\n{words}\n", chosen, given)


def write_open_answers(folder: Path, rows=WRITTEN) -> None:
    """Tiny's open answers as a coding project, and the source in its study.yml."""
    sources = tuple(
        source(token, "What helped?", words, code, variables(area, "open_text"))
        for token, area, words, code in rows
    )
    cases = tuple(CaseEntry(s.name, (s.name,)) for s in sources)
    made = dataclasses.replace(project(), name="written", sources=sources, cases=cases)
    write_qdpx(folder / "raw" / "written.qdpx", made)
    path = folder / "study.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count("\nconsent:") == 1
    path.write_text(text.replace("\nconsent:", SOURCE, 1), encoding="utf-8")


def write_talk(folder: Path, made: Project) -> None:
    write_qdpx(folder / "raw" / "talk.qdpx", made)


def met_again() -> Project:
    """The interviews, and a second one with Q2, who speaks of listening once more and of papers."""
    made = project()
    again = source(
        "c2 second interview",
        "And now?",
        "A little.",
        LISTENING,
        variables("001", "interview", "R2"),
    )
    more = source(
        "c2 third interview", "Still?", "Less paper.", PAPERS, variables("001", "interview", "R2")
    )
    cases = tuple(
        CaseEntry("c2", (*c.sources, again.name, more.name)) if c.name == "c2" else c
        for c in made.cases
    )
    return dataclasses.replace(made, sources=(*made.sources, again, more), cases=cases)


def observed(area: str = "001") -> Project:
    """The interviews, and notes of a meeting, which are nobody's."""
    made = project()
    notes = source(
        "observation 1", "Core group", "Tea is poured.", TEA, variables(area, "observation")
    )
    return dataclasses.replace(made, sources=(*made.sources, notes))
