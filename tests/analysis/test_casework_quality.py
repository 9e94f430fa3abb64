"""What is amiss with the shipped logs, counted again with pandas from the exports as they came."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.analysis.service import casework_quality
from compendium.intake.tables import open_tables

DATES = (
    "date",
    "date_referred",
    "date_allocated",
    "date_first_contact",
    "date_closed",
    "extracted_on",
)
BLANK = (
    *("person_id", "route", "age_band", "care_status", "issue_primary", "language_pref"),
    "accepted",
)


def exported(study, table: str) -> pd.DataFrame:
    """An export with the compendium's names and values, without cases of who withdrew entirely."""
    source = next(s for s in study.header.sources if s.kind == table)
    path = study.folder / source.file
    read = pd.read_excel if path.suffix == ".xlsx" else pd.read_csv
    raw = read(path, dtype="str", keep_default_na=False)
    log = pd.DataFrame({name: raw[called] for name, called in source.columns.items()})
    for name, labels in source.values.items():
        log[name] = log[name].replace(labels)
    for name in set(DATES) & set(log):
        log[name] = pd.to_datetime(log[name], format=source.date_format)
    return log


def left(study, log: pd.DataFrame) -> pd.DataFrame:
    consent = pd.read_csv(study.folder / "consent.csv", dtype="str", keep_default_na=False)
    if "casework_person" not in consent:
        return log
    gone = consent["withdrawal_scope"] == "all"
    return log[~log["person_id"].isin(set(consent.loc[gone, "casework_person"]) - {""})]


@pytest.fixture(params=["wales", "england"])
def study(request):
    """Each shipped study, taken in."""
    request.getfixturevalue(f"{request.param}_in")
    return request.getfixturevalue(request.param)


@pytest.fixture
def counted(study):
    """The log of a study, and what the result says of it by site and check: found, of how many."""
    frame = casework_quality.quality(open_tables(study, "")).frame
    told = {(r.site_id, r.check): (r.found, r.of) for r in frame.itertuples()}
    return left(study, exported(study, "casework")), told


def test_a_contact_before_the_referral_is_found_in_five_rows(counted):
    log, told = counted
    wrong = log[log["date_first_contact"] < log["date_referred"]]
    assert len(wrong) == 5
    sizes, found = log["site_id"].value_counts(), wrong["site_id"].value_counts()
    check = "contact_before_referral"
    assert {s: n for (s, c), n in told.items() if c == check} == {
        s: (found[s], sizes[s]) for s in found.index
    }


@pytest.mark.parametrize(
    ("check", "early", "late"),
    [
        ("allocated_before_referral", "date_allocated", "date_referred"),
        ("closed_before_referral", "date_closed", "date_referred"),
        ("closed_before_contact", "date_closed", "date_first_contact"),
    ],
)
def test_no_other_date_is_out_of_order_and_none_is_told(counted, check, early, late):
    log, told = counted
    assert not (log[early] < log[late]).any()
    assert check not in {c for _, c in told}


@pytest.mark.parametrize("column", BLANK)
def test_blanks_are_counted_by_site_unless_the_column_is_blank_altogether(counted, column):
    log, told = counted
    blank = log[column].isin(["", "not_recorded"])
    expected = {
        site: (blank[rows.index].sum(), len(rows))
        for site, rows in log.groupby("site_id", observed=True)
    }
    assert {s: n for (s, c), n in told.items() if c == column} == expected


def test_outcomes_left_blank_are_of_cases_that_were_met_and_closed(counted):
    log, told = counted
    closed = log[log["date_closed"].notna() & log["date_first_contact"].notna()]
    blank = closed["outcome_decision_changed"] == ""
    assert blank.mean() > 0.1
    expected = {
        site: (blank[rows.index].sum(), len(rows))
        for site, rows in closed.groupby("site_id", observed=True)
    }
    check = "outcome_decision_changed"
    assert {s: n for (s, c), n in told.items() if c == check} == expected


def test_activities_of_no_referral_or_before_it_are_counted(study, counted):
    log, told = counted
    done, everything = exported(study, "activities"), exported(study, "casework")
    unknown = ~done["referral_id"].isin(everything["referral_id"])
    assert unknown.sum() > 1
    known = done.merge(log[["referral_id", "site_id", "date_referred"]], on="referral_id")
    early = known["date"] < known["date_referred"]
    assert told["all", "activity_unknown_referral"] == (unknown.sum(), len(known) + unknown.sum())
    check = "activity_before_referral"
    assert {s: n for (s, c), n in told.items() if c == check} == {
        site: (early[rows.index].sum(), len(rows))
        for site, rows in known.groupby("site_id", observed=True)
    }


def test_no_other_row_was_set_aside(counted):
    log, told = counted
    assert not log["referral_id"].duplicated().any()
    assert log["date_referred"].notna().all()
    assert {c for site, c in told if site == "all"} == {"activity_unknown_referral"}


def test_rows_set_aside_are_of_all_rows_their_log_had(england_tables):
    rules = ["referral_twice"] * 2 + ["referral_unknown_site"] * 3 + ["activity_twice"]
    data = england_tables.but(quality=pd.DataFrame({"rule": rules}))
    frame = casework_quality.quality(data).frame
    told = {r.check: (r.found, r.of) for r in frame.itertuples() if r.site_id == "all"}
    referrals, activities = len(data.referrals) + 5, len(data.activities) + 1
    assert told == {
        "referral_unknown_site": (3, referrals),
        "referral_twice": (2, referrals),
        "activity_twice": (1, activities),
    }
