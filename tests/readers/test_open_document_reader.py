"""``.ods`` sheets, written here element by element; where LibreOffice is, also by it."""

from __future__ import annotations

import csv
import shutil
import subprocess

import pytest
from handmade import pack
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.problems import DataError
from compendium.readers.export import read_export

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("meta", "meta"),
    )
)


def cell(text="", kind="string", value="", more="", columns=1):
    named = {
        "float": "value",
        "percentage": "value",
        "date": "date-value",
        "boolean": "boolean-value",
    }
    held = f' office:{named[kind]}="{value}"' if kind in named else ""
    times = f' table:number-columns-repeated="{columns}"' if columns != 1 else ""
    typed = f' office:value-type="{kind}"' if text or value else ""
    inner = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell{typed}{held}{times}{more}>{inner}</table:table-cell>"


def row(*cells, times=1):
    repeated = f' table:number-rows-repeated="{times}"' if times != 1 else ""
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


def sheet(*rows, name="Sheet1", style=""):
    styled = f' table:style-name="{style}"' if style else ""
    return f'<table:table table:name="{name}"{styled}>{"".join(rows)}</table:table>'


def content(*sheets, styles=""):
    return (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{''.join(sheets)}"
        "</office:spreadsheet></office:body></office:document-content>"
    )


META = (
    f"<office:document-meta {SPACES}><office:meta><meta:generator>LibreOffice/7.4$Linux_X86_64"
    "</meta:generator></office:meta></office:document-meta>"
)
HEAD = row(cell("Token"), cell("Q1"))


@pytest.fixture
def read(tmp_path):
    def packed_and_read(xml, sheet="", **members):
        path = pack(tmp_path / "s.ods", {"content.xml": xml, "meta.xml": META} | members)
        return read_export(path, sheet=sheet)

    return packed_and_read


def table(export):
    return export.tables["rows"].to_numpy().tolist()


def test_cells_are_read_as_a_person_reads_them(read):
    cells = [
        cell("t1"),
        cell("5", "float", "5"),
        cell("0.33", "float", "0.333333333333333"),
        cell("007", "float", "7"),
        cell("12 %", "percentage", "0.12"),
        cell("3 May", "date", "2024-05-03"),
        cell("3 May", "date", "2024-05-03T10:30:00"),
        cell("WAHR", "boolean", "true"),
        cell("NA"),
    ]
    heads = row(*(cell(f"h{i}") for i in range(len(cells))))
    (found,) = table(read(content(sheet(heads, row(*cells)))))
    assert found[1:6] == ["t1", "5", "0.333333333333333", "007", "0.12"]
    assert found[6:] == ["2024-05-03", "2024-05-03 10:30", "TRUE", "NA"]


def test_a_text_may_be_written_as_the_value_of_its_cell_alone(read):
    bare = '<table:table-cell office:value-type="string" office:string-value="t1"/>'
    assert table(read(content(sheet(HEAD, row(bare, cell("5"))))))[0][1:] == ["t1", "5"]


def test_spaces_tabs_breaks_and_spans_are_part_of_the_text_and_comments_are_not(read):
    inner = 'a<text:s text:c="3"/>b<text:tab/>c<text:line-break/><text:span>d</text:span>e'
    note = "<office:annotation><text:p>psst</text:p></office:annotation>"
    xml = content(sheet(HEAD, row(cell("t1"), cell(inner + note))))
    assert table(read(xml))[0][2] == "a   b\tc\nde"


def test_repeated_rows_and_cells_unfold_and_the_blank_rest_does_not(read):
    xml = content(
        sheet(
            HEAD,
            row(cell("t1"), cell("5", "float", "5"), cell(columns=16_382)),
            row(cell("x", columns=2), times=2),
            row(cell(columns=16_384), times=1_048_000),
        )
    )
    assert table(read(xml)) == [[2, "t1", "5"], [3, "x", "x"], [4, "x", "x"]]


def test_the_row_number_is_what_the_program_shows(read):
    xml = content(sheet(row(cell(), times=4), HEAD, row(cell("t1"), cell("b"))))
    assert table(read(xml)) == [[6, "t1", "b"]]


