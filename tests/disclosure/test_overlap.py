"""Rule S7: all areas together tell of an area's small side no more than its own report."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.disclosure.levels import Level, shares
from compendium.disclosure.overlap import Part, together
from compendium.disclosure.released import rounded

SMALL = 4
SIDES = ("disagree", "neither", "agree")


def part(*counts, hidden=False):
    return Part(tuple(Level((n,), c) for n, c in zip(SIDES, counts, strict=True)), hidden)


def told(*parts):
    return [(s.name, None if s.mark == "c" else s.percent, s.mark) for s in together(parts, SMALL)]


def test_where_every_area_shows_three_sides_all_together_do():
    assert told(part(10, 10, 20), part(5, 5, 10)) == [
        ("disagree", 25, ""),
        ("neither", 25, ""),
        ("agree", 50, ""),
    ]


def test_a_side_that_one_area_joins_is_joined_over_all_areas():
    assert told(part(2, 8, 30), part(10, 10, 20)) == [
        ("disagree_or_neither", 37.5, ""),
        ("agree", 62.5, ""),
    ]


def test_areas_that_join_on_different_sides_leave_a_bound_or_nothing():
    # At least 30 agree in the first, none surely in the second: 30 of 80 are too few for a bound.
    assert told(part(2, 8, 30), part(30, 8, 2))[0][0::2] == ("all_levels", "c")


def test_a_bound_adds_up_from_the_areas():
    # At least 36 of 40 and exactly 20 of 40: 56 of 80 are 70 %, so over 65 %.
    assert told(part(1, 1, 38), part(10, 10, 20)) == [("agree", 65, "over")]


def test_a_hidden_area_among_shown_ones_hides_all_areas():
    assert told(part(3, 3, 3, hidden=True), part(10, 10, 20))[0][0::2] == ("all_levels", "c")


def test_where_every_area_is_hidden_all_together_are_shown():
    hidden = [part(3, 3, 3, hidden=True)] * 3
    assert [p for _, p, _ in told(*hidden)] == pytest.approx([100 / 3] * 3)


def test_an_area_nobody_answered_in_does_not_matter():
    assert told(part(0, 0, 0), part(10, 10, 20)) == told(part(10, 10, 20))


counts = st.tuples(*[st.integers(0, 12)] * 3).filter(lambda c: sum(c) >= 10)


def seen_in(sides):
    return [(s.name, rounded(s.percent, 0), s.mark) for s in shares(sides, SMALL)]


@settings(max_examples=30)
@given(first=counts, second=counts)
def test_nothing_can_be_had_of_an_area_that_its_own_report_does_not_tell(first, second):
    """Every other table of the first area that looks alike looks alike together, too.

    Both areas' exact shares are known to a reader; what differs is only what they hold back.
    """
    one, other = part(*first), part(*second)
    base, alike = sum(first), seen_in(one.sides)
    for a, b in itertools.product(range(base + 1), repeat=2):
        if a + b <= base:
            twin = part(a, b, base - a - b)
            if seen_in(twin.sides) == alike:
                assert told(twin, other) == told(one, other)
