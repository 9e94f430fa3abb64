"""The consensus rule, worked by hand: each group by itself, exact at its boundaries."""

from __future__ import annotations

import dataclasses
import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rated import one_site, rated_by, tiny_with_views

from compendium.analysis.statistics import consensus
from compendium.analysis.statistics.consensus import Threshold
from compendium.analysis.survey import consensus_results
from compendium.analysis.survey.consensus_results import kendall, statements
from compendium.instruments import Option, Scale
from compendium.problems import StudyError
from compendium.words import Text

RULE = Threshold(lowest=1, agree_from=4, least_percent=70, least_median=4)


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    """The tables of the tiny study with its consensus survey, taken in."""
    return tiny_with_views(tmp_path_factory.mktemp("views"))


@pytest.fixture(scope="module")
def rated(views):
    """Results of ratings by (group, item), in one area; with changes to the rule."""

    def make(counts, analysis=statements, **changes):
        return analysis(rated_by(views, one_site(views.study, **changes), counts)).frame

    return make


def row(frame, **key):
    chosen = frame.loc[np.logical_and.reduce([frame[k] == v for k, v in key.items()])]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_a_survey_is_counted_question_by_question_and_group_by_group(views):
    frame = statements(views).frame
    found = row(frame, statement="F1", question="first", group="parent")
    # 5, 4 and 2; the fourth prefers not to say.
    assert found[["agreeing", "base", "median"]].tolist() == [2, 3, 4]
    assert found["percent"] == pytest.approx(200 / 3)
    # quantile(c(2, 4, 5), c(.25, .75)) in R: 3 and 4.5.
    assert found[["lower_quartile", "upper_quartile"]].tolist() == [3, 4.5]
    # binom::binom.confint(2, 3, methods = "wilson"): 0.2076596, 0.9385081.
    assert found[["lower", "upper"]].tolist() == pytest.approx([20.76596, 93.85081], abs=1e-4)
    # F1_D: 4, 2, 1, 5 by everybody, workers none.
    everybody = row(frame, statement="F1", question="second", group="everybody")
    assert everybody[["agreeing", "base", "percent"]].tolist() == [2, 4, 50]


def test_groups_below_the_rules_number_are_not_judged_and_it_says_so(views):
    frame = statements(views).frame
    first = frame[frame["question"] == "first"]
    assert set(first["verdict"]) == {""}
    assert set(first["guard"]) == {"guard_few_raters"}
    assert set(frame["result"]) == {"not_judged"}


# All but so many choose 4, the others 1.
@pytest.mark.parametrize(("n", "judged"), [(7, False), (8, True)])
def test_a_group_is_judged_from_eight(rated, n, judged):
    found = rated({("parent", "F1_I"): [0, 0, 0, n, 0]})
    mine = row(found, statement="F1", question="first", group="parent")
    assert mine["verdict"] == ("retain" if judged else "")
    assert mine["guard"] == ("" if judged else "guard_few_raters")
    assert mine["result"] == ("retain" if judged else "not_judged")


# 7 of 10 are 70 % in whole numbers; 69 of 99 are 69.7 %, 699 of 1000 69.9, 701 of 1000 70.1.
@pytest.mark.parametrize(
    ("agree", "n", "verdict"),
    [
        (6, 10, "discuss"),
        (7, 10, "retain"),
        (69, 99, "discuss"),
        (699, 1000, "discuss"),
        (700, 1000, "retain"),
        (701, 1000, "retain"),
        (14, 20, "retain"),
    ],
)
def test_a_share_of_seventy_percent_is_enough(rated, agree, n, verdict):
    found = rated({("parent", "F1_I"): [n - agree, 0, 0, agree, 0]})
    mine = row(found, statement="F1", question="first", group="parent")
    assert mine["verdict"] == verdict
    assert mine["percent"] == pytest.approx(100 * agree / n)


