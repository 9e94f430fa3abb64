"""Clusters: intraclass correlation against R, robust errors where they are known exactly."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.statistics import clusters as cl


def balanced(many=12, size=7, seed=1):
    dice = np.random.default_rng(seed)
    whose = np.repeat(np.arange(many), size)
    values = dice.normal(size=many)[whose] + dice.normal(size=many * size)
    return pd.Series(values), pd.Series(whose)


def test_the_intraclass_correlation_is_that_of_r(shared):
    # survey::apiclus1, api00 by dnum: lme4 1.1.31 (REML) and the analysis of variance in R 4.2.2.
    table = pd.read_csv(shared / "reference" / "apiclus1.csv")
    found = cl.likeness(table["api00"], table["dnum"])
    assert (found.n, found.clusters, found.refused) == (183, 15, "")
    assert found.reml == pytest.approx(0.533824796214, abs=1e-6)
    assert found.anova == pytest.approx(0.4616813479447, abs=1e-9)


def test_people_who_are_no_more_alike_than_others_have_none():
    values, whose = pd.Series(np.tile(np.arange(5.0), 12)), pd.Series(np.repeat(range(12), 5))
    found = cl.likeness(values, whose)
    assert found.anova == pytest.approx(-1 / 4)  # its least, -1 / (size - 1)
    assert (found.reml, found.design_effect) == (0, 1)


@pytest.mark.parametrize(
    ("values", "whose", "why"),
    [
        (np.arange(18.0), np.repeat(range(9), 2), "few_clusters"),
        (np.ones(20), np.repeat(range(10), 2), "no_variance"),
        (np.arange(10.0), np.arange(10), "no_variance"),  # one person each
        ([], [], "few_clusters"),
    ],
)
def test_what_cannot_be_told_is_refused(values, whose, why):
    found = cl.likeness(pd.Series(values, dtype="float64"), pd.Series(whose))
    assert found.refused == why
    assert math.isnan(found.reml)


def test_a_mean_of_balanced_clusters_has_the_error_of_their_means():
    # Then CR2 is exact: the standard error of the cluster means, on one less than their number.
    values, whose = balanced()
    means = values.groupby(whose, observed=True, sort=True).mean()
    (found,) = cl.cluster_robust(values, pd.DataFrame(index=values.index), whose)
    assert found.estimate.value == pytest.approx(values.mean())
    assert found.se == pytest.approx(means.std(ddof=1) / math.sqrt(12))
    assert found.df == pytest.approx(11)


def test_two_arms_of_clusters_are_welchs_comparison_of_their_means():
    # A predictor that is the same throughout a cluster: CR2 of balanced arms is Welch's variance.
    values, whose = balanced()
    arm = (whose < 5).astype("float64")
    means = values.groupby(whose, observed=True, sort=True).mean()
    first, second = means[:5], means[5:]
    found = cl.cluster_robust(values, pd.DataFrame({"arm": arm}), whose)[1]
    assert found.estimate.value == pytest.approx(first.mean() - second.mean())
    assert found.se == pytest.approx(math.sqrt(first.var() / 5 + second.var() / 7))


def test_clusters_of_one_person_give_the_errors_of_hc2():
    values, _ = balanced()
    x = pd.DataFrame({"x": np.random.default_rng(2).normal(size=len(values))})
    found = cl.cluster_robust(values, x, pd.Series(range(len(values))))[1]
    import statsmodels.api as sm

    fitted = sm.OLS(values.to_numpy(), sm.add_constant(x.to_numpy())).fit(cov_type="HC2")
    assert found.se == pytest.approx(fitted.bse[1], abs=1e-12)


def test_people_with_a_gap_are_left_out():
    values, whose = balanced()
    x = pd.DataFrame({"x": np.arange(len(values), dtype="float64")})
    more = pd.concat([values, pd.Series([np.nan, 1.0])], ignore_index=True)
    wider = pd.concat([x, pd.DataFrame({"x": [1.0, np.nan]})], ignore_index=True)
    longer = pd.concat([whose, pd.Series([0, 1])], ignore_index=True)
    assert cl.cluster_robust(more, wider, longer) == cl.cluster_robust(values, x, whose)


def test_nine_clusters_are_refused():
    values, whose = balanced(many=9)
    with pytest.raises(ValueError, match="need 10 clusters; these are 9"):
        cl.cluster_robust(values, pd.DataFrame(index=values.index), whose)


def test_predictors_that_cannot_be_told_apart_are_refused():
    values, whose = balanced()
    with pytest.raises(ValueError, match="told apart"):
        cl.cluster_robust(values, pd.DataFrame({"x": np.ones(len(values))}), whose)
