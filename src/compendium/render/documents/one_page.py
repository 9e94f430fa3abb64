"""One page for those who paid for a study: the findings of a notebook, on one sheet of A4.

It holds the notebook's text, its findings with who concluded each and when, and its tables. Text is
made smaller until everything stands on the page, never smaller than can be read.
"""

from __future__ import annotations

import re

from compendium.problems import StudyError
from compendium.render.body import Block, body
from compendium.render.documents.content import marks_of, planned
from compendium.render.documents.letters import spelt
from compendium.render.documents.pandoc import pandoc
from compendium.render.documents.pdf import TO_TYPST, language
from compendium.render.documents.tidy import tidied
from compendium.render.documents.typesetting import listed, pdf, quoted
from compendium.render.page import Provenance, render, title_of
from compendium.render.typst_compiler import NotTypeset
from compendium.study import Study
from compendium.translations import Translations

# Sizes of text in points that are tried; below the last nobody should have to read.
SIZES = (10.5, 10.0, 9.5, 9.0, 8.5)
SHOWN = ("prose", "findings", "written", "table", "absent")
TOO_LONG = re.compile(r"too long: (\d+)")


def one_page_pdf(
    study: Study,
    notebook,
    provenance: Provenance,
    lang: str,
    translations: Translations | None = None,
) -> bytes:
    """A notebook of findings as one page of accessible PDF.

    Raises
    ------
    StudyError
        If it shows nothing that was concluded, or a picture or a quote; if it does not fit on one
        page in text of 8.5 points.
    """
    content = body(notebook, lang, translations=translations)
    blocks = [*content.opening, *content.blocks]
    _refuse(blocks, provenance)
    title = title_of(study, "", notebook, lang, translations)
    marks = marks_of(study, content, provenance, lang)
    source = render(
        "one_page.html.j2",
        lang,
        page="",
        study=study,
        title=title,
        content=content,
        blocks=[block for block in blocks if block.kind != "absent"],
        signed=list(dict.fromkeys(f.signed for block in blocks for f in block.findings)),
        notes=list(dict.fromkeys(note for block in blocks for note in block.notes)),
        plan=planned(content, upright=True),
        provenance=provenance,
    )
    paper = tidied(source)
    sizes = "".join(f"{size}pt, " for size in SIZES)
    head = (
        '#import "document.typ": *\n'
        f"#show: one-page.with(title: {quoted(spelt(title))}, marks: {listed(marks)}, "
        f"sizes: ({sizes}), {language(lang)})\n"
    )
    return _on_one_page(
        head + pandoc(spelt(paper.html), *TO_TYPST).decode("utf-8"), paper, provenance
    )


def _on_one_page(main: str, paper, provenance: Provenance) -> bytes:
    try:
        return pdf(main, paper.pictures)
    except NotTypeset as error:
        found = TOO_LONG.search(str(error))
        if not found:
            raise
        raise StudyError(
            f"{provenance.notebook}: in text of {SIZES[-1]:g} points it takes {found[1]} % of the "
            "one page there is. Shorten what it says, or show fewer findings."
        ) from None


def _refuse(blocks: list[Block], provenance: Provenance) -> None:
    others = sorted({block.kind for block in blocks} - {*SHOWN})
    if others:
        raise StudyError(
            f"{provenance.notebook}: shows {', '.join(others)}, but one page holds text, findings "
            "and tables. Show it in another report."
        )
    if not any(block.findings for block in blocks):
        raise StudyError(
            f"{provenance.notebook}: shows no finding, but one page is made of them. Show findings "
            "by show.findings(…) of what release(findings…) returned."
        )
