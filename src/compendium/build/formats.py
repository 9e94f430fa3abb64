"""What a published report can be had as beside its page: documents, and files of its displays."""

from __future__ import annotations

from pathlib import Path

from compendium.build.files import SUMMARY, format_languages, notebook_path
from compendium.build.jobs import Job, Plan
from compendium.build.page_links import translations_of, ways_of
from compendium.build.provenance import provenance
from compendium.build.read_back import notebook_of
from compendium.render.documents.content import document
from compendium.render.documents.one_page import one_page_pdf
from compendium.render.documents.pdf import as_pdf
from compendium.render.documents.word import as_docx
from compendium.render.downloads import downloads
from compendium.render.file_names import document_files, downloads_folder, one_page_file

# The packages they are made with, imported where they are used.
MADE_WITH = ("pptx", "pypandoc", "typst")


def formats_of(each: Plan, job: Job) -> dict[Path, bytes]:
    """Every file that a published notebook makes beside its page, by where it belongs."""
    notebook, made_from = notebook_of(notebook_path(each, job)), provenance(each.study, job)
    found: dict[Path, bytes] = {}
    translations = translations_of(each, job, notebook)
    for lang in format_languages(each, job):
        given = (each.study, job.site, notebook, made_from, lang)
        made = document(*given, ways_of(each, job, lang), translations)
        pdf, docx = (each.reports / name for name in document_files(job.page, lang))
        found |= {pdf: as_pdf(made), docx: as_docx(made)}
        if job.notebook == SUMMARY:
            path = each.reports / one_page_file(job.page, lang)
            found[path] = one_page_pdf(each.study, notebook, made_from, lang, translations)
        folder = each.reports / downloads_folder(job.page, lang)
        found |= {
            folder / name: content for name, content in downloads(*given, translations).items()
        }
    return found
