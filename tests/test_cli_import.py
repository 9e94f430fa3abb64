"""``python -m compendium import``: one export in, tidy tables and texts out."""

from __future__ import annotations

import csv

import pytest
from handmade import pack_project, project, selection, source
from word_by_hand import p, pack_document

from compendium.cli import main
from compendium.writers.spreadsheet import write_xlsx

PROJECT_COLUMNS = {
    "sources": [
        "source",
        "kind",
        "characters",
        "position_convention",
        "margin",
        "description",
        "guid",
        "text_file",
    ],
    "codes": ["code_path", "name", "parent_path", "depth", "definition", "codable", "guid"],
    "coded_segments": ["source", "code_path", "coder", "start", "end", "text"],
    "cases": ["case", "source", "start", "end"],
    "variables": ["owner_kind", "owner", "variable", "type", "value"],
    "notes": ["note", "text", "written_by", "written_on", "on_kind", "on", "start", "end"],
    "sets": ["set", "description", "member_kind", "member"],
    "links": [
        "link",
        "direction",
        "from_kind",
        "from",
        "from_start",
        "from_end",
        "to_kind",
        "to",
        "to_start",
        "to_end",
    ],
}
# Two sources: line breaks of three kinds and a face; letters of several scripts and a mark.
TEXTS = {"a": "One 😀\r\ntwo\rthree\nfour", "b": "\ufeffTŷ, שלום, cafe\u0301."}


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def header(path):
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def texts(folder):
    """The text of each source, as whoever opens its file reads it."""
    files = {r["source"]: r["text_file"] for r in table(folder / "sources.csv") if r["text_file"]}
    return {s: (folder / file).read_bytes().decode("utf-8") for s, file in files.items()}


def misplaced(folder):
    """The segments whose text is not the characters start to end of their source's file."""
    kept = texts(folder)
    return [
        row
        for row in table(folder / "coded_segments.csv")
        if kept[row["source"]][int(row["start"]) : int(row["end"])] != row["text"]
    ]


@pytest.fixture
def imported(tmp_path):
    """The folder a project by hand was imported into."""
    words = selection(0, 3) + selection(7, 10) + selection(7, 16) + selection(4, 5)
    two = source(words) + source(selection(0, 2) + selection(4, 8), "tŷ", "s2", "b.txt")
    path = pack_project(tmp_path / "p.qdpx", project(two), **TEXTS)
    assert main(["import", str(path), "--to", str(tmp_path / "out")]) == 0
    return tmp_path / "out"


@pytest.fixture(scope="session")
def nvivo(shared, tmp_path_factory):
    """The folder the real NVivo project was imported into."""
    to = tmp_path_factory.mktemp("nvivo")
    path = shared / "real-data" / "qda" / "nvivo-windows-12.qdpx"
    assert main(["import", str(path), "--to", str(to)]) == 0
    return to


def test_a_project_becomes_five_tables_with_the_documented_columns(imported):
    found = {path.stem: header(path) for path in imported.glob("*.csv")}
    assert found == PROJECT_COLUMNS


def test_a_segment_is_the_characters_of_its_text_file(imported):
    assert misplaced(imported) == []
    assert [row["text"] for row in table(imported / "coded_segments.csv")] == [
        "One",
        "two",
        "two\rthree",
        "😀",
        "Tŷ",
        "שלום",
    ]


def test_texts_keep_line_breaks_and_lose_only_the_mark(imported):
    assert texts(imported) == {"talk": TEXTS["a"], "tŷ": TEXTS["b"].removeprefix("\ufeff")}


def test_a_project_without_texts_has_the_same_columns(tmp_path):
    path = pack_project(tmp_path / "p.qdpx", project(source(), cases='<Case name="Mari"/>'))
    main(["import", str(path), "--to", str(tmp_path / "out")])
    found = {p.stem: header(p) for p in (tmp_path / "out").glob("*.csv")}
    assert found == PROJECT_COLUMNS
    assert not (tmp_path / "out" / "texts").exists()


def test_a_survey_becomes_four_tables(tiny, tmp_path):
    to = tmp_path / "out"
    assert main(["import", str(tiny / "raw" / "survey.sav"), "--to", str(to)]) == 0
    assert sorted(p.name for p in to.iterdir()) == [
        "multiple_response.csv",
        "responses.csv",
        "value_labels.csv",
        "variables.csv",
    ]
    assert header(to / "variables.csv") == ["variable", "label", "type", "measure", "user_missing"]
    assert header(to / "value_labels.csv") == ["variable", "value", "label"]


def test_answers_of_a_survey_are_written_as_the_file_has_them(tiny, tmp_path):
    main(["import", str(tiny / "raw" / "survey.sav"), "--to", str(tmp_path / "out")])
    second, third = table(tmp_path / "out" / "responses.csv")[1:3]
    # tiny.RESPONSES: t2 answered 99 to S2, t3 left S2 out.
    assert (second["source_row"], second["token"], second["S2"]) == ("2", "t2", "99")
    assert (third["token"], third["area"], third["S2"]) == ("t3", "001", "")


