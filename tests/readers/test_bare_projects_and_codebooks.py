"""``.qde`` without its archive and ``.qdc``: what they hold, and nothing from elsewhere."""

from __future__ import annotations

import os

import pytest
from handmade import project, selection, source

from compendium.problems import DataError
from compendium.readers.export import read_export

BOOK = (
    '<CodeBook origin="by hand" xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
    '<Code guid="a" name="Warmth"><Code guid="b" name="Listening"/></Code></Codes>'
    '<Sets><Set guid="g" name="All"><MemberCode guid="b"/></Set></Sets></CodeBook>'
)


def test_a_codebook_has_codes_and_sets_and_blank_tables_beside(tmp_path):
    (tmp_path / "book.qdc").write_text(BOOK, encoding="utf-8")
    export = read_export(tmp_path / "book.qdc")
    assert list(export.tables["codes"]["code_path"]) == ["Warmth", "Warmth > Listening"]
    assert list(export.tables["sets"]["member"]) == ["Warmth > Listening"]
    assert export.report.found == {"codes": 2, "sets": 1}
    assert all(export.tables[n].empty for n in ("sources", "coded_segments", "cases", "notes"))


@pytest.mark.parametrize("folder", ["sources", "Sources", "."])
def test_a_bare_project_finds_its_texts_beside_it(tmp_path, folder):
    (tmp_path / folder).mkdir(exist_ok=True)
    (tmp_path / folder / "a.txt").write_text("Hello", encoding="utf-8")
    (tmp_path / "p.qde").write_text(project(source(selection(0, 5))), encoding="utf-8")
    export = read_export(tmp_path / "p.qde")
    assert list(export.tables["coded_segments"]["text"]) == ["Hello"]
    assert dict(export.texts) == {"talk": "Hello"}


@pytest.mark.parametrize("path", ["../a.txt", "..\\a.txt", "/etc/hostname", "C:/a.txt", ""])
def test_but_nowhere_else(tmp_path, path):
    (tmp_path / "a.txt").write_text("Secret", encoding="utf-8")
    folder = tmp_path / "inside"
    folder.mkdir()
    xml = project(source(selection(0, 5), path=path))
    (folder / "p.qde").write_text(xml, encoding="utf-8")
    export = read_export(folder / "p.qde")
    assert export.tables["coded_segments"].empty
    assert len(export.report.lost) == 1


def test_not_even_by_a_link(tmp_path):
    (tmp_path / "secret.txt").write_text("Secret", encoding="utf-8")
    folder = tmp_path / "inside"
    folder.mkdir()
    os.symlink(tmp_path / "secret.txt", folder / "a.txt")
    (folder / "p.qde").write_text(project(source(selection(0, 5))), encoding="utf-8")
    assert read_export(folder / "p.qde").tables["coded_segments"].empty


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("p.qde", "<Thing/>", "the project file begins with <Thing>, not <Project>"),
        ("p.qdc", "", "the project inside it is not well-formed XML"),
        ("p.qdc", "<!DOCTYPE x><CodeBook/>", "the project inside it brings a document type"),
    ],
)
def test_what_is_neither_is_refused(tmp_path, name, content, complaint):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=complaint):
        read_export(tmp_path / name)


# how positions are counted, where a person knows ----------------------------------------------

FACE = "😀 One two"


def read(tmp_path, *positions):
    folder = tmp_path / "sources"
    folder.mkdir(exist_ok=True)
    (folder / "a.txt").write_text(FACE, encoding="utf-8")
    (tmp_path / "p.qde").write_text(project(source(selection(3, 6))), encoding="utf-8")
    return read_export(tmp_path / "p.qde", positions=positions)


@pytest.mark.parametrize(
    ("positions", "text"),
    [((), "One"), (("utf16_units",), "One"), (("code_points",), "ne ")],
)
def test_study_yml_overrules_what_the_text_suggests(tmp_path, positions, text):
    export = read(tmp_path, *positions)
    assert list(export.tables["coded_segments"]["text"]) == [text]
    assert ("as study.yml says" in export.report.guessed[0]) == bool(positions)


def test_a_word_that_is_no_convention_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(DataError, match=r"positions: utf8 is no way .*code_points, utf16_units"):
        read(tmp_path, "utf8")


def test_positions_are_asked_of_coding_projects_alone(tiny):
    with pytest.raises(DataError, match=r"survey\.sav: positions: asked for"):
        read_export(tiny / "raw" / "survey.sav", positions=("code_points",))


@pytest.mark.parametrize(
    ("name", "codes", "sources", "sets"),
    [
        ("maxqda-24.qde", 307, 10, 2),
        ("taguette-1.4.qdc", 3, 0, 0),
        ("atlas-win-23.qdc", 1, 0, 1),
    ],
)
def test_real_ones(shared, name, codes, sources, sets):
    export = read_export(shared / "real-data" / "qda" / name)
    found = export.report.found
    assert (found["codes"], found.get("sources", 0), found["sets"]) == (codes, sources, sets)
    if sets:
        assert (export.tables["sets"]["member"] != "").all()
