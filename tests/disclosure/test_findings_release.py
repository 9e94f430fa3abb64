"""Findings: every number by reference, as released; a hidden one holds its sentence back."""

from __future__ import annotations

import dataclasses

import pytest

from compendium.conclusions import ValueReference
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.released import Value
from compendium.intake.tables import open_tables
from compendium.problems import StudyError
from compendium.study_folder import open_study
from compendium.words import Text


@pytest.fixture
def study(tiny):
    return open_study("tiny")


def findings(study, section="survey", site="001", profile="exact"):
    return Release(open_tables(study, site), profile_named(profile)).findings(section)


def changed(study, **changes):
    """The study with its first finding changed."""
    first, *rest = study.findings
    return dataclasses.replace(study, findings=(dataclasses.replace(first, **changes), *rest))


def said(released):
    """Each value of a released table as text."""
    return {
        (row["finding_id"], row["value"]): Value(released, i, row["kind"]).say("en")
        for i, row in released.frame.iterrows()
        if row["value"]
    }


def test_numbers_come_from_the_results_they_name(study):
    # Scores 14/3 and 4 in the first site; 3 and 4/3 in the second.
    assert said(findings(study)) == {
        ("say", "mean"): "4.3",
        ("say", "lower"): "0.1",
        ("say", "upper"): "8.6",
        ("say", "n"): "2",
        ("say", "there"): "2.2",
    }


def test_a_finding_without_numbers_has_a_row_of_its_own(study):
    frame = findings(study).frame
    assert frame.loc[frame["finding_id"] == "tea", ["value", "kind"]].to_numpy().tolist() == [
        ["", ""]
    ]


def test_findings_stand_in_the_section_and_site_they_are_about(study):
    assert set(findings(study, "main-messages", "").frame["finding_id"]) == {"warm"}
    assert findings(study, "main-messages", "001").frame.empty
    assert findings(study, "survey", "002").frame.empty


def test_a_finding_brings_its_evidence_and_who_wrote_it_when(study):
    found = findings(study)
    row = found.frame.iloc[0]
    assert row["evidence"] == "joint:say comparison:parents_by_area"
    assert (row["analyst"], row["decided_on"]) == ("Mari", "2024-05-03")
    assert found.labels["evidence"]["joint:say"].en == "Having a say"


def test_a_sentence_whose_number_is_hidden_is_held_back_whole(study):
    found = findings(study, profile="welsh_evaluation")
    assert set(found.frame["finding_id"]) == {"tea"}
    assert found.withheld
    assert "say" not in found.labels["finding_id"]


def test_a_number_of_an_area_that_is_put_together_with_others_is_hidden(study):
    # Two or three parents were met in each area: the public reads of all areas together alone.
    found = findings(study, "main-messages", "", "welsh_evaluation")
    assert (len(found.frame), found.withheld) == (0, True)
    assert said(findings(study, "main-messages", "")) == {("warm", "people"): "2"}


def test_nothing_is_held_back_from_the_team(study):
    assert not findings(study).withheld


def reference(**changes):
    parts = {"result": "scores", "row": {"construct": "say"}, "column": "mean"}
    return {"x": ValueReference(**parts | changes)}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"result": "magic"}, "value x: There is no result 'magic'. There is: sample, scores"),
        ({"result": "scores:magic"}, "names no instrument of the study. There is: form"),
        ({"result": "scores:form:worker"}, "names no group of form. There is: parent"),
        ({"result": "sample:form"}, "takes no more than 0 names after it"),
        ({"column": "median"}, "scores has no number called 'median'. There is: n, mean"),
        ({"column": "construct"}, "has no number called 'construct'"),
        ({"row": {"topic": "say"}}, "has no column topic to find a row by. There is: construct"),
        ({"row": {"construct": "tea"}}, "no rows of scores have construct tea. There is: say, tru"),
        ({"row": {}}, "2 rows of scores have no column. There is: say, trust"),
        ({"column": "alpha"}, "there is no number in alpha of that row"),
    ],
)
def test_a_reference_that_leads_nowhere_says_what_there_is(study, changes, message):
    made = changed(study, values=reference(**changes))
    with pytest.raises(StudyError) as error:
        findings(made)
    assert message in str(error.value)
    assert str(error.value).startswith("findings.yml, finding say, value x: ")


def test_a_made_up_finding_that_does_not_say_so_stops_the_build(study):
    made = changed(study, text=Text("People like tea."), values={})
    with pytest.raises(StudyError, match=r"say in findings\.yml does not say so"):
        findings(made)


def test_the_team_reads_a_number_where_the_public_reads_a_word(study):
    row = {"code_id": "K1", "group": "parent", "area": "001"}
    values = reference(result="themes", row=row, column="share")
    assert said(findings(changed(study, values=values)))["say", "x"] == "2"


def test_a_finding_on_the_joint_display_takes_its_words(study):
    row = {"row": "tea", "site": "001"}
    values = reference(result="joint", row=row, column="quant_signal")
    assert said(findings(changed(study, values=values)))["say", "x"] == "not asked"
