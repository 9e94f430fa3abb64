"""Referrals and waits of the tiny log, worked by hand."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from compendium.analysis.service import casework
from compendium.intake.tables import Tables, open_tables
from compendium.schemas import empty
from compendium.study_folder import open_study


@pytest.fixture
def data(tiny) -> Tables:
    return open_tables(open_study("tiny"))


@pytest.fixture
def here(tiny) -> Tables:
    return open_tables(open_study("tiny"), "001")


def cells(result, *by) -> dict:
    return result.frame.set_index(list(by))["referrals"].to_dict()


def test_referrals_are_counted_by_site_referrer_and_outcome(data):
    found = cells(casework.referrals(data), "site_id", "referrer_type", "outcome")
    told = {key: n for key, n in found.items() if n}
    assert told == {
        ("001", "self", "yes"): 2,
        ("001", "social_worker", "yes"): 3,
        ("001", "social_worker", "no"): 1,
        ("001", "social_worker", "not_recorded"): 1,
        ("001", "health", "yes"): 1,
        ("001", "all", "yes"): 6,
        ("001", "all", "no"): 1,
        ("001", "all", "not_recorded"): 1,
        ("002", "social_worker", "yes"): 1,
        ("002", "school", "signposted"): 1,
        ("002", "other", "yes"): 1,
        ("002", "all", "yes"): 2,
        ("002", "all", "signposted"): 1,
    }


def test_a_referrer_of_one_site_has_a_row_in_each_and_one_of_none_has_no_row(data):
    found = casework.referrals(data).frame
    assert {
        s: list(dict.fromkeys(f["referrer_type"]))
        for s, f in found.groupby("site_id", observed=False)
    } == {
        site: ["self", "social_worker", "school", "health", "other", "all"]
        for site in ("001", "002")
    }


def test_a_site_sees_its_own_referrals(here):
    found = casework.referrals(here)
    assert set(found.frame["site_id"]) == {"001"}
    assert found.population.en == "Referrals in First (one model), up to 31 March 2024"


def test_years_are_counted_over_all_referrers_and_the_last_says_that_it_is_part(here):
    result = casework.referrals(here, by="year")
    found = {k: n for k, n in cells(result, "year", "outcome").items() if n}
    assert found == {
        ("2023", "not_recorded"): 1,
        ("2024", "yes"): 6,
        ("2024", "no"): 1,
    }
    assert {y: t.en for y, t in result.labels["year"].items()} == {
        "2023": "2023",
        "2024": "To 31 March 2024",
    }


def test_a_log_exported_on_the_last_day_of_a_year_has_no_part(here):
    whole = here.referrals.assign(extracted_on="2024-12-31")
    result = casework.referrals(dataclasses.replace(here, referrals=whole), by="year")
    assert result.labels["year"]["2024"].en == "2024"


def test_each_area_carries_its_model(data):
    labels = casework.waits(data).labels["site_id"]
    assert {s: t.en for s, t in labels.items()} == {
        "001": "First (one model)",
        "002": "Second (two models)",
    }


def test_waits_run_to_contact_or_another_end_or_the_export(data):
    accepted = data.referrals.query("accepted == 'yes' and date_problem == ''")
    days, ends = casework.followed_days(accepted)
    assert list(zip(accepted["referral_id"], days, ends, strict=True)) == [
        ("r1", 5, 1),
        ("r2", 10, 1),
        ("r3", 10, 2),
        ("r4", 20, 1),
        ("r5", 15, 0),
        ("r10", 0, 1),
        ("r11", 3, 1),
    ]


@pytest.mark.parametrize(
    ("reason", "end"),
    [("person_ended", 2), ("no_contact", 3), ("service_ended", 4), ("moved_area", 4), ("", 4)],
)
def test_how_a_case_ended_without_contact_is_told_apart(data, reason, end):
    row = data.referrals.query("referral_id == 'r3'").assign(closure_reason=reason)
    assert list(casework.followed_days(row)[1]) == [end]


def test_waits_of_a_site_by_hand(here):
    # Waiting 5, 4 and, after r5 at day 15, one: 1/5; + 4/5 · 1/4; + 4/5 · 2/4 · 1/1.
    found = casework.waits(here).frame.set_index("day")
    assert list(found["percent"].round(9)) == [20, 40, 80, 80, 80, 80, 80]
    assert list(found["ended"].round(9)) == [0, 20, 20, 20, 20, 20, 20]
    assert list(found["followed"]) == [5, 5, 4, 4, 4, 4, 4]
    assert set(found["referrals"]) == {5}
    assert set(found["left_out"]) == {1}


def test_everybody_met_within_three_days_stands_at_a_hundred(data):
    found = casework.waits(data).frame.query("site_id == '002'")
    assert set(found["percent"]) == {100.0}
    assert found[["lower", "upper"]].isna().all(axis=None)


def test_half_had_first_contact_on_the_first_day_the_curve_is_there(data):
    found = casework.median_waits(data).frame.set_index("site_id")
    # In 001 two of five by day 10 and four by day 20; in 002 one of two on the day itself.
    assert dict(found["days"]) == {"001": 20, "002": 0}
    assert dict(found["left_out"]) == {"001": 1, "002": 0}


def test_a_curve_that_never_reaches_half_has_no_such_day(data):
    open_cases = data.referrals.assign(date_first_contact="", date_closed="", date_problem="")
    found = casework.median_waits(dataclasses.replace(data, referrals=open_cases)).frame
    assert found["days"].isna().all()


@pytest.mark.parametrize("analysis", [casework.referrals, casework.waits, casework.median_waits])
def test_a_study_without_a_log_has_no_rows(data, analysis):
    nothing = dataclasses.replace(data, referrals=empty("referrals"))
    found = analysis(nothing)
    assert found.frame.empty
    assert (found.origin, bool(found.population.en)) == ("synthetic", True)


def test_a_site_without_accepted_referrals_has_a_curve_of_nobody(here):
    none = here.referrals.assign(accepted="no")
    found = casework.waits(dataclasses.replace(here, referrals=none)).frame
    assert set(found["referrals"]) == {0}
    assert found["percent"].isna().all()


def test_real_data_are_called_real(here):
    real = here.referrals.assign(data_origin="real")
    assert casework.referrals(dataclasses.replace(here, referrals=real)).origin == "real"


def test_analysis_leaves_the_log_as_it_was(here):
    before = here.referrals.copy()
    casework.referrals(here), casework.waits(here), casework.median_waits(here)
    pd.testing.assert_frame_equal(here.referrals, before)
