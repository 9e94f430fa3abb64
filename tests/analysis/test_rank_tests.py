"""Comparing by rank: R's numbers on real data sets, and small cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.analysis.statistics import rank_tests
from compendium.analysis.statistics.rank_tests import (
    cliffs_delta,
    epsilon_squared,
    exact_p,
    kruskal_wallis,
    mann_whitney,
    shift,
)


def array(*numbers):
    return np.array(numbers, dtype="float64")


@pytest.fixture(scope="session")
def arms(shared):
    """MASS::anorexia (Hand et al. 1993): change of weight by arm, rounded before ranking."""
    table = pd.read_csv(shared / "reference" / "anorexia.csv")
    change = (table["Postwt"] - table["Prewt"]).round(9)
    return {arm: change[table["Treat"] == arm].to_numpy() for arm in ("CBT", "Cont", "FT")}


@pytest.fixture(scope="session")
def permeability(shared):
    """Hollander and Wolfe 1973, p. 69f: at term, and at 12 to 26 weeks."""
    table = pd.read_csv(shared / "reference" / "hollander_permeability.csv")
    return tuple(table.loc[table["at"] == at, "value"].to_numpy() for at in ("term", "early"))


@pytest.fixture(scope="session")
def months(shared):
    """R's airquality: ozone by month."""
    table = pd.read_csv(shared / "reference" / "airquality.csv").dropna(subset="Ozone")
    return [rows["Ozone"].to_numpy() for _, rows in table.groupby("Month", observed=False)]


# R 4.2.2, effsize 0.8.1 cliff.delta and stats wilcox.test: shared/reference/anorexia.json.
@pytest.mark.parametrize(
    ("pair", "delta", "interval", "p"),
    [
        (("CBT", "Cont"), 0.2519893899204, (-0.06913327565592, 0.5257950524282), 0.1111251092036),
        (("Cont", "FT"), -0.5203619909502, (-0.7510133001317, -0.1765281090432), 0.004450945545343),
    ],
)
def test_delta_its_interval_and_p_are_rs(arms, pair, delta, interval, p):
    first, second = (arms[name] for name in pair)
    found = cliffs_delta(first, second)
    assert found.value == pytest.approx(delta, abs=1e-12)
    assert (found.lower, found.upper) == pytest.approx(interval, abs=1e-12)
    assert mann_whitney(first, second) == ("mann_whitney", pytest.approx(p, abs=1e-12))


def test_the_exact_p_with_ties_is_rs(arms):
    # R, coin 1.4.2. For CBT and Cont R's 0.10969 leaves out the arrangements exactly as far on
    # the other side, by a comparison of fractions; with them it is 0.11064.
    assert exact_p(arms["Cont"], arms["FT"]) == pytest.approx(0.003617185049118, abs=1e-12)
    assert exact_p(arms["CBT"], arms["Cont"]) == pytest.approx(0.110635963940, abs=1e-11)


def test_the_shift_and_its_interval_are_rs(permeability):
    # R, wilcox.test(conf.int = TRUE): shared/reference/textbook_nonparametric.json.
    found = shift(*permeability)
    assert (found.value, found.lower, found.upper) == pytest.approx((0.305, -0.15, 0.76))
    assert cliffs_delta(*permeability).value == pytest.approx(0.4)
    form, p = mann_whitney(*permeability)
    assert (form, p) == ("mann_whitney_exact", pytest.approx(0.2544122544123, abs=1e-12))


def test_epsilon_squared_and_the_test_of_all_groups_are_rs(months):
    assert kruskal_wallis(months) == pytest.approx(6.900714118547e-06, rel=1e-9)
    assert epsilon_squared(months, seed=1).value == pytest.approx(0.2544919678793, abs=1e-12)


