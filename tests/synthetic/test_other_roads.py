"""Made-up exports by the other roads: coded segments, a theory in Word, agreed shares, children."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from tiny import project

from compendium.readers.export import read_export
from compendium.study_folder import open_study
from compendium.synthetic import form_survey, people
from compendium.synthetic.casework import write_table
from compendium.synthetic.initial_theory import write_initial_theory
from compendium.synthetic.recipe import Target
from compendium.synthetic.talk_files import segment_rows, write_talk
from compendium.writers.refi_qda import CaseEntry

NAMED = {
    **{"source": "Document", "case": "Speaker", "text": "Passage", "code": "Code"},
    **{"coder": "Coder", "start": "From", "end": "To"},
}


@pytest.fixture
def source(tiny):
    talk = next(s for s in open_study("tiny").header.sources if s.source == "talk")
    return dataclasses.replace(talk, file="raw/talk.xlsx", segment_columns=NAMED)


def test_a_table_of_segments_has_a_row_for_each_passage_code_and_coder(source):
    head, *rows = segment_rows(project(), source)
    assert head[:7] == ["Document", "Speaker", "Passage", "Code", "Coder", "From", "To"]
    assert head[7:9] == ["Area", "Method"]
    # "Interviewer: Go on." and a line break are 20 characters; the passage itself has 19.
    heard = ["c1 interview", "c1", "She listened to me."]
    assert [row[:8] for row in rows[:3]] == [
        [*heard, "Warmth > Listening", "C1", 20, 39, "001"],
        [*heard, "Feeling > Good", "C1", 20, 39, "001"],
        [*heard, "Warmth > Listening", "C2", 20, 39, "001"],
    ]


def test_of_a_focus_group_each_passage_has_its_own_speaker(source):
    whole = project()
    talk = whole.sources[0]
    turns = ((talk.name, 20, 39),)
    cases = (CaseEntry("p1", (), turns), CaseEntry("p2", ()))
    _, *rows = segment_rows(dataclasses.replace(whole, sources=(talk,), cases=cases), source)
    assert {(row[2], row[1]) for row in rows} == {
        ("She listened to me.", "p1"),
        ("There was tea, always.", ""),
    }


def test_beside_a_workbook_of_segments_lies_the_codebook(tiny, source, tmp_path):
    written = write_talk(tmp_path / "raw" / "talk.xlsx", project(), source)
    assert written == [tmp_path / "raw" / "talk.xlsx", tmp_path / "raw" / "codebook.qdc"]
    codes = read_export(tmp_path / "raw" / "codebook.qdc").tables["codes"]
    assert set(codes["code_path"]) >= {"Warmth > Tea", "Papers"}
    rows = read_export(tmp_path / "raw" / "talk.xlsx").tables["rows"]
    assert len(rows) == len(segment_rows(project(), source)) - 1


def test_the_theory_in_word_holds_one_version_and_no_other(tiny, tmp_path):
    study = open_study("tiny")
    (statement,) = study.statements
    older = dataclasses.replace(statement, version="FIRST", if_text="somebody knocks")
    study = dataclasses.replace(study, statements=(older, statement))
    write_initial_theory(tmp_path / "theory.docx", study, "FIRST")
    read = read_export(tmp_path / "theory.docx").tables["statements"]
    assert read["if_text"].tolist() == ["somebody knocks"]
    assert read["because_text"].tolist() == [statement.because_text]


@pytest.mark.parametrize(("percent", "agree"), [(0, 0), (69, 7), (70, 7), (74, 7), (100, 10)])
def test_so_many_rate_four_or_five_to_the_person(percent, agree):
    frame = pd.DataFrame({"group": ["a"] * 10 + ["b"] * 5})
    survey = _with_targets(Target({"F": percent}, ("a",)))
    form_survey._rate(frame, survey, np.random.default_rng(1))
    assert (frame.loc[frame["group"] == "a", "F"] >= 4).sum() == agree
    assert frame.loc[frame["group"] == "b", "F"].isna().all()


def test_where_no_group_is_named_the_share_is_everybodys():
    frame = pd.DataFrame({"group": ["a"] * 10 + ["b"] * 10})
    form_survey._rate(frame, _with_targets(Target({"F": 45})), np.random.default_rng(1))
    assert (frame["F"] >= 4).sum() == 9
    assert frame["F"].between(1, 5).all()


def _with_targets(*targets: Target):
    """What is used of a recipe's survey."""
    return type("Survey", (), {"targets": targets})


def test_a_case_systems_workbook_has_one_sheet_with_the_tables_columns(tmp_path):
    table = pd.DataFrame({"No": ["1", "2"], "When": ["2024-01-02", ""]})
    write_table(tmp_path / "log.xlsx", "Referrals", table)
    rows = read_export(tmp_path / "log.xlsx").tables["rows"]
    assert rows[["No", "When"]].to_numpy().tolist() == [["1", "2024-01-02"], ["2", ""]]


def test_children_who_were_named_agreed_and_so_did_a_carer():
    frame = pd.DataFrame(
        {"group": ["child", "child", "staff"], "case_name": ["k1", "k2", "s1"]}, dtype="str"
    )
    recipe = type("Recipe", (), {"people": type("People", (), {"under_16": ("k1",)})})
    told = people._with_agreements(frame, recipe, "child", np.random.default_rng(1))
    assert told[people.AGREEMENTS].to_numpy().tolist() == [
        ["yes", "yes", "yes"],
        ["no", "", ""],
        ["no", "", ""],
    ]
