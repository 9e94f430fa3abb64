"""Tools told from their headings, and tables of nobody's that are told of none."""

from __future__ import annotations

import csv

import pytest

from compendium.readers.export import read_export
from compendium.readers.survey_tools import tool_of

HEADINGS = {
    "Microsoft Forms": ["ID", "Start time", "Completion time", "Email", "Name", "Are you heard?"],
    "LimeSurvey": ["id", "submitdate", "lastpage", "startlanguage", "seed", "Q1[SQ001]"],
    "Jisc Online Surveys": ["Unique Response Number", "1. Area", "2.1. I am heard"],
    "REDCap": ["record_id", "redcap_event_name", "q1", "my_form_complete"],
    "Qualtrics": ["StartDate", "EndDate", "Status", "ResponseId", "Q1"],
}


@pytest.mark.parametrize("tool", HEADINGS)
def test_a_tool_is_told_from_its_headings_and_named_in_the_report(tmp_path, tool):
    with (tmp_path / "s.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS[tool], ["x"] * len(HEADINGS[tool])])
    report = read_export(tmp_path / "s.csv").report
    assert report.guessed[-1] == f"the headings are those of {tool}"


@pytest.mark.parametrize(
    ("heading", "tool"),
    [
        (["Response ID", "Date submitted", "Last page", "Start language", "Q1"], "LimeSurvey"),
        (["UniqueResponseNumber", "Q1"], "Jisc Online Surveys"),
        (["record_id", "intake_complete"], "REDCap"),
    ],
)
def test_in_its_other_spellings_too(heading, tool):
    assert tool_of([heading]) == tool


def test_three_rows_with_import_ids_are_qualtrics_whatever_the_columns():
    ids = ['{"ImportId":"QID1"}', '{"ImportId":"QID2"}']
    assert tool_of([["Q1", "Q2"], ["Heard?", "Helped?"], ids]) == "Qualtrics"


@pytest.mark.parametrize(
    "heading",
    [["Token", "Area", "Q1"], ["ID", "Name"], ["record_id", "q1"], ["StartDate", "EndDate"], [""]],
)
def test_other_tables_are_nobodys(heading):
    assert tool_of([heading]) == ""