def test_every_arrangement_is_counted_with_its_ties():
    # 1, 2 against 2, 3: of six arrangements the sums of two ranks (1, 2.5, 2.5, 4) are 3.5, 3.5,
    # 5, 5, 6.5, 6.5; as far from 5 as 3.5 are four.
    assert exact_p(array(1, 2), array(2, 3)) == pytest.approx(4 / 6)


def test_scores_that_are_all_the_same_differ_in_nothing():
    same = array(*[4] * 12)
    assert mann_whitney(same, same) == ("mann_whitney", 1.0)
    assert mann_whitney(same[:3], same) == ("mann_whitney_exact", 1.0)
    assert kruskal_wallis([same, same, same]) == 1.0
    assert epsilon_squared([same, same, same], seed=1).value == 0
    assert cliffs_delta(same, same).value == 0
    assert shift(same, same) == rank_tests.Estimate(0.0, 0.0, 0.0)


@pytest.mark.parametrize(("n", "form"), [(9, "mann_whitney_exact"), (10, "mann_whitney")])
def test_a_small_group_is_tested_exactly(n, form):
    assert mann_whitney(np.arange(float(n)), np.arange(30.0))[0] == form


def test_delta_is_the_share_above_less_the_share_below():
    # 3 over 1 and 2, 2 over 1, 2 and 2 tie, of six pairs; below: 2 under 4, 3 under 4.
    assert cliffs_delta(array(2, 3), array(1, 2, 4)).value == pytest.approx((3 - 2) / 6)


def test_delta_turns_round_with_the_groups(arms):
    there, back = cliffs_delta(arms["CBT"], arms["FT"]), cliffs_delta(arms["FT"], arms["CBT"])
    assert (back.value, back.lower, back.upper) == pytest.approx(
        (-there.value, -there.upper, -there.lower)
    )


def test_groups_that_do_not_overlap_have_a_limit_from_the_smaller_number():
    # t(0.975, 3 + 4 - 2) = 2.5706; (3 - 6.608) / (3 + 6.608) = -0.3755
    above, below = array(7, 8, 9), array(1, 2, 3, 4)
    found = cliffs_delta(above, below)
    assert (found.value, found.lower, found.upper) == pytest.approx((1, -0.37550, 1), abs=1e-4)
    turned = cliffs_delta(below, above)
    assert (turned.lower, turned.upper) == pytest.approx((-1, 0.37550), abs=1e-4)


@pytest.mark.parametrize("first", [array(), array(3)])
def test_nobody_and_one_person_have_no_interval(first):
    second = array(1, 2, 4)
    for found in (cliffs_delta(first, second), shift(first, second)):
        assert math.isnan(found.value) == (len(first) == 0)
        assert math.isnan(found.lower)
    assert math.isnan(mann_whitney(first, second)[1]) == (len(first) == 0)


def test_one_group_alone_is_not_compared():
    assert math.isnan(kruskal_wallis([array(1, 2)]))
    assert math.isnan(epsilon_squared([array(1, 2)], seed=1).value)


def test_the_bootstrap_is_the_same_for_the_same_seed_alone(months):
    assert epsilon_squared(months, seed=7) == epsilon_squared(months, seed=7)
    assert epsilon_squared(months, seed=7) != epsilon_squared(months, seed=8)


def test_the_bootstrap_interval_holds_the_estimate_of_clear_data():
    found = epsilon_squared([np.arange(20.0), np.arange(5.0, 25), np.arange(10.0, 30)], seed=3)
    assert 0 <= found.lower < found.value < found.upper <= 1


# MASS::anorexia, weight gained by arm: effectsize 0.8.3 (rank-biserial with its interval) and
# rstatix::dunn_test in R 4.2.2.
@pytest.fixture
def gained(shared):
    people = pd.read_csv(shared / "reference" / "anorexia.csv")
    change = (people["Postwt"] - people["Prewt"]).round(9)
    return {arm: change[people["Treat"] == arm].to_numpy() for arm in ("CBT", "Cont", "FT")}


