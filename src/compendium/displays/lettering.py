"""One line of text on a sheet, drawn where it stands."""

from __future__ import annotations

from matplotlib.text import Text

# How much of a line stands left of its place.
LEFT_OF_PLACE = {"left": 0.0, "center": 0.5, "right": 1.0}


class Line(Text):
    """One line on its baseline, letter for letter (no dollar begins a formula), `points` wide.

    matplotlib lays every text out as if it were a paragraph that may be turned, and measures it
    anew in each figure. A line needs its width alone, which is known.
    """

    def __init__(self, x: float, y: float, text: str, points: float, **style):
        super().__init__(x, y, text, **style)
        self.points = points

    def draw(self, renderer) -> None:
        if self.get_path_effects():
            super().draw(renderer)
        elif self.get_text():
            self._draw_line(renderer)

    def _draw_line(self, renderer) -> None:
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
