"""Pages about a study as a whole (index, search, accessibility), and the one above all studies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from compendium.build.files import (
    ACCESSIBILITY,
    INDEX,
    SEARCH,
    download_folders,
    format_languages,
    formats_beside,
    languages_of,
    notebook_path,
    package_paths,
    page_paths,
    study_page_paths,
)
from compendium.build.jobs import Job, Plan, every_job
from compendium.build.page_links import question_in, title_in
from compendium.build.provenance import provenance
from compendium.build.read_back import shown_in
from compendium.heard import listening
from compendium.places import page_file
from compendium.render.accessibility import accessibility_page
from compendium.render.downloads import file_names
from compendium.render.index_page import Entry, Listed, compendium_page, index_page
from compendium.render.search_page import search_page
from compendium.render.table_package import Table, table_package
from compendium.words import LANGUAGES
from compendium.writers.files import write_text

# A record's mark of made-up input, as it stands in a notebook.
MADE_UP = re.compile(rb'"origin":\s*"synthetic"')


def built(each: Plan) -> list[Job]:
    """The reports that are there, in the order of study.yml."""
    every = every_job(each.study, each.profile)
    return [job for job in every if all(path.exists() for path in page_paths(each, job))]


def write_index(each: Plan) -> None:
    """Write the pages that lead to the reports that are there; none if no report is."""
    jobs = built(each)
    if not jobs:
        for path in (*study_page_paths(each), *package_paths(each)):
            path.unlink(missing_ok=True)
        return
    made_from = provenance(each.study, jobs[0], command="make reports")
    origin = _origin(each, jobs)
    for lang in languages_of(each.study):
        # Pages count what the titles of reports lack in Welsh as well.
        with listening():
            entries = [_entry(each, job, lang) for job in jobs]
            index = index_page(each.study, entries, origin, made_from, lang)
        pages = [(page_file(e.page, lang), e.title, _page(each, e, lang)) for e in entries]
        made = {
            INDEX: index,
            SEARCH: search_page(each.study, pages, made_from, lang, origin == "synthetic"),
            ACCESSIBILITY: accessibility_page(each.study, made_from, lang, origin),
        }
        for page, html in made.items():
            write_text(each.reports / page_file(page, lang), html)
    for path in package_paths(each):
        write_text(path, table_package(each.study, _tables(each, jobs), origin))


def _tables(each: Plan, jobs: Sequence[Job]) -> Iterator[Table]:
    """Every table among the downloads of the reports that are there."""
    for job in jobs:
        for lang, folder in download_folders(each, job).items():
            for display in shown_in(notebook_path(each, job)):
                if file_names(display):
                    path = folder / f"{display.id}.csv"
                    place = path.relative_to(each.reports).as_posix()
                    yield Table(place, display.caption.say(lang), lang, path.read_bytes())


def _entry(each: Plan, job: Job, lang: str) -> Entry:
    title, made_in = title_in(each, job, lang), format_languages(each, job)
    files = lang if lang in made_in else "en"
    question = "" if job.site else question_in(each, job, lang)
    return Entry(job.page, job.site, title, formats_beside(job), files, question)


def _page(each: Plan, entry: Entry, lang: str) -> Path:
    return each.reports / page_file(entry.page, lang)


def _origin(each: Plan, jobs: Sequence[Job]) -> str:
    """``synthetic`` if any display of any report has made-up input, else ``real``.

    Looked for in the notebooks' bytes: inside a text of theirs these quotation marks are escaped.
    """
    made_up = any(MADE_UP.search(notebook_path(each, job).read_bytes()) for job in jobs)
    return "synthetic" if made_up else "real"


def write_compendium_index(plans: Sequence[Plan]) -> None:
    """Write the page above all studies whose reports lie in one folder, in all their languages."""
    for above in dict.fromkeys(each.reports.parent for each in plans):
        listed = [
            Listed(each.study, len(jobs), _origin(each, jobs) == "synthetic")
            for each in plans
            if each.reports.parent == above and (jobs := built(each))
        ]
        languages = {lang for one in listed for lang in languages_of(one.study)}
        for lang in LANGUAGES:
            path = above / page_file(INDEX, lang)
            if lang in languages:
                write_text(path, compendium_page(listed, lang, sorted(languages)))
            else:
                path.unlink(missing_ok=True)