@pytest.mark.parametrize(
    "huge",
    [
        row(cell("x", columns=99_999_999)),
        row(cell("x", columns=5000), times=5000),
        row(cell("x"), times=99_999_999),
        row(cell(columns=99_999_999), cell("x")),
        row(*[cell("x", columns=9_000_000)] * 3),
    ],
)
def test_what_would_unfold_to_more_than_is_safe_is_refused_before_it_does(read, huge):
    with pytest.raises(DataError, match="more cells than is safe"):
        read(content(sheet(HEAD, huge)))


def test_a_formula_is_read_as_what_it_came_to_and_errors_are_counted(read):
    formula = ' table:formula="of:=SUM([.A1:.A2])"'
    xml = content(
        sheet(
            HEAD, row(cell("t1"), cell("9", "float", "9", formula)), row(cell("t2"), cell("#N/A"))
        )
    )
    export = read(xml)
    assert table(export) == [[2, "t1", "9"], [3, "t2", "#N/A"]]
    assert "1 formulas: read as what the program" in export.report.guessed[0]
    assert export.report.lost == ["1 cells in which the spreadsheet shows an error"]


HIDING = (
    '<style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def test_the_first_sheet_that_is_shown_and_holds_anything_is_read(read):
    hidden = sheet(HEAD, row(cell("h"), cell("1")), name="Old", style="ta2")
    blank, filled = sheet(name="Blank"), sheet(HEAD, row(cell("t1"), cell("2")), name="Data")
    export = read(content(hidden, blank, filled, styles=HIDING))
    assert table(export) == [[2, "t1", "2"]]
    assert (export.report.found["sheet"], export.report.lost) == ("Data", ["sheet Old: not read"])
    assert export.report.tool == "LibreOffice 7.4"
    assert table(read(content(hidden, filled), sheet="Old")) == [[2, "h", "1"]]


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(read):
    with pytest.raises(DataError, match="there is no sheet 'X', but there are Sheet1"):
        read(content(sheet(HEAD)), sheet="X")


@pytest.mark.parametrize(
    ("members", "complaint"),
    [
        ({"a.txt": ""}, "it has no content.xml"),
        ({"content.xml": "<x/>"}, "this is not an OpenDocument spreadsheet"),
        ({"content.xml": "<x"}, "not well-formed XML"),
        ({"content.xml": "<!DOCTYPE x><x/>"}, "brings a document type"),
        (
            {"content.xml": "<x/>", "META-INF/manifest.xml": "<encryption-data/>"},
            "protected by a password",
        ),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_words(tmp_path, members, complaint):
    with pytest.raises(DataError, match=complaint):
        read_export(pack(tmp_path / "s.ods", members))


def test_no_zip_at_all_is_refused(tmp_path):
    (tmp_path / "s.ods").write_bytes(b"Token,Q1\n")
    with pytest.raises(DataError, match="is not a zip file"):
        read_export(tmp_path / "s.ods")


letters = st.text("abŵ😀\u0301 1", min_size=1, max_size=5).map(str.strip).filter(bool)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(letters, letters), min_size=1, max_size=6))
def test_any_texts_come_back_as_they_were(read, texts):
    rows = [row(cell(a), cell(b)) for a, b in texts]
    found = table(read(content(sheet(row(cell("head one"), cell("head two")), *rows))))
    assert [tuple(r[1:]) for r in found] == texts


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
def test_a_sheet_that_libreoffice_wrote(tmp_path):
    rows = [["Token", "Age", "Joined", "Said"], ["007", "12.5", "2024-05-03", "Tŷ  bach, 'NA'"]]
    with (tmp_path / "s.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    filters = ["--infilter=CSV:44,34,76,1,1/2/2/1/3/5/4/1", "--convert-to", "ods"]
    subprocess.run([*command, *filters, "s.csv"], cwd=tmp_path, check=True, timeout=180)
    if not (tmp_path / "s.ods").is_file():
        pytest.skip("LibreOffice is on this machine, but not its part for spreadsheets")
    found = table(read_export(tmp_path / "s.ods"))
    assert found == [[2, "007", "12.5", "2024-05-03", "Tŷ  bach, 'NA'"]]
