"""Spreadsheets: cells as a person reads them, headings by rule, real files, damaged files."""

from __future__ import annotations

import contextlib
import datetime as dt
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.problems import DataError
from compendium.readers.archive import COMPOUND_FILE
from compendium.readers.export import read_export
from compendium.writers.spreadsheet import write_xlsx

STEADY = settings(
    max_examples=50,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def text(tmp_path):
    """Write a delimited file and read it."""

    def written_and_read(content, name="t.csv", **how):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_export(path, **how)

    return written_and_read


@pytest.fixture
def book(tmp_path):
    """Write sheets with our own writer and read the workbook."""

    def written_and_read(*rows, more=None, **how):
        write_xlsx(tmp_path / "b.xlsx", {"One": rows, **(more or {})})
        return read_export(tmp_path / "b.xlsx", **how)

    return written_and_read


@pytest.fixture
def excel(tmp_path):
    """Cells as another program writes them: value and number format, in column A from row 2."""

    def read_back(*cells):
        made = openpyxl.Workbook()
        made.active["A1"] = "a"
        for row, (value, form) in enumerate(cells, start=2):
            made.active.cell(row, 1, value).number_format = form
        made.save(tmp_path / "e.xlsx")
        return read_export(tmp_path / "e.xlsx")

    return read_back


def rows(export):
    """The table's rows as lists, the row number first."""
    return export.tables["rows"].to_numpy().tolist()


def told(call, *arguments, **how):
    with pytest.raises(DataError) as caught:
        call(*arguments, **how)
    return str(caught.value)


# cells -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "form", "read"),
    [
        (7, "General", "7"),
        (7.0, "General", "7"),
        (0.1 + 0.2, "General", "0.3"),  # spreadsheet programs keep 15 digits
        (7, "000", "007"),
        (True, "General", "TRUE"),
        (dt.date(2024, 3, 31), "dd/mm/yyyy", "2024-03-31"),
        (dt.datetime(2024, 3, 31, 14, 5), "dd/mm/yyyy hh:mm", "2024-03-31 14:05"),
        (dt.datetime(2024, 3, 31, 0, 0), "dd/mm/yyyy hh:mm", "2024-03-31 00:00"),
        (dt.datetime(2024, 3, 31, 14, 5, 9), "dd/mm/yyyy hh:mm:ss", "2024-03-31 14:05:09"),
        (dt.time(9, 30), "hh:mm", "09:30:00"),
        (dt.timedelta(hours=26, minutes=5), "[h]:mm:ss", "26:05:00"),
        ("2024", "General", "2024"),
        (" Tŷ\n😀 ", "General", " Tŷ\n😀 "),
    ],
)
def test_a_cell_is_read_as_a_person_reads_it(excel, value, form, read):
    assert rows(excel((value, form))) == [[2, read]]


def test_a_formula_is_read_as_text_and_never_calculated(excel):
    export = excel(("=1+1", "General"), ('=HYPERLINK("http://x","y")', "General"))
    assert rows(export) == [[2, "=1+1"], [3, '=HYPERLINK("http://x","y")']]
    assert "2 formulas: read as their text, not as what they come to" in export.report.lost


def test_an_error_of_the_spreadsheet_stays_as_it_shows_and_is_counted(excel):
    export = excel(("#REF!", "General"))
    assert rows(export) == [[2, "#REF!"]]
    assert "1 cells in which the spreadsheet shows an error" in export.report.lost


def test_rows_are_numbered_as_the_spreadsheet_program_shows_them(book):
    export = book(["a", "b"], ["1", "2"], ["", ""], ["3", "4"])
    assert rows(export) == [[2, "1", "2"], [4, "3", "4"]]
    assert export.report.lost == ["1 blank row"]


def test_blank_columns_are_dropped_and_counted_and_letters_stay(book):
    export = book(["a", "", "b", " "], ["1", "", "2", ""])
    assert rows(export) == [[2, "1", "2"]]
    assert export.tables["columns"]["letter"].tolist() == ["A", "C"]
    assert export.report.lost == ["2 blank columns"]


def test_a_column_with_a_heading_and_no_answers_stays(book):
    assert rows(book(["a", "b"], ["1", ""])) == [[2, "1", ""]]


