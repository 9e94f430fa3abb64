"""Alpha_U: Krippendorff's worked example, all positions one by one, and what it says of bounds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.analysis.statistics.unitising import (
    Continuum,
    alpha_u,
    disagreements,
    joined,
    parts,
)

# Krippendorff (2004), Content Analysis, 2nd ed., p. 254: from 150, length 300, two observers.
ONE = Continuum(150, 450, (((225, 295), (370, 400)), ((220, 300), (355, 375), (400, 420))))
TWO = Continuum(150, 450, (((180, 240), (300, 350)), ((180, 240), (300, 350))))


def of(text: Continuum) -> tuple[float, float]:
    seen, chance = disagreements(parts([text]))
    return float(seen[0]), float(chance[0])


@pytest.mark.parametrize(("text", "expected"), [(ONE, (0.0144, 0.0532)), (TWO, (0, 0.0490))])
def test_disagreement_observed_and_expected_are_those_of_krippendorff(text, expected):
    assert of(text) == pytest.approx(expected, abs=5e-5)


def test_alpha_is_that_of_krippendorff():
    assert alpha_u([parts([ONE])]) == pytest.approx(0.7286, abs=5e-5)
    assert alpha_u([parts([TWO])]) == 1


def test_alpha_over_both_is_that_of_krippendorff_as_he_rounded():
    # Printed .8591, from numbers of four places: 1 - .0144 / (.0532 + .0490).
    rounded = [[round(value, 4) for value in of(text)] for text in (ONE, TWO)]
    seen, chance = (sum(pair[i] for pair in rounded) for i in (0, 1))
    assert 1 - seen / chance == pytest.approx(0.8591, abs=5e-5)
    both = alpha_u([parts([ONE]), parts([TWO])])
    assert both == pytest.approx(1 - (1300 / 300**2) / (of(ONE)[1] + of(TWO)[1]))


def by_hand(one: tuple[int, int], other: tuple[int, int], gaps: list[int]) -> float:
    """Sum of distances of two units and of gaps, over every place they can take, one by one."""
    (b, c), total = (one[1] - one[0], other[1] - other[0]), 0.0
    for shift in range(-(c - 1), b):
        total += shift**2 + (shift + c - b) ** 2
    for length in (b, c):
        total += sum(length**2 for gap in gaps for _ in range(gap - length + 1))
    return total


@given(st.integers(0, 10), st.integers(1, 10), st.integers(0, 10), st.integers(1, 10))
def test_what_is_expected_is_what_all_places_come_to(start, b, begin, c):
    text = Continuum(0, 25, (((start, start + b),), ((begin, begin + c),)))
    gaps = [high - low for i in (0, 1) for low, high in text.gaps(i)]
    ways = 2 * 25 * (2 * 25 - 1) - b * (b - 1) - c * (c - 1)
    expected = 2 / 25 * by_hand(text.spans[0][0], text.spans[1][0], gaps) / ways
    assert of(text)[1] == pytest.approx(expected)


def test_resampling_a_text_once_each_is_the_text_itself():
    p = parts([ONE, TWO])
    assert disagreements(p)[1][0] == pytest.approx(disagreements(p, np.array([[1, 1]]))[1][0])


def test_the_same_bounds_agree_wholly_and_bounds_apart_do_not():
    same = Continuum(0, 100, (((10, 30),), ((10, 30),)))
    apart = Continuum(0, 100, (((10, 30),), ((60, 80),)))
    assert alpha_u([parts([same])]) == 1
    assert alpha_u([parts([apart])]) < 0


def test_spans_that_overlap_are_one_and_those_without_length_none():
    assert joined([(10, 20), (15, 30), (30, 35), (40, 40)]) == ((10, 30), (30, 35))


def test_nothing_marked_has_no_alpha():
    assert math.isnan(alpha_u([parts([Continuum(0, 10, ((), ()))])])[0])
