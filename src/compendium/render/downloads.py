"""What can be saved of a page: every figure as pictures and a slide, every table as CSV.

Only what stands on the page can be saved: nothing of a hidden cell, nothing that was not released.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from compendium.displays.conclusions.audience_tables import WRITTEN
from compendium.displays.drawing.canvas import PAGE
from compendium.displays.figures import has_figure
from compendium.displays.qualitative.quote_bank import PARTS
from compendium.displays.record import Display
from compendium.displays.tables import table
from compendium.displays.text_table import TextTable
from compendium.render import pictures
from compendium.render.beside import FIGURE, TABLE
from compendium.render.body import displays_of, shown_cells
from compendium.render.drawings import Drawings
from compendium.render.page import Provenance, title_of
from compendium.render.slide_file import slide_file
from compendium.render.slide_layout import Layout
from compendium.render.slide_words import SlideWords, made_from, notes_of, slide_words
from compendium.render.table_file import table_file
from compendium.study import Study
from compendium.translations import Translations

# What stands on a page as words alone.
WORDS = ("quotes", "findings", "plain_findings", "absent", *WRITTEN, *PARTS)


def downloads(
    study: Study,
    site_id: str,
    notebook,
    provenance: Provenance,
    lang: str,
    translations: Translations | None = None,
) -> dict[str, bytes]:
    """The files of every figure and table on the page of an executed notebook, by their names.

    `translations` are the notebook's text cells in Welsh, by which slides name the report.
    """
    shown = [d for cell in shown_cells(notebook) for d in displays_of(cell) if file_names(d)]
    tables = {d.id: table(d, lang) for d in shown}
    files = {f"{d.id}.csv": table_file(tables[d.id], d.data.origin, lang) for d in shown}
    figures = [display for display in shown if has_figure(display)]
    drawings = Drawings(figures, lang)
    names = study.header.title.say(lang), title_of(study, site_id, notebook, lang, translations)
    slides = [_slide(display, drawings, names, lang) for display in figures]
    alone, whole = _pictures(slides, drawings)
    for display in figures:
        files[f"{display.id}.svg"] = drawings.files[drawings.drawing(display, PAGE).name]
        files[f"{display.id}.png"] = drawings.pngs[display.id]
        files[f"{display.id}-slide.png"] = whole[display.id]
    for slide in slides:
        id = slide.display.id
        made = slide, tables[id], alone[id], made_from(provenance, lang)
        files[f"{id}.pptx"] = _slide_file(*made, lang)
    return files


def file_names(display: Display) -> tuple[str, ...]:
    """What the files of a display are called; none if it stands on a page as words."""
    if display.kind in WORDS:
        return ()
    endings = FIGURE if has_figure(display) else TABLE
    return tuple(f"{display.id}{ending}" for ending in endings)


@dataclasses.dataclass(frozen=True)
class _Slide:
    """A figure with its place and its words on a slide."""

    display: Display
    layout: Layout
    words: SlideWords


def _slide(display: Display, drawings: Drawings, names: tuple[str, str], lang: str) -> _Slide:
    place = drawings.layout(display)
    return _Slide(display, place, slide_words(display, place, *names, lang))


def _pictures(
    slides: Sequence[_Slide], drawings: Drawings
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """By the displays' ids, each figure as it stands on its slide, and each whole slide."""
    sheets = [pictures.figure(s.layout) for s in slides]
    sheets += [pictures.slide(s.layout, s.words) for s in slides]
    drawn, ids = pictures.pngs(sheets, drawings.files), [s.display.id for s in slides]
    return dict(zip(ids, drawn, strict=False)), dict(zip(ids, drawn[len(ids) :], strict=True))


def _slide_file(slide: _Slide, shown: TextTable, png: bytes, made: str, lang: str) -> bytes:
    display, words = slide.display, slide.words
    alt = display.alt.say(lang) if display.alt else words.headline
    notes = notes_of(display, words, shown, made, lang)
    return slide_file(words, png, (slide.layout.wide, slide.layout.high), alt, notes, lang)
