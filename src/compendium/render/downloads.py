"""What can be saved of a page: every figure as pictures and a slide, every table as CSV.

Only what stands on the page can be saved: nothing of a hidden cell, nothing that was not released.
"""

from __future__ import annotations

import dataclasses

from compendium.displays import figures
from compendium.displays.canvas import PAGE, PHONE, SLIDE, Width
from compendium.displays.figures import has_figure
from compendium.displays.quote_bank import PARTS
from compendium.displays.record import Display
from compendium.displays.tables import table
from compendium.render import pictures
from compendium.render.body import displays_of, shown_cells
from compendium.render.page import Provenance, title_of
from compendium.render.slide_file import slide_file
from compendium.render.slide_layout import Drawing, Layout, layout
from compendium.render.slide_words import SlideWords, notes_of, slide_words
from compendium.render.table_file import table_file
from compendium.study import Study

# How the files of a display end; those of a figure, and of a table.
OF_FIGURE = (".svg", ".png", "-slide.png", ".pptx", ".csv")
OF_TABLE = (".csv",)
# What stands on a page as words alone.
WORDS = ("quotes", "findings", "absent", *PARTS)
# A figure higher than this beside its width is looked at for where it can be cut.
HIGH = 0.5


def downloads(
    study: Study, site_id: str, notebook, provenance: Provenance, lang: str
) -> dict[str, bytes]:
    """The files of every figure and table on the page of an executed notebook, by their names."""
    displays = [d for cell in shown_cells(notebook) for d in displays_of(cell)]
    page = title_of(study, site_id, notebook, lang)
    files = {}
    for display in displays:
        if file_names(display):
            text = table_file(table(display, lang), display.data.origin, lang)
            files[f"{display.id}.csv"] = text
    drawn = [display for display in displays if has_figure(display)]
    return files | _of_figures(drawn, study.header.title.say(lang), page, lang)


def file_names(display: Display) -> tuple[str, ...]:
    """What the files of a display are called; none if it stands on a page as words."""
    if display.kind in WORDS:
        return ()
    endings = OF_FIGURE if has_figure(display) else OF_TABLE
    return tuple(f"{display.id}{ending}" for ending in endings)


def folder_of(page: str, lang: str) -> str:
    """The folder, beside a page, of what can be saved of it: ``downloads/A/``."""
    return f"downloads/{page}{'.cy' if lang == 'cy' else ''}/"


@dataclasses.dataclass(frozen=True)
class _Slide:
    """A figure with its place and its words on a slide."""

    display: Display
    layout: Layout
    words: SlideWords

    @property
    def file(self) -> str:
        return _file(self.display, self.layout.drawing.name)


def _of_figures(displays: list[Display], study: str, page: str, lang: str) -> dict[str, bytes]:
    drawings = _Drawings(displays, lang)
    slides = []
    for display in displays:
        place = drawings.layout(display)
        slides.append(_Slide(display, place, slide_words(display, place, study, page, lang)))
    sheets = [pictures.figure(s.file, s.layout) for s in slides]
    sheets += [pictures.slide(s.file, s.layout, s.words) for s in slides]
    drawn = pictures.pngs(sheets, drawings.files)
    files = {}
    for slide, alone, whole in zip(slides, drawn, drawn[len(slides) :], strict=False):
        id = slide.display.id
        files[f"{id}.svg"] = drawings.files[_file(slide.display, PAGE.name)]
        files[f"{id}.png"] = drawings.pngs[id]
        files[f"{id}-slide.png"] = whole
        files[f"{id}.pptx"] = _slide_file(slide, alone, lang)
    return files


def _slide_file(slide: _Slide, png: bytes, lang: str) -> bytes:
    display = slide.display
    alt = display.alt.say(lang) if display.alt else slide.words.headline
    notes = notes_of(display, slide.words, table(display, lang), lang)
    size = slide.layout.wide, slide.layout.high
    return slide_file(slide.words, png, size, alt, notes, slide.words.headline, lang)


class _Drawings:
    """The drawings of figures as SVG by file name, and what slides must know of them."""

    def __init__(self, displays: list[Display], lang: str):
        self.lang = lang
        self.files: dict[str, bytes] = {}
        for display in displays:
            for width in (PAGE, PHONE):
                self._draw(display, width)
        alone = [pictures.picture(*self._named(d, PAGE)) for d in displays]
        looked_at = [
            (d.id, width)
            for d in displays
            for width in (PAGE, PHONE)
            if self._size(d, PAGE)[1] > HIGH * self._size(d, PAGE)[0]
        ]
        by_id = {d.id: d for d in displays}
        coarse = [
            pictures.picture(*self._named(by_id[id], width), pictures.COARSE)
            for id, width in looked_at
        ]
        drawn = pictures.pngs([*alone, *coarse], self.files)
        self.pngs = {d.id: png for d, png in zip(displays, drawn, strict=False)}
        self._coarse = dict(zip(looked_at, drawn[len(displays) :], strict=True))

    def layout(self, display: Display) -> Layout:
        """The place of a figure on its slide."""
        page, phone = (self._drawing(display, width) for width in (PAGE, PHONE))
        return layout(page, phone, lambda: self._drawing(display, SLIDE))

    def _draw(self, display: Display, width: Width) -> bytes:
        name = _file(display, width.name)
        if name not in self.files:
            self.files[name] = figures.svg(display, self.lang, width)
        return self.files[name]

    def _named(self, display: Display, width: Width) -> tuple[str, bytes]:
        return _file(display, width.name), self._draw(display, width)

    def _size(self, display: Display, width: Width) -> tuple[float, float]:
        return pictures.size_of(self._draw(display, width))

    def _drawing(self, display: Display, width: Width) -> Drawing:
        png = self._coarse.get((display.id, width))
        return Drawing(
            width.name,
            *self._size(display, width),
            head=figures.head(display, self.lang, width),
            bands=(lambda: pictures.blank_bands(png)) if png else tuple,
        )


def _file(display: Display, width: str) -> str:
    return f"{display.id}-{width}.svg"
