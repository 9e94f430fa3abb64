"""Reports as Word files: styles, alternative texts, widths, headings that repeat, language."""

from __future__ import annotations

import base64
import io
import re
import uuid
import zipfile

import pytest
from documented import MADE, a_report, word_of, word_text
from lxml import etree
from shown import code, displayed, notebook, said, showing

from compendium.displays import verbs
from compendium.render.documents.content import document
from compendium.render.documents.own_font import mixed
from compendium.render.documents.word import as_docx
from compendium.render.documents.word_xml import W
from compendium.writers.zipped import ZIP_DATE

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@pytest.fixture(scope="module")
def parts(wales):
    return word_of(wales, a_report())


@pytest.fixture(scope="module")
def body(parts):
    return etree.fromstring(parts["word/document.xml"])


def styled(body, style: str) -> list[str]:
    """The text of each paragraph of a style."""
    found = [
        p for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='{style}']") is not None
    ]
    return ["".join(t.text for t in p.iter(f"{W}t")) for p in found]


def test_title_and_headings_have_words_own_styles(body):
    assert styled(body, "Title") == ["Area A: peer advocates"]
    assert styled(body, "Heading1") == [
        *("Answers", "Themes", "The numbers behind the figures", "How this page was made")
    ]
    assert styled(body, "Heading2") == ["In words", "Warmth"]


def test_captions_are_captions(body):
    assert [t.partition(".")[0] for t in styled(body, "FigureCaption")] == ["Figure\u00a01"]
    assert [t.partition(".")[0] for t in styled(body, "TableCaption")] == [
        "Table\u00a01",
        "Figure\u00a01",
    ]


def test_a_picture_in_prose_is_as_large_as_it_is_and_the_figures_are_the_drawings_own(wales, parts):
    import matplotlib.image
    import numpy

    buffer = io.BytesIO()
    matplotlib.image.imsave(buffer, numpy.zeros((96, 192, 3)), format="png", dpi=96)
    picture = base64.b64encode(buffer.getvalue()).decode()
    made = word_of(wales, notebook("# T", f"![A plan](data:image/png;base64,{picture})"))
    body = etree.fromstring(made["word/document.xml"])
    extent = next(body.iter(DRAWN.replace("docPr", "extent")))
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (2 * 914_400, 914_400)
    assert buffer.getvalue() in made.values()
    figures = [part for name, part in parts.items() if name.endswith(".png")]
    assert figures
    assert min(map(len, figures)) > 5_000  # a stand-in has some hundred bytes


def test_a_figure_is_a_picture_with_its_alternative_text(parts, body):
    alts = [picture.get("descr") for picture in body.iter(DRAWN)]
    assert len(alts) == 1
    assert "They listened." in alts[0]
    (picture,) = [name for name in parts if name.startswith("word/media/")]
    assert parts[picture].startswith(b"\x89PNG")


def test_a_tables_columns_have_widths_that_add_up(body):
    for table in body.iter(f"{W}tbl"):
        whole = int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
        columns = [int(c.get(f"{W}w")) for c in table.find(f"{W}tblGrid")]
        assert abs(sum(columns) - whole) <= len(columns)
        assert 0 < whole <= 6.4 * 1440 + 2


def test_headings_of_a_table_stand_again_on_each_page_and_rows_stay_whole(body):
    for table in body.iter(f"{W}tbl"):
        rows = list(table.iter(f"{W}tr"))
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_the_document_and_what_is_said_in_welsh_have_their_language(wales, parts, body):
    styles = parts["word/styles.xml"].decode("utf-8")
    assert 'w:val="en-GB"' in styles
    (welsh,) = [
        r for r in body.iter(f"{W}r") if r.find(f"{W}rPr/{W}lang[@{W}val='cy']") is not None
    ]
    assert "".join(t.text for t in welsh.iter(f"{W}t")) == "Bore da"
    assert 'w:val="cy-GB"' in word_of(wales, a_report(), "cy")["word/styles.xml"].decode("utf-8")


def test_every_page_has_the_mark_at_its_head_and_its_number_at_its_foot(parts, body):
    (last,) = body.iter(f"{W}sectPr")
    assert last.find(f"{W}pgSz").get(f"{W}w") == "11906"
    assert last.find(f"{W}headerReference") is not None
    assert b"Made-up data. No real people." in parts["word/header1.xml"]
    assert b" PAGE " in parts["word/footer1.xml"]


def test_a_file_bears_no_date(parts):
    assert b"created" not in parts["docProps/core.xml"]
    assert b"Area A: peer advocates" in parts["docProps/core.xml"]


def test_members_of_the_package_have_one_date(wales):
    made = as_docx(document(wales, "A", a_report(), MADE, "en"))
    dates = {m.date_time for m in zipfile.ZipFile(io.BytesIO(made)).infolist()}
    assert dates == {ZIP_DATE}


EVIL = [
    "<w:p/>",
    "<script>x</script>",
    "=1+1",
    "*b* _i_ `c`",
    "[a](b)",
    "\\x",
    "$x$",
    "{{ x }}",
    "&amp;",
]


@pytest.mark.parametrize("text", EVIL)
def test_what_somebody_said_is_text_in_word(wales, text):
    quote = code(showing(displayed(verbs.quotes, said(f"before {text} after"), "q")))
    assert f"before {text} after" in word_text(word_of(wales, notebook("# T", "## Words", quote)))


def test_the_typeface_is_in_the_file_as_the_standard_wants_it(parts):
    fonts = parts["word/fontTable.xml"].decode("utf-8")
    key = re.search(r'embedRegular [^>]*fontKey="{([0-9A-F-]+)}"', fonts)[1]
    font = mixed(parts["word/fonts/font1.odttf"], uuid.UUID(key))
    # The first bytes of every TrueType font.
    assert font[:4] == b"\x00\x01\x00\x00"
    assert parts["word/fonts/font1.odttf"][:4] != font[:4]
