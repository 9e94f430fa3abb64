"""Judgements on the theory: what they name must be there, once, and signed."""

from __future__ import annotations

import pytest

from compendium.problems import StudyError
from compendium.study_folder import open_study


def message():
    with pytest.raises(StudyError) as caught:
        open_study("tiny")
    return str(caught.value)


def test_the_tiny_theory_is_read(tiny):
    study = open_study("tiny")
    assert [j.confidence for j in study.confidence] == ["moderate", "low", "very_low"]
    assert study.patterns[0].pattern == "not_established"


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        ("confidence.csv", "T1,AA", "T9,AA", "confidence.csv row 2: cmoc 'T9' is unknown"),
        ("confidence.csv", "moderate", "sure", "row 2: confidence 'sure' is unknown"),
        ("confidence.csv", "T1,AA", "T1,", "confidence.csv row 2: analyst is blank"),
        ("confidence.csv", "four people", "", "confidence.csv row 2: reason is blank"),
        ("confidence.csv", "2024-04-10", "10/4", "found '10/4', but a date like 2024-03-31"),
        ("confidence.csv", "T1,BB", "T1,AA", "AA judged T1 2 times"),
        ("patterns.csv", "T1,", "T9,", "patterns.csv row 2: cmoc 'T9' is unknown"),
        ("patterns.csv", "not_established,", "everywhere,", "pattern 'everywhere' is unknown"),
        ("patterns.csv", "lished,,", "lished,weather,", "context_field 'weather' is unknown"),
        ("patterns.csv", "lished,,", "lished,label,", "context_field 'label' is unknown"),
        (
            "cmocs.yml",
            "codes: [K1.2]",
            "looked_for: [009]",
            "T1: looked_for '009' is unknown",
        ),
    ],
)
def test_a_judgement_that_does_not_fit_is_named(tiny, file, before, after, said):
    path = tiny / "theory" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert said in message()


def test_a_field_of_the_site_may_be_what_matters(tiny):
    path = tiny / "theory" / "patterns.csv"
    path.write_text(path.read_text().replace("lished,,", "lished,funding_type,"), encoding="utf-8")
    assert open_study("tiny").patterns[0].context_field == "funding_type"


def test_two_analysts_do_not_settle_one_pattern_twice(tiny):
    with (tiny / "theory" / "patterns.csv").open("a", encoding="utf-8") as file:
        file.write("T1,recurs,,another view,BB,2024-04-13\n")
    assert "patterns.csv T1: 2 analysts judged its pattern" in message()
