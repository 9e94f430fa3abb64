"""What is to be done on one study, piece by piece, and why.

A page comes after the quote bank and the trail, to which it leads, and the trail's page after the
others, to which it leads back. A piece whose stamp holds is not done again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from compendium.build.ahead import look_ahead
from compendium.build.files import (
    INDEX,
    first_page,
    formats_there,
    notebook_path,
    page_paths,
    with_formats,
)
from compendium.build.jobs import Job, Plan, every_job
from compendium.build.made_from import DATA, MadeFrom
from compendium.build.page_links import FIRST, TRAIL, linked_first
from compendium.build.pieces import WHOLE, Done, look_over, page, page_alone, report, run
from compendium.build.progress import AHEAD, FORMATS, PAGE, RUN, STUDY
from compendium.build.stamps import read_stamps, stamps_of
from compendium.build.workers import Task

NEVER = "it was never built"
# The page that somebody waits for, made once more before what it leads to.
EARLY = "early page"
# So many new pages are worth a task of their own that looks ahead.
WORTH_IT = 4


@dataclasses.dataclass(frozen=True)
class Work:
    """What is to be done on one study: each piece with the reasons why."""

    each: Plan
    runs: dict[Job, tuple[str, ...]]
    pages: dict[Job, tuple[str, ...]]
    whole: tuple[str, ...]

    def tasks(self, first: str = "", workers: int = 1) -> list[Task]:
        """The pieces as tasks, each after what it is made of.

        Notebooks that pages lead to are run first. Any other report is run and its page made in one
        task, which draws its figures once. The page called `first` (``study/page``) is made before
        all and alone, from a bank and a trail that may be made anew later; then it is made again.
        When all pages are made, so many `workers` look ahead, where there is enough to look at.
        """
        each, found = self.each, []
        leads = frozenset(_name(each, RUN, job) for job in self.runs if job.notebook in FIRST)
        wanted = {job for job in self.pages if f"{each.study.id}/{job.page}" == first}
        early = frozenset(_name(each, EARLY, job) for job in wanted)
        for job in wanted:
            call = page_alone if job in self.runs else page
            found.append(Task(_name(each, EARLY, job), call, (each, job)))
        for job in self.runs:
            if job.notebook in FIRST and job not in wanted:
                found.append(Task(_name(each, RUN, job), run, (each, job), early))
        leads -= {_name(each, RUN, job) for job in wanted}
        for job in self.pages:
            call = page if job in wanted or job.notebook in FIRST else self._call(job)
            after = leads | early
            if job.notebook == TRAIL:
                after |= {_name(each, PAGE, other) for other in self.pages if other != job}
            found.append(Task(_name(each, PAGE, job), call, (each, job), after))
        if self.whole:
            after = frozenset(task.name for task in found)
            parts = min(workers, len(self.pages) // WORTH_IT)
            ahead = [
                Task(f"{_name(each, AHEAD)} {part}", look_ahead, (each, part, parts), after)
                for part in range(parts if parts > 1 else 0)
            ]
            after |= {task.name for task in ahead}
            found += [*ahead, Task(_name(each, STUDY), look_over, (each,), after)]
        return found

    def _call(self, job: Job) -> Callable[[Plan, Job], Done]:
        """What makes a page: its notebook is run before, where it has to be."""
        return report if job in self.runs else page


def _name(each: Plan, piece: str, job: Job | None = None) -> str:
    return " ".join(filter(None, (piece, each.study.id, job.page if job else "")))


def work_on(each: Plan) -> Work:
    """What has to be done of what a plan asks for, and why."""
    made_from = MadeFrom(each)
    runs = {job: _why_run(each, job, made_from) for job in linked_first(each.jobs)}
    runs = {job: why for job, why in runs.items() if why}
    leads = [job.page for job in runs if job.notebook in FIRST]
    pages = {}
    for job in every_job(each.study, each.profile):
        if job in runs:
            pages[job] = (f"its notebook is run ({', '.join(runs[job])})",)
        elif job in each.jobs or any(path.exists() for path in page_paths(each, job)):
            why = _why_page(each, job, made_from)
            why += tuple(f"it leads to {page}, which is run" for page in leads)
            pages |= {job: why} if why else {}
    if pages and (trail := next((j for j in _built(each) if j.notebook == TRAIL), None)):
        pages.setdefault(trail, ("it leads to pages that are made",))
    whole = tuple(f"{job.page} is made" for job in pages) or _why_whole(each, made_from)
    return Work(each, runs, pages, whole)


def _why_run(each: Plan, job: Job, made_from: MadeFrom) -> tuple[str, ...]:
    stamp = read_stamps(stamps_of(each, job.page)).get(RUN)
    if stamp is None:
        return (NEVER,)
    reads = [name.removeprefix(DATA) for name in stamp.inputs if name.startswith(DATA)]
    return stamp.why(made_from.run(job, reads), notebook_path(each, job))


def _why_page(each: Plan, job: Job, made_from: MadeFrom) -> tuple[str, ...]:
    stamps = read_stamps(stamps_of(each, job.page))
    if PAGE not in stamps or (with_formats() and FORMATS not in stamps):
        return (NEVER,)
    why = stamps[PAGE].why(made_from.page(job), *page_paths(each, job))
    if with_formats():
        why += stamps[FORMATS].why(made_from.formats(job), *formats_there(each, job))
    return tuple(dict.fromkeys(why))


def _why_whole(each: Plan, made_from: MadeFrom) -> tuple[str, ...]:
    stamp = read_stamps(stamps_of(each, WHOLE)).get(STUDY)
    return stamp.why(made_from.whole(), first_page(each, INDEX)) if stamp else (NEVER,)


def _built(each: Plan) -> list[Job]:
    """The jobs of a study whose notebooks are published, or will be by this plan."""
    every = every_job(each.study, each.profile)
    return [j for j in every if j in each.jobs or notebook_path(each, j).exists()]