def test_the_report_is_printed_with_what_was_written(tiny, tmp_path, capsys):
    main(["import", str(tiny / "raw" / "talk.qdpx"), "--to", str(tmp_path / "out")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["talk.qdpx (written by test)", "  found    sources: 8"]
    assert lines[-1].startswith("  written  sources.csv, codes.csv, coded_segments.csv, ")


@pytest.mark.parametrize("name", ["bad.qdpx", "bad.sav", "bad.docx", "gone.sav"])
def test_what_cannot_be_read_is_said_in_one_line_and_nothing_is_written(tmp_path, capsys, name):
    (tmp_path / f"bad{name[-5:]}").write_bytes(b"no export")
    (tmp_path / "bad.sav").write_bytes(b"no export")
    assert main(["import", str(tmp_path / name), "--to", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert said.err.startswith(f"{name}: ")
    assert (said.err.count("\n"), said.out) == (1, "")
    assert not (tmp_path / "out").exists()


def test_of_several_files_each_has_its_folder_and_a_bad_one_stops_no_other(tiny, tmp_path, capsys):
    raw, to = tiny / "raw", tmp_path / "out"
    (raw / "bad.sav").write_bytes(b"no export")
    files = [str(raw / name) for name in ("bad.sav", "survey.sav", "talk.qdpx")]
    assert main(["import", *files, "--to", str(to)]) == 1
    assert sorted(p.name for p in to.iterdir()) == ["survey.sav", "talk.qdpx"]
    assert len(table(to / "survey.sav" / "responses.csv")) == 6
    assert capsys.readouterr().err.startswith("bad.sav: ")


def test_the_real_nvivo_project_is_all_there(nvivo):
    codes, segments = table(nvivo / "codes.csv"), table(nvivo / "coded_segments.csv")
    assert len(codes) == 152
    assert max(int(c["depth"]) for c in codes) == 4
    assert [c["codable"] for c in codes].count("no") == 1
    assert len(segments) == 330


def test_segments_of_the_real_nvivo_project_are_where_they_were_coded(nvivo):
    # Read as code points, 289 of the 303 are shifted; see README of the real exports.
    kept = texts(nvivo)
    coded = [r for r in table(nvivo / "coded_segments.csv") if r["coder"] != "test_user"]
    places = [(kept[r["source"]], int(r["start"])) for r in coded]
    on_a_word = [t[i].isalnum() and not t[i - 1 : i].isalnum() for t, i in places]
    assert len(coded) == 303
    assert sum(on_a_word) >= 284


def test_segments_of_the_real_nvivo_project_are_the_characters_of_their_text_files(nvivo):
    assert misplaced(nvivo) == []
    # The file has both, so that neither was translated away.
    assert any("\r\n" in text and text[:1] != "\ufeff" for text in texts(nvivo).values())


def test_a_spreadsheet_becomes_its_rows_and_columns(tmp_path, capsys):
    (tmp_path / "s.csv").write_text("Token;Q1;Q2\n;Well?;Fed?\nt1;Yes;No\n", encoding="utf-8")
    assert main(["import", str(tmp_path / "s.csv"), "--to", str(tmp_path / "out")]) == 0
    (row,) = table(tmp_path / "out" / "rows.csv")
    assert row == {"source_row": "3", "Token": "t1", "Q1": "Yes", "Q2": "No"}
    assert [c["heading_2"] for c in table(tmp_path / "out" / "columns.csv")] == [
        "",
        "Well?",
        "Fed?",
    ]
    assert "guessed  two rows of headings, down to row 2" in capsys.readouterr().out


def test_a_bibliography_becomes_its_records_and_further_fields(tmp_path, capsys):
    (tmp_path / "l.ris").write_text("TY  - JOUR\nTI  - One\nXX  - odd\nER  - \n", encoding="utf-8")
    assert main(["import", str(tmp_path / "l.ris"), "--to", str(tmp_path / "out")]) == 0
    (row,) = table(tmp_path / "out" / "records.csv")
    assert [row["record_id"], row["title"]] == ["row-1", "One"]
    (field,) = table(tmp_path / "out" / "fields.csv")
    assert field == {"record_id": "row-1", "field": "XX", "value": "odd"}
    assert "written  records.csv, fields.csv to" in capsys.readouterr().out


def test_heading_rows_and_sheet_may_be_said_at_the_prompt(tmp_path):
    write_xlsx(tmp_path / "b.xlsx", {"One": [["x"]], "Two": [["Q1", "Q2"], ["Well?", "Fed?"]]})
    said = ["--header-rows", "1", "--sheet", "Two"]
    assert main(["import", str(tmp_path / "b.xlsx"), "--to", str(tmp_path / "out"), *said]) == 0
    (row,) = table(tmp_path / "out" / "rows.csv")
    assert row == {"source_row": "2", "Q1": "Well?", "Q2": "Fed?"}


def test_a_document_becomes_tables_and_drafts_for_a_person_to_complete(tmp_path, capsys):
    path = pack_document(tmp_path / "t.docx", p("PT1: If A, then B, because C"))
    assert main(["import", str(path), "--to", str(tmp_path / "out")]) == 0
    assert sorted(f.name for f in (tmp_path / "out").iterdir()) == [
        *("cells.csv", "cmocs.csv", "comments.csv", "paragraphs.csv"),
        *("statements.csv", "statements.draft.yml"),
    ]
    assert table(tmp_path / "out" / "statements.csv")[0]["because_text"] == "C"
    assert "comments.csv, statements.draft.yml to " in capsys.readouterr().out
