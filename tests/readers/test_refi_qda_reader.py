"""Coding projects: worked by hand, made up by hypothesis, spoilt on purpose, and real ones."""

from __future__ import annotations

import re

import pytest
from handmade import coding, pack, pack_project, project, selection, source
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compendium.problems import DataError
from compendium.readers.export import read_export
from compendium.writers.refi_qda import (
    CodedSelection,
    CodeEntry,
    Project,
    SourceEntry,
    write_qdpx,
)

# The path is written anew by each example.
FEW = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def read(tmp_path):
    """Pack a project's XML and texts, and read it back."""
    return lambda xml, **texts: read_export(pack_project(tmp_path / "p.qdpx", xml, **texts))


def segments(export, *columns):
    table = export.tables["coded_segments"]
    return list(table[list(columns)].itertuples(index=False, name=None))


def rows(export, table):
    return export.tables[table].to_dict("records")


# a project read as worked by hand -------------------------------------------------------------


def test_one_row_per_selection_code_and_coder(read):
    inner = selection(0, 5, coding("c1", "u1") + coding("c2", "u1") + coding("c1", "u2"))
    export = read(project(source(inner)), a="Hello there")
    assert segments(export, "source", "code_path", "coder", "start", "end", "text") == [
        ("talk", "Warmth", "Ann", 0, 5, "Hello"),
        ("talk", "Tea", "Ann", 0, 5, "Hello"),
        ("talk", "Warmth", "Bob", 0, 5, "Hello"),
    ]


def test_the_coder_may_stand_on_the_selection(read):
    bare = '<Coding><CodeRef targetGUID="c1"/></Coding>'
    inner = selection(0, 5, bare).replace("startPosition", 'creatingUser="u2" startPosition')
    assert segments(read(project(source(inner)), a="Hello"), "coder") == [("Bob",)]


def test_a_coder_the_project_does_not_name_keeps_the_identifier(read):
    inner = selection(0, 5, coding(coder="u9"))
    assert segments(read(project(source(inner)), a="Hello"), "coder") == [("u9",)]


def test_codes_have_their_path_from_the_top(read):
    codes = (
        '<Code guid="a" name="Being  alongside"><Description> With you. </Description>'
        '<Code guid="b" name="Empathy" isCodable="false"/></Code>'
    )
    assert rows(read(project(codes=codes)), "codes") == [
        {
            "code_path": "Being alongside",
            "name": "Being alongside",
            "parent_path": "",
            "depth": "1",
            "definition": "With you.",
            "codable": "yes",
            "guid": "a",
        },
        {
            "code_path": "Being alongside > Empathy",
            "name": "Empathy",
            "parent_path": "Being alongside",
            "depth": "2",
            "definition": "",
            "codable": "no",
            "guid": "b",
        },
    ]


def test_a_case_has_whole_sources_selections_and_values(read):
    variables = '<Variable guid="v" name="Area" typeOfVariable="Text"/>'
    cases = (
        '<Case name="Mari"><VariableValue><VariableRef targetGUID="v"/>'
        '<TextValue>A</TextValue></VariableValue><SourceRef targetGUID="s1"/>'
        '<SelectionRef targetGUID="x"/></Case><Case name="Nobody"/>'
    )
    inner = selection(6, 11, guid="x")
    export = read(project(source(inner), cases=cases, variables=variables), a="Hello there")
    frame = export.tables["cases"]
    assert frame["case"].tolist() == ["Mari", "Mari", "Nobody"]
    assert frame["source"].tolist() == ["talk", "talk", ""]
    assert frame["start"].isna().tolist() == [True, False, True]
    assert (frame.at[1, "start"], frame.at[1, "end"]) == (6, 11)
    assert rows(export, "variables") == [
        {
            "owner_kind": "case",
            "owner": "Mari",
            "variable": "Area",
            "type": "Text",
            "value": "A",
        }
    ]


