"""Numbers of some respondents only: whose answers are counted, and that the result says so."""

from __future__ import annotations

import pytest

from compendium.analysis.survey import comparison, scales
from compendium.intake.tables import open_tables
from compendium.problems import StudyError
from compendium.study_folder import open_study
from compendium.words import Text

SOCIAL_WORKERS = ("social_worker",)


def test_only_the_groups_that_are_named_are_counted(area):
    # sample.csv: in Area A 41 social workers and 5 chairs answered; the item that fewest of
    # them left out cannot have more.
    data = area("A")
    some = scales.distribution(data, "professional", SOCIAL_WORKERS).frame
    everyone = scales.distribution(data, "professional").frame
    assert 35 <= some["base"].max() <= 41 < everyone["base"].max() <= 46


@pytest.mark.parametrize("analysis", [scales.distribution, scales.summary, comparison.looking_back])
def test_a_result_says_whose_answers_it_holds(area, analysis):
    data = area("A")
    assert analysis(data, "professional", SOCIAL_WORKERS).groups == SOCIAL_WORKERS
    assert analysis(data, "professional").groups == ("social_worker", "iro_chair")
    assert analysis(data).groups == ("parent",)


def test_the_population_names_the_groups_that_were_asked_for(area):
    found = scales.summary(area("A"), "professional", SOCIAL_WORKERS).population
    assert found == Text("social workers in Area A", "gweithwyr cymdeithasol yn Ardal A")


def test_a_group_the_survey_does_not_ask_is_told_with_those_it_does(area):
    with pytest.raises(StudyError) as caught:
        scales.summary(area(""), "professional", ("parent",))
    assert str(caught.value) == (
        "The professional survey does not ask parent. It asks social_worker, iro_chair: name "
        "groups of these."
    )


def test_items_of_another_survey_with_the_same_name_are_not_counted(tiny):
    data = open_tables(open_study("tiny"))
    data.answers.loc[data.answers["participant_id"] == "Q1", "instrument"] = "another"
    form = data.study.instrument("form")
    # Q1, Q2, Q3, Q5, Q6 answered; one of these now in another survey.
    assert scales.answers_of(data, form)["participant_id"].nunique() == 4
