"""Looking back, worked by hand on the tiny study."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.analysis.survey import comparison
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study


@pytest.fixture
def looked_back(tiny):
    def counted(item, site=""):
        frame = comparison.looking_back(open_tables(open_study("tiny"), site)).frame
        mine = frame[frame["item_id"] == item]
        return dict(zip(mine["level"], mine["people"], strict=True)), set(mine["base"])

    return counted


def test_one_area_says_lower_same_and_higher_once_each(looked_back):
    # Q1 2 to 4, Q2 3 to 3, Q3 4 to 2.
    assert looked_back("score", "001") == ({"lower": 1, "same": 1, "higher": 1}, {3})


def test_whoever_has_no_score_for_before_is_not_in_the_base(looked_back):
    # Q5 1 to 5; Q6 answered one of two items about before.
    assert looked_back("score") == ({"lower": 1, "same": 1, "higher": 2}, {4})
    assert looked_back("T1") == ({"lower": 1, "same": 1, "higher": 2}, {4})


def test_a_reversed_item_that_falls_counts_as_higher(looked_back):
    # Q1 4 to 2, Q5 5 to 1, Q6 3 to 2: agreeing less that "they judge me" is better.
    assert looked_back("T2") == ({"lower": 1, "same": 1, "higher": 3}, {5})


def test_only_what_was_asked_twice_is_looked_back_on(tiny):
    frame = comparison.looking_back(open_tables(open_study("tiny"))).frame
    assert set(frame["construct"]) == {"trust"}
    assert set(frame["item_id"]) == {"score", "T1", "T2"}


def test_a_direction_nobody_took_stays_with_nobody():
    rows = comparison._directions("c", "score", pd.Series([1.0, 2.0]), pd.Series([2.0, 3.0]))
    assert [(r["level"], r["people"]) for r in rows] == [("lower", 0), ("same", 0), ("higher", 2)]


@pytest.mark.parametrize(
    ("before", "now"), [(0.3, 0.1 + 0.2), (0.1 + 0.2, 0.3), (10 / 3, 3 + 1 / 3)]
)
def test_a_difference_in_the_last_bits_of_a_fraction_is_no_change(before, now):
    rows = comparison._directions("c", "score", pd.Series([before]), pd.Series([now]))
    assert [r["people"] for r in rows] == [0, 1, 0]


def test_a_real_difference_of_a_twelfth_is_a_change():
    rows = comparison._directions("c", "score", pd.Series([3.25]), pd.Series([10 / 3]))
    assert [r["people"] for r in rows] == [0, 0, 1]