def test_a_text_may_stand_in_the_project_itself(read):
    inner = "<PlainTextContent>Hello there</PlainTextContent>" + selection(6, 11)
    assert segments(read(project(source(inner))), "text") == [("there",)]


def test_what_is_found_is_counted(read):
    inner = selection(0, 5, coding("c1", "u1") + coding("c2", "u2"))
    assert read(project(source(inner)), a="Hello").report.found == {
        "sources": 1,
        "codes": 2,
        "selections of text": 1,
        "codings": 2,
        "coders": 2,
        "cases": 0,
        "variables": 0,
        "notes": 0,
        "sets": 0,
        "links": 0,
    }


def test_an_empty_project_has_empty_tables_with_all_columns(read):
    tables = read("<Project/>").tables
    assert {name: len(t) for name, t in tables.items()} == dict.fromkeys(
        "sources codes coded_segments cases variables notes sets links".split(), 0
    )
    assert list(tables["coded_segments"]) == [
        "source",
        "code_path",
        "coder",
        "start",
        "end",
        "text",
    ]


# names and places that real exports get wrong --------------------------------------------------


def test_members_are_found_whatever_the_case_of_their_names(tmp_path):
    xml = project(source(selection(0, 5), path="ABC.TXT"))
    path = pack(tmp_path / "p.qdpx", {"Sub/PROJECT.QDE": xml, "Sources/abc.txt": "Hello"})
    assert segments(read_export(path), "text") == [("Hello",)]


@pytest.mark.parametrize(
    "stored", ["sources/a.txt", "a.txt", "Sources/A.txt", "inner/Sources/a.txt"]
)
@pytest.mark.parametrize("written", ["internal://a.txt", "relative://a.txt", "a.txt"])
def test_a_text_is_found_wherever_the_archive_has_it(tmp_path, stored, written):
    xml = project(source(selection(0, 5)).replace("internal://a.txt", written))
    path = pack(tmp_path / "p.qdpx", {"p.qde": xml, stored: "Hello"})
    assert segments(read_export(path), "text") == [("Hello",)]


def test_duplicate_code_names_are_told_apart_and_reported(read):
    codes = '<Code guid="c1" name="A"/><Code guid="c2" name="A"/>'
    inner = selection(0, 5, coding("c1") + coding("c2"))
    export = read(project(source(inner), codes), a="Hello")
    assert segments(export, "code_path") == [("A",), ("A (2)",)]
    assert export.report.guessed == [
        "code A: the name stands more than once under one parent; the later one is called A (2)"
    ]


def test_the_number_of_a_duplicate_is_one_nobody_has(read):
    named = ["A", "A (2)", "A", "A"]
    codes = "".join(f'<Code guid="{guid}" name="{name}"/>' for guid, name in enumerate(named))
    paths = read(project(codes=codes)).tables["codes"]["code_path"]
    assert paths.tolist() == ["A", "A (2)", "A (3)", "A (4)"]


def test_the_same_name_under_different_parents_is_no_duplicate(read):
    inner = '<Code guid="{0}" name="{0}"><Code guid="{0}1" name="Trust"/></Code>'
    export = read(project(codes=inner.format("x") + inner.format("y")))
    assert export.tables["codes"]["code_path"].tolist()[1::2] == ["x > Trust", "y > Trust"]
    assert export.report.guessed == []


def test_duplicate_source_names_are_told_apart_and_reported(read):
    two = source(selection(0, 3)) + source(selection(0, 3), guid="s2", path="b.txt")
    export = read(project(two), a="One", b="Two")
    assert segments(export, "source", "text") == [("talk", "One"), ("talk (2)", "Two")]
    assert export.report.guessed == [
        "source talk: the name stands more than once; this one is called talk (2)"
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Tŷ bach".encode("utf-16"), "UTF-16"),
        (b"T\xe2 bach", "windows-1252"),
        (b"T\xe2 bach!", "windows-1252"),
    ],
)
def test_a_text_in_another_encoding_is_read_and_reported(read, content, kind):
    export = read(project(source(selection(3, 7))), a=content)
    assert segments(export, "text") == [("bach",)]
    assert export.report.guessed[0] == (
        f"source talk: its text is not UTF-8; it was read as {kind}"
    )


