"""The disclosure page of a study, made of the notebooks that are published."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from compendium.build.files import DISCLOSURE, languages_of, notebook_path
from compendium.build.index import built
from compendium.build.jobs import Job, Plan
from compendium.build.page_links import title_in
from compendium.build.provenance import provenance
from compendium.build.read_back import displays_in
from compendium.disclosure.profile import profile_named
from compendium.heard import listening
from compendium.places import page_file
from compendium.problems import CompendiumError
from compendium.render.disclosure_page import disclosure_page
from compendium.render.disclosure_tables import Attacked
from compendium.render.published import Report
from compendium.writers.files import write_text


def disclose(each: Plan, attacked: Attacked | None = None) -> list[str]:
    """Write the page of what was hidden in the reports that are there, in each language.

    No page stays where no report is there, or where it cannot be made; until it is made anew an
    earlier one does.

    `attacked`: of each measure, how many numbers were tried and the fewest values one can have.
    Returns what went wrong, for the person who runs the build.
    """
    languages, jobs = languages_of(each.study), built(each)
    paths = [each.reports / page_file(DISCLOSURE, lang) for lang in languages]
    if not jobs:
        _remove(paths)
        return []
    try:
        for lang, path in zip(languages, paths, strict=True):
            # The page counts what the titles of reports lack as well.
            with listening():
                write_text(path, _page(each, jobs, lang, attacked))
    except Exception as error:
        _remove(paths)
        if not isinstance(error, CompendiumError):
            raise
        return [f"{each.study.id}: the page of what was hidden was not written.\n    {error}"]
    return []


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _page(each: Plan, jobs: list[Job], lang: str, attacked: Attacked | None) -> str:
    """The page, from the notebooks of the jobs that were built."""
    reports = []
    for job in jobs:
        path = notebook_path(each, job)
        title = title_in(each, job, lang)
        reports.append(Report(job.page, job.site, title, displays_in(path)))
    made_from = provenance(each.study, jobs[0], command="make reports")
    profile = profile_named(each.profile)
    return disclosure_page(each.study, profile, reports, made_from, lang, attacked)
