"""Pages that lead to reports: one for each study, and one for all studies of the compendium."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from compendium.places import page_file
from compendium.render.beside import USUAL, Beside
from compendium.render.languages import noticed, with_notice
from compendium.render.page import Provenance, render
from compendium.study import Study
from compendium.words import CHECKED, say


@dataclasses.dataclass(frozen=True)
class Entry:
    """One report: its page without ending, its site ("" for the whole study) and its title.

    `formats` are what it can be had as beside its page, in the language `files`. `question` is what
    a report on the whole study asks.
    """

    page: str
    site: str
    title: str
    formats: tuple[str, ...] = USUAL
    files: str = "en"
    question: str = ""

    def links(self) -> tuple[tuple[str, str], ...]:
        """What it can be had as: the file and the key of its name."""
        return Beside(self.page, self.files, self.formats).format_links()


@dataclasses.dataclass(frozen=True)
class Listed:
    """One study as the compendium's own index shows it, and whether its data are made up."""

    study: Study
    reports: int
    made_up: bool

    def index(self, lang: str) -> str:
        """Its own index, in English where it is not made in this language."""
        made = lang if lang in self.study.header.languages else "en"
        return f"{self.study.id}/{page_file('index', made)}"


@with_notice
def index_page(
    study: Study, entries: Sequence[Entry], origin: str, provenance: Provenance, lang: str
) -> str:
    """The page that leads to a study's reports."""
    return render(
        "index.html.j2",
        lang,
        page="index",
        study=study,
        title=study.header.title.say(lang),
        overviews=[entry for entry in entries if not entry.site],
        sites=[(entry, study.site(entry.site)) for entry in entries if entry.site],
        origin=origin,
        provenance=provenance,
        team=provenance.profile == "exact",
    )


def compendium_page(studies: Sequence[Listed], lang: str, languages: Sequence[str]) -> str:
    """The page that leads to every study; `languages` are those it is made in."""
    finished = all(one.study.header.cy_status == CHECKED for one in studies)

    def make() -> str:
        return render(
            "compendium.html.j2",
            lang,
            study=None,
            page="index",
            title=say("compendium_title", lang),
            studies=studies,
            languages=languages,
            made_up=any(one.made_up for one in studies),
        )

    return noticed(make, CHECKED if finished else "draft")
