"""A planned study: own data come as they are released, and nothing is calculated from others."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from impacted import add_impact

from compendium.analysis.power import (
    planned,
    planned_alarms,
    planned_power,
    planning,
    rehearsal,
    written,
)
from compendium.analysis.service import casework
from compendium.disclosure.impact import _alike, _lost, _referrals
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.intake.tables import open_tables
from compendium.problems import DisclosureError, StudyError

WELSH = profile_named("welsh_evaluation")


@pytest.fixture(scope="module")
def data(wales, wales_in):
    return open_tables(wales, "")


@pytest.fixture(scope="module")
def release(data):
    return Release(data, WELSH)


@pytest.fixture(scope="module")
def assumed(data, release):
    return release(planned.assumptions(data))


@pytest.fixture(scope="module")
def plan(data, assumed):
    return planned.planned(data, assumed.frame)


def row(released, name):
    return released.frame.set_index("assumption").loc[name]


def test_referrals_are_means_of_what_the_service_map_releases(data, release, assumed):
    told = release(casework.referrals(data, by="year")).frame
    whole = told[told["year"].isin(["2022", "2023"])]
    sites = whole.groupby("site_id", observed=True)["yes"].mean() / 2  # periods of half a year
    found = row(assumed, "families")
    assert found["origin"] == "own"
    assert found["number"] == math.floor(sites.mean() + 0.5)
    assert (found["number_lower"], found["number_upper"]) == (51, 63)


def test_what_three_areas_and_one_survey_cannot_tell_is_stated_with_the_reason(assumed):
    assert row(assumed, "icc")[["origin", "guard"]].tolist() == ["stated", "guard_few_clusters"]
    found = row(assumed, "attrition_percent")
    assert found[["origin", "guard", "percent"]].tolist() == ["stated", "impact_asked_once", 20]


def test_what_is_set_for_a_page_says_so(data, release):
    found = release(planned.assumptions(data, icc="0.1", families="40", sites=""))
    assert row(found, "icc")[["origin", "fine"]].tolist() == ["set", 0.1]
    assert row(found, "families")[["origin", "number"]].tolist() == ["set", 40]
    assert row(found, "sites")["origin"] == "stated"


@pytest.mark.parametrize(
    ("change", "said"),
    [({"icc": "much"}, "a number"), ({"icc": "2"}, "between"), ({"odd": "1"}, "cannot be set")],
)
def test_a_setting_that_cannot_be_is_refused(data, change, said):
    with pytest.raises(StudyError, match=said):
        planned.assumptions(data, **change)


def test_what_was_calculated_from_other_numbers_of_the_data_does_not_pass(data, release, assumed):
    exact = assumed.frame.copy()
    exact.loc[exact["assumption"] == "families", "number"] = 55.4
    plan = planned.planned(data, exact)
    with pytest.raises(DisclosureError, match="did not pass"):
        release(planning.stops(plan))


def test_what_is_stated_is_not_passed_off_as_data(data, release, assumed):
    frame = assumed.frame.copy()
    frame.loc[frame["assumption"] == "icc", "origin"] = "own"
    with pytest.raises(DisclosureError):
        release(planning.stops(planned.planned(data, frame)))


def test_a_hidden_number_leaves_what_was_stated(data, release):
    table = release(casework.referrals(data, by="year"))
    marks = table.marks.copy()
    marks.loc[0, "yes"] = "c"
    # Only disclosure makes a released table: this one has its parts.
    stand_in = type("Table", (), {"frame": table.frame, "marks": marks})()
    result = planned.assumptions(data)
    assert _referrals([stand_in], result, 6) == (None, "impact_hidden")
    assert _referrals([], result, 6) == (None, "impact_no_referrals")


def test_people_lost_are_those_who_did_not_answer_again():
    frame = pd.DataFrame(
        {"area": ["A", "every_area"], "share": [70.0, 80.0], "lower": [1, 72.0], "upper": [1, 86.0]}
    )
    stand_in = type("Table", (), {"frame": frame})()
    assert _lost([stand_in], None, 6) == ((20.0, 14.0, 28.0), "")
    frame.loc[1, "share"] = np.nan
    assert _lost([stand_in], None, 6) == (None, "impact_hidden")


def test_likeness_is_that_of_the_score_that_the_plan_names(data):
    columns = ["comparison", "construct", "analysis", "estimate", "lower", "upper", "guard"]
    frame = pd.DataFrame(
        [
            ("parents_by_area", "trust", "likeness", 0.5, 0.1, 0.9, ""),
            ("parents_by_area", "working_relationship", "likeness", 0.04, 0.01, 0.12, ""),
        ],
        columns=columns,
    )
    stand_in = type("Table", (), {"frame": frame})()
    assert _alike([stand_in], planned.assumptions(data), 6) == ((0.04, 0.01, 0.12), "")


def test_three_areas_with_a_model_each_are_a_hard_stop(release, plan):
    found = release(planning.stops(plan)).frame
    assert found.loc[found["question"] == "models", "guard"].item() == "stop_site_is_model"
    assert (found.loc[found["question"] != "models", "guard"] == "").all()


def test_a_design_that_cannot_tell_has_no_power(data, release):
    frame = release(planned.assumptions(data, sites="3", periods="3", period_months="4")).frame
    plan = planned.planned(data, frame)
    found = release(planned_power.power(plan, 0)).frame
    stopped = found.set_index("design").loc["parallel"]
    assert set(stopped["guard"]) == {"stop_one_site_a_side"}
    assert stopped[["formula", "few", "detectable_percent"]].isna().all(axis=None)
    assert set(found.set_index("design").loc["interrupted", "guard"]) == {"stop_few_points"}


def test_families_who_wait_are_counted_by_design(plan):
    found = planning.waiting(plan).frame.set_index("design")
    assert plan.people == 33  # 60 % of 55
    assert found.loc["stepped_wedge", ["families", "never", "months"]].tolist() == [2376, 0, 30]
    # Steps of 3, 3, 2, 2, 2 areas that wait 1 to 5 periods: 33 periods of 33 families.
    assert found.loc["stepped_wedge", "waiting"] == 33 * 33
    assert found.loc["parallel", ["waiting", "never"]].tolist() == [1188, 1188]
    assert found.loc["individual", ["families", "waiting"]].tolist() == [2376, 1188]


def test_few_areas_and_a_wider_likeness_cost_power(release, plan):
    found = release(planned_power.power(plan, 0)).frame
    clustered = found[~found["design"].isin(["individual", "interrupted"])]
    assert (clustered["few"] < clustered["formula"]).all()
    assert (clustered["low"] <= clustered["few"]).all()
    assert (clustered["few"] <= clustered["high"]).all()
    assert found["drawn"].isna().all()


def test_false_alarms_are_counted_also_where_nothing_can_be_told(release, plan):
    found = release(planned_alarms.false_alarms(plan, "60", "3")).frame
    keys = ["design", "sites", "analysis"]
    found = found.set_index(keys)
    # Areas by lot in three ways each, people by lot in two, a series in three.
    assert len(found) == 4 * (3 + 3 + 2 + 3)
    assert found.loc[("parallel", "3", "permutation"), ["alarms", "least_p"]].tolist() == [0, 0.333]
    assert found.loc[("parallel", "22", "naive"), "alarms"] > 15
    again = release(planned_alarms.false_alarms(plan, 60, 3, workers=2)).frame
    assert again.set_index(keys).equals(found)


def test_the_curve_is_drawn_where_the_plan_names_numbers_of_areas(release, plan):
    found = release(planned_power.curve(plan, 40, 3)).frame.set_index(["design", "sites"])
    assert len(found) == 6 * 21
    drawn = found[found["drawn"].notna()]
    assert set(drawn.index.get_level_values("sites")) == {"3", "6", "12", "22"}
    assert (drawn["drawn_lower"] <= drawn["drawn"]).all()
    # By hand, Wilson's interval of 40 of 40 begins at 40 / (40 + 1.96²) = 91 %.
    assert found.loc[("individual", "22"), ["drawn", "drawn_lower"]].tolist() == [100, 91]
    by_sites = release(planned_power.by_sites(plan)).frame
    care = by_sites[by_sites["outcome"] == "care"].set_index(["design", "sites"])
    assert care["few"].equals(found.loc[care.index, "few"])
    again = planned_power.curve(plan, 40, 3, workers=3)
    assert release(again).frame.set_index(["design", "sites"]).equals(found)


def test_every_design_is_drawn(release, plan):
    found = release(planned_power.power(plan, 20)).frame
    assert found["drawn"].notna().all()


def test_a_series_has_the_people_and_the_trend_of_a_month(plan):
    (_, outcome), *_ = plan.outcomes().items()
    whole, month = (plan.setting(outcome, plan.design(n)) for n in ("parallel", "interrupted"))
    assert (whole.n, month.n) == (33, 5.5)
    assert (whole.trend, month.trend) == (-0.01, pytest.approx(-0.01 / 6))


def test_the_seed_is_the_studys_own_where_none_is_given(plan, wales):
    assert plan.seed() == wales.header.seed
    assert plan.seed("7") == 7
    with pytest.raises(StudyError, match="whole number"):
        plan.seed("1.5")
    with pytest.raises(StudyError, match="1 or more"):
        planned_alarms.false_alarms(plan, "0")


def test_a_rehearsal_shows_what_was_before_the_start(release, plan):
    found = release(rehearsal.rehearsal(plan)).frame.set_index("since")
    assert {"-1", "0", "overall"} <= set(found.index)
    assert 0 < found.loc["overall", "p"] <= 1
    assert found.loc["overall", "lower"] < found.loc["overall", "estimate"]


def test_what_nobody_wrote_is_to_be_written(data, release):
    found = release(written.ethics(data))
    assert found.frame.set_index("part")["by_whom"].to_dict() == {
        "equipoise": "",
        "waiting": "made-up analyst 1",
        "stopping": "",
        "safeguarding": "",
        "participation": "",
    }
    assert set(found.labels["text"]) == {"waiting"}


def test_a_study_without_a_plan_says_what_to_do(tiny):
    from compendium.study_folder import open_study

    study = open_study("tiny")
    with pytest.raises(StudyError, match=r"has no impact\.yml"):
        planned.assumptions(open_tables(study, ""))


def test_a_log_of_small_numbers_leaves_what_is_stated(tiny):
    from compendium.study_folder import open_study

    add_impact(tiny, report=False)
    tables = open_tables(open_study("tiny"), "")
    found = Release(tables, WELSH)(planned.assumptions(tables))
    assert row(found, "families")[["origin", "guard"]].tolist() == ["stated", "impact_hidden"]
