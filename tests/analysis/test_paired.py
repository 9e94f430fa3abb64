"""Change within people against R: signed ranks with ties and noughts, effect sizes, Friedman."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.statistics import paired

# MASS::anorexia, weight after less before, by arm: R 4.2.2, exactRankTests 0.8.35 (p, exact with
# ties, noughts dropped), effectsize 0.8.3 (matched rank-biserial with its interval).
ANOREXIA = {
    "CBT": (304.5, 0, 0.0599075332284, 0.4, 0.006905314488612, 0.6860168663435),
    "Cont": (150, 1, 0.7456769347191, -0.07692307692308, -0.4818080355945, 0.3550282856099),
}
# R's help page of wilcox.test: Hollander and Wolfe (1973), p. 29, depression.
BEFORE = np.array([1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30])
AFTER = np.array([0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29])


@pytest.mark.parametrize("arm", ANOREXIA)
def test_signed_ranks_and_their_effect_size_are_those_of_r(shared, arm):
    people = pd.read_csv(shared / "reference" / "anorexia.csv").query("Treat == @arm")
    differences = (people["Postwt"] - people["Prewt"]).to_numpy()
    v, zeros, p, *effect = ANOREXIA[arm]
    found = paired.signed_rank(differences)
    assert (found.v, found.zeros, found.test) == (v, zeros, "signed_rank_exact")
    assert found.p == pytest.approx(p, abs=1e-12)
    estimate = paired.rank_biserial(differences)
    assert [estimate.value, estimate.lower, estimate.upper] == pytest.approx(effect, abs=1e-12)


def test_the_textbook_example_is_that_of_r():
    found = paired.signed_rank(BEFORE - AFTER)
    assert (found.v, found.n) == (40, 9)
    assert found.p == pytest.approx(0.0390625, abs=1e-12)
    shift = paired.pseudomedian(BEFORE - AFTER)
    assert [shift.value, shift.lower, shift.upper] == pytest.approx([0.46, 0.01, 0.786], abs=1e-9)
    assert paired.rank_biserial(BEFORE - AFTER).value == pytest.approx(0.7777777777778)


def test_ties_that_binary_fractions_would_break_are_ties():
    # 0.1 + 0.2 - 0.3 is 5.6e-17, and no change.
    assert paired.signed_rank(np.array([0.1 + 0.2 - 0.3, 1.0])).zeros == 1


def test_all_ten_sleepers_go_one_way():
    # datasets::sleep: V = 0, exact p 2/2^9 with one difference of nought dropped.
    first = np.array([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    second = np.array([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    found = paired.signed_rank(first - second)
    assert (found.v, found.zeros) == (0, 1)
    assert found.p == pytest.approx(0.00390625, abs=1e-12)
    assert paired.rank_biserial(first - second) == paired.Estimate(-1.0)


@settings(max_examples=60)
@given(st.lists(st.integers(-4, 4).filter(bool), min_size=1, max_size=9))
def test_the_exact_p_is_that_of_trying_every_pattern_of_signs(values):
    differences = np.array(values, dtype="float64")
    ranks = pd.Series(np.abs(differences)).rank().to_numpy()
    sums = [ranks[list(s)].sum() for s in itertools.product([False, True], repeat=len(ranks))]
    middle, observed = ranks.sum() / 2, ranks[differences > 0].sum()
    share = np.mean([abs(s - middle) >= abs(observed - middle) - 1e-9 for s in sums])
    assert paired.signed_rank(differences).p == pytest.approx(share, abs=1e-12)


def test_many_differences_go_by_the_normal_curve_as_in_r():
    # 210 of them: the approximation must come near the exact share.
    differences = np.concatenate([np.arange(1, 151), -np.arange(1, 61)]).astype("float64")
    found = paired.signed_rank(differences)
    exact = paired._exact_p(
        tuple(sorted((2 * pd.Series(np.abs(differences)).rank()).astype(int))), found.v
    )
    assert found.test == "signed_rank"
    assert found.p == pytest.approx(exact, rel=0.05)


@pytest.mark.parametrize("differences", [[], [0.0, 0.0]])
def test_without_any_change_there_is_no_test(differences):
    found = paired.signed_rank(np.array(differences))
    assert (found.n, found.zeros) == (0, len(differences))
    assert math.isnan(found.p)
    assert math.isnan(paired.rank_biserial(np.array(differences)).value)


def test_two_differences_are_too_few_for_an_interval():
    shift = paired.pseudomedian(np.array([1.0, 3.0]))
    assert shift.value == 2
    assert math.isnan(shift.lower)


def test_friedman_is_that_of_r(shared):
    # Hollander and Wolfe (1973), p. 140: rounding times of 22 players, three ways.
    times = pd.read_csv(shared / "reference" / "rounding_times.csv")
    table = times.select_dtypes("number").to_numpy()
    table = table[:, -3:] if table.shape[1] > 3 else table
    chi, p, w = paired.friedman(table)
    assert chi == pytest.approx(11.142857142857, abs=1e-9)
    assert p == pytest.approx(0.003805040775511, abs=1e-12)
    assert w == pytest.approx(0.2532467532468, abs=1e-9)


@pytest.mark.parametrize("shape", [(1, 3), (5, 2)])
def test_friedman_needs_people_and_occasions(shape):
    assert all(map(math.isnan, paired.friedman(np.arange(np.prod(shape)).reshape(shape) * 1.0)))


def test_reliable_change_worked_by_hand():
    # sd of 1, 2, 3, 4, 5 is 1.5811; SEM at .9 is 0.5; 1.959964 · √2 · 0.5 = 1.3859.
    before = np.array([1.0, 2, 3, 4, 5])
    after = before + np.array([2.0, 1.3, 1.4, -1.4, 0])
    found = paired.reliable_change(before, after, reliability=0.9)
    assert found.needed == pytest.approx(1.385904, abs=1e-6)
    assert (found.n, found.up, found.down) == (5, 2, 1)


def test_a_reliability_that_is_none_is_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        paired.reliable_change(np.ones(3), np.ones(3), 1.2)


@given(st.lists(st.integers(-6, 6), min_size=1, max_size=14))
def test_the_pseudomedian_is_that_of_all_averages_written_down(values):
    differences = np.array(values) / 3
    rows, columns = np.triu_indices(len(values))
    averages = np.sort((differences[rows] + differences[columns]) / 2)
    found = paired.pseudomedian(differences)
    assert found.value == pytest.approx(np.median(averages), abs=2e-9)
    if not math.isnan(found.lower):
        cut = paired._cut(len(values))
        ends = averages[cut - 1], averages[-cut]
        assert (found.lower, found.upper) == pytest.approx(ends, abs=2e-9)


# R 4.2.2: qsignrank(0.025, n).
@pytest.mark.parametrize(("n", "exact"), [(201, 8533), (400, 35567)])
def test_among_many_differences_the_normal_cut_is_next_to_the_exact_one(n, exact):
    assert paired._cut(n) == pytest.approx(exact, abs=3)


def test_a_hundred_thousand_differences_have_a_pseudomedian():
    random = np.random.default_rng(3)
    found = paired.pseudomedian(random.integers(-4, 5, 100_000) / 2 + 0.5)
    assert (found.value, found.lower, found.upper) == pytest.approx((0.5, 0.5, 0.5))
