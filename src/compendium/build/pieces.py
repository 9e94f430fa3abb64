"""How each piece of a build is done: a notebook run, its page made, a study's pages looked over.

Of a report its notebook is run, then its page made in each language, then what else it can be had
as: documents, and files under its figures and tables. After all pages of a study come those that
are made of them (index, disclosure, search) and what looks them over: the joint attack, the sweep,
links. Every piece leaves a stamp when its files are in place.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable, Container, Iterable
from pathlib import Path

from compendium.build.attacked import joint_attack, not_read_warning, whole_group_warning
from compendium.build.disclose import disclose
from compendium.build.drawing_ahead import drawing_ahead
from compendium.build.execute import JobFailed, execute
from compendium.build.files import (
    INDEX,
    first_page,
    formats_there,
    languages_of,
    notebook_path,
    page_paths,
    remove_pages,
    with_formats,
)
from compendium.build.formats import formats_of
from compendium.build.index import write_index
from compendium.build.jobs import Job, Plan, every_job
from compendium.build.made_from import MadeFrom
from compendium.build.page_links import dead_links, page_of
from compendium.build.progress import FORMATS, PAGE, RUN, STUDY
from compendium.build.prose import words_for_people
from compendium.build.publish import notebook_text, published
from compendium.build.read_back import notebook_of
from compendium.build.readability import refuse_hard_pages
from compendium.build.screen import shown, traced, unexpected
from compendium.build.sections import unasked, unfounded
from compendium.build.stamps import Stamp, digest_of_all, read_stamps, stamps_of, write_stamps
from compendium.build.sweep.search import traces_left
from compendium.build.what_changed import before, note_moved, set_aside
from compendium.file_digests import digest_of
from compendium.intake import store
from compendium.problems import CompendiumError
from compendium.processes import Killed
from compendium.writers.files import unfinished, write_bytes, write_text

# The stamp of a study's own pages and of what looks all of them over.
WHOLE = "_study"
# What builds a study's pages again, all that have to be.
EVERYTHING = "make reports"


@dataclasses.dataclass(frozen=True)
class Done:
    """How one piece ended: what went wrong, for who runs the build, and what they should know."""

    piece: str
    job: Job | None
    seconds: float
    failures: tuple[str, ...] = ()
    said: tuple[str, ...] = ()


def run(each: Plan, job: Job) -> Done:
    """Run the notebook of a job and publish it.

    If that fails, nothing of the job stays, of this run or an earlier one. If a process was killed
    that did it, what was there stays, and is made again by the next build.
    """
    return _done(RUN, job, lambda: _guarded_job(each, job, lambda: _run(each, job)))


def _run(each: Plan, job: Job) -> None:
    stamps, executed = stamps_of(each, job.page), each.executed / f"{job.page}.ipynb"
    made_from, noted = MadeFrom(each), unfinished(stamps)
    inputs, was = made_from.run(job, ()), before(each, job)
    write_text(noted, "")
    os.environ[store.READS] = str(noted)
    try:
        with drawing_ahead(languages_of(each.study)[0]) as shown:
            ran = execute(job, executed, shown)
    finally:
        del os.environ[store.READS]
    notebook = published(ran.notebook, job, ran.key, words_for_people(each.study))
    refuse_hard_pages(notebook, job.notebook)
    path, text = notebook_path(each, job), notebook_text(notebook)
    reads = noted.read_text(encoding="utf-8").split()
    noted.unlink()
    inputs |= made_from.read(reads)
    note_moved(each, job, was, text, inputs)
    write_text(path, text)
    write_stamps(stamps, {RUN: Stamp(inputs, digest_of(path))})


def page(each: Plan, job: Job) -> Done:
    """Make what a published notebook makes, unless it is made of it already."""
    return _done(PAGE, job, lambda: _guarded_job(each, job, lambda: _page_and_formats(each, job)))


def page_alone(each: Plan, job: Job) -> Done:
    """Run the notebook of a job and make its page, for somebody who waits to read it."""

    def make() -> None:
        _run(each, job)
        _page(each, job)

    return _done(PAGE, job, lambda: _guarded_job(each, job, make))


def report(each: Plan, job: Job) -> Done:
    """Run the notebook of a job, publish it and make its page."""
    ran = run(each, job)
    if ran.failures:
        return ran
    made = page(each, job)
    return dataclasses.replace(made, seconds=ran.seconds + made.seconds)


def _page_and_formats(each: Plan, job: Job) -> None:
    _page(each, job)
    _formats(each, job)


def _page(each: Plan, job: Job) -> None:
    source, paths = notebook_path(each, job), page_paths(each, job)
    stamps, inputs = stamps_of(each, job.page), MadeFrom(each).page(job)
    found = read_stamps(stamps)
    if not source.exists() or (PAGE in found and not found[PAGE].why(inputs, *paths)):
        return
    notebook = notebook_of(source)
    for lang, path in zip(languages_of(each.study), paths, strict=True):
        write_text(path, page_of(each, job, notebook, lang))
    write_stamps(stamps, {**found, PAGE: Stamp(inputs, digest_of_all(paths))})


def _formats(each: Plan, job: Job) -> None:
    stamps, inputs = stamps_of(each, job.page), MadeFrom(each).formats(job)
    found = read_stamps(stamps)
    if not (with_formats() and notebook_path(each, job).exists()):
        return
    if FORMATS in found and not found[FORMATS].why(inputs, *formats_there(each, job)):
        return
    made = formats_of(each, job)
    for path, content in made.items():
        write_bytes(path, content)
    for path in formats_there(each, job):
        if path not in made:
            path.unlink(missing_ok=True)  # of a display that the report shows no more
    stamp = Stamp(inputs, digest_of_all(formats_there(each, job)))
    write_stamps(stamps, {**found, FORMATS: stamp})


def look_over(each: Plan) -> Done:
    """Make the pages that are made of a study's others, and look all of them over."""
    failures: list[str] = []
    said: list[str] = []
    started, made_from = time.monotonic(), MadeFrom(each)
    failures += _guarded(each, "pages", lambda: _findings(each))
    failures += _guarded(each, "pages", lambda: pages_of_pages(each, _as_made(each), said))
    failures += _guarded(each, "sweep", lambda: traces_left(each))
    failures += _guarded(each, "pages", lambda: _stamped(made_from, not failures))
    return Done(STUDY, None, time.monotonic() - started, tuple(failures), tuple(said))


