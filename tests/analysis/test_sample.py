"""Who took part: tiny by hand, Wales against the design (dossier, section 4)."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.analysis.survey.sample import heading_labels, who_took_part
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study


@pytest.fixture
def tiny_sample(tiny):
    frame = who_took_part(open_tables(open_study("tiny"))).frame
    return frame.set_index(["group", "area"])


@pytest.fixture(scope="module")
def welsh_sample(area):
    return who_took_part(area("A")).frame.set_index(["group", "area"])


@pytest.mark.parametrize(
    ("where", "expected"), [("001", (3, 3, 10, 3)), ("002", (2, 2, 8, 2)), ("all", (5, 5, 18, 5))]
)
def test_parents_of_the_tiny_study_are_counted_without_the_one_who_withdrew(
    tiny_sample, where, expected
):
    assert tuple(tiny_sample.loc[("parent", where)]) == expected


def test_without_a_sample_nobody_is_said_to_be_invited(tiny):
    (tiny / "sample.csv").unlink()
    frame = who_took_part(open_tables(open_study("tiny"))).frame.set_index(["group", "area"])
    assert pd.isna(frame.at[("parent", "001"), "invited"])
    assert frame.at[("parent", "001"), "interviewed"] == 3


def test_a_group_no_survey_asked_has_no_number_surveyed(tiny_sample):
    staff = tiny_sample.loc[("staff", "all")]
    assert staff["interviewed"] == 2
    assert pd.isna(staff["surveyed"])
    assert pd.isna(staff["invited"])


# Interviews and focus groups together, from the design.
@pytest.mark.parametrize(
    ("group", "counts"),
    [
        ("parent", [12 + 5, 14, 10 + 6, 47]),
        ("advocates_and_managers", [5 + 2, 6 + 1, 4 + 3 + 2, 23]),
        ("social_worker", [6 + 6, 8 + 5, 7, 32]),
        ("chairs", [2, 4, 3, 9]),
    ],
)
def test_the_welsh_interviews_are_those_of_the_design(welsh_sample, group, counts):
    found = [welsh_sample.loc[(group, a), "interviewed"] for a in ("A", "B", "C", "all")]
    assert found == counts


def test_the_welsh_survey_is_that_of_the_design(welsh_sample):
    parents = welsh_sample.loc["parent"]
    assert parents["surveyed"].to_dict() == {"A": 38, "B": 52, "C": 44, "all": 134}
    assert parents["invited"].to_dict() == {"A": 78, "B": 104, "C": 95, "all": 277}


def test_pooled_groups_stand_under_their_pools_name(wales):
    labels = heading_labels(wales)
    assert list(labels) == ["parent", "advocates_and_managers", "social_worker", "chairs"]
    assert labels["advocates_and_managers"].en == "advocates and managers"


def test_what_rests_on_made_up_data_says_so(tiny):
    assert who_took_part(open_tables(open_study("tiny"))).origin == "synthetic"
