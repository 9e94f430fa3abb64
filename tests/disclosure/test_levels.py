"""Small levels merge, what is still small becomes a bound, and no bound is ever false."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.disclosure.levels import Level, bound, merged, shares, three_levels

SMALL = 4
counts_of_a_question = (
    st.sampled_from([3, 5])
    .flatmap(lambda n: st.lists(st.integers(0, 60), min_size=n, max_size=n))
    .filter(lambda counts: sum(counts) >= 10)
)
quickly = settings(deadline=None, max_examples=50)


def levels(*counts):
    return [Level((str(i),), n) for i, n in enumerate(counts)]


def people_behind(share, counts):
    return sum(counts[int(name)] for name in share.name.split("_or_"))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((5, 5, 30), [("0", 5), ("1", 5), ("2", 30)]),
        ((4, 5, 30), [("0_or_1", 9), ("2", 30)]),
        ((2, 3, 30), [("0_or_1", 5), ("2", 30)]),
        ((0, 1, 30), [("0_or_1", 1), ("2", 30)]),
        ((20, 3, 10), [("0", 20), ("1_or_2", 13)]),
        ((10, 3, 20), [("0_or_1", 13), ("2", 20)]),
        ((2, 3, 5, 40, 50), [("0_or_1", 5), ("2", 5), ("3", 40), ("4", 50)]),
    ],
)
def test_a_small_level_merges_with_its_smaller_neighbour(counts, expected):
    assert [(level.name, level.people) for level in merged(levels(*counts), SMALL)] == expected


@quickly
@given(counts=counts_of_a_question)
def test_merging_joins_neighbours_alone_and_keeps_order_and_total(counts):
    found = merged(levels(*counts), SMALL)
    assert [n for level in found for n in level.names] == [str(i) for i in range(len(counts))]
    assert [level.people for level in found] == [
        sum(counts[int(n)] for n in level.names) for level in found
    ]
    assert len(found) >= 2


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
    assert shares(levels(few, base - few), SMALL) == shares(levels(other, base - other), SMALL)


@quickly
@given(base=st.integers(10, 500), few=st.integers(0, 4), data=st.data())
def test_how_few_people_are_spread_over_two_levels_does_not_show(base, few, data):
    first = data.draw(st.integers(0, few))
    found = shares(levels(first, few - first, base - few), SMALL)
    assert found == shares(levels(0, 0, base), SMALL)


@quickly
@given(counts=counts_of_a_question)
def test_bounds_come_in_pairs_that_add_up_to_everybody(counts):
    found = shares(levels(*counts), SMALL)
    if any(share.mark for share in found):
        assert sorted(share.mark for share in found) == ["over", "under"]
        assert sum(share.percent for share in found) == 100


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
    found = three_levels(counts, list(counts), ("disagree", "neither", "agree"))
    assert [level.people for level in found] == expected
    assert (found[0].name, found[-1].name) == ("disagree", "agree")