def test_line_breaks_are_kept_as_they_stand(read):
    assert read(project(source()), a="one\r\ntwo\rthree\n").texts == {"talk": "one\r\ntwo\rthree\n"}


def test_the_byte_order_mark_is_no_part_of_the_text(read):
    export = read(project(source(selection(0, 3))), a="\ufeffone two")
    assert export.texts == {"talk": "one two"}
    assert segments(export, "text") == [("one",)]


# what is lost is said, and the rest is kept ----------------------------------------------------


def test_a_missing_text_is_reported_and_the_rest_is_kept(read):
    two = source(selection(0, 3)) + source(selection(0, 3), "gone", "s2", "b.txt")
    export = read(project(two), a="One")
    assert segments(export, "source") == [("talk",)]
    assert export.tables["sources"]["source"].tolist() == ["talk", "gone"]
    assert export.report.lost == [
        "source gone: its text (internal://b.txt) is not there, so its 1 selections "
        "are not taken over"
    ]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (0, 6),
        (6, 7),
        (-1, 3),
        (4, 2),
        (0, 10**30),
        (0, 2**63),
        ("", 3),
        ("one", 3),
        (0, "3.0"),
        ("²", 3),
        ("٣", 4),
        ("--1", 3),
    ],
)
def test_a_selection_that_lies_nowhere_is_lost_and_the_next_kept(read, start, end):
    export = read(project(source(selection(start, end) + selection(0, 5))), a="Hello")
    assert segments(export, "start", "end") == [(0, 5)]
    assert export.report.lost == ["source talk: 1 selections lie outside its text"]


def test_a_selection_without_positions_is_lost(read):
    export = read(project(source("<PlainTextSelection/>")), a="Hello")
    assert export.report.lost == ["source talk: 1 selections lie outside its text"]


@pytest.mark.parametrize("where", [0, 2, 5])
def test_a_selection_of_no_length_is_kept(read, where):
    export = read(project(source(selection(where, where))), a="Hello")
    assert segments(export, "start", "end", "text") == [(where, where, "")]


def test_selections_without_guid_are_kept_apart(read):
    cases = '<Case name="Mari"><SelectionRef targetGUID=""/></Case>'
    inner = selection(0, 5) + selection(6, 11)
    export = read(project(source(inner), cases=cases), a="Hello there")
    assert segments(export, "text") == [("Hello",), ("there",)]
    assert export.report.lost == ["1 references of cases lead to nothing in the file"]


def test_a_coding_with_an_unknown_code_is_lost_and_the_next_kept(read):
    inner = selection(0, 5, coding("c9") + coding("c2"))
    export = read(project(source(inner)), a="Hello")
    assert segments(export, "code_path") == [("Tea",)]
    assert export.report.lost == ["1 codings use a code that the code book lacks"]


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("PictureSelection", "selections in pictures"),
        ("AudioSelection", "selections in audio"),
        ("VideoSelection", "selections in video"),
        ("PDFSelection", "selections in PDF pages"),
        ("TranscriptSelection", "selections in transcripts of recordings"),
        ("Graph", "graphs"),
    ],
)
def test_what_is_not_read_is_counted_as_lost(read, element, words):
    xml = project().replace("</Project>", f"<X><{element}/><{element}/></X></Project>")
    assert read(xml).report.lost == [f"2 {words} (not read)"]


@pytest.mark.parametrize(
    ("element", "words"), [("Representation", "the text of a PDF"), ("Note", "notes")]
)
def test_codings_of_a_text_that_is_no_text_source_are_counted_as_lost(read, element, words):
    held = f'<{element} guid="r">{selection(0, 5)}{selection(6, 8)}{coding()}</{element}>'
    export = read(project(f'<PDFSource guid="p" name="letter">{held}</PDFSource>'))
    assert export.report.lost == [
        f"2 selections in {words} (not read)",
        f"1 codings of {words} (not read)",
    ]


