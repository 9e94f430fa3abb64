"""Whatever text is in a cell: read with nothing lost, or refused with a sentence."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.problems import DataError
from compendium.readers.coded_segments.layouts import SegmentColumns
from compendium.readers.export import read_export
from compendium.writers.spreadsheet import write_xlsx

FEW = settings(max_examples=100, derandomize=True)
# Marks of tables, of RIS and of BibTeX, letters of two and four bytes, and what Excel takes amiss.
TRICKY = "ab1ŵ😀\u0301,;\t\"'=@-+{}\\%$#&_~^<>|()[] "
cells = st.text(TRICKY, max_size=12) | st.sampled_from(
    [
        "NA",
        "N/A",
        "nan",
        "None",
        "null",
        "007",
        "1e3",
        "TRUE",
        "=1+1",
        "TY  - JOUR",
        "ER  - ",
        "@x{",
    ]
)
texts = cells.filter(str.strip)


def plain(text: str) -> str:
    """A text without what any table may change about it: spaces at its ends and doubled ones."""
    return " ".join(text.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("any")


@FEW
@given(rows=st.lists(st.tuples(cells, cells), min_size=1, max_size=6))
def test_answers_below_two_rows_of_headings_are_read_as_they_were_given(folder, rows):
    table = [["Token", "Q1", "Q2"], ["", "The first question", "The second question"]]
    table += [[f"t{n}", *row] for n, row in enumerate(rows)]
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    (folder / "survey.csv").write_text(out.getvalue(), encoding="utf-8")
    read = read_export(folder / "survey.csv", header_rows=2).tables["rows"]
    assert read["Token"].tolist() == [f"t{n}" for n in range(len(rows))]
    found = read[["Q1", "Q2"]].map(plain).to_numpy().tolist()
    assert found == [[plain(a), plain(b)] for a, b in rows]


@FEW
@given(rows=st.lists(texts, min_size=1, max_size=6))
def test_coded_passages_of_a_workbook_are_read_as_they_were_said(folder, rows):
    head = ["Document", "Speaker", "Passage", "Code", "Coder"]
    table = [[f"d{n}", f"d{n}", text, "Warmth", "C1"] for n, text in enumerate(rows)]
    write_xlsx(folder / "segments.xlsx", {"Coded": [head, *table]})
    named = SegmentColumns(
        {
            "source": "Document",
            "case": "Speaker",
            "text": "Passage",
            "code": "Code",
            "coder": "Coder",
        },
        code_separator=" > ",
    )
    read = read_export(folder / "segments.xlsx", segments=named).tables["coded_segments"]
    found = sorted(zip(read["source"], read["text"].map(plain), strict=True))
    assert found == sorted((f"d{n}", plain(text)) for n, text in enumerate(rows))


@FEW
@given(titles=st.lists(texts, min_size=1, max_size=5))
def test_every_record_of_a_ris_file_has_its_title(folder, titles):
    record = "TY  - JOUR\nID  - r{0}\nTI  - {1}\nPY  - 2019\nER  - \n"
    content = "\n".join(record.format(n, title) for n, title in enumerate(titles))
    (folder / "found.ris").write_text(content, encoding="utf-8")
    read = read_export(folder / "found.ris").tables["records"]
    assert read["record_id"].tolist() == [f"r{n}" for n in range(len(titles))]
    assert read["title"].map(plain).tolist() == list(map(plain, titles))


# Braces, commands and what TeX makes other quotes and dashes of are BibTeX's own.
@FEW
@given(
    titles=st.lists(
        st.text("ab1ŵ😀,;=@+()[]#<>| ", max_size=12).filter(str.strip), min_size=1, max_size=5
    )
)
def test_every_entry_of_a_bibtex_file_has_its_title(folder, titles):
    content = "\n".join(f"@article{{e{n}, title = {{{t}}}}}" for n, t in enumerate(titles))
    (folder / "found.bib").write_text(content, encoding="utf-8")
    read = read_export(folder / "found.bib").tables["records"]
    assert read["record_id"].tolist() == [f"e{n}" for n in range(len(titles))]
    assert read["title"].map(plain).tolist() == list(map(plain, titles))


@FEW
@given(titles=st.lists(texts, min_size=1, max_size=4))
def test_entries_that_a_bibtex_file_breaks_are_told_of(folder, titles):
    entries = [f"@article{{e{n}, title = {{{t}}}, year = 2019}}" for n, t in enumerate(titles)]
    (folder / "broken.bib").write_text("\n\n".join(entries), encoding="utf-8")
    export = refused = None
    try:
        export = read_export(folder / "broken.bib")
    except DataError as error:
        refused = str(error)
    if export is None:
        assert "broken.bib" in refused
        return
    read = export.tables["records"]
    whole = [i for i in read["record_id"] if i in {f"e{n}" for n in range(len(titles))}]
    assert len(whole) == len(titles) or export.report.lost


@FEW
@given(rows=st.lists(st.tuples(cells, cells), min_size=1, max_size=6))
def test_rows_of_a_screening_table_are_read_as_they_were_written(folder, rows):
    frame = pd.DataFrame(rows, columns=["Title", "Why"], dtype="str")
    frame.insert(0, "Id", [f"p{n}" for n in range(len(rows))])
    frame.to_csv(folder / "screened.csv", index=False)
    read = read_export(folder / "screened.csv", header_rows=1).tables["rows"]
    assert read["Id"].tolist() == frame["Id"].tolist()
    assert read[["Title", "Why"]].map(plain).equals(frame[["Title", "Why"]].map(plain))
