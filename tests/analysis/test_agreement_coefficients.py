"""Coefficients of agreement: published tables, a library, and resampling one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.analysis.intercoder.agreement_overall import cohens_kappas
from compendium.analysis.statistics.agreement_coefficients import NAMES, coefficients, intervals

tables = st.lists(st.integers(0, 30), min_size=4, max_size=4).map(
    lambda cells: np.array(cells).reshape(2, 2)
)


def of(*cells):
    return {k: float(v) for k, v in coefficients(np.array(cells).reshape(2, 2)).items()}


def test_two_doctors_of_byrt_and_others():
    # Byrt, Bishop and Carlin (1993), J Clin Epidemiol 46:423-429: kappa, PABAK and both indices
    # follow from a = 80, b = 10, c = 10, d = 0 by the paper's formulas.
    found = of(80, 10, 10, 0)
    assert found["kappa"] == pytest.approx(-1 / 9)
    assert found["pabak"] == pytest.approx(0.6)
    assert found["prevalence_index"] == pytest.approx(0.8)
    assert found["bias_index"] == pytest.approx(0)


def test_gwets_own_table():
    # Gwet (2008), Br J Math Stat Psychol 61:29-48, table 2: 118, 5, 2, 0 of 125 subjects.
    found = of(118, 5, 2, 0)
    assert found["percent"] == pytest.approx(94.4)
    assert found["kappa"] == pytest.approx(-0.0234, abs=5e-5)
    assert found["ac1"] == pytest.approx(0.9408, abs=5e-5)


def test_binary_data_of_krippendorff():
    # Krippendorff (2011), "Computing Krippendorff's alpha-reliability", binary example of ten
    # units: 0100000000 and 1110010010; alpha = 0.095.
    found = of(1, 0, 4, 5)
    assert found["alpha"] == pytest.approx(0.095, abs=5e-4)


def by_coincidences(first, other):
    """Alpha by the matrix of coincidences, pair by pair (Krippendorff 2011, section C)."""
    matrix = np.zeros((2, 2))
    for one, two in zip(first, other, strict=True):
        matrix[one, two] += 1
        matrix[two, one] += 1
    totals, n = matrix.sum(axis=0), matrix.sum()
    return 1 - (n - 1) * matrix[0, 1] / (totals[0] * totals[1])


def of_two_judges(table):
    """Cohen's kappa as for classes of any number, from equal codes and both coders' totals."""
    return float(cohens_kappas(np.trace(table), table.sum(axis=1), table.sum(axis=0)))


@given(tables)
def test_each_is_what_its_formula_says(table):
    found = of(*table.ravel())
    if table.sum() == 0:
        assert all(np.isnan(v) for v in found.values())
        return
    assert found["kappa"] == pytest.approx(of_two_judges(table), nan_ok=True)
    shares = table / table.sum()
    assert found["pabak"] == pytest.approx(2 * np.trace(shares) - 1)
    p = (shares[0].sum() + shares[:, 0].sum()) / 2
    chance = 2 * p * (1 - p)
    assert found["ac1"] == pytest.approx((np.trace(shares) - chance) / (1 - chance))
    first = np.repeat([1, 1, 0, 0], table.ravel())
    other = np.repeat([1, 0, 1, 0], table.ravel())
    if len(set(first) | set(other)) == 1 or len(first) == 0:
        assert np.isnan(found["alpha"])
    else:
        assert found["alpha"] == pytest.approx(by_coincidences(first, other))


@given(st.lists(tables, min_size=2, max_size=6))
def test_an_interval_is_that_of_drawing_sources_one_by_one(by_source):
    stack = np.array(by_source)
    ends = intervals(stack, seed=3, many=40)
    drawn = np.random.default_rng(3).multinomial(len(stack), [1 / len(stack)] * len(stack), 40)
    kappas = [of(*(row[:, None, None] * stack).sum(axis=0).ravel())["kappa"] for row in drawn]
    given_kappas = [k for k in kappas if not np.isnan(k)]
    low, high = ends["kappa"]
    if 2 * len(given_kappas) < 40:
        assert np.isnan(low)
        assert np.isnan(high)
    else:
        assert (low, high) == pytest.approx(tuple(np.percentile(given_kappas, [2.5, 97.5])))


def test_all_codes_at_once_are_each_by_itself():
    stack = np.random.default_rng(5).integers(0, 9, size=(7, 3, 2, 2))
    together = intervals(stack, seed=1)
    for code in range(3):
        alone = intervals(stack[:, code], seed=1)
        for name in NAMES:
            assert together[name][0][code] == pytest.approx(float(alone[name][0]), nan_ok=True)


def test_one_source_has_no_interval():
    ends = intervals(np.ones((1, 4, 2, 2)), seed=1)
    assert np.isnan(ends["ac1"][0]).tolist() == [True] * 4
