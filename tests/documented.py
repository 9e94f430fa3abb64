"""Documents made by hand for tests, and what stands in a PDF or a Word file."""

from __future__ import annotations

import io
import re

import pypdf
from lxml import etree
from shown import code, displayed, likert, notebook, said, showing, theme_shares, three

from compendium.displays import verbs
from compendium.render.documents.content import document
from compendium.render.documents.pdf import as_pdf
from compendium.render.documents.word import as_docx
from compendium.render.documents.word_xml import W
from compendium.render.page import Provenance
from compendium.writers.zipped import parts_of

MADE = Provenance("site_report.ipynb", "abc", "def", "make report", "welsh_evaluation")
# Where a text of the notebook stands in lines of a page that has a head and a foot.
FOOT = re.compile(r"(Page|Tudalen) \d+ (of|o) \d+")


def a_report():
    """A notebook with prose, a figure, quotes in two languages and a table."""
    figure = code(showing(likert(*three(), *three("P2", 10, 20, 70)), study="tiny"))
    quotes = code(showing(displayed(verbs.quotes, said("Bore da", "cy", "Good morning"), "q")))
    table = code(showing(displayed(verbs.theme_table, theme_shares(), "themes")))
    begins = "# T\n\n**Question.** What helps?"
    return notebook(begins, "## Answers", figure, "### In words", quotes, "## Themes", table)


def pdf_of(study, made, lang="en") -> pypdf.PdfReader:
    """A notebook's report as a PDF that was read back."""
    return pypdf.PdfReader(io.BytesIO(as_pdf(document(study, "A", made, MADE, lang))))


def word_of(study, made, lang="en") -> dict[str, bytes]:
    """The parts of a notebook's report as a Word file."""
    return parts_of(as_docx(document(study, "A", made, MADE, lang)))


def text_of(reader: pypdf.PdfReader) -> str:
    """All text of a PDF, each run of blanks as one space."""
    return plain(" ".join(page.extract_text() for page in reader.pages))


def word_text(parts: dict[str, bytes]) -> str:
    """All text of a Word file's body, paragraph by paragraph."""
    root = etree.fromstring(parts["word/document.xml"])
    return plain(
        " ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p"))
    )


def plain(text: str) -> str:
    """Text without what only says where lines may break."""
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def structure(reader: pypdf.PdfReader) -> list[tuple[str, str]]:
    """What a PDF's tags say in reading order: each kind of element and its alternative text."""
    found: list[tuple[str, str]] = []

    def walk(node) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            walk(node.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found
