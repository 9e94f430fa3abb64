"""The shipped made-up survey: levels, missing answers and traps as the recipe plants them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from compendium.instruments import Item
from compendium.readers.export import read_export
from compendium.study import Source
from compendium.synthetic.survey import centred, column
from compendium.words import Text

LEVELS = (1, 2, 3, 4, 5)


@pytest.fixture(scope="module")
def survey(wales):
    return read_export(wales.folder / "raw" / "parents_survey.sav").tables


@pytest.fixture(scope="module")
def responses(survey):
    return survey["responses"]


@pytest.fixture(scope="module")
def rated(wales):
    """The columns with an answer from 1 to 5, and whether the item is reversed."""
    form, source = wales.instrument("parent"), wales.source("survey")[0]
    return {column(source, i, s): i.reversed for i in form.rated for s in i.stages}


def answers(responses, rated):
    return responses[list(rated)].astype("Float64")


@pytest.mark.parametrize(
    ("site", "prefix", "planted"),
    [("A", "P_DM", 3.5), ("B", "P_DM", 3.4), ("C", "P_DM", 3.8), ("A", "P_TR", 2.9)],
)
def test_a_constructs_mean_is_as_planted(responses, rated, site, prefix, planted):
    # recipe.yml, means; a tenth for what is left blank and for the traps.
    here = responses[responses["area"] == site]
    mine = {c: r for c, r in rated.items() if c.startswith(prefix) and not c.endswith("before")}
    values = answers(here, mine).where(lambda t: t.isin(LEVELS))
    turned = pd.DataFrame({c: 6 - values[c] if r else values[c] for c, r in mine.items()})
    assert turned.stack().mean() == pytest.approx(planted, abs=0.1)


def test_values_out_of_range_are_the_recipes(responses, rated):
    # recipe.yml, out_of_range: [7, 0, 55, 6]; 98 and 99 are missing codes.
    values = answers(responses, rated).stack().dropna()
    assert sorted(values[~values.isin([*LEVELS, 98, 99])]) == [0, 6, 7, 55]


def test_three_people_answered_twice(responses):
    assert responses["token"].value_counts().gt(1).sum() == 3
    assert responses["token"].duplicated().sum() == 3


def test_one_response_is_dated_before_the_launch(wales, responses):
    source = wales.source("survey")[0]
    early = responses[pd.to_datetime(responses["submitted"]).dt.date < source.launched_on]
    assert early["token"].str.startswith("TEST").tolist() == [True]


def test_one_response_names_an_area_there_is_not(responses):
    assert responses.loc[~responses["area"].isin(["A", "B", "C"]), "area"].tolist() == ["D"]


def test_two_people_ticked_the_same_all_the_way(responses, rated):
    assert answers(responses, rated).eq(4).all(axis=1).sum() == 2


def test_some_answers_are_missing_but_not_many(responses, rated):
    # recipe.yml, missing: each item between 3 % and 9 %, here over all items.
    values = answers(responses, rated)
    gone = (values.isna() | values.isin([98, 99])).to_numpy().mean()
    assert 0.03 < gone < 0.09


def test_responses_come_in_the_order_they_were_sent(responses):
    assert pd.to_datetime(responses["submitted"]).is_monotonic_increasing


def test_codes_that_mean_missing_are_declared(survey, rated):
    declared = survey["variables"].set_index("variable")["user_missing"]
    assert set(declared[list(rated)]) == {"98; 99"}


@pytest.mark.parametrize(("stage", "name"), [("before", "Q1_b"), ("now", "Q1"), ("single", "Q1")])
def test_an_item_asked_twice_has_the_stages_suffix(stage, name):
    source = Source("s", "survey", "s.sav", {}, stage_suffix={"before": "_b"})
    item = Item("Q1", "c", Text("?", "?"))
    assert column(source, item, stage) == name


def test_values_are_centred_with_spread_one_and_of_one_person_are_nothing():
    # 1 and 3: mean 2, standard deviation 1.
    assert centred(np.array([1.0, 3.0])).tolist() == [-1.0, 1.0]
    assert centred(np.array([5.0])).tolist() == [0.0]
    assert centred(np.array([])).tolist() == []
