"""Difference in differences on real data against R and Wooldridge, and against least squares."""

from __future__ import annotations

import itertools
import json

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.power import differences as did
from compendium.analysis.power import regression as reg
from compendium.analysis.power import wild
from compendium.problems import DataError, StudyError


@pytest.fixture(scope="module")
def kielmc(shared):
    return pd.read_csv(shared / "reference" / "did_kielmc.csv")


NAMES = {"(Intercept)": reg.INTERCEPT, "y81": did.AFTER, "nearinc": did.TREATED}
NAMES |= {"y81:nearinc": did.EFFECT}


@pytest.mark.parametrize(
    ("case", "covariates"), [("kielmc_basic", ()), ("kielmc_age", ("age", "agesq"))]
)
def test_the_incinerator_of_kiel_and_mcclain_is_that_of_r(shared, kielmc, case, covariates):
    known = json.loads((shared / "reference" / "did.json").read_text())[case]
    found = did.two_by_two(kielmc, "rprice", "y81", "nearinc", covariates)
    assert found.n == 321
    for row in known:
        term = found.of(NAMES.get(row["row"], row["row"]))
        assert term["estimate"] == pytest.approx(row["Estimate"], rel=1e-9)
        assert term["se"] == pytest.approx(row["Std. Error"], rel=1e-9)
        assert term["p"] == pytest.approx(row["Pr(>|t|)"], rel=1e-7)


def test_the_textbook_prints_the_same(kielmc):
    # Wooldridge, Introductory Econometrics, table 13.2: -11,863.90 (7,456.65).
    found = did.two_by_two(kielmc, "rprice", "y81", "nearinc").of(did.EFFECT)
    assert (round(found["estimate"], 2), round(found["se"], 2)) == (-11863.90, 7456.65)


@pytest.mark.parametrize("errors", ["HC0", "HC1", "HC2", "HC3", "CR0", "CR1"])
def test_errors_are_those_of_statsmodels(kielmc, errors):
    import statsmodels.api as sm

    x = pd.DataFrame({"a": kielmc["y81"], "b": kielmc["nearinc"]})
    x["ab"] = x["a"] * x["b"]
    model = sm.OLS(kielmc["rprice"], sm.add_constant(x))
    how = {"cov_type": errors}
    if errors.startswith("CR"):
        correct = errors == "CR1"
        how = {
            "cov_type": "cluster",
            "cov_kwds": {"groups": kielmc["nbh"], "use_correction": correct},
        }
    expected = model.fit(**how).bse["ab"]
    clusters = "nbh" if errors.startswith("CR") else ""
    found = did.two_by_two(kielmc, "rprice", "y81", "nearinc", (), errors, clusters)
    assert found.of(did.EFFECT)["se"] == pytest.approx(expected, rel=1e-9)