# sheets ----------------------------------------------------------------------------------------


def test_the_first_sheet_that_holds_anything_is_read_and_the_others_are_named(tmp_path):
    sheets = {"Blank": [], "Data": [["a"], ["1"]], "Notes": [["n"], ["x"]]}
    write_xlsx(tmp_path / "b.xlsx", sheets)
    export = read_export(tmp_path / "b.xlsx")
    assert export.report.found == {"sheet": "Data", "rows": 1, "columns": 1}
    assert export.report.lost == ["sheet Notes: not read"]


def test_a_hidden_sheet_is_not_taken_for_the_data(tmp_path):
    made = openpyxl.Workbook()
    made.active["A1"] = "lists"
    made.active.sheet_state = "hidden"
    made.create_sheet("Shown")["A1"] = "a"
    made.save(tmp_path / "b.xlsx")
    assert read_export(tmp_path / "b.xlsx").report.found["sheet"] == "Shown"


def test_a_sheet_may_be_named(book):
    export = book(["a"], more={"Two": [["b"], ["2"]]}, sheet="Two")
    assert rows(export) == [[2, "2"]]
    assert export.report.lost == ["sheet One: not read"]


def test_a_sheet_there_is_not_is_told_with_those_there_are(book):
    assert told(book, ["a"], sheet="Two") == (
        "b.xlsx: there is no sheet 'Two', but there are One. Name one of these."
    )


def test_a_text_file_has_no_sheets(text):
    assert "a text file has one table" in told(text, "a\n1\n", sheet="One")


# headings --------------------------------------------------------------------------------------

NUMBERS = ["Token", "Q1", "Q2.1", "Q2.2"]
QUESTIONS = ["", "Are you well?", "I sleep.", "I eat."]


def test_question_numbers_above_texts_are_two_heading_rows(book):
    export = book(NUMBERS, QUESTIONS, ["t1", "Yes", "Agree", "Agree"], ["t2", "Yes", "", "No"])
    assert rows(export)[0] == [3, "t1", "Yes", "Agree", "Agree"]
    assert export.tables["columns"]["heading_2"].tolist() == QUESTIONS
    assert export.report.guessed == ["two rows of headings, down to row 2"]


@pytest.mark.parametrize(
    "second",
    [["t0", "1", "4", "4"], ["t0", "No", "Agree", "Agree"], ["t0", "Yes", "Disagree", ""]],
)
def test_answers_below_question_numbers_are_no_headings(book, second):
    # Codes; labels that others gave too; a question left out.
    export = book(NUMBERS, second, ["t1", "No", "Agree", "Agree"], ["t2", "Yes", "Agree", "No"])
    assert [r[0] for r in rows(export)] == [2, 3, 4]
    assert export.report.guessed == ["one row of headings, down to row 1"]


def test_the_number_of_heading_rows_may_be_said(book):
    export = book(NUMBERS, QUESTIONS, header_rows=1)
    assert rows(export) == [[2, *QUESTIONS]]
    assert export.report.guessed == []


def test_parts_of_a_question_under_one_number_are_numbered(book):
    # Q2 stands over three columns, as a merged cell does; Token has its name in the second row.
    export = book(
        ["", "Q1", "Q2", "", ""],
        ["Token", "Are you well?", "I sleep.", "I eat.", "I rest."],
        ["t1", "Yes", "Agree", "Agree", "No"],
    )
    assert list(export.tables["rows"]) == ["source_row", "Token", "Q1", "Q2.1", "Q2.2", "Q2.3"]
    assert "Q2 has 3 parts: Q2.1 to Q2.3" in export.report.guessed


def test_a_third_row_of_import_ids_is_a_heading_too(text):
    export = text('Q1,Q2\nOne?,Two?\n"{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n1,2\n')
    assert rows(export) == [[4, "1", "2"]]
    assert export.tables["columns"]["heading_3"].str.contains("QID").all()


def test_columns_without_a_name_or_with_anothers_are_named_all_at_once(text):
    message = told(text, "a,,b,a,source_row\n1,2,3,4,5\n")
    assert message.splitlines() == [
        "t.csv columns A, D: the heading 'a' stands more than once. Rename the others.",
        "t.csv column B: there is no heading. Write one into the heading row.",
        "t.csv column E: the heading is source_row, the name the compendium gives to the row "
        "number. Rename the column.",
    ]


