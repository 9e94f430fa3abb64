"""Which reader takes which file, and how a report reads."""

from __future__ import annotations

import pytest

from compendium.problems import DataError
from compendium.readers.export import ImportReport, damaged, read_export


def test_an_ending_no_reader_knows_names_those_that_are_known(tmp_path):
    (tmp_path / "notes.odt").write_bytes(b"")
    with pytest.raises(DataError) as caught:
        read_export(tmp_path / "notes.odt")
    assert str(caught.value) == (
        "notes.odt: no reader knows the ending .odt, but .sav, .zsav, .dta, .qdpx, .qde, .qdc, "
        ".xlsx, .ods, .csv, .tsv, .docx can be read. Export the data again in one of these."
    )


def test_heading_rows_are_for_spreadsheets_alone(tiny):
    with pytest.raises(DataError) as caught:
        read_export(tiny / "raw" / "survey.sav", header_rows=2, sheet="One")
    assert str(caught.value) == (
        "survey.sav: header_rows, sheet: asked for, but a .sav file has none. "
        "Take it out, or name another file."
    )


@pytest.mark.parametrize("name", ["gone.sav", "gone.qdpx", "GONE.QDPX"])
def test_a_missing_file_is_said_to_be_missing(tmp_path, name):
    with pytest.raises(DataError, match=f"^{name}: the file is missing"):
        read_export(tmp_path / name)


def test_a_folder_is_no_export(tmp_path):
    (tmp_path / "folder.sav").mkdir()
    with pytest.raises(DataError, match="the file is missing"):
        read_export(tmp_path / "folder.sav")


def test_the_ending_may_be_in_capitals(tiny):
    (tiny / "raw" / "survey.sav").rename(tiny / "raw" / "SURVEY.SAV")
    assert len(read_export(tiny / "raw" / "SURVEY.SAV").tables["responses"]) == 6


def test_a_report_with_nothing_lost_says_so():
    assert str(ImportReport("a.sav", found={"rows": 2})) == (
        "a.sav\n  found    rows: 2\n  lost     nothing\n  guessed  nothing"
    )


def test_a_report_lists_each_loss_and_each_guess_on_a_line():
    report = ImportReport("a.qdpx", "NVivo", {}, ["2 sets"], ["UTF-16", "duplicate name"])
    assert str(report).splitlines() == [
        "a.qdpx (written by NVivo)",
        "  lost     2 sets",
        "  guessed  UTF-16",
        "  guessed  duplicate name",
    ]


def test_damage_is_one_sentence_and_what_to_do(tmp_path):
    assert str(damaged(tmp_path / "a.sav", "it is torn")) == (
        "a.sav: it is torn. Export it again from the tool it came from."
    )
