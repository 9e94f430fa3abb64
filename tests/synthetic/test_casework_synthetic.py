"""The made-up casework log holds what its recipe plants, and reads like a case system's export."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.synthetic.casework import as_exported, linked, make_casework
from compendium.synthetic.make import generator
from compendium.synthetic.recipe import read_recipe


@pytest.fixture(scope="module")
def how(wales):
    return read_recipe(wales)[0].casework


@pytest.fixture(scope="module")
def log(wales):
    return make_casework(
        wales, read_recipe(wales)[0], generator(str(wales.header.seed), "casework")
    )


@pytest.fixture(scope="module")
def people(wales):
    return pd.read_csv(wales.folder / "consent.csv", dtype="str", keep_default_na=False)


def test_nothing_lies_outside_the_time_of_the_log_or_before_the_service_began(wales, log, how):
    for site in wales.sites:
        referred = log.loc[log["site_id"] == site.site_id, "date_referred"]
        assert referred.min() >= pd.Timestamp(max(site.service_start, how.first_day))
    dates = log[["date_referred", "date_allocated", "date_first_contact", "date_closed"]]
    assert (dates.max() <= pd.Timestamp(how.extracted_on)).all()


def test_numbers_of_referrals_are_near_what_a_year_should_bring(log, how):
    whole = log[log["date_referred"].dt.year.isin([2022, 2023])]
    for site, rate in how.referrals_per_year.items():
        count = (whole["site_id"] == site).sum()
        assert abs(count - 2 * rate) < 3 * (2 * rate) ** 0.5  # three Poisson standard deviations


def test_fewer_are_referred_in_august_and_in_late_december(log):
    on = log["date_referred"]
    august = (on.dt.month == 8).groupby(on.dt.year).sum()
    assert august[[2022, 2023]].mean() < 0.8 * len(log[on.dt.year < 2024]) / 24
    late = (on.dt.month == 12) & (on.dt.day >= 20) & (on.dt.year < 2024)
    assert late.sum() < 0.6 * (on.dt.year < 2024).sum() * 12 / 365


def test_nobody_is_referred_at_a_weekend(log):
    assert (log["date_referred"].dt.day_of_week < 5).all()


def test_some_people_come_again_under_the_same_id_and_route(log):
    again = log.duplicated("person_id", keep="first")
    assert 0.07 < again.mean() < 0.15
    assert (log["route"] == "repeat").mean() == pytest.approx(again.mean(), abs=0.01)


def test_references_are_unique(log):
    assert log["referral_id"].is_unique


def test_what_was_not_accepted_has_a_reason_and_no_dates(log):
    turned = log[log["accepted"] != "yes"]
    assert (turned["not_accepted_reason"] != "").all()
    dates = ["date_allocated", "date_first_contact", "date_closed"]
    assert turned[dates].isna().all(axis=None)


@pytest.mark.parametrize("column", ["issue_secondary", "outcome_decision_changed"])
def test_cells_are_missing_in_the_planted_share(log, how, column):
    rows = log
    if column == "outcome_decision_changed":
        rows = log[log["date_closed"].notna() & log["date_first_contact"].notna()]
    for site, share in how.missing[column].items():
        mine = rows.loc[rows["site_id"] == site, column]
        assert (mine == "").mean() == pytest.approx(share, abs=0.07)


def test_a_second_issue_is_never_the_first_again(log):
    assert (log["issue_primary"] != log["issue_secondary"]).all()


def test_the_export_has_the_case_systems_names_labels_and_dates(wales, log, how):
    (source,) = wales.source("casework")
    shown = as_exported(log, source, how)
    assert list(shown)[:5] == ["Ref no", "Area", "Person ID", "Date referred", "Referred by"]
    assert set(shown["Accepted"]) == {"Y", "N", "S"}
    assert shown["Date referred"].str.fullmatch(r"\d\d/\d\d/\d{4}").all()
    assert set(shown["Exported on"]) == {"30/06/2024"}
    assert set(shown["Data origin"]) == {"synthetic"}


def test_linked_people_are_parents_whose_cases_began_before_recruitment(log, people):
    joined = people[people["casework_person"] != ""]
    assert joined["casework_person"].is_unique
    assert set(joined["group"]) == {"parent"}
    first = log.groupby("person_id", observed=False)["date_referred"].min()
    assert (first[joined["casework_person"]] < pd.Timestamp(people["recruited_on"].min())).all()


def test_who_withdrew_is_linked_and_nobody_is_to_a_spoilt_case(log, people, how, wales):
    joined = people[people["casework_person"] != ""]
    assert "withdrawn" in set(joined["consent_status"])
    spoilt = log[log["date_first_contact"] < log["date_referred"]]
    assert not set(spoilt["person_id"]) & set(joined["casework_person"])


def test_linking_changes_nothing_else_of_the_people(log, people, how, wales):
    bare = people.drop(columns="casework_person")
    again = linked(bare, log, how, generator(str(wales.header.seed), "casework links"))
    assert again.drop(columns="casework_person").equals(bare)
