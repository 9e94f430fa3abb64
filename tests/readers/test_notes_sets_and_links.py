"""What hangs on things in a project: notes and memos, sets, links, codings of whole sources."""

from __future__ import annotations

import pytest
from handmade import CODES, USERS, coding, pack_project, selection, source

from compendium.readers.export import read_export


def project(sources="", notes="", sets="", links="", cases="", refs="", codes=CODES, variables=""):
    """A project by hand, with what may stand behind its sources."""
    groups = {"Notes": notes, "Links": links, "Sets": sets}
    return (
        '<Project name="p" origin="by hand" xmlns="urn:QDA-XML:project:1.0">'
        f"<Users>{USERS}</Users><CodeBook><Codes>{codes}</Codes></CodeBook>"
        f"<Variables>{variables}</Variables><Cases>{cases}</Cases><Sources>{sources}</Sources>"
        + "".join(f"<{name}>{inner}</{name}>" for name, inner in groups.items() if inner)
        + f"{refs}</Project>"
    )


def note(guid="n1", name="Memo", text="Look again.", **attributes):
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    inner = f"<PlainTextContent>{text}</PlainTextContent>"
    return f'<Note guid="{guid}" name="{name}"{more}>{inner}</Note>'


def ref(guid="n1"):
    return f'<NoteRef targetGUID="{guid}"/>'


@pytest.fixture
def read(tmp_path):
    return lambda xml, **texts: read_export(pack_project(tmp_path / "p.qdpx", xml, **texts))


def rows(export, table, *columns):
    found = export.tables[table][list(columns)].astype("object")
    return list(found.where(found.notna(), "").itertuples(index=False, name=None))


# notes ------------------------------------------------------------------------------------------

ON = ("on_kind", "on", "start", "end")


def test_a_note_has_its_text_its_writer_and_its_day(read):
    xml = project(notes=note(creatingUser="u2", creationDateTime="2024-03-01T10:00:00Z"))
    told = rows(read(xml), "notes", "note", "text", "written_by", "written_on")
    assert told == [("Memo", "Look again.", "Bob", "2024-03-01T10:00:00Z")]


def test_a_note_that_hangs_on_nothing_stands_all_the_same(read):
    assert rows(read(project(notes=note())), "notes", *ON) == [("", "", "", "")]


def test_a_note_hangs_on_a_source_a_selection_a_code_a_case_a_link_and_the_project(read):
    marked = selection(0, 5, coding() + ref(), guid="p1")
    xml = project(
        sources=source(marked + ref()),
        notes=note(),
        codes=f'<Code guid="c1" name="Warmth">{ref()}</Code>',
        cases=f'<Case guid="k1" name="P07">{ref()}</Case>',
        links=f'<Link guid="l1" name="see" originGUID="c1" targetGUID="k1">{ref()}</Link>',
        refs=ref(),
    )
    assert rows(read(xml, a="Hello"), "notes", *ON) == [
        ("code", "Warmth", "", ""),
        ("case", "P07", "", ""),
        ("selection", "talk", 0, 5),
        ("source", "talk", "", ""),
        ("link", "see", "", ""),
        ("project", "", "", ""),
    ]


def test_a_note_on_a_coding_hangs_on_its_selection(read):
    inner = coding().replace("</Coding>", f"{ref()}</Coding>")
    xml = project(sources=source(selection(0, 5, inner, guid="p1")), notes=note())
    assert rows(read(xml, a="Hello"), "notes", *ON) == [("selection", "talk", 0, 5)]


def test_a_notes_text_may_lie_in_the_archive(read):
    kept = '<Note guid="n1" name="Memo" plainTextPath="internal://m.txt"/>'
    assert rows(read(project(notes=kept), m="\ufeffTŷ bach"), "notes", "text") == [("Tŷ bach",)]


def test_a_note_whose_text_is_not_there_is_named_as_lost(read):
    export = read(project(notes='<Note guid="n1" name="Memo" plainTextPath="internal://m.txt"/>'))
    assert export.report.lost == ["note Memo: its text (internal://m.txt) is not there"]
    assert export.report.found["notes"] == 1


# sets -------------------------------------------------------------------------------------------


def test_a_set_has_its_members_by_kind_and_name(read):
    sets = (
        '<Set guid="g1" name="Warm things"><Description>All of them</Description>'
        '<MemberCode targetGUID="c1"/><MemberSource targetGUID="s1"/><MemberNote targetGUID="n1"/>'
        "</Set>"
    )
    xml = project(sources=source(), notes=note(), sets=sets)
    assert rows(read(xml, a="Hello"), "sets", "set", "description", "member_kind", "member") == [
        ("Warm things", "All of them", "code", "Warmth"),
        ("Warm things", "All of them", "source", "talk"),
        ("Warm things", "All of them", "note", "Memo"),
    ]


def test_an_empty_set_and_a_member_that_is_not_there_are_kept(read):
    sets = (
        '<Set guid="g1" name="Empty"/><Set guid="g2" name="Odd"><MemberCode targetGUID="c9"/></Set>'
    )
    assert rows(read(project(sets=sets)), "sets", "set", "member_kind", "member") == [
        ("Empty", "", ""),
        ("Odd", "code", "c9"),
    ]


def attribute(name, guid="g1"):
    return f'<Set guid="{guid}" name="{name}"><MemberSource targetGUID="s1"/></Set>'


