"""Rules S1, S4, S6 and X1 on the analyses beside a planned contrast, at their boundaries."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from compendium.analysis.result import Result
from compendium.analysis.survey import sensitivity as analysis
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.released import Value
from compendium.disclosure.sensitivity import release_sensitivity
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COUNTS = profile_named("opensafely")
COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_sensitivity"}
KEYS = ("comparison", "construct", "group_1", "group_2")
MAIN = {"estimate": -0.4727, "lower": -0.6619, "upper": -0.2268, "p": 0.0123}
NUMBERS = tuple(MAIN)
NONE = dict.fromkeys(NUMBERS, math.nan)


def row(name, n_1, n_2, main, **numbers):
    key = dict(zip(KEYS, ("c", "say", "A", "B"), strict=True))
    sizes = {"n_1": n_1, "n_2": n_2, "main_1": main[0], "main_2": main[1]}
    more = {"effect": "cliffs_delta", "agreement": "", "guard": ""}
    return key | {"analysis": name} | sizes | more | MAIN | numbers


def beside(*others, main=(40, 50), inside=False, profile=WELSH, **numbers):
    """The main row of groups of these sizes, and others as (analysis, n_1, n_2, numbers)."""
    rows = [row("main", *main, main, **numbers)]
    rows += [row(name, n, m, main, **changed) for name, n, m, changed in others]
    between = {} if inside else {"c": Text("Title")}
    result = Result(
        "sensitivity",
        pd.DataFrame(rows),
        analysis.BY,
        "n_1",
        analysis.KINDS,
        labels={"between_sites": between},
        **COMMON,
    )
    return release_sensitivity(result, profile, **COMMON)


def say(released, column, row=-1):
    row = row % len(released.frame)
    return Value(released, row, column).say("en").replace("\u00a0", " ")


def complete(n, main=(40, 50), **changes):
    return beside(("complete", n, main[1], {}), main=main, **changes)


@pytest.mark.parametrize(("n", "shown"), [(9, False), (10, True)])
def test_every_analysis_needs_ten_people_on_each_side(n, shown):
    for released in (complete(n), beside(("ordinal", n, 50, {}), main=(n, 50))):
        for column in NUMBERS:
            assert (released.marks[column].iloc[-1] == "") == shown, column
            assert math.isnan(released.frame[column].iloc[-1]) != shown, column


def test_ten_people_are_not_enough_beside_a_main_analysis_of_nine():
    released = beside(("imputed", 20, 50, {}), main=(9, 50))
    assert released.marks.loc[1, ["n_1", *NUMBERS]].tolist() == ["c"] * 5


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (35, "35 [l]"),  # five left out: told
        (36, "over 35 [l]"),  # four to none left out: one bound for all of them
        (39, "over 35 [l]"),
        (40, "over 35 [l]"),
    ],
)
@pytest.mark.parametrize("name", ["complete", "unflagged"])
def test_fewer_than_five_people_left_out_cannot_be_counted(name, n, said):
    assert say(beside((name, n, 50, {})), "n_1") == said


@pytest.mark.parametrize("n", [40, 41, 44, 60])
def test_how_many_more_are_in_when_gaps_are_filled_is_never_told(n):
    assert say(beside(("imputed", n, 50, {})), "n_1") == "over 39"


def test_analyses_of_the_same_people_give_the_same_numbers_of_them():
    released = beside(("ordinal", 24, 50, {}), main=(24, 50))
    assert [say(released, "n_1", i) for i in (0, 1)] == ["24 [u]", "24 [u]"]


@pytest.mark.parametrize("name", ["main", "complete", "imputed", "ordinal", "unflagged"])
def test_of_parts_of_an_area_only_fives_are_told(name):
    released = beside((name, 18, 33, {}), main=(19, 34), inside=True)
    assert say(released, "n_1") == "over 14 [u]"
    assert say(released, "estimate") == "-0.47 [u]"


def test_a_profile_that_rounds_rounds_every_number_of_people():
    released = beside(("complete", 38, 50, {}), ("imputed", 43, 50, {}), profile=COUNTS)
    assert [say(released, "n_1", i) for i in range(3)] == ["40", "40", "45"]


@pytest.mark.parametrize(("p", "said"), [(0.0099, "under 0.01"), (0.0123, "0.01")])
def test_p_has_two_places_and_under(p, said):
    assert say(beside(p=p), "p") == said


def test_the_numbers_of_the_main_analysis_stay_inside():
    for profile in (WELSH, EXACT):
        assert not {"main_1", "main_2"} & set(complete(30, profile=profile).frame.columns)


@pytest.mark.parametrize(
    ("guard", "sizes", "told"),
    [
        ("guard_few_people", (1, 50), ""),
        ("guard_no_variation", (9, 50), ""),
        ("guard_no_variation", (10, 50), "guard_untold"),
        ("guard_no_overlap", (40, 50), "guard_untold"),
        ("guard_few_cases", (40, 50), "guard_untold"),
    ],
)
def test_a_reason_that_lies_in_the_answers_is_told_to_the_team_alone(guard, sizes, told):
    blank = beside(main=sizes, guard=guard, **NONE)
    assert blank.frame.at[0, "guard"] == told
    exact = beside(main=sizes, guard=guard, profile=EXACT, **NONE)
    assert exact.frame.at[0, "guard"] == guard


def test_the_team_sees_every_number_of_people():
    released = beside(
        ("complete", 2, 3, {}), ("imputed", 6, 5, {}), main=(4, 3), inside=True, profile=EXACT
    )
    assert released.frame["n_1"].tolist() == [4, 2, 6]
    assert set(released.marks.to_numpy().ravel()) == {""}


@pytest.mark.parametrize(
    ("numbers", "agreement"),
    [
        ({"estimate": -0.30, "lower": -0.52, "upper": -0.04}, "agrees_same"),
        ({"estimate": -0.22, "lower": -0.45, "upper": 0.03}, "agrees_weaker"),
        ({"estimate": 0.05, "lower": -0.20, "upper": 0.29}, "agrees_other"),
        ({"estimate": 0.40, "lower": 0.10, "upper": 0.70}, "agrees_other"),
        # -0.004 is read as 0.00, so that a reader sees an interval that reaches nought.
        ({"estimate": -0.22, "lower": -0.45, "upper": -0.004}, "agrees_weaker"),
        (NONE, ""),
    ],
)
def test_how_a_row_agrees_is_read_off_what_is_printed(numbers, agreement):
    released = beside(("complete", 30, 40, numbers))
    assert released.frame["agreement"].tolist() == ["", agreement]


UNCLEAR = {"estimate": -0.10, "lower": -0.31, "upper": 0.12}


@pytest.mark.parametrize(
    ("numbers", "agreement"),
    [
        ({"estimate": 0.02, "lower": -0.20, "upper": 0.24}, "agrees_same"),
        ({"estimate": -0.25, "lower": -0.44, "upper": -0.03}, "agrees_clearer"),
        ({"estimate": 0.25, "lower": 0.03, "upper": 0.44}, "agrees_other"),
    ],
)
def test_beside_an_unclear_contrast_another_leaning_is_no_other_conclusion(numbers, agreement):
    assert beside(("complete", 30, 40, numbers), **UNCLEAR).frame.at[1, "agreement"] == agreement


def test_where_numbers_are_hidden_nothing_is_said_to_agree():
    assert complete(9).frame["agreement"].tolist() == ["", ""]
    assert beside(("imputed", 20, 50, {}), main=(9, 50)).frame["agreement"].tolist() == ["", ""]


def test_the_main_row_says_what_the_planned_contrast_says(area):
    from compendium.analysis.survey import contrasts

    release = Release(area(""), WELSH)
    planned = release(contrasts.planned(area(""))).frame.set_index(list(KEYS))
    found = release(analysis.sensitivity(area(""))).frame
    main = found[found["analysis"] == "main"].set_index(list(KEYS))
    columns = ["n_1", "n_2", *NUMBERS]
    pd.testing.assert_frame_equal(
        main[columns].astype("float64"), planned.loc[main.index, columns].astype("float64")
    )
