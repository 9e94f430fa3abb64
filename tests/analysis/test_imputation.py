"""Means beside imputed ones: with nothing missing nothing changes, and what is refused."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from compendium.analysis.survey import imputation
from compendium.intake.tables import open_tables
from compendium.schemas import empty
from compendium.study_folder import open_study

TOPIC = "advocacy_experience"


def means(data, instrument="parent", groups=()):
    return imputation.beside_complete(data, instrument, groups).frame


def row(frame, way, area="A", topic=TOPIC):
    own = (frame["construct"] == topic) & (frame["area"] == area) & (frame["way"] == way)
    return frame[own].squeeze()


def answering(data, answers):
    return dataclasses.replace(data, answers=answers, answers_everywhere=answers)


@pytest.fixture(scope="module")
def parents(area):
    return means(area(""))


def test_each_way_counts_its_own_people(parents, area):
    given = area("A").answers
    given = given[given["item_id"].str.startswith("P_AS")]
    answered = given.groupby("participant_id", observed=True)["value"].count()
    asked = area("A").answers.loc[lambda a: a["item_id"].eq("P_AS1"), "participant_id"].nunique()
    found = {way: row(parents, way)["n"] for way in imputation.WAYS}
    # Three answers of four make a score; complete are those with four.
    expected = {"enough": (answered >= 3).sum(), "complete": (answered == 4).sum()}
    assert found == expected | {"imputed": asked}


def test_the_complete_mean_is_that_of_people_who_answered_everything(parents, area):
    given = area("B").answers
    given = given[given["item_id"].str.startswith("P_AS")]
    form = area("B").study.instrument("parent")
    turned = {i.item_id for i in form.items if i.reversed}
    value = given["value"].astype("float64")
    value = value.where(~given["item_id"].isin(turned), 6 - value)
    wide = given.assign(value=value).pivot_table(
        index="participant_id", columns="item_id", values="value", observed=True
    )
    expected = wide.dropna().mean(axis=1).mean()
    assert row(parents, "complete", "B")["mean"] == pytest.approx(expected)


def test_filling_in_widens_no_gap_that_is_not_there(area):
    data = area("")
    full = data.answers_everywhere.copy()
    full["value"] = full["value"].fillna(3)
    frame = means(answering(data, full))
    plain, filled = row(frame, "enough"), row(frame, "imputed")
    assert filled["mean"] == pytest.approx(plain["mean"])
    assert filled["guard"] == "guard_nothing_missing"
    assert filled["missing_information"] == 0


def test_it_is_the_same_each_time_and_from_each_area(parents, area):
    pd.testing.assert_frame_equal(means(area("")), parents)
    here = means(area("A"))
    own = parents[parents["area"] == "A"].reset_index(drop=True)
    pd.testing.assert_frame_equal(here, own)


def test_another_seed_fills_in_otherwise(parents, area):
    data = area("")
    header = dataclasses.replace(data.study.header, seed=data.study.header.seed + 1)
    other = dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))
    changed = means(other)
    assert (row(changed, "imputed")["mean"] - row(parents, "imputed")["mean"]) != 0
    assert row(changed, "enough")["mean"] == row(parents, "enough")["mean"]


def test_imputed_means_lie_within_the_scale_and_their_interval(parents):
    filled = parents[parents["way"] == "imputed"]
    assert filled["mean"].between(1, 5).all()
    assert (filled["lower"] < filled["mean"]).all()
    assert (filled["mean"] < filled["upper"]).all()
    assert filled["missing_information"].between(0, 100).all()


def test_too_few_people_for_the_regressions_say_so(area):
    frame = means(area(""), "professional", ("iro_chair",))
    filled = frame[frame["way"] == "imputed"]
    assert set(filled["guard"]) == {"guard_few_people"}
    assert filled["mean"].isna().all()


def test_a_question_that_nobody_answered_is_not_made_up(area):
    data = area("")
    gone = data.answers_everywhere.copy()
    gone.loc[gone["item_id"] == "P_AS1", "value"] = pd.NA
    frame = means(answering(data, gone))
    assert row(frame, "imputed")["guard"] == "guard_unanswered_item"
    assert row(frame, "complete")["n"] == 0
    assert row(frame, "imputed", topic="trust")["guard"] == ""


def test_everybody_with_the_same_score_has_no_interval(area):
    data = area("")
    same = data.answers_everywhere.copy()
    own = same["item_id"].str.startswith("P_AS")
    same.loc[own, "value"] = 3
    assert row(means(answering(data, same)), "imputed")["guard"] == "guard_constant"


@pytest.mark.parametrize("people", [0, 1])
def test_nobody_or_one_respondent_of_a_tiny_study(tiny, people):
    data = open_tables(open_study("tiny"), "001")
    ids = data.answers["participant_id"].unique()[:people]
    few = data.answers[data.answers["participant_id"].isin(ids)] if people else empty("answers")
    frame = imputation.beside_complete(answering(data, few)).frame
    assert frame["lower"].isna().all()
    assert (frame["n"] <= people).all()
    assert set(frame.loc[frame["way"] == "imputed", "guard"]) == {"guard_few_people"}
