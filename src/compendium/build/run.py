"""Build reports: take the data in, run each job, publish, render, write, index."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat

from compendium.build.attacked import digest, joint_attack, whole_group_warning
from compendium.build.disclose import disclose
from compendium.build.execute import JobFailed, execute
from compendium.build.jobs import Job, Plan, every_job, plan, root
from compendium.build.page_links import FIRST, TRAIL, dead_links, linked_first, page_of
from compendium.build.prose import words_for_people
from compendium.build.provenance import provenance
from compendium.build.publish import notebook_text, origin_of, published
from compendium.build.screen import shown, traced, unexpected
from compendium.build.sections import unasked, unfounded
from compendium.build.sweep.search import traces_left
from compendium.intake.take_in import ensure
from compendium.problems import CompendiumError
from compendium.render.page import index_page, title_of
from compendium.writers.files import write_text
from compendium.writers.private import keep_private

LANG = "en"
ENDINGS = (".html", ".ipynb")


def build_reports(
    study: str | None = None,
    site: str | None = None,
    profile: str | None = None,
    to: Path | None = None,
    report: str | None = None,
) -> int:
    """Build what is asked for; every study, report and site if nothing is.

    A report that fails stops no other, nor does a study whose data cannot be taken in. Returns 0
    if everything was built, every finding has a place, no public file holds a trace of anybody who
    withdrew and the joint attack finds nothing, else 1.
    """
    plans = plan(study, site, profile, to, report)
    total, done, failures = sum(len(p.jobs) for p in plans), 0, []
    rendered: dict[Path, str] = {}
    _close_private()
    for each in plans:
        if failure := _take_in(each):
            _remove_pages(each)
            done += len(each.jobs)
            failures.append(failure)
            continue
        _remove_strays(each)
        failures += [*unasked(each.study), *unfounded(each.study)] if each.whole else []
        for job in linked_first(each.jobs):
            done += 1
            started = time.monotonic()
            failure = _try(each, job, rendered)
            failures += [failure] if failure else []
            seconds = f"{time.monotonic() - started:.1f} s"
            state = "FAILED" if failure else "done"
            print(f"[{done}/{total}] {job.name}  {state}  {seconds}", flush=True)
        failures += _guarded(each, "pages", lambda each=each: _links_anew(each, rendered))
        failures += _guarded(each, "pages", lambda each=each: _after_jobs(each, rendered))
    for each in plans:
        failures += _guarded(each, "sweep", lambda each=each: traces_left(each))
    _close_private()
    _report(plans, failures)
    return 1 if failures else 0


def build_job(each: Plan, job: Job) -> tuple[Path, str]:
    """Run, publish and render one job; the page's path and what it is known by.

    Raises
    ------
    JobFailed, DisclosureError
        Nothing of the job is published then, and nothing of an earlier run stays.
    """
    for ending in ENDINGS:
        (each.reports / f"{job.page}{ending}").unlink(missing_ok=True)
    executed = each.executed / f"{job.page}.ipynb"
    key = execute(job, executed)
    ran = nbformat.read(executed, as_version=4)
    notebook = published(ran, job, key, words_for_people(each.study))
    write_text(each.reports / f"{job.page}.ipynb", notebook_text(notebook))
    html = page_of(each, job, notebook, LANG)
    write_text(each.reports / f"{job.page}.html", html)
    return each.reports / f"{job.page}.html", digest(html)


def _links_anew(each: Plan, rendered: dict[Path, str]) -> list[str]:
    """Render again what leads to other pages: the trail, and what stands beside what was built.

    Pages beside a quote bank or a trail that was built alone lead there.
    """
    ran = {job.page for job in each.jobs}
    alone = not each.whole and any(job.notebook in FIRST for job in each.jobs)
    every = every_job(each.study, each.profile)
    others = [job for job in every if alone and job.page not in ran and job.notebook != TRAIL]
    for job in (*others, *(job for job in every if job.notebook == TRAIL)):
        path = each.reports / f"{job.page}.html"
        if path.exists():
            html = page_of(each, job, nbformat.read(path.with_suffix(".ipynb"), as_version=4), LANG)
            write_text(path, html)
            rendered[path] = digest(html)
    return []


def _close_private() -> None:
    """Close ``private/`` to everybody but its owner; say so where that cannot be done."""
    if still := keep_private(root() / "private"):
        print(
            f"private/ holds {still} files and folders that others on this machine may open: they "
            "belong to somebody else, or the disk keeps no modes. Keep it where only you can look.",
            flush=True,
        )


def _take_in(each: Plan) -> str:
    """Take a study in, if need be; what went wrong, for the person who runs the build, or ""."""
    what = f"{each.study.id}: its data could not be taken in"
    try:
        if removed := ensure(each.study):
            print(removed, flush=True)
    except CompendiumError as error:
        return f"{what}.\n{shown(each, 'intake', error)}"
    except Exception:
        return unexpected(each, "intake", what, f"make check-data STUDY={each.study.id}")
    return ""


def _after_jobs(each: Plan, rendered: dict[Path, str]) -> list[str]:
    """The pages made of all reports, and the attack on them; what went wrong."""
    _write_index(each)
    attacked, failed = joint_attack(each, rendered, LANG)
    if warning := whole_group_warning(each):
        print(warning, flush=True)
    failed += disclose(each, LANG, attacked.by_measure() if attacked else None)
    return failed + (dead_links(each) if each.whole else [])


def _guarded(each: Plan, log: str, step: Callable[[], list[str]]) -> list[str]:
    """What went wrong in a step; a fault of the compendium itself is no traceback on the screen."""
    try:
        return step()
    except CompendiumError as error:
        return [f"{each.study.id}: {shown(each, log, error)}"]
    except Exception:
        what = f"{each.study.id}: its pages were not looked at to the end, so publish none of them"
        return [unexpected(each, log, what, "make reports")]


def _try(each: Plan, job: Job, rendered: dict[Path, str]) -> str:
    """Build one job; what went wrong, for the person who runs the build, or ""."""
    try:
        path, known_by = build_job(each, job)
        rendered[path] = known_by
    except JobFailed as error:
        return str(error)
    except Exception as error:
        if not isinstance(error, CompendiumError):
            return unexpected(each, job.page, f"{job.name} was not built", job.command)
        indented = str(error).replace("\n", "\n    ")
        why = traced(each, job.page) if error.__cause__ else ""
        return f"{job.name} was not published:\n    {indented}\n{why}  Run again:   {job.command}"
    return ""


def _remove_pages(each: Plan) -> None:
    """A study that cannot be taken in has no pages: nobody knows who has withdrawn since."""
    if each.reports.is_dir():
        for path in each.reports.iterdir():
            if path.suffix in ENDINGS:
                path.unlink()


def _remove_strays(each: Plan) -> None:
    """Pages that no job makes any more must not stay: they may show what has been withdrawn."""
    if not each.whole or not each.reports.is_dir():
        return
    pages = {job.page for job in each.jobs}
    for path in each.reports.iterdir():
        if path.suffix in ENDINGS and path.stem not in pages:
            path.unlink()


def _write_index(each: Plan) -> None:
    """The page that leads to the reports that are there; none if no page is."""
    every = every_job(each.study, each.profile)
    built = [job for job in every if (each.reports / f"{job.page}.html").exists()]
    if not built:
        (each.reports / "index.html").unlink(missing_ok=True)
        return
    notebooks = {
        job.page: nbformat.read(each.reports / f"{job.page}.ipynb", as_version=4) for job in built
    }
    origin = "synthetic" if "synthetic" in map(origin_of, notebooks.values()) else "real"
    made_from = provenance(each.study, built[0], command="make reports")
    entries = [
        (f"{job.page}.html", job.site, title_of(each.study, job.site, notebooks[job.page], LANG))
        for job in built
    ]
    html = index_page(each.study, entries, origin, made_from, LANG)
    write_text(each.reports / "index.html", html)


def _report(plans: list[Plan], failures: list[str]) -> None:
    for failure in failures:
        print(f"\n{failure}", file=sys.stderr)
    for each in plans:
        if (each.reports / "index.html").exists():
            print(f"Open {each.reports / 'index.html'}")
