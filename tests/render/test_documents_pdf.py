"""Reports as PDF: accessible, whole, the same bytes, and text from data stays text."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from documented import FOOT, MADE, a_report, pdf_of, structure, text_of
from shown import code, displayed, likert, notebook, said, showing, three

from compendium.displays import verbs
from compendium.render.documents.content import document
from compendium.render.documents.pdf import as_pdf
from compendium.words import Text

# What would be markup if it were not text: of Typst, of Markdown, of HTML, of TeX, of sheets.
INJECTED = [
    *('#import "x.typ": *', "#panic()", "#sys.version", "$x^2$", "*bold*", "_slanted_", "`raw`"),
    *("<script>x</script>", "<b>b</b>", "[a](b)", "[a]", "a\\b", "\\#x", "\\", "@ref", "<x>"),
    *("// gone", "/* gone */", "http://example.org/x", "= heading", "- item"),
    *("+ item", "/ a: b"),
    *("1. one", "a -- b", "a --- b", "a ... b", "~", "\"quoted\"", "it's", "=1+1", "@SUM(A1)"),
    *("]#panic()[", ")#panic()(", "${x}", "{{ x }}", "{% x %}", "&amp;", "a & b"),
    *("\u2028x", "-1", "-- x", "...(x)"),
]  # fmt: skip


@pytest.fixture(scope="module")
def reader(wales):
    return pdf_of(wales, a_report())


def test_a_pdf_is_tagged_and_says_its_title_and_language(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert reader.metadata.title == "Area A: peer advocates"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_a_welsh_pdf_says_that_it_is_welsh(wales):
    made = pdf_of(wales, a_report(), "cy")
    assert made.trailer["/Root"]["/Lang"].startswith("cy")
    assert "Tudalen 1 o " in text_of(made)


def test_headings_stand_in_order_below_the_title(reader):
    kinds = [kind for kind, _ in structure(reader) if re.fullmatch("/(Title|H[1-6])", kind)]
    # Answers, In words, the quotes' theme, Themes, numbers behind the figure, how it was made.
    assert kinds == ["/Title", "/H1", "/H2", "/H2", "/H1", "/H1", "/H1"]


def test_a_figure_has_its_alternative_text_in_the_structure(reader):
    alts = [alt for kind, alt in structure(reader) if kind == "/Figure"]
    assert len(alts) == 1
    assert "They listened." in alts[0]


def test_tables_have_heading_cells_and_captions(reader):
    kinds = [kind for kind, _ in structure(reader)]
    assert kinds.count("/Table") == 2
    assert "/TH" in kinds
    assert "/Caption" in kinds


def test_every_page_says_at_its_head_that_data_are_made_up(reader):
    pages = [page.extract_text() for page in reader.pages]
    assert all("Made-up data. No real people." in page.splitlines()[0] for page in pages)
    assert all(FOOT.search(page) for page in pages)


def test_real_data_bear_no_mark(wales):
    real = code(showing(displayed(verbs.quotes, said("Good day", origin="real"), "q")))
    assert "Made-up data" not in text_of(pdf_of(wales, notebook("# T", "## Words", real)))


def test_contents_name_every_section(reader):
    kinds = [kind for kind, _ in structure(reader)]
    assert kinds.count("/TOCI") == 4
    assert [part["/Title"] for part in reader.outline if not isinstance(part, list)] == [
        *("Answers", "Themes", "The numbers behind the figures", "How this page was made")
    ]


def test_words_in_welsh_are_marked_as_welsh(reader):
    assert "Bore da" in text_of(reader)
    assert "[translated] Good morning" in text_of(reader)
    assert "cy-GB" in _languages(reader)


def _languages(reader) -> set[str]:
    found = set()

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        for child in node if isinstance(node, list) else [node]:
            child = child.get_object() if hasattr(child, "get_object") else child
            if isinstance(child, dict):
                found.add(str(child.get("/Lang", "")))
                walk(child.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_only_the_reports_typeface_is_in_it(reader):
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("CompendiumSans" in font for font in fonts)


@pytest.mark.parametrize("text", INJECTED)
def test_what_somebody_said_is_text_whatever_it_looks_like(wales, text):
    words = f"before {text} after"
    quote = code(showing(displayed(verbs.quotes, said(words), "q")))
    found = text_of(pdf_of(wales, notebook("# T", "## Words", quote)))
    assert re.sub(r"\s", "", words) in re.sub(r"\s", "", found)


def test_letters_that_the_typeface_has_not_are_named(wales):
    quote = code(showing(displayed(verbs.quotes, said("Thanks \U0001f44d"), "q")))
    made = text_of(pdf_of(wales, notebook("# T \U0001f44d", "## \u4e2d", quote)))
    assert "Thanks [thumbs up sign]" in made
    assert "[cjk unified ideograph-4e2d]" in made


def test_a_label_in_a_table_is_text(wales):
    items = {"P1": Text('#panic("x") $y$ *z* ]['), "P2": Text("x"), "P3": Text("y")}
    shown = code(showing(likert(*three(), item_id=items)))
    assert '#panic("x") $y$ *z* ][' in text_of(pdf_of(wales, notebook("# T", "## A", shown)))


def test_links_to_other_pages_are_text(wales):
    prose = "## A\n\n[bank](quotes.html#x), [site](https://example.org), [gone](#nowhere)"
    found = pdf_of(wales, notebook("# T", prose))
    kept = [
        str(note.get_object()["/A"].get("/URI", "internal"))
        for page in found.pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object()
    ]
    assert [k for k in kept if k != "internal"] == ["https://example.org"]
    assert "bank, site, gone" in text_of(found)


SCRIPT = """
import hashlib, sys
from documented import a_report, MADE
from compendium.render.documents.content import document
from compendium.render.documents.pdf import as_pdf
from compendium.render.documents.word import as_docx
from compendium.study_folder import open_study
study = open_study("parental-advocacy-wales")
for make in (as_pdf, as_docx):
    print(hashlib.sha256(make(document(study, "A", a_report(), MADE, "en"))).hexdigest())
"""


def test_another_process_makes_the_same_bytes():
    def made(seed: str) -> str:
        paths = [str(Path(__file__).parents[1]), *sys.path]
        told = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(paths)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT], env=told, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert made("1") == made("2")


def test_the_clock_does_not_change_the_bytes(wales, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    one = as_pdf(document(wales, "A", a_report(), MADE, "en"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    again = as_pdf(document(wales, "A", a_report(), MADE, "en"))
    assert hashlib.sha256(one).digest() == hashlib.sha256(again).digest()
