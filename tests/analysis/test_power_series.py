"""Interrupted time series, drawn: autocorrelation, trend, and what each analysis makes of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

from compendium.analysis.power import closed_forms as c
from compendium.analysis.power import designs as d
from compendium.analysis.power import series as s
from compendium.analysis.power import trials as t
from compendium.analysis.power.autoregression import restricted
from compendium.analysis.power.interrupted import AUTOREGRESSIVE, NEWEY_WEST, segmented
from compendium.analysis.power.outcomes import BINARY, ORDINAL, SCORE, TIME, Outcome
from compendium.analysis.power.regression import least_squares

DESIGN = d.interrupted(12, 36)
OUTCOMES = (
    Outcome(SCORE, 0.25),
    Outcome(BINARY, -0.12, 0.5),
    Outcome(ORDINAL, 1.6, shares=(0.2, 0.25, 0.25, 0.2, 0.1)),
    Outcome(TIME, 1.5, 0.5),
)


def segments(points):
    """Intercept, time, level and slope of a series that changes half-way."""
    time = np.arange(float(points))
    after = time >= points // 2
    return np.column_stack([np.ones(points), time, after, after * (time - points // 2)])


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.kind)
def test_drawn_power_is_that_of_the_formula(outcome):
    setting = t.Setting(6, 0.03, attrition=0.2, autocorrelation=0.8, series=0.2)
    scale = outcome.scale(0.03)
    error = c.standard_error(DESIGN, 6, scale, 0, 0.2, 0.8, 0.2)
    found = t.trials(DESIGN, outcome, setting, 1000, 3)
    power = found.found(s.AUTOREGRESSIVE)
    # It finds effects that are not there in 7 of 100, and as many more that are.
    expected = c.power(scale.effect, error, c.degrees_of_freedom(DESIGN))
    assert power.share == pytest.approx(expected, abs=3.5 * power.error + 0.04)
    assert found.estimate[s.OLS].mean() == pytest.approx(scale.effect, rel=0.06)


def test_least_squares_finds_what_is_not_there_as_often_as_theory_says():
    # Of points that follow with ρ = .5 the level's true variance is h'Rh, and least squares takes
    # it for h'h tr(MR) / (n - k); t is too large by the root of their ratio.
    x = segments(36)
    time = np.arange(36)
    follows = 0.5 ** np.abs(time[:, None] - time)
    pull = (np.linalg.inv(x.T @ x) @ x.T)[2]
    residual = np.eye(36) - x @ np.linalg.inv(x.T @ x) @ x.T
    ratio = pull @ follows @ pull / (pull @ pull * np.trace(residual @ follows) / 32)
    expected = 2 * stats.t.sf(stats.t.ppf(0.975, 32) / np.sqrt(ratio), 32)
    assert expected > 0.2
    setting = t.Setting(6, 0.03, series=0.5)
    found = t.trials(DESIGN, OUTCOMES[0], setting, 2000, 4, effect=False)
    naive, proper = found.found(s.OLS), found.found(s.AUTOREGRESSIVE)
    assert naive.share == pytest.approx(expected, abs=3.5 * naive.error + 0.015)
    assert proper.share < naive.share / 2


def test_points_alone_are_misjudged_by_none_but_newey_and_west():
    # Turner and others 2021: of short series Newey and West's errors are much too small.
    found = t.trials(DESIGN, OUTCOMES[0], t.Setting(6, 0.03), 2000, 5, effect=False)
    assert found.found(s.OLS).share == pytest.approx(0.05, abs=0.018)
    assert found.found(s.AUTOREGRESSIVE).share < 0.08
    assert found.found(s.NEWEY_WEST).share > 0.1


def test_many_series_at_once_are_each_analysed_as_one_of_real_data_is():
    points = np.random.default_rng(1).normal(size=(3, 36)).cumsum(axis=1)
    found = s.analysed(points, DESIGN)
    for number, series in enumerate(points):
        table = pd.DataFrame({"month": range(36), "y": series})
        for name in (NEWEY_WEST, AUTOREGRESSIVE):
            alone = segmented(table, "y", "month", 18, name).of("level")
            assert found[name].estimate[number] == pytest.approx(alone["estimate"])
            assert found[name].p[number] == pytest.approx(alone["p"])
        x = pd.DataFrame(segments(36)[:, 1:], columns=["time", "level", "slope"])
        alone = least_squares(table["y"], x).of("level")
        assert found[s.OLS].p[number] == pytest.approx(alone["p"])


def test_the_autocorrelation_is_the_one_under_which_residuals_are_likeliest():
    dice, x = np.random.default_rng(3), segments(40)
    points = s._following((4, 40), 0.4, dice) + x @ [1.0, 0.1, 2.0, -0.1]
    found = restricted(points, x)
    time = np.arange(40)

    def minus_likelihood(series, y):
        spread = series ** np.abs(time[:, None] - time) / (1 - series**2)
        weight = np.linalg.inv(spread)
        across = x.T @ weight @ x
        left = y - x @ np.linalg.solve(across, x.T @ weight @ y)
        parts = np.linalg.slogdet(spread)[1] + np.linalg.slogdet(across)[1]
        return parts + 36 * np.log(left @ weight @ left)

    for number, y in enumerate(points):
        best = optimize.minimize_scalar(
            minus_likelihood, bounds=(-0.89, 0.97), args=(y,), method="bounded"
        ).x
        assert found.series[number] == pytest.approx(best, abs=0.003)
        weight = np.linalg.inv(found.series[number] ** np.abs(time[:, None] - time))
        slopes = np.linalg.solve(x.T @ weight @ x, x.T @ weight @ y)
        assert found.slopes[number] == pytest.approx(slopes)


def test_a_point_follows_the_last_as_planned_and_has_the_planned_variance():
    setting = t.Setting(6, 0.1, autocorrelation=0.8, series=0.6)
    points = s.drawn_series(DESIGN, OUTCOMES[0], setting, 4000, np.random.default_rng(6), False)
    # By hand: .9 / 6 people of 12 sites, and a fifth of .1 that is each month's own.
    assert points.var() == pytest.approx((0.9 / 6 + 0.2 * 0.1) / 12, rel=0.03)
    pairs = np.corrcoef(points[:, :-1].ravel(), points[:, 1:].ravel())
    assert pairs[0, 1] == pytest.approx(0.6, abs=0.02)


def test_a_trend_that_was_there_before_is_no_effect():
    setting = t.Setting(50, 0.03, trend=-0.01, series=0.2)
    found = t.trials(DESIGN, OUTCOMES[1], setting, 500, 7, effect=False)
    error = found.estimate[s.OLS].std() / np.sqrt(500)
    assert abs(found.estimate[s.OLS].mean()) < 3.5 * error


def test_shares_are_of_whole_people_and_those_lost_are_not_among_them():
    setting = t.Setting(3, 0.03, attrition=0.5, series=0.2)
    points = s.drawn_series(
        d.interrupted(1, 24), OUTCOMES[1], setting, 200, np.random.default_rng(8)
    )
    thirds_and_halves = {0, 1 / 3, 1 / 2, 2 / 3, 1}
    assert {round(p, 6) for p in np.unique(points)} <= {round(x, 6) for x in thirds_and_halves}


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.kind)
def test_the_same_seed_gives_the_same_numbers_whatever_the_workers(outcome):
    given = (DESIGN, outcome, t.Setting(6, 0.05, 0.5, 0.2, 0.001, 0.7, 0.3), 250, 9)
    first, again = t.trials(*given), t.trials(*given, workers=4)
    assert list(first.p) == list(s.ANALYSES)
    assert all((first.p[name] == again.p[name]).all() for name in first.p)


@pytest.mark.parametrize("points", [4, 5])
@pytest.mark.filterwarnings("error")
def test_a_series_that_is_fitted_without_error_has_no_p(points):
    design = d.interrupted(1, points)
    level = segments(points) @ [0.2, 0.1, 0.3, 0.0]
    found = s.analysed(np.tile(level, (3, 1)), design)
    assert all(np.isnan(one.p).all() for one in found.values())
