"""Drawn studies: the analyses hold what they promise, and the same seed gives the same numbers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.power import cell_analysis as a
from compendium.analysis.power import closed_forms as c
from compendium.analysis.power import designs as d
from compendium.analysis.power import trials as t
from compendium.analysis.power.outcomes import BINARY, ORDINAL, SCORE, TIME, Outcome
from compendium.analysis.statistics.clusters import cluster_robust as of_people
from compendium.problems import StudyError

WEDGE = d.stepped_wedge(12, 6)
OUTCOMES = (
    Outcome(SCORE, 0.2),
    Outcome(BINARY, -0.08, 0.3),
    Outcome(ORDINAL, 1.5, shares=(0.1, 0.2, 0.3, 0.25, 0.15)),
    Outcome(TIME, 1.4, 0.4),
)


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda o: o.kind)
def test_drawn_power_is_that_of_the_formula_and_no_effect_is_found_in_twenty(outcome):
    setting = t.Setting(50, 0.03, trend=0.01)
    scale = outcome.scale(0.03)
    few = c.power(scale.effect, c.standard_error(WEDGE, 50, scale), df=10)
    found = t.trials(WEDGE, outcome, setting, 600, 3)
    power = found.found(a.ROBUST)
    assert power.share == pytest.approx(few, abs=3.5 * power.error + 0.04)
    assert found.estimate[a.ROBUST].mean() == pytest.approx(scale.effect, rel=0.06)
    none = t.trials(WEDGE, outcome, setting, 600, 4, effect=False)
    for name in (a.ROBUST, a.PERMUTATION):
        assert none.found(name).share == pytest.approx(0.05, abs=0.035)


def test_a_naive_analysis_finds_what_is_not_there():
    setting = t.Setting(50, 0.1)
    found = t.trials(d.parallel(12), OUTCOMES[0], setting, 400, 5, effect=False)
    # By hand: design effect 1 + 49 x .1 = 5.9, so P(|z| > 1.96 / √5.9) = .42.
    assert found.found(a.NAIVE).share == pytest.approx(0.42, abs=0.08)
    assert found.found(a.ROBUST).share < 0.1


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_same_seed_gives_the_same_numbers_whatever_the_workers(workers):
    setting = t.Setting(20, 0.05, 0.5, 0.2, 0.01, 0.7)
    first = t.trials(WEDGE, OUTCOMES[1], setting, 250, 9)
    again = t.trials(WEDGE, OUTCOMES[1], setting, 250, 9, workers=workers)
    for name in a.ANALYSES:
        assert (first.p[name] == again.p[name]).all()
    other = t.trials(WEDGE, OUTCOMES[1], setting, 250, 10)
    assert (first.p[a.NAIVE] != other.p[a.NAIVE]).any()


def test_each_hundred_of_a_thousand_wedges_is_told():
    told = []
    t.trials(
        WEDGE, OUTCOMES[0], t.Setting(50, 0.05), 1000, 1, workers=2, tell=lambda *n: told.append(n)
    )
    assert told == [(n, 1000) for n in range(100, 1001, 100)]


def test_progress_is_a_line_that_ends(capsys):
    t.progress_line(1, 2, width=4)
    t.progress_line(2, 2, width=4)
    assert capsys.readouterr().err == "\r[##  ] 1/2\r[####] 2/2\n"


@pytest.mark.parametrize("design", [d.parallel(3), d.interrupted(3, 12)])
def test_a_design_that_cannot_tell_is_not_drawn(design):
    with pytest.raises(StudyError, match=r"only one area|eight points"):
        t.trials(design, OUTCOMES[0], t.Setting(50, 0.05), 10, 1)


def test_every_allocation_is_there_once_where_there_are_few():
    ways = a.allocations((2, 1, 1), 100, np.random.default_rng(1))
    assert len({tuple(w) for w in ways}) == len(ways) == 12
    assert ways[0].tolist() == [0, 0, 1, 2]
    many = a.allocations((6, 6), 100, np.random.default_rng(1))
    assert many.shape == (100, 12)
    assert (np.sort(many, axis=1) == np.repeat([0, 1], 6)).all()


@pytest.mark.parametrize(
    ("design", "least"),
    [(d.parallel(3), 1 / 3), (d.parallel(6), 2 / 20), (d.stepped_wedge(3, 4), 1 / 6)],
)
def test_no_permutation_gives_a_smaller_p_than_there_are_ways(design, least):
    assert a.least_p(design) == pytest.approx(least)
    found = t.trials(design, Outcome(SCORE, 9.0), t.Setting(50, 0.01), 5, 1, stopped_too=True)
    assert found.p[a.PERMUTATION].min() == pytest.approx(least)


def cells_of(means, people, within=1.0, between=0.0):
    squares = np.zeros(len(means))
    return a.Cells(means, people, squares, within, between)


def test_cr2_of_cells_is_that_of_a_regression_of_the_same_cells():
    # One person a cell, nobody alike: the planned model is that of analysis.statistics.clusters.
    dice = np.random.default_rng(2)
    means = dice.normal(size=(1, 12, 6))
    found = a.cluster_robust(cells_of(means, np.ones_like(means)), WEDGE.by_site)
    table = pd.DataFrame({"y": means.ravel(), "x": WEDGE.by_site.ravel()})
    periods = pd.get_dummies(np.tile(range(6), 12), dtype=float).iloc[:, 1:]
    predictors = pd.concat([table[["x"]], periods], axis=1)
    by_people = of_people(table["y"], predictors, pd.Series(np.repeat(range(12), 6)))[1]
    assert found.estimate[0] == pytest.approx(by_people.estimate.value)
    assert found.p[0] == pytest.approx(by_people.p)


def test_weighting_by_likeness_is_generalised_least_squares():
    dice = np.random.default_rng(3)
    means, people = dice.normal(size=(1, 12, 6)), dice.integers(1, 30, (1, 12, 6))
    found = a.cluster_robust(cells_of(means, people, 0.9, 0.1), WEDGE.by_site)
    information, score = np.zeros((7, 7)), np.zeros(7)
    for i in range(12):
        x = np.column_stack([np.eye(6), WEDGE.by_site[i]])
        inverse = np.linalg.inv(np.diag(0.9 / people[0, i]) + 0.1)
        information += x.T @ inverse @ x
        score += x.T @ inverse @ means[0, i]
    assert found.estimate[0] == pytest.approx(np.linalg.solve(information, score)[-1])


def test_a_permutation_counts_how_many_ways_show_as_much():
    # Two sites of four with the service; differences of means of all six ways, by hand.
    means = np.array([5.0, 4.0, 1.0, 0.0]).reshape(1, 4, 1)
    design = d.parallel(4)
    ways = a.allocations(design.sizes, 100, np.random.default_rng(1))
    found = a.permutation(
        cells_of(means, np.full_like(means, 10)), design.by_site, ways, design.cells
    )
    assert found.p[0] == pytest.approx(2 / 6)


def test_a_cell_without_people_tells_nothing():
    dice = np.random.default_rng(4)
    means, people = dice.normal(size=(1, 12, 6)), np.full((1, 12, 6), 9)
    people[0, 3, 2] = 0
    found = a.cluster_robust(cells_of(means, people, 0.9, 0.1), WEDGE.by_site)
    means[0, 3, 2] = 1e6
    again = a.cluster_robust(cells_of(means, people, 0.9, 0.1), WEDGE.by_site)
    assert found.p[0] == pytest.approx(again.p[0])


def test_the_error_of_a_share_is_that_of_monte_carlo():
    found = t.rate(np.array([True] * 20 + [False] * 80))
    assert (found.share, found.studies) == (0.2, 100)
    assert found.error == pytest.approx(math.sqrt(0.2 * 0.8 / 100))


def test_sites_as_themselves_are_differences_of_least_squares():
    design = d.differences(6, 5)
    dice = np.random.default_rng(5)
    means = dice.normal(size=(1, 6, 5))
    found = a.cluster_robust(
        cells_of(means, np.full_like(means, 8), 1.0, t.AS_THEMSELVES), design.by_site
    )
    x = np.column_stack(
        [
            np.kron(np.eye(6), np.ones((5, 1))),
            np.tile(np.eye(5)[:, 1:], (6, 1)),
            design.by_site.ravel(),
        ]
    )
    by_hand = np.linalg.lstsq(x, means.ravel(), rcond=None)[0][-1]
    assert found.estimate[0] == pytest.approx(by_hand, rel=1e-4)
