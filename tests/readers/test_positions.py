"""Where a selection starts: one case worked by hand for each way of counting."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.readers import positions
from compendium.readers.positions import (
    CONVENTION_WORDS,
    STANDARD,
    Characters,
    Convention,
    Positions,
    convention_named,
)

UTF16 = Convention(utf16=True)
ONE_BREAK = Convention(crlf_as_one=True)
WITH_MARK = Convention(bom_counts=True)


def choose(text, had_bom, starts, ends):
    return positions.choose(Characters(text), had_bom, np.array(starts), np.array(ends))


@pytest.mark.parametrize(
    ("text", "convention", "given", "expected"),
    [
        ("abc", STANDARD, [0, 2, 3], [0, 2, 3]),
        ("a😀b", STANDARD, [0, 1, 2, 3], [0, 1, 2, 3]),
        # a is unit 0, the face units 1 and 2, b unit 3.
        ("a😀b", UTF16, [0, 1, 3, 4], [0, 1, 2, 3]),
        # A position inside the face's pair is moved behind it.
        ("a😀b", UTF16, [2], [2]),
        # ŵ and a combining accent are one unit each.
        ("ŵe\u0301b", UTF16, [1, 2, 3, 4], [1, 2, 3, 4]),
        # a 0, the break 1, b 2, end 3.
        ("a\r\nb", ONE_BREAK, [0, 1, 2, 3], [0, 1, 3, 4]),
        # A carriage return or a line feed alone is a character like others.
        ("a\rb\nc", ONE_BREAK, [1, 2, 3, 4], [1, 2, 3, 4]),
        ("ab", WITH_MARK, [1, 2, 3], [0, 1, 2]),
        ("😀\r\nb", Convention(True, True, True), [1, 3, 4, 5], [0, 1, 3, 4]),
    ],
)
def test_a_position_leads_to_its_character(text, convention, given, expected):
    assert Positions(Characters(text), convention).to_text(given).tolist() == expected


@pytest.mark.parametrize(
    ("text", "convention", "beyond"),
    [
        ("", STANDARD, 1),
        ("abc", STANDARD, 4),
        ("a😀b", UTF16, 5),
        ("a\r\nb", ONE_BREAK, 4),
        ("ab", WITH_MARK, 4),
    ],
)
def test_one_beyond_the_end_and_below_zero_are_nowhere(text, convention, beyond):
    assert Positions(Characters(text), convention).to_text([beyond - 1]).tolist() == [len(text)]
    assert Positions(Characters(text), convention).to_text([beyond, -1]).tolist() == [-1, -1]


@pytest.mark.parametrize(
    ("text", "had_bom", "tried"),
    [
        ("plain text\n", False, 1),
        ("a face 😀", False, 2),
        ("two\r\nlines", False, 2),
        ("marked", True, 2),
        ("all three 😀\r\n", True, 8),
    ],
)
def test_only_conventions_that_make_a_difference_are_tried(text, had_bom, tried):
    assert len(choose(text, had_bom, [0], [1])[1]) == tried


def test_scores_are_the_share_of_edges_at_the_edge_of_a_word():
    # "ab" is characters 2 to 4. Read as UTF-16 units: from the blank to between a and b.
    assert choose("😀 ab cd", False, [2], [4]) == (STANDARD, {STANDARD: 1.0, UTF16: 0.0})


def test_positions_in_utf16_units_are_recognised():
    # "ab" is units 3 to 5, "cd" units 6 to 8: as characters " b c" edges and beyond the end.
    assert choose("😀 ab cd", False, [3, 6], [5, 8])[0] == UTF16


def test_line_breaks_counted_as_one_are_recognised():
    assert choose("one\r\ntwo", False, [0, 4], [3, 7])[0] == ONE_BREAK


def test_a_counted_byte_order_mark_is_recognised():
    assert choose("one two", True, [1, 5], [4, 8])[0] == WITH_MARK


def test_where_conventions_are_level_the_standard_is_taken():
    assert choose("one two 😀\r\n", True, [], [])[0] == STANDARD
    assert choose("one two 😀", False, [0, 4], [3, 7])[0] == STANDARD


def test_a_full_stop_ends_a_selection_well():
    assert choose("😀 Yes. No.", False, [2], [6])[1][STANDARD] == 1.0


def test_a_convention_says_itself_in_words():
    assert str(STANDARD) == "code points, line breaks as they stand, byte-order mark not counted"
    assert str(Convention(True, True, True)) == (
        "UTF-16 units, line breaks as one, byte-order mark counted"
    )


def test_what_begins_or_ends_a_paragraph_is_a_good_edge_too():
    # A dash begins the second line; as UTF-16 units the selection begins with the line break,
    # and ends inside a word.
    text = "😀 one\n– two"
    assert choose(text, False, [6], [11]) == (STANDARD, {STANDARD: 1.0, UTF16: 0.0})


@pytest.mark.parametrize(
    ("words", "convention"),
    [
        (["code_points"], STANDARD),
        (["utf16_units"], UTF16),
        (["line_breaks_as_one", "utf16_units"], Convention(utf16=True, crlf_as_one=True)),
        (list(CONVENTION_WORDS), Convention(True, True, True)),
    ],
)
def test_a_convention_is_named_by_what_departs_from_the_standard(words, convention):
    assert convention_named(words) == convention


conventions = st.builds(Convention, st.booleans(), st.booleans(), st.booleans())


@given(st.text(st.sampled_from("ab \r\n😀ŵ\u0301"), max_size=30), conventions)
def test_positions_are_those_that_counting_one_by_one_gives(text, convention):
    # Where each character begins, counted by hand; a position inside one is moved behind it.
    begins, at = [], int(convention.bom_counts)
    for number, character in enumerate(text):
        begins.append(at)
        paired = convention.crlf_as_one and text[number : number + 2] == "\r\n"
        at += 0 if paired else 2 if convention.utf16 and character > "\uffff" else 1
    begins.append(at)
    asked = list(range(-1, at + 3))
    expected = [
        -1 if p < 0 or p > at else next(i for i, begin in enumerate(begins) if begin >= p)
        for p in asked
    ]
    assert Positions(Characters(text), convention).to_text(asked).tolist() == expected