# A rule of 75 %: 30 of 40 are exactly enough, one answer fewer is not; of 41 people 30.75 are 75 %.
@pytest.mark.parametrize(
    ("agree", "n", "verdict", "others"),
    [(30, 40, "retain", 1), (29, 40, "discuss", 1), (30, 41, "discuss", 1), (31, 41, "retain", 1)],
)
def test_three_quarters_exactly_are_enough_and_one_answer_fewer_is_not(
    rated, agree, n, verdict, others
):
    found = rated({("parent", "F1_I"): [n - agree, 0, 0, agree, 0]}, least_percent=75)
    mine = row(found, statement="F1", question="first", group="parent")
    assert (mine["verdict"], mine["others"]) == (verdict, others)


def test_a_constant_rating_has_full_agreement_and_levels_never_used_count(rated):
    found = rated({("parent", "F1_I"): [0, 0, 0, 9, 0], ("parent", "F2_I"): [0, 0, 9, 9, 0]})
    constant = row(found, statement="F1", question="first", group="parent")
    assert constant[["agreement", "consensus"]].tolist() == [1, 1]
    assert constant[["lower_quartile", "upper_quartile"]].tolist() == [4, 4]
    # Two neighbouring levels of five in use: A = 1 - (2 - 1) / (5 - 1).
    mine = row(found, statement="F2", question="first", group="parent")
    assert mine["agreement"] == 0.75
    assert found[["level_1", "level_2", "level_5"]].to_numpy().sum() == 0


# With half agreeing being enough, the median decides: of 3 and 4 it is 3.5, of 3 and 5 it is 4.
@pytest.mark.parametrize(
    ("counts", "median", "verdict"),
    [([0, 0, 5, 5, 0], 3.5, "discuss"), ([0, 0, 5, 0, 5], 4.0, "retain")],
)
def test_the_median_must_be_four(rated, counts, median, verdict):
    found = rated({("parent", "F1_I"): counts}, least_percent=50)
    mine = row(found, statement="F1", question="first", group="parent")
    assert (mine["median"], mine["verdict"]) == (median, verdict)


@pytest.mark.parametrize(
    ("agree", "n", "verdict", "result"),
    [(49, 100, "note", "retain_with_note"), (50, 100, "no_note", "retain"), (5, 10, "no_note", "")],
)
def test_below_half_doable_a_retained_statement_needs_a_note(rated, agree, n, verdict, result):
    doable = [n - agree, 0, 0, 0, agree]
    found = rated({("parent", "F1_I"): [0, 0, 0, 10, 0], ("parent", "F1_D"): doable})
    everybody = row(found, statement="F1", question="second", group="everybody")
    assert everybody["verdict"] == verdict
    assert everybody["result"] == (result or "retain")


def test_the_second_question_is_judged_of_everybody_together(rated):
    # Parents 6 of 10, workers 2 of 10: 8 of 20 are 40 %.
    doable = {("parent", "F1_D"): [4, 0, 0, 6, 0], ("worker", "F1_D"): [8, 0, 0, 2, 0]}
    found = rated(doable)
    second = found[(found["statement"] == "F1") & (found["question"] == "second")]
    assert second["percent"].tolist() == [60, 20, 40]
    assert second["verdict"].tolist() == ["", "", "note"]


def test_one_group_below_is_enough_to_discuss_and_one_too_small_is_not(rated):
    good, bad = [0, 0, 0, 10, 0], [10, 0, 0, 0, 0]
    found = rated({("parent", "F1_I"): good, ("worker", "F1_I"): bad})
    assert set(found.loc[found["statement"] == "F1", "result"]) == {"discuss"}
    found = rated({("parent", "F1_I"): good, ("worker", "F1_I"): [7, 0, 0, 0, 0]})
    assert set(found.loc[found["statement"] == "F1", "result"]) == {"retain"}


def test_some_of_the_groups_have_no_verdict_on_the_statement(views):
    study = one_site(views.study)
    data = rated_by(views, study, {("parent", "F1_I"): [0, 0, 0, 10, 0]})
    found = statements(data, ("parent",)).frame
    assert set(found["result"]) == {""}
    assert set(found["group"]) == {"parent"}


