"""What is said of open questions and contradicts itself is named."""

from __future__ import annotations

import pytest
from opened import CODED_IN, QUESTION
from test_study import message, spoil

CLOSED = "wording: {en: I was asked., cy: Gofynnwyd i mi.}"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("coded_in: [a], coded_by: C1", "coded_in and codes are not both given"),
        ("codes: {'1': K2}", "coded_in and codes are not both given"),
        ("coded_in: [a], codes: {'1': K2}", "nobody is named who coded them"),
        ("ticked_in: {a: K2}", "nobody is named who coded them"),
        ("coded_by: C1", "coded_by is given, and no column of codes"),
        ("ticked_in: {a: K2}, coded_by: Zoe", "coder 'Zoe' is unknown, but known are C1, C2"),
        ("ticked_in: {a: K9}, coded_by: C1", "code 'K9' is unknown"),
        ("ticked_in: {a: K3}, coded_by: C1", "code 'K3' is unknown"),  # retired
        (
            "coded_in: [a], codes: {'1': K2}, ticked_in: {a: K1}, coded_by: C1",
            "the column a is said 2 times to hold codes",
        ),
    ],
)
def test_a_mistake_is_named(tiny, more, expected):
    spoil(tiny, "instruments/form.yml", QUESTION, f"{QUESTION}, {more}")
    assert expected in message()


def test_a_question_with_a_scale_has_none_of_it(tiny):
    spoil(tiny, "instruments/form.yml", CLOSED, f"{CLOSED}, {CODED_IN}")
    said = "coded_in, codes, coded_by is given, and the question has a scale"
    assert said in message()