@pytest.mark.parametrize("other", ["older.qde", "copy/project.qde"])
def test_of_several_project_files_the_usual_one_is_read_and_the_others_are_named(tmp_path, other):
    right, wrong = (project(codes=f'<Code guid="c" name="{n}"/>') for n in ("Right", "Wrong"))
    export = read_export(pack(tmp_path / "p.qdpx", {other: wrong, "project.qde": right}))
    assert export.tables["codes"]["name"].tolist() == ["Right"]
    assert export.report.lost == [
        f"the archive holds 2 project files; read is project.qde, and not {other}"
    ]


def test_what_macos_keeps_beside_a_project_is_no_project(tmp_path):
    members = {"x/._p.qde": b"\0\5", "x/p.qde": project()}
    assert read_export(pack(tmp_path / "p.qdpx", members)).report.lost == []


def test_a_picture_is_listed_as_a_source_without_text(read):
    export = read(project('<PictureSource guid="p" name="map"/>'))
    assert rows(export, "sources")[0]["kind"] == "picture"
    assert export.texts == {}


# what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "complaint"),
    [
        ({"a.txt": "hello"}, "the archive holds no REFI-QDA project"),
        ({}, "the archive holds no REFI-QDA project"),
        ({"p.qde": "<CodeBook/>"}, "the project file begins with <CodeBook>, not <Project>"),
        ({"p.qde": "<Project>"}, "the project inside it is not well-formed XML"),
        ({"p.qde": ""}, "the project inside it is not well-formed XML"),
        ({"p.qde": "<!DOCTYPE x><Project/>"}, "the project inside it brings a document type"),
        ({"p.qde": "<Project/>", "../x": ""}, "the archive holds a path that leads outside"),
    ],
)
def test_what_is_no_project_is_refused_in_words(tmp_path, members, complaint):
    with pytest.raises(DataError, match=f"^p.qdpx: {complaint}"):
        read_export(pack(tmp_path / "p.qdpx", members))


@FEW
@given(data=st.data())
def test_a_project_cut_short_anywhere_is_refused(tiny, data):
    content = (tiny / "raw" / "talk.qdpx").read_bytes()
    path = tiny / "raw" / "cut.qdpx"
    path.write_bytes(content[: data.draw(st.integers(0, len(content) - 1))])
    with pytest.raises(DataError, match=r"^cut\.qdpx: "):
        read_export(path)


@FEW
@given(place=st.integers(0, 10**9), value=st.integers(0, 255))
def test_a_project_with_one_wrong_byte_is_read_or_refused(tiny, place, value):
    content = bytearray((tiny / "raw" / "talk.qdpx").read_bytes())
    content[place % len(content)] = value
    path = tiny / "raw" / "bent.qdpx"
    path.write_bytes(content)
    try:
        found = set(read_export(path).tables["coded_segments"]["source"])
    except DataError as error:
        found = {str(error).partition(":")[0]}
    assert found <= {f"c{n} interview" for n in range(1, 9)} | {"bent.qdpx"}


# what was written is read ----------------------------------------------------------------------

PATHS = [("Warmth",), ("Warmth", "Gwrando"), ("Te 😀",)]
LETTERS = "abcdeŵŷâêîôû1é漢אבגعب"
WORDS = st.text(LETTERS, min_size=1, max_size=6) | st.sampled_from(["cafe\u0301", "mŷ\u0301n"])
GAPS = st.sampled_from([" ", "\r\n", " 😀 ", "\n\n", ", ", " \u200f", "👩‍👧\r\n", "… "])
CODINGS = st.lists(
    st.tuples(st.sampled_from(PATHS), st.sampled_from(["C1", "C2"])), max_size=3, unique=True
)
PLAIN = st.text(
    st.sampled_from("ŵŷâ \n\u0301אعé漢")
    | st.characters(
        codec="utf-8",
        max_codepoint=0xFFFF,
        exclude_categories=["Cc", "Cs"],
        exclude_characters="\ufeff",
    ),
    max_size=60,
)


