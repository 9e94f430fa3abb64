"""Text is measured, not guessed."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.displays.drawing.canvas import (
    FONTS,
    PHONE,
    line_height,
    sheet,
    text_width,
    wrap,
    write,
)
from compendium.displays.drawing.canvas import (
    settings as rc,
)


def test_the_typeface_is_the_reports_own():
    sample = "The quick brown fox, 0123456789"
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    own = FontProperties(fname=FONTS / "CompendiumSans-Regular.ttf", size=9)
    width, _, _ = text_to_path.get_text_width_height_descent(sample, own, ismath=False)
    assert text_width(sample, 9) == pytest.approx(width / 72)


@pytest.mark.parametrize("letters", ["ŵŷŴŶâêîôûŵëïöü", "–…’“”", "\u00a0"])
def test_the_typeface_has_the_letters_of_welsh(letters):
    from matplotlib.ft2font import FT2Font

    for face in sorted(FONTS.glob("*.ttf")):
        known = FT2Font(str(face)).get_charmap()
        assert [c for c in letters if ord(c) not in known] == []


def test_text_twice_as_large_is_twice_as_wide():
    assert text_width("wide", 18) == pytest.approx(2 * text_width("wide", 9), rel=0.01)


def test_bold_text_is_wider():
    assert text_width("wide", 9, bold=True) > text_width("wide", 9)


@settings(max_examples=40)
@given(st.lists(st.text("abcŵ", min_size=1, max_size=12), max_size=12), st.floats(0.5, 4))
def test_wrapping_loses_no_word_and_keeps_to_the_width(words, width):
    lines = wrap(" ".join(words), width, 9)
    assert " ".join(lines).split() == words
    assert all(text_width(line, 9) <= width for line in lines if " " in line)


@settings(max_examples=60)
@given(
    st.lists(st.text("AVTWafjy.,'1—ŵ", min_size=1, max_size=9), min_size=2, max_size=12),
    st.floats(0.3, 3),
    st.booleans(),
)
def test_a_line_is_broken_only_where_the_next_word_would_not_fit(words, width, bold):
    lines = wrap(" ".join(words), width, 9, bold)
    for line, following in itertools.pairwise(lines):
        assert text_width(f"{line} {following.split(' ')[0]}", 9, bold) > width
    assert all(text_width(line, 9, bold) <= width for line in lines if " " in line)


def test_a_word_that_is_too_long_stands_alone():
    assert wrap("a Llanfairpwllgwyngyll b", 0.5, 9) == ["a", "Llanfairpwllgwyngyll", "b"]


def test_no_text_is_one_empty_line():
    assert wrap("", 2, 9) == [""]


def test_ordinary_text_on_a_telephone_is_at_least_twelve_pixels():
    # 3.43 inches of 72 points are shown 343 CSS pixels wide.
    assert PHONE.text * 343 / (PHONE.inches * 72) >= 12


def test_lines_stand_one_line_height_apart():
    _, axis = sheet(2, 1)
    write(axis, 0.1, 0.1, ["one", "two"], 9)
    first, second = (text.get_position()[1] for text in axis.texts)
    assert second - first == pytest.approx(line_height(9))


def test_centred_lines_stand_around_their_middle():
    _, axis = sheet(2, 1)
    write(axis, 0.1, 0.5, ["one", "two"], 9, centred=True)
    write(axis, 0.1, 0.5, ["one"], 9, centred=True)
    first, second, single = (text.get_position()[1] for text in axis.texts)
    assert (first + second) / 2 == pytest.approx(single)


def test_the_same_salt_gives_the_same_settings():
    assert rc("a") == rc("a")
    assert rc("a")["svg.hashsalt"] != rc("b")["svg.hashsalt"]
