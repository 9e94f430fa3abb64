"""Build reports: take the data in, do what is to be done on each study, say how it went."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

from compendium.build.ahead import look_ahead
from compendium.build.built import note_built
from compendium.build.execute import CLUSTER, FORKED, engine_chosen
from compendium.build.files import (
    INDEX,
    first_page,
    remove_all,
    remove_strays,
    remove_unfinished_of,
    with_formats,
)
from compendium.build.formats import MADE_WITH
from compendium.build.index import write_compendium_index
from compendium.build.jobs import Job, Plan, every_job, plan
from compendium.build.lock import locked
from compendium.build.made_from import code_digest
from compendium.build.pieces import EVERYTHING, RUNS, Done, not_to_the_end
from compendium.build.progress import AHEAD, RUN, STUDY, Progress
from compendium.build.screen import shown, unexpected
from compendium.build.sweep.search import hold_traces
from compendium.build.unreadable import plans_of_the_readable
from compendium.build.what_changed import begin, set_aside, told
from compendium.build.work import Work, work_on
from compendium.build.workers import Ended, Task, cores, in_processes
from compendium.disclosure.profile import profile_named
from compendium.disclosure.quotes import words_said
from compendium.intake.store import hold, load
from compendium.intake.take_in import ensure
from compendium.places import root, study_names
from compendium.problems import CompendiumError, disk_problem
from compendium.processes import Killed, forks
from compendium.render.page import compile_templates
from compendium.study import Study
from compendium.writers.files import remove_unfinished
from compendium.writers.private import keep_private


@dataclasses.dataclass(frozen=True)
class How:
    """How to build: so many reports at a time, with reasons, with events for a program.

    `first`: the page somebody waits for, ``study/page``; it is made before what others wait for.
    `edited`: somebody is at the files, so that definitions which cannot be read just now take
    nothing away.
    """

    workers: int = dataclasses.field(default_factory=cores)
    why: bool = False
    events: bool = False
    first: str = ""
    edited: bool = False


def build_reports(
    study: str | None = None,
    site: str | None = None,
    profile: str | None = None,
    to: Path | None = None,
    report: str | None = None,
    how: How | None = None,
) -> int:
    """Build what is asked for; every study, report and site if nothing is.

    What is as it was made, and would be made from the same, is left alone. A report that fails
    stops no other, nor does a study that cannot be read or taken in. Returns 0 if everything was
    built, every finding has a place, no public file holds a trace of anybody who withdrew and the
    joint attack finds nothing, else 1.

    Raises
    ------
    StudyError, DisclosureError
        If what is asked for is not there, or may not go where it is to go.
    BuildRuns
        If another build is at work on the same folder.
    """
    how, asked = how or How(), (study, site, profile, to, report)
    plans, unreadable = (plan(*asked), []) if how.edited else plans_of_the_readable(*asked)
    with locked(root() / "private"):
        _close_private()
        works, failures = _works(plans)
        failures = unreadable + failures
        say = Progress(works, how.events)
        if how.why:
            say.why()
        compared = [(work.each, begin(work.each, work.runs)) for work in works]
        failures += _do(works, how, say)
        for each, reports in compared:
            if reports:
                say.changed(*told(each, reports))
        failures += _index_of_all([*plans, *_others(plans, profile, to)])
        if not failures and study is None and all(each.whole for each in plans):
            note_built(plans)
        _close_private()
    indexes = (first_page(each, INDEX) for each in plans)
    say.ended(failures, [path for path in indexes if path.exists()])
    return 1 if failures else 0


def _works(plans: list[Plan]) -> tuple[list[Work], list[str]]:
    """What there is to do on each study whose data can be taken in; what went wrong with others."""
    works, failures = [], []
    for each in plans:
        for folder in (each.reports, each.study.private):
            remove_unfinished(folder)
        try:
            failure = _take_in(each)
        except Killed as error:
            # Nothing says that the data are at fault, so what was made of them stays.
            failures.append(not_to_the_end(each.study.id, EVERYTHING, error))
            continue
        if failure:
            # Nobody knows who has withdrawn since; what is set aside goes if somebody has.
            set_aside(each, (job.page for job in every_job(each.study, each.profile)))
            remove_all(each)
            failures.append(failure)
        else:
            remove_strays(each)
            works.append(work_on(each))
    return works, failures


def _do(works: list[Work], how: How, say: Progress) -> list[str]:
    """Do what is to be done on every study; what went wrong."""
    tasks = [task for work in works for task in work.tasks(how.first, how.workers)]
    failures = []
    for work in works if engine_chosen() == FORKED else ():
        if work.runs:
            _hold(work.each.study)
    for ended in _run(tasks, how, lambda: _hold_traces(works)) if tasks else ():
        done = _outcome(ended)
        say.done(done)
        failures += done.failures
    return failures


def _index_of_all(plans: list[Plan]) -> list[str]:
    """Write the page above all studies; what went wrong, for the person who runs the build."""
    try:
        write_compendium_index(plans)
    except OSError as error:
        return [f"The page above all studies was not written.\n  {disk_problem(error)}"]
    return []


def _others(plans: list[Plan], profile: str | None, to: Path | None) -> Iterator[Plan]:
    """The studies beside those that are built, whose reports may be there from before."""
    asked = {each.study.id for each in plans}
    for name in study_names():
        if name not in asked:
            with contextlib.suppress(CompendiumError):
                yield from plan(name, None, profile, to)


def _hold(study: Study) -> None:
    """Keep in memory what reports of a study share, for the processes that are forked from here."""
    hold(study)
    words_said(tuple(load(study, "segments")["text"]))


def _hold_traces(works: list[Work]) -> None:
    """Keep in memory what must stand in no public file, where tasks are forked that look for it."""
    for work in works:
        if work.whole and work.pages and profile_named(work.each.profile).public:
            with contextlib.suppress(Exception):  # the sweep tells what goes wrong
                hold_traces(work.each.study)


def _run(tasks: list[Task], how: How, meanwhile: Callable[[], None]) -> Iterator[Ended]:
    engine = engine_chosen()
    if engine == CLUSTER:
        from compendium.build.cluster import on_a_cluster

        return on_a_cluster(tasks, code_digest())
    if engine == FORKED and any(task.call in RUNS for task in tasks):
        from compendium.engine.warm import warm

        warm()
        for name in MADE_WITH if with_formats() else ():
            importlib.import_module(name)
    if forks():
        compile_templates()
    return in_processes(tasks, how.workers, meanwhile if forks() else None)


def _outcome(ended: Ended) -> Done:
    """How a piece ended, also one whose process did not live to tell.

    What was there of its report stays, as it was or made anew in part: each file is whole.
    """
    if isinstance(ended.result, Done):
        return ended.result
    each, job = ended.task.given[0], next((g for g in ended.task.given if isinstance(g, Job)), None)
    if ended.task.call is look_ahead:
        return Done(AHEAD, None, 0.0)  # looked at when all pages are
    piece = RUN if job else STUDY
    if job:
        remove_unfinished_of(each, job)
    name, command = (job.name, job.command) if job else (each.study.id, EVERYTHING)
    return Done(piece, job, 0.0, (not_to_the_end(name, command, ended.died),))


def _close_private() -> None:
    """Close ``private/`` to everybody but its owner; say so where that cannot be done."""
    if still := keep_private(root() / "private"):
        print(
            f"private/ holds {still} files and folders that others on this machine may open: they "
            "belong to somebody else, or the disk keeps no modes. Keep it where only you can look.",
            flush=True,
        )


def _take_in(each: Plan) -> str:
    """Take a study in, if need be; what went wrong, for the person who runs the build, or "".

    Raises
    ------
    Killed
        If a process that read its data was.
    """
    what = f"{each.study.id}: its data could not be taken in"
    try:
        if removed := ensure(each.study):
            print(removed, flush=True)
    except Killed:
        raise
    except CompendiumError as error:
        return f"{what}.\n{shown(each, 'intake', error)}"
    except Exception:
        return unexpected(each, "intake", what, f"make check-data STUDY={each.study.id}")
    return ""
