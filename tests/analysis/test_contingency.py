"""Tables of counts against R: chi-squared, Fisher's test of any size."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from compendium.analysis.statistics import contingency as tab

# Agresti (2002), p. 57, job satisfaction: chisq.test and fisher.test in R 4.2.2.
JOB = np.array([[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]])
TEA = np.array([[3, 1], [1, 3]])
TABLES = (
    st.integers(2, 3)
    .flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 6), min_size=columns, max_size=columns), min_size=2, max_size=3
        )
    )
    .map(np.array)
)


def test_chi_squared_is_that_of_r():
    found = tab.chi_squared(JOB)
    assert found.statistic == pytest.approx(5.96551458877, abs=1e-9)
    assert (found.df, found.p) == (9, pytest.approx(0.7433647250526, abs=1e-12))


def test_fishers_tea_is_that_of_r():
    found = tab.fisher(TEA, seed=1)
    assert (found.test, found.p) == ("fisher_exact", pytest.approx(0.4857142857143, abs=1e-9))


# R 4.2.2: fisher.test(table, workspace = 2e8).
@pytest.mark.parametrize(
    ("table", "p"),
    [
        (JOB, 0.7826849389656),
        ([[3000, 4000, 10], [2500, 5000, 30]], 2.10770107052e-33),
        ([[30, 40, 12], [25, 50, 30], [18, 9, 4]], 0.00349301714977),
        ([[1, 3, 3, 3, 1], [4, 3, 3, 3, 4], [2, 1, 3, 5, 5], [2, 2, 3, 5, 2]], 0.925495002012),
    ],
)
def test_larger_tables_are_counted_as_r_does(table, p):
    found = tab.fisher(np.array(table), seed=1)
    assert (found.test, found.p) == ("fisher_exact", pytest.approx(p, rel=1e-8))
    turned = tab.fisher(np.array(table).T[::-1], seed=1)
    assert turned.p == pytest.approx(p, rel=1e-8)


def test_a_drawn_p_lies_within_its_error():
    p = tab._simulated(JOB, seed=1)
    assert abs(p - 0.7826849389656) < 3 * _error(p)
    assert _error(p) < 0.002


def _error(p):
    """The Monte Carlo standard error of a drawn p."""
    return math.sqrt(p * (1 - p) / tab.DRAWN)


def test_a_table_whose_first_column_alone_has_too_many_ways_is_drawn():
    found = tab.fisher(20 + np.arange(25).reshape(5, 5) + 18 * np.eye(5, dtype=int), seed=1)
    assert found.test == "fisher_simulated"
    # R 4.2.2: fisher.test(matrix(20:44, 5, byrow = TRUE) + diag(18, 5), simulate.p.value = TRUE,
    # B = 4e5)
    assert found.p == pytest.approx(0.0069, abs=0.001)


def test_the_same_seed_draws_the_same():
    many = 20 + np.arange(25).reshape(5, 5) + 18 * np.eye(5, dtype=int)
    assert tab.fisher(many, seed=4) == tab.fisher(many, seed=4)
    assert tab.fisher(many, seed=4).p != tab.fisher(many, seed=5).p


def test_drawn_tables_come_near_the_exact_p():
    table = np.array([[3, 1, 4], [1, 3, 2], [4, 2, 1]])
    p = tab._simulated(table, seed=2)
    assert abs(p - tab.fisher(table, seed=1).p) < 4 * _error(p)


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2))
def test_two_by_two_is_scipys(rows):
    table = np.array(rows)
    found = tab.fisher(table, seed=1)
    if min(tab.used(table).shape) < 2:
        assert math.isnan(found.p)
    else:
        assert found.p == pytest.approx(stats.fisher_exact(table)[1], abs=1e-9)


@settings(max_examples=40)
@given(TABLES)
def test_turning_or_mixing_a_table_changes_nothing(table):
    p = tab.fisher(table, seed=1).p
    for other in (table.T, table[::-1], table[:, ::-1]):
        assert tab.fisher(other, seed=1).p == pytest.approx(p, abs=1e-8, nan_ok=True)
    assert math.isnan(p) or 0 < p <= 1 + 1e-9


@pytest.mark.parametrize("table", [[[3, 4]], [[3], [4]], [[3, 0], [4, 0]], [[0, 0], [0, 0]]])
def test_a_table_with_one_row_or_column_of_people_has_no_test(table):
    for found in (tab.chi_squared(np.array(table)), tab.fisher(np.array(table), seed=1)):
        assert math.isnan(found.p)


def test_rows_without_anybody_are_left_out():
    more = np.vstack([TEA, [0, 0]])
    assert tab.fisher(more, seed=1).p == tab.fisher(TEA, seed=1).p
    assert tab.chi_squared(more).df == 1


@pytest.mark.filterwarnings("error")
def test_where_everybody_answers_otherwise_there_is_no_v():
    # As many answers as people: Bergsma's divisor is c - (c - 1)^2 / (n - 1) - 1 = 0.
    found = tab.cramers_v(np.array([[1, 1, 0, 0], [0, 0, 1, 1]]), seed=1)
    assert np.isnan([found.value, found.lower, found.upper]).all()
