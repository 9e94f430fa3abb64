"""The page that leads to a study's reports."""

from __future__ import annotations

from compendium.build.jobs import Plan, every_job
from compendium.build.provenance import provenance
from compendium.build.publish import origin_of
from compendium.build.read_back import notebook_of
from compendium.render.page import index_page, title_of
from compendium.writers.files import write_text


def write_index(each: Plan, lang: str) -> None:
    """Write the page that leads to the reports that are there; none if no page is."""
    every = every_job(each.study, each.profile)
    built = [job for job in every if (each.reports / f"{job.page}.html").exists()]
    if not built:
        (each.reports / "index.html").unlink(missing_ok=True)
        return
    notebooks = {job.page: notebook_of(each.reports / f"{job.page}.ipynb") for job in built}
    origin = "synthetic" if "synthetic" in map(origin_of, notebooks.values()) else "real"
    made_from = provenance(each.study, built[0], command="make reports")
    entries = [
        (f"{job.page}.html", job.site, title_of(each.study, job.site, notebooks[job.page], lang))
        for job in built
    ]
    html = index_page(each.study, entries, origin, made_from, lang)
    write_text(each.reports / "index.html", html)
