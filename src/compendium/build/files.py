"""Which files a study's folder below ``reports/`` holds: of each report, and of all together.

A report has its published notebook and, in each language that the study's pages are made in, a
page, documents, and a folder of what its figures and tables can be had as. Whatever else lies there
no job makes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from compendium.build.jobs import Job, Plan, every_job
from compendium.build.read_back import shown_in
from compendium.places import page_file
from compendium.problems import StudyError, listed
from compendium.render.beside import FORMATS, USUAL
from compendium.render.downloads import file_names
from compendium.render.file_names import (
    DOCUMENTS,
    DOWNLOADS,
    document_files,
    downloads_folder,
    one_page_file,
)
from compendium.study import Study
from compendium.translations import is_whole
from compendium.words import LANGUAGES
from compendium.writers.files import UNFINISHED, remove_unfinished

# What reports are made as, by the variable of that name: pages alone while somebody writes.
VARIABLE, ALL, PAGES = "FORMATS", "all", "pages"
# The notebook whose report is also set on one page, for those who paid for the study.
SUMMARY = "summary"
# Pages about a study as a whole, which are made of its reports.
INDEX, DISCLOSURE, ACCESSIBILITY, SEARCH = "index", "disclosure", "accessibility", "search"
ENDINGS = (".html", ".ipynb", ".json", *DOCUMENTS)
# What describes the tables among a study's downloads.
TABLE_PACKAGE = "datapackage.json"
STUDY_PAGES = (INDEX, DISCLOSURE, ACCESSIBILITY, SEARCH)
# Where JupyterLab lays its copies.
CHECKPOINTS = ".ipynb_checkpoints"


def languages_of(study: Study) -> tuple[str, ...]:
    """The languages that a study's pages are made in, in the order of words.csv."""
    return tuple(lang for lang in LANGUAGES if lang in study.header.languages)


def with_formats() -> bool:
    """Whether documents and downloads are made beside pages, as `FORMATS` says.

    Raises
    ------
    StudyError
        If it says neither ``all`` nor ``pages``.
    """
    wanted = os.environ.get(VARIABLE) or ALL
    if wanted not in (ALL, PAGES):
        raise StudyError(f"FORMATS={wanted} is not known. There are {listed((ALL, PAGES))}.")
    return wanted == ALL


def format_languages(each: Plan, job: Job) -> tuple[str, ...]:
    """The languages that documents and downloads of a report are made in.

    English, and Welsh where the whole text of its notebook is written in Welsh: of a report whose
    labels alone are Welsh there is the page.
    """
    return tuple(
        lang for lang in languages_of(each.study) if lang == "en" or is_whole(job.notebook)
    )


def formats_beside(job: Job) -> tuple[str, ...]:
    """What a report can be had as beside its page, as `compendium.render.beside` names it."""
    if not with_formats():
        return ("ipynb",)
    return tuple(FORMATS) if job.notebook == SUMMARY else USUAL


def notebook_path(each: Plan, job: Job) -> Path:
    """The published notebook of a job, whether it is there or not."""
    return each.reports / f"{job.page}.ipynb"


def page_paths(each: Plan, job: Job) -> tuple[Path, ...]:
    """The pages of a job, one for each language, whether they are there or not."""
    return tuple(each.reports / page_file(job.page, lang) for lang in languages_of(each.study))


def first_page(each: Plan, page: str) -> Path:
    """The page to open first: that in the first language."""
    return each.reports / page_file(page, languages_of(each.study)[0])


def document_paths(each: Plan, job: Job) -> tuple[Path, ...]:
    """The documents of a job, whether they are there or not; none where pages alone are made."""
    names: list[str] = []
    for lang in format_languages(each, job) if with_formats() else ():
        names += document_files(job.page, lang)
        if job.notebook == SUMMARY:
            names.append(one_page_file(job.page, lang))
    return tuple(each.reports / name for name in names)


def download_folders(each: Plan, job: Job) -> dict[str, Path]:
    """The folder of a job's downloads in each language; none where pages alone are made."""
    languages = format_languages(each, job) if with_formats() else ()
    return {lang: each.reports / downloads_folder(job.page, lang) for lang in languages}


