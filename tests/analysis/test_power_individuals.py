"""Individually randomised trials, drawn: arms within sites, and what leaving sites aside does."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from compendium.analysis.power import closed_forms as c
from compendium.analysis.power import designs as d
from compendium.analysis.power import individuals as i
from compendium.analysis.power import trials as t
from compendium.analysis.power.cell_analysis import NAIVE, Cells
from compendium.analysis.power.drawn_cells import Events, drawn
from compendium.analysis.power.outcomes import BINARY, ORDINAL, SCORE, TIME, Outcome
from compendium.analysis.power.regression import least_squares

OUTCOMES = (
    Outcome(SCORE, 0.2),
    Outcome(BINARY, -0.1, 0.3),
    Outcome(ORDINAL, 1.5, shares=(0.2, 0.25, 0.25, 0.2, 0.1)),
    Outcome(TIME, 1.4, 0.5),
)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.kind)
def test_drawn_power_is_that_of_the_formula_and_no_effect_is_found_in_twenty(outcome):
    design, setting = d.individual(4, 3), t.Setting(40, 0.03, attrition=0.2)
    scale = outcome.scale(0.03)
    expected = c.power(scale.effect, c.standard_error(design, 40, scale, attrition=0.2))
    power = t.trials(design, outcome, setting, 1000, 3).found(i.WITHIN)
    assert power.share == pytest.approx(expected, abs=3.5 * power.error + 0.03)
    none = t.trials(design, outcome, setting, 1000, 4, effect=False).found(i.WITHIN)
    assert none.share == pytest.approx(0.05, abs=0.025)


def test_leaving_sites_aside_is_cautious_where_each_has_both_arms():
    # By hand: sites take 30 % of the variance, but both arms share them: the error is too large by
    # 1 / √.7, and P(|z| > 1.96 / √.7) = P(|z| > 2.343) = .019.
    setting = t.Setting(40, 0.3)
    found = t.trials(d.individual(30), OUTCOMES[0], setting, 2000, 5, effect=False)
    naive, within = (found.found(name) for name in i.ANALYSES)
    assert naive.share == pytest.approx(0.019, abs=3.5 * naive.error)
    assert within.share == pytest.approx(0.05, abs=3.5 * within.error)


def test_strata_are_a_regression_with_a_mean_of_each_site_and_period():
    dice = np.random.default_rng(2)
    people = pd.DataFrame(
        {
            "arm": dice.integers(0, 2, 90),
            "site": dice.integers(0, 3, 90),
            "period": dice.integers(0, 2, 90),
            "y": dice.normal(size=90),
        }
    )
    rows = np.where(people["arm"] == 1, people["site"], people["site"] + 3)
    cells = people.groupby([rows, "period"])["y"]
    means = cells.mean().unstack().to_numpy()[None]
    numbers = cells.size().unstack().to_numpy()[None]
    squares = np.array([((people["y"] - cells.transform("mean")) ** 2).sum()])
    found = i.within_sites(Cells(means, numbers, squares, 1.0, 0.0))
    strata = pd.get_dummies(people["site"] * 2 + people["period"], dtype=float).iloc[:, 1:]
    strata.columns = [f"stratum {n}" for n in strata]
    by_people = least_squares(people["y"], people[["arm"]].astype(float).join(strata)).of("arm")
    assert found.estimate[0] == pytest.approx(by_people["estimate"])
    assert found.p[0] == pytest.approx(by_people["p"])


@pytest.mark.parametrize(
    ("strata", "estimate", "z"), [(True, 3 / 2.75, 3 / 2.75**0.5), (False, 0.839, 1.448)]
)
def test_events_are_held_against_those_expected(strata, estimate, z):
    # Site 1: 6 and 2 events in times of 10 and 10, site 2: 2 and 2 in 1 and 3. By hand O - E is
    # (6 - 4) + (2 - 1) = 3 and V = 8/4 + 4 x 1/4 x 3/4 = 2.75; of both sites together
    # 8 - 12 x 11/24 = 2.5 and V = 12 x 11/24 x 13/24 = 2.979.
    happened = np.array([6, 2, 2, 2]).reshape(1, 4, 1)
    time = np.array([10.0, 1.0, 10.0, 3.0]).reshape(1, 4, 1)
    found = i.of_events(Events(happened, time), strata)
    assert found.estimate[0] == pytest.approx(estimate, abs=0.001)
    assert found.p[0] == pytest.approx(2 * norm.sf(z), abs=0.001)


def test_a_site_with_one_arm_alone_tells_nothing():
    means = np.array([1.0, 50.0, 0.0, 0.0]).reshape(1, 4, 1)
    people = np.array([5, 5, 5, 0]).reshape(1, 4, 1)
    found = i.within_sites(Cells(means, people, np.array([12.0]), 1.0, 0.0))
    assert found.estimate[0] == pytest.approx(1.0)
    # By hand: 15 people in 3 arms leave 12 degrees of freedom, the one stratum none: variance 1,
    # t = 1 / √(1/5 + 1/5) = 1.581, and P(|t| > 1.581) on 12 is .140.
    assert found.p[0] == pytest.approx(0.140, abs=0.001)


def test_each_arm_has_half_of_a_sites_people_and_some_are_lost():
    design, dice = d.individual(5, 4), np.random.default_rng(1)
    cells = drawn(design, OUTCOMES[0], t.Setting(31, 0.05), 50, dice)
    first, second = cells.people[:, :5], cells.people[:, 5:]
    assert (first + second == 31).all()
    assert set(np.unique(first)) == {15, 16}
    lost = drawn(design, OUTCOMES[0], t.Setting(31, 0.05, attrition=0.4), 50, dice)
    assert lost.people.sum() / cells.people.sum() == pytest.approx(0.6, abs=0.01)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.kind)
def test_the_same_seed_gives_the_same_numbers_whatever_the_workers(outcome):
    given = (d.individual(3, 4), outcome, t.Setting(20, 0.05, 0.5, 0.2, 0.01, 0.7), 250, 9)
    first, again = t.trials(*given), t.trials(*given, workers=4)
    assert list(first.p) == [NAIVE, i.WITHIN]
    assert all((first.p[name] == again.p[name]).all() for name in first.p)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.kind)
@pytest.mark.filterwarnings("error")
def test_one_person_alone_has_no_p(outcome):
    found = t.trials(d.individual(1), outcome, t.Setting(1, 0.05, attrition=0.9), 30, 1)
    assert np.isnan(found.p[i.WITHIN]).all()
    assert found.found(i.WITHIN).studies == 0
