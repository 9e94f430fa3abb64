"""Topic guides: what a question was to test, and passages and evidence by hand."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from shown import displayed
from test_study import spoil

from compendium.analysis.qualitative import topic_guides
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.qualitative.codebook import topic_guide_table
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

GUIDE = """topic_guides:
  - guide: parents
    label: {en: Parents, cy: Rhieni}
    groups: [parent]
    questions:
      - {question: "1", text: {en: "How are you?", cy: "Sut ydych chi?"}}
      - {question: "2", text: {en: "Who listened?", cy: "Pwy wrandawodd?"}, tests: [%s]}
consent:
"""


def asked(folder, tests):
    spoil(folder, "study.yml", "consent:\n", GUIDE % tests)
    return open_tables(open_study("tiny"))


def test_passages_and_evidence_are_those_of_the_guides_groups(tiny):
    study = open_study("tiny")
    cmoc = study.cmocs[0]
    data = asked(tiny, cmoc.cmoc_id)
    found = topic_guides.questions(data).frame.iloc[1]
    frame = data.segments.merge(data.codings[data.codings["coder"] == "C1"], on="segment_id")
    theirs = frame[frame["group"] == "parent"]
    wanted = {c.code_id for c in study.codebook if {c.code_id, c.parent_id} & set(cmoc.codes)}
    assert wanted
    expected = theirs.loc[theirs["code_id"].isin(wanted), "segment_id"].nunique()
    assert found["passages"] == expected > 0
    judged = data.evidence[data.evidence["cmoc_id"] == cmoc.cmoc_id]
    spoken = (judged["data_type"] == "interview") & (judged["group"] == "parent")
    assert found["evidence"] == spoken.sum()


def test_a_statement_stands_for_its_configurations(tiny):
    cmoc = open_study("tiny").cmocs[0]
    data = asked(tiny, cmoc.pt_id)
    every = [c for c in data.study.cmocs if c.pt_id == cmoc.pt_id]
    by_id = topic_guides.questions(data).frame.iloc[1]
    assert every
    assert by_id["tests"] == cmoc.pt_id
    assert by_id["passages"] > 0


def test_a_question_that_was_to_test_nothing_has_no_number(tiny):
    data = asked(tiny, open_study("tiny").cmocs[0].cmoc_id)
    first = topic_guides.questions(data).frame.iloc[0]
    assert pd.isna(first["passages"])
    assert first["tests"] == ""


@pytest.mark.parametrize(("profile", "columns"), [("exact", 4), ("welsh_evaluation", 2)])
def test_numbers_are_the_teams_and_questions_are_everybodys(area, profile, columns):
    data = area("")
    released = Release(data, profile_named(profile))(topic_guides.questions(data))
    made = topic_guide_table(released, "en")
    assert len(made.columns) == columns
    assert made.rows[2].head == "2 What was it like, the first time you met?"
    assert made.rows[2].cells[0].split("\n") == [
        "CW01: parent engages with advocate and then with the plan",
        "CW02: sustained effort on the plan",
    ]


def test_configurations_that_no_question_was_to_test_are_named(area):
    released = Release(area(""), profile_named("exact"))(topic_guides.questions(area("")))
    note = [s.say("en") for s in displayed(verbs.topic_guide, released).note]
    # PW8 has one configuration, CW12, and is in no guide; nor is CW11 of PW7, or CW05 ...
    (said,) = [s for s in note if s.startswith("No question was to test: ")]
    assert re.findall(r"CW\d\d", said) == ["CW11", "CW12"]


def test_a_study_without_a_guide_has_no_rows(tiny):
    assert topic_guides.questions(open_tables(open_study("tiny"))).frame.empty
