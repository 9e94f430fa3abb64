"""Occasions out of order, and surveys on none, are refused in a researcher's words, all at once."""

from __future__ import annotations

import pytest
from later import write_later
from test_study import message, spoil

from compendium.study_folder import open_study


def refused(tiny, *changes) -> str:
    write_later(tiny)
    for before, after in changes:
        spoil(tiny, "study.yml", before, after)
    return message()


def test_the_tiny_study_has_three_occasions(tiny):
    study = open_study(write_later(tiny).name)
    assert [(o.occasion, o.months) for o in study.header.occasions] == [
        ("T0", 0),
        ("T1", 6),
        ("T2", 12),
    ]
    assert [o.occasion for o in study.occasions_of("form")] == ["T0", "T1", "T2"]
    surveys = study.source("survey")
    assert [study.occasion_of(s) for s in surveys] == ["T0", "T1", "T2"]
    assert [study.is_later(s) for s in surveys] == [False, True, True]


def test_a_study_without_occasions_has_none(tiny):
    study = open_study("tiny")
    (survey,) = study.source("survey")
    assert (study.occasion_of(survey), study.is_later(survey)) == ("", False)
    assert study.occasions_of("form") == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "months: 6}",
            "months: 0}",
            "study.yml occasions T1: months is 0, but the occasion before it (T0) is month 0. Put",
        ),
        (
            "months: 12}",
            "months: 3}",
            "study.yml occasions T2: months is 3, but the occasion before it (T1) is month 6. Put",
        ),
        (
            "months: 0}",
            "months: 1}",
            "study.yml occasions T0: months is 1, but the first occasion is month 0. Write `mon",
        ),
        ("occasion: T1, l", "occasion: T0, l", "occasions T0: the occasion is given 2 times."),
        ("occasion: T0, l", "occasion: '', l", "occasions: an occasion has no name. Call it T0"),
        (
            "    occasion: T2\n",
            "    occasion: T9\n",
            "study.yml sources T2: occasion 'T9' is unknown, but known are T0, T1, T2.",
        ),
        (
            "    kind: casework\n",
            "    kind: casework\n    occasion: T1\n",
            "study.yml sources log: occasion is given, but only a survey has it. Take it out.",
        ),
    ],
)
def test_what_is_wrong_with_an_occasion_is_said(tiny, before, after, said):
    assert said in refused(tiny, (before, after))


def test_an_occasion_in_a_study_that_has_none_is_refused(tiny):
    spoil(tiny, "study.yml", "    instrument: form\n", "    instrument: form\n    occasion: T1\n")
    said = "study.yml sources survey: the occasion 'T1' is unknown, but the study has no occasions."
    assert said in message()


def test_everything_wrong_is_said_at_once(tiny):
    text = refused(tiny, ("months: 12}", "months: 6}"), ("    occasion: T2\n", "    occasion: X\n"))
    assert "occasions T2: months is 6" in text
    assert "occasion 'X' is unknown" in text


def test_the_months_must_be_whole(tiny):
    assert "found '6.5', but a whole number is needed" in refused(
        tiny, ("months: 6}", "months: 6.5}")
    )
