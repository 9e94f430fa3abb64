"""A table as CSV: tidy, read back as it was, nothing in it a formula."""

from __future__ import annotations

import csv
import io

import pytest

from compendium.displays.text_table import Row, TextTable
from compendium.render.table_file import table_file


def read(*rows, columns=("Theme", "Parents"), origin="real", lang="en"):
    """The cells of a table's file, its header first."""
    content = table_file(TextTable(columns, rows, (False,) * (len(columns) - 1)), origin, lang)
    assert content.startswith(b"\xef\xbb\xbf"), "without its mark Excel misreads Welsh letters"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_table_is_a_header_and_a_row_for_each_of_its_rows():
    assert read(Row("Tŷ", ("12 [l]",)), Row("Te", ("[c]",))) == [
        ["Theme", "Parents"],
        ["Tŷ", "12 [l]"],
        ["Te", "[c]"],
    ]


def test_made_up_data_say_so_in_every_row():
    rows = read(Row("Tŷ", ("most",)), origin="synthetic")
    assert rows == [["Theme", "Parents", "data_origin"], ["Tŷ", "most", "synthetic"]]


def test_a_row_says_under_what_it_stands():
    rows = read(
        Row("Trust", ("",)),  # a heading
        Row("They listened.", ("20%",), depth=1),
        Row("They wrote.", ("30%",), depth=1),
        Row("Say", ("",)),
        Row("I was asked.", ("40%",)),
    )
    assert [row[0] for row in rows] == ["Under", "", "Trust", "Trust", "", "Say"]


def test_an_outline_says_every_step_above():
    deep = (Row("Warmth", ("1",)), Row("Tea", ("2",), depth=1), Row("Milk", ("3",), depth=2))
    rows = read(*deep, Row("Cold", ("4",)))
    assert [row[0] for row in rows[1:]] == ["", "Warmth", "Warmth > Tea", ""]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1+1", "@me", " =1", "\uff1d1"])
def test_no_cell_and_no_heading_is_a_formula(text):
    (heads, row) = read(Row(text, (text,)), columns=("Theme", text))
    assert [heads[1], *row] == [f"'{text}"] * 3


@pytest.mark.parametrize("text", ["-0.47", "-3", "-12%"])
def test_a_number_below_nought_stays_a_number(text):
    assert read(Row("Trust", (text,)))[1] == ["Trust", text]


def test_lines_commas_and_quotation_marks_are_read_back():
    text = 'They said: "yes,\nand no"'
    assert read(Row("Trust", (text,)))[1] == ["Trust", text]


def test_two_columns_of_one_name_both_stay():
    assert read(Row("T", ("1", "2")), columns=("A", "B", "B"))[0] == ["A", "B", "B"]
