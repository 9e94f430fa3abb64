"""Proportional odds in clusters against R's ordinal::clmm, and what the guard refuses."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, special, stats

from compendium.analysis.statistics import ordinal
from compendium.analysis.statistics.mixed_ordinal import mixed_ordinal

# Fifteen made-up teams: each person's answer, whether they had help (0/1), months in the service.
TEAMS = [
    ("213131111", "001111001", "045947977"),
    ("113153421", "000010100", "404883076"),
    ("3131353332", "1000111100", "7781954326"),
    ("33222454", "10001000", "52164880"),
    ("24344135344", "11111011010", "85549206671"),
    ("14434253", "01001011", "06991635"),
    ("12121131322221", "10011000100110", "98996316113818"),
    ("51344345334522", "00011011101100", "39737961130695"),
    ("3423413323334", "1110001010101", "4376267295344"),
    ("44345455544354", "01000010011110", "59162923318528"),
    ("35345133244444", "01111000111111", "32941436953673"),
    ("212251223", "100000000", "970667479"),
    ("43422314313214", "10100001100000", "96269152465398"),
    ("235323513", "100010101", "341074361"),
    ("1132333142412", "0100111000101", "0435751421385"),
]


@pytest.fixture
def teams():
    rows = [
        {"answer": int(y), "help": float(h), "months": float(m), "team": f"T{number}"}
        for number, team in enumerate(TEAMS)
        for y, h, m in zip(*team, strict=True)
    ]
    return pd.DataFrame(rows)


def fitted(table, **changes):
    table = table.assign(**changes)
    return mixed_ordinal(table["answer"], table[["help", "months"]], table["team"])


# ordinal 2022.11.16 in R 4.2.2: summary(clmm(answer ~ help + months + (1 | team), nAGQ = 30,
# control = clmm.control(gradTol = 1e-8))), and confint.
THRESHOLDS = {
    "1|2": (-2.099610985799, 0.4701022347058),
    "2|3": (-0.823578057638, 0.4411878745874),
    "3|4": (0.894072429039, 0.4442500067710),
    "4|5": (2.703456668716, 0.4979150320199),
}
TERMS = {
    "help": (1.388340541292, 0.3103642166984, 0.780037854473, 1.9966432281111),
    "months": (-0.176101721807, 0.0541498999796, -0.282233575533, -0.0699698680805),
}


def test_fifteen_teams_are_those_of_r(teams):
    found = fitted(teams)
    assert (found.n, found.clusters, found.levels, found.refused) == (169, 15, 5, "")
    for term in found.thresholds:
        assert (term.estimate.value, term.se) == pytest.approx(THRESHOLDS[term.name], abs=1e-4)
    for term in found.terms:
        seen = term.estimate.value, term.se, term.estimate.lower, term.estimate.upper
        assert seen == pytest.approx(TERMS[term.name], abs=1e-4)
    assert found.terms[0].odds_ratio.value == pytest.approx(math.exp(1.388340541292), abs=1e-3)
    assert found.sd == pytest.approx(1.08477683454, abs=1e-4)
    assert found.icc == pytest.approx(0.263452834868, abs=1e-4)
    assert found.log_likelihood == pytest.approx(-235.77564127212, abs=1e-6)


def test_the_test_of_the_random_intercept_is_half_of_rs(teams):
    # anova(clmm, clm): LR.stat 29.0496809046; R takes the whole of chi-squared.
    expected = stats.chi2.sf(29.0496809046, 1) / 2
    assert fitted(teams).sd_p == pytest.approx(expected, rel=1e-4)


def test_nine_judges_of_wine_are_those_of_r(shared):
    # clmm(rating ~ temp + contact + (1 | judge), data = wine, nAGQ = 20).
    wine = pd.read_csv(shared / "reference" / "wine.csv")
    predictors = pd.DataFrame({"warm": wine["temp"] == "warm", "yes": wine["contact"] == "yes"})
    found = mixed_ordinal(wine["rating"], predictors.astype("float64"), wine["judge"], fewest=9)
    cuts = [term.estimate.value for term in found.thresholds]
    assert cuts == pytest.approx(
        [-1.62348745422, 1.51279603766, 4.22705345287, 6.08615227583], abs=1e-4
    )
    slopes = [(term.estimate.value, term.se) for term in found.terms]
    assert slopes[0] == pytest.approx((3.06189099167, 0.595077186620), abs=1e-4)
    assert slopes[1] == pytest.approx((1.83343336272, 0.512171906605), abs=1e-4)
    assert found.sd == pytest.approx(1.13478329691, abs=1e-4)
    assert found.log_likelihood == pytest.approx(-81.532460711, abs=1e-6)
    assert found.sd_p == pytest.approx(0.0016359 / 2, abs=1e-7)


def test_two_levels_are_the_mixed_logistic_regression_of_r(teams):
    # lme4 1.1.31: glmer(answer > 3 ~ help + months + (1 | team), binomial, nAGQ = 25).
    found = fitted(teams, answer=(teams["answer"] > 3).astype(int))
    slopes = [term.estimate.value for term in found.terms]
    assert slopes == pytest.approx([1.6330856493, -0.0992471572], abs=1e-4)
    assert found.thresholds[0].estimate.value == pytest.approx(1.3505043479, abs=1e-4)
    assert found.sd == pytest.approx(1.22141617, abs=1e-4)


def test_without_predictors_it_says_how_alike_teams_are(teams):
    # clmm(answer ~ 1 + (1 | team), nAGQ = 30).
    found = mixed_ordinal(teams["answer"], teams[[]], teams["team"])
    assert found.sd == pytest.approx(1.02185901126, abs=1e-4)
    assert found.log_likelihood == pytest.approx(-251.034116171, abs=1e-6)
    assert found.terms == ()


def test_of_teams_that_do_not_differ_it_is_the_model_without_them():
    answers = pd.Series([1, 2, 3, 1, 3, 3] * 12)
    group = pd.DataFrame({"g": [0.0, 0.0, 0.0, 1.0, 1.0, 1.0] * 12})
    found = mixed_ordinal(answers, group, pd.Series(np.repeat(np.arange(12), 6)))
    plain = ordinal.proportional_odds(answers, group)
    assert (found.sd, found.icc, found.sd_p) == (0, 0, 1)
    assert found.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-8)
    assert found.terms[0].se == pytest.approx(plain.terms[0].se, abs=1e-7)


def test_the_likelihood_is_that_of_plain_integration_even_in_teams_of_one_or_two():
    # Few people and a large deviation: R's 25 points are some 4e-4 off here.
    dice = np.random.default_rng(12)
    whose = np.repeat(np.arange(80), dice.integers(1, 3, 80))
    x = dice.normal(size=len(whose))
    latent = 0.7 * x + 2.5 * dice.normal(size=80)[whose] + dice.logistic(size=len(whose))
    y = (latent > 1.5).astype(int)
    found = mixed_ordinal(pd.Series(y), pd.DataFrame({"x": x}), pd.Series(whose))
    cut, slope = found.thresholds[0].estimate.value, found.terms[0].estimate.value

    def share(z, own):
        above = special.expit(slope * x[own] + found.sd * z - cut)
        return np.where(y[own] == 1, above, 1 - above).prod() * stats.norm.pdf(z)

    whole = [integrate.quad(share, -12, 12, args=(whose == g,), limit=200)[0] for g in range(80)]
    assert found.sd > 1
    assert found.log_likelihood == pytest.approx(np.log(whole).sum(), abs=1e-5)


def test_people_with_a_gap_are_left_out(teams):
    gaps = pd.DataFrame(
        {
            "answer": [np.nan, 3, 4],
            "help": [1, np.nan, 0],
            "months": [2.0, 3, 4],
            "team": ["T1", "T2", None],
        }
    )
    assert fitted(pd.concat([teams, gaps], ignore_index=True)) == fitted(teams)


def test_units_names_and_order_change_nothing_else(teams):
    # Months as dates on a calendar: cuts move, nothing else does.
    other = teams.sample(frac=1, random_state=1)
    other = other.assign(months=2000 + other["months"] / 12, answer=10 * other["answer"])
    found, again = fitted(teams), fitted(other)
    assert again.terms[1].estimate.value == pytest.approx(12 * found.terms[1].estimate.value)
    assert again.terms[1].se == pytest.approx(12 * found.terms[1].se)
    assert again.log_likelihood == pytest.approx(found.log_likelihood, abs=1e-8)
    assert [term.name for term in again.thresholds] == ["10|20", "20|30", "30|40", "40|50"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"team": lambda t: t["team"].replace([f"T{i}" for i in range(6)], "T6")}, "few_clusters"),
        ({"team": lambda t: t.index.astype("str")}, "few_cases"),  # one person each
        ({"answer": 3}, "no_variation"),
        ({"answer": lambda t: 1 + (t.index < 19)}, "few_cases"),  # 20 for two coefficients
        ({"help": 1.0}, "one_value"),
        ({"help": lambda t: 3 - t["months"]}, "one_value"),
        ({"help": lambda t: (t["team"] == "T3").astype("float64")}, "cluster_in_disguise"),
        ({"help": lambda t: (t["team"] == "T3") + 2 * t["months"]}, "cluster_in_disguise"),
        ({"help": lambda t: (t["answer"] > 3).astype("float64")}, "no_overlap"),
        ({"answer": lambda t: 1 + t["team"].isin(["T1", "T2", "T4"])}, "no_overlap"),
    ],
)
def test_what_the_data_cannot_bear_is_refused(teams, changes, why):
    found = fitted(teams, **changes)
    assert found.refused == f"guard_{why}"
    assert (found.terms, found.thresholds) == ((), ())
    assert math.isnan(found.sd)


def test_a_characteristic_of_several_teams_is_no_team_in_disguise(teams):
    assert fitted(teams, help=teams["team"].isin(["T3", "T7"]).astype("float64")).refused == ""


def test_nobody_is_refused():
    nothing = pd.Series([], dtype="float64")
    found = mixed_ordinal(nothing, pd.DataFrame({"x": nothing}), nothing)
    assert (found.n, found.refused) == (0, "guard_few_clusters")
