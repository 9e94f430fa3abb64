"""Labels and numbers as text, in both languages."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.words import Text, date_text, number_text, say


def test_missing_welsh_is_the_english_and_says_so():
    assert Text("Area A").say("cy") == "Area A [Saesneg]"
    assert Text("Area A").say("en") == "Area A"


def test_welsh_that_is_there_is_said():
    assert Text("Area A", "Ardal A").say("cy") == "Ardal A"


def test_a_phrase_takes_its_numbers():
    assert say("over", "en", number="85%") == "over 85%"
    assert say("over", "cy", number="85%") == "dros 85%"


def test_a_phrase_nobody_wrote_is_our_own_fault():
    with pytest.raises(KeyError):
        say("no_such_phrase", "en")


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0.0, 0, "0"),
        (-0.4, 0, "0"),
        (-0.0, 1, "0.0"),
        (-1.0, 0, "-1"),
        (999.0, 0, "999"),
        (1234.0, 0, "1,234"),
        (1234567.0, 0, "1,234,567"),
        (3.0, 1, "3.0"),
        (0.81, 2, "0.81"),
        (-0.13, 2, "-0.13"),
    ],
)
def test_a_number_is_written_as_people_do(value, decimals, expected):
    assert number_text(value, decimals) == expected


@pytest.mark.parametrize("value", [math.nan, None])
def test_a_hidden_number_has_no_text(value):
    with pytest.raises(ValueError, match="hidden or missing"):
        number_text(value)


@settings(max_examples=50)
@given(st.integers(-(10**9), 10**9))
def test_a_whole_number_can_be_read_back(number):
    assert int(number_text(float(number)).replace(",", "")) == number


@pytest.mark.parametrize(
    ("day", "english", "welsh"),
    [
        (dt.date(2026, 1, 1), "1 January 2026", "1 Ionawr 2026"),
        (dt.date(2024, 5, 3), "3 May 2024", "3 Mai 2024"),
        (dt.date(2026, 12, 31), "31 December 2026", "31 Rhagfyr 2026"),
    ],
)
def test_a_date_is_written_in_its_language(day, english, welsh):
    assert date_text(day, "en") == english
    assert date_text(day, "cy") == welsh
