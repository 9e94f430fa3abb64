"""Scores with reversal, alpha against R, distributions: every expected number from outside."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from compendium.analysis.survey import comparison, scales
from compendium.analysis.survey.asked import in_a_sentence
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.instruments import Option, Scale
from compendium.intake.tables import open_tables
from compendium.schemas import empty
from compendium.study_folder import open_study
from compendium.words import Text


def answered(**given):
    """An answers table of one person: item and what they answered."""
    return pd.DataFrame(
        {
            "participant_id": "P",
            "item_id": list(given),
            "stage": "single",
            "value": pd.array(list(given.values()), dtype="Int64"),
        }
    )


def tables(site=""):
    return open_tables(open_study("tiny"), site)


def say_scores(site=""):
    data = tables(site)
    return scales.score(data.answers, data.study.instrument("form"), "say", {"3": 2}).to_dict()


@pytest.mark.parametrize(("given", "expected"), [(1, 5), (2, 4), (3, 3), (4, 2), (5, 1)])
def test_reversed_item_is_scored_from_the_top(wales, given, expected):
    form = wales.instrument("parent")
    item = next(i for i in form.items if i.item_id == "P_WR4")
    assert scales.scored(pd.Series([given]), item, form).tolist() == [expected]


def test_an_item_that_is_not_reversed_keeps_its_value(wales):
    form = wales.instrument("parent")
    item = next(i for i in form.items if i.item_id == "P_WR1")
    assert scales.scored(pd.Series([1, 5]), item, form).tolist() == [1, 5]


def test_a_score_needs_three_of_four_answers(wales):
    form, rule = wales.instrument("parent"), wales.header.min_answered
    three = answered(P_WR1=5, P_WR2=4, P_WR3=None, P_WR4=5)  # WR4 counts 6 - 5 = 1
    two = answered(P_WR1=5, P_WR2=4, P_WR3=None, P_WR4=None)
    assert scales.score(three, form, "working_relationship", rule).tolist() == [
        pytest.approx(10 / 3)
    ]
    assert scales.score(two, form, "working_relationship", rule).isna().all()


def test_a_score_needs_two_of_three_answers(tiny):
    form = open_study("tiny").instrument("form")
    two, one = answered(S1=5, S2=4, S3=None), answered(S1=5, S2=None, S3=None)
    assert scales.score(two, form, "say", {"3": 2}).tolist() == [4.5]
    assert scales.score(one, form, "say", {"3": 2}).isna().all()


def test_the_tiny_study_scores_as_worked_by_hand(tiny):
    scores = say_scores()
    assert pd.isna(scores.pop("Q3"))
    # Q1 (5 + 4 + 5) / 3, Q2 (4 + 4) / 2 without the 99, Q6 (1 + 2 + 1) / 3
    assert scores == pytest.approx({"Q1": 14 / 3, "Q2": 4, "Q5": 3, "Q6": 4 / 3})


def test_items_asked_twice_are_scored_for_the_stage_asked(tiny):
    data = tables("001")
    form = data.study.instrument("form")
    before = scales.score(data.answers, form, "trust", {"2": 2}, "before")
    now = scales.score(data.answers, form, "trust", {"2": 2}, "now")
    assert before.to_dict() == {"Q1": 2, "Q2": 3, "Q3": 4}
    assert now.to_dict() == {"Q1": 4, "Q2": 3, "Q3": 2}


def test_reasons_for_not_answering_never_count_as_numbers(wales_in, wales):
    answers = wales_in.tables["answers"]
    rated = [i.item_id for i in wales.instrument("parent").rated]
    given = answers.loc[answers["item_id"].isin(rated), "value"].dropna()
    assert set(given) == {1, 2, 3, 4, 5}
    assert {"not_applicable", "prefer_not"} <= set(answers["missing_reason"])


def test_the_interval_of_a_mean_is_that_of_a_t_test():
    # R: t.test(1:5)$conf.int is 1.036757 to 4.963243
    assert scales.mean_interval(pd.Series([1.0, 2, 3, 4, 5])) == pytest.approx(
        (3, 1.036757, 4.963243), abs=1e-6
    )


@pytest.mark.parametrize("scores", [[], [4.0]])
def test_the_mean_of_fewer_than_two_people_is_missing(scores):
    assert all(map(math.isnan, scales.mean_interval(pd.Series(scores, dtype="float64"))))


def test_a_distribution_keeps_the_levels_nobody_chose(tiny):
    frame = scales.distribution(tables("001")).frame
    s1 = frame[frame["item_id"] == "S1"]
    assert s1["level"].tolist() == ["1", "2", "3", "4", "5"]
    assert s1["people"].tolist() == [0, 1, 0, 1, 1]
    assert s1["base"].tolist() == [3] * 5


def test_a_distribution_counts_answers_as_given_and_leaves_98_and_99_out(tiny):
    frame = scales.distribution(tables("001")).frame
    s3 = frame[frame["item_id"] == "S3"]
    assert (s3["people"].tolist(), s3["base"].tolist()) == ([1, 1, 0, 0, 0], [2] * 5)
    assert frame.loc[frame["item_id"] == "S2", "base"].tolist() == [1] * 5


def test_a_distribution_of_items_asked_twice_is_about_now(tiny):
    frame = scales.distribution(tables()).frame
    # Now: 4, 3, 2, 5, 4; before it was 2, 3, 4, 1 and one left out.
    assert frame.loc[frame["item_id"] == "T1", "people"].tolist() == [0, 1, 1, 2, 1]


def test_a_distribution_has_every_rated_item_and_no_open_question(tiny):
    assert set(scales.distribution(tables()).frame["item_id"]) == {"S1", "S2", "S3", "T1", "T2"}


def test_a_summary_keeps_the_number_of_people_beside_every_estimate(tiny):
    say = scales.summary(tables()).frame.set_index("construct").loc["say"]
    # Scores 14/3, 4, 3, 4/3; only Q1, Q5 and Q6 answered all three items.
    assert (say["n"], say["alpha_n"], say["items"]) == (4, 3, "3")
    assert say["mean"] == pytest.approx(3.25)


def test_a_survey_is_about_the_groups_of_its_instrument_in_the_area_seen(tiny):
    assert scales.distribution(tables("001")).population.en == "parents in First"
    assert scales.distribution(tables()).population.en == "parents"


def with_items(data, **scales_of_items):
    """The tiny study with other scales: each item's options as value and label."""
    form = data.study.instrument("form")
    made = tuple(
        Scale(item, "agreement", tuple(Option(v, Text(f"{label} {v}")) for v in levels))
        for item, (levels, label) in scales_of_items.items()
    )
    items = tuple(
        dataclasses.replace(i, scale=i.item_id if i.item_id in scales_of_items else i.scale)
        for i in form.items
    )
    form = dataclasses.replace(form, scales=form.scales + made, items=items)
    return dataclasses.replace(data, study=dataclasses.replace(data.study, instruments=(form,)))


