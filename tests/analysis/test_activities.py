"""How long cases stay open, what was done on them, and what is amiss: worked by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.joint_displays.service_flow import service_flow
from compendium.analysis.service import activities, casework_quality, time_open
from compendium.intake.tables import open_tables
from compendium.schemas import empty, typed
from compendium.study_folder import open_study

DONE = [  # referral, kind
    *[("r2", "visit")] * 3,
    ("r2", "phone_text"),
    ("r1", "phone_text"),
    ("r11", "liaison"),
]


@pytest.fixture
def data(tiny):
    """The tiny study, with six activities on three of its referrals."""
    rows = [
        {"activity_id": f"a{n}", "referral_id": r, "type": kind, "data_origin": "synthetic"}
        for n, (r, kind) in enumerate(DONE)
    ]
    done = pd.DataFrame(rows).assign(date="2024-01-20")
    done["site_id"] = done["referral_id"].map({"r1": "001", "r2": "001", "r11": "002"})
    return dataclasses.replace(
        open_tables(open_study("tiny")), activities=typed(done, "activities")
    )


def test_cases_are_followed_from_contact_to_closure_or_the_export(data):
    log = data.referrals.query("referral_id in ('r1', 'r2')")
    days, closed = time_open.open_days(log)
    # r1 since 6 January until 31 March 2024; r2 from 11 January to 1 February.
    assert list(days) == [85, 21]
    assert list(closed) == [False, True]


def test_the_median_time_open_of_the_freireich_trial():
    # Remission of 21 children on 6-MP (Freireich and others 1963, Blood 21:699-716). In R 4.2:
    # S <- cumprod(1 - d / n); se <- sqrt(cumsum(d / (n * (n - d)))) / abs(log(S))
    # S^exp(1.959964 * se) is 0.503 at 10 and 0.432 at 13; S is 0.538 at 22 and 0.448 at 23, where
    # the upper bound still is 0.680.
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    lost = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    days, closed = np.array([*ended, *lost]), np.array([True] * 9 + [False] * 12)
    median, lower, upper = time_open.median_time(days, closed)
    assert (median, lower) == (23, 13)
    assert np.isnan(upper)


def test_a_site_of_one_closed_case_has_a_median_and_says_who_is_open(data):
    found = time_open.time_open(data).frame.set_index("site_id")
    # 001: r1, r2, r4 met with sound dates, of which r2 was closed; r7 has a date problem.
    assert found.loc["001", ["referrals", "still_open", "left_out"]].tolist() == [3, 2, 1]
    assert np.isnan(found.loc["001", "weeks"])


def test_activities_are_counted_for_closed_cases_alone(data):
    found = activities.per_case(data).frame.set_index("site_id")
    assert found.loc["001", ["cases", "mean", "median"]].tolist() == [1, 4.0, 4.0]
    assert found.loc["001", ["lower", "upper"]].isna().all()
    assert found.loc["002", "cases"] == 0


def test_a_mean_has_its_t_interval():
    # R 4.2: t.test(c(2, 4, 6))$conf.int is -0.9682754 to 8.9682754.
    assert activities._interval(np.array([2, 4, 6])) == pytest.approx((-0.968275, 8.968275))


def test_the_mix_is_of_activities_and_says_in_how_many_cases(data):
    found = activities.mix(data).frame.set_index(["site_id", "activity"])
    assert found.loc[("001", "visit"), ["activities", "cases", "percent"]].tolist() == [3, 1, 60]
    assert found.loc[("001", "phone_text"), ["cases", "percent_cases"]].tolist() == [2, 100]
    assert found.loc[("002", "liaison"), "percent"] == 100
    assert found.loc[("002", "visit"), "activities"] == 0


def test_what_is_amiss_is_counted_by_site(data):
    found = casework_quality.quality(data).frame.set_index(["site_id", "check"])["found"]
    assert found["001", "contact_before_referral"] == 1
    assert ("002", "contact_before_referral") not in found
    assert found["001", "accepted"] == 1


def test_without_routes_the_flow_goes_from_referrers_to_what_was_decided(data):
    frame = service_flow(data).frame
    assert set(frame["stage"]) == {"referrer_type", "activity"}
    assert set(frame["to"]) == {""}


def test_without_a_log_or_without_activities_there_are_no_rows(data):
    bare = dataclasses.replace(data, activities=empty("activities"))
    assert activities.per_case(bare).frame.empty
    assert activities.mix(bare).frame.empty
    nothing = dataclasses.replace(bare, referrals=empty("referrals"))
    for analysis in (time_open.time_open, casework_quality.quality, service_flow):
        assert analysis(nothing).frame.empty
