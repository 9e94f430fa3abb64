"""The Welsh study's own theory, put into a document as researchers keep it, comes back whole."""

from __future__ import annotations

import dataclasses
from xml.sax.saxutils import escape

import pytest
from word_by_hand import p, pack_document, run, table

from compendium.definitions import build_all, read_yaml
from compendium.problems import Problems
from compendium.readers.export import read_export
from compendium.theory import Cmoc, Statement
from compendium.writers.theory_draft import theory_drafts

HEADS = {
    "CMOC": "cmoc_id",
    "PT": "pt_id",
    "Context": "context",
    "Mechanism (resource)": "m_resource",
    "Mechanism (reasoning)": "m_reasoning",
    "Intended outcome": "outcome_intended",
    "Unintended outcome": "outcome_unintended",
    "For whom?": "for_whom",
}


def said(statement):
    rival = f" Rival: {statement.rival_text}." if statement.rival_text else ""
    three = (statement.if_text, statement.then_text, statement.because_text)
    return "{}: If {}, then {}, because {}.{}".format(statement.pt_id, *three, rival)


@pytest.fixture(scope="module")
def drafted(wales, tmp_path_factory):
    """The drafts that the study's theory makes, read back."""
    folder = tmp_path_factory.mktemp("theory")
    whole = [s for s in wales.statements if s.if_text and s.because_text]
    rows = [[escape(getattr(c, field)) for field in HEADS.values()] for c in wales.cmocs]
    body = "".join(p(run(escape(said(s)))) for s in whole) + table(list(HEADS), *rows)
    export = read_export(pack_document(folder / "t.docx", body))
    read = {}
    for name, text in theory_drafts(export.tables, "t.docx").items():
        (folder / name).write_text(text, encoding="utf-8")
        read[name] = read_yaml(folder / name)
    return whole, read


def test_every_configuration_comes_back_as_it_was(wales, drafted):
    problems = Problems()
    found = build_all(Cmoc, drafted[1]["cmocs.draft.yml"], "cmocs.draft.yml", "cmoc_id", problems)
    assert problems == []
    told = list(HEADS.values())
    assert [[getattr(c, f) for f in told] for c in found] == [
        [getattr(c, f) for f in told] for c in wales.cmocs
    ]


def test_every_statement_comes_back_as_it_was(drafted):
    whole, read = drafted
    problems = Problems()
    found = build_all(Statement, read["statements.draft.yml"], "statements.draft.yml", "", problems)
    assert problems == []
    blank = {"version": "", "change": "", "evidence": "", "decided_on": None, "decided_by": ""}
    assert list(found) == [dataclasses.replace(s, **blank) for s in whole]