@pytest.mark.parametrize("name", ["t.csv", "t.tsv"])
@pytest.mark.parametrize("content", ["", "\n\n", " \n", "\ufeff"])
def test_a_file_with_nothing_in_it_is_refused(text, name, content):
    assert "there is nothing in it" in told(text, content, name)


def test_a_heading_without_rows_is_a_table_without_rows(text):
    export = text("a,b\n")
    assert (list(export.tables["rows"]), len(export.tables["rows"])) == (
        ["source_row", "a", "b"],
        0,
    )


# delimited text --------------------------------------------------------------------------------


@pytest.mark.parametrize(("mark", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
def test_the_delimiter_is_told_from_the_rows(text, mark, name):
    export = text(f'a{mark}"b, ; c"\n1{mark}2\n')
    assert rows(export) == [[2, "1", "2"]]
    assert f"cells are separated by {name}s, told from the rows" in export.report.guessed


def test_commas_in_the_words_of_a_heading_do_not_part_what_semicolons_part(text):
    export = text("id;How, if at all, did it help, and why?\n1;a lot\n2;not, really\n")
    assert rows(export) == [[2, "1", "a lot"], [3, "2", "not, really"]]


def test_where_no_delimiter_fits_all_rows_those_that_do_not_fit_the_first_are_named(text):
    message = told(text, "a,b,c;d\n1,2,3\n1,2\n")
    assert "row 3: the row has 2 cells, but the heading has 3" in message


def test_a_line_that_names_the_delimiter_is_no_row(text):
    export = text("sep=;\r\na;b,c\r\n1;2\r\n")
    assert rows(export) == [[2, "1", "2"]]
    assert list(export.tables["rows"]) == ["source_row", "a", "b,c"]


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [("utf-8", None), ("utf-8-sig", None), ("cp1252", "windows-1252"), ("utf-16", "UTF-16")],
)
def test_letters_come_through_in_any_encoding_of_a_spreadsheet_program(text, encoding, guessed):
    export = text("enw,ateb\nCaffi,Iâ’n\n".encode(encoding))
    assert rows(export) == [[2, "Caffi", "Iâ’n"]]
    assert any("the text is" in g for g in export.report.guessed) == bool(guessed)


def test_a_line_break_inside_quotes_is_part_of_the_cell_and_one_row(text):
    export = text('a,b\n"one\r\ntwo",1\n"say ""so"" ",2\n')
    assert rows(export) == [[2, "one\r\ntwo", "1"], [3, 'say "so" ', "2"]]


def test_rows_of_another_length_are_named_all_at_once(text):
    message = told(text, "a,b\n1\n1,2\n\n1,2,3\n")
    assert [line.split(":")[0] for line in message.splitlines()] == ["t.csv row 2", "t.csv row 5"]
    assert "the row has 3 cells, but the heading has 2" in message


@pytest.mark.parametrize("content", ['a,b\n1,"2', 'a,b\n1,"2"x\n'])
def test_quotes_that_do_not_fit_are_told_with_their_row(text, content):
    assert told(text, content).startswith("t.csv: row 2 cannot be read (")


def test_a_workbook_called_csv_is_refused(tmp_path, text):
    write_xlsx(tmp_path / "b.xlsx", {"One": [["a"]]})
    assert "this is not a table kept as text" in told(text, (tmp_path / "b.xlsx").read_bytes())


# damaged and hostile files ---------------------------------------------------------------------


def refused(path, content):
    path.write_bytes(content)
    message = told(read_export, path)
    assert message.startswith(f"{path.name}: ")
    assert message.count("\n") == 0
    return message


def test_a_protected_or_an_old_workbook_is_told_apart(tmp_path):
    message = refused(tmp_path / "b.xlsx", COMPOUND_FILE + bytes(600))
    assert "protected by a password, or is an old .xls file" in message


@STEADY
@given(data=st.data())
def test_a_workbook_cut_short_anywhere_is_refused(tmp_path, data):
    write_xlsx(tmp_path / "b.xlsx", {"One": [["a"], ["1"]]})
    whole = (tmp_path / "b.xlsx").read_bytes()
    refused(tmp_path / "bad.xlsx", whole[: data.draw(st.integers(0, len(whole) - 1))])


@STEADY
@given(content=st.binary(max_size=400), head=st.sampled_from([b"", b"PK\x03\x04"]))
def test_random_bytes_are_no_workbook(tmp_path, content, head):
    refused(tmp_path / "bad.xlsx", head + content)


@STEADY
@given(content=st.binary(max_size=400))
def test_random_bytes_as_csv_are_read_or_refused_and_never_fail(tmp_path, content):
    (tmp_path / "bad.csv").write_bytes(content)
    with contextlib.suppress(DataError):
        read_export(tmp_path / "bad.csv")


def repacked(tmp_path, part, change):
    """A workbook of ours with one part changed."""
    write_xlsx(tmp_path / "b.xlsx", {"One": [["a"], ["1"]]})
    with (
        zipfile.ZipFile(tmp_path / "b.xlsx") as old,
        zipfile.ZipFile(tmp_path / "bad.xlsx", "w") as new,
    ):
        for info in old.infolist():
            content = old.read(info).decode("utf-8")
            new.writestr(info.filename, change(content) if info.filename == part else content)
    return tmp_path / "bad.xlsx"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


INLINE = '<c t="inlineStr"><is><t>{}</t></is></c>'


def in_the_cell(text):
    """Changes a sheet of ours: its first cell holds its text itself, as some programs write it."""
    return lambda xml: xml.replace('<c t="s"><v>0</v></c>', INLINE.format(text), 1)


def test_text_that_stands_in_the_cell_itself_is_read(tmp_path):
    own = repacked(tmp_path, "xl/worksheets/sheet1.xml", in_the_cell("Age &amp; area"))
    assert list(read_export(own, header_rows=1).tables["rows"]) == ["source_row", "Age & area"]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities_are_refused(tmp_path, part):
    def bomb(xml):
        head, _, rest = in_the_cell("a")(xml).partition("?>")
        assert ">a</t>" in rest
        return f"{head}?>{BOMB}{rest}".replace(">a</t>", ">&b;</t>")

    bad = repacked(tmp_path, part, bomb)
    assert told(read_export, bad).startswith("bad.xlsx: this is not a readable workbook (Entities")


def test_a_row_beyond_the_last_there_can_be_is_refused(tmp_path):
    far = repacked(
        tmp_path, "xl/worksheets/sheet1.xml", lambda x: x.replace('r="2"', 'r="2000000000"')
    )
    assert "more cells than is safe" in told(read_export, far)


def test_a_member_that_leads_outside_is_refused(tmp_path):
    write_xlsx(tmp_path / "b.xlsx", {"One": [["a"]]})
    with zipfile.ZipFile(tmp_path / "b.xlsx", "a") as archive:
        archive.writestr("../out.xml", "x")
    assert "leads outside" in told(read_export, tmp_path / "b.xlsx")


# real files ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def real(shared):
    return lambda name: read_export(shared / "real-data" / "tables" / name)


@pytest.mark.parametrize(
    ("name", "sheet", "row"),
    [
        ("cases456.xlsx", "attributes", [2, "ID4", "56", "f", "netball"]),
        ("survey789_more_data.xlsx", "attributes", [2, "ID7", "Victoria", "Collie", "4"]),
    ],
)
def test_a_real_workbook_has_its_first_row(real, name, sheet, row):
    export = real(name)
    assert rows(export)[0] == row
    assert export.report.found["sheet"] == sheet
    assert "LibreOffice" in export.report.tool


def test_a_missing_number_of_a_real_workbook_is_blank(real):
    table = real("survey789.xlsx").tables["rows"].set_index("Case")
    assert table["Age"].to_dict() == {"ID7": "33", "ID8": "", "ID9": "55"}


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("two-raters-235-units.csv", 235),
        ("passages-by-code-wide.csv", 233),
        ("cmo_statements.csv", 740),
    ],
)
def test_a_real_text_file_has_all_its_rows(real, name, count):
    export = real(name)
    assert export.report.found["rows"] == count
    assert "one row of headings, down to row 1" in export.report.guessed