@st.composite
def worded(draw):
    """A text of words and gaps, and where its words are."""
    words = draw(st.lists(WORDS, min_size=1, max_size=12))
    text, spans = draw(st.sampled_from(["", "😀 ", "\r\n"])), []
    for number, word in enumerate(words):
        text += draw(GAPS) if number else ""
        spans.append((len(text), len(text) + len(word)))
        text += word
    return text, spans


def written_and_read(path, stored, selections):
    entries = tuple(CodedSelection(a, b, tuple(c)) for (a, b), c in selections.items())
    codes = tuple(CodeEntry(p) for p in PATHS)
    source_entry = SourceEntry("sgwrs", stored, entries)
    made = Project("p", "t", "2024-01-01", "", ("C1", "C2"), codes, (source_entry,), ())
    write_qdpx(path, made)
    return read_export(path)


def expected(text, selections):
    return sorted(
        (" > ".join(code), coder, a, b, text[a:b])
        for (a, b), given_codes in selections.items()
        for code, coder in given_codes
    )


@FEW
@given(data=st.data(), text=PLAIN)
def test_any_selection_of_a_text_that_counts_one_way_is_read_as_written(tmp_path, data, text):
    place = st.integers(0, len(text))
    spans = st.tuples(place, place).map(lambda pair: tuple(sorted(pair)))
    selections = data.draw(st.dictionaries(spans, CODINGS, max_size=5))
    export = written_and_read(tmp_path / "p.qdpx", text, selections)
    found = segments(export, "code_path", "coder", "start", "end", "text")
    assert sorted(found) == expected(text, selections)
    assert export.texts == {"sgwrs": text}


@FEW
@given(data=st.data(), made=worded(), mark=st.sampled_from(["", "\ufeff"]))
def test_selections_of_words_are_read_as_written_in_any_text(tmp_path, data, made, mark):
    text, spans = made
    edges = st.tuples(st.sampled_from(spans), st.sampled_from(spans)).map(sorted)
    chosen = edges.map(lambda pair: (pair[0][0], pair[1][1]))
    selections = data.draw(st.dictionaries(chosen, CODINGS, max_size=5))
    export = written_and_read(tmp_path / "p.qdpx", mark + text, selections)
    found = segments(export, "code_path", "coder", "start", "end", "text")
    assert sorted(found) == expected(text, selections)
    assert export.texts == {"sgwrs": text}


COUNTED = {
    "UTF-16 units": lambda before: len(before.encode("utf-16-le")) // 2,
    "line breaks as one": lambda before: len(before.replace("\r\n", "\n")),
    "byte-order mark counted": lambda before: len(before) + 1,
}


@pytest.mark.parametrize("how", COUNTED)
@FEW
@given(made=worded())
def test_words_counted_another_way_are_read_where_they_stand(tmp_path, how, made):
    text, spans = made
    at = [[COUNTED[how](text[:edge]) for edge in span] for span in spans]
    xml = project(source("".join(selection(a, b) for a, b in at)))
    mark = "\ufeff" if how == "byte-order mark counted" else ""
    export = read_export(pack_project(tmp_path / "p.qdpx", xml, a=mark + text))
    assert segments(export, "start", "end") == spans
    differs = mark or at != [list(span) for span in spans]
    assert (how in export.tables["sources"].at[0, "position_convention"]) == bool(differs)


# real projects ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "codes", "depth", "sources"),
    [
        ("nvivo-windows-12.qdpx", 152, 4, 2),
        ("nvivo-mac-15-empty.qdpx", 262, 7, 2),
        ("qc-1.3.qdpx", 262, 7, 2),
        ("atlas-win-23-edge-1.qdpx", 0, 0, 0),
        ("atlas-win-23-edge-2.qdpx", 3, 2, 0),
    ],
)
def test_real_projects_are_read(shared, name, codes, depth, sources):
    tables = read_export(shared / "real-data" / "qda" / name).tables
    assert len(tables["codes"]) == tables["codes"]["code_path"].nunique() == codes
    assert max(tables["codes"]["depth"].astype(int), default=0) == depth
    assert len(tables["sources"]) == sources


