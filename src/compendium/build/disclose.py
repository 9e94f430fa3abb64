"""The disclosure page of a study, made of the notebooks that are published."""

from __future__ import annotations

from compendium.build.jobs import Job, Plan, every_job
from compendium.build.page_links import title_in
from compendium.build.provenance import provenance
from compendium.build.read_back import displays_in
from compendium.disclosure.profile import profile_named
from compendium.heard import listening
from compendium.places import page_file
from compendium.problems import CompendiumError
from compendium.render.disclosure_page import PAGE, disclosure_page
from compendium.render.disclosure_tables import Attacked
from compendium.render.published import Report
from compendium.writers.files import write_text


def disclose(each: Plan, lang: str, attacked: Attacked | None = None) -> list[str]:
    """Write the page of what was hidden in the reports that are there; none if no page is.

    `attacked`: of each measure, how many numbers were tried and the fewest values one can have.
    Returns what went wrong, for the person who runs the build.
    """
    path = each.reports / page_file(PAGE, lang)
    path.unlink(missing_ok=True)
    every = every_job(each.study, each.profile)
    built = [job for job in every if (each.reports / f"{job.page}.html").exists()]
    if not built:
        return []
    try:
        # The page counts what the titles of reports lack as well.
        with listening():
            write_text(path, _page(each, built, lang, attacked))
    except CompendiumError as error:
        return [f"{each.study.id}: the page of what was hidden was not written.\n    {error}"]
    return []


def _page(each: Plan, built: list[Job], lang: str, attacked: Attacked | None) -> str:
    """The page, from the notebooks of the jobs that were built."""
    reports = []
    for job in built:
        path = each.reports / f"{job.page}.ipynb"
        title = title_in(each, job, lang)
        reports.append(Report(job.page, job.site, title, displays_in(path)))
    made_from = provenance(each.study, built[0], command="make reports")
    profile = profile_named(each.profile)
    return disclosure_page(each.study, profile, reports, made_from, lang, attacked)
