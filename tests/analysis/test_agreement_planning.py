"""How many passages to code twice: by the formulas, and by drawing coders again and again."""

from __future__ import annotations

import math

import numpy as np
import pytest

from compendium.analysis.intercoder.agreement_planning import (
    _of_ac1,
    _of_kappa,
    ac1_error,
    planning,
    units_needed,
)
from compendium.analysis.statistics.agreement_coefficients import coefficients
from compendium.problems import StudyError


def test_the_units_for_kappa_are_those_of_donner_and_eliasziw():
    # Donner and Eliasziw (1992), Stat Med 11:1511-1519: with equal margins the variance is
    # (1 - k) / n x ((1 - k)(1 - 2k) + k(2 - k) / (2p(1 - p))). Kappa .7, p .3, width .2, by hand:
    variance = 0.3 * (0.3 * (1 - 1.4) + 0.7 * 1.3 / (2 * 0.3 * 0.7))
    assert units_needed(0.7, 0.3) == math.ceil((2 * 1.959964 / 0.2) ** 2 * variance)


@pytest.mark.parametrize(("name", "of"), [("kappa", _of_kappa), ("ac1", _of_ac1)])
def test_coders_drawn_again_and_again_spread_as_the_formula_says(name, of):
    n = units_needed(0.8, 0.3, 0.2, name)
    drawn = np.random.default_rng(11).multinomial(n, of(0.8, 0.3).ravel(), 20_000)
    found = coefficients(drawn.reshape(-1, 2, 2))[name]
    assert found.mean() == pytest.approx(0.8, abs=0.005)
    assert 2 * 1.959964 * found.std() == pytest.approx(0.2, rel=0.04)


def test_the_error_of_ac1_is_that_of_leaving_out_one_at_a_time():
    table = np.array([[40, 6], [9, 45]])
    singles = np.repeat(np.eye(4).reshape(4, 2, 2), table.ravel(), axis=0)
    left = coefficients(table - singles)["ac1"]
    n = table.sum()
    jackknife = math.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum())
    assert ac1_error(table) == pytest.approx(jackknife, rel=0.03)


def test_a_code_must_be_used_ten_times_however_wide_the_interval():
    assert units_needed(0.8, 0.05, width=1.9) == 200


def test_passages_that_are_alike_ask_for_more():
    assert units_needed(0.7, 0.3, design_effect=2) >= 2 * units_needed(0.7, 0.3) - 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"expected": 1.2}, "expected is 1.2"),
        ({"prevalence": 0}, "prevalence is 0"),
        ({"width": 0}, "width is 0"),
        ({"coefficient": "pi"}, "write kappa or ac1"),
        ({"design_effect": 0.5}, "1 or more"),
        ({"prevalence": 0.05, "expected": 0.6, "coefficient": "ac1"}, "No two coders"),
    ],
)
def test_what_cannot_be_planned_is_said(arguments, said):
    with pytest.raises(StudyError, match=said):
        units_needed(**{"expected": 0.7, "prevalence": 0.3, **arguments})


def test_the_table_says_the_same_and_leaves_out_what_cannot_be(area):
    frame = planning(area("")).frame.set_index(["expected", "prevalence"])
    assert frame.loc[("0.7", "0.3"), "kappa_units"] == units_needed(0.7, 0.3)
    assert math.isnan(frame.loc[("0.6", "0.05"), "ac1_units"])


def test_the_plan_is_real_only_where_every_passage_is(area):
    data = area("")
    _, *others = data.segments["data_origin"]
    mixed = data.segments.assign(data_origin=["real", *others])
    assert planning(data.but(segments=mixed)).origin == "synthetic"
