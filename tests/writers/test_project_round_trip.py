"""A coding project written and read again is the same project: nothing lost, nothing shifted."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tiny import project as tiny_project

from compendium.readers import coding_project as coding
from compendium.readers.export import read_export
from compendium.writers.coding_project import project_of
from compendium.writers.refi_qda import codebook_xml, project_xml, write_qdc, write_qdpx

ROUNDS = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Welsh letters, emoji of two UTF-16 units and of several code points, combining marks, line
# breaks of every kind, right-to-left text, the byte-order mark in the middle and at the start.
LETTERS = "aŵŷŴâ 😀👩\u200d👧é́e\u0301\r\n\u2028שלוםمرحبا\ufeff\t&<>\"'_;1"
TEXT = st.text(LETTERS, max_size=40)
NAME = st.text("abŵŷ😀é́&<\"' :>/1", min_size=1, max_size=12).map(lambda t: " ".join(t.split()))
NAME = NAME.filter(lambda t: t and " > " not in t and t != ">" and not t.endswith(" >"))
NAME = NAME.filter(lambda t: not t.startswith("> "))
NOTHING = (pd.NA, pd.NA)


@st.composite
def projects(draw):
    """Tables and texts of a project, with everything the standard has a place for."""
    names = st.lists(NAME, min_size=1, max_size=3, unique=True)
    sources, cases, coders = draw(names), draw(names), draw(names)
    texts = {s: draw(TEXT) for s in sources}
    paths = draw(st.lists(st.lists(NAME, min_size=1, max_size=3), min_size=1, max_size=5))
    codes = [row[0] for row in coding.code_rows(" > ".join(p) for p in paths)]
    definitions = {c: draw(TEXT).strip() for c in codes}

    def place():
        source = draw(st.sampled_from(sources))
        edges = st.integers(0, len(texts[source]))
        return source, *sorted((draw(edges), draw(edges)))

    segments = {}
    for _ in range(draw(st.integers(0, 8))):
        source, start, end = place()
        code, coder = draw(st.sampled_from(codes)), draw(st.sampled_from([*coders, ""]))
        text = texts[source][start:end]
        segments[source, code, coder, start, end, text] = None
    owners = [("source", s) for s in sources] + [("case", c) for c in cases]
    variables = {
        (*draw(st.sampled_from(owners)), name): draw(TEXT)
        for name in draw(st.lists(NAME, max_size=3, unique=True))
        for _ in range(2)
    }
    links_to = [("source", s, *NOTHING) for s in sources] + [("code", c, *NOTHING) for c in codes]
    links_to.append(("selection", *place()))
    ends = st.sampled_from(links_to)
    notes = {
        (name, draw(TEXT), draw(st.sampled_from([*coders, ""])), "2024-05-01T10:00:00Z"): draw(
            st.sampled_from([*links_to, ("project", "", *NOTHING), ("", "", *NOTHING)])
        )
        for name in draw(st.lists(NAME, max_size=3, unique=True))
    }
    notes |= {
        ("", f"described {place_}", "", ""): place_
        for place_ in draw(
            st.lists(st.sampled_from([("case", c, *NOTHING) for c in cases]), unique_by=str)
        )
    }
    made = coding.tables(
        {
            "sources": [(s, "text", len(t), "", "", "said of it", "") for s, t in texts.items()],
            "codes": coding.code_rows(codes, definitions),
            "coded_segments": list(segments),
            "cases": [
                (c, *draw(st.sampled_from([("", *NOTHING), (sources[0], *NOTHING), place()])))
                for c in cases
            ],
            "variables": [(*who, "Text", value) for who, value in variables.items()],
            "notes": [(*told, *on) for told, on in notes.items()],
            "sets": [
                (f"set {i}", "why", "code", code)
                for i, code in enumerate(draw(st.lists(st.sampled_from(codes), max_size=2)))
            ],
            "links": [
                (f"link {i}", "OneWay", *draw(ends), *draw(ends))
                for i in range(draw(st.integers(0, 2)))
            ],
        }
    )
    return made, texts


def rows(table: pd.DataFrame):
    """What a table says, in an order of its own; not how the file it came from was read."""
    kept = [c for c in table.columns if c not in ("guid", "position_convention", "margin")]
    return sorted(map(str, table[kept].itertuples(index=False, name=None)))


def written_and_read(folder, made, texts):
    project, lost = project_of(made, texts, "round trip", "2024-05-01")
    write_qdpx(folder / "p.qdpx", project)
    return read_export(folder / "p.qdpx"), lost


@ROUNDS
@given(made=projects())
def test_every_table_comes_back_as_it_was(tmp_path, made):
    tables, texts = made
    export, lost = written_and_read(tmp_path, tables, texts)
    assert lost == []
    assert dict(export.texts) == texts
    for name in coding.COLUMNS:
        assert rows(export.tables[name]) == rows(tables[name]), name


@ROUNDS
@given(made=projects())
def test_whatever_is_written_obeys_the_schema_of_the_standard(shared, made):
    project, _ = project_of(*made, "p", "2024-05-01")
    folder = shared / "real-data" / "qda"
    schema = etree.XMLSchema(file=folder / "openqda_Project_v1.0.xsd")
    schema.assertValid(etree.fromstring(project_xml(project).encode()))
    book = etree.XMLSchema(file=folder / "openqda_Codebook_v1.0.xsd")
    book.assertValid(etree.fromstring(codebook_xml(project).encode()))


@ROUNDS
@given(made=projects())
def test_a_codebook_comes_back_as_it_was(tmp_path, made):
    project, _ = project_of(*made, "p", "2024-05-01")
    write_qdc(tmp_path / "p.qdc", project)
    codes = read_export(tmp_path / "p.qdc").tables["codes"]
    assert rows(codes) == rows(made[0]["codes"])


@given(made=projects())
@settings(max_examples=20)
def test_the_same_tables_are_the_same_bytes(made):
    once, again = (project_xml(project_of(*made, "p", "2024-05-01")[0]) for _ in range(2))
    assert once == again


def test_text_that_begins_with_the_mark_keeps_it(tmp_path):
    made = coding.tables({"sources": [("s", "text", 2, "", "", "", "")]})
    export, _ = written_and_read(tmp_path, made, {"s": "\ufeffa"})
    assert export.texts == {"s": "\ufeffa"}


def test_what_xml_cannot_hold_is_replaced_and_not_refused(tmp_path):
    made = coding.tables({"codes": coding.code_rows(["a\x01b"])})
    export, _ = written_and_read(tmp_path, made, {})
    assert export.tables["codes"]["code_path"].tolist() == ["a\ufffdb"]


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("Integer", "12", "Integer"),
        ("Integer", "twelve", "Text"),
        ("Date", "2024-02-29", "Text"),  # a day the check does not vouch for is kept as text
        ("Date", "2024-02-28", "Date"),
        ("Boolean", "true", "Boolean"),
        ("Float", "1.5", "Float"),
    ],
)
def test_a_variable_keeps_its_type_where_its_values_are_of_it(tmp_path, kind, value, kept):
    made = coding.tables(
        {
            "sources": [("s", "text", 0, "", "", "", "")],
            "variables": [("source", "s", "v", kind, value)],
        }
    )
    export, lost = written_and_read(tmp_path, made, {"s": ""})
    row = export.tables["variables"].iloc[0]
    assert (row["type"], row["value"]) == (kept, value)
    assert bool(lost) == (kind != kept)


def test_what_has_no_place_in_the_standard_is_said(tmp_path):
    made = coding.tables(
        {
            "sources": [("s", "text", 0, "", "", "", "")],
            "coded_segments": [("t", "A", "x", 0, 1, "?")],
            "notes": [("n", "words", "", "yesterday", "set", "S", pd.NA, pd.NA)],
            "links": [("l", "", "", "gone", *NOTHING, "source", "s", *NOTHING)],
        }
    )
    _, lost = project_of(made, {"s": ""}, "p", "2024-05-01")
    assert lost == [
        "note n: its date 'yesterday' is no date the standard has",
        "note n: the standard hangs no note on a set",
        "source t: 1 selections of a source that is not there",
        "link l: an end leads to nothing that is here",
    ]


def test_a_project_by_another_tool_is_the_same_after_a_round(tmp_path):
    write_qdpx(tmp_path / "first.qdpx", dataclasses.replace(tiny_project(), notes=()))
    first = read_export(tmp_path / "first.qdpx")
    second, lost = written_and_read(tmp_path, first.tables, first.texts)
    assert lost == []
    for name in coding.COLUMNS:
        assert rows(second.tables[name]) == rows(first.tables[name]), name


@pytest.mark.parametrize(
    "name", ["nvivo-windows-12.qdpx", "qc-1.3.qdpx", "maxqda-24.qde", "atlas-win-23.qdc"]
)
def test_a_real_project_is_the_same_after_a_round(shared, tmp_path, name):
    path = shared / "real-data" / "qda" / name
    if not path.exists():
        pytest.skip("the folder of real exports is not here")
    first = read_export(path)
    second, _ = written_and_read(tmp_path, first.tables, first.texts)
    assert dict(second.texts) == dict(first.texts)
    for table in ("codes", "coded_segments", "cases", "variables"):
        assert rows(second.tables[table]) == rows(first.tables[table]), table


HANGING = ("cases", "notes", "links")


def as_qualcoder_reads(path):
    """(source, code guid, words) of each coding, by the rules of QualCoder's importer.

    Texts are opened with line breaks of any kind as one; where the first is of two characters, each
    gains a blank behind it, so that positions hold. From its source, refi.py, load_text_source.
    """
    space, found = "{urn:QDA-XML:project:1.0}", []
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("project.qde"))
        for source in root.iter(f"{space}TextSource"):
            name = "sources" + source.get("plainTextPath").split("internal:/")[1]
            raw = archive.read(name)
            text = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8", errors="replace").read()
            if raw.split(b"\n")[0].endswith(b"\r") and b"\n" in raw:
                text = text.replace("\n", "\n ")
            for one in source.findall(f"{space}PlainTextSelection"):
                start, end = int(one.get("startPosition")), int(one.get("endPosition"))
                for own in one.findall(f"{space}Coding"):
                    code = next(iter(own)).get("targetGUID")
                    found.append((source.get("name"), code, text[start:end]))
    return found


@ROUNDS
@given(made=projects(), ends=st.sampled_from(["\r\n", "\n"]))
def test_qualcoder_cuts_the_same_words_where_line_breaks_are_of_one_kind(tmp_path, made, ends):
    tables, texts = made
    texts = {
        source: re.sub("\r\n|\r|\n", "\n", text).removeprefix("\ufeff").replace("\n", ends)
        for source, text in texts.items()
    }
    coded = tables["coded_segments"]
    kept = coded[coded["end"] <= coded["source"].map({s: len(t) for s, t in texts.items()})]
    tables = tables | {"coded_segments": kept} | {n: tables[n][:0] for n in HANGING}
    write_qdpx(tmp_path / "q.qdpx", project_of(tables, texts, "q", "2024-05-01")[0])
    as_there = {13: "\n", 10: " "} if ends == "\r\n" else {}
    places = zip(kept["source"], kept["start"], kept["end"], strict=True)
    words = [texts[s][a:b].translate(as_there) for s, a, b in places]
    assert sorted(text for *_, text in as_qualcoder_reads(tmp_path / "q.qdpx")) == sorted(words)
