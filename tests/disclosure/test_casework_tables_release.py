"""Rules C1 and C2 on the further tables of a casework log: protected together, shares, averages."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.joint_displays.service_flow import service_flow
from compendium.analysis.result import Result
from compendium.analysis.service import activities, casework_quality, referral_counts, time_open
from compendium.disclosure.activities import release_averages, release_mix
from compendium.disclosure.counts.additive import Counts, protected_together
from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.release import Release
from compendium.words import Text

PUBLIC, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
EXACT_COUNTS = profile_named("dfe_1_5")
COMMON = {"origin": "synthetic", "population": Text("x"), "method": "x"}
OTHERS = [name for name, one in profiles().items() if one.public and one.count_totals != "summed"]


def test_a_hidden_part_of_a_year_is_not_had_from_the_year():
    # Where nothing is rounded the small quarter would be the year's 75 less 30 and 40.
    year = Counts(np.array([[75]]), False, "year")
    quarters = Counts(np.array([[30], [5], [40]]), False, "quarter")
    link = ((1, 0, -1), (1, 1, -1), (1, 2, -1), (0, 0, -1))
    (_, whole), (_, hidden) = protected_together([year, quarters], EXACT_COUNTS, [link])
    assert hidden[1].all()
    assert whole.all() or hidden[[0, 2]].any()


def test_rounding_alone_may_be_enough():
    year = Counts(np.array([[75]]), False, "year")
    quarters = Counts(np.array([[30], [5], [40]]), False, "quarter")
    link = ((1, 0, -1), (1, 1, -1), (1, 2, -1), (0, 0, -1))
    (_, whole), (_, hidden) = protected_together([year, quarters], PUBLIC, [link])
    # 73 to 77 less 28 to 32 and 38 to 42 leaves none to eleven.
    assert not whole.any()
    assert hidden[:, 0].tolist() == [False, True, False]


def shown(data, analysis, profile=PUBLIC):
    return Release(data, profile)(analysis(data))


def test_shares_of_a_characteristic_add_up_to_a_hundred_where_nothing_is_hidden(area):
    frame = shown(area("A"), referral_counts.composition).frame
    for _, own in frame.groupby("characteristic", observed=True):
        if own["referrals"].notna().all():
            assert own["percent"].sum() == pytest.approx(100, abs=2)


def test_every_count_is_rounded_and_none_is_small(area):
    for analysis in (
        referral_counts.composition,
        referral_counts.by_quarter,
        referral_counts.repeats,
        referral_counts.by_route,
    ):
        counts = shown(area("B"), analysis).frame["referrals"].dropna()
        assert set(counts % 5) == {0}
        assert not counts.between(1, 9).any()


def test_the_step_in_the_first_quarter_of_a_year_stands_in_public(area):
    frame = shown(area("B"), referral_counts.by_quarter).frame.set_index("level")["referrals"]
    before = frame[[f"quarter:2023-{n}" for n in range(1, 5)]]
    assert frame["quarter:2024-1"] >= 1.5 * before.mean()


@pytest.mark.parametrize("name", OTHERS)
def test_under_profiles_without_summed_totals_the_further_tables_are_the_teams(area, name):
    for analysis in (
        referral_counts.composition,
        referral_counts.by_quarter,
        referral_counts.by_route,
        lambda data: referral_counts.referrals(data, by="route"),
    ):
        found = shown(area("C"), analysis, profile_named(name))
        assert found.frame.empty
        assert found.withheld
        assert not found.labels


def test_the_team_sees_every_number(area):
    result = referral_counts.composition(area(""))
    found = Release(area(""), EXACT)(result).frame
    assert list(found["referrals"]) == list(result.frame["referrals"])


def averages(cases: int) -> Result:
    row = {"site_id": "A", "referrals": cases, "weeks": 9.0, "lower": 8.0, "upper": 11.0}
    kinds = dict.fromkeys(("weeks", "lower", "upper"), "decimal")
    kinds |= {"still_open": "count", "left_out": "count"}
    frame = pd.DataFrame([row]).assign(still_open=3, left_out=1)
    by = ("site_id",)
    return Result("time_open", frame, by, "referrals", kinds, Text("x"), "x", "synthetic")


@pytest.mark.parametrize(("cases", "mark"), [(9, "c"), (10, "")])
def test_an_average_needs_ten_cases_and_their_number_is_not_told(cases, mark):
    found = release_averages(averages(cases), PUBLIC, **COMMON)
    assert list(found.frame) == ["site_id", "weeks", "lower", "upper"]
    assert set(found.marks.loc[0, ["weeks", "lower", "upper"]]) == {mark}


def mixed(**cases: int) -> Result:
    """Kinds of activity and in how many cases each was; shares do not matter here."""
    rows = [
        {"site_id": "A", "activity": kind, "cases": n, "activities": n, "percent": 10.0}
        for kind, n in cases.items()
    ]
    kinds = {"activities": "count", "percent": "percent", "percent_cases": "percent"}
    frame = pd.DataFrame(rows).assign(percent_cases=10.0)
    by = ("site_id", "activity")
    return Result("activity_mix", frame, by, "cases", kinds, Text("x"), "x", "synthetic")


@pytest.mark.parametrize(
    ("cases", "hidden"),
    [
        ({"visit": 50, "phone_text": 40, "liaison": 10}, set()),
        ({"visit": 50, "phone_text": 40, "liaison": 9}, {"liaison", "phone_text"}),
        ({"visit": 50, "phone_text": 40, "liaison": 9, "debrief": 1}, {"liaison", "debrief"}),
        (
            {"visit": 50, "phone_text": 40, "liaison": 2, "debrief": 1},
            {"liaison", "debrief", "phone_text"},
        ),
    ],
)
def test_a_rare_kind_is_hidden_and_never_alone(cases, hidden):
    found = release_mix(mixed(**cases), PUBLIC, **COMMON)
    assert set(found.frame.loc[found.marks["percent"] == "c", "activity"]) == hidden
    assert found.frame.loc[found.marks["percent"] == "c", "percent"].isna().all()
    assert list(found.frame) == ["site_id", "activity", "percent"]


def test_what_is_amiss_is_the_teams(area):
    found = shown(area(""), casework_quality.quality)
    assert found.frame.empty
    assert found.withheld
    assert len(shown(area(""), casework_quality.quality, EXACT).frame)


def test_the_flow_shows_what_its_tables_show_and_no_more(area):
    data = area("A")
    flow = shown(data, service_flow).frame
    pairs = shown(data, referral_counts.by_route).frame
    own = flow[flow["source"] == "referral_flow"]
    assert list(own["referrals"].fillna(-1)) == list(pairs["referrals"].fillna(-1))
    done = flow[flow["source"] == "activity_mix"]
    assert list(done["percent"]) == list(shown(data, activities.mix).frame["percent"])


def test_a_study_without_logs_releases_empty_tables(tiny):
    from compendium.intake.tables import open_tables
    from compendium.schemas import empty
    from compendium.study_folder import open_study

    data = open_tables(open_study("tiny"))
    data = dataclasses.replace(data, referrals=empty("referrals"))
    for analysis in (
        *(referral_counts.composition, referral_counts.by_quarter, referral_counts.repeats),
        *(referral_counts.by_route, referral_counts.rates, time_open.time_open),
        *(activities.per_case, activities.mix, casework_quality.quality, service_flow),
    ):
        assert shown(data, analysis).frame.empty
