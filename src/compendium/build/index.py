"""The page that leads to a study's reports."""

from __future__ import annotations

from compendium.build.jobs import Plan, every_job
from compendium.build.page_links import title_in
from compendium.build.provenance import provenance
from compendium.build.publish import origin_of
from compendium.build.read_back import notebook_of
from compendium.heard import listening
from compendium.places import page_file
from compendium.render.page import index_page
from compendium.writers.files import write_text


def write_index(each: Plan, lang: str) -> None:
    """Write the page that leads to the reports that are there; none if no page is."""
    every = every_job(each.study, each.profile)
    built = [job for job in every if (each.reports / f"{job.page}.html").exists()]
    index = each.reports / page_file("index", lang)
    if not built:
        index.unlink(missing_ok=True)
        return
    origins = {origin_of(notebook_of(each.reports / f"{job.page}.ipynb")) for job in built}
    origin = "synthetic" if "synthetic" in origins else "real"
    made_from = provenance(each.study, built[0], command="make reports")
    # The page counts what its titles lack as well.
    with listening():
        titles = [(job, title_in(each, job, lang)) for job in built]
        entries = [(page_file(job.page, lang), job.site, title) for job, title in titles]
        write_text(index, index_page(each.study, entries, origin, made_from, lang))
