"""Build reports: take the data in, run each job, publish, render, write, index."""

from __future__ import annotations

import sys
import time
import traceback
from pathlib import Path

import nbformat

from compendium.build.attacked import digest, joint_attack, whole_group_warning
from compendium.build.disclose import disclose
from compendium.build.execute import JobFailed, execute
from compendium.build.jobs import Job, Plan, every_job, plan
from compendium.build.prose import words_for_people
from compendium.build.provenance import provenance
from compendium.build.publish import notebook_text, origin_of, published
from compendium.build.sections import unasked
from compendium.build.sweep.search import traces_left
from compendium.intake.take_in import ensure
from compendium.problems import CompendiumError
from compendium.render.page import index_page, report_page, title_of
from compendium.writers.files import write_text

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
    for each in plans:
        try:
            if removed := ensure(each.study):
                print(removed, flush=True)
        except CompendiumError as error:
            _remove_pages(each)
            done += len(each.jobs)
            failures.append(f"{each.study.id}: its data could not be taken in.\n{error}")
            continue
        _remove_strays(each)
        failures += unasked(each.study) if each.whole else []
        for job in each.jobs:
            done += 1
            started = time.monotonic()
            failure = _try(each, job, rendered)
            failures += [failure] if failure else []
            seconds = f"{time.monotonic() - started:.1f} s"
            state = "FAILED" if failure else "done"
            print(f"[{done}/{total}] {job.name}  {state}  {seconds}", flush=True)
        _write_index(each)
        attacked, failed = joint_attack(each, rendered, LANG)
        if warning := whole_group_warning(each):
            print(warning, flush=True)
        failures += failed + disclose(each, LANG, attacked.by_measure() if attacked else None)
    for each in plans:
        failures += traces_left(each)
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
    html = report_page(each.study, job.site, notebook, provenance(each.study, job), LANG)
    write_text(each.reports / f"{job.page}.ipynb", notebook_text(notebook))
    write_text(each.reports / f"{job.page}.html", html)
    return each.reports / f"{job.page}.html", digest(html)


def _try(each: Plan, job: Job, rendered: dict[Path, str]) -> str:
    """Build one job; what went wrong, for the person who runs the build, or ""."""
    try:
        path, known_by = build_job(each, job)
        rendered[path] = known_by
    except JobFailed as error:
        return str(error)
    except Exception as error:
        if not isinstance(error, CompendiumError):
            return _unexpected(each, job)
        indented = str(error).replace("\n", "\n    ")
        return f"{job.name} was not published:\n    {indented}\n  Run again:   {job.command}"
    return ""


def _unexpected(each: Plan, job: Job) -> str:
    """A fault of the compendium itself: its traceback goes to ``private/``, the name of it here."""
    log = each.study.private / "logs" / f"{job.page}.txt"
    write_text(log, traceback.format_exc())
    return (
        f"{job.name} was not built: something went wrong that is not yours to mend.\n"
        f"  What happened stands in private/{log.relative_to(each.study.private.parent)}\n"
        f"  Run again:   {job.command}"
    )


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