COUNTS = st.lists(st.integers(0, 4), min_size=5, max_size=5).filter(any)
RULES = st.builds(
    Threshold,
    lowest=st.just(1),
    agree_from=st.integers(3, 5),
    least_percent=st.integers(1, 100),
    least_median=st.sampled_from([1.5, 2, 3, 3.5, 4, 4.5, 5]),
)


def within(counts, others):
    """Every way to answer of which at most so many answers are other ones."""
    found = {tuple(counts)}
    for _ in range(others):
        found |= {
            tuple(n - (i == a) + (i == b) for i, n in enumerate(c))
            for c in found
            for a in range(len(c))
            for b in range(len(c))
            if c[a]
        }
    return found


@given(COUNTS, RULES)
def test_so_many_other_answers_change_the_verdict_and_one_fewer_never_does(counts, rule):
    others, retained = consensus.answers_to_other(counts, rule), rule.retains(counts)
    assert others >= 1
    if others > 3:
        return
    assert any(rule.retains(c) != retained for c in within(counts, others))
    assert all(rule.retains(c) == retained for c in within(counts, others - 1))


@given(COUNTS, st.integers(51, 100))
def test_where_the_share_decides_the_distance_is_that_of_the_share(counts, percent):
    rule = Threshold(1, 4, percent, 4)
    by_share = rule.others_by_share(rule.agreeing(counts), sum(counts))
    assert rule.share_decides
    assert consensus.answers_to_other(counts, rule) == by_share


# 70 % of 46 is 32.2: 33 are needed; of 75, 52.5: 53; of 10 exactly 7.
@pytest.mark.parametrize(
    ("agreeing", "n", "others"), [(33, 46, 1), (32, 46, 1), (46, 75, 7), (7, 10, 1), (10, 10, 4)]
)
def test_the_table_says_how_many_answers_the_verdict_hangs_on(rated, agreeing, n, others):
    found = rated({("parent", "F1_I"): [n - agreeing, 0, 0, 0, agreeing]})
    assert row(found, statement="F1", question="first", group="parent")["others"] == others


def test_agreement_and_consensus_are_those_of_r_through_the_public_function(rated, shared):
    items = json.loads((shared / "reference" / "consensus_agrmt.json").read_text())["items"]
    five = [item for item in items.values() if len(item["freq"]) == 5]
    assert five
    for item in five:
        found = rated({("parent", "F1_I"): item["freq"]})
        mine = row(found, statement="F1", question="first", group="parent")
        assert mine["base"] == item["n"]
        assert mine["agreement"] == pytest.approx(item["agreement_van_der_eijk"], abs=1e-9)
        assert mine["consensus"] == pytest.approx(item["consensus_tastle_wierman"], abs=1e-9)
        quartiles = [item["q1_type7"], item["median"], item["q3_type7"]]
        assert mine[["lower_quartile", "median", "upper_quartile"]].tolist() == quartiles
        assert mine["percent"] == pytest.approx(item["top2_pct"], abs=1e-9)


def nine_points(study):
    """The study with its ratings from 1 to 9."""
    scale = Scale("NINE", "agreement", tuple(Option(v, Text(str(v))) for v in range(1, 10)))
    forms = [
        dataclasses.replace(
            form,
            scales=(scale,),
            items=tuple(dataclasses.replace(i, scale="NINE") for i in form.items),
        )
        if form.instrument == "views"
        else form
        for form in study.instruments
    ]
    return dataclasses.replace(study, instruments=tuple(forms))


def test_the_rand_index_is_that_of_a_published_table_and_only_from_one_to_nine(views, shared):
    found = json.loads((shared / "reference" / "ipras.json").read_text())
    counts = [found["ratings_as_read"].count(level) for level in range(1, 10)]
    study = nine_points(one_site(views.study, agree=(7, 8, 9), least_median=7))
    frame = statements(rated_by(views, study, {("parent", "F1_I"): counts})).frame
    mine = row(frame, statement="F1", question="first", group="parent")
    published = found["published"]
    assert mine["median"] == published["median"]
    assert mine[["ipr", "ipras"]].tolist() == pytest.approx([published["IPR"], published["IPRAS"]])
    assert mine["disagreement"] == "no"
    assert "ipras" not in statements(views).frame


