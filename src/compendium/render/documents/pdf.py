"""Reports as accessible PDF: neutral HTML, Typst markup, PDF/UA-1."""

from __future__ import annotations

from compendium.displays.ways import Ways
from compendium.render.documents.content import Document, document
from compendium.render.documents.letters import spelt
from compendium.render.documents.paged import paged
from compendium.render.documents.pandoc import pandoc
from compendium.render.documents.trimming import trimmed
from compendium.render.documents.typesetting import TEMPLATES, listed, pdf, quoted
from compendium.render.page import Provenance
from compendium.study import Study
from compendium.translations import Translations

TO_TYPST = ("--to=typst-smart", "--wrap=none", f"--lua-filter={TEMPLATES / 'document.lua'}")


def report_pdf(
    study: Study,
    site_id: str,
    notebook,
    provenance: Provenance,
    lang: str,
    ways: Ways | None = None,
    translations: Translations | None = None,
) -> bytes:
    """One report as PDF; about the whole study where `site_id` is blank.

    Tagged (PDF/UA-1), with the report's typeface alone; the same bytes for the same notebook.
    Links within the report work; what leads to other pages is text.
    """
    return as_pdf(document(study, site_id, notebook, provenance, lang, ways, translations))


def as_pdf(made: Document) -> bytes:
    """A document as PDF."""
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
