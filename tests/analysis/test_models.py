"""Models over the whole study: odds by site against R's ordinal::clm, areas against lme4."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from surveyed import alike, surveyed

from compendium.analysis.statistics.clusters import cluster_robust
from compendium.analysis.survey import models
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

THREE = {"001": alike(6, 8, 9, 5, 2), "002": alike(3, 5, 9, 8, 5), "003": alike(1, 3, 6, 9, 11)}
# lmer(y ~ 1 + (1|area)) on these: a base for each area, and five people around it.
BASES = (2, 3, 4, 3, 2, 4, 5, 3, 2, 4, 3, 1)
AROUND = (-1, 0, 0, 0, 1)


@pytest.fixture
def empty(tiny):
    return open_tables(open_study("tiny"))


@pytest.fixture
def odds(empty):
    return lambda people: models.ordinal_by_site(surveyed(empty, people)).frame


def twelve(areas=12, bases=BASES):
    """People of so many areas, each score between 1 and 5."""
    return {
        f"{area:03}": [(max(1, min(5, base + x)),) * 3 for x in AROUND]
        for area, base in enumerate(bases[:areas], start=1)
    }


def test_odds_ratios_intervals_and_p_are_those_of_r(odds):
    # ordinal 2022.11.16: clm(ordered(y) ~ site); exp(cbind(coef(m), confint.default(m))).
    every, second, third = odds(THREE).to_dict("records")
    assert (second["group_1"], second["group_2"], second["n"]) == ("002", "001", 90)
    for row, expected in (
        (second, (2.428536603, 0.9707324189, 6.075608396, 0.05789735266)),
        (third, (6.590125953, 2.4868458096, 17.463792853, 0.000149356889)),
    ):
        found = tuple(row[c] for c in ("estimate", "lower", "upper", "p"))
        assert found == pytest.approx(expected, rel=1e-4)
    assert math.isnan(every["estimate"])


def test_all_sites_are_tested_by_the_likelihood_ratio_of_r(odds):
    # anova(clm(ordered(y) ~ 1), clm(ordered(y) ~ site)).
    assert odds(THREE)["p"].iloc[0] == pytest.approx(0.0004745582494, rel=1e-4)


def test_the_check_of_the_odds_is_that_of_r(odds):
    # nominal_test(clm(ordered(y) ~ site)), then of each site by itself (site as two columns).
    expected = [0.9997006285, 0.9976832786, 0.9759941696]
    assert odds(THREE)["check"].tolist() == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    ("people", "guard"),
    [
        ({"001": alike(3, 3), "002": alike(2, 4)}, "guard_few_cases"),
        ({"001": alike(0, 0, 30), "002": alike(0, 0, 30)}, "guard_no_variation"),
        ({"001": alike(5, 5, 5), "002": alike(0, 1)}, "guard_few_people"),
        ({"001": alike(15, 15), "002": alike(0, 0, 0, 15, 15)}, "guard_no_overlap"),
    ],
)
def test_a_model_that_the_data_cannot_bear_is_refused_and_says_why(odds, people, guard):
    found = odds(people)
    assert set(found["guard"]) == {guard}
    assert found[["estimate", "lower", "upper", "p", "check"]].isna().all(axis=None)
    assert found["n"].tolist() == [sum(map(len, people.values()))] * 2


def test_ten_people_per_coefficient_on_the_smaller_side_are_enough(odds):
    assert set(odds({"001": alike(7, 8), "002": alike(3, 12)})["guard"]) == {""}
    assert set(odds({"001": alike(7, 8), "002": alike(2, 13)})["guard"]) == {"guard_few_cases"}


def test_one_site_alone_compares_nothing(empty):
    assert models.ordinal_by_site(open_tables(empty.study, "001")).frame.empty
    assert models.clusters(open_tables(empty.study, "001")).frame.empty


def test_one_site_in_the_whole_study_is_refused(odds):
    found = odds({"001": alike(5, 5, 5)})
    assert found["guard"].tolist() == ["guard_few_groups"]


def test_three_areas_tell_nothing_of_areas_in_general(area):
    found = models.clusters(area("")).frame
    assert set(found["guard"]) == {"guard_few_clusters"}
    assert set(found["areas"]) == {"3"}
    assert found["estimate"].isna().all()


@pytest.mark.parametrize(("areas", "guard"), [(9, "guard_few_clusters"), (10, "")])
def test_ten_areas_are_the_fewest(empty, areas, guard):
    found = models.clusters(surveyed(empty, twelve(areas))).frame
    assert found["guard"].iloc[0] == guard
    assert math.isnan(found["estimate"].iloc[0]) == bool(guard)


def test_the_likeness_of_twelve_areas_is_that_of_r(empty):
    # lme4 1.1.31: lmer(y ~ 1 + (1|area)); the variance between areas over both: 0.6989051113.
    (found,) = models.clusters(surveyed(empty, twelve())).frame.to_dict("records")
    assert (found["n"], found["areas"]) == (60, "12")
    assert found["estimate"] == pytest.approx(0.6989051113, abs=1e-6)
    # Five people an area: 1 + (5 - 1) times the likeness (Kish).
    assert found["design_effect"] == pytest.approx(1 + 4 * 0.6989051113, abs=1e-5)


def test_models_of_service_are_compared_with_errors_by_area(empty):
    found = models.clusters(surveyed(empty, twelve(), models=("one", "two"))).frame
    assert found["analysis"].tolist() == ["likeness", "difference", "odds"]
    row = found[found["analysis"] == "difference"].iloc[0]
    y = pd.Series([max(1, min(5, b + x)) for b in BASES for x in AROUND], dtype="float64")
    where = pd.Series(np.repeat(range(12), 5))
    term = cluster_robust(y, pd.DataFrame({"two": (where % 2).astype("float64")}), where)[1]
    assert row["estimate"] == pytest.approx(y[where % 2 == 1].mean() - y[where % 2 == 0].mean())
    assert (row["lower"], row["df"]) == pytest.approx((term.estimate.lower, term.df))


def test_models_of_service_have_odds_with_a_level_of_each_area(empty):
    found = models.clusters(surveyed(empty, twelve(), models=("one", "two"))).frame
    row = found[found["analysis"] == "odds"].iloc[0]
    # ordinal 2022.11.16: clmm(ordered(y) ~ two + (1|area), nAGQ = 15), its
    # optimiser nlminb; exponents of coefficient and Wald interval.
    expected = (0.98295874726, 0.03690654305, 26.17985373480)
    assert (row["estimate"], row["lower"], row["upper"]) == pytest.approx(expected, rel=1e-4)
    assert (row["term"], row["guard"]) == ("two", "")


def test_areas_that_all_score_alike_have_no_likeness(empty):
    people = {site: alike(0, 0, 5) for site in twelve()}
    (found,) = models.clusters(surveyed(empty, people)).frame.to_dict("records")
    assert (found["guard"], math.isnan(found["estimate"])) == ("guard_no_variation", True)
