"""Power by formula, against swCRTdesign (R) and where it is known exactly."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.power import closed_forms as c
from compendium.analysis.power import designs as d
from compendium.analysis.power.outcomes import BINARY, ORDINAL, SCORE, TIME, Outcome, Scale
from compendium.problems import StudyError


def test_the_grid_of_swcrtdesign_is_met(shared):
    grid = pd.read_csv(shared / "reference" / "stepped_wedge_power_grid.csv")
    for row in grid.itertuples():
        design = d.stepped_wedge(row.clusters_per_step * row.steps, row.steps + 1)
        scale = Outcome(SCORE, row.d).scale(row.icc)
        error = c.standard_error(design, row.n, scale)
        by_paper = c.hussey_hughes(design.by_site, row.n, scale.within, scale.between)
        assert error == pytest.approx(row.se, abs=1e-9)
        assert math.sqrt(by_paper) == pytest.approx(row.se, abs=1e-9)
        assert c.power(row.d, error) == pytest.approx(row.power_hh, abs=1e-9)
        both = c.power(row.d, error, both=True)
        assert both == pytest.approx(row.power_hh_two_tail, abs=1e-9)
        assert both == pytest.approx(row.power_swPwr, abs=1e-9)


def test_the_washington_trial_of_swcrtdesign_is_met(shared):
    known = json.loads((shared / "reference" / "study_power.json").read_text())
    hh = known["example_washington_4x6_n120"]["hh_closed"]
    outcome = Outcome(BINARY, -0.015, 0.05)
    total = outcome.scale(0).within
    assert total == pytest.approx(known["example_washington_4x6_n120"]["sigma2"], abs=1e-12)
    found = c.variance(d.stepped_wedge(24, 5).by_site, 120, total, 0.01**2)
    assert found == pytest.approx(hh["var"], rel=1e-9)
    assert c.power(0.015, math.sqrt(found)) == pytest.approx(hh["power"], abs=1e-9)
    assert c.design_effect(20, 0.05) == pytest.approx(known["basic"]["design_effect_icc.05_m20"])


def test_a_parallel_trial_has_the_error_of_two_means_of_clusters():
    # Each mean of 5 sites: variance (between + within / n) / 5; by hand.
    scale = Scale(0.3, 0.95, 0.05)
    found = c.standard_error(d.parallel(10), 20, scale)
    assert found == pytest.approx(math.sqrt(2 * (0.05 + 0.95 / 20) / 5))


def test_one_period_of_two_arms_has_the_design_effect():
    icc, n = 0.04, 25
    scale = Outcome(SCORE, 1.0).scale(icc)
    clustered = c.standard_error(d.parallel(8), n, scale) ** 2
    alone = 4 / (8 * n)
    assert clustered / alone == pytest.approx(c.design_effect(n, icc))


def test_a_cell_that_nobody_is_followed_in_tells_nothing():
    cells = d.stepped_wedge(6, 4).by_site
    some = np.full_like(cells, 10.0)
    some[0, 0] = 0
    gone = cells.copy()
    gone[0, 0] = np.nan
    args = (0.95, 0.05)
    assert c.variance(cells, some, *args) == pytest.approx(c.variance(gone, 10, *args))
    assert c.variance(gone, 10, *args) > c.variance(cells, 10, *args)


def test_sites_as_themselves_are_those_that_differ_without_bounds():
    cells = d.differences(6, 4).by_site
    fixed = c.variance(cells, 20, 0.9, 0.1, fixed_sites=True)
    assert fixed == pytest.approx(c.variance(cells, 20, 0.9, 1e7), rel=1e-5)
    # All begin at once: with a mean of each site and period nothing is left.
    assert math.isinf(c.variance(np.tile([0.0, 1.0], (4, 1)), 20, 0.9, 0.1, fixed_sites=True))


def test_periods_that_are_less_alike_cost_a_stepped_wedge_power():
    scale = Scale(0.3, 0.95, 0.05)
    same, less = (
        c.standard_error(d.stepped_wedge(12, 5), 20, scale, autocorrelation=a) for a in (1, 0.5)
    )
    assert less > same


def test_an_interrupted_series_without_correlation_is_least_squares():
    design, scale = d.interrupted(4, 20), Scale(1.0, 0.9, 0.1)
    time = np.arange(20.0)
    after = (time >= 10).astype(float)
    x = np.column_stack([np.ones(20), time, after, after * (time - 10)])
    by_hand = math.sqrt(np.linalg.inv(x.T @ x)[2, 2] * 0.9 / (5 * 4))
    assert c.interrupted_error(design, 5, scale) == pytest.approx(by_hand)
    assert c.interrupted_error(design, 5, scale, series=0.4) > by_hand


def test_few_degrees_of_freedom_cost_power_and_many_do_not():
    normal = c.power(0.5, 0.2)
    assert c.power(0.5, 0.2, df=4) < normal - 0.15
    assert c.power(0.5, 0.2, df=1e6) == pytest.approx(normal, abs=1e-5)
    assert c.power(0, 0.2, df=8, both=True) == pytest.approx(0.05)


def test_the_detectable_effect_has_the_wanted_power():
    assert c.power(c.detectable(0.3), 0.3) == pytest.approx(0.8, abs=1e-6)
    # Bloom's multiplier with t is that of a shifted t, near the noncentral one.
    assert c.power(c.detectable(0.3, df=10), 0.3, df=10) == pytest.approx(0.8, abs=0.01)


def test_attrition_and_sizes_that_differ_are_paid_for():
    scale, design = Scale(0.3, 0.95, 0.05), d.parallel(12)
    plain = c.standard_error(design, 20, scale)
    assert c.standard_error(design, 25, scale, attrition=0.2) == pytest.approx(plain)
    # van Breukelen's efficiency at weight 20 x .05 / (1 + .95) = .513, cv .5: 1 - .25 x .2498.
    weight = 1 / 1.95
    kept = 1 - 0.25 * weight * (1 - weight)
    found = c.standard_error(design, 20, scale, size_cv=0.5)
    assert found == pytest.approx(plain / math.sqrt(kept))


def test_a_scale_is_seen_as_its_points():
    # Two levels are a share: odds 1 become odds 2, a share of a half two thirds.
    found = Outcome(ORDINAL, 2.0, shares=(0.5, 0.5)).scale(0.0)
    assert found.effect == pytest.approx(2 / 3 - 1 / 2)
    assert found.within == pytest.approx((1 / 4 + 2 / 9) / 2)


def test_a_time_is_seen_as_a_log_hazard_ratio():
    outcome = Outcome(TIME, 0.5, 0.4)
    found = outcome.scale(0.02)
    share = 1 - 0.6**0.5
    assert found.effect == pytest.approx(math.log(0.5))
    assert found.within == pytest.approx(2 / (0.4 + share))
    assert found.between == pytest.approx(0.02 * 0.6 / 0.4)
    assert outcome.told(found.effect) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": BINARY, "change": 0.6, "usual": 0.5},
        {"kind": TIME, "change": -1, "usual": 0.5},
        {"kind": ORDINAL, "change": 2, "shares": (1.0,)},
        {"kind": ORDINAL, "change": 2, "shares": (0.5, 0.6)},
        {"kind": "odd", "change": 2},
    ],
)
def test_an_outcome_that_cannot_be_is_refused(wrong):
    with pytest.raises(StudyError):
        Outcome(**wrong)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        # A percentage point more of .5 is .01 / (.5 x .693) of a log hazard.
        (Outcome(TIME, 1.4, 0.5), 0.01 / (0.5 * math.log(2))),
        # The step nearest the middle has .55 above it: .01 / (.55 x .45) of a log odds.
        (Outcome(ORDINAL, 1.5, shares=(0.2, 0.25, 0.25, 0.2, 0.1)), 0.01 / (0.55 * 0.45)),
        (Outcome(BINARY, -0.1, 0.3), 0.01),
        (Outcome(SCORE, 0.2), 0.01),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_a_trend_in_percentage_points_is_told_in_the_outcomes_own_units(outcome, expected):
    assert outcome.trend(1) == pytest.approx(expected)


@pytest.mark.parametrize("service", [0.0, 1.0])
def test_what_is_expected_of_people_is_worked_by_hand(service):
    still, one = np.zeros(1), np.full(1, service)
    mean, variance = Outcome(BINARY, -0.1, 0.3).expected(one, still)
    share = 0.3 - 0.1 * service
    assert (mean[0], variance[0]) == pytest.approx((share, share * (1 - share)))
    # Two levels with odds of 1, then 2, of the higher: shares of it 1/2 and 2/3.
    mean, variance = Outcome(ORDINAL, 2.0, shares=(0.5, 0.5)).expected(one, still)
    share = 2 / 3 if service else 1 / 2
    assert (mean[0], variance[0]) == pytest.approx((1 + share, share * (1 - share)))
    # Half within the time; with half the hazard 1 - √.5. Of so many events one over their share.
    mean, variance = Outcome(TIME, 0.5, 0.5).expected(one, still)
    happens = 1 - math.sqrt(0.5) if service else 0.5
    assert mean[0] == pytest.approx(math.log(-math.log(1 - happens)))
    assert variance[0] == pytest.approx(1 / happens)