def test_kendalls_w_is_of_those_who_rated_every_statement(views):
    # Parents: t1 5>3, t2 4=4, t5 2<4; t3 left F1 out. Ranks of F1 2, 1.5, 1 sum to 4.5, those of
    # F2 to 4.5 as well: W = 0.
    found = row(kendall(views).frame, question="first", group="parent")
    assert (found["n"], found["around"], found["w"], found["p"]) == (3, 3, 0, 1)
    assert (found["chi2"], found["df"]) == (0, "1")
    none = row(kendall(views).frame, question="first", group="worker")
    assert (none["n"], none["guard"]) == (0, "guard_few_people")
    assert math.isnan(none["w"])


def test_kendalls_w_is_that_of_r(views, rated):
    # irr::kendall(matrix(c(4, 5, 3, 5, 4, 5), nrow = 2), correct = TRUE) in R: of three raters who
    # all put the second statement above the first W is 1, chi2 = 3 · 1 · 1, p = 0.0833.
    counts = {("parent", "F1_I"): [0, 0, 1, 2, 0], ("parent", "F2_I"): [0, 0, 0, 0, 3]}
    found = row(rated(counts, kendall), question="first", group="parent")
    assert found[["w", "chi2"]].tolist() == pytest.approx([1, 3])
    assert found["p"] == pytest.approx(0.08326452)


def test_raters_who_tell_nothing_apart_have_no_w_and_it_says_why(rated):
    same = [0, 0, 0, 0, 9]
    found = row(
        rated({("parent", "F1_I"): same, ("parent", "F2_I"): same}, kendall),
        question="first",
        group="parent",
    )
    assert found["guard"] == "guard_no_order"
    assert math.isnan(found["w"])


@pytest.mark.parametrize("counts", [{}, {("parent", "F1_I"): [0, 0, 1, 0, 0]}])
def test_nobody_or_one_person_gives_rows_with_a_reason(rated, counts):
    found = rated(counts)
    judged = found[(found["question"] == "first") | (found["group"] == "everybody")]
    assert set(judged["guard"]) == {"guard_few_raters"}
    assert set(rated(counts, kendall)["guard"]) == {"guard_few_people"}


def test_without_a_rule_or_its_survey_there_are_no_rows(views):
    plain = dataclasses.replace(
        views.study, header=dataclasses.replace(views.study.header, consensus_rule=None)
    )
    header = dataclasses.replace(views.study.header, sources=())
    unasked = dataclasses.replace(views.study, header=header)
    for study in (plain, unasked):
        data = dataclasses.replace(views, study=study)
        assert statements(data).frame.empty
        assert kendall(data).frame.empty


def test_each_sites_table_is_a_part_of_the_groups_that_are_shown_by_site(views):
    found = statements(views)
    assert [set(p.frame["group"]) for p in found.parts] == [{"parent"}, {"parent"}]
    assert statements(dataclasses.replace(views, site_id="001"), ("parent",)).parts == ()


def test_a_group_that_was_not_asked_is_named(views):
    with pytest.raises(StudyError, match="does not ask child"):
        statements(views, ("child",))


def test_levels_may_begin_at_nought(views):
    study = one_site(views.study, agree=(4,), least_median=4)
    scale = Scale("RATING", "agreement", tuple(Option(v, Text(str(v))) for v in range(5)))
    forms = tuple(
        dataclasses.replace(f, scales=(scale,)) if f.instrument == "views" else f
        for f in study.instruments
    )
    study = dataclasses.replace(study, instruments=forms)
    data = rated_by(views, study, {("parent", "F1_I"): [0, 0, 3, 7, 0]})  # levels 1 to 4
    mine = row(statements(data).frame, statement="F1", question="first", group="parent")
    assert (mine["median"], mine["agreeing"], mine["verdict"]) == (4, 7, "retain")


def test_a_missing_rating_is_no_level(views):
    assert "level_99" not in statements(views).frame
    assert pd.notna(statements(views).frame["level_1"]).all()
    assert consensus_results.counts_of({"level_1": 2, "level_2": math.nan}) == [2]
