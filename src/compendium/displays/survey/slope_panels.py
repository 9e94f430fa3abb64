"""Mean scores at two to six occasions drawn: a small panel per topic, its points joined by a line.

Each occasion has its name and its numbers under its point; where these are too long for that, all
occasions are numbered and listed below.
"""

from __future__ import annotations

import itertools
import math

import matplotlib

from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.record import Display
from compendium.displays.survey.slopes import Panel, Point, panels_of, ticks_of
from compendium.words import number_text

MARGIN, GUTTER, GAP, PAD = 0.04, 0.30, 0.22, 0.08
PLOT = 1.45  # inches a panel's plot is high
CAP = 0.05  # inches the end of an interval reaches to either side
COLOUR = "#0B3558"
# Up to this many occasions two panels stand side by side on a page.
BESIDE = 3


def draw_slopes(display: Display, lang: str, width: Width):
    """The figure at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Chart(panels_of(display.data, lang), ticks_of(display.data), width).figure()


class _Chart:
    """Measures first, then draws: text decides the height."""

    def __init__(self, panels: list[Panel], ticks: list[float], width: Width):
        self.panels, self.ticks, self.width, self.size = panels, ticks, width, width.text
        self.line = canvas.line_height(self.size)
        self.most = max(len(p.points) for p in panels)
        self.beside = 2 if not width.narrow and self.most <= BESIDE else 1
        inner = width.inches - 2 * MARGIN
        self.panel_width = (inner - GUTTER * (self.beside - 1)) / self.beside
        labels = [canvas.text_width(number_text(t), self.size) for t in ticks]
        self.tick_width = max(labels) + PAD
        self.column = (self.panel_width - self.tick_width) / self.most
        self.keyed = any(not self._fits(point) for p in panels for point in p.points)

    def _under(self, point: Point) -> list[str]:
        """What stands under a point: its name, and its numbers."""
        texts = (point.name, point.numbers)
        return [x for t in texts for x in canvas.wrap(t, self.column - PAD, self.size)]

    def _fits(self, point: Point) -> bool:
        lines = self._under(point)
        return all(canvas.text_width(x, self.size) <= self.column - PAD for x in lines)

    def _listed(self, panel: Panel) -> list[str]:
        """The occasions of a panel by their numbers: ``1 Before: 3.5 (3.2 to 3.7)``.

        Where there is nothing to draw and all of them say the same, once what they say.
        """
        said = {p.numbers for p in panel.points}
        if not panel.is_drawn and len(said) == 1:
            return canvas.wrap_all(said.pop(), self.panel_width, self.size)
        texts = (f"{i} {p.name}: {p.numbers}" for i, p in enumerate(panel.points, start=1))
        return [x for text in texts for x in canvas.wrap_all(text, self.panel_width, self.size)]

    def _heading(self, panel: Panel) -> list[str]:
        return canvas.wrap_all(panel.heading, self.panel_width, self.size + 1, bold=True)

    def _top(self, panel: Panel) -> float:
        """How high the heading is, and the line below it."""
        lines = len(self._heading(panel)) * canvas.line_height(self.size + 1)
        return lines + (self.line if panel.people else 0) + 0.12

    def _below(self, panel: Panel) -> float:
        """How high the text below the plot is."""
        if self.keyed or not panel.is_drawn:
            return (len(self._listed(panel)) + self.keyed * panel.is_drawn) * self.line + 0.06
        return max(len(self._under(p)) for p in panel.points) * self.line + 0.06

    def _height(self, panel: Panel, top: float) -> float:
        return top + (PLOT if panel.is_drawn else 0) + self._below(panel) + GAP

    def figure(self):
        every = range(0, len(self.panels), self.beside)
        rows = [self.panels[i : i + self.beside] for i in every]
        tops = [max(map(self._top, row)) for row in rows]
        heights = [
            max(self._height(p, top) for p in row) for row, top in zip(rows, tops, strict=True)
        ]
        starts = itertools.accumulate(heights[:-1], initial=MARGIN)
        figure, axis = canvas.sheet(self.width.inches, sum(heights) + MARGIN, sections=starts)
        y = MARGIN
        for row, top, height in zip(rows, tops, heights, strict=True):
            for place, panel in enumerate(row):
                x = MARGIN + place * (self.panel_width + GUTTER)
                self._draw(axis, panel, x, y, y + top)
            y += height
        return figure

    def _draw(self, axis, panel: Panel, x: float, y: float, plot: float) -> None:
        heading, quiet = self._heading(panel), {"color": canvas.QUIET}
        canvas.write(axis, x, y, heading, self.size + 1, fontweight="bold")
        if panel.people:
            below = y + len(heading) * canvas.line_height(self.size + 1)
            canvas.write(axis, x, below, [panel.people], self.size, **quiet)
        if not panel.is_drawn:
            canvas.write(axis, x, plot, self._listed(panel), self.size)
            return
        self._draw_scale(axis, x, plot)
        self._draw_points(axis, panel, x, plot)
        y = plot + PLOT + 0.06
        for place, point in enumerate(panel.points):
            lines = [str(place + 1)] if self.keyed else self._under(point)
            canvas.write(axis, self._x(x, place), y, lines, self.size, ha="center")
        if self.keyed:
            canvas.write(axis, x, y + self.line, self._listed(panel), self.size)

    def _x(self, left: float, place: int) -> float:
        return left + self.tick_width + (place + 0.5) * self.column

    def _y(self, plot: float, value: float) -> float:
        """Where a value stands; what lies beyond the scale stands in the numbers."""
        low, high = self.ticks[0], self.ticks[-1]
        share = (min(max(value, low), high) - low) / (high - low)
        inside = PLOT - 2 * PAD
        return plot + PAD + (1 - share) * inside

    def _draw_scale(self, axis, x: float, plot: float) -> None:
        right = x + self.panel_width
        for tick in self.ticks:
            y = self._y(plot, tick)
            style = {"color": canvas.RULE, "linewidth": 0.6, "zorder": 0}
            axis.plot([x + self.tick_width, right], [y, y], **style)
        shown = self._labelled()
        for tick in shown:
            where = self._y(plot, tick), [number_text(tick)]
            style = {"ha": "right", "centred": True, "color": canvas.QUIET}
            canvas.write(axis, x + self.tick_width - PAD, *where, self.size, **style)

    def _labelled(self) -> list[float]:
        """The ticks that are named: as many as stand apart, the ends among them."""
        apart = (PLOT - 2 * PAD) / (len(self.ticks) - 1)
        step = math.ceil(self.line / apart)
        whole = (len(self.ticks) - 1) % step == 0
        return self.ticks[::step] if whole else [self.ticks[0], self.ticks[-1]]

    def _draw_points(self, axis, panel: Panel, x: float, plot: float) -> None:
        style = {"color": COLOUR, "solid_capstyle": "butt"}
        means = [p.mean for p in panel.points]
        at = [(self._x(x, i), self._y(plot, m)) for i, m in enumerate(means) if not math.isnan(m)]
        axis.plot(*zip(*at, strict=True), color=canvas.QUIET, linewidth=1.0)
        for place, point in enumerate(panel.points):
            if math.isnan(point.mean):
                continue
            here = self._x(x, place)
            axis.plot([here], [self._y(plot, point.mean)], marker="o", markersize=5, color=COLOUR)
            if not math.isnan(point.ends[0]):
                ends = [self._y(plot, end) for end in point.ends]
                axis.plot([here, here], ends, linewidth=1.4, **style)
                for end in ends:
                    axis.plot([here - CAP, here + CAP], [end, end], linewidth=1.4, **style)
