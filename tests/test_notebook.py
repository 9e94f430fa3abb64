"""What a notebook starts with."""

from __future__ import annotations

import pytest

from compendium.intake.take_in import take_in
from compendium.notebook import open_site
from compendium.problems import StudyError
from compendium.study_folder import open_study


@pytest.fixture
def taken_in(tiny):
    take_in(open_study("tiny"))


def test_a_site_is_opened_with_its_tables_and_its_door(taken_in):
    data, release = open_site("tiny", "001", "welsh_evaluation")
    assert data.site_id == "001"
    assert repr(release) == "Release(profile welsh_evaluation, site 001)"


def test_a_blank_profile_is_the_studys_own(taken_in):
    _, release = open_site("tiny", "001")
    assert release.profile.profile == "exact"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("tinny", "001"), r"no study 'tinny'.*tiny"),
        (("tiny", "009"), r"'009'.*001, 002"),
        (("tiny", "001", "loose"), r"no disclosure profile 'loose'.*exact"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(taken_in, asked, message):
    with pytest.raises(StudyError, match=message):
        open_site(*asked)


def test_neither_tables_nor_door_show_data_when_they_stand_last_in_a_cell(taken_in):
    data, release = open_site("tiny", "001")
    shown = repr(data) + repr(release)
    assert "t1" not in shown
    assert "c1" not in shown
    assert "She listened" not in shown
