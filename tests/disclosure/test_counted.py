"""Questions under the profiles that go by counts (rule N1), worked by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.disclosure.counted import line_of, together
from compendium.disclosure.levels import Level
from compendium.disclosure.profile import profile_named, profiles

BY_COUNTS = [name for name, p in profiles().items() if p.surveys_by_counts]
NAMES = ("no", "so", "yes")


def sides(*counts):
    return [Level((name,), n) for name, n in zip(NAMES, counts, strict=False)]


def printed(line):
    """Names and whole percentages, with the base."""
    return {s.name: round(s.percent) for s in line.shares()}, line.base.shown


# The largest count that is hidden, and what the next one, 29 and 31 people say beside it.
@pytest.mark.parametrize(
    ("profile", "small"),
    [
        ("opensafely", 7),
        ("dfe_1_5", 5),
        ("statswales_round5", 4),
        ("nhs_1_7", 7),
        ("ukllc_lt10", 9),
        ("acro_10", 9),
    ],
)
def test_a_small_side_is_told_with_its_neighbour_and_the_next_larger_alone(profile, small):
    profile = profile_named(profile)
    assert [s.name for s in line_of(sides(small, 29, 31), profile).shares()] == ["no_or_so", "yes"]
    assert [s.name for s in line_of(sides(small + 1, 29, 31), profile).shares()] == list(NAMES)


@pytest.mark.parametrize(
    ("profile", "names"),
    [("dfe_1_5", list(NAMES)), ("nhs_1_7", list(NAMES)), ("acro_10", ["no_or_so", "yes"])],
)
def test_noughts_are_shown_or_hidden_as_the_profile_says(profile, names):
    line = line_of(sides(0, 29, 31), profile_named(profile))
    assert [share.name for share in line.shares()] == names


def test_percentages_are_of_the_rounded_numbers():
    # 8 and 29 and 33 are printed as 10, 30 and 35: of 75.
    line = line_of(sides(8, 29, 33), profile_named("nhs_1_7"))
    assert printed(line) == ({"no": 13, "so": 40, "yes": 47}, 75)


def test_sides_told_together_are_rounded_as_one():
    # 4 and 8 are twelve, printed as 10; not 5 and 10.
    line = line_of(sides(4, 8, 33), profile_named("nhs_1_7"))
    assert printed(line) == ({"no_or_so": 22, "yes": 78}, 45)


def test_two_small_sides_that_are_small_together_take_a_third_with_them():
    # 2 and 3 of 40 would be a count of 5 by subtraction.
    line = line_of(sides(2, 3, 35), profile_named("nhs_1_7"))
    assert line.is_hidden
    assert line_of(sides(2, 6, 35), profile_named("nhs_1_7")).shares()[0].name == "no_or_so"


def test_outer_sides_that_are_hidden_are_told_neither_alone_nor_together():
    line = line_of(sides(3, 30, 9), profile_named("nhs_1_7"))
    assert printed(line) == ({"so": 75}, 40)


def test_few_people_are_told_of_by_no_number():
    line = line_of(sides(7, 0, 0), profile_named("nhs_1_7"))
    assert [share.mark for share in line.shares()] == ["c"]


def test_all_areas_hide_a_side_that_one_of_them_hides():
    profile = profile_named("dfe_1_5")
    line = together([sides(3, 8, 29), sides(10, 10, 10)], profile)
    assert printed(line) == ({"no_or_so": 44, "yes": 56}, 70)


def test_all_areas_show_nothing_where_one_of_them_is_hidden_whole():
    profile = profile_named("dfe_1_5")
    assert together([sides(3, 1, 0), sides(10, 10, 10)], profile).is_hidden


def test_an_area_nobody_answered_in_takes_nothing_away():
    line = together([sides(0, 0, 0), sides(10, 10, 20)], profile_named("dfe_1_5"))
    assert printed(line) == ({"no": 25, "so": 25, "yes": 50}, 40)


counts = st.lists(st.integers(0, 40), min_size=3, max_size=3)


@given(st.sampled_from(BY_COUNTS), counts)
def test_what_is_told_and_the_rest_is_never_a_small_count(name, numbers):
    profile = profile_named(name)
    line = line_of(sides(*numbers), profile)
    if line.is_hidden or not line.base.shown:
        return
    told = [n for n, gone in zip(numbers, line.hidden, strict=True) if not gone]
    blocks = [n for n in (*told, sum(numbers) - sum(told)) if n]
    assert all(n > profile.small_level_up_to for n in blocks)


@given(st.sampled_from(BY_COUNTS), counts)
def test_percentages_are_of_the_printed_base_and_no_more_than_all(name, numbers):
    line = line_of(sides(*numbers), profile_named(name))
    shares = [s.percent for s in line.shares() if not math.isnan(s.percent)]
    people = [share * line.base.shown / 100 for share in shares]
    assert all(abs(n - round(n)) < 1e-6 for n in people)
    assert sum(people) <= line.base.shown + 1e-6


@given(st.sampled_from(BY_COUNTS), counts, counts)
def test_all_areas_tell_no_more_than_their_own_reports(name, one, other):
    profile = profile_named(name)
    parts = [sides(*one), sides(*other)]
    line, own = together(parts, profile), [line_of(p, profile) for p in parts]
    if line.is_hidden or any(x.is_hidden for x in own):
        return
    asked = [x for x in own if x.base.shown]
    assert line.base.shown == sum(x.base.shown for x in asked)
    for side in range(3):
        assert line.hidden[side] or not any(x.hidden[side] for x in asked)
