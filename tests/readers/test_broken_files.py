"""More than two hundred broken files: each is a clear error, or read with a named warning.

What a reader may do with a spoilt file: refuse it in a sentence that names the file and says what
to do; read the same as from the good one; or read something else and say so in the report.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import struct
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest
from broken import BINARY, CSV, GOOD, QDC, QDE, TEXT, altered, repacked
from handmade import CODES, coding, pack_project, project, selection, source

from compendium.cli import main
from compendium.problems import DataError
from compendium.readers.export import read_export

HTML = b"<!DOCTYPE html><html><body>Your session has ended. Please log in.</body></html>"
# Ways to spoil any file that its format holds together.
ANYTHING = {
    "nothing in it": lambda b: b"",
    "one byte": lambda b: b[:1],
    "a quarter of it": lambda b: b[: len(b) // 4],
    "half of it": lambda b: b[: len(b) // 2],
    "three quarters of it": lambda b: b[: len(b) * 3 // 4],
    "without its last byte": lambda b: b[:-1],
    "its beginning overwritten": lambda b: b"\0" * 64 + b[64:],
    "a login page": lambda b: HTML,
    "a PDF": lambda b: b"%PDF-1.7\n" + b[9:],
    "an old Word or Excel file": lambda b: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
    "an archive of something else": lambda b: zipped({"readme.txt": "hello"}),
    "a disk full of zeros": lambda b: b"\0" * len(b),
}
# Of text only what is no text, or nothing.
ANY_TEXT = {
    "nothing in it": lambda b: b"",
    "spaces": lambda b: b" \n \n",
    "zero bytes within": lambda b: b[: len(b) // 2] + b"\0\0" + b[len(b) // 2 :],
    "a disk full of zeros": lambda b: b"\0" * len(b),
}


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def spoilt(tmp_path, ending, spoil):
    """The good file's export, and the path of the spoilt one."""
    good = GOOD[ending](tmp_path / f"good{ending}")
    export, content = read_export(good), spoil(good.read_bytes())
    path = tmp_path / f"spoilt{ending}"
    path.write_bytes(content)
    return export, path


def say(export):
    """What a report says, but for the file's name."""
    return str(export.report).partition("\n")[2]


def same(one, other):
    return set(one.tables) == set(other.tables) and all(
        one.tables[name].equals(other.tables[name]) for name in one.tables
    )


def told(path, good):
    """The error's or the report's text; fails where neither says what is wrong."""
    try:
        export = read_export(path)
    except DataError as error:
        text = str(error)
        assert path.name in text
        assert str(path.parent) not in text
        assert "Traceback" not in text
        return text
    assert same(export, good) or say(export) != say(good), say(export)
    return say(export)


CASES = [(e, what) for e in BINARY for what in ANYTHING]
CASES += [(e, what) for e in GOOD if e not in BINARY for what in ANY_TEXT]


@pytest.mark.parametrize(("ending", "what"), CASES)
def test_any_file_spoilt_in_a_plain_way_is_told(tmp_path, ending, what):
    spoil = (ANYTHING if ending in BINARY else ANY_TEXT)[what]
    good, path = spoilt(tmp_path, ending, spoil)
    told(path, good)


def qdpx(xml, **texts):
    return lambda b: zipped(
        {"project.qde": xml} | {f"sources/{n}.txt": t for n, t in (texts or {"a": TEXT}).items()}
    )


def of(inner):
    return project(source(inner))


