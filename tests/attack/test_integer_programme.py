"""What is known of counts leaves just the values that can be worked out by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.attack.programme import Answers, Possible, Programme
from compendium.attack.solver import Known


def test_a_sum_leaves_what_the_other_part_may_be():
    programme = Programme()
    programme.know({"a": 1, "b": 1}, 7, 7)
    programme.know({"b": 1}, most=4)
    assert programme.possible({"a": 1}, 5) == Possible(3, 7, 5)


def test_a_difference_of_two_known_numbers_is_known():
    programme = Programme()
    programme.know({"a": 1, "b": 1}, 38, 38)
    programme.know({"a": 1}, 35, 35)
    assert programme.possible({"b": 1}, 5) == Possible(3, 3, 1)


def test_values_between_the_ends_count_only_if_they_are_possible():
    programme = Programme()
    programme.know({"a": 1, "b": -2}, 0, 0)  # a is even
    programme.know({"a": 1}, most=8)
    assert programme.possible({"a": 1}, 9) == Possible(0, 8, 5)


def test_of_two_alternatives_one_holds():
    programme = Programme()
    programme.know({"a": 1, "b": 1}, 12, 12)
    programme.either(({"a": 1}, 4), ({"b": 1}, 4))
    # a is 0 to 4 or 8 to 12.
    assert programme.possible({"a": 1}, 20) == Possible(0, 12, 10)


def test_counting_stops_at_as_many_values_as_are_asked_for():
    programme = Programme()
    programme.know({"a": 1}, most=100)
    assert programme.possible({"a": 1}, 5).number == 5


def test_what_contradicts_itself_leaves_nothing():
    programme = Programme()
    programme.know({"a": 1}, 3, 3)
    programme.know({"a": 1}, 4, 4)
    assert programme.possible({"a": 1}, 5) is None


@settings(max_examples=25)
@given(total=st.integers(0, 12), caps=st.lists(st.integers(0, 6), min_size=2, max_size=3))
def test_the_values_are_those_that_trying_everything_finds(total, caps):
    programme = Programme()
    keys = [f"x{i}" for i in range(len(caps))]
    for key, cap in zip(keys, caps, strict=True):
        programme.count(key, 0, cap)
    programme.know(dict.fromkeys(keys, 1), total, total)
    tried = {first for first in range(caps[0] + 1) if 0 <= total - first <= sum(caps[1:])}
    found = programme.possible({"x0": 1}, 99)
    assert (found is None) == (not tried)
    if tried:
        assert found == Possible(min(tried), max(tried), len(tried))


@settings(max_examples=60)
@given(
    caps=st.lists(st.integers(0, 6), min_size=3, max_size=3),
    rows=st.lists(
        st.tuples(
            st.lists(st.integers(-2, 2), min_size=3, max_size=3),
            st.integers(-4, 8),
            st.integers(0, 5),
        ),
        max_size=3,
    ),
    asked=st.lists(st.lists(st.integers(-2, 2), min_size=3, max_size=3), min_size=1, max_size=4),
    enough=st.integers(1, 6),
)
def test_sums_asked_together_have_the_values_that_trying_everything_finds(
    caps, rows, asked, enough
):
    programme, keys = Programme(), ["x", "y", "z"]
    for key, cap in zip(keys, caps, strict=True):
        programme.count(key, 0, cap)
    for weights, least, width in rows:
        programme.know(dict(zip(keys, weights, strict=True)), least, least + width)
    every = np.array(list(itertools.product(*(range(cap + 1) for cap in caps))))
    holds = [
        (low <= every @ np.array(w)) & (every @ np.array(w) <= low + width)
        for w, low, width in rows
    ]
    every = every[np.all(holds, axis=0)] if holds else every
    with Answers():
        found = programme.all_possible([dict(zip(keys, w, strict=True)) for w in asked], enough)
    for weights, possible in zip(asked, found, strict=True):
        tried = set((every @ np.array(weights)).tolist())
        if not tried:
            assert possible is None
        elif len(tried) < enough:
            assert possible == Possible(min(tried), max(tried), len(tried))
        else:
            assert possible.number == enough


def test_nobody_looks_for_the_ends_of_a_number_that_keeps_enough_values():
    with Answers():
        assert even_up_to(8).possible({"a": 1}, 3) == Possible(None, None, 3)


def even_up_to(most):
    programme = Programme()
    programme.know({"a": 1, "b": -2}, 0, 0)
    programme.know({"a": 1}, most=most)
    return programme


def test_a_question_that_was_answered_is_not_worked_out_again(monkeypatch):
    with Answers() as first:
        assert even_up_to(8).possible({"a": 1}, 9) == Possible(0, 8, 5)
    monkeypatch.setattr(Known, "_solved", lambda *_: pytest.fail("worked out again"))
    with Answers(first.used) as second:
        assert even_up_to(8).possible({"a": 1}, 9) == Possible(0, 8, 5)
    assert second.used == first.used


@pytest.mark.parametrize(
    ("programme", "terms", "enough"),
    [
        (even_up_to(6), {"a": 1}, 9),
        (even_up_to(8), {"b": 1}, 9),
        (even_up_to(8), {"a": 2}, 9),
        (even_up_to(8), {"a": 1}, 4),
    ],
)
def test_another_question_has_another_answer(programme, terms, enough):
    with Answers() as first:
        even_up_to(8).possible({"a": 1}, 9)
    with Answers(first.used) as second:
        found = programme.possible(terms, enough)
    assert found.number == programme.possible(terms, enough).number
    assert second.used.keys().isdisjoint(first.used)


def test_what_is_asked_no_more_is_forgotten_and_a_contradiction_kept():
    programme = Programme()
    programme.know({"a": 1}, 3, 3)
    programme.know({"a": 1}, 4, 4)
    with Answers({"another": Possible(0, 1, 2)}) as answers:
        assert programme.possible({"a": 1}, 5) is None
    assert list(answers.used.values()) == [None]
