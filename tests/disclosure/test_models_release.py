"""The rule of estimates on odds by site, likeness of areas and one question by groups."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from compendium.analysis.result import Result
from compendium.analysis.survey import comparison, models
from compendium.disclosure.estimates import release_estimates
from compendium.disclosure.profile import profile_named
from compendium.disclosure.released import Value
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_ordinal"}
NAN = math.nan
ODDS = {"estimate": 2.4285, "lower": 0.9707, "upper": 6.0754, "p": 0.0579, "check": 0.9977}
ALIKE = {
    "estimate": 0.0512,
    "lower": NAN,
    "upper": NAN,
    "design_effect": 1.205,
    "df": NAN,
    "p": NAN,
}
TESTED = {"statistic": 5.9655, "statistic_df": 9.0, "p": 0.7434}
TESTED |= {"v": 0.1439, "v_lower": 0.0712, "v_upper": 0.2914}
MEASURES = {
    "ordinal": (
        dict(zip(models.BY, ("c", "say", "B", "A"), strict=True)),
        models.ORDINAL_KINDS,
        ODDS,
    ),
    "clusters": (
        {"comparison": "c", "construct": "say", "analysis": "likeness", "term": ""},
        models.CLUSTER_KINDS,
        ALIKE | {"areas": "12"},
    ),
    "crosstab": (
        {"item_id": "S1", "by": "site", "test": "chi_squared"},
        comparison.TESTED,
        TESTED | {"cell": 5},
    ),
}
EVERY = tuple(MEASURES)
NUMBERS = {
    "ordinal": tuple(ODDS),
    "clusters": ("estimate", "design_effect"),
    "crosstab": ("p", "v", "v_lower", "v_upper"),
}


def one(measure, n=80, least=30, around=NAN, guard="", profile=WELSH, **numbers):
    """One released row: `n` people, `least` of them in the smallest group."""
    key, kinds, found = MEASURES[measure]
    if guard:
        found = {k: v if isinstance(v, str) or k == "cell" else NAN for k, v in found.items()}
    row = key | {"n": n, "least": least, "around": around, "guard": guard} | found | numbers
    result = Result(measure, pd.DataFrame([row]), tuple(key), "n", kinds, **COMMON)
    return release_estimates(result, profile, **COMMON)


def say(released, column):
    return Value(released, 0, column).say("en").replace("\u00a0", " ")


@pytest.mark.parametrize("measure", EVERY)
@pytest.mark.parametrize(("least", "shown"), [(9, False), (10, True)])
def test_estimates_need_ten_people_in_the_smallest_group(measure, least, shown):
    released = one(measure, least=least)
    for column in NUMBERS[measure]:
        assert (released.marks.at[0, column] == "") == shown, column
        assert math.isnan(released.frame.at[0, column]) != shown, column


@pytest.mark.parametrize("measure", EVERY)
def test_what_the_estimate_is_made_of_stays_inside(measure):
    for profile in (WELSH, EXACT):
        columns = set(one(measure, profile=profile).frame.columns)
        assert not {"least", "around", "cell"} & columns


@pytest.mark.parametrize("measure", EVERY)
@pytest.mark.parametrize(
    ("n", "said"),
    [(20, "20 [u]"), (24, "24 [u]"), (25, "25 [l]"), (39, "39 [l]"), (40, "40")],
)
def test_a_number_of_people_is_marked_by_its_size(measure, n, said):
    assert say(one(measure, n=n, least=10), "n") == said


@pytest.mark.parametrize("measure", EVERY)
def test_the_number_of_all_is_hidden_where_that_of_a_group_is(measure):
    # The others' numbers stand elsewhere; subtraction would give the smallest.
    assert say(one(measure, n=89, least=9), "n") == "[c]"
    assert say(one(measure, n=89, least=9, profile=EXACT), "n") == "89"


@pytest.mark.parametrize(
    ("n", "said"), [(35, "35 [l]"), (36, "over 35 [l]"), (39, "over 35 [l]"), (40, "over 35 [l]")]
)
def test_who_answered_both_questions_comes_no_nearer_to_who_answered_one(n, said):
    assert say(one("crosstab", n=n, least=15, around=40), "n") == said


def test_a_base_that_may_be_less_than_ten_bears_no_estimate():
    # Over 9 (of 14) is ten at least; over 8 (of 13) may be nine.
    assert one("crosstab", n=12, least=12, around=14).marks.at[0, "v"] == ""
    assert one("crosstab", n=12, least=12, around=13).marks.at[0, "v"] == "c"


@pytest.mark.parametrize("measure", ["ordinal", "crosstab"])
@pytest.mark.parametrize(("p", "said"), [(0.0001, "under 0.01"), (0.00999, "under 0.01")])
def test_a_small_p_is_only_said_to_be_small(measure, p, said):
    assert say(one(measure, p=p), "p") == said
    assert say(one(measure, p=0.0149), "p") == "0.01"


def test_the_check_of_the_odds_is_a_p_like_the_others():
    assert say(one("ordinal", check=0.0002), "check") == "under 0.01"


def test_test_statistics_are_the_teams_alone():
    assert not {"statistic", "statistic_df"} & set(one("crosstab").frame.columns)
    exact = one("crosstab", profile=EXACT)
    assert (say(exact, "statistic"), exact.frame.at[0, "statistic_df"]) == ("6.0", 9)


@pytest.mark.parametrize(("cell", "shown"), [(0, False), (4, False), (5, True)])
def test_a_small_cell_keeps_p_and_v_inside(cell, shown):
    released = one("crosstab", cell=cell)
    assert [released.marks.at[0, c] == "" for c in NUMBERS["crosstab"]] == [shown] * 4
    assert released.frame.at[0, "guard"] == ("" if shown else "guard_small_cell")
    assert say(released, "n") == "80"
    assert say(one("crosstab", cell=cell, profile=EXACT), "v") == "0.14"


def test_a_small_cell_and_answers_all_the_same_cannot_be_told_apart():
    few = one("crosstab", cell=3)
    for guard in ("guard_no_variation", "guard_few_expected"):
        other = one("crosstab", cell=0, guard=guard)
        pd.testing.assert_frame_equal(few.frame, other.frame)
        pd.testing.assert_frame_equal(few.marks, other.marks)


@pytest.mark.parametrize("measure", EVERY)
@pytest.mark.parametrize(
    ("guard", "least", "told"),
    [
        ("guard_few_groups", 30, "guard_few_groups"),
        ("guard_few_clusters", 3, "guard_few_clusters"),
        ("guard_retrospective", 3, "guard_retrospective"),
        ("guard_no_variation", 10, "guard_untold"),
        ("guard_no_overlap", 10, "guard_untold"),
        ("guard_few_cases", 10, "guard_untold"),
        ("guard_no_variation", 9, ""),
        ("guard_few_people", 1, ""),  # else one person is told from nine
    ],
)
def test_a_reason_that_lies_in_the_answers_is_told_to_the_team_alone(measure, guard, least, told):
    assert one(measure, guard=guard, least=least).frame.at[0, "guard"] == told
    exact = one(measure, guard=guard, least=least, profile=EXACT)
    assert exact.frame.at[0, "guard"] == guard


@pytest.mark.parametrize("measure", EVERY)
def test_the_team_sees_the_numbers_of_a_handful(measure):
    released = one(measure, n=5, least=2, around=5, profile=EXACT)
    assert say(released, "n") == "5"
    assert set(released.marks.loc[0]) == {""}