BOMB = '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SQL = "update code_text set "
# Ending, what is wrong, how it is made, and what must be said of it.
TOLD = [
    # archives
    (".qdpx", "a path that leads outside", lambda b: zipped({"../x": "", "project.qde": QDE}),
     "leads outside"),
    (".qdpx", "an absolute path", lambda b: zipped({"/etc/x": "", "project.qde": QDE}),
     "leads outside"),
    (".qdpx", "a path with a drive", lambda b: zipped({"C:/x": "", "project.qde": QDE}),
     "leads outside"),
    (".qdpx", "a bomb", lambda b: zipped({"project.qde": QDE, "sources/a.txt": "0" * 20_000_000}),
     "would unpack to more than is safe"),
    (".qdpx", "a password", lambda b: locked(b), "protected by a password"),
    (".qdpx", "no project inside", lambda b: repacked(b, **{"project.qde": None}),
     "holds no REFI-QDA project"),
    (".qdpx", "a member that is damaged", lambda b: b.replace(b"pawb", b"PAWB"), "damaged"),
    (".qdpx", "a text that is not there", lambda b: repacked(b, **{"sources__a.txt": None}),
     "is not there"),
    (".docx", "no document inside", lambda b: repacked(b, **{"word__document.xml": None}), "docx"),
    (".ods", "no content inside", lambda b: repacked(b, **{"content.xml": None}), "ods"),
    (".xlsx", "no workbook inside", lambda b: repacked(b, **{"xl__workbook.xml": None}),
     "not a readable workbook"),
    (".xlsx", "a sheet that is not there",
     lambda b: repacked(b, **{"xl__worksheets__sheet1.xml": None}), "not a readable workbook"),
    (".xlsx", "a sheet that is no XML",
     lambda b: repacked(b, **{"xl__worksheets__sheet1.xml": b"<worksheet><sheetData><row>"}),
     "not a readable workbook"),
    (".xlsx", "an entity in a sheet",
     lambda b: repacked(b, **{"xl__worksheets__sheet1.xml": BOMB.encode() + b"<worksheet/>"}),
     "not a readable workbook|nothing in it"),
    # XML
    (".qde", "an entity bomb", lambda b: (BOMB + QDE).encode(), "document type"),
    (".qde", "a file from outside",
     lambda b: ('<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + QDE).encode(),
     "document type"),
    (".qde", "a document type alone", lambda b: ("<!DOCTYPE Project>" + QDE).encode(),
     "document type"),
    (".qde", "cut within a tag", lambda b: b[:-30], "not well-formed"),
    (".qde", "another encoding than it says",
     lambda b: b'<?xml version="1.0" encoding="utf-8"?>' + QDE.replace("Ann", "\u00c9").encode(
         "latin-1"), "not well-formed"),
    (".qde", "an encoding nobody knows",
     lambda b: b'<?xml version="1.0" encoding="klingon"?>' + b, "not well-formed"),
    (".qde", "a root of another kind", lambda b: b"<Transcript/>", "begins with <Transcript>"),
    (".qde", "two roots", lambda b: b + b, "not well-formed"),
    (".qde", "nested ten thousand deep",
     lambda b: ("<a>" * 10_000 + "</a>" * 10_000).encode(), "nested deeper than is safe"),
    (".qdc", "a project in a codebook's place", lambda b: b"<Project/>", "codes: 0"),
    (".qdc", "an entity bomb", lambda b: BOMB.encode() + QDC.partition("?>")[2].encode(),
     "document type"),
    (".qdpx", "a codebook in a project's place", qdpx(QDC.partition("?>")[2]), "not <Project>"),
    # coding
    (".qdpx", "a place behind the text's end", qdpx(of(selection(10, 9_999))), "outside its text"),
    (".qdpx", "a place before its beginning", qdpx(of(selection(-3, 4))), "outside its text"),
    (".qdpx", "an end before its start", qdpx(of(selection(9, 4))), "outside its text"),
    (".qdpx", "places that are no numbers", qdpx(of(selection("one", "two"))), "outside its text"),
    (".qdpx", "places with points", qdpx(of(selection("1.5", "2.5"))), "outside its text"),
    (".qdpx", "places longer than any text",
     qdpx(of(selection("9" * 40, "9" * 41))), "outside its text"),
    (".qdpx", "a code the codebook lacks", qdpx(of(selection(0, 6, coding("c9")))),
     "use a code that the code book lacks"),
    (".qdpx", "a selection without codes", qdpx(of(selection(0, 6, ""))), "carry no code"),
    (".qdpx", "a code twice under one parent",
     qdpx(project(source(selection(0, 6)), codes=CODES + CODES.replace("c1", "c7"))),
     "stands more than once under one parent"),
    (".qdpx", "a source's name twice",
     qdpx(project(source(selection(0, 6)) + source(guid="s2"))), "the name stands more than once"),
    (".qdpx", "a case that leads to nothing",
     qdpx(project(source(selection(0, 6)), cases='<Case guid="k" name="A"><SourceRef '
                  'targetGUID="no"/></Case>')), "lead to nothing"),
    (".qdpx", "selections in a picture",
     qdpx(project('<PictureSource guid="s" name="p"><PictureSelection/></PictureSource>')),
     "selections in pictures"),
    (".qdpx", "a text in another encoding",
     qdpx(of(selection(0, 6)), a="Nos da, tŷ".replace("ŷ", "\u00ff").encode("cp1252")),
     "not UTF-8"),
    (".qdpx", "a text in UTF-16", qdpx(of(selection(0, 6)), a=TEXT.encode("utf-16")), "UTF-16"),
    (".qdpx", "an element nobody knows", qdpx(of(selection(0, 6, coding() + "<Wibble/>"))),
     "Wibble"),
    (".qdpx", "a code without an identifier",
     qdpx(project(source(selection(0, 6)), codes=CODES + '<Code name="x"/>')), "Code"),
    (".qdpx", "names of control characters", qdpx(of(selection(0, 6)).replace("talk", "&#9;t")),
     "sources: 1"),
    # databases
    (".qda", "a coding behind the text", lambda b: sql(b, SQL + "pos1 = 99999"),
     "outside any text"),
    (".qda", "a coding of nothing", lambda b: sql(b, SQL + "pos0 = null"), "outside any text"),
    (".qda", "words where a place should be", lambda b: sql(b, SQL + "pos0 = 'x'"),
     "outside any text"),
    (".qda", "a code that is not there", lambda b: sql(b, SQL + "cid = 77"), "code book lacks"),
    (".qda", "a file that is not there", lambda b: sql(b, SQL + "fid = 77"), "outside any text"),
    (".qda", "words that are not those of the place", lambda b: sql(b, SQL + "seltext = 'x'"),
     "0 of 1 selections hold"),
    (".qda", "no table of codes", lambda b: sql(b, "drop table code_name"), "neither QualCoder's"),
    (".qda", "a view in a table's place",
     lambda b: sql(b, "drop table code_text; create view code_text as select 1 as cid"),
     "neither QualCoder's"),
    (".qda", "no columns that are known",
     lambda b: sql(b, "drop table code_text; create table code_text (x integer)"), "codings: 0"),
    (".sqlite3", "a highlight behind the text",
     lambda b: sql(b, "update highlights set end_offset = 999"), "lie outside any document"),
    (".sqlite3", "a highlight of no document",
     lambda b: sql(b, "update highlights set document_id = 9"), "lie outside any document"),
    (".sqlite3", "a highlight with a minus",
     lambda b: sql(b, "update highlights set start_offset = -4"), "lie outside any document"),
    (".sqlite3", "a highlight turned round",
     lambda b: sql(b, "update highlights set start_offset = 5, end_offset = 2"), "lie outside"),
    (".sqlite3", "a tag that is not there", lambda b: sql(b, "delete from tags"), "carry no tag"),
    (".sqlite3", "a document that is gone",
     lambda b: sql(b, "update documents set contents = ''"), "lie outside any document"),
    (".sqlite3", "another program's", lambda b: sql(b, "drop table tags"), "neither QualCoder's"),
    # delimited text
    (".csv", "a heading twice", lambda b: b"a,a\n1,2\n", "stands more than once"),
    (".csv", "a heading that is blank", lambda b: b"a,,c\n1,2,3\n", "there is no heading"),
    (".csv", "the compendium's own heading", lambda b: b"source_row,b\n1,2\n", "Rename the column"),
    (".csv", "a row that is longer", lambda b: b + b"x,y,z,a,b\n", "row 4: the row has 5 cells"),
    (".csv", "a row that is shorter", lambda b: b + b"x\n", "row 4: the row has 1 cells"),
    (".csv", "a quotation mark that is not closed", lambda b: b + b'"x,y,z,1\n', "row 4"),
    (".csv", "words behind a quotation mark", lambda b: b + b'"x"y,1,2,3\n', "row 4"),
    (".csv", "windows-1252", lambda b: CSV.replace("t1", "Si\u00e2n").encode("cp1252"),
     "windows-1252"),
    (".csv", "UTF-16", lambda b: CSV.encode("utf-16"), "UTF-16"),
    (".csv", "UTF-8 read as windows-1252 and saved",
     lambda b: CSV.replace("t1", "Si\u00c3\u00a2n").encode(), "1 row .*Ã¢ for â"),
    (".csv", "semicolons", lambda b: b.replace(b",", b";"), "semicolons"),
    (".csv", "tabs in a file of commas", lambda b: b.replace(b",", b"\t"), "tabs"),
    (".csv", "a line that says its delimiter", lambda b: b"sep=;\r\n" + b.replace(b",", b";"),
     "rows: 2"),
    (".csv", "blank rows and columns", lambda b: b"a,,b\n,,\n1,,2\n", "1 blank row"),
    (".csv", "headings alone", lambda b: b"a,b\n", "rows: 0"),
    (".csv", "its columns turned round", lambda b: b"area,token,Q1,date\n001,t1,4,2024-01-31\n",
     "rows: 1"),
    (".tsv", "a heading twice", lambda b: b"a\ta\n1\t2\n", "stands more than once"),
    (".tsv", "commas in a file of tabs", lambda b: b.replace(b"\t", b","), "commas"),
    # workbooks
    (".xlsx", "a formula", lambda b: sheet("=1+1"), "formulas: read as their text"),
    (".xlsx", "a cell that shows an error", lambda b: sheet("#REF!"), "shows an error"),
    (".xlsx", "a heading twice", lambda b: sheet(4, head="token"), "stands more than once"),
    (".xlsx", "a heading that is blank", lambda b: sheet(4, head=None), "there is no heading"),
    (".xlsx", "a second sheet with data", lambda b: sheet(4, second=True), "sheet More: not read"),
    (".xlsx", "a first sheet without any", lambda b: sheet(4, blank_first=True), "sheet: Sheet"),
    (".xlsx", "nothing in its sheets", lambda b: sheet(None, head=None, nothing=True),
     "nothing in it"),
    # SPSS and Stata
    (".sav", "a count of cases that is wrong",
     lambda b: b[:80] + struct.pack("<i", 2_000_000) + b[84:], "sav"),
    (".sav", "a layout that is wrong", lambda b: b[:64] + struct.pack("<i", 77) + b[68:], "sav"),
    (".sav", "another kind of compression", lambda b: b[:72] + struct.pack("<i", 9) + b[76:],
     "sav|respondents: 2"),
    (".dta", "a version nobody knows", lambda b: b"\x01" + b[1:], "dta"),
    # other texts
    (".rock", "a block that is not closed", lambda b: b"---\na: b\n", "is not closed"),
    (".rock", "a block that is no YAML", lambda b: b"---\na: [b\n---\n", "cannot be read"),
    (".rock", "a block of a thousand aliases", lambda b: b"---\na: &x [1]\nb: [*x, *x]\n---\n",
     "uses & and"),
    (".rock", "no codes", lambda b: b"just words\n", "codings: 0"),
    (".txt", "no references", lambda b: b"just words\n", "export its references as text"),
    (".txt", "fewer references than it says", lambda b: b.replace("§ 1".encode(), "§ 5".encode()),
     "5 references are announced"),
    (".ris", "no record", lambda b: b"just words\n", "ris"),
    (".ris", "no end of a record", lambda b: b.replace(b"ER  - \n", b""), "records: 1"),
    (".bib", "an entry that is not closed", lambda b: b[:-3], "bib"),
    (".nbib", "no record", lambda b: b"just words\n", "nbib"),
    (".docx", "an entity bomb",
     lambda b: repacked(b, **{"word__document.xml": BOMB.encode() + b"<document/>"}),
     "document type"),
    (".docx", "no XML", lambda b: repacked(b, **{"word__document.xml": b"<w:document>"}),
     "not well-formed"),
]  # fmt: skip


def sql(content, statement):
    with tempfile.TemporaryDirectory() as folder:
        return altered(content, Path(folder), statement)


def locked(content):
    """The archive with the mark of a password on every member."""
    found = bytearray(content)
    for match in re.finditer(rb"PK\x01\x02", content):
        found[match.start() + 8] |= 1
    return bytes(found)


def sheet(value, head="Q1", second=False, blank_first=False, nothing=False):
    book = openpyxl.Workbook()
    if blank_first:
        book.create_sheet("Blank", 0)
    if not nothing:
        for row in (["token", head], ["t1", value]):
            book["Sheet"].append(row)
    if second:
        book.create_sheet("More").append(["x"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("ending", "what", "spoil", "said"), TOLD, ids=[f"{e[1:]}: {what}" for e, what, *_ in TOLD]
)
def test_what_is_wrong_is_named(tmp_path, ending, what, spoil, said):
    good, path = spoilt(tmp_path, ending, spoil)
    assert re.search(said, told(path, good)), told(path, good)


def test_there_are_more_than_two_hundred():
    assert len(CASES) + len(TOLD) > 200


@pytest.mark.parametrize("ending", [".qdpx", ".sav"])
def test_a_file_spoilt_at_random_is_refused_or_read(tmp_path, ending):
    dice = random.Random(20261128)
    good = GOOD[ending](tmp_path / f"good{ending}").read_bytes()
    path = tmp_path / f"spoilt{ending}"
    for _ in range(150 if ending == ".qdpx" else 60):
        content = bytearray(good)
        for _ in range(dice.choice([1, 1, 3, 20])):
            content[dice.randrange(len(content))] = dice.randrange(256)
        path.write_bytes(content[: dice.choice([len(content)] * 3 + [dice.randrange(1, 999)])])
        with contextlib.suppress(DataError):  # anything else fails
            read_export(path)


def test_a_refused_file_leaves_nothing_half_written(tmp_path, capsys):
    path = pack_project(tmp_path / "p.qdpx", "<Project", a=TEXT)
    assert main(["import", str(path), "--to", str(tmp_path / "out")]) == 1
    assert "not well-formed" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["p.qdpx"]
