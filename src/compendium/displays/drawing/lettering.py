"""One line of text on a sheet: shaped once, then measured and drawn where it stands.

matplotlib lays every text out as if it were a paragraph that may be turned, and shapes it anew to
measure it and each time it is drawn. A line needs its glyphs and its width, which depend on
its letters and its weight alone.
"""

from __future__ import annotations

import dataclasses

from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.text import Text
from matplotlib.textpath import TextToPath

# How much of a line stands left of its place.
LEFT_OF_PLACE = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclasses.dataclass(frozen=True)
class Glyph:
    """One glyph: its name in a drawing, its outline, and how far on the next one stands."""

    name: str
    outline: tuple
    advance: float


@dataclasses.dataclass(frozen=True)
class Shaped:
    """A line at the size that outlines have: its glyphs, each with its place, and its width."""

    glyphs: tuple[tuple[Glyph, float, float], ...]
    width: float


class Lettering(TextToPath):
    """Texts as outlines, as matplotlib has them, every line shaped once."""

    def __init__(self):
        super().__init__()
        self._glyphs: dict[tuple[str, int], Glyph] = {}
        self._lines: dict[tuple[str, str], Shaped] = {}

    def width(self, text: str, font: FontProperties) -> float:
        """How wide a line is, in points."""
        shaped = self._shaped(self._get_font(font), text)
        return shaped.width * (font.get_size_in_points() / self.FONT_SCALE)

    def get_glyphs_with_font(
        self,
        font: FT2Font,
        s: str,
        glyph_map: dict[str, tuple] | None = None,
        return_new_glyphs_only: bool = False,
        *,
        features=None,
        language=None,
    ) -> tuple[list, dict[str, tuple], list]:
        """Glyphs of a line with their places, and outlines; see `TextToPath`."""
        known, shaped = glyph_map or {}, self._shaped(font, s)
        new = {g.name: g.outline for g, _, _ in shaped.glyphs if g.name not in known}
        places = [(glyph.name, x, y, 1.0) for glyph, x, y in shaped.glyphs]
        return places, new if return_new_glyphs_only else {**known, **new}, []

    def _shaped(self, font: FT2Font, text: str) -> Shaped:
        key = font.postscript_name, text
        if key not in self._lines:
            placed = font._layout(text, LoadFlags.NO_HINTING)
            glyphs = tuple((self._glyph(p.ft_object, p.glyph_index), p.x, p.y) for p in placed)
            width = glyphs[-1][1] + glyphs[-1][0].advance if glyphs else 0.0
            self._lines[key] = Shaped(glyphs, width)
        return self._lines[key]

    def _glyph(self, font: FT2Font, index: int) -> Glyph:
        key = font.postscript_name, index
        if key not in self._glyphs:
            advance = font.load_glyph(index, flags=LoadFlags.NO_HINTING).horiAdvance
            name, subpixels = self._get_glyph_repr(font, index), 64
            self._glyphs[key] = Glyph(name, font.get_path(), advance / subpixels)
        return self._glyphs[key]


LETTERING = Lettering()


class Line(Text):
    """One line on its baseline, letter for letter (no dollar begins a formula), `points` wide."""

    def __init__(self, x: float, y: float, text: str, points: float, **style):
        super().__init__(x, y, text, **style)
        self.points = points

    def set_clip_path(self, path, transform=None) -> None:
        """Do nothing: a line is never cut off."""

    def draw(self, renderer) -> None:
        if self.get_path_effects():
            super().draw(renderer)
        elif self.get_text() and self.get_visible():
            self._draw_line(renderer)

    def _draw_line(self, renderer) -> None:
        # Drawings have a renderer inside another: what shapes its texts shall do so once.
        getattr(renderer, "_renderer", renderer)._text2path = LETTERING
        x, y = self.get_transform().transform(self.get_position())
        x -= renderer.points_to_pixels(LEFT_OF_PLACE[self.get_ha()] * self.points)
        if renderer.flipy():
            y = renderer.get_canvas_width_height()[1] - y
        renderer.open_group("text", self.get_gid())
        context = renderer.new_gc()
        context.set_foreground(self.get_color())
        renderer.draw_text(context, x, y, self.get_text(), self.get_fontproperties(), 0, mtext=self)
        context.restore()
        renderer.close_group("text")
        self.stale = False
