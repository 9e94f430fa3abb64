"""A review that contradicts itself is told so when the study is opened."""

from __future__ import annotations

import pytest
from reviewed import HAND_REVIEW, HAND_SOURCES, declare

from compendium.problems import StudyError
from compendium.study_folder import open_study


def said(tiny, sources=HAND_SOURCES, review=HAND_REVIEW):
    declare(tiny, sources, review)
    with pytest.raises(StudyError) as error:
        open_study("tiny")
    return str(error.value)


def without(text, old, new=""):
    assert text.count(old) == 1
    return text.replace(old, new)


def test_literature_without_a_review_is_pointed_out(tiny):
    assert "the sources found, screened are of a review, and there is none" in said(tiny, review="")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: register", "kind: shelf", "review searches Register: kind 'shelf' is unknown"),
        ("search: tea AND talk", 'search: ""', "review searches Base: search is blank"),
        ("source: Web", "source: Base", "review searches Base: it is given 2 times"),
        ("Does tea help?", '""', "review question: there is no text"),
        ("One person screened.", '""', "review shortened[1]: there is no text"),
    ],
)
def test_a_fault_of_the_review_is_named(tiny, old, new, message):
    assert message in said(tiny, review=without(HAND_REVIEW, old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("source: Base, ", "", "sources found: nothing says where its records were found"),
        (
            ", data_origin: synthetic}",
            "}",
            "sources found: nothing says whether its records are made up",
        ),
        ("study_id: Study", "mood: Study", "sources screened: column 'mood' is unknown"),
        ("N: exclude}, retrieved", "N: out}, retrieved", "values screen1: value 'out' is unknown"),
        (
            "data_origin: synthetic}",
            "data_origin: maybe}",
            "fixed data_origin: value 'maybe' is unknown",
        ),
    ],
)
def test_a_fault_of_its_sources_is_named(tiny, old, new, message):
    assert message in said(tiny, sources=without(HAND_SOURCES, old, new))


def test_of_a_log_not_everything_can_be_said_for_the_whole_file(tiny):
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8")
    text = without(text, "file: raw/log.csv\n", "file: raw/log.csv\n    fixed: {route: repeat}\n")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match="fixed: column 'route' is unknown"):
        open_study("tiny")
