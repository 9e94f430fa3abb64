"""Designs as sites by periods, and what cannot be told however many people take part."""

from __future__ import annotations

import numpy as np
import pytest

from compendium.analysis.power import designs as d
from compendium.analysis.power.told_apart import (
    FEW_POINTS,
    NOBODY_COMPARED,
    ONE_MODEL,
    ONE_SITE_A_SIDE,
    SITE_IS_MODEL,
    TIME_IS_SERVICE,
    why_models_cannot_be_compared,
    why_not,
)
from compendium.problems import StudyError


def test_a_stepped_wedge_begins_in_steps_and_shares_sites_out():
    found = d.stepped_wedge(7, 4)
    assert found.sizes == (3, 2, 2)
    assert found.cells.tolist() == [[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1]]
    assert found.by_site.shape == (7, 4)
    assert found.waits == (1, 2, 3)


def test_with_fewer_sites_than_steps_every_site_has_its_own():
    found = d.stepped_wedge(3, 6)
    assert (found.sizes, found.ever) == ((1, 1, 1), (True, True, True))


def test_of_a_waiting_list_nobody_waits_for_ever_and_of_a_parallel_trial_half_do():
    assert d.waiting_list(4, 3).ever == (True, True)
    assert d.parallel(5).sizes == (3, 2)
    assert d.parallel(5).ever == (True, False)


def test_sites_that_never_begin_are_last_in_differences():
    found = d.differences(6, 6)
    assert found.sizes == (2, 2, 2)
    assert found.cells.sum(axis=1).tolist() == [4, 2, 0]
    assert not found.by_lot


@pytest.mark.parametrize(
    ("name", "sites", "periods"),
    [("stepped_wedge", 1, 4), ("stepped_wedge", 4, 2), ("waiting_list", 4, 2), ("odd", 4, 4)],
)
def test_what_makes_no_design_is_refused_in_words(name, sites, periods):
    with pytest.raises(StudyError, match=r"at least|no design"):
        d.made(name, sites, periods)


def test_starts_that_are_not_in_the_study_are_refused():
    with pytest.raises(StudyError, match="after the first period"):
        d.differences(6, 4, starts=(0, 2))


@pytest.mark.parametrize(
    ("design", "why"),
    [
        (d.parallel(3), ONE_SITE_A_SIDE),
        (d.parallel(4), ""),
        (d.waiting_list(3), ONE_SITE_A_SIDE),
        (d.stepped_wedge(2, 3), ONE_SITE_A_SIDE),
        (d.stepped_wedge(3, 4), ""),
        (d.differences(2, 4), ONE_SITE_A_SIDE),
        (d.individual(1), ""),
        (d.interrupted(3, 15), FEW_POINTS),
        (d.interrupted(3, 16), ""),
        (d.Design("differences", np.ones((1, 3)), (5,)), NOBODY_COMPARED),
        (d.Design("differences", np.array([[0.0, 1.0]]), (5,)), TIME_IS_SERVICE),
    ],
)
def test_a_design_is_stopped_where_the_service_is_the_site_or_the_time(design, why):
    assert why_not(design) == why


@pytest.mark.parametrize(
    ("models", "inside", "why"),
    [
        ({"1": "a", "2": "b", "3": "c"}, (), SITE_IS_MODEL),
        ({"1": "a", "2": "a", "3": "b"}, (), SITE_IS_MODEL),
        ({"1": "a", "2": "a", "3": "b", "4": "b"}, (), ""),
        ({"1": "a", "2": "b", "3": "c"}, ("3",), ""),
        ({"1": "a"}, (), ONE_MODEL),
    ],
)
def test_models_with_one_area_each_cannot_be_compared(models, inside, why):
    assert why_models_cannot_be_compared(models, inside) == why
