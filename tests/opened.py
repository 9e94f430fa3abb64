"""For tests: the tiny study's open question answered, and coded in columns or as documents."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
from test_study import spoil
from tiny import ITEMS, project, responses
from written import SOURCE, variables

from compendium.intake.tables import Tables, open_tables
from compendium.study_folder import open_study
from compendium.writers.refi_qda import CaseEntry, CodedSelection, SourceEntry, write_qdpx
from compendium.writers.spss import write_sav

QUESTION = "wording: {en: Anything else?, cy: Unrhyw beth arall?}"
CODED_IN = 'coded_in: [O1_a, O1_b], codes: {1: K1.1, 2: K1.2, 9: K2, 99: ""}, coded_by: C1'
AREAS = {"t1": "001", "t2": "001", "t3": "001", "t5": "002", "t6": "002", "t7": "002"}


def answered(said: dict[str, str], **columns: list) -> pd.DataFrame:
    """The tiny responses with these answers to the open question, by token; others are blank."""
    frame = responses()
    return frame.assign(O1=[said.get(token, "") for token in frame["token"]], **columns)


def write_answers(folder: Path, frame: pd.DataFrame, labels=None, missing=None) -> None:
    """The survey as an SPSS file, with labels and user-missing codes of its code columns."""
    declared = {c: [98, 99] for c in ITEMS if c in frame} | (missing or {})
    path = folder / "raw" / "survey.sav"
    write_sav(path, frame, {c: c for c in frame}, labels or {}, declared, "Tiny, made up")


def coded_in_columns(folder: Path, said: dict[str, str], more: str = CODED_IN, **columns) -> None:
    """Tiny with an open question whose answers are coded in columns of the survey."""
    write_answers(folder, answered(said, **columns))
    spoil(folder, "instruments/form.yml", QUESTION, f"{QUESTION}, {more}")


def write_documents(folder: Path, documents: dict[str, tuple[str, list]]) -> None:
    """Answers as documents of a coding tool, by token: the text, and (words, code, coder)s."""
    sources = []
    for token, (text, passages) in documents.items():
        chosen = [
            CodedSelection(text.index(words), text.index(words) + len(words), ((code, coder),))
            for words, code, coder in passages
        ]
        given = variables(AREAS[token], "open_text")
        sources.append(SourceEntry(token, text, tuple(chosen), given))
    cases = tuple(CaseEntry(s.name, (s.name,)) for s in sources)
    made = dataclasses.replace(project(), name="written", sources=tuple(sources), cases=cases)
    write_qdpx(folder / "raw" / "written.qdpx", made)
    spoil(folder, "study.yml", "\nconsent:", SOURCE)


def tables(site: str = "") -> Tables:
    """The tiny study's tables."""
    return open_tables(open_study("tiny"), site)