@pytest.mark.parametrize(
    ("arms", "expected"),
    [
        (("CBT", "Cont"), (0.2519893899204, -0.05080707459299, 0.5123586553396)),
        (("Cont", "FT"), (-0.5203619909502, -0.732390502336, -0.2163347805267)),
    ],
)
def test_the_rank_biserial_and_its_interval_are_those_of_r(gained, arms, expected):
    found = rank_tests.rank_biserial(*(gained[arm] for arm in arms))
    assert (found.value, found.lower, found.upper) == pytest.approx(expected, abs=1e-12)


def test_dunns_test_is_that_of_r(gained):
    found = rank_tests.dunn(list(gained.values()))
    assert found[0, 1] == pytest.approx(0.1307009479864, abs=1e-12)
    assert found[0, 1] == found[1, 0]
    assert np.isnan(np.diag(found)).all()


def test_dunns_test_of_equal_scores_is_one_and_of_nobody_missing():
    found = rank_tests.dunn([np.ones(3), np.ones(4), np.array([])])
    assert found[0, 1] == 1
    assert np.isnan(found[0, 2])


def test_groups_that_do_not_overlap_have_no_such_interval():
    assert np.isnan(rank_tests.rank_biserial(np.ones(3), np.zeros(3)).lower)


SCORES = st.lists(st.integers(1, 7), min_size=1, max_size=12).map(
    lambda xs: np.array(xs, dtype="float64") / 3
)


@given(SCORES, SCORES)
def test_delta_and_shift_are_those_of_all_pairs_written_down(first, second):
    differences = np.sort((first[:, None] - second[None, :]).round(9), axis=None)
    assert cliffs_delta(first, second).value == pytest.approx(np.sign(differences).mean())
    found = shift(first, second)
    assert found.value == pytest.approx(np.median(differences), abs=2e-9)
    if not math.isnan(found.lower):
        cut = rank_tests._cut(len(first), len(second))
        ends = differences[cut - 1], differences[-cut]
        assert (found.lower, found.upper) == pytest.approx(ends, abs=2e-9)


def test_the_variance_of_delta_is_the_unbiased_one():
    # Cliff 1996, p. 138, written down pair by pair.
    first, second = array(1, 2, 4, 4, 5), array(2, 3, 3, 6)
    above = np.sign(first[:, None] - second[None, :])
    delta, (n, m) = above.mean(), above.shape
    by_row, by_column = above.mean(axis=1) - delta, above.mean(axis=0) - delta
    whole = m**2 * (by_row**2).sum() + n**2 * (by_column**2).sum() - ((above - delta) ** 2).sum()
    expected = whole / (n * m * (n - 1) * (m - 1))
    assert rank_tests.delta_variance(first, second) == pytest.approx(expected, abs=1e-12)


# R 4.2.2: qwilcox(0.025, n, m).
@pytest.mark.parametrize(("n", "m", "exact"), [(101, 100, 4242), (3, 198, 103), (300, 20, 2216)])
def test_among_many_people_the_normal_cut_is_next_to_the_exact_one(n, m, exact):
    assert n + m > rank_tests.EXACT_CUT_UP_TO
    assert rank_tests._cut(n, m) == pytest.approx(exact, abs=max(1, exact / 20))


def test_hundreds_of_thousands_of_people_are_compared():
    random = np.random.default_rng(5)
    first, second = random.integers(1, 6, 200_000) / 3, random.integers(1, 6, 300_000) / 3 + 1 / 3
    assert shift(first, second).value == pytest.approx(-1 / 3)
    found = cliffs_delta(first, second)
    # P(first above) - P(below) of two uniform scores on five steps, the second a step higher.
    assert found.value == pytest.approx((6 - 15) / 25, abs=0.01)
    assert found.lower < found.value < found.upper
    few, many = first[:3], second
    assert mann_whitney(few, many)[0] == "mann_whitney"
    assert 0 < epsilon_squared([first[:50_000], second[:50_000]], seed=1).lower < 1
