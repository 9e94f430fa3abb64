"""The CHERRIES checklist: every item once, in order; what nobody says is said to be missing."""

from __future__ import annotations

import pytest
from test_study import spoil

from compendium.analysis.survey import surveys
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays.survey.table_one import cherries_table
from compendium.intake.tables import open_tables
from compendium.intake.take_in import take_in
from compendium.study_checks.survey_reporting import ITEMS
from compendium.study_folder import open_study

# Eysenbach 2004, table 1: items of each of its eight headings.
ITEMS_OF = {
    "design": 1,
    "ethics": 3,
    "development": 1,
    "recruitment": 3,
    "administration": 11,
    "response": 4,
    "entries": 4,
    "analysis": 3,
}
REPORTING = 'survey_reporting:\n  incentives: {en: "A voucher.", cy: "Taleb."}\n'


@pytest.fixture
def reported(tiny):
    spoil(tiny, "study.yml", "consent:\n", REPORTING + "consent:\n")
    study = open_study("tiny")
    take_in(study)
    return open_tables(study)


def items(result):
    return result.frame[result.frame["set"] == ""]


def shown(data, profile, lang="en"):
    """What the table says, by the item's heading."""
    released = Release(data, profile_named(profile))(surveys.cherries(data))
    return {row.head: row.cells[0] for row in cherries_table(released, lang).rows}


def test_the_checklist_has_thirty_items_under_eight_headings():
    headings = [heading.removeprefix("cherries_of_") for heading, _ in ITEMS.values()]
    assert {h: headings.count(h) for h in dict.fromkeys(headings)} == ITEMS_OF
    assert list(dict.fromkeys(headings)) == list(ITEMS_OF)


def test_every_item_stands_once_and_in_order(reported):
    assert items(surveys.cherries(reported))["item"].tolist() == list(ITEMS)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_every_item_is_a_row_of_the_table(area, lang):
    released = Release(area(""), profile_named("welsh_evaluation"))(surveys.cherries(area("")))
    heads = [r.head for r in cherries_table(released, lang).rows if r.depth == 1]
    assert heads == [released.label("item", item, lang) for item in ITEMS]


def test_an_item_is_written_computed_or_not_reported(reported):
    status = items(surveys.cherries(reported)).set_index("item")["status"]
    assert status["incentives"] == "written"
    computed = ["dates", "completeness_check", "participation_rate", "completion_rate"]
    computed += ["registration", "incomplete", "timestamps", "weighting"]
    assert status[status == "computed"].index.tolist() == computed
    assert (status == "not_reported").sum() == 30 - 1 - 8


def test_what_is_written_stands_as_written_and_what_is_missing_is_said(reported):
    found = shown(reported, "exact")
    assert found["What was offered for taking part"] == "A voucher."
    assert found["Ethical approval"] == "Not reported"
    assert shown(reported, "exact", "cy")["Cymeradwyaeth foesegol"] == "Heb ei adrodd"


def test_months_and_rates_come_from_the_data(reported):
    # All answers are of January 2024; 5 of 18 invited, 3 of 5 finished (test_table_one.py).
    found = shown(reported, "exact")
    assert found["When answers came in"] == "Parents: January 2024"
    assert found["How many of those invited answered"].startswith("Parents: 28% (")
    assert "all areas: 60%" in found["How many of those who began left out no rated question"]


def test_ways_not_to_answer_are_those_of_the_instrument(reported):
    # Of tiny's six questions one is open; the five others have 98 and 99.
    found = shown(reported, "exact")
    said = found["Whether gaps were pointed out, and whether one could decline"]
    assert said.startswith("5 of 5 questions")


def test_months_are_hidden_where_fewer_than_ten_answered(reported):
    assert shown(reported, "welsh_evaluation")["When answers came in"] == "Parents: [c]"


def test_how_often_somebody_answered_twice_is_the_teams(area):
    head = "Whether people signed in, and which answer counts"
    # The dossier, section 10: three duplicate tokens.
    assert "set aside: 3." in shown(area(""), "exact")[head]
    assert "set aside" not in shown(area(""), "welsh_evaluation")[head]


def test_a_launch_day_that_nobody_noted_is_not_reported(tiny):
    spoil(tiny, "study.yml", "    launched_on: 2024-01-10\n", "")
    study = open_study("tiny")
    take_in(study)
    status = items(surveys.cherries(open_tables(study))).set_index("item")["status"]
    assert status["timestamps"] == "not_reported"


def test_what_the_welsh_study_says_is_marked_as_made_up(wales):
    said = wales.header.survey_reporting.values()
    assert said
    assert all(t.en.startswith("(Made up.)") and t.cy.startswith("(Ffug.)") for t in said)
