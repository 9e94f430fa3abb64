"""Staggered adoption and interrupted series: by hand, and against published software."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from compendium.analysis.power import interrupted as its
from compendium.analysis.power import staggered as st
from compendium.problems import DataError, StudyError


def panel(units=60, periods=5, seed=1):
    dice = np.random.default_rng(seed)
    starts = np.array([np.nan, 3.0, 4.0])[np.arange(units) % 3]
    level, slope = dice.normal(size=units), dice.normal(size=units)
    rows = list(itertools.product(range(units), range(1, periods + 1)))
    table = pd.DataFrame(rows, columns=["unit", "period"])
    for name, values in (("start", starts), ("x", slope)):
        table[name] = values[table["unit"]]
    since = (table["period"] - table["start"]).fillna(-1)
    table["y"] = level[table["unit"]] + 0.2 * table["period"] + dice.normal(size=len(table)) / 2
    table["y"] += np.where(since >= 0, 1 + 0.5 * since, 0)
    table["team"] = table["unit"] // 3
    return table


def mean(table, start, period):
    own = table["start"].isna() if start is None else table["start"] == start
    return table.loc[own & (table["period"] == period), "y"].mean()


def effect(found, group, period):
    rows = found.effects
    return rows[(rows["group"] == group) & (rows["period"] == period)].iloc[0]


def test_an_effect_is_a_difference_of_four_means():
    table = panel()
    found = effect(st.group_time(table, "y", "unit", "period", "start"), 3, 5)
    by_hand = mean(table, 3, 5) - mean(table, 3, 2) - mean(table, None, 5) + mean(table, None, 2)
    assert found["estimate"] == pytest.approx(by_hand)
    assert found["since"] == 2
    # Its error: those of two independent means of changes.
    wide = table.pivot(index="unit", columns="period", values="y")
    change, start = wide[5] - wide[2], table.groupby("unit", observed=True)["start"].first()
    sides = [change[start == 3], change[start.isna()]]
    assert found["se"] == pytest.approx(np.sqrt(sum(s.var(ddof=0) / len(s) for s in sides)))


def test_before_the_start_a_period_is_held_against_the_one_before():
    table = panel()
    found = effect(st.group_time(table, "y", "unit", "period", "start"), 4, 2)
    by_hand = mean(table, 4, 2) - mean(table, 4, 1) - mean(table, None, 2) + mean(table, None, 1)
    assert found["estimate"] == pytest.approx(by_hand)
    fixed = st.group_time(table, "y", "unit", "period", "start", universal_base=True)
    by_hand = mean(table, 4, 2) - mean(table, 4, 3) - mean(table, None, 2) + mean(table, None, 3)
    assert effect(fixed, 4, 2)["estimate"] == pytest.approx(by_hand)


def test_units_that_begin_later_can_stand_for_those_that_have_not():
    table = panel()
    found = effect(st.group_time(table, "y", "unit", "period", "start", "not_yet"), 3, 3)
    others = table["start"].isna() | (table["start"] == 4)
    change = [
        table.loc[own & (table["period"] == 3), "y"].mean()
        - table.loc[own & (table["period"] == 2), "y"].mean()
        for own in (table["start"] == 3, others)
    ]
    assert found["estimate"] == pytest.approx(change[0] - change[1])


def test_effects_are_put_together_by_group_size():
    found = st.group_time(panel(), "y", "unit", "period", "start")
    values = {(r.group, r.period): r.estimate for r in found.effects.itertuples()}
    simple = st.aggregated(found, "simple")["estimate"].iloc[-1]
    after = [v for (g, t), v in values.items() if t >= g]
    assert simple == pytest.approx(np.mean(after))  # groups are of one size
    dynamic = st.aggregated(found, "dynamic").set_index("at")["estimate"]
    assert dynamic[0] == pytest.approx((values[3, 3] + values[4, 4]) / 2)
    assert dynamic["overall"] == pytest.approx(dynamic[[0, 1, 2]].mean())
    of_3, of_4 = (np.mean([v for (g, t), v in values.items() if t >= g == k]) for k in (3, 4))
    assert st.overall(found) == pytest.approx((of_3 + of_4) / 2)
    calendar = st.aggregated(found, "calendar").set_index("at")["estimate"]
    assert calendar[4] == pytest.approx((values[3, 4] + values[4, 4]) / 2)


def test_where_units_begin_at_once_it_is_two_way_regression():
    from compendium.analysis.power.differences import two_way

    table = panel()
    table = table[table["start"] != 4]
    table["on"] = (table["period"] >= table["start"]).astype(int)
    table = table[table["period"].isin([2, 3])]
    mine = st.group_time(table, "y", "unit", "period", "start").effects["estimate"].iloc[-1]
    regression = two_way(table, "y", "unit", "period", "on").of("effect")["estimate"]
    assert mine == pytest.approx(regression)


# Two periods of 12 units with a covariate; expected values of the package drdid 1.1.7 for Python
# (reg_did_panel, std_ipw_did_panel, drdid_panel), which agrees with R's DRDID.
SMALL = pd.DataFrame(
    {
        "unit": range(12),
        "start": [2] * 5 + [0] * 7,
        "x": [0.3, 1.1, -0.4, 0.8, 0.2, -0.9, 0.5, -0.2, 1.3, -1.1, 0.1, 0.6],
        "y1": [1.0, 2.2, 0.4, 1.9, 1.2, 0.1, 1.5, 0.6, 2.4, -0.3, 0.9, 1.4],
        "y2": [2.1, 4.0, 1.2, 3.1, 2.6, 0.4, 2.2, 0.8, 3.3, -0.4, 1.5, 1.8],
    }
)
EXPECTED = {
    "regression": (0.7091803278688527, 0.11040008245490789),
    "weighting": (0.6803552308691373, 0.1133440155665172),
    "doubly_robust": (0.7080615337059961, 0.10759756453737235),
}


@pytest.mark.parametrize("method", EXPECTED)
def test_covariates_are_held_equal_as_in_drdid(method):
    long = pd.concat(
        SMALL[["unit", "start", "x"]].assign(period=t, y=SMALL[f"y{t}"]) for t in (1, 2)
    )
    found = st.group_time(long, "y", "unit", "period", "start", covariates=["x"], method=method)
    told = tuple(found.effects.loc[0, ["estimate", "se"]])
    assert told == pytest.approx(EXPECTED[method], abs=1e-9)


def test_errors_by_cluster_add_up_who_belongs_together():
    table = panel()
    alone = st.group_time(table, "y", "unit", "period", "start")
    each = st.group_time(table, "y", "unit", "period", "start", clusters="unit")
    teams = st.group_time(table, "y", "unit", "period", "start", clusters="team")
    assert each.effects["se"].tolist() == pytest.approx(alone.effects["se"].tolist())
    sums = np.array([alone.influence[3 * g : 3 * g + 3].sum(axis=0) for g in range(20)])
    expected = np.sqrt((sums**2).sum(axis=0)) / 60
    assert teams.effects["se"].tolist() == pytest.approx(expected.tolist())


def test_other_people_every_time_are_four_means_as_well():
    table = panel().assign(person=lambda d: range(len(d)))
    found = st.group_time(table, "y", "person", "period", "start", panel=False)
    by_hand = mean(table, 3, 5) - mean(table, 3, 2) - mean(table, None, 5) + mean(table, None, 2)
    one = effect(found, 3, 5)
    assert one["estimate"] == pytest.approx(by_hand)
    cells = [
        table.loc[own & (table["period"] == t), "y"]
        for own in (table["start"] == 3, table["start"].isna())
        for t in (2, 5)
    ]
    assert one["se"] == pytest.approx(np.sqrt(sum(c.var(ddof=0) / len(c) for c in cells)))


def test_intervals_hold_what_is_so():
    # 1 at the start, half a point more each period; 40 panels.
    inside = []
    for seed in range(40):
        found = st.group_time(panel(seed=seed), "y", "unit", "period", "start")
        row = st.aggregated(found, "dynamic").set_index("at").loc[1]
        inside.append(row["lower"] <= 1.5 <= row["upper"])
    assert 0.85 <= np.mean(inside) <= 1


@pytest.mark.parametrize(
    ("change", "said", "error"),
    [
        (lambda t: t.assign(start=3.0), "no group", DataError),
        (lambda t: pd.concat([t, t.iloc[:1]]), "two rows", DataError),
        (lambda t: t.assign(start=t["start"].mask(t.index == 1, 4.0)), "differs", DataError),
        (lambda t: t.drop(columns="start"), "no column start", DataError),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_words(change, said, error):
    with pytest.raises(error, match=said):
        st.group_time(change(panel()), "y", "unit", "period", "start")


def test_words_that_are_no_choice_are_refused():
    with pytest.raises(StudyError, match="compared_with"):
        st.group_time(panel(), "y", "unit", "period", "start", "odd")
    with pytest.raises(StudyError, match="how"):
        st.aggregated(st.group_time(panel(), "y", "unit", "period", "start"), "odd")


def series(points=24, level=3.0, slope=0.5, seed=2, noise=0.3):
    dice = np.random.default_rng(seed)
    table = pd.DataFrame({"month": np.arange(points)})
    after = table["month"] >= points // 2
    table["y"] = 10 + 0.2 * table["month"] + level * after
    table["y"] += slope * np.where(after, table["month"] - points // 2, 0)
    table["y"] += noise * dice.normal(size=points)
    return table


def test_a_break_without_noise_is_found_as_it_is():
    found = its.segmented(series(noise=0.0), "y", "month", 12)
    assert found.of(its.LEVEL)["estimate"] == pytest.approx(3)
    assert found.of(its.SLOPE)["estimate"] == pytest.approx(0.5)
    assert found.of(its.TIME)["estimate"] == pytest.approx(0.2)


@pytest.mark.parametrize("lags", [0, 3])
def test_errors_of_newey_and_west_are_those_of_statsmodels(lags):
    import statsmodels.api as sm

    table = series()
    time, after = table["month"], (table["month"] >= 12).astype(float)
    x = sm.add_constant(pd.DataFrame({"t": time, "l": after, "s": after * (time - 12)}))
    how = {"maxlags": lags, "use_correction": True}
    expected = sm.OLS(table["y"], x).fit(cov_type="HAC", cov_kwds=how).bse["l"]
    found = its.segmented(table, "y", "month", 12, lags=lags)
    assert found.of(its.LEVEL)["se"] == pytest.approx(expected)


def test_prais_and_winsten_are_those_of_statsmodels():
    import statsmodels.api as sm

    table = series()
    time, after = table["month"], (table["month"] >= 12).astype(float)
    x = sm.add_constant(pd.DataFrame({"t": time, "l": after, "s": after * (time - 12)}))
    found = its.segmented(table, "y", "month", 12, errors=its.PRAIS_WINSTEN)
    left = found.residual
    rho = left[1:] @ left[:-1] / (left[:-1] @ left[:-1])
    order = np.abs(np.arange(24)[:, None] - np.arange(24))
    expected = sm.GLS(table["y"], x, sigma=rho**order).fit()
    assert found.of(its.LEVEL)["estimate"] == pytest.approx(expected.params["l"], rel=1e-6)
    assert found.of(its.LEVEL)["se"] == pytest.approx(expected.bse["l"], rel=1e-6)


def test_what_happens_everywhere_is_no_effect_of_the_service():
    both = pd.concat([series(seed=3).assign(on=1), series(level=2.0, seed=4).assign(on=0)])
    found = its.segmented(both, "y", "month", 12, compared="on")
    assert found.of(its.LEVEL)["estimate"] == pytest.approx(1, abs=0.6)


def test_a_series_that_is_too_short_is_refused():
    with pytest.raises(DataError, match="3 are needed on either side"):
        its.segmented(series(), "y", "month", 2)


@pytest.mark.parametrize("starts", [[2, 2, 3, 4, 4, 0], [3, 3, 5, 5, 5, 6], [2, 3]])
def test_weights_give_the_overall_effect_of_a_whole_panel(starts):
    means = np.random.default_rng(1).normal(size=(len(starts), 6))
    table = pd.DataFrame(
        {
            "unit": np.repeat(range(len(starts)), 6),
            "period": np.tile(range(1, 7), len(starts)),
            "y": means.ravel(),
            "start": np.repeat(starts, 6),
        }
    )
    found = st.group_time(table, "y", "unit", "period", "start", st.NOT_YET)
    begins = np.where(np.array(starts) == 0, np.inf, starts)
    weights = st.weights_of_overall(begins, 6)
    assert (weights * means).sum() == pytest.approx(st.overall(found))
