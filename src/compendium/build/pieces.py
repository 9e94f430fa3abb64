"""How each piece of a build is done: a notebook run, its page made, a study's pages looked over.

Of a report its notebook is run, then its page made. After all pages of a study come those that are
made of them (index, disclosure) and what looks them over: the joint attack, the sweep, links. Every
piece leaves a stamp when its files are in place.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat

from compendium.build.attacked import joint_attack, whole_group_warning
from compendium.build.disclose import disclose
from compendium.build.drawing_ahead import drawing_ahead
from compendium.build.execute import JobFailed, execute
from compendium.build.index import write_index
from compendium.build.jobs import Job, Plan, every_job
from compendium.build.made_from import MadeFrom
from compendium.build.page_links import dead_links, page_of
from compendium.build.progress import PAGE, RUN, STUDY
from compendium.build.prose import words_for_people
from compendium.build.publish import notebook_text, published
from compendium.build.readability import refuse_hard_pages
from compendium.build.screen import shown, traced, unexpected
from compendium.build.sections import unasked, unfounded
from compendium.build.stamps import Stamp, read_stamps, stamps_of, write_stamps
from compendium.build.sweep.search import traces_left
from compendium.file_digests import digest_of
from compendium.intake import store
from compendium.problems import CompendiumError
from compendium.writers.files import UNFINISHED, write_text

LANG = "en"
ENDINGS = (".html", ".ipynb")
# The stamp of a study's own pages and of what looks all of them over.
WHOLE = "_study"


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

    If that fails, nothing of the job stays, of this run or an earlier one.
    """
    return _done(RUN, job, lambda: _guarded_job(each, job, lambda: _run(each, job)))


def _run(each: Plan, job: Job) -> None:
    stamps, executed = stamps_of(each, job.page), each.executed / f"{job.page}.ipynb"
    # Of this process alone: another may be at the same, whose worker counts as lost.
    noted = stamps.with_name(f".{job.page}.{os.getpid()}{UNFINISHED}")
    made_from = MadeFrom(each)
    inputs = made_from.run(job, ())
    write_text(noted, "")
    os.environ[store.READS] = str(noted)
    try:
        with drawing_ahead(LANG) as shown:
            key = execute(job, executed, shown)
    finally:
        del os.environ[store.READS]
    ran = nbformat.read(executed, as_version=4)
    notebook = published(ran, job, key, words_for_people(each.study))
    refuse_hard_pages(notebook, job.notebook)
    path = each.reports / f"{job.page}.ipynb"
    write_text(path, notebook_text(notebook))
    reads = noted.read_text(encoding="utf-8").split()
    noted.unlink()
    write_stamps(stamps, {RUN: Stamp({**inputs, **made_from.read(reads)}, digest_of(path))})


def page(each: Plan, job: Job) -> Done:
    """Make the page of a job from its published notebook, unless it is made of it already."""
    return _done(PAGE, job, lambda: _guarded_job(each, job, lambda: _page(each, job)))


def report(each: Plan, job: Job) -> Done:
    """Run the notebook of a job, publish it and make its page."""
    ran = run(each, job)
    if ran.failures:
        return ran
    made = page(each, job)
    return dataclasses.replace(made, seconds=ran.seconds + made.seconds)


def _page(each: Plan, job: Job) -> None:
    source, path = (each.reports / f"{job.page}{ending}" for ending in (".ipynb", ".html"))
    stamps, inputs = stamps_of(each, job.page), MadeFrom(each).page(job)
    found = read_stamps(stamps)
    if not source.exists() or (PAGE in found and not found[PAGE].why(inputs, path)):
        return
    write_text(path, page_of(each, job, nbformat.read(source, as_version=4), LANG))
    write_stamps(stamps, {**found, PAGE: Stamp(inputs, digest_of(path))})


def look_over(each: Plan) -> Done:
    """Make the pages that are made of a study's others, and look all of them over."""
    failures: list[str] = []
    said: list[str] = []
    started, made_from = time.monotonic(), MadeFrom(each)
    failures += _guarded(each, "pages", lambda: _findings(each))
    failures += _guarded(each, "pages", lambda: _pages_of_pages(each, said))
    failures += _guarded(each, "sweep", lambda: traces_left(each))
    failures += _guarded(each, "pages", lambda: _stamped(made_from, not failures))
    return Done(STUDY, None, time.monotonic() - started, tuple(failures), tuple(said))


def _stamped(made_from: MadeFrom, well: bool) -> list[str]:
    """Leave a stamp of a study as a whole if all went well, else none."""
    each = made_from.each
    stamps, index = stamps_of(each, WHOLE), each.reports / "index.html"
    stamps.unlink(missing_ok=True)
    if well:
        write_stamps(stamps, {STUDY: Stamp(made_from.whole(), digest_of(index))})
    return []


def _findings(each: Plan) -> list[str]:
    return [*unasked(each.study), *unfounded(each.study)] if each.whole else []


def _pages_of_pages(each: Plan, said: list[str]) -> list[str]:
    """Index and disclosure page, and the attack on all; what went wrong."""
    write_index(each, LANG)
    attacked, failed = joint_attack(each, _as_made(each), LANG)
    if warning := whole_group_warning(each):
        said.append(warning)
    failed += disclose(each, LANG, attacked.by_measure() if attacked else None)
    return failed + (dead_links(each) if each.whole else [])


def _as_made(each: Plan) -> set[Path]:
    """The pages that are still as they were made, of what they are made of."""
    made_from, found = MadeFrom(each), set()
    for job in every_job(each.study, each.profile):
        stamp = read_stamps(stamps_of(each, job.page)).get(PAGE)
        path = each.reports / f"{job.page}.html"
        if stamp and not stamp.why(made_from.page(job), path):
            found.add(path)
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
    except CompendiumError as error:
        return [f"{each.study.id}: {shown(each, log, error)}"]
    except Exception:
        what = f"{each.study.id}: its pages were not looked at to the end, so publish none of them"
        return [unexpected(each, log, what, "make reports")]


def remove(each: Plan, pages: Iterable[str]) -> None:
    """Take away what pages left, with their stamps."""
    for name in pages:
        stamps_of(each, name).unlink(missing_ok=True)
        for ending in ENDINGS:
            (each.reports / f"{name}{ending}").unlink(missing_ok=True)


# What a task calls that runs a notebook.
RUNS = (run, report)