def test_a_real_project_with_several_codes_to_a_selection(shared):
    export = read_export(shared / "real-data" / "qda" / "qc-1.3.qdpx")
    assert export.report.lost == []
    per_place = export.tables["coded_segments"].groupby(["source", "start", "end"], observed=True)
    assert (per_place.size() > 1).sum() == 37


def test_a_project_whose_names_have_a_prefix_is_read_as_one_without(tmp_path):
    plain = project(source(selection(0, 3) + selection(4, 7, "")))
    prefixed = re.sub(r"<(/?)(\w)", r"<\1q:\2", plain).replace("xmlns=", "xmlns:q=")
    one = read_export(pack_project(tmp_path / "a.qdpx", plain, a="abc def"))
    two = read_export(pack_project(tmp_path / "b.qdpx", prefixed, a="abc def"))
    for name, table in one.tables.items():
        assert two.tables[name].equals(table), name


@pytest.mark.parametrize(
    "inner",
    [
        coding() + coding("c2", "u2") + "<Note/>",
        '<Coding creatingUser="u1"><CodeRef targetGUID="c1"/><Description/></Coding>'
        + coding("c2", "u2"),
        "<Description/>" + coding() + coding("c2", "u2"),
        '<Coding creatingUser="u1"><CodeRef targetGUID="c1"><Wibble/></CodeRef></Coding>'
        + coding("c2", "u2"),
        coding() + "<Wibble><Coding/></Wibble>" + coding("c2", "u2"),
    ],
)
def test_a_selection_that_holds_more_than_codings_keeps_its_codings(tmp_path, inner):
    xml = project(source(selection(0, 3) + selection(4, 7, inner) + selection(0, 7)))
    export = read_export(pack_project(tmp_path / "p.qdpx", xml, a="abc def"))
    assert segments(export, "code_path", "coder", "start", "end") == [
        ("Warmth", "Ann", 0, 3),
        ("Warmth", "Ann", 4, 7),
        ("Tea", "Bob", 4, 7),
        ("Warmth", "Ann", 0, 7),
    ]


def test_selections_before_and_behind_other_parts_of_a_source_are_all_there(tmp_path):
    value = '<VariableValue><VariableRef targetGUID="v"/><TextValue>1</TextValue></VariableValue>'
    inner = f"{selection(0, 1)}{value}{selection(1, 2)}<Description>d</Description>"
    export = read_export(
        pack_project(tmp_path / "p.qdpx", project(source(inner + selection(2, 3))), a="abc")
    )
    assert [s[0] for s in segments(export, "start")] == [0, 1, 2]
    assert export.tables["sources"]["description"].tolist() == ["d"]
    assert export.tables["variables"]["value"].tolist() == ["1"]


def test_many_texts_are_read_with_their_archive_opened_once(read, monkeypatch):
    from compendium.readers.archive import Archive
    from compendium.readers.refi_qda.texts import opened

    two = source(selection(0, 1)) + source(selection(0, 1), "two", "s2", "b.txt")
    texts, times, check = read(project(two), a="abc", b="def").texts, [], Archive._check
    monkeypatch.setattr(Archive, "_check", lambda self: (times.append(1), check(self))[1])
    with opened(texts):
        assert sorted(texts.values()) == ["abc", "def"]
    assert len(times) == 1
    # Afterwards the archive is closed, and each text opens it anew.
    assert sorted(texts.values()) == ["abc", "def"]
    assert len(times) == 3


def test_texts_in_no_archive_can_be_opened_too():
    from compendium.readers.refi_qda.texts import opened

    with opened({"a": "abc"}):
        pass
