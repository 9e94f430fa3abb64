"""Small sides join the middle, what is still small becomes a bound, and nothing can be undone."""

from __future__ import annotations

import itertools
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.disclosure.levels import Level, bound, shares, three_levels
from compendium.disclosure.released import rounded

SMALL = 4
SIDES = ("disagree", "neither", "agree")
counts_of_a_question = (
    st.sampled_from([2, 3])
    .flatmap(lambda n: st.lists(st.integers(0, 60), min_size=n, max_size=n))
    .filter(lambda counts: sum(counts) >= 10)
)
quickly = settings(max_examples=50)


def levels(*counts):
    return [Level((str(i),), n) for i, n in enumerate(counts)]


def seen(*counts):
    return [(s.name, s.percent, s.mark) for s in shares(levels(*counts), SMALL)]


def people_behind(share, counts):
    return sum(counts[int(name)] for name in share.name.split("_or_"))


# All of 40 people; 85 is the bound for four of them, 75 for eight.
@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((10, 10, 20), [("0", 25, ""), ("1", 25, ""), ("2", 50, "")]),
        ((5, 5, 30), [("0", 12.5, ""), ("1", 12.5, ""), ("2", 75, "")]),
        ((4, 6, 30), [("0_or_1", 25, ""), ("2", 75, "")]),
        ((6, 4, 30), [("0_or_1", 25, ""), ("2", 75, "")]),
        ((30, 4, 6), [("0_or_1", 85, ""), ("2", 15, "")]),
        ((30, 6, 4), [("0", 75, ""), ("1_or_2", 25, "")]),
        ((30, 2, 8), [("0_or_1", 80, ""), ("2", 20, "")]),
        ((32, 4, 4), [("0", 80, ""), ("1_or_2", 20, "")]),
        ((1, 3, 36), [("0_or_1", 15, "under"), ("2", 85, "over")]),
        ((36, 3, 1), [("0", 85, "over"), ("1_or_2", 15, "under")]),
        ((0, 40, 0), [("1", 75, "over")]),
        ((4, 32, 4), [("1", 75, "over")]),
        ((3, 37), [("0", 15, "under"), ("1", 85, "over")]),
        ((37, 3), [("0", 85, "over"), ("1", 15, "under")]),
        ((30, 10), [("0", 75, ""), ("1", 25, "")]),
    ],
)
def test_a_small_side_joins_in_a_way_that_does_not_tell_which_it_was(counts, expected):
    assert seen(*counts) == expected


def printed(counts, five_from=10**9):
    """What a reader sees of an agreement question: name, whole percentage, mark."""
    whole = [Level((f"level_{v}",), n) for v, n in enumerate(counts)]
    named = dict(enumerate(counts))
    if sum(counts) < five_from or min(counts) <= SMALL:
        whole = three_levels(named, list(named), SIDES)
    return tuple((s.name, rounded(s.percent, 0), s.mark) for s in shares(whole, SMALL))


def all_counts(base, levels):
    cuts = itertools.combinations_with_replacement(range(base + 1), levels - 1)
    return [tuple(b - a for a, b in itertools.pairwise((0, *cut, base))) for cut in cuts]


def by_what_is_printed(base, levels, **given):
    groups = defaultdict(list)
    for counts in all_counts(base, levels):
        groups[printed(counts, **given)].append(counts)
    return groups


def sides_of(counts):
    half = len(counts) // 2
    middle = counts[half : len(counts) - half]
    return dict(zip(SIDES, (sum(counts[:half]), sum(middle), sum(counts[-half:])), strict=True))


def plainly(output):
    return {name for name, _, mark in output if not mark}


@pytest.mark.parametrize("base", range(10, 41))
def test_no_side_of_three_can_be_worked_out_unless_it_is_printed(base):
    for output, group in by_what_is_printed(base, 3).items():
        for place, side in enumerate(SIDES):
            if side not in plainly(output):
                assert len({counts[place] for counts in group}) >= 5, (output, side)


@pytest.mark.parametrize(("base", "five_from"), [(10, 100), (13, 100), (26, 100), (26, 26)])
def test_no_side_of_five_levels_can_be_worked_out_unless_it_is_printed(base, five_from):
    for output, group in by_what_is_printed(base, 5, five_from=five_from).items():
        if any(name.startswith("level_") for name in plainly(output)):
            continue
        for side in SIDES:
            if side not in plainly(output):
                assert len({sides_of(counts)[side] for counts in group}) >= 5, (output, side)


@pytest.mark.parametrize("base", [10, 11, 25, 40])
def test_no_side_of_two_can_be_worked_out_unless_it_is_printed(base):
    for output, group in by_what_is_printed(base, 2).items():
        if not plainly(output):
            assert len({counts[0] for counts in group}) >= 5, output


@quickly
@given(counts=counts_of_a_question)
def test_every_percentage_that_is_no_bound_stands_for_five_people_or_more(counts):
    for share in shares(levels(*counts), SMALL):
        if not share.mark:
            assert people_behind(share, counts) >= 5
            assert share.percent == pytest.approx(100 * people_behind(share, counts) / sum(counts))


@quickly
@given(
    counts=counts_of_a_question
    | st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(10, 500))
    | st.tuples(st.integers(0, 4), st.integers(10, 500), st.integers(0, 4))
)
def test_a_bound_is_never_false(counts):
    for share in shares(levels(*counts), SMALL):
        true = 100 * people_behind(share, counts) / sum(counts)
        if share.mark == "over":
            assert true > share.percent
        elif share.mark == "under":
            assert true < share.percent


@quickly
@given(base=st.integers(10, 500), few=st.integers(0, 4), other=st.integers(0, 4))
def test_a_bound_does_not_depend_on_the_count_behind_it(base, few, other):
    assert seen(few, base - few) == seen(other, base - other)


@quickly
@given(base=st.integers(10, 500), few=st.integers(0, 4), data=st.data())
def test_how_few_people_are_spread_over_two_sides_does_not_show(base, few, data):
    first = data.draw(st.integers(0, few))
    assert seen(first, few - first, base - few) == seen(0, 0, base)


# By hand: the share left without four people, then the next multiple of five below it.
# 10: 60 %; 20: 80 %; 38: 89.5 %; 80: 95 %; 81: 95.06 %; 500: 99.2 %.
@pytest.mark.parametrize(
    ("base", "expected"), [(10, 55), (20, 75), (38, 85), (80, 90), (81, 95), (500, 95)]
)
def test_the_bound_is_the_multiple_of_five_below_the_least_share(base, expected):
    assert bound(base, SMALL) == expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"1": 1, "2": 2, "3": 4, "4": 8, "5": 16}, [3, 4, 24]),
        ({"1": 1, "2": 2, "3": 4, "4": 8}, [3, 12]),
        ({"1": 1, "2": 2, "3": 4}, [1, 2, 4]),
    ],
)
def test_a_scale_has_two_sides_and_a_middle_if_odd(counts, expected):
    found = three_levels(counts, list(counts), SIDES)
    assert [level.people for level in found] == expected
    assert (found[0].name, found[-1].name) == ("disagree", "agree")
