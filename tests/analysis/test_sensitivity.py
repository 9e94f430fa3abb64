"""Planned comparisons in other ways of analysis: each against what it should be by itself."""

from __future__ import annotations

import math
import time

import numpy as np
import pandas as pd
import pytest
from surveyed import GAP, alike, surveyed

from compendium.analysis.statistics import rank_tests
from compendium.analysis.survey import contrasts
from compendium.analysis.survey.sensitivity import ANALYSES, _pooled, sensitivity
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

TWO = {"001": alike(6, 8, 9, 5, 2), "002": alike(3, 5, 9, 8, 5)}
NUMBERS = ["estimate", "lower", "upper", "p"]


@pytest.fixture
def empty(tiny):
    return open_tables(open_study("tiny"))


def rows(data) -> dict[str, dict]:
    """The one pair of the tiny study, by analysis."""
    frame = sensitivity(data).frame
    assert list(frame["analysis"]) == list(ANALYSES)
    return frame.set_index("analysis").to_dict("index")


def test_the_main_row_is_the_planned_contrast(area):
    data = area("")
    key = ["comparison", "construct", "group_1", "group_2"]
    planned = contrasts.planned(data).frame.set_index(key)
    found = sensitivity(data).frame
    main = found[found["analysis"] == "main"].set_index(key)
    assert len(main) == (planned.reset_index()["group_1"] != "all").sum()
    columns = ["n_1", "n_2", *NUMBERS]
    same = planned.loc[main.index, columns].astype("float64")
    pd.testing.assert_frame_equal(main[columns].astype("float64"), same)


def test_without_gaps_or_flags_only_the_model_differs(empty):
    found = rows(surveyed(empty, TWO))
    for analysis in ("complete", "unflagged"):
        assert [found[analysis][c] for c in NUMBERS] == [found["main"][c] for c in NUMBERS]
    assert found["imputed"]["estimate"] == pytest.approx(found["main"]["estimate"])
    assert found["ordinal"]["effect"] == "log_odds_ratio"


def test_the_model_is_that_of_r(empty):
    # ordinal 2022.11.16: clm(ordered(y) ~ (site == "001")) on the two sites.
    found = rows(surveyed(empty, TWO))["ordinal"]
    expected = (-0.89953119940, -1.82619005456, 0.02712765576, 0.05709450434)
    assert tuple(found[c] for c in NUMBERS) == pytest.approx(expected, rel=1e-4)


def test_complete_cases_are_those_who_left_nothing_out(empty):
    gaps = {**TWO, "001": [*TWO["001"], (5, 5, GAP), (5, GAP, GAP), (GAP, GAP, GAP)]}
    found = rows(surveyed(empty, gaps))
    assert [found[a]["n_1"] for a in ANALYSES] == [31, 30, 32, 31, 31]
    whole = rows(surveyed(empty, TWO))["main"]
    assert found["complete"]["estimate"] == whole["estimate"] != found["main"]["estimate"]


def test_people_of_whom_nothing_is_known_are_never_filled_in(empty):
    gaps = {**TWO, "001": [*TWO["001"], *[(GAP, GAP, GAP)] * 5]}
    assert rows(surveyed(empty, gaps))["imputed"]["n_1"] == 30


def test_flagged_responses_are_left_out_of_one_row_alone(empty):
    found = rows(surveyed(empty, TWO, flagged=("001-0", "001-1", "002-29")))
    assert [found[a]["n_1"] for a in ANALYSES] == [30, 30, 30, 30, 28]
    # The two lowest of 001 and the highest of 002 left out, by hand.
    scores = np.repeat(range(1, 6), [4, 8, 9, 5, 2]), np.repeat(range(1, 6), [3, 5, 9, 8, 4])
    assert found["unflagged"]["estimate"] == rank_tests.cliffs_delta(*scores).value


def test_delta_is_pooled_as_r_pools_its_z(monkeypatch):
    # mice 3.15.0: pool.scalar(atanh(d), v / (1 - d^2)^2, n = 60, k = 2), back by tanh, t interval.
    deltas, variances = iter((-0.30, -0.34, -0.28, -0.36)), iter((0.020, 0.021, 0.019, 0.022))
    module = "compendium.analysis.survey.sensitivity"
    estimate = rank_tests.Estimate
    monkeypatch.setattr(f"{module}.cliffs_delta", lambda *pair: estimate(next(deltas)))
    monkeypatch.setattr(f"{module}.delta_variance", lambda *pair: next(variances))
    found = _pooled([[np.arange(30.0), np.arange(30.0)]] * 4)
    expected = (-0.320357125700, -0.582772707375, 0.002561104275, 0.05170837663)
    assert tuple(found[c] for c in NUMBERS) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize(
    ("people", "guards"),
    [
        ({"001": alike(9, 9), "002": alike(0, 1)}, ["guard_few_people"] * 5),
        ({"001": alike(0, 20), "002": alike(0, 20)}, ["guard_no_variation"] * 5),
        ({"001": alike(3, 4), "002": alike(5, 3)}, ["", "", "", "guard_few_cases", ""]),
        (
            {"001": alike(20, 5), "002": alike(0, 0, 5, 20)},
            ["", "", "guard_no_overlap", "guard_no_overlap", ""],
        ),
    ],
)
def test_what_cannot_be_told_says_why(empty, people, guards):
    found = rows(surveyed(empty, people))
    assert [found[a]["guard"] for a in ANALYSES] == guards
    assert all(math.isnan(found[a]["estimate"]) == bool(found[a]["guard"]) for a in ANALYSES)


def test_one_site_has_no_comparison_between_sites(empty):
    assert sensitivity(open_tables(empty.study, "001")).frame.empty


def test_the_whole_welsh_study_takes_seconds_and_gives_the_same_again(area):
    sensitivity(area(""))  # imports
    start = time.perf_counter()
    first = sensitivity(area("")).frame
    assert time.perf_counter() - start < 10
    pd.testing.assert_frame_equal(first, sensitivity(area("")).frame)
