"""What passed the door: made there alone, rounded once, said with its marks."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from compendium.disclosure.released import Released, Value, rounded, seal
from compendium.problems import DisclosureError
from compendium.words import Text

PARTS = {
    "measure": "answers",
    "by": ("item_id",),
    "profile": "welsh_evaluation",
    "origin": "synthetic",
    "population": Text("people", "pobl"),
    "method": "method_distribution",
    "labels": {"item_id": {"P1": Text("Heard", "Clywed")}},
}


def table(number, mark="", kind="percent"):
    frame = pd.DataFrame({"item_id": ["P1"], "number": [number]})
    marks = pd.DataFrame({"item_id": [""], "number": [mark]})
    return {**PARTS, "frame": frame, "marks": marks, "kinds": {"item_id": "key", "number": kind}}


def said(number, mark="", kind="percent", lang="en"):
    return Value(seal(**table(number, mark, kind)), 0, "number").say(lang)


def test_nobody_else_makes_a_released_table():
    with pytest.raises(DisclosureError, match="makes Released tables"):
        Released(**table(82.0))


def test_a_key_from_outside_does_not_open_the_door():
    with pytest.raises(DisclosureError, match="makes Released tables"):
        Released(**table(82.0), key=object())


def test_marks_must_fit_the_table():
    parts = table(82.0)
    with pytest.raises(AssertionError):
        seal(**{**parts, "marks": parts["marks"].drop(columns="number")})


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.5, 0, 1),
        (1.5, 0, 2),
        (2.5, 0, 3),
        (-2.5, 0, -3),
        (2.49, 0, 2),
        (12.5, 0, 13),
        (0.125, 2, 0.13),
        (-0.125, 2, -0.13),
        (1.005, 2, 1.01),
        (2.675, 2, 2.68),
        (3.25, 1, 3.3),
        (3.249, 1, 3.2),
        (7, 0, 7),
    ],
)
def test_halves_round_away_from_zero(value, decimals, expected):
    assert rounded(value, decimals) == expected


def test_nothing_is_left_of_a_small_negative_number_but_nought():
    assert math.copysign(1, rounded(-0.4, 0)) == 1


@pytest.mark.parametrize("value", [None, math.nan, pd.NA])
def test_missing_stays_missing(value):
    assert math.isnan(rounded(value, 0))


# Rounded at three places first, each would come out one higher.
@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [(0.6846, "coefficient", "0.68"), (0.8948, "coefficient", "0.89"), (3.4496, "mean", "3.4")],
)
def test_a_number_is_rounded_once(value, kind, expected):
    assert said(value, kind=kind) == expected


@pytest.mark.parametrize(
    ("number", "mark", "kind", "expected"),
    [
        (82.4, "", "percent", "82%"),
        (85.0, "over", "percent", "over 85%"),
        (15.0, "under", "percent", "under 15%"),
        (17.0, "u", "base", "17\u00a0[u]"),
        (30.0, "limited", "base", "30\u00a0[l]"),
        (math.nan, "c", "percent", "[c]"),
        (math.nan, "z", "count", "[z]"),
        (math.nan, "", "mean", "–"),
        (1234.0, "", "count", "1,234"),
        (3.0, "", "mean", "3.0"),
        ("few", "", "band", "few or none"),
        ("A", "", "text", "A"),
    ],
)
def test_a_value_is_said_with_its_mark_that_never_parts_from_it(number, mark, kind, expected):
    assert said(number, mark, kind) == expected


def test_a_hidden_value_says_nothing_even_if_a_number_were_left_behind():
    assert said(3.0, "c", "count") == "[c]"


def test_a_value_is_said_in_welsh_too():
    assert said(85.0, "over", lang="cy") == "dros 85%"


def test_a_released_table_shows_its_shape_and_no_number():
    assert repr(seal(**table(82.4))) == "Released(answers, 1 rows, profile welsh_evaluation)"


def test_sealing_leaves_the_exact_table_as_it_was():
    parts = table(82.4)
    seal(**parts)
    assert parts["frame"].at[0, "number"] == 82.4


def test_a_row_is_found_by_its_keys_and_labelled_in_both_languages():
    released = seal(**table(82.4))
    assert released.where(item_id="P1") == 0
    assert released.label("item_id", "P1", "cy") == "Clywed"
    with pytest.raises(AssertionError):
        released.where(item_id="P9")


@pytest.mark.parametrize(
    ("bound", "text"),
    [
        (9, "over 9 [u]"),
        (23, "over 23 [u]"),
        (24, "over 24 [l]"),
        (38, "over 38 [l]"),
        (39, "over 39"),
    ],
)
def test_a_bound_on_people_is_marked_by_the_fewest_it_can_stand_for(bound, text):
    assert said(bound, "over", "base").replace("\u00a0", " ") == text
    released = seal(**table(bound, "over", "base"))
    assert released.marks_said() == {"", "over"} | {m for m in ("u",) if "[u]" in text} | {
        m for m in ("limited",) if "[l]" in text
    }


def test_a_bound_on_a_percentage_or_a_count_is_not():
    assert said(15, "over") == "over 15%"
    assert said(15, "over", "count") == "over 15"


def test_the_team_and_a_table_of_a_profile_that_is_gone_have_no_such_mark():
    for profile in ("exact", "no_such_profile"):
        released = seal(**table(15, "over", "base") | {"profile": profile})
        assert Value(released, 0, "number").say("en") == "over 15"