def _stamped(made_from: MadeFrom, well: bool) -> list[str]:
    """Leave a stamp of a study as a whole if all went well, else none."""
    each = made_from.each
    stamps, index = stamps_of(each, WHOLE), first_page(each, INDEX)
    stamps.unlink(missing_ok=True)
    if well:
        write_stamps(stamps, {STUDY: Stamp(made_from.whole(), digest_of(index))})
    return []


def _findings(each: Plan) -> list[str]:
    return [*unasked(each.study), *unfounded(each.study)] if each.whole else []


def pages_of_pages(each: Plan, as_made: Container[Path], said: list[str]) -> list[str]:
    """Index and disclosure page, and the attack on all; what went wrong.

    Files in `as_made` are known to be what their notebooks make.
    """
    attacked, failed = joint_attack(each, as_made)
    said += filter(None, (whole_group_warning(each), not_read_warning(each)))
    failed += disclose(each, attacked.by_measure() if attacked else None)
    write_index(each)
    return failed + (dead_links(each) if each.whole else [])


def _as_made(each: Plan) -> set[Path]:
    """The files of reports that are still as they were made, of what they are made of.

    Documents and downloads are made of their notebook alone: what they say of code and study in
    their footer may be older.
    """
    made_from, found = MadeFrom(each), set()
    for job in every_job(each.study, each.profile):
        stamps = read_stamps(stamps_of(each, job.page))
        paths, notebook = page_paths(each, job), notebook_path(each, job)
        if PAGE in stamps and not stamps[PAGE].why(made_from.page(job), *paths):
            found.update(paths)
        if (
            (stamp := stamps.get(FORMATS))
            and with_formats()
            and stamp.inputs[notebook.name] == digest_of(notebook)
        ):
            paths = formats_there(each, job)
            found.update(paths if digest_of_all(paths) == stamp.made else ())
    return found


def _done(piece: str, job: Job, do: Callable[[], str]) -> Done:
    started = time.monotonic()
    failure = do()
    return Done(piece, job, time.monotonic() - started, (failure,) if failure else ())


def _guarded_job(each: Plan, job: Job, do: Callable[[], None]) -> str:
    """Do a piece of a job; what went wrong, for the person who runs the build, or ""."""
    try:
        do()
        return ""
    except Killed as error:
        # Nothing says that the report is at fault. An old one stays; its stamp has it made again.
        return not_to_the_end(job.name, job.command, error)
    except JobFailed as error:
        failure = str(error)
    except CompendiumError as error:
        indented = str(error).replace("\n", "\n    ")
        why = traced(each, job.page) if error.__cause__ else ""
        failure = (
            f"{job.name} was not published:\n    {indented}\n{why}  Run again:   {job.command}"
        )
    except Exception:
        failure = unexpected(each, job.page, f"{job.name} was not built", job.command)
    remove(each, [job.page])
    return failure


def _guarded(each: Plan, log: str, step: Callable[[], list[str]]) -> list[str]:
    """What went wrong in a step; a fault of the compendium itself is no traceback on the screen."""
    try:
        return step()
    except Killed as error:
        return [not_to_the_end(each.study.id, EVERYTHING, error)]
    except CompendiumError as error:
        return [f"{each.study.id}: {shown(each, log, error)}"]
    except Exception:
        what = f"{each.study.id}: its pages were not looked at to the end, so publish none of them"
        return [unexpected(each, log, what, EVERYTHING)]


def not_to_the_end(name: str, command: str, why: object) -> str:
    """What is said of a report, or of a study as a whole, whose process was killed."""
    return f"{name} was not built to the end: {why}.\n  Run again:   {command}"


def remove(each: Plan, pages: Iterable[str]) -> None:
    """Take away what pages left, with their stamps."""
    names = list(pages)
    set_aside(each, names)
    for name in names:
        stamps_of(each, name).unlink(missing_ok=True)
    remove_pages(each, names)


# What a task calls that runs a notebook.
RUNS = (run, report, page_alone)