def formats_there(each: Plan, job: Job) -> tuple[Path, ...]:
    """The documents of a job, and whatever lies among its downloads.

    Known without a look into the notebook: of many reports that takes long.
    """
    folders = download_folders(each, job).values()
    found = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return (*document_paths(each, job), *found)


def format_paths(each: Plan, job: Job) -> tuple[Path, ...]:
    """Documents and downloads that a published notebook makes; none if it is not there."""
    notebook = notebook_path(each, job)
    if not notebook.exists():
        return ()
    folders, shown = download_folders(each, job).values(), shown_in(notebook)
    found = (folder / name for folder in folders for d in shown for name in file_names(d))
    return (*document_paths(each, job), *found)


def study_page_paths(each: Plan) -> tuple[Path, ...]:
    """The pages about a study as a whole, in each language."""
    languages = languages_of(each.study)
    return tuple(each.reports / page_file(page, lang) for page in STUDY_PAGES for lang in languages)


def package_paths(each: Plan) -> tuple[Path, ...]:
    """What describes a study's tables, whether it is there or not; none where pages alone are
    made."""
    return (each.reports / TABLE_PACKAGE,) if with_formats() else ()


def strays(each: Plan) -> Iterator[Path]:
    """Files that no job of a study makes."""
    known = {*study_page_paths(each), *package_paths(each)}
    for job in every_job(each.study, each.profile):
        known |= {notebook_path(each, job), *page_paths(each, job), *format_paths(each, job)}
    return (p for p in sorted(each.reports.rglob("*")) if p.is_file() and p not in known)


def remove_pages(each: Plan, pages: Iterable[str]) -> None:
    """Take away what reports left, in every language there is."""
    for page in pages:
        (each.reports / f"{page}.ipynb").unlink(missing_ok=True)
        for lang in LANGUAGES:
            documents = (*document_files(page, lang), one_page_file(page, lang))
            for name in (page_file(page, lang), *documents):
                (each.reports / name).unlink(missing_ok=True)
            shutil.rmtree(each.reports / downloads_folder(page, lang), ignore_errors=True)


def remove_unfinished_of(each: Plan, job: Job) -> None:
    """Take away what a process left that was killed while it wrote files of a report.

    Of that report alone: others may be written at the moment.
    """
    for path in each.reports.glob(f".*{UNFINISHED}"):
        if path.name.startswith(f".{job.page}."):
            path.unlink(missing_ok=True)
    for folder in download_folders(each, job).values():
        remove_unfinished(folder)


def remove_all(each: Plan) -> None:
    """Take away everything that any report of a study left."""
    remove_all_below(each.reports)


def remove_all_below(reports: Path) -> None:
    """Take away everything that reports left in a study's folder."""
    for path in list(_ours(reports)):
        path.unlink()


def remove_strays(each: Plan) -> None:
    """Take away what no job makes any more: it may show what has been withdrawn.

    So may the copies that JupyterLab lays beside a notebook that was opened and saved.
    """
    for copies in list(each.reports.rglob(CHECKPOINTS)):
        shutil.rmtree(copies, ignore_errors=True)
    known, folders = {*study_page_paths(each), *package_paths(each)}, set()
    for job in every_job(each.study, each.profile):
        known |= {notebook_path(each, job), *page_paths(each, job), *document_paths(each, job)}
        folders |= set(download_folders(each, job).values())
    downloads = each.reports / DOWNLOADS
    for path in list(_ours(each.reports)):
        if path not in known and not any(path.is_relative_to(folder) for folder in folders):
            path.unlink()
    for folder in (*downloads.glob("*"), downloads):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _ours(reports: Path) -> Iterator[Path]:
    """Files such as builds leave; what somebody else put there is for them to take out."""
    if reports.is_dir():
        yield from (p for p in reports.iterdir() if p.suffix in ENDINGS)
        yield from (p for p in (reports / DOWNLOADS).rglob("*") if p.is_file())
