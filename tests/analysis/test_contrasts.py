"""Planned contrasts, worked by hand on the tiny study, and their place in the Welsh one."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from surveyed import alike, surveyed

from compendium.analysis.survey import contrasts, scales
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

PLAN = "planned_comparisons:\n"
# S1 answered in area 002: Q5 3, Q6 1; its score of say then leaves one person in each group.
INSIDE = """\
planned_comparisons:
  - comparison: by_answer
    family: by_answer
    title: {en: By answer, cy: Yn ôl ateb}
    instrument: form
    constructs: [say]
    between: S1
    levels: ["1", "3"]
    sites: ["002"]
    reason: {en: As a test., cy: Fel prawf.}
"""


def row(frame, **key):
    chosen = frame.loc[np.logical_and.reduce([frame[k] == v for k, v in key.items()])]
    assert len(chosen) == 1
    return chosen.iloc[0]


@pytest.fixture
def small(tiny):
    return contrasts.planned(open_tables(open_study("tiny"))).frame


@pytest.fixture
def inside(tiny):
    path = tiny / "study.yml"
    path.write_text(path.read_text("utf-8").replace(PLAN, INSIDE), "utf-8")
    return lambda site: contrasts.planned(open_tables(open_study("tiny"), site)).frame


@pytest.fixture(scope="module")
def welsh(area):
    return contrasts.planned(area(""))


def test_two_areas_are_one_row_and_whoever_has_no_score_is_left_out(small):
    # say: 14/3 and 4 in the first area (Q3 answered one of three); 3 and 4/3 in the second.
    (found,) = small.to_dict("records")
    assert (found["group_1"], found["group_2"]) == ("001", "002")
    assert (found["n_1"], found["n_2"], found["test"]) == (2, 2, "mann_whitney_exact")


def test_the_tiny_contrast_is_as_worked_by_hand(small):
    found = small.iloc[0]
    # Both of the first area are above both of the second: delta 1, and 2 of 6 arrangements are
    # as far apart. t(0.975, 2) = 4.3027: (2 - 18.513) / (2 + 18.513) = -0.8050.
    assert found["estimate"] == 1
    assert (found["lower"], found["upper"]) == pytest.approx((-0.8050, 1), abs=1e-4)
    assert (found["p"], found["p_holm"]) == pytest.approx((1 / 3, 1 / 3))


def test_the_tiny_shift_is_the_median_of_four_differences(small):
    # 1, 5/3, 8/3, 10/3; with two on two even the outermost do not reach 95 %.
    assert small.iloc[0]["difference"] == pytest.approx((5 / 3 + 8 / 3) / 2)
    assert math.isnan(small.iloc[0]["difference_lower"])


def test_the_tiny_groups_have_their_means_and_nobody_at_the_top(tiny):
    frame = contrasts.group_scores(open_tables(open_study("tiny"))).frame
    first = row(frame, group="001")
    assert (first["n"], first["mean"], first["top"]) == (2, pytest.approx(13 / 3), 0)
    # Half of the difference, 1/3, times t(0.975, 1) = 12.7062.
    assert first["upper"] - first["mean"] == pytest.approx(12.7062 / 3, abs=1e-4)
    assert row(frame, group="002")["mean"] == pytest.approx(13 / 6)


def test_who_answers_most_favourably_throughout_is_at_the_top(tiny):
    data = open_tables(open_study("tiny"))
    one = data.answers["participant_id"] == "Q1"
    reversed_item = data.answers["item_id"] == "S3"
    data.answers.loc[one & ~reversed_item, "value"] = 5
    data.answers.loc[one & reversed_item, "value"] = 1
    assert row(contrasts.group_scores(data).frame, group="001")["top"] == 1


def test_one_area_alone_compares_no_areas(tiny):
    assert contrasts.planned(open_tables(open_study("tiny"), "001")).frame.empty
    assert contrasts.group_scores(open_tables(open_study("tiny"), "001")).frame.empty


def test_answers_are_compared_inside_their_area_and_seen_from_there_or_from_the_whole(inside):
    for site in ("002", ""):
        found = row(inside(site), comparison="by_answer")
        assert (found["group_1"], found["group_2"]) == ("S1:1", "S1:3")
        assert (found["n_1"], found["n_2"]) == (1, 1)
    assert inside("001").empty


def test_one_person_on_a_side_makes_no_contrast(inside):
    # With one and one delta can be nothing but -1, 0 or 1, and has no interval.
    found = row(inside("002"), comparison="by_answer")
    assert found["guard"] == "guard_few_people"
    assert found[["estimate", "lower", "upper", "p", "p_holm", "difference"]].isna().all()


def test_two_people_on_each_side_make_one(inside):
    inside("002")
    data = surveyed(open_tables(open_study("tiny")), {"001": [], "002": alike(2, 0, 2)})
    found = row(contrasts.planned(data).frame, comparison="by_answer")
    assert (found["n_1"], found["n_2"], found["estimate"], found["guard"]) == (2, 2, -1, "")


def test_three_areas_have_a_row_for_all_of_them_and_one_for_each_pair(welsh):
    mine = welsh.frame[welsh.frame["comparison"] == "parents_by_area"]
    one = mine[mine["construct"] == "self_efficacy"]
    assert list(zip(one["group_1"], one["group_2"], strict=True)) == [
        ("all", ""),
        ("A", "B"),
        ("A", "C"),
        ("B", "C"),
    ]
    assert one["n_1"].iloc[0] == one["n_1"].iloc[1] + one["n_2"].iloc[1] + one["n_2"].iloc[2]


def test_numbers_of_people_are_those_of_the_scores(area, welsh):
    found = row(welsh.frame, construct="self_efficacy", group_1="A", group_2="B")
    for site, column in (("A", "n_1"), ("B", "n_2")):
        summary = scales.summary(area(site), "parent").frame.set_index("construct")
        assert found[column] == summary.at["self_efficacy", "n"]


def test_groups_are_labelled_with_area_and_model_or_with_the_answer(welsh):
    assert welsh.labels["group_1"]["A"].en == "Area A (peer advocates)"
    assert welsh.labels["group_1"]["A"].cy == "Ardal A (eiriolwyr cymheiriaid)"
    assert welsh.labels["group_2"]["P_CX4:2"].en == "A trained professional"


def test_only_comparisons_between_areas_are_listed_as_such(welsh):
    assert "parents_by_area" in welsh.labels["between_sites"]
    assert "peer_or_professional" not in welsh.labels["between_sites"]


def test_peer_and_professional_are_compared_in_area_c_alone(area):
    assert set(contrasts.planned(area("C")).frame["comparison"]) == {"peer_or_professional"}
    assert contrasts.planned(area("A")).frame.empty


def test_a_comparison_whose_survey_has_not_come_in_has_no_rows(tiny):
    path = tiny / "study.yml"
    text = path.read_text("utf-8")
    start, end = text.index("  - source: survey"), text.index("  - source: talk")
    path.write_text(text[:start] + text[end:], "utf-8")
    assert contrasts.planned(open_tables(open_study("tiny"))).frame.empty


def test_holm_multiplies_the_least_by_all_and_never_falls():
    # 0.01 · 4; 0.02 · 3; 0.03 · 2 = 0.06 again; 0.5 · 1.
    found = contrasts.holm(pd.Series([0.03, 0.01, 0.5, 0.02]))
    assert found.tolist() == pytest.approx([0.06, 0.04, 0.5, 0.06])


def test_what_was_not_tested_does_not_count_for_holm():
    found = contrasts.holm(pd.Series([0.02, np.nan, 0.03]))
    assert found.iloc[[0, 2]].tolist() == pytest.approx([0.04, 0.04])
    assert math.isnan(found.iloc[1])


def test_each_family_is_adjusted_by_itself(welsh):
    frame = welsh.frame
    for _, mine in frame.groupby("comparison", observed=False):
        assert mine["p_holm"].min() <= len(mine) * mine["p"].min() + 1e-12
        assert (mine["p_holm"] >= mine["p"]).all()
    two = frame[frame["comparison"] == "peer_or_professional"]
    assert two["p_holm"].min() == pytest.approx(2 * two["p"].min())


def test_the_same_data_give_the_same_numbers_again(area, welsh):
    pd.testing.assert_frame_equal(contrasts.planned(area("")).frame, welsh.frame)


def test_all_is_said_to_be_synthetic_by_the_data(welsh):
    assert welsh.origin == "synthetic"
