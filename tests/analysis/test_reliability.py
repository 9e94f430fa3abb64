"""Alpha, omega and item statistics against R, and where they are refused."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.statistics import reliability as rel

# psych 2.2.9 and lavaan 0.6.14 in R 4.2.2 on psychTools::bfi, complete cases within the scale:
# n, alpha, Feldt's interval, omega of one factor (cfa), item-rest r and alpha-if-deleted by item.
BFI = {
    "agree": (
        ["-A1", "A2", "A3", "A4", "A5"],
        (2709, 0.7037558943748, 0.6857446350497, 0.7210359627957, 0.7121289654851),
        [0.3114013005802, 0.563015475492, 0.5887730786774, 0.3947936801113, 0.487240867629],
        [0.717972056565, 0.6184812117728, 0.600753814422, 0.6869447415398, 0.6446223042216],
    ),
    "neuro": (
        ["N1", "N2", "N3", "N4", "N5"],
        (2694, 0.8133031431614, 0.8019199905077, 0.8242229228097, 0.8128443682373),
        [0.6662858062317, 0.6509020557548, 0.6729470882586, 0.5421489979519, 0.4867294372975],
        [0.7573075145153, 0.7626780980258, 0.7548653524427, 0.7945587221079, 0.8116136343828],
    ),
}


@pytest.fixture
def bfi(shared):
    people = pd.read_csv(shared / "reference" / "bfi.csv")

    def table(name):
        keys = BFI[name][0]
        return pd.DataFrame({k: 7 - people[k[1:]] if k[0] == "-" else people[k] for k in keys})

    return table


@pytest.mark.parametrize("name", BFI)
def test_alpha_and_omega_are_those_of_r(bfi, name):
    n, alpha, lower, upper, omega = BFI[name][1]
    found = rel.reliability(bfi(name), seed=1)
    assert (found.n, found.refused) == (n, "")
    assert found.alpha.value == pytest.approx(alpha, abs=1e-12)
    assert (found.alpha.lower, found.alpha.upper) == pytest.approx((lower, upper), abs=1e-12)
    assert found.omega.value == pytest.approx(omega, abs=1e-6)


@pytest.mark.parametrize("name", BFI)
def test_item_statistics_are_those_of_r(bfi, name):
    table = rel.item_statistics(bfi(name))
    assert table["item_rest"].tolist() == pytest.approx(BFI[name][2], abs=1e-12)
    assert table["alpha_if_deleted"].tolist() == pytest.approx(BFI[name][3], abs=1e-12)


def test_loadings_are_those_of_r(bfi):
    covariance = np.cov(rel.complete(bfi("agree")), rowvar=False, bias=True)
    loadings, errors = rel.one_factor(covariance[None])
    # lavaan, standard deviation of the factor fixed at 1.
    expected = [0.5283367475303, 0.7741141395712, 0.9935122476824, 0.717343355914, 0.7910721440119]
    assert loadings[0].tolist() == pytest.approx(expected, abs=1e-5)
    assert errors[0][0] == pytest.approx(1.692963170388, abs=1e-5)


def test_omega_of_known_loadings_worked_by_hand():
    # (0.8 + 0.6 + 0.5)² = 3.61; errors 0.36 + 0.64 + 0.75 = 1.75; 3.61 / 5.36.
    loadings = np.array([0.8, 0.6, 0.5])
    covariance = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    found = rel.omega_of(*rel.one_factor(covariance[None]))
    assert found[0] == pytest.approx(3.61 / 5.36, abs=1e-8)


def test_omega_does_not_hang_on_the_units_of_the_items():
    loadings = np.array([0.8, 0.6, 0.5, 0.7])
    covariance = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    unit = np.diag([1.0, 100.0, 0.01, 5.0])
    scaled = rel.one_factor((unit @ covariance @ unit)[None])[0][0]
    assert (scaled / np.diag(unit)).tolist() == pytest.approx(loadings.tolist(), abs=1e-6)


def test_the_bootstrap_covers_what_a_plain_loop_covers():
    dice = np.random.default_rng(3)
    answers = dice.normal(size=(80, 1)) + dice.normal(size=(80, 4))
    fast = rel.alpha_of(rel.resampled_covariances(answers, seed=5))
    slow = [
        rel.alpha_of(np.cov(answers[dice.integers(0, 80, 80)], rowvar=False)) for _ in range(2000)
    ]
    # Two independent bootstraps of 2,000 differ at these percentiles by about a hundredth.
    assert np.percentile(fast, [2.5, 97.5]) == pytest.approx(
        np.percentile(slow, [2.5, 97.5]), abs=0.02
    )


def test_the_same_seed_gives_the_same_interval():
    dice = np.random.default_rng(3)
    table = pd.DataFrame(dice.normal(size=(60, 1)) + dice.normal(size=(60, 4)))
    assert rel.reliability(table, 7) == rel.reliability(table, 7)
    assert rel.reliability(table, 7).omega != rel.reliability(table, 8).omega


SIX = [1.0, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("columns", "n", "why"),
    [
        ({"a": [1.0], "b": [2.0], "c": [3.0]}, 1, "few_people"),
        ({"a": SIX}, 6, "few_items"),
        ({"a": SIX, "b": [3.0] * 6, "c": SIX}, 6, "no_variance"),
        ({"a": SIX, "b": SIX[::-1]}, 6, "no_variance"),  # their sum does not vary
        ({"a": SIX, "b": [1.0, 3, 2, 4, 6, 5]}, 6, "two_items"),
        ({"a": SIX, "b": [1.0, 3, 2, 4, 6, 5], "c": [2.0, 1, 3, 4, 5, 6]}, 6, "few_for_a_factor"),
        ({"a": [1.0, np.nan], "b": [np.nan, 2.0], "c": [1.0, 2.0]}, 0, "few_people"),
    ],
)
def test_what_the_answers_cannot_bear_is_refused_with_the_reason(columns, n, why):
    found = rel.reliability(pd.DataFrame(columns), seed=1)
    assert (found.n, found.refused) == (n, why)
    assert math.isnan(found.omega.value)


def test_an_item_that_does_not_vary_has_no_item_statistic():
    table = rel.item_statistics(pd.DataFrame({"a": SIX, "b": [3.0] * 6, "c": SIX}))
    table = table.set_index("item_id")
    assert math.isnan(table.at["b", "item_rest"])
    assert table.at["b", "alpha_if_deleted"] == pytest.approx(1)
    assert table.at["a", "item_rest"] == pytest.approx(1)


def test_item_statistics_of_one_person_are_missing():
    table = rel.item_statistics(pd.DataFrame({"a": [1.0], "b": [2.0]}))
    assert table["n"].tolist() == [1, 1]
    assert table["item_rest"].isna().all()


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=15, max_size=40),
    st.integers(0, 9),
)
def test_any_answers_give_an_estimate_or_a_reason(rows, seed):
    found = rel.reliability(pd.DataFrame(rows, dtype="float64"), seed)
    assert bool(found.refused) == math.isnan(found.omega.value)
    if not found.refused:
        assert -1e-9 <= found.omega.value <= 1 + 1e-9
        assert found.omega.lower <= found.omega.upper


def test_an_item_that_is_nearly_the_factor_stops_at_its_edge_as_in_r():
    # Unbounded, the first item would have 0.8 * 0.7 / 0.4 = 1.4 of its variance from the factor.
    # R 4.2.2: factanal(covmat = R, factors = 1, control = list(lower = 1e-4, nstart = 20)).
    r = np.array([[1, 0.8, 0.7, 0.3], [0.8, 1, 0.4, 0.2], [0.7, 0.4, 1, 0.25], [0.3, 0.2, 0.25, 1]])
    loadings, errors = rel.one_factor(r[None])
    expected = [0.999950003744, 0.800016714922, 0.700000752499, 0.300011595443]
    assert loadings[0].tolist() == pytest.approx(expected, abs=1e-6)
    assert rel.omega_of(loadings, errors)[0] == pytest.approx(0.814961033739, abs=1e-6)


def test_alpha_alone_is_the_alpha_of_both(bfi):
    table = bfi("agree")
    assert rel.alpha_alone(table) == rel.reliability(table, seed=1).alpha.value


@pytest.mark.parametrize("columns", [{"a": SIX}, {"a": SIX, "b": SIX[::-1]}, {"a": [1], "b": [2]}])
def test_alpha_alone_is_missing_where_it_is_refused(columns):
    assert math.isnan(rel.alpha_alone(pd.DataFrame(columns)))


def test_alpha_of_two_parallel_items_worked_by_hand():
    # Variances 1 and 1, covariance 1/2: 2 * (1 - 2 / 3) = 2/3; whoever left one out does not count.
    assert rel.alpha_alone(pd.DataFrame({"a": [1, 2, 3], "b": [1, 3, 2]})) == pytest.approx(2 / 3)
    more = pd.DataFrame({"a": [1, 2, 3, 5], "b": [1, 3, 2, None]})
    assert rel.alpha_alone(more) == pytest.approx(2 / 3)
