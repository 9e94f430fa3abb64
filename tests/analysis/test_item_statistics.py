"""What items bring to their scales, and omega in the summary: worked by hand on the tiny study."""

from __future__ import annotations

import dataclasses
import math
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from tiny import ITEMS, responses, write_survey

from compendium.analysis.statistics import reliability
from compendium.analysis.survey import distributions, scales, surveys
from compendium.analysis.survey.seeds import seed_of
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study


def tables(site=""):
    return open_tables(open_study("tiny"), site)


def items(data=None):
    frame = scales.item_statistics(data or tables()).frame
    return frame.set_index("item_id")


def test_item_statistics_rest_on_those_who_answered_everything_listwise(tiny):
    # Q1 (5, 4, 5), Q5 (3, 3, 3), Q6 (1, 2, 1): every item goes up with the sum of the others.
    found = items().loc[["S1", "S2", "S3"]]
    assert found["n"].tolist() == [3, 3, 3]
    assert found["around"].tolist() == [4, 4, 4]
    assert found["item_rest"].tolist() == pytest.approx([1, 1, 1])
    # Variances 4, 1, 4; covariances 2, 4, 2: alpha 3/2 (1 - 9/25), without S1 or S3 2 (1 - 5/9).
    assert found["alpha"].tolist() == pytest.approx([0.96] * 3)
    assert found["alpha_without"].tolist() == pytest.approx([8 / 9, 1, 8 / 9])
    assert set(found["guard"]) == {""}


def test_floor_and_ceiling_are_of_everybody_who_answered_the_item(tiny):
    # S1: 5, 4, 2, 3, 1. S3 turned round: 5, 4, 3, 1 (Q3 did not say).
    found = items()
    assert found.loc[["S1", "S3"], "lowest"].tolist() == [20, 25]
    assert found.loc[["S1", "S3"], "highest"].tolist() == [20, 25]
    assert (found.at["S1", "floor"], found.at["S2", "floor"]) == ("yes", "")


@pytest.mark.parametrize(("most", "flag"), [(14, ""), (15, "yes"), (16, "yes")])
def test_answers_crowd_from_15_percent_on(wales, most, flag):
    form = wales.instrument("parent")
    given = pd.DataFrame({"P_WR1": pd.array([5] * most + [3] * (100 - most), dtype="Float64")})
    found = scales._ends(given, form, "P_WR1")
    assert (found["highest"], found["ceiling"], found["floor"]) == (most, flag, "")


def test_of_two_items_there_is_a_correlation_and_no_alpha_without_one(tiny):
    found = items().loc["T1"]
    assert found["guard"] == "guard_two_items"
    assert found["item_rest"] == pytest.approx(1)
    assert math.isnan(found["alpha_without"])


def test_an_item_everybody_answered_alike_is_refused_with_its_topic(tiny):
    frame = responses().assign(S1=3.0, S2=[1.0, 2, 3, 4, 5, 4], S3=[4.0, 5, 2, 1, 3, 3])
    write_survey(tiny / "raw" / "survey.sav", frame)
    found = items().loc[["S1", "S2", "S3"]]
    topic = "guard_constant_topic"
    assert found["guard"].tolist() == ["guard_constant_item", topic, topic]
    assert found[["item_rest", "alpha_without", "alpha"]].isna().all(axis=None)


def test_an_item_nobody_answered_has_no_share_at_either_end(tiny):
    write_survey(tiny / "raw" / "survey.sav", responses().assign(S2=np.nan))
    found = items().loc["S2"]
    assert (found["guard"], found["n"]) == ("guard_few_people", 0)
    assert math.isnan(found["lowest"])
    assert (found["floor"], found["ceiling"]) == ("", "")


def test_a_topic_of_one_item_has_no_item_statistic(tiny):
    data = tables()
    form = data.study.instrument("form")
    form = dataclasses.replace(form, items=tuple(i for i in form.items if i.item_id != "T2"))
    study = dataclasses.replace(data.study, instruments=(form,))
    header = dataclasses.replace(study.header, min_answered={"1": 1, "3": 2})
    study = dataclasses.replace(study, header=header)
    found = items(dataclasses.replace(data, study=study)).loc["T1"]
    assert found["guard"] == "guard_few_items"
    assert math.isnan(found["item_rest"])


def test_items_of_every_set_of_respondents_are_those_of_the_distributions(area):
    data = area("")
    assert list(surveys.items(data)) == list(surveys.distributions(data))
    assert {r.measure for r in surveys.items(data).values()} == {"items"}


@pytest.mark.parametrize("construct", ["working_relationship", "advocacy_experience"])
def test_the_welsh_summary_has_the_omega_of_reliability(area, construct):
    data = area("A")
    form = data.study.instrument("parent")
    found = scales.summary(data, "parent").frame.set_index("construct").loc[construct]
    mine = data.answers[data.answers["instrument"] == "parent"]
    table = scales.values(mine, form, construct, "now")
    expected = reliability.reliability(table, seed_of(data, construct))
    assert found["alpha_n"] == expected.n == len(table.dropna())
    assert (found["omega"], found["omega_lower"], found["omega_upper"]) == (
        expected.omega.value,
        expected.omega.lower,
        expected.omega.upper,
    )
    assert found["omega_lower"] < found["omega"] < found["omega_upper"]


def test_a_small_topic_has_alpha_and_the_reason_why_it_has_no_omega(tiny):
    found = scales.summary(tables()).frame.set_index("construct")
    assert found["guard"].to_dict() == {
        "say": "guard_few_for_a_factor",
        "trust": "guard_two_items",
    }
    assert found["alpha"].tolist() == pytest.approx([0.96, 1])
    assert found["omega"].isna().all()


def test_nothing_is_resampled_for_parts(area):
    data = area("")
    scored = sum(c.scored for c in data.study.instrument("parent").constructs)
    with mock.patch.object(scales, "reliability", wraps=scales.reliability) as asked:
        result = scales.summary(data, "parent")
    assert len(result.parts) == 3
    assert asked.call_count == scored


def test_every_level_stays_where_nobody_chose_it(tiny):
    write_survey(tiny / "raw" / "survey.sav", responses().assign(**dict.fromkeys(ITEMS, 3.0)))
    frame = distributions.distribution(tables()).frame
    levels = frame.groupby("item_id", observed=False)["people"].agg(list)
    assert list(levels.index) == ["S1", "S2", "S3", "T1", "T2"]
    assert levels.tolist() == [[0, 0, 5, 0, 0]] * 5
