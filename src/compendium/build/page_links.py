"""Where cells, rows and findings of a study's pages lead: the quote bank and the evidence trail.

The links of a page follow from its own records and those of the published bank and trail, when it
is rendered: what was approved or judged since needs no other notebook to run again. The trail's own
page leads back to where things are shown, so it is rendered after the others.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from compendium.build.files import format_languages, formats_beside, with_formats
from compendium.build.jobs import Job, Plan, every_job
from compendium.build.prose import prose_faults, words_for_people
from compendium.build.provenance import provenance
from compendium.build.publish import PROSE
from compendium.build.read_back import displays_in, notebook_of
from compendium.disclosure.profile import profile_named
from compendium.displays.about import SHOWN_ELSEWHERE, trail_anchor
from compendium.displays.qualitative.quote_bank import PARTS
from compendium.displays.qualitative.quote_places import Places
from compendium.displays.ways import Shown, Ways
from compendium.places import page_file
from compendium.problems import DisclosureError, Problems
from compendium.render.beside import Beside
from compendium.render.page import question_of, report_page, title_of
from compendium.translations import Translations, read_translations, shown_prose

# The notebooks of the quote bank and the trail, and the pages they make.
BANK, TRAIL = "quotes", "evidence_trail"
TRAIL_PAGE = "evidence-trail"
FIRST = (BANK, TRAIL)
# The notebook whose page shows statements and configurations whole.
THEORY = "programme_theory"
THING = re.compile(rf'<[a-z0-9]+ [^>]*?\bid="((?:{"|".join(SHOWN_ELSEWHERE)})-[^"]+)"')
ID = re.compile(r'\bid="([^"]+)"')
HREF = re.compile(r'<a [^>]*?\bhref="([^"#:?]*)(?:#([^"]+))?"')


def linked_first(jobs: Iterable[Job]) -> list[Job]:
    """The jobs in the order they run: what pages lead to before the pages."""
    return sorted(jobs, key=lambda job: job.notebook not in FIRST)


def page_of(each: Plan, job: Job, notebook, lang: str) -> str:
    """A published notebook as its page, leading to what is built beside it."""
    return report_page(
        each.study,
        job.site,
        notebook,
        provenance(each.study, job),
        lang,
        ways_of(each, job, lang),
        translations_of(each, job, notebook),
        job.page,
        _beside(each, job, lang),
    )


def _beside(each: Plan, job: Job, lang: str) -> Beside:
    """What lies beside a page; the English files where there are none in its language."""
    made_in = lang if lang in format_languages(each, job) else "en"
    return Beside(job.page, made_in, formats_beside(job), with_formats())


def title_in(each: Plan, job: Job, lang: str) -> str:
    """What a published report is called, in one language."""
    notebook = notebook_of(each.reports / f"{job.page}.ipynb")
    return title_of(each.study, job.site, notebook, lang, translations_of(each, job, notebook))


def question_in(each: Plan, job: Job, lang: str) -> str:
    """The question of a published report, in one language; blank if its notebook puts none."""
    notebook = notebook_of(each.reports / f"{job.page}.ipynb")
    return question_of(notebook, lang, translations_of(each, job, notebook))


def translations_of(each: Plan, job: Job, notebook) -> Translations:
    """The Welsh of a notebook's text, held in public to what the text itself is held to.

    Raises
    ------
    DisclosureError
        If a number that was not released is typed into it, or a picture stands in it.
    """
    if "cy" not in each.study.header.languages:
        return {}
    found = read_translations(job.notebook, shown_prose(notebook))
    if not profile_named(job.profile).public:
        return found
    problems, people = Problems(), words_for_people(each.study)
    for id, entry in found.items():
        for fault in prose_faults(entry.cy, people):
            problems.add(f"cy/{job.notebook}.yml", id, f"has in its Welsh, {fault}", *PROSE)
    problems.settle(DisclosureError)
    return found


def ways_of(each: Plan, job: Job, lang: str) -> Ways:
    """What there is for one page to lead to."""
    quotes, trail = _bank(each), _entries(each)
    if job.notebook == TRAIL:
        return Ways(quotes, trail, "", dict(_shown(each, lang)))
    return Ways(quotes, trail, page_file(TRAIL_PAGE, lang))


def _bank(each: Plan) -> Places | None:
    """The places of the quote bank; None where there is none, or no quote."""
    path = _path(each, BANK, BANK)
    return _places(path, path.stat().st_mtime_ns) if path else None


def _entries(each: Plan) -> frozenset[str]:
    """The ends of links to everything that the evidence trail has."""
    path = _path(each, TRAIL, TRAIL_PAGE)
    tables = (d.data for d in (displays_in(path) if path else ()) if d.kind == "trail")
    return frozenset(trail_anchor(thing) for table in tables for thing in table.frame["thing"])


def _path(each: Plan, notebook: str, page: str) -> Path | None:
    """The published notebook of a report beside a plan's pages; None where it is not built."""
    path = each.reports / f"{page}.ipynb"
    return path if notebook in each.study.header.reports and path.exists() else None


@functools.lru_cache(maxsize=4)
def _places(path: Path, changed: int) -> Places | None:
    """The places of a published bank, found once while it does not change."""
    banks = [display.data for display in displays_in(path) if display.kind in PARTS]
    return Places(BANK, *banks) if banks else None


def _shown(each: Plan, lang: str) -> Iterator[tuple[str, Shown]]:
    """Where other pages show the things of the trail; of several pages the last one counts.

    Pages on the whole study come last, in the order of its reports, and the theory's last of all.
    """
    jobs = [job for job in every_job(each.study, each.profile) if job.notebook not in FIRST]
    for job in sorted(jobs, key=lambda job: (job.notebook == THEORY, not job.site)):
        path = each.reports / f"{job.page}.html"
        if path.exists():
            title, there = title_in(each, job, lang), page_file(job.page, lang)
            # Ends of links are the same in every language.
            for anchor in THING.findall(path.read_text(encoding="utf-8")):
                yield anchor, Shown(f"{there}#{anchor}", title)


def dead_links(each: Plan) -> list[str]:
    """A sentence for every link from a study's pages to a place or file that is not there."""
    pages = {p.name: p.read_text(encoding="utf-8") for p in sorted(each.reports.glob("*.html"))}
    ends = {name: set(ID.findall(page)) for name, page in pages.items()}

    def leads(name: str, target: str, end: str) -> bool:
        if end:
            return end in ends.get(target or name, ())
        # The page above all studies is written after them.
        return target.startswith("../") or (each.reports / unquote(target)).is_file()

    return [
        f"{each.study.id}: {name} has a link to {target or name}{end and '#'}{end}, which is not "
        "there. Build every report: make reports."
        for name, page in pages.items()
        for target, end in dict.fromkeys(HREF.findall(page))
        if not leads(name, target, end)
    ]