def panel(sites=8, periods=6, start=3, effect=2.0, seed=1):
    dice = np.random.default_rng(seed)
    rows = list(itertools.product(range(sites), range(periods)))
    table = pd.DataFrame(rows, columns=["site", "period"])
    table["start"] = np.where(table["site"] < sites // 2, start, np.nan)
    table["on"] = (table["period"] >= table["start"]).astype(int)
    noise = dice.normal(size=len(table)) + dice.normal(size=sites)[table["site"]]
    table["y"] = effect * table["on"] + 0.3 * table["period"] + noise
    return table


def test_cr2_is_that_of_the_survey_statistics():
    from compendium.analysis.statistics.clusters import cluster_robust

    table = panel(sites=12)
    found = reg.least_squares(table["y"], table[["on", "period"]], "CR2", table["site"])
    expected = cluster_robust(table["y"], table[["on", "period"]], table["site"])
    for term in expected:
        mine = found.of(term.name)
        assert mine["se"] == pytest.approx(term.se)
        assert mine["df"] == pytest.approx(term.df)


def test_two_periods_of_a_balanced_panel_are_a_difference_of_four_means():
    table = panel(periods=4, start=2)
    table["after"] = (table["period"] >= 2).astype(int)
    table["ever"] = table["start"].notna().astype(int)
    means = table.groupby(["ever", "after"], observed=True)["y"].mean()
    by_hand = means[1, 1] - means[1, 0] - means[0, 1] + means[0, 0]
    four = did.two_by_two(table, "y", "after", "ever").of(did.EFFECT)
    several = did.two_way(table, "y", "site", "period", "on").of(did.EFFECT)
    assert four["estimate"] == pytest.approx(by_hand)
    assert several["estimate"] == pytest.approx(by_hand)


def test_an_event_study_holds_every_period_against_the_last_before():
    table = panel()
    found = did.event_study(table, "y", "site", "period", "start")
    means = table.groupby([table["start"].notna(), "period"], observed=True)["y"].mean()
    by_hand = means[True, 5] - means[True, 2] - means[False, 5] + means[False, 2]
    assert found.of("period 2")["estimate"] == pytest.approx(by_hand)
    assert "period -1" not in found.terms.index
    f, above, below, p = did.pre_trend(found)
    assert (above, below) == (2, 7)
    assert 0 < p < 1
    assert f > 0


def test_a_trend_there_was_is_seen():
    table = panel()
    table["y"] += 5 * table["period"] * table["start"].notna()
    assert did.pre_trend(did.event_study(table, "y", "site", "period", "start"))[3] < 0.001


def test_several_starts_are_refused_until_somebody_says_that_they_are_known():
    table = panel()
    table.loc[table["site"] == 0, "on"] = (table["period"] >= 1).astype(int)
    with pytest.raises(StudyError, match=r"staggered\.group_time"):
        did.two_way(table, "y", "site", "period", "on")
    assert did.two_way(table, "y", "site", "period", "on", several_starts=True).n == 48


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [("on", 2, "only 0 and 1"), ("on", 0, "four kinds"), ("none", None, "no column")],
)
def test_a_table_that_cannot_be_used_is_refused_in_words(column, value, said):
    table = panel()
    if value is not None:
        table[column] = value
    treated = "none" if column == "none" else "on"
    table["after"] = (table["period"] >= 3).astype(int)
    with pytest.raises(DataError, match=said):
        did.two_by_two(table, "y", "after", treated)


def test_the_wild_bootstrap_draws_what_its_definition_says():
    # Cameron, Gelbach and Miller 2008, done as it is written down: refit every draw.
    table = panel(sites=7, effect=0.5)
    table["t"] = table["period"].astype(float)
    x = np.column_stack([np.ones(len(table)), table["t"], table["on"]])
    whose, y = table["site"].to_numpy(), table["y"].to_numpy()

    def t_of(values):
        inverse = np.linalg.inv(x.T @ x)
        slopes = inverse @ x.T @ values
        left = values - x @ slopes
        scores = np.array([x[whose == g].T @ left[whose == g] for g in range(7)])
        return slopes[2] / np.sqrt((inverse @ scores.T @ scores @ inverse)[2, 2])

    rest = x[:, :2]
    fitted = rest @ np.linalg.lstsq(rest, y, rcond=None)[0]
    draws = [
        abs(t_of(fitted + np.array(signs)[whose] * (y - fitted)))
        for signs in itertools.product((-1, 1), repeat=7)
    ]
    expected = np.mean(np.array(draws) >= abs(t_of(y)) - 1e-9)
    found = wild.wild_cluster_p(table, "y", "on", ["t"], "site")
    assert found == pytest.approx(expected)


def test_with_few_clusters_points_of_webb_are_drawn_and_the_p_is_that_of_chance():
    found = [
        wild.wild_cluster_p(panel(4, effect=0, seed=s), "y", "on", ["period"], "site", 499)
        for s in range(20)
    ]
    assert 0.2 < np.mean(found) < 0.8
    assert wild.WEBB.tolist() == pytest.approx([1.224744871, 1, 0.707106781])


def test_a_permutation_p_counts_the_way_that_was():
    units = pd.Series([1.0, 1.0, np.nan, np.nan, np.nan, np.nan])
    size = pd.Series([9.0, 8.0, 1.0, 2.0, 3.0, 4.0])

    def difference(given):
        return size[given.notna()].mean() - size[given.isna()].mean()

    # 15 ways, of which one shows as much.
    found = wild.permutation_p(units, difference, 1999)
    assert found == pytest.approx(1 / 15, abs=0.02)


def test_errors_of_clusters_want_clusters():
    table = panel()
    with pytest.raises(StudyError, match="which column"):
        reg.least_squares(table["y"], table[["on"]], "CR1")
    with pytest.raises(StudyError, match="There are no errors"):
        reg.least_squares(table["y"], table[["on"]], "odd")
    with pytest.raises(DataError, match="told apart"):
        reg.least_squares(table["y"], table[["on"]].assign(again=table["on"]))
