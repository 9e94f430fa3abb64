"""The drawings of a page's figures: as SVG, as pictures, and as slides may take them."""

from __future__ import annotations

from collections.abc import Sequence

from compendium.displays import figures
from compendium.displays.drawing.canvas import PAGE, PHONE, SLIDE, Width
from compendium.displays.record import Display
from compendium.render import pictures
from compendium.render.slide_layout import Drawing, Layout, layout, may_be_cut


class Drawings:
    """Every figure as it is drawn for a page and for a phone; for a slide where it is asked for.

    `files` are the drawings as SVG by file name, `pngs` those for the page as pictures by id.
    """

    def __init__(self, displays: Sequence[Display], lang: str):
        self.lang = lang
        self.files: dict[str, bytes] = {}
        self._drawn: dict[str, Drawing] = {}
        pages = [self.drawing(d, PAGE) for d in displays]
        phones = [self.drawing(d, PHONE) for d in displays]
        high = [i for i, page in enumerate(pages) if may_be_cut(page)]
        looked_at = [drawings[i].name for i in high for drawings in (pages, phones)]
        sheets = [self._picture(page.name, pictures.DOTS) for page in pages]
        sheets += [self._picture(name, pictures.COARSE) for name in looked_at]
        made = pictures.pngs(sheets, self.files)
        self.pngs = {d.id: png for d, png in zip(displays, made, strict=False)}
        self._coarse = dict(zip(looked_at, made[len(pages) :], strict=True))

    def layout(self, display: Display) -> Layout:
        """The place of a figure on its slide."""
        page, phone = (self.drawing(display, width) for width in (PAGE, PHONE))
        return layout(page, phone, lambda: self.drawing(display, SLIDE))

    def drawing(self, display: Display, width: Width) -> Drawing:
        """A figure at one width."""
        name = f"{display.id}-{width.name}.svg"
        if name not in self._drawn:
            svg, cut = figures.drawn(display, self.lang, width)
            self.files[name] = svg
            size = pictures.size_of(svg)
            self._drawn[name] = Drawing(name, *size, cut, lambda: self._bands(name))
        return self._drawn[name]

    def _bands(self, name: str) -> Sequence[tuple[float, float]]:
        png = self._coarse.get(name)
        if png is None:
            (png,) = pictures.pngs([self._picture(name, pictures.COARSE)], self.files)
        return pictures.blank_bands(png)

    def _picture(self, name: str, dots: int) -> dict[str, object]:
        return pictures.picture(name, self.files[name], dots)
