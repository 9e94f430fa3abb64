"""What the files of a report are called, in each language.

English files have the page's plain name (``A.html``, ``A.pdf``, ``downloads/A/``), those in another
language its code as well (``A.cy.html``, ``A.cy.pdf``, ``downloads/A.cy/``).
"""

from __future__ import annotations

from compendium.places import named

DOWNLOADS = "downloads"
DOCUMENTS = (".pdf", ".docx")
# A report on one sheet of paper.
ONE_PAGE = "-one-page.pdf"


def document_files(page: str, lang: str) -> tuple[str, ...]:
    """The files of a report to print and to edit, in one language."""
    return tuple(f"{named(page, lang)}{ending}" for ending in DOCUMENTS)


def one_page_file(page: str, lang: str) -> str:
    """The file of a report on one sheet of paper, in one language."""
    return f"{named(page, lang)}{ONE_PAGE}"


def downloads_folder(page: str, lang: str) -> str:
    """Where the files under a report's figures and tables lie, in one language."""
    return f"{DOWNLOADS}/{named(page, lang)}"
