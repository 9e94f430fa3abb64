"""Rule C1 on referrals and waits: what is hidden, what is rounded, what stays the same."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from compendium.analysis.result import Result
from compendium.analysis.service import casework
from compendium.disclosure.casework import (
    midpoint,
    release_medians,
    release_waits,
    wilson,
)
from compendium.disclosure.casework_counts import release_referrals
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.words import Text

PUBLIC, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("x"), "method": "method_referrals"}
OUTCOMES = ("yes", "no", "signposted", "not_recorded")


def counted(table: dict[str, tuple[int, int, int, int]], key: str = "referrer_type") -> Result:
    """Referrals of one site by referrer (or year) and outcome."""
    if key == "referrer_type":
        table = table | {"all": tuple(map(sum, zip(*table.values(), strict=True)))}
    rows = [
        ("A", line, outcome, count)
        for line, counts in table.items()
        for outcome, count in zip(OUTCOMES, counts, strict=True)
    ]
    by = ("site_id", key, "outcome")
    frame = pd.DataFrame(rows, columns=[*by, "referrals"])
    return Result(
        "referrals", frame, by, "referrals", {}, Text("x"), "method_referrals", "synthetic"
    )


def followed(*curve: tuple[int, float], n: int, left_out: int = 0, ended: float = 0.0) -> Result:
    """The waits of one site: (day, percent with first contact)."""
    rows = [
        {"site_id": "A", "day": str(d), "referrals": n, "followed": n, "percent": p}
        | {"lower": p - 1, "upper": p + 1, "ended": ended, "left_out": left_out}
        for d, p in curve
    ]
    kinds = {"followed": "base", "left_out": "count"}
    kinds |= dict.fromkeys(("percent", "lower", "upper", "ended"), "percent")
    frame = pd.DataFrame(rows)
    by = ("site_id", "day")
    return Result("waits", frame, by, "referrals", kinds, Text("x"), "method_waits", "synthetic")


def line(released, where: str) -> dict[str, object]:
    """What is shown of one line: marks where there is one, else numbers."""
    (row,) = released.frame.index[released.frame.iloc[:, 1] == where]
    names = [c for c in released.frame if released.kinds[c] != "key"]
    return {n: released.marks.at[row, n] or released.frame.at[row, n] for n in names}


def test_referrals_are_rounded_totals_are_sums_and_shares_come_from_these():
    found = release_referrals(
        counted({"self": (52, 13, 18, 0), "health": (41, 12, 22, 0)}), PUBLIC, **COMMON
    )
    # 50 of 50 + 15 + 20; 40 of 40 + 10 + 20; 90 of 155.
    assert line(found, "self") == {
        "yes": 50,
        "no": 15,
        "signposted": 20,
        "not_recorded": 0,
        "referrals": 85,
        "percent": 59,
    }
    assert line(found, "health")["percent"] == 57
    assert (line(found, "all")["referrals"], line(found, "all")["percent"]) == (155, 58)


@pytest.mark.parametrize(("count", "shown"), [(7, "c"), (8, 10.0), (12, 10.0), (13, 15.0)])
def test_a_count_around_the_boundaries(count, shown):
    table = {"self": (60, count, 20, 0), "health": (60, 30, 40, 0), "other": (60, 40, 50, 0)}
    assert line(release_referrals(counted(table), PUBLIC, **COMMON), "self")["no"] == shown


@pytest.mark.parametrize(("total", "share"), [(47, "none"), (48, "60")])
def test_a_share_is_given_from_fifty_rounded_referrals_on(total, share):
    # 30 and 17 are 30 and 15; 30 and 18 are 30 and 20.
    table = {"self": (30, total - 30, 0, 0), "health": (40, 60, 0, 0)}
    found = line(release_referrals(counted(table), PUBLIC, **COMMON), "self")["percent"]
    assert ("none" if math.isnan(found) else f"{found:.0f}") == share


def test_a_hidden_number_has_no_share():
    table = {"self": (3, 60, 0, 0), "health": (40, 60, 0, 0), "other": (60, 60, 0, 0)}
    assert line(release_referrals(counted(table), PUBLIC, **COMMON), "self")["percent"] == "c"


def test_a_referrer_of_nobody_is_nought_and_its_share_does_not_apply():
    table = {"self": (60, 30, 0, 0), "school": (0, 0, 0, 0)}
    found = line(release_referrals(counted(table), PUBLIC, **COMMON), "school")
    assert (found["yes"], found["referrals"], found["percent"]) == (0, 0, "z")


def test_years_have_no_total_over_years():
    found = release_referrals(
        counted({"2023": (60, 30, 20, 0), "2024": (40, 20, 10, 0)}, "year"), PUBLIC, **COMMON
    )
    assert list(found.frame["year"]) == ["2023", "2024"]
    assert found.by == ("site_id", "year")


def test_each_site_is_released_by_its_own_log_alone(area):
    whole = Release(area(""), PUBLIC)(casework.referrals(area(""))).frame
    for site in ("A", "B", "C"):
        own = Release(area(site), PUBLIC)(casework.referrals(area(site))).frame
        mine = whole[whole["site_id"] == site].reset_index(drop=True)
        pd.testing.assert_frame_equal(own, mine)


def test_the_team_sees_every_number(area):
    result = casework.referrals(area("A"))
    found = Release(area("A"), EXACT)(result)
    whole = result.frame.set_index(["referrer_type", "outcome"])["referrals"]
    assert dict(found.frame.set_index("referrer_type")["no"]) == dict(whole.xs("no", level=1))
    assert not (found.marks == "c").any(axis=None)


@pytest.mark.parametrize(
    ("number", "mid"), [(0, 0), (0.001, 3), (1, 3), (6, 3), (6.0000000001, 3), (7, 9), (12, 9)]
)
def test_numbers_become_the_midpoint_of_their_six(number, mid):
    assert midpoint(number, 6) == mid


def test_a_curve_climbs_in_midpoint_steps():
    # Of 100 (class 97 to 102: 99): 7 of them are 9, 12 are 9, 13 are 15.
    result = followed((7, 7.0), (14, 12.0), (21, 13.0), n=100)
    found = release_waits(result, PUBLIC, **COMMON).frame
    assert set(found["referrals"]) == {99}
    assert list(found["percent"]) == [9, 9, 15]


def test_exact_curves_of_the_same_steps_are_released_alike():
    one, other = ((7, 7.4), (14, 20.0)), ((7, 11.6), (14, 23.8))
    released = [release_waits(followed(*c, n=100), PUBLIC, **COMMON).frame for c in (one, other)]
    pd.testing.assert_frame_equal(*released)


def test_the_public_interval_is_wilsons_of_the_rounded_numbers():
    found = release_waits(followed((7, 50.0), n=100), PUBLIC, **COMMON).frame.iloc[0]
    # 50 of 100 are 51 of 99: (51/99 + z²/198 ± z·sqrt(…)) / (1 + z²/99), by hand 0.418 to 0.611.
    assert wilson(51 / 99, 99) == pytest.approx((0.418, 0.611), abs=0.001)
    assert (found["lower"], found["upper"]) == (42, 61)


def test_wilsons_interval_is_the_published_one():
    # 81 of 263: .2553 to .3662 (Newcombe 1998, Statistics in Medicine 17:857-872, table I).
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_released_curves_never_fall(area):
    found = Release(area(""), PUBLIC)(casework.waits(area(""))).frame
    for _, curve in found.groupby("site_id", observed=False):
        assert curve["percent"].is_monotonic_increasing
        assert curve["ended"].is_monotonic_increasing
        assert ((curve["lower"] <= curve["percent"]) & (curve["percent"] <= curve["upper"])).all()


@pytest.mark.parametrize(
    ("n", "left_out", "mark"), [(9, 8, "c"), (10, 8, ""), (9, 3, "c"), (10, 3, "")]
)
def test_a_curve_needs_ten_referrals(n, left_out, mark):
    found = release_waits(followed((7, 50.0), n=n, left_out=left_out), PUBLIC, **COMMON)
    assert found.marks.at[0, "percent"] == found.marks.at[0, "referrals"] == mark


@pytest.mark.parametrize(("left_out", "shown"), [(0, "c"), (1, "c"), (7, "c"), (8, 10.0)])
def test_how_many_were_left_out_is_hidden_up_to_seven_and_where_nobody_was(left_out, shown):
    found = release_waits(followed((7, 50.0), n=100, left_out=left_out), PUBLIC, **COMMON)
    assert (found.marks.at[0, "left_out"] or found.frame.at[0, "left_out"]) == shown


@pytest.mark.parametrize("accepted", range(40, 46))
def test_where_few_were_left_out_the_number_followed_tells_of_accepted_referrals_alone(accepted):
    found = {
        release_waits(
            followed((7, 50.0), n=accepted - left, left_out=left), PUBLIC, **COMMON
        ).frame.at[0, "referrals"]
        for left in range(8)
    }
    # Half of seven less: 37 to 42, all of one class of six.
    assert found == {39.0}


def test_where_more_were_left_out_the_number_followed_is_their_own():
    found = release_waits(followed((7, 50.0), n=42, left_out=8), PUBLIC, **COMMON).frame
    assert list(found["referrals"]) == [39.0]
    assert list(
        release_waits(followed((7, 50.0), n=43, left_out=8), PUBLIC, **COMMON).frame["referrals"]
    ) == [45.0]


def test_where_too_few_were_followed_it_is_hidden_how_many_were_left_out():
    # Accepted referrals less those left out would be those followed.
    found = release_waits(followed((7, 50.0), n=3, left_out=20), PUBLIC, **COMMON)
    assert found.marks.at[0, "left_out"] == "c"


def test_days_nobody_was_followed_to_do_not_apply():
    found = release_waits(followed((7, 50.0), (84, math.nan), n=100), PUBLIC, **COMMON)
    assert list(found.marks["percent"]) == ["", "z"]
    assert list(found.marks["upper"]) == ["", "z"]


def test_the_team_sees_the_curves_own_interval(area):
    result = casework.waits(area("A"))
    found = Release(area("A"), EXACT)(result).frame
    assert list(found["lower"]) == list(result.frame["lower"].round())


@pytest.mark.parametrize(("n", "mark"), [(12, "c"), (13, "")])
def test_a_median_wait_needs_ten_referrals(n, mark):
    # Nobody was left out: three less than these count, half of the seven that could have been.
    frame = pd.DataFrame([{"site_id": "A", "referrals": n, "days": 12.0, "lower": 9.0}])
    frame = frame.assign(upper=15.0, left_out=0)
    kinds = dict.fromkeys(("days", "lower", "upper"), "days") | {"left_out": "count"}
    result = Result(
        "median_waits", frame, ("site_id",), "referrals", kinds, Text("x"), "x", "synthetic"
    )
    found = release_medians(result, PUBLIC, **COMMON)
    assert set(found.marks.loc[0, ["days", "lower", "upper", "referrals"]]) == {mark}


@pytest.mark.parametrize(
    "analysis",
    [
        casework.referrals,
        lambda data: casework.referrals(data, by="year"),
        casework.waits,
        casework.median_waits,
    ],
)
@pytest.mark.parametrize("profile", [PUBLIC, EXACT], ids=lambda p: p.profile)
def test_what_is_hidden_leaves_no_number_and_the_result_as_it_was(area, analysis, profile):
    result = analysis(area(""))
    before = result.frame.copy()
    found = Release(area(""), profile)(result)
    numbers = [c for c, k in found.kinds.items() if k != "key"]
    hidden = found.marks[numbers].isin(["c", "z"])
    assert found.frame[numbers].where(hidden).isna().all(axis=None)
    pd.testing.assert_frame_equal(result.frame, before)


def test_a_study_without_a_log_releases_an_empty_table(tiny):
    from compendium.intake.tables import open_tables
    from compendium.schemas import empty
    from compendium.study_folder import open_study

    data = dataclasses.replace(open_tables(open_study("tiny")), referrals=empty("referrals"))
    for analysis in (casework.referrals, casework.waits, casework.median_waits):
        assert Release(data, PUBLIC)(analysis(data)).frame.empty
