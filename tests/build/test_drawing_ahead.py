"""Figures are drawn while a notebook runs, and what cannot be drawn is told by others."""

from __future__ import annotations

import sys

import pytest
from shown import likert, three

from compendium.build.drawing_ahead import drawing_ahead
from compendium.displays import figures
from compendium.displays.drawing.canvas import PAGE, PHONE
from compendium.displays.record import RECORD_MIME


@pytest.fixture(autouse=True)
def nothing_drawn():
    figures._drawn.cache_clear()


def test_what_is_shown_is_drawn_when_the_notebook_has_ended():
    display = likert(*three())
    with drawing_ahead("en") as shown:
        shown({RECORD_MIME: display.record()})
    before = figures._drawn.cache_info()
    assert (before.misses, before.hits) == (2, 0)
    for width in (PAGE, PHONE):
        figures.svg(display, "en", width)
    assert figures._drawn.cache_info().hits == 2


@pytest.mark.parametrize("shown_first", [{}, {"text/plain": "1"}, {RECORD_MIME: {"id": "x"}}])
def test_what_cannot_be_drawn_stops_nothing(shown_first):
    with drawing_ahead("en") as shown:
        shown(shown_first)
        shown({RECORD_MIME: likert(*three()).record()})
    assert figures._drawn.cache_info().misses == 2


def test_an_error_of_the_notebook_is_raised_and_turns_are_as_long_as_before():
    interval = sys.getswitchinterval()
    with pytest.raises(ZeroDivisionError), drawing_ahead("en"):
        raise ZeroDivisionError
    assert sys.getswitchinterval() == interval
