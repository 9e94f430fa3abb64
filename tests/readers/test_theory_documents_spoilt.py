"""Word documents as LibreOffice writes them, and spoilt in every way: read, or refused in words."""

from __future__ import annotations

import random
import shutil
import subprocess

import pytest
from handmade import pack
from word_by_hand import cell, item, level, lists, members, p, pack_document, run, table

from compendium.problems import DataError
from compendium.readers.export import read_export
from compendium.readers.work_tree import WorkTreeError

TABLES = {"paragraphs", "cells", "statements", "cmocs", "comments"}
BODY = (
    p("PT1: Trust", "berschrift1")
    + p(run("If A, then B, because C") + '<w:r><w:commentReference w:id="0"/></w:r>')
    + item("Context: c")
    + item("Mechanism: m", depth=1)
    + table(
        ["CMOC", "Context", "Mechanism", "Outcome"],
        ["1", cell("c", '<w:vMerge w:val="restart"/>'), "m", "o"],
        ["2", cell("", "<w:vMerge/>"), cell(p("m") + table(["inner"])), "o"],
    )
)
WHOLE = members(
    BODY,
    numbering=lists(level(0, "decimal", "%1.") + level(1, "lowerLetter", "%2")),
    comments=f'<w:comment w:id="0" w:author="a">{p("why")}</w:comment>',
)


def cut(chance, content):
    return content[: chance.randrange(len(content))]


def flipped(chance, content):
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def numbers_changed(chance, text):
    """Every number of an XML text made huge, negative, or no number."""
    import re

    odd = ["-1", "99999999999999999999", "", "x", "0", "9" * 5000, "٣"]
    return re.sub(r'(?<==")\d+(?=")', lambda _: chance.choice(odd), text)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return pack(tmp_path_factory.mktemp("whole") / "t.docx", WHOLE, compress=True).read_bytes()


def spoilt(chance, whole, path):
    """A document spoilt in one of five ways."""
    kind, name = chance.randrange(5), chance.choice(sorted(WHOLE))
    match kind:
        case 0:
            path.write_bytes(cut(chance, whole))
        case 1:
            path.write_bytes(flipped(chance, whole))
        case 2:
            pack(path, {n: c for n, c in WHOLE.items() if n != name})
        case 3:
            pack(path, WHOLE | {name: flipped(chance, WHOLE[name].encode())})
        case 4:
            pack(path, {n: numbers_changed(chance, c) for n, c in WHOLE.items()})
    return path


@pytest.mark.parametrize("seed", range(150))
def test_a_spoilt_document_is_read_or_refused_in_words(tmp_path, whole, seed):
    path = spoilt(random.Random(seed), whole, tmp_path / "t.docx")
    said, tables = "t.docx: ", TABLES
    try:
        tables = set(read_export(path).tables)
    except DataError as error:
        said = str(error)
    assert (said[:8], tables) == ("t.docx: ", TABLES)


def test_the_document_that_is_spoilt_above_is_read_when_it_is_whole(tmp_path):
    tables = read_export(pack(tmp_path / "t.docx", WHOLE)).tables
    assert [len(tables[n]) for n in ("paragraphs", "cells", "statements", "comments")] == [
        *(4, 12, 1, 1)
    ]
    assert tables["cmocs"]["cmoc_id"].tolist() == ["CMOC1", "1", "2"]


def test_what_would_unfold_to_more_than_is_safe_is_refused(tmp_path):
    huge = WHOLE | {"word/media/x.xml": b"0" * 40_000_000}
    with pytest.raises(DataError, match="more than is safe"):
        read_export(pack(tmp_path / "t.docx", huge, compress=True))


def test_a_document_nested_beyond_reason_is_refused(tmp_path):
    deep = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
    with pytest.raises(DataError, match="not well-formed"):
        read_export(pack_document(tmp_path / "t.docx", deep))


@pytest.mark.parametrize(
    "body",
    [
        p("Data origin: real"),
        table(["CMOC", "data_origin"], ["1", "real"]),
        table(["data_origin", "Real"]),
    ],
)
def test_a_document_that_says_it_is_real_is_refused_in_a_work_tree(tmp_path, body):
    (tmp_path / ".git").mkdir()
    with pytest.raises(WorkTreeError):
        read_export(pack_document(tmp_path / "t.docx", body))


def test_a_document_is_no_source_of_a_study(tiny):
    from compendium.intake.take_in import take_in
    from compendium.study_folder import open_study

    pack_document(tiny / "raw" / "t.docx", p("a"))
    text = (tiny / "study.yml").read_text(encoding="utf-8")
    (tiny / "study.yml").write_text(text.replace("raw/survey.sav", "raw/t.docx"), encoding="utf-8")
    with pytest.raises(DataError, match="this is a document, no export of data"):
        take_in(open_study("tiny"))


FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="d"><text:deletion><office:change-info>
<dc:creator>Ann</dc:creator><dc:date>2024-05-03T10:00:00</dc:date></office:change-info>
<text:p>never</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:h text:outline-level="1">Theory of tŷ</text:h>
<text:p>PT1: If parents feel alone, then they <text:change text:change-id="d"/>
<text:span>engage</text:span>, because they trust.<text:line-break/>
Rival: they would come anyway.</text:p>
<text:list><text:list-item><text:p>Context: c</text:p></text:list-item>
<text:list-item><text:p>Mechanism: m</text:p></text:list-item></text:list>
<table:table><table:table-column table:number-columns-repeated="3"/>
<table:table-row><table:table-cell><text:p>Context</text:p></table:table-cell>
<table:table-cell><text:p>Mechanism</text:p></table:table-cell>
<table:table-cell><text:p>Outcome</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell
 table:number-rows-spanned="2"><text:p>c1</text:p></table:table-cell>
<table:table-cell><text:p>m1</text:p></table:table-cell>
<table:table-cell><text:p>o1</text:p></table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell/>
<table:table-cell><text:p>m2</text:p></table:table-cell>
<table:table-cell><text:p>o2</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document>"""


@pytest.fixture(scope="module")
def by_libreoffice(tmp_path_factory):
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not on this machine")
    folder = tmp_path_factory.mktemp("office")
    (folder / "t.fodt").write_text(FLAT, encoding="utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    subprocess.run(
        [*command, "--convert-to", "docx", "t.fodt"], cwd=folder, check=True, timeout=180
    )
    return read_export(folder / "t.docx")


def test_statements_that_libreoffice_wrote(by_libreoffice):
    assert by_libreoffice.tables["statements"].to_numpy().tolist() == [
        [
            *("PT1", "parents feel alone", "they engage", "they trust"),
            *("they would come anyway", "paragraph 2"),
        ]
    ]
    assert "LibreOffice" in by_libreoffice.report.tool
    assert "1 tracked deletions: left out" in by_libreoffice.report.guessed


def test_configurations_that_libreoffice_wrote(by_libreoffice):
    columns = ["context", "mechanism", "outcome", "place"]
    assert by_libreoffice.tables["cmocs"][columns].to_numpy().tolist() == [
        ["c", "m", "", "paragraph 3"],
        ["c1", "m1", "o1", "table 1, row 2"],
        ["c1", "m2", "o2", "table 1, row 3"],
    ]


def test_headings_and_merged_cells_that_libreoffice_wrote(by_libreoffice):
    first = by_libreoffice.tables["paragraphs"].iloc[0]
    assert (first["style"], first["level"], first["text"]) == ("Heading 1", 1, "Theory of tŷ")
    cells = by_libreoffice.tables["cells"].set_index("text")
    assert cells.loc["c1", "row_span"] == 2
