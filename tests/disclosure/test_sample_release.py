"""Rule T1: an area's people only where every area's may be shown; totals are exact."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from compendium.analysis.result import Result
from compendium.analysis.survey.sample import who_took_part
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.sample import release_sample
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_sample"}


def released(
    interviewed,
    surveyed=(40, 50),
    site="A",
    profile=WELSH,
    pooled=(),
    left_out=(5, 5),
    invited=(70, 80),
):
    """One group in areas A and B: what A's (or the whole study's) reader sees of it.

    `left_out` of those surveyed left out even the question that most answered.
    """
    known = [n for n in surveyed if n is not pd.NA]
    both = [*interviewed, sum(interviewed)], [*surveyed, sum(known)]
    answered = [n if n is pd.NA else n - m for n, m in zip(surveyed, left_out, strict=True)]
    answered.append(sum(n for n in answered if n is not pd.NA))
    frame = pd.DataFrame({"group": "parent", "area": ["A", "B", "all"], "interviewed": both[0]})
    frame["surveyed"] = pd.array(both[1], dtype="Int64")
    frame["invited"] = pd.array([*invited, sum(invited)], dtype="Int64")
    frame["answered"] = pd.array(answered, dtype="Int64")
    kinds = dict.fromkeys(("surveyed", "invited", "answered"), "count")
    result = Result("sample", frame, ("group", "area"), "interviewed", kinds, **COMMON)
    found = release_sample(result, profile, site=site, pooled=set(pooled), **COMMON)
    return found.frame.iloc[0], found.marks.iloc[0]


@pytest.mark.parametrize(
    ("counts", "mark"),
    [((9, 40), "c"), ((40, 9), "c"), ((10, 40), "u"), ((40, 10), ""), ((0, 40), "c")],
)
def test_an_area_is_hidden_if_any_area_of_the_group_is_below_ten(counts, mark):
    row, marks = released(counts)
    assert marks["interviewed"] == mark
    assert pd.isna(row["interviewed"]) == (mark == "c")


def test_a_hidden_area_cannot_be_had_from_the_other_areas_and_the_total():
    shown = [released((40, 9), site=s)[0]["interviewed"] for s in ("A", "B")]
    assert all(map(pd.isna, shown))


@pytest.mark.parametrize("counts", [(9, 40), (2, 3), (1, 1), (40, 50)])
def test_the_total_over_all_areas_is_exact(counts):
    row, marks = released(counts)
    assert (row["interviewed_all"], marks["interviewed_all"]) == (sum(counts), "")


def test_the_survey_is_hidden_on_its_own_counts():
    row, marks = released((40, 50), surveyed=(40, 9))
    assert row["interviewed"] == 40
    assert marks["surveyed"] == "c"


def test_how_many_were_invited_is_the_studys_plan_and_shown():
    assert released((2, 3))[0]["invited"] == 70


def test_a_pooled_group_has_no_number_for_an_area():
    row, marks = released((40, 50), pooled=["parent"])
    assert pd.isna(row["interviewed"])
    assert marks["interviewed"] == "z"
    assert row["interviewed_all"] == 90


def test_the_teams_profile_shows_an_area_exactly():
    row, marks = released((2, 3), profile=EXACT, pooled=["parent"])
    assert (row["interviewed"], marks["interviewed"]) == (2, "")


def test_an_area_where_no_survey_of_the_group_came_in_does_not_stop_the_others():
    row, _ = released((40, 50), surveyed=(40, pd.NA))
    assert row["surveyed"] == 40


def test_a_whole_study_shows_totals_alone():
    assert not {"interviewed", "surveyed", "invited"} & set(released((40, 50), site="")[0].index)


@pytest.mark.parametrize("where", ["A", "B", "C"])
def test_welsh_staff_are_never_counted_by_area_in_public(area, where):
    shown = Release(area(where), WELSH)(who_took_part(area(where)))
    staff = shown.frame["group"].isin(["advocates_and_managers", "chairs"])
    assert shown.frame.loc[staff, ["interviewed", "surveyed", "invited"]].isna().all(axis=None)


def test_welsh_social_workers_are_hidden_everywhere_as_area_c_met_seven(area):
    for where in ("A", "B", "C"):
        shown = Release(area(where), WELSH)(who_took_part(area(where)))
        row = shown.where(group="social_worker")
        assert shown.marks.at[row, "interviewed"] == "c"
        assert shown.frame.at[row, "interviewed_all"] == 32


@pytest.mark.parametrize(
    ("counts", "total", "mark"),
    [((9, 0), None, "c"), ((0, 3), None, "c"), ((0, 0), None, "c"), ((10, 0), 10, "u")],
)
def test_a_total_that_is_one_areas_count_is_hidden_like_it(counts, total, mark):
    row, marks = released(counts)
    assert (row["interviewed_all"], marks["interviewed_all"]) == (
        pytest.approx(total if total else math.nan, nan_ok=True),
        mark,
    )


def test_a_total_of_pooled_staff_who_all_work_in_one_area_is_hidden_if_small():
    assert released((9, 0), pooled=["parent"])[1]["interviewed_all"] == "c"


def test_the_surveys_total_is_hidden_where_one_area_alone_was_surveyed():
    row, marks = released((40, 50), surveyed=(9, pd.NA))
    assert pd.isna(row["surveyed_all"])
    assert marks["surveyed_all"] == "c"


def one_site(interviewed, profile=WELSH, site="A"):
    frame = pd.DataFrame({"group": "staff", "area": ["A", "all"], "interviewed": [interviewed] * 2})
    frame["surveyed"] = pd.array([pd.NA, pd.NA], dtype="Int64")
    frame["invited"] = pd.array([pd.NA, pd.NA], dtype="Int64")
    frame["answered"] = pd.array([pd.NA, pd.NA], dtype="Int64")
    kinds = dict.fromkeys(("surveyed", "invited", "answered"), "count")
    result = Result("sample", frame, ("group", "area"), "interviewed", kinds, **COMMON)
    return release_sample(result, profile, site=site, pooled={"staff"}, **COMMON)


@pytest.mark.parametrize("site", ["A", ""])
def test_a_study_of_one_site_has_no_columns_for_all_areas(site):
    assert list(one_site(12, site=site).frame) == ["group", "interviewed", "surveyed", "invited"]


@pytest.mark.parametrize(("count", "mark"), [(9, "c"), (12, "u"), (40, "")])
def test_with_one_site_a_pooled_group_is_shown_by_its_size(count, mark):
    found = one_site(count)
    assert found.marks.at[0, "interviewed"] == mark
    assert found.method == "method_sample_one_area"


def test_the_team_is_not_told_that_anything_is_pooled(tiny):
    data = open_tables(open_study("tiny"), "001")
    found = Release(data, EXACT)(who_took_part(data))
    assert found.method == "method_sample_exact"
    assert found.frame["interviewed"].tolist() == [3, 1]


# Rule X1: who left a question out is had from the number surveyed and the question's base.
@pytest.mark.parametrize(
    ("left_out", "shown", "mark"), [((5, 5), 40, ""), ((4, 5), 35, "over"), ((0, 5), 39, "over")]
)
def test_the_number_surveyed_is_a_bound_where_nearly_all_answered_a_question(left_out, shown, mark):
    row, marks = released((40, 50), left_out=left_out)
    assert (row["surveyed"], marks["surveyed"]) == (shown, mark)


def test_a_bound_on_an_area_makes_one_of_the_total():
    # At least 36 of area A's 40 and 50 in area B: over 85.
    row, marks = released((40, 50), left_out=(4, 5))
    assert (row["surveyed_all"], marks["surveyed_all"]) == (85, "over")


def test_how_many_were_invited_is_hidden_everywhere_where_nearly_all_of_one_area_took_part():
    for site in ("A", "B", ""):
        row, marks = released((40, 50), site=site, invited=(43, 80))
        for column in {"invited", "invited_all"} & set(row.index):
            assert marks[column] == "c"
    assert released((40, 50), invited=(44, 80))[1]["invited"] == "c"  # four stayed away
    assert released((40, 50), invited=(45, 80))[0]["invited"] == 45
    # At least 40 of 44 were surveyed: nobody to four stayed away.
    surveyed = {"surveyed": (42, 50), "left_out": (2, 5)}
    assert released((20, 50), invited=(44, 80), **surveyed)[0]["invited"] == 44


def test_the_team_sees_how_many_were_surveyed_and_invited():
    row, _ = released((40, 50), profile=EXACT, left_out=(0, 0), invited=(40, 50))
    assert (row["surveyed"], row["invited"], row["surveyed_all"]) == (40, 40, 90)
