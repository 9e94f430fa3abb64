"""How far people agree: against the R packages agrmt and irr, and published worked examples."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.analysis.statistics import consensus as con

# CRAN agrmt 1.42.12 in R 4.2.2: counts by level, van der Eijk's A, Tastle and Wierman's consensus.
AGRMT = [
    ([10, 20, 30, 15, 4], 0.3924050632911, 0.6238705960276),
    ([30, 40, 210, 130, 530, 50, 10], 0.6113333333333, 0.7256876139593),
    ([0, 0, 10, 20, 70], 0.8, 0.7730082244444),
    ([50, 0, 0, 0, 50], -1, 0),
    ([20, 20, 20, 20, 20], 0, 0.4339850002885),
    ([0, 0, 100, 0, 0], 1, 1),
    ([5, 22, 26, 12, 7], 0.3958333333333, 0.6297999302798),
]
COUNTS = st.lists(st.integers(0, 30), min_size=2, max_size=9).filter(any)


@pytest.mark.parametrize(("counts", "agreement", "consensus"), AGRMT)
def test_agreement_and_consensus_are_those_of_r(counts, agreement, consensus):
    assert con.agreement(counts) == pytest.approx(agreement, abs=1e-12)
    assert con.consensus(counts) == pytest.approx(consensus, abs=1e-12)


def test_agreement_by_hand_is_the_sum_of_its_layers():
    """Seven levels taken apart into layers as van der Eijk (2001) does, with pencil and paper."""
    layers = [
        (70, 0),  # 10 of each of seven levels: evenly spread
        (120, 1 - 5 / 6),  # 20 of each of levels 1 to 6
        (50, 1 - 4 / 6),  # 10 of each of levels 2 to 6
        (40, 1 - 3 / 6),  # 10 of each of levels 3 to 6
        (240, 1 - 2 / 6),  # 80 of each of levels 3 to 5
        # 80 of levels 3 and 5: four empty levels beside them, one between, so the unimodality is
        # (5 · 4 - 6 · 1) / (5 · (4 + 1)).
        (160, 14 / 25 * (1 - 1 / 6)),
        (320, 1),  # what is left, all at level 5
    ]
    by_hand = sum(people * layer for people, layer in layers) / 1000
    assert con.agreement([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(by_hand, abs=1e-12)


@given(COUNTS)
def test_agreement_and_consensus_keep_to_their_bounds(counts):
    assert -1 - 1e-9 <= con.agreement(counts) <= 1 + 1e-9
    assert -1e-9 <= con.consensus(counts) <= 1 + 1e-9


@given(COUNTS)
def test_turning_the_scale_round_changes_neither(counts):
    assert con.agreement(counts[::-1]) == pytest.approx(con.agreement(counts), abs=1e-9)
    assert con.consensus(counts[::-1]) == pytest.approx(con.consensus(counts), abs=1e-9)


@given(COUNTS, st.integers(2, 5))
def test_more_people_who_answer_alike_change_neither(counts, times):
    more = [times * c for c in counts]
    assert con.agreement(more) == pytest.approx(con.agreement(counts), abs=1e-9)
    assert con.consensus(more) == pytest.approx(con.consensus(counts), abs=1e-9)


def test_nobody_agrees_on_nothing():
    assert math.isnan(con.agreement([0, 0, 0]))
    assert math.isnan(con.consensus([0, 0, 0]))
    assert all(map(math.isnan, con.quantiles([0, 0])))


def test_quartiles_are_those_of_r():
    assert con.quantiles([10, 20, 30, 15, 4]) == (2, 3, 3)  # quantile(type = 7)
    assert con.quantiles([30, 40, 210, 130, 530, 50, 10]) == (3, 5, 5)


# binom::binom.confint(7, 12, methods = "wilson") in R 4.2.2; the ends by hand: z² / (n + z²).
@pytest.mark.parametrize(
    ("successes", "people", "lower", "upper"),
    [
        (7, 12, 0.3195113125495, 0.8067396863412),
        (0, 10, 0, 0.2775327998628),
        (10, 10, 0.7224672001372, 1),
    ],
)
def test_wilson_intervals_are_those_of_r(successes, people, lower, upper):
    found = con.wilson(successes, people)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=1e-12)


def test_nobody_has_no_share():
    assert math.isnan(con.wilson(0, 0).value)


def test_kendalls_w_is_that_of_r(shared):
    # irr 0.84.1, kendall(anxiety, correct = TRUE).
    ratings = pd.read_csv(shared / "reference" / "irr_anxiety.csv").to_numpy(dtype="float64")
    found = con.kendall_w(ratings)
    assert found.w == pytest.approx(0.5396568759544, abs=1e-12)
    assert found.p == pytest.approx(0.04288347312695, abs=1e-12)
    assert found.chi2 == pytest.approx(30.760441929399, abs=1e-9)
    assert (found.raters, found.df) == (ratings.shape[1], ratings.shape[0] - 1)


def test_kendalls_w_with_ties_is_that_of_friedmans_test():
    # In R 4.2.2: x <- matrix(c(5,4,4,2, 5,5,3,3, 4,4,2,1, 3,5,4,4, 5,5,5,1), nrow = 4)
    # f <- friedman.test(t(x)); f$statistic; f$p.value; f$statistic / (5 * 3)
    raters = [[5, 4, 4, 2], [5, 5, 3, 3], [4, 4, 2, 1], [3, 5, 4, 4], [5, 5, 5, 1]]
    found = con.kendall_w(np.array(raters, dtype="float64").T)
    assert found.chi2 == pytest.approx(7.8292682926829, abs=1e-9)
    assert found.p == pytest.approx(0.0496751967638, abs=1e-9)
    assert found.w == pytest.approx(0.5219512195122, abs=1e-9)


def test_raters_who_agree_wholly_have_w_of_one():
    assert con.kendall_w(np.array([[1.0, 1], [2, 2], [3, 3]])).w == pytest.approx(1)


def test_what_somebody_did_not_rate_is_left_out():
    whole = np.array([[1.0, 2], [2, 1], [3, 3]])
    assert con.kendall_w(np.vstack([whole, [4, np.nan]])) == con.kendall_w(whole)


@pytest.mark.parametrize("ratings", [[[1.0, 2]], [[1.0], [2]], [[1.0, 1], [1, 1]]])
def test_w_is_missing_where_nothing_can_be_told(ratings):
    assert math.isnan(con.kendall_w(np.array(ratings)).w)


def test_ipras_is_that_of_a_published_table():
    # BMJ Open 2012;2:e001431, table 1: 15 panellists.
    found = con.ipras([0, 0, 0, 1, 1, 1, 5, 5, 2])
    assert (found.n, found.median, found.p30, found.p70) == (15, 7, 7, 8)
    assert found.ipras == pytest.approx(6.1)
    assert not found.disagreement


def test_a_split_panel_disagrees():
    # P30 = 1 and P70 = 9: 8 against 2.35 + 1.5 · 0.
    assert con.ipras([5, 0, 0, 0, 0, 0, 0, 0, 5]).disagreement


@pytest.mark.parametrize("levels", [5, 7, 10])
def test_ipras_is_refused_on_any_other_scale(levels):
    with pytest.raises(ValueError, match="from 1 to 9"):
        con.ipras([1] * levels)
