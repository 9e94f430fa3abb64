"""The tiny log counted in further ways, worked by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from compendium.analysis.service import referral_counts
from compendium.intake.tables import Tables, open_tables
from compendium.schemas import empty
from compendium.study import ReferencePopulation
from compendium.study_folder import open_study


@pytest.fixture
def data(tiny) -> Tables:
    return open_tables(open_study("tiny"))


def with_cells(data: Tables, **columns: list[str]) -> Tables:
    """The tiny log with whole columns filled, over and over."""
    log = data.referrals
    filled = {c: (v * len(log))[: len(log)] for c, v in columns.items()}
    return dataclasses.replace(data, referrals=log.assign(**filled))


def counted(result) -> dict:
    frame = result.frame[result.frame["referrals"] > 0]
    return frame.set_index(list(result.by))["referrals"].to_dict()


def test_a_person_is_counted_once_and_their_second_referral_apart(data):
    # p1 was referred in December 2023 (r8) and again on 1 January 2024 (r1).
    assert counted(referral_counts.repeats(data)) == {
        ("001", "repeat", "repeat:first"): 7,
        ("001", "repeat", "repeat:again"): 1,
        ("002", "repeat", "repeat:first"): 3,
    }


def test_a_referral_without_a_person_is_neither_first_nor_again(data):
    log = data.referrals.assign(person_id=["", "", *["p"] * (len(data.referrals) - 2)])
    found = counted(referral_counts.repeats(dataclasses.replace(data, referrals=log)))
    assert found["001", "repeat", "repeat:not_recorded"] == 2


def test_quarters_run_without_a_gap_and_add_up_to_all(data):
    log = data.referrals.assign(date_referred=data.referrals["date_referred"])
    log.loc[log["referral_id"] == "r8", "date_referred"] = "2023-02-10"
    result = referral_counts.by_quarter(dataclasses.replace(data, referrals=log))
    levels = list(dict.fromkeys(result.frame["level"]))
    assert levels == [f"quarter:{q}" for q in ("2023-1", "2023-2", "2023-3", "2023-4", "2024-1")]
    assert result.frame["referrals"].sum() == len(log)


def test_a_quarter_in_which_the_log_was_exported_says_until_when(data):
    early = data.referrals.assign(extracted_on="2024-03-20")
    labels = referral_counts.by_quarter(dataclasses.replace(data, referrals=early)).labels["level"]
    assert labels["quarter:2024-1"].en == "To 20 March 2024"
    whole = referral_counts.by_quarter(data).labels["level"]
    assert whole["quarter:2024-1"].en == "January to March 2024"


def begun(data: Tables, day: str | None, exported: str = "2024-03-31", **columns) -> Tables:
    """The tiny log, said to be kept from a day on."""
    header = data.study.header
    sources = tuple(
        dataclasses.replace(s, begins_on=dt.date.fromisoformat(day) if day else None)
        if s.kind == "casework"
        else s
        for s in header.sources
    )
    study = dataclasses.replace(data.study, header=dataclasses.replace(header, sources=sources))
    log = data.referrals.assign(extracted_on=exported, **columns)
    return dataclasses.replace(data, study=study, referrals=log)


# The first referral of the tiny log is of December 2023.
@pytest.mark.parametrize(
    ("day", "exported", "expected"),
    [
        (None, "2024-12-31", {"2023": "2023", "2024": "2024"}),
        ("2023-01-01", "2024-12-31", {"2023": "2023", "2024": "2024"}),
        ("2023-01-02", "2024-12-31", {"2023": "From 2 January 2023", "2024": "2024"}),
        (
            "2023-10-01",
            "2024-12-30",
            {"2023": "From 1 October 2023", "2024": "To 30 December 2024"},
        ),
        # It has referrals from before the day it is said to begin.
        ("2024-01-15", "2024-12-31", {"2023": "2023", "2024": "2024"}),
        # It is said to begin in a year without referrals.
        ("2022-07-01", "2024-12-31", {"2023": "2023", "2024": "2024"}),
    ],
)
def test_a_year_the_log_does_not_hold_whole_says_so(data, day, exported, expected):
    log = begun(data, day, exported)
    labels = referral_counts.referrals(log, by="year").labels["year"]
    assert {y: text.en for y, text in labels.items()} == expected


def test_a_log_of_part_of_one_year_says_both_its_ends(data):
    days = ["2024-02-05"] * len(data.referrals)
    log = begun(data, "2024-02-01", "2024-03-20", date_referred=days)
    (label,) = {t.en for t in referral_counts.by_quarter(log).labels["level"].values()}
    assert label == "1 February 2024 to 20 March 2024"
    assert referral_counts.by_quarter(log).labels["level"]["quarter:2024-1"].cy == (
        "1 Chwefror 2024 i 20 Mawrth 2024"
    )


def test_a_quarter_that_begins_with_the_log_is_whole(data):
    labels = referral_counts.by_quarter(begun(data, "2023-10-01")).labels["level"]
    assert labels["quarter:2023-4"].en == "October to December 2023"


def test_what_nobody_recorded_has_no_rows(data):
    assert referral_counts.composition(data).frame.empty
    assert referral_counts.by_route(data).frame.empty
    assert referral_counts.referrals(data, by="route").frame.empty


def test_composition_counts_each_level_of_each_site_and_blanks_as_not_recorded(data):
    result = referral_counts.composition(with_cells(data, age_band=["16-24", "5-9", ""]))
    # r1 r4 r7 r10, r2 r5 r8 r11, r3 r6 r9; the last three of the log are of site 002.
    assert counted(result) == {
        ("001", "age_band", "age_band:5-9"): 3,
        ("001", "age_band", "age_band:16-24"): 3,
        ("001", "age_band", "age_band:not_recorded"): 2,
        ("002", "age_band", "age_band:5-9"): 1,
        ("002", "age_band", "age_band:16-24"): 1,
        ("002", "age_band", "age_band:not_recorded"): 1,
    }
    assert next(iter(dict.fromkeys(result.frame["level"]))) == "age_band:5-9"


def test_routes_of_a_referrer_add_up_to_the_referrer(data):
    filled = with_cells(data, route=["active_offer", "issue_based"])
    frame = referral_counts.by_route(filled).frame
    by_referrer = frame.groupby(["site_id", "referrer_type"], observed=True)["referrals"].sum()
    assert by_referrer["001", "social_worker"] == 5
    assert by_referrer.sum() == len(data.referrals)


def test_every_table_stands_beside_every_other(data):
    filled = with_cells(data, route=["active_offer"], care_status=["looked_after"])
    beside = {one.by[1:] for one in referral_counts.referrals(filled).beside}
    assert ("year", "outcome") in beside
    assert ("referrer_type", "route") in beside
    assert ("quarter",) in beside
    assert ("referrer_type", "outcome") not in beside


def test_a_rate_is_a_year_and_per_hundred_people(data):
    given = (ReferencePopulation("001", "all", 200, dt.date(2024, 1, 1), "census"),)
    header = dataclasses.replace(data.study.header, reference_population=given)
    study = dataclasses.replace(data.study, header=header)
    row = referral_counts.rates(dataclasses.replace(data, study=study)).frame.iloc[0]
    # 8 referrals from 10 December 2023 to 31 March 2024: 113 days.
    assert row["referrals"] == 8
    assert row["rate"] == pytest.approx(100 * 8 / (113 / 365.25) / 200)


@pytest.mark.parametrize(
    "analysis",
    [
        referral_counts.composition,
        referral_counts.by_quarter,
        referral_counts.repeats,
        referral_counts.by_route,
        referral_counts.rates,
    ],
)
def test_a_study_without_a_log_has_no_rows(data, analysis):
    assert analysis(dataclasses.replace(data, referrals=empty("referrals"))).frame.empty
