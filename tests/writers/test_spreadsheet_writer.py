"""Workbooks: the same bytes every time, and whatever is written is read back cell for cell."""

from __future__ import annotations

import zipfile

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.readers.export import read_export
from compendium.writers.spreadsheet import Look, write_xlsx

STEADY = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Any text there is.
TEXT = st.text(max_size=12)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(TEXT | st.integers(-(10**14), 10**14), min_size=width, max_size=width),
        min_size=1,
        max_size=5,
    )
)


@pytest.fixture
def written(tmp_path):
    def write(*rows):
        write_xlsx(tmp_path / "w.xlsx", {"Sheet": rows})
        return tmp_path / "w.xlsx"

    return write


def cells(path):
    """Every cell as openpyxl, another reader than ours, has it."""
    return [[c.value for c in row] for row in openpyxl.load_workbook(path).active.iter_rows()]


@STEADY
@given(table=TABLES)
def test_any_table_is_read_back_cell_for_cell(written, table):
    names = [f"c{i}" for i in range(len(table[0]))]
    export = read_export(written(names, *table), header_rows=1)
    # Rows of spaces alone count as blank rows, and are dropped.
    expected = [
        [number, *map(str, row)]
        for number, row in enumerate(table, start=2)
        if any(str(cell).strip() for cell in row)
    ]
    assert export.tables["rows"].to_numpy().tolist() == expected


def test_the_same_table_has_the_same_bytes(written):
    rows = (["a", "b"], ["Tŷ 😀", 1.5])
    assert written(*rows).read_bytes() == written(*rows).read_bytes()


def test_nothing_in_the_archive_is_compressed_or_dated(written):
    with zipfile.ZipFile(written(["a"])) as archive:
        infos = archive.infolist()
    assert {i.compress_type for i in infos} == {zipfile.ZIP_STORED}
    assert {i.date_time for i in infos} == {(2024, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_begins_like_a_formula_stays_text(written, begin):
    path = written([f"{begin}HYPERLINK(1)", "plain"])
    guarded, plain = openpyxl.load_workbook(path).active[1]
    assert guarded.data_type == plain.data_type == "s"
    # The mark by which a spreadsheet program keeps it text when it is edited.
    assert (guarded.quotePrefix, plain.quotePrefix) == (True, False)


def test_numbers_are_numbers_and_blanks_are_blank(written):
    row = ["a", 7, np.int64(8), -0.25, float("nan"), None, "", "z"]
    assert cells(written(row)) == [["a", 7, 8, -0.25, None, None, None, "z"]]


def test_a_text_that_stands_in_many_cells_is_written_once(tmp_path):
    write_xlsx(tmp_path / "w.xlsx", {"One": [["again"] * 3], "Two": [["again", "new"]]})
    with zipfile.ZipFile(tmp_path / "w.xlsx") as archive:
        parts = b"".join(map(archive.read, archive.namelist()))
    assert (parts.count(b"again"), parts.count(b"new")) == (1, 1)
    book = openpyxl.load_workbook(tmp_path / "w.xlsx")
    assert [c.value for c in (*book["One"][1], *book["Two"][1])] == [*["again"] * 4, "new"]


def test_several_sheets_keep_their_names_and_order(tmp_path):
    write_xlsx(tmp_path / "w.xlsx", {"A & B": [["1"]], "Ŵ": [["2"]]})
    assert openpyxl.load_workbook(tmp_path / "w.xlsx").sheetnames == ["A & B", "Ŵ"]


@pytest.mark.parametrize("name", ["", "x" * 32, "a/b", "a:b", "[a]"])
def test_a_sheet_name_the_format_does_not_allow_is_our_own_mistake(tmp_path, name):
    with pytest.raises(AssertionError):
        write_xlsx(tmp_path / "w.xlsx", {name: [["1"]]})


def test_a_look_says_how_wide_columns_are_and_what_stays_in_view(tmp_path):
    rows = [["id", "text"], ["P1", "=a long text\nof two lines"], ["P2", 3]]
    write_xlsx(tmp_path / "w.xlsx", {"S": rows}, Look([14, 48], heading_columns=1))
    sheet = openpyxl.load_workbook(tmp_path / "w.xlsx").active
    assert [sheet.column_dimensions[c].width for c in "AB"] == [14, 48]
    assert sheet.freeze_panes == "B2"
    assert (sheet["A1"].font.b, sheet["A2"].font.b) == (True, False)
    assert sheet["B2"].alignment.wrap_text
    assert sheet["B2"].quotePrefix
    assert cells(tmp_path / "w.xlsx") == rows


@pytest.mark.parametrize(("down", "across", "corner"), [(1, 0, "A2"), (0, 1, "B1"), (2, 3, "D3")])
def test_rows_or_columns_or_both_stay_in_view(tmp_path, down, across, corner):
    write_xlsx(tmp_path / "w.xlsx", {"S": [["a"]]}, Look([9], down, across))
    assert openpyxl.load_workbook(tmp_path / "w.xlsx").active.freeze_panes == corner


@pytest.mark.parametrize(
    ("text", "points"),
    [("short", None), ("a" * 100, 15 * 3), ("a\nb", 15 * 2), ("a" * 9000, 405)],
)
def test_a_row_is_as_high_as_its_longest_text_needs(tmp_path, text, points):
    # 100 letters with a tenth of room to spare fill two lines of 48 and begin a third.
    write_xlsx(tmp_path / "w.xlsx", {"S": [["id", "text"], ["P1", text]]}, Look([14, 48]))
    assert openpyxl.load_workbook(tmp_path / "w.xlsx").active.row_dimensions[2].height == points
