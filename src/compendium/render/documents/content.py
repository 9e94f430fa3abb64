"""A report's content as neutral HTML, from which PDF and Word file are made alike.

Numbers behind figures stand in tables at the end; so do tables that need a sheet on its side,
after everything else, so that no page is broken off for them. A table that is made for a sheet of
its own (`TextTable.sheet`) and opens the report stands right after the contents.
"""

from __future__ import annotations

import dataclasses

from compendium.displays.ways import Ways
from compendium.heard import listening
from compendium.render.body import Block, Body, body
from compendium.render.documents.layout import Layout, layout
from compendium.render.documents.tidy import Paper, tidied
from compendium.render.languages import notice, unfinished
from compendium.render.page import Provenance, render, title_of
from compendium.study import Study
from compendium.translations import Translations
from compendium.words import date_text, say


@dataclasses.dataclass(frozen=True)
class Document:
    """What is set: its HTML and pictures, its title, what every page bears at its head."""

    paper: Paper
    title: str
    marks: tuple[str, ...]
    lang: str


@dataclasses.dataclass(frozen=True)
class Plan:
    """Where a report's figures and tables stand: how each is set, by its kind and number.

    `figures` are those whose numbers stand upright at the end; `sheets` the tables that open the
    report on sheets of their own, `wide` what stands at the very end, on its side.
    """

    layouts: dict[tuple[str, int], Layout]
    figures: tuple[Block, ...] = ()
    sheets: tuple[Block, ...] = ()
    wide: tuple[Block, ...] = ()

    # The ends of links to the parts at the end.
    numbers_anchor = "numbers-of-figures"
    wide_anchor = "wide-tables"

    def layout_of(self, block: Block) -> Layout:
        """How the table of a block is set."""
        return self.layouts[block.kind, block.number]

    def opens(self, block: Block) -> bool:
        """Whether a block stands on a sheet of its own after the contents."""
        return any(block is sheet for sheet in self.sheets)

    def at_the_end(self, block: Block) -> bool:
        """Whether a block stands at the end, among wide tables."""
        return any(block is wide for wide in self.wide)


def document(
    study: Study,
    site_id: str,
    notebook,
    provenance: Provenance,
    lang: str,
    ways: Ways | None = None,
    translations: Translations | None = None,
) -> Document:
    """A report as a document; about the whole study where `site_id` is blank.

    `translations` are the notebook's text cells in Welsh.
    """
    with listening() as heard:
        content = body(notebook, lang, within(ways), translations)
        title = title_of(study, site_id, notebook, lang, translations)
    plan = planned(content)
    marks = marks_of(study, content, provenance, lang)
    source = render(
        "document.html.j2",
        lang,
        page="",
        study=study,
        site_id=site_id,
        unfinished=notice(unfinished(heard, study.header.cy_status), lang),
        title=title,
        content=content,
        plan=plan,
        contents=_contents(content, plan, lang),
        provenance=provenance,
        marks=marks,
    )
    return Document(tidied(source), title, marks, lang)


def within(ways: Ways | None) -> Ways:
    """What a document leads to by itself: its own entries, if it is the evidence trail."""
    own = ways is not None and not ways.trail_page
    return Ways(trail=ways.trail) if own else Ways()


def marks_of(study: Study, content: Body, provenance: Provenance, lang: str) -> tuple[str, ...]:
    """What each page says at its head: that data are made up, for the team alone, superseded."""
    marks = [say("banner", lang)] if content.origin == "synthetic" else []
    if provenance.profile == "exact":
        marks.append(say("team_only", lang))
    for release in study.superseded:
        marks.append(say("superseded_release", lang, date=date_text(release.released_on, lang)))
    return tuple(marks)


def planned(content: Body, upright: bool = False) -> Plan:
    """Where a report's figures and tables stand; `upright` turns no sheet."""
    blocks = [*content.opening, *content.blocks]
    layouts = {
        (b.kind, b.number): layout(b.table, upright, saving=b.kind == "figure")
        for b in blocks
        if b.table
    }
    shown = [b for b in blocks if b.kind in ("figure", "table")]
    opening = [b for b in content.opening if b.kind == "table" and b.table.sheet]
    turned = [b for b in shown if layouts[b.kind, b.number].on_its_side]
    wide = tuple(b for b in turned if not any(b is sheet for sheet in opening))
    figures = (b for b in shown if b.kind == "figure" and not any(b is t for t in turned))
    return Plan(layouts, tuple(figures), tuple(opening), wide)


def _contents(content: Body, plan: Plan, lang: str) -> list[tuple[str, str]]:
    contents = list(content.contents)
    if plan.figures:
        contents.append((plan.numbers_anchor, say("numbers_of_figures", lang)))
    if plan.wide:
        contents.append((plan.wide_anchor, say("wide_tables", lang)))
    contents.append(("provenance", say("provenance", lang)))
    return contents
