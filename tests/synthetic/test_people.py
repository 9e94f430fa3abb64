"""Who took part in the made-up study."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from compendium.synthetic.people import CONSENT_COLUMNS, case_name, code_word


@pytest.fixture(scope="module")
def people(wales):
    return pd.read_csv(wales.folder / "consent.csv", dtype="str", keep_default_na=False)


@pytest.mark.parametrize(
    ("who", "name"),
    [
        (("A", "parent", 3), "A-PAR-03"),
        (("C", "iro_chair", 12), "C-CHAIR-12"),
        (("B", "professional_advocate", 1), "B-PROF-01"),
    ],
)
def test_a_case_is_named_by_area_group_and_number(who, name):
    assert case_name(*who) == name


def test_a_code_word_has_no_letters_that_are_easily_confused():
    word = code_word(np.random.default_rng(1), "P-", 5000)
    assert len(word) == 5002
    assert not set(word[2:]) & set("IO01")


def test_the_consent_table_has_its_columns(people):
    # The link to the casework log is added last, when there is a log (synthetic/casework.py).
    assert [c for c in people if c != "casework_person"] == CONSENT_COLUMNS


@pytest.mark.parametrize(("site", "completed", "both"), [("A", 38, 8), ("B", 52, 7), ("C", 44, 8)])
def test_as_many_parents_answered_as_the_sample_says(people, site, completed, both):
    # sample.csv (survey_completed) and recipe.yml (also_surveyed); whoever withdrew comes on top.
    parents = people.query("site_id == @site and group == 'parent' and consent_status == 'active'")
    answered = parents[parents["survey_token"] != ""]
    assert len(answered) == completed
    assert (answered["case_name"] != "").sum() == both


@pytest.mark.parametrize(
    ("site", "group", "spoke"),
    [("B", "parent", 14), ("A", "iro_chair", 2), ("C", "peer_advocate", 4)],
)
def test_as_many_were_interviewed_as_the_sample_says(people, site, group, spoke):
    here = people.query("site_id == @site and group == @group and case_name != ''")
    assert len(here) == spoke


def test_those_not_to_be_quoted_are_the_recipes(people):
    # recipe.yml, no_quotes
    spoke = people[people["case_name"] != ""]
    assert set(spoke.loc[spoke["quote_consent"] == "no", "case_name"]) == {"B-PAR-09", "C-SW-03"}


def test_only_parents_have_a_parents_attributes(people):
    others = people[people["group"] != "parent"]
    assert set(others["age_band"]) == set(others["first_involved"]) == {""}
    assert "" not in set(people.loc[people["group"] == "parent", "age_band"])


def test_the_order_of_rows_tells_nothing(people):
    assert people["participant_id"].is_monotonic_increasing
