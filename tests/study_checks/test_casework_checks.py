"""A casework source that contradicts itself is told so when the study is opened."""

from __future__ import annotations

import pytest

from compendium.problems import StudyError
from compendium.study_folder import open_study


@pytest.fixture
def spoilt(tiny):
    """What is said of the tiny study with a part of study.yml replaced."""

    def message(old: str, new: str) -> str:
        path = tiny / "study.yml"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(StudyError) as caught:
            open_study("tiny")
        return str(caught.value)

    return message


def test_a_column_that_is_needed_is_named(spoilt):
    assert "sources log: columns has no date_closed" in spoilt("date_closed: Closed, ", "")


def test_a_column_no_referral_has_is_unknown(spoilt):
    assert "sources log: column 'height' is unknown" in spoilt(
        "date_closed: Closed", "date_closed: Closed, height: Height"
    )


def test_what_is_worked_out_cannot_be_mapped(spoilt):
    assert "column 'date_problem' is unknown" in spoilt(
        "date_closed: Closed", "date_closed: Closed, date_problem: Fault"
    )


def test_a_translation_into_no_value_is_named(spoilt):
    said = spoilt('accepted: {Y: "yes"', "accepted: {Y: taken")
    assert "sources log values accepted: value 'taken' is unknown" in said
    assert "no, signposted, yes" in said


def test_a_translation_into_no_area_is_named(spoilt):
    said = spoilt("values: {referrer_type:", "values: {site_id: {North: N}, referrer_type:")
    assert "sources log values site_id: value 'N' is unknown, but known are 001, 002" in said


def test_a_translation_without_a_column_is_named(spoilt):
    said = spoilt(
        "values: {referrer_type:", "values: {route: {Offer: active_offer}, referrer_type:"
    )
    assert "sources log values: route is translated, but no column is mapped to it" in said
