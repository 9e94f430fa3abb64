"""Reports as accessible PDF: neutral HTML, Typst markup, PDF/UA-1."""

from __future__ import annotations

from compendium.render.documents.content import Document
from compendium.render.documents.letters import spelt
from compendium.render.documents.paged import paged
from compendium.render.documents.pandoc import pandoc
from compendium.render.documents.trimming import trimmed
from compendium.render.documents.typesetting import TEMPLATES, listed, pdf, quoted

TO_TYPST = ("--to=typst-smart", "--wrap=none", f"--lua-filter={TEMPLATES / 'document.lua'}")


def as_pdf(made: Document) -> bytes:
    """A document as tagged PDF (PDF/UA-1), in the report's typeface, the same bytes each time.

    Links within it work; what leads to other pages is text.
    """
    markup = pandoc(spelt(made.paper.html), *TO_TYPST).decode("utf-8")
    head = (
        '#import "document.typ": *\n'
        f"#show: report.with(title: {quoted(spelt(made.title))}, "
        f"marks: {listed(made.marks)}, paged: {listed(paged(made.lang))}, {language(made.lang)})\n"
    )
    pictures = made.paper.pictures
    return pdf(head + markup, {**pictures, **trimmed(pictures)})


def language(lang: str) -> str:
    """A document's language, as arguments."""
    return 'lang: "cy", region: "GB"' if lang == "cy" else 'lang: "en", region: "GB"'
