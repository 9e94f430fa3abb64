"""Build reports: take the data in, run each job, publish, render, write, index."""

from __future__ import annotations

import hashlib
import sys
import time
from pathlib import Path

import nbformat

from compendium.build.execute import JobFailed, execute
from compendium.build.jobs import Job, Plan, plan
from compendium.build.publish import notebook_text, published
from compendium.intake.take_in import ensure
from compendium.problems import CompendiumError
from compendium.render.page import Provenance, index_page, site_page
from compendium.study import Study
from compendium.writers.files import write_text

LANG = "en"


def build_reports(
    study: str | None = None,
    site: str | None = None,
    profile: str | None = None,
    to: Path | None = None,
) -> int:
    """Build what is asked for; every study and site if nothing is.

    A site that fails stops no other. Returns 0 if everything was built, else 1.
    """
    plans = plan(study, site, profile, to)
    total, done, failures = sum(len(p.jobs) for p in plans), 0, []
    for each in plans:
        ensure(each.study)
        built = []
        for job in each.jobs:
            done += 1
            started = time.monotonic()
            try:
                built.append((job, build_job(each, job)))
                state = "done"
            except CompendiumError as error:
                failures.append((job, error))
                state = "FAILED"
            print(
                f"[{done}/{total}] {job.name}  {state}  {time.monotonic() - started:.1f} s",
                flush=True,
            )
        if built and not site:
            origins = {origin for _, origin in built}
            origin = "synthetic" if "synthetic" in origins else "real"
            _write_index(each, [job.site for job, _ in built], origin)
    _report(plans, failures)
    return 1 if failures else 0


def build_job(each: Plan, job: Job) -> str:
    """Run, publish and render one job; the made-up mark of its data.

    Raises
    ------
    JobFailed, DisclosureError
        Nothing of the job is published then.
    """
    executed = each.executed / f"{job.notebook}-{job.site}.ipynb"
    execute(job, executed)
    notebook = published(
        nbformat.read(executed, as_version=4), each.public, f"{job.notebook}.ipynb"
    )
    html = site_page(each.study, job.site, notebook, provenance(each.study, job), LANG)
    write_text(each.reports / f"{job.site}.ipynb", notebook_text(notebook))
    write_text(each.reports / f"{job.site}.html", html)
    from compendium.render.body import body

    return body(notebook, LANG).origin


def provenance(study: Study, job: Job) -> Provenance:
    """What a page says it was made from. Hashes are of definitions and code, never of raw data."""
    return Provenance(
        notebook=f"{job.notebook}.ipynb",
        code=_digest(sorted(Path(__file__).parents[1].rglob("*.py"))),
        definitions=_digest(sorted([*study.folder.glob("*.yml"), *study.folder.glob("*/*.yml")])),
        command=job.command,
        profile=job.profile,
    )


def _write_index(each: Plan, sites: list[str], origin: str) -> None:
    first = each.jobs[0]
    made_from = provenance(each.study, first)
    made_from = Provenance(
        made_from.notebook, made_from.code, made_from.definitions, "make reports", made_from.profile
    )
    write_text(each.reports / "index.html", index_page(each.study, sites, origin, made_from, LANG))


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _report(plans: list[Plan], failures: list[tuple[Job, CompendiumError]]) -> None:
    for job, error in failures:
        text = (
            str(error)
            if isinstance(error, JobFailed)
            else (
                f"{job.name} was not published:\n    "
                + str(error).replace("\n", "\n    ")
                + f"\n  Run again:   {job.command}"
            )
        )
        print(f"\n{text}", file=sys.stderr)
    for each in plans:
        if (each.reports / "index.html").exists():
            print(f"Open {each.reports / 'index.html'}")
