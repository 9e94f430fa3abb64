"""Coding projects as written: the standard's schema, the same bytes, what needs escaping."""

from __future__ import annotations

import dataclasses
import zipfile

import pytest
from lxml import etree
from tiny import project

from compendium.readers.export import read_export
from compendium.writers.refi_qda import (
    CaseEntry,
    CodedSelection,
    CodeEntry,
    Project,
    SourceEntry,
    project_xml,
    write_qdpx,
)

# A focus group: a case that refers to a selection, names and values full of XML's own signs.
AWKWARD = Project(
    name='P & Q "two"',
    origin="test <1>",
    written_on="2024-03-01",
    description="MADE-UP <DATA> & so on",
    coders=("Ann & Bob", "C2"),
    codes=(CodeEntry(("A <b>",), 'defined & "quoted"'), CodeEntry(("A <b>", "c'd"))),
    sources=(
        SourceEntry(
            "group & co",
            "Tŷ <bach> & 😀",
            (CodedSelection(0, 2, ((("A <b>", "c'd"), "Ann & Bob"),)), CodedSelection(3, 9)),
            (("Area", "<A>"),),
        ),
    ),
    cases=(CaseEntry("M & M", ("group & co",), (("group & co", 3, 9),), (("Group", "a&b"),)),),
)


@pytest.mark.parametrize("made", [project(), AWKWARD], ids=["tiny", "awkward"])
def test_a_project_obeys_the_schema_of_the_standard(shared, made):
    schema = etree.XMLSchema(file=shared / "real-data" / "qda" / "openqda_Project_v1.0.xsd")
    schema.assertValid(etree.fromstring(project_xml(made).encode()))


def test_the_shipped_project_obeys_the_schema_of_the_standard(shared, wales):
    schema = etree.XMLSchema(file=shared / "real-data" / "qda" / "openqda_Project_v1.0.xsd")
    with zipfile.ZipFile(wales.folder / "raw" / "interviews.qdpx") as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))


def test_the_same_project_is_the_same_bytes(tmp_path):
    write_qdpx(tmp_path / "a.qdpx", project())
    write_qdpx(tmp_path / "b.qdpx", project())
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_members_are_stored_under_one_fixed_date(tmp_path):
    write_qdpx(tmp_path / "a.qdpx", project())
    with zipfile.ZipFile(tmp_path / "a.qdpx") as archive:
        infos = archive.infolist()
    assert {i.date_time for i in infos} == {(2024, 1, 1, 0, 0, 0)}
    assert {i.compress_type for i in infos} == {zipfile.ZIP_STORED}
    # Eight interviews and the project.
    assert len(infos) == 9


def guids(made):
    return etree.fromstring(project_xml(made).encode()).xpath("//@guid")


def test_another_name_gives_other_identifiers():
    other = dataclasses.replace(AWKWARD, name="another")
    assert set(guids(AWKWARD)).isdisjoint(guids(other))


def test_identifiers_are_unique():
    assert len(guids(project())) == len(set(guids(project())))


def test_signs_of_xml_come_back_as_they_were(tmp_path):
    write_qdpx(tmp_path / "a.qdpx", AWKWARD)
    export = read_export(tmp_path / "a.qdpx")
    assert export.tables["coded_segments"].to_dict("records") == [
        {
            "source": "group & co",
            "code_path": "A <b> > c'd",
            "coder": "Ann & Bob",
            "start": 0,
            "end": 2,
            "text": "Tŷ",
        }
    ]
    assert export.tables["codes"]["definition"].tolist() == ['defined & "quoted"', ""]
    assert export.tables["variables"]["value"].tolist() == ["<A>", "a&b"]
    assert export.report.tool == "test <1>"


def test_a_case_comes_back_with_its_source_and_its_turn(tmp_path):
    write_qdpx(tmp_path / "a.qdpx", AWKWARD)
    cases = read_export(tmp_path / "a.qdpx").tables["cases"]
    assert cases["source"].tolist() == ["group & co", "group & co"]
    assert cases["start"].isna().tolist() == [True, False]
    assert cases.at[1, "end"] == 9
