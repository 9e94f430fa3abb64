"""Everything that published notebooks make, made of them again: no notebook is run, no data read.

What an archive without exports can still show: that each page, document and download is what its
released tables make, and that the pages above them are made of these.
"""

from __future__ import annotations

from compendium.build.files import (
    format_paths,
    languages_of,
    notebook_path,
    page_paths,
    with_formats,
)
from compendium.build.formats import formats_of
from compendium.build.index import write_compendium_index
from compendium.build.jobs import Job, Plan, every_job, plan
from compendium.build.page_links import TRAIL, page_of
from compendium.build.pieces import pages_of_pages
from compendium.build.read_back import notebook_of
from compendium.build.workers import Task, cores, in_processes
from compendium.problems import CompendiumError
from compendium.writers.files import write_bytes, write_text


def remake() -> list[str]:
    """Make everything of the published notebooks that are there; what went wrong."""
    plans = [each for each in plan(None, None, None, None) if _published(each)]
    tasks, failures = [task for each in plans for task in _tasks(each)], []
    for ended in in_processes(tasks, cores()):
        failures += [f"{ended.task.name}: {ended.died}"] if ended.died else ended.result
    for each in plans:
        failures += _above(each)
    write_compendium_index(plans)
    return failures


def _above(each: Plan) -> list[str]:
    """Make what is made of a study's reports together."""
    jobs = _published(each)
    try:
        made = {path for job in jobs for path in (*page_paths(each, job), *format_paths(each, job))}
        return pages_of_pages(each, made, [])
    except Exception as error:  # of a notebook that somebody changed, too
        return [f"{each.study.id}: {type(error).__name__}: {error}"]


def _published(each: Plan) -> list[Job]:
    every = every_job(each.study, each.profile)
    return [job for job in every if notebook_path(each, job).exists()]


def _tasks(each: Plan) -> list[Task]:
    """Each report's page as a task; the trail's comes after those to which it leads back."""
    jobs = _published(each)
    before = frozenset(job.name for job in jobs if job.notebook != TRAIL)
    return [
        Task(job.name, make_again, (each, job), before if job.notebook == TRAIL else frozenset())
        for job in jobs
    ]


def make_again(each: Plan, job: Job) -> list[str]:
    """Make what one published notebook makes; what went wrong."""
    try:
        notebook = notebook_of(notebook_path(each, job))
        for lang, path in zip(languages_of(each.study), page_paths(each, job), strict=True):
            write_text(path, page_of(each, job, notebook, lang))
        for path, content in (formats_of(each, job) if with_formats() else {}).items():
            write_bytes(path, content)
    except CompendiumError as error:
        return [f"{job.name}: {error}"]
    except Exception as error:  # a notebook that somebody changed may lack anything
        return [f"{job.name}: {type(error).__name__}: {error}"]
    return []
