"""Rule X1: numbers inside one another, and shares of a base that is not printed."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.disclosure.coarse import apportioned, coarse, step_widths
from compendium.disclosure.levels import Level, shares
from compendium.disclosure.nested import Base, added, inside, seen_elsewhere
from compendium.disclosure.profile import profile_named

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")


@pytest.mark.parametrize("missing", range(5))
def test_who_is_missing_cannot_be_counted_where_fewer_than_five_are(missing):
    assert inside(38 - missing, 38, WELSH) == Base(33, "over", 34)


@pytest.mark.parametrize("missing", [5, 6, 20])
def test_five_or_more_who_are_missing_may_be_counted(missing):
    assert inside(38 - missing, 38, WELSH) == Base(38 - missing, "", 38 - missing)


@pytest.mark.parametrize(("more", "shown"), [(0, 37), (4, 37), (5, 43)])
def test_everybody_is_a_bound_where_fewer_than_five_more_took_part(more, shown):
    assert seen_elsewhere(38 + more, 38, WELSH).shown == shown


def test_the_team_sees_every_number():
    assert inside(37, 38, EXACT) == Base(37, "", 37)
    assert seen_elsewhere(38, 37, EXACT) == Base(38, "", 38)


def test_bounds_add_up_and_make_a_bound():
    exact, bound = Base(20, "", 20), Base(33, "over", 34)
    assert added([exact, exact]) == Base(40, "", 40)
    assert added([exact, bound]) == Base(53, "over", 54)


# By hand: floors, then the steps that are missing to the largest remainders.
@pytest.mark.parametrize(
    ("percents", "step", "expected"),
    [
        ((22.2, 16.7, 61.1), 5, [25, 15, 60]),
        ((12.4, 12.4, 75.2), 5, [15, 10, 75]),
        ((33.3, 33.3, 33.4), 10, [30, 30, 40]),
        ((50.0, 50.0), 20, [60, 40]),
    ],
)
def test_steps_add_up_to_a_hundred(percents, step, expected):
    assert apportioned(percents, step) == expected


@pytest.mark.parametrize(
    ("least", "expected"), [(24, [1, 2, 4]), (23, [2, 4]), (12, [2, 4]), (11, [4])]
)
def test_fewer_people_need_wider_steps(least, expected):
    assert step_widths(least) == expected


three = st.lists(st.integers(5, 20), min_size=2, max_size=3).filter(lambda c: sum(c) >= 14)


@settings(max_examples=40)
@given(counts=three, missing=st.integers(0, 4))
def test_every_base_that_the_bound_allows_fits_the_shares(counts, missing):
    base = inside(sum(counts), sum(counts) + missing, WELSH)
    sides = [Level((str(i),), n) for i, n in enumerate(counts)]
    told = coarse(shares(sides, 4, base.least), base, WELSH)
    if told[0].mark == "c":
        return
    percents = [int(s.percent) for s in told]
    steps = [5 * w for w in step_widths(base.least)]
    for n in range(base.least, base.least + 5 * bool(base.mark)):
        assert any(
            sum(c) == n and apportioned([100 * x / n for x in c], step) == percents
            for c in itertools.product(range(5, n), repeat=len(counts))
            for step in steps
        )
