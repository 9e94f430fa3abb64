"""Proportional odds against R's ordinal::clm, and what the guard refuses."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.statistics import ordinal

# ordinal 2022.11.16 in R 4.2.2: clm(rating ~ temp + contact, data = wine).
CUTS = [-1.344383411265, 1.250808798417, 3.466886926474, 5.00640420427]
TERMS = {
    "warm": (2.503102007899, 0.5286801008248, 12.220342826589),
    "yes": (1.527797658095, 0.4766226296483, 4.608017209537),
}


@pytest.fixture
def wine(shared):
    table = pd.read_csv(shared / "reference" / "wine.csv")
    predictors = pd.concat(
        [
            ordinal.against_reference(table["temp"], ["cold", "warm"]),
            ordinal.against_reference(table["contact"], ["no", "yes"]),
        ],
        axis=1,
    )
    return table["rating"], predictors


def test_coefficients_and_their_errors_are_those_of_r(wine):
    found = ordinal.proportional_odds(*wine)
    assert (found.n, found.levels, found.refused) == (72, 5, "")
    assert list(found.cuts) == pytest.approx(CUTS, abs=1e-6)
    assert found.log_likelihood == pytest.approx(-86.491923365649, abs=1e-8)
    for term in found.terms:
        estimate, error, odds = TERMS[term.name]
        assert term.estimate.value == pytest.approx(estimate, abs=1e-6)
        assert term.se == pytest.approx(error, abs=1e-5)
        assert term.odds_ratio.value == pytest.approx(odds, abs=1e-4)


def test_the_check_of_the_assumption_is_that_of_r(wine):
    # nominal_test: LRT 3.17498 and 0.56674 on 3 df.
    found = ordinal.proportional_odds(*wine).assumption
    assert found["warm"] == pytest.approx(0.3654259435775, abs=1e-5)
    assert found["yes"] == pytest.approx(0.9040023898242, abs=1e-5)


def test_people_with_a_gap_are_left_out(wine):
    rating, predictors = wine
    more = pd.concat([predictors, pd.DataFrame({"warm": [np.nan, 1.0], "yes": [1.0, 0.0]})])
    answers = pd.concat([rating.astype("float64"), pd.Series([5.0, np.nan])])
    more.index = answers.index = range(74)
    again, once = ordinal.proportional_odds(answers, more), ordinal.proportional_odds(*wine)
    assert again.n == 72
    assert [t.estimate.value for t in again.terms] == [t.estimate.value for t in once.terms]


def test_two_levels_are_a_logistic_regression_worked_by_hand():
    # Of 40 in each group 10 and 30 say yes: log odds ratio log(9), se √(1/10+1/30+1/30+1/10).
    answers = pd.Series([0] * 30 + [1] * 10 + [0] * 10 + [1] * 30)
    group = pd.DataFrame({"g": [0.0] * 40 + [1.0] * 40})
    found = ordinal.proportional_odds(answers, group)
    assert found.terms[0].estimate.value == pytest.approx(math.log(9), abs=1e-8)
    assert found.terms[0].se == pytest.approx(math.sqrt(2 / 10 + 2 / 30), abs=1e-6)
    assert math.isnan(found.assumption["g"])


def test_the_names_of_the_levels_do_not_matter(wine):
    rating, predictors = wine
    other = ordinal.proportional_odds(rating * 10 + 3, predictors)
    assert other == ordinal.proportional_odds(rating, predictors)


@pytest.mark.parametrize(
    ("answers", "group", "why"),
    [
        ([1, 2] * 9 + [1], [0, 1] * 9 + [0], "few_people"),  # 9 in the smaller part
        ([3] * 40, [0, 1] * 20, "one_level"),
        ([1, 2] * 20, [1] * 40, "one_value"),
        ([1] * 20 + [2] * 20, [0] * 20 + [1] * 20, "not_told_apart"),
        ([], [], "one_level"),
    ],
)
def test_what_the_data_cannot_bear_is_refused(answers, group, why):
    predictors = pd.DataFrame({"g": pd.Series(group, dtype="float64")})
    found = ordinal.proportional_odds(pd.Series(answers, dtype="float64"), predictors)
    assert found.refused == why
    assert found.terms == ()


def test_ten_cases_a_parameter_are_enough():
    answers, group = pd.Series([1, 2] * 10), pd.DataFrame({"g": [0.0, 0.0, 1.0, 1.0] * 5})
    assert ordinal.proportional_odds(answers, group).refused == ""