def test_items_on_scales_of_five_and_seven_keep_their_own_levels(tiny):
    result = scales.distribution(with_items(tables(), S2=(range(1, 8), "Seven")))
    levels = result.frame.groupby("item_id", observed=False)["level"].agg(list)
    assert levels["S1"] == ["1", "2", "3", "4", "5"]
    assert levels["S2"] == ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7"]
    assert result.labels["level"]["5"].en == "Strongly agree"
    assert result.labels["level"]["2.7"].en == "Seven 7"


def test_the_same_values_with_other_labels_are_labelled_for_each_item(tiny):
    data = with_items(tables(), S2=(range(1, 6), "Often"))
    released = Release(data, profile_named("exact"))(scales.distribution(data))
    said = {
        row["item_id"]: released.label("level", row["level"], "en")
        for _, row in released.frame.iterrows()
        if row["level"].endswith("1")
    }
    assert (said["S1"], said["S2"]) == ("Strongly disagree", "Often 1")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, ("1", "5")),
        ({"S2": (range(1, 8), "Seven")}, None),
        ({"S2": (range(1, 6), "x")}, ("1", "5")),
    ],
)
def test_the_range_of_scores_is_that_of_the_scale_if_there_is_one(tiny, other, expected):
    ends = scales.summary(with_items(tables(), **other)).labels["range"]
    assert (tuple(t.en for t in ends.values()) or None) == expected


def unsurveyed():
    data = tables()
    talk = tuple(s for s in data.study.header.sources if s.kind != "survey")
    header = dataclasses.replace(data.study.header, sources=talk)
    study = dataclasses.replace(data.study, header=header)
    return dataclasses.replace(data, study=study, answers=empty("answers"))


@pytest.mark.parametrize("analysis", [scales.distribution, scales.summary, comparison.looking_back])
@pytest.mark.parametrize("profile", ["welsh_evaluation", "exact"])
def test_a_study_without_a_survey_has_an_empty_result_that_can_be_released(tiny, analysis, profile):
    result = analysis(unsurveyed())
    assert result.frame.empty
    assert result.origin == "synthetic"
    assert Release(unsurveyed(), profile_named(profile))(result).frame.empty


def test_a_survey_of_two_groups_names_both(wales, area):
    assert scales.population(area("A"), wales.instrument("professional")) == Text(
        "social workers and conference chairs in Area A",
        scales.population(area("A"), wales.instrument("professional")).cy,
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_groups_are_listed_as_in_a_sentence(names, expected):
    assert in_a_sentence(names, "and") == expected


def test_welsh_and_changes_before_a_vowel_and_changes_c_p_and_t():
    assert in_a_sentence(["rhieni", "eiriolwyr"], "a") == "rhieni ac eiriolwyr"
    assert in_a_sentence(["eiriolwyr", "rhieni"], "a") == "eiriolwyr a rhieni"
    assert in_a_sentence(["rhieni", "cadeiryddion"], "a") == "rhieni a chadeiryddion"
    assert in_a_sentence(["rhieni", "chwiorydd"], "a") == "rhieni a chwiorydd"
