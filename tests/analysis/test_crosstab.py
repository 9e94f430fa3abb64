"""One question by sites or by another question: against R, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from surveyed import GAP, alike, surveyed

from compendium.analysis.statistics.contingency import cramers_v
from compendium.analysis.survey.comparison import crosstab
from compendium.intake.tables import open_tables
from compendium.problems import StudyError
from compendium.study_folder import open_study

# Rows are sites, columns the answers to S1.
FOUR = {"001": alike(7, 8, 9, 6), "002": alike(5, 6, 12, 9)}
FEW = {"001": alike(6, 8, 9, 5, 2), "002": alike(3, 5, 9, 8, 5)}
NUMBERS = ["statistic", "p", "v", "v_lower", "v_upper"]


@pytest.fixture
def empty(tiny):
    return open_tables(open_study("tiny"))


def rows(data, *asked, **more):
    """The two rows, as dicts: Pearson's and Fisher's."""
    return crosstab(data, *asked, **more).frame.to_dict("records")


def test_both_tests_are_those_of_r(empty):
    # m <- rbind(c(7, 8, 9, 6), c(5, 6, 12, 9)); R 4.2.2.
    pearson, fisher = rows(surveyed(empty, FOUR), "S1")
    # chisq.test(m, correct = FALSE)
    assert pearson["test"] == "chi_squared"
    found = (pearson["statistic"], pearson["statistic_df"], pearson["p"])
    assert found == pytest.approx((1.584751984127, 3, 0.6628521259205), abs=1e-10)
    # fisher.test(m)$p.value
    assert fisher["test"] == "fisher_exact"
    assert fisher["p"] == pytest.approx(0.6790567664618, abs=1e-8)
    assert math.isnan(fisher["statistic"])


def test_v_is_that_of_the_table_and_the_same_in_both_rows(empty):
    pearson, fisher = rows(surveyed(empty, FOUR), "S1")
    value = cramers_v(np.array([[7, 8, 9, 6], [5, 6, 12, 9]]), seed=1).value
    assert pearson["v"] == fisher["v"] == pytest.approx(value)
    assert (pearson["v_lower"], pearson["v_upper"]) == (fisher["v_lower"], fisher["v_upper"])


def test_where_few_are_expected_only_fishers_test_is_made(empty):
    # chisq.test(rbind(c(6, 8, 9, 5, 2), c(3, 5, 9, 8, 5)))$expected: 4 of 10 are below five.
    pearson, fisher = rows(surveyed(empty, FEW), "S1")
    assert pearson["guard"] == "guard_few_expected"
    assert all(math.isnan(pearson[c]) for c in NUMBERS)
    # fisher.test of the same.
    assert (fisher["guard"], fisher["p"]) == ("", pytest.approx(0.4932464854322, abs=1e-8))


def test_the_number_of_people_and_of_the_smallest_group_and_cell(empty):
    (row, _) = rows(surveyed(empty, FOUR), "S1")
    assert (row["n"], row["least"], row["cell"]) == (62, 30, 5)
    assert math.isnan(row["around"])  # by site nobody is left out
    assert rows(surveyed(empty, {"001": alike(3, 3), "002": alike(3, 0)}), "S1")[0]["cell"] == 0


def test_by_another_question_whoever_left_one_out_is_left_out(empty):
    people = [(1, 2, 3)] * 6 + [(2, 1, 3)] * 7 + [(2, 2, 3)] * 5 + [(1, GAP, 3), (GAP, 1, 3)]
    (row, fisher) = rows(surveyed(empty, {"001": people}), "S1", "S2")
    # Groups are those who said 1 and 2 to S2; nineteen said anything to S1.
    assert (row["n"], row["least"], row["around"], row["cell"]) == (18, 7, 19, 0)
    # fisher.test(rbind(c(0, 7), c(6, 5)))$p.value
    assert fisher["p"] == pytest.approx(0.03770739064857, abs=1e-8)


def test_each_question_is_labelled_as_it_was_asked(empty):
    found = crosstab(surveyed(empty, FOUR), "S1", "S2")
    assert found.labels["item_id"]["S1"].en == "I was asked."
    assert found.labels["by"]["S2"].en == "I was heard."
    assert found.labels["between_sites"] == {}
    assert "site" in crosstab(surveyed(empty, FOUR), "S1").labels["between_sites"]


@pytest.mark.parametrize(
    ("people", "asked", "guard", "least"),
    [
        ({"001": alike(5, 6)}, ("S1",), "guard_few_groups", 11),  # one site
        ({"001": alike(5, 6), "002": alike(1)}, ("S1",), "guard_few_people", 1),  # one respondent
        ({"001": alike(0, 9), "002": alike(0, 8)}, ("S1",), "guard_no_variation", 8),
        # Everybody gave the same answer to the other question: there is no second group.
        ({"001": [(1, 2, 3)] * 6 + [(2, 2, 3)] * 5}, ("S1", "S2"), "guard_no_variation", 0),
        ({"001": [(1, GAP, 3), (GAP, 2, 3)]}, ("S1", "S2"), "guard_few_people", 0),
    ],
)
def test_what_cannot_be_tested_says_why(empty, people, asked, guard, least):
    found = rows(surveyed(empty, people), *asked)
    assert [row["guard"] for row in found] == [guard, guard]
    assert [row["test"] for row in found] == ["chi_squared", "fisher_exact"]
    assert (found[0]["least"], found[0]["cell"]) == (least, 0)
    assert all(math.isnan(row[c]) for row in found for c in NUMBERS)


def test_what_was_asked_looking_back_is_not_tested(tiny):
    found = rows(open_tables(open_study("tiny")), "T1")
    assert {row["guard"] for row in found} == {"guard_retrospective"}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("S9",), "No survey asks 'S9' with answers to choose from. There is: S1, S2"),
        (("O1",), "No survey asks 'O1'"),
        (("S1", "S9"), "does not ask 'S9'. Say site, or one of: S1, S2"),
    ],
)
def test_a_question_that_is_not_there_is_answered_with_those_that_are(empty, asked, message):
    with pytest.raises(StudyError, match=message):
        crosstab(empty, *asked)


def test_the_same_study_draws_the_same_interval_again(area):
    first = crosstab(area(""), "P_CX4").frame
    pd.testing.assert_frame_equal(first, crosstab(area(""), "P_CX4").frame)
