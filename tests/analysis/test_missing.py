"""Missing answers: Little's test and Rubin's rules against R, imputation by what it must keep."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.statistics import missing

# mice 3.15.0 in R 4.2.2, pool(with(imp, lm(bmi ~ age + hyp))) of five completed tables of nhanes:
# each table's coefficient of age with its standard error; then what is pooled.
AGE = [-2.739547038328, -2.136006825939, -2.86638225256, -2.689590443686, -2.198571428571]
ERRORS = [1.16587516909, 0.9491032745441, 1.059803923844, 1.134069314405, 1.079101164312]


def test_rubins_rules_are_those_of_r():
    found = missing.pool(AGE, np.square(ERRORS), df_complete=22)
    assert found.estimate.value == pytest.approx(-2.526019597817, abs=1e-9)
    assert found.se == pytest.approx(1.140623637605, abs=1e-9)
    assert found.df == pytest.approx(17.314628390426, abs=1e-6)
    assert found.p == pytest.approx(0.04047211078201, abs=1e-9)
    assert (found.estimate.lower, found.estimate.upper) == pytest.approx(
        (-4.929198298681, -0.1228408969526), abs=1e-7
    )
    assert found.relative_increase == pytest.approx(0.1150691524836, abs=1e-9)


def test_the_information_lost_is_that_of_r():
    # pool.scalar(c(3.41, 3.52, 3.38, 3.47), c(0.012, 0.011, 0.013, 0.012), n = 41, k = 1)
    found = missing.pool([3.41, 3.52, 3.38, 3.47], [0.012, 0.011, 0.013, 0.012], df_complete=40)
    assert found.estimate.value == pytest.approx(3.445)
    assert found.se**2 == pytest.approx(0.016875)
    assert found.df == pytest.approx(15.458311322427)
    assert found.relative_increase == pytest.approx(0.40625)
    assert found.missing_information == pytest.approx(0.36593939461388)


def test_without_gaps_nothing_is_lost_but_the_correction_of_small_samples():
    found = missing.pool([2.0, 2.0, 2.0], [0.25, 0.25, 0.25], df_complete=100)
    assert (found.estimate.value, found.se) == (2, 0.5)
    assert found.df == pytest.approx(100 * 101 / 103)
    assert found.relative_increase == 0


def test_littles_test_is_that_of_r(shared):
    # CRAN norm's EM in R 4.2.2; covariance divided by n - 1, as Little has it.
    found = missing.little(pd.read_csv(shared / "reference" / "airquality.csv"))
    assert (found.people, found.patterns, found.df, found.refused) == (153, 4, 14, "")
    assert found.statistic == pytest.approx(34.876722783495, abs=1e-4)
    assert found.p == pytest.approx(0.001533030583478, abs=1e-6)


def test_littles_test_where_one_item_alone_has_gaps():
    # Then the likelihood is solved by hand: the item with gaps lies on its regression on the
    # other, and what is left is how far the means of that one lie apart, by its variance.
    x = np.array([1.0, 2, 3, 4, 5, 2, 4, 3] * 15)
    y = np.where(np.arange(120) % 3 == 0, np.nan, np.roll(x, 1) + x)
    found = missing.little(pd.DataFrame({"x": x, "y": y}))
    parts = [x[~np.isnan(y)], x[np.isnan(y)]]
    expected = sum(len(p) * (p.mean() - x.mean()) ** 2 for p in parts) / x.var(ddof=1)
    assert (found.df, found.patterns) == (1, 2)
    assert found.statistic == pytest.approx(expected, rel=1e-6)


def test_the_mean_by_em_is_that_of_r(shared):
    values = pd.read_csv(shared / "reference" / "airquality.csv").to_numpy(dtype="float64")
    mean, _ = missing.normal_by_em(values)
    assert mean[:2].tolist() == pytest.approx([42.522163419751, 185.53449047953], abs=1e-4)


def test_without_gaps_em_gives_the_plain_mean_and_covariance():
    values = np.random.default_rng(1).normal(size=(30, 3))
    mean, covariance = missing.normal_by_em(values)
    assert mean.tolist() == pytest.approx(values.mean(axis=0).tolist())
    assert np.allclose(covariance, np.cov(values, rowvar=False, bias=True))


def gappy(people, seed=1, share=0.1):
    dice = np.random.default_rng(seed)
    values = np.clip(
        np.rint(3 + dice.normal(size=(people, 1)) + dice.normal(size=(people, 4))), 1, 5
    )
    values[dice.random(values.shape) < share] = np.nan
    return pd.DataFrame(values, columns=list("abcd"))


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (gappy(99), "few_people"),
        (gappy(150, share=0), "nothing_missing"),
        (gappy(150, share=0).assign(d=np.nan), "one_pattern"),
        (gappy(150).assign(e=3.0), "not_estimable"),
    ],
)
def test_littles_test_says_why_there_is_none(table, why):
    found = missing.little(table)
    assert found.refused == why
    assert math.isnan(found.p)


def test_people_who_answered_nothing_take_no_part_in_the_test():
    table = gappy(150)
    more = pd.concat([table, pd.DataFrame(np.nan, index=range(9), columns=table.columns)])
    one, two = missing.little(more), missing.little(table)
    assert (one.people, one.patterns, one.df) == (two.people, two.patterns, two.df)
    assert one.statistic == pytest.approx(two.statistic)


def test_an_item_that_nobody_answered_takes_no_part_in_the_test():
    table = gappy(150)
    assert missing.little(table.assign(e=np.nan)) == missing.little(table)


def test_patterns_are_counted_the_commonest_first():
    table = pd.DataFrame({"a": [1, 1, np.nan, 2, np.nan], "b": [1, 2, 3, np.nan, 3]})
    assert missing.patterns(table).to_numpy().tolist() == [[2, 0, 0], [2, 1, 0], [1, 0, 1]]


def test_gaps_are_filled_with_answers_that_somebody_gave():
    table = gappy(80)
    for filled in missing.imputed(table, seed=3, many=4):
        assert filled.notna().all().all()
        assert (filled.where(table.notna()) == table).where(table.notna(), True).all().all()
        for column in table:
            assert set(filled[column]) <= set(table[column].dropna())


def test_the_same_seed_fills_the_same():
    one, two = missing.imputed(gappy(60), seed=3, many=2), missing.imputed(gappy(60), 3, 2)
    assert all(a.equals(b) for a, b in zip(one, two, strict=True))
    assert not one[0].equals(one[1])


def test_imputation_takes_up_what_the_other_items_say():
    # Gaps where the others are high: complete cases underrate the mean, imputation less so.
    dice = np.random.default_rng(4)
    trait = dice.normal(size=400)
    table = pd.DataFrame({c: trait + dice.normal(scale=0.3, size=400) for c in "abcd"})
    truth = table["a"].mean()
    table.loc[(trait > 0.5) & (dice.random(400) < 0.7), "a"] = np.nan
    means = [filled["a"].mean() for filled in missing.imputed(table, seed=5, many=5)]
    assert abs(np.mean(means) - truth) < abs(table["a"].mean() - truth) / 4


def test_a_person_without_answers_and_an_item_without_any_keep_their_gaps():
    table = gappy(40).assign(e=np.nan)
    table.loc[0] = np.nan
    filled = missing.imputed(table, seed=1, many=1)[0]
    assert filled["e"].isna().all()
    assert filled.loc[0].isna().all()
    assert filled.loc[1:, list("abcd")].notna().all().all()


@settings(max_examples=30)
@given(
    st.lists(
        st.lists(st.one_of(st.integers(1, 5), st.none()), min_size=3, max_size=3),
        min_size=1,
        max_size=25,
    )
)
def test_any_table_can_be_filled(rows):
    table = pd.DataFrame(rows, columns=list("abc"), dtype="float64")
    filled = missing.imputed(table, seed=1, many=1)[0]
    usable = table.dropna(how="all").dropna(how="all", axis=1)
    assert filled.loc[usable.index, usable.columns].notna().all().all()