@pytest.mark.parametrize(
    ("name", "variable", "value"),
    [("Area: A", "Area", "A"), ("First met :  in 2023: spring", "First met", "in 2023: spring")],
)
def test_a_set_of_sources_called_key_and_value_is_an_attribute_of_them(read, name, variable, value):
    export = read(project(sources=source(), sets=attribute(name)), a="Hello")
    told = rows(export, "variables", "owner_kind", "owner", "variable", "value")
    assert told == [("source", "talk", variable, value)]
    assert "1 sets are called key: value" in export.report.guessed[0]


@pytest.mark.parametrize("name", ["Area A", "10:30", ": A", "Area:"])
def test_a_set_called_otherwise_is_none(read, name):
    export = read(project(sources=source(), sets=attribute(name)), a="Hello")
    assert export.tables["variables"].empty


def test_a_variable_of_the_source_goes_before_a_set(read):
    value = '<VariableValue><VariableRef targetGUID="v1"/><TextValue>B</TextValue></VariableValue>'
    xml = project(
        sources=source(value),
        sets=attribute("Area: A"),
        variables='<Variable guid="v1" name="Area" typeOfVariable="Text"/>',
    )
    assert rows(read(xml, a="Hello"), "variables", "variable", "value") == [("Area", "B")]


# links ------------------------------------------------------------------------------------------


def test_a_link_says_what_leads_to_what(read):
    link = '<Link guid="l1" name="because" direction="OneWay" originGUID="c1" targetGUID="s1"/>'
    columns = ("link", "direction", "from_kind", "from", "to_kind", "to")
    export = read(project(sources=source(), links=link), a="Hello")
    assert rows(export, "links", *columns) == [
        ("because", "OneWay", "code", "Warmth", "source", "talk")
    ]


def test_an_end_that_leads_to_nothing_keeps_its_identifier(read):
    link = '<Link guid="l1" originGUID="c1" targetGUID="x9"/>'
    assert rows(read(project(links=link)), "links", "to_kind", "to") == [("", "x9")]


# sources coded as a whole -----------------------------------------------------------------------


def test_a_source_coded_as_a_whole_is_one_selection_of_it_all(read):
    export = read(project(sources=source(coding("c2", "u2"))), a="Hello there")
    told = rows(export, "coded_segments", "code_path", "coder", "start", "end", "text")
    assert told == [("Tea", "Bob", 0, 11, "Hello there")]
    assert export.report.guessed == ["source talk: coded as a whole 1 times, kept as one selection"]


def test_codings_of_a_whole_picture_are_counted_as_lost(read):
    xml = project(sources=f'<PictureSource guid="p" name="map">{coding()}</PictureSource>')
    assert read(xml).report.lost == ["source map: 1 codings of it as a whole, which is no text"]


# the standard -----------------------------------------------------------------------------------


def test_what_departs_from_the_standard_is_named_and_read_all_the_same(read):
    odd = source(selection(0, 5)).replace("<Coding", "<Mood/><Coding")
    export = read(project(sources=odd, sets='<Set name="no guid"/>'), a="Hello")
    assert len(export.tables["coded_segments"]) == 1
    said = [
        line.removeprefix("departs from the REFI-QDA standard: ") for line in export.report.warned
    ]
    assert said == [
        "<Mood> is no element of it (1): passed over",
        "<Coding> has no guid (1)",
        "<PlainTextSelection> has no guid (1)",
        "<Set> has no guid (1)",
        "<Cases> is empty",
    ]
    assert "  warning  departs from" in str(export.report)


# descriptions, and what tools keep in other places than the standard ------------------------------


def test_descriptions_that_have_no_table_are_nameless_notes(read):
    marked = selection(0, 5, "<Description>of words</Description>" + coding(), guid="p1")
    xml = project(
        source(marked),
        cases='<Case guid="k1" name="Ann"><Description>of Ann</Description></Case>',
        variables='<Variable guid="v1" name="Area" typeOfVariable="Text">'
        "<Description>of the area</Description></Variable>",
        refs="<Description>of it all</Description>",
    )
    told = rows(read(xml, a="hello there"), "notes", "note", "text", *ON)
    assert told == [
        ("", "of it all", "project", "", "", ""),
        ("", "of Ann", "case", "Ann", "", ""),
        ("", "of the area", "variable", "Area", "", ""),
        ("", "of words", "selection", "talk", 0, 5),
    ]


def test_an_annotation_linked_to_a_selection_hangs_on_it(read):
    link = '<Link guid="l1" name="" originGUID="n1" targetGUID="p1"/>'
    xml = project(source(selection(0, 5, guid="p1")), notes=note(), links=link)
    assert rows(read(xml, a="hello there"), "notes", *ON) == [("selection", "talk", 0, 5)]


def test_a_link_keeps_where_its_selection_stands(read):
    link = '<Link guid="l1" name="so" originGUID="p1" targetGUID="s1"/>'
    export = read(project(source(selection(2, 5, guid="p1")), links=link), a="hello")
    columns = ("from_kind", "from", "from_start", "from_end", "to_kind", "to_start")
    assert rows(export, "links", *columns) == [("selection", "talk", 2, 5, "source", "")]


def test_a_nameless_case_of_one_source_holds_the_sources_variables(read):
    value = (
        '<VariableValue><VariableRef targetGUID="v1"/><TextValue>001</TextValue></VariableValue>'
    )
    export = read(
        project(
            source(),
            cases=f'<Case guid="k1">{value}<SourceRef targetGUID="s1"/></Case>',
            variables='<Variable guid="v1" name="Area" typeOfVariable="Text"/>',
        ),
        a="hello",
    )
    assert rows(export, "cases", "case") == []
    assert rows(export, "variables", "owner_kind", "owner", "variable", "value") == [
        ("source", "talk", "Area", "001")
    ]
    assert any("as MAXQDA keeps variables" in line for line in export.report.guessed)
