"""Small charts of one kind: two beside each other on a page, one below the other on a phone.

Above them stand the key and the name of the axis that goes up, below them that of the axis that
goes across. Headings decide the height, so everything is measured first and drawn then.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Protocol

from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width

MARGIN, GAP, BETWEEN = 0.04, 0.08, 0.30
# In the key: a mark, and from where it begins to its words and past them.
MARK, TO_WORDS, PAST_WORDS = 0.32, 0.38, 0.62
# Draws the mark of one kind in the key: where it begins, and its middle line.
DrawMark = Callable[[object, str, float, float], None]


class Chart(Protocol):
    """What is drawn as one chart."""

    heading: list[str]


# Draws one chart below its heading: where it begins, its upper and its lower edge.
DrawChart = Callable[[object, Chart, float, float, float], None]


class SmallCharts:
    """How charts `high` inches high stand on a figure of one width."""

    def __init__(self, width: Width, high: float):
        self.width, self.size, self.high = width, width.text, high
        self.line = canvas.line_height(self.size)
        self.across = 1 if width.narrow else 2
        self.inner = width.inches - 2 * MARGIN
        self.chart_width = (self.inner - BETWEEN * (self.across - 1)) / self.across

    def heading(self, text: str) -> list[str]:
        """A chart's heading as lines of its width."""
        return canvas.wrap_all(text, self.chart_width, self.size, bold=True)

    def figure(
        self,
        charts: Sequence[Chart],
        key: list[tuple[str, str]],
        axes: tuple[str, str],
        mark: DrawMark,
        draw: DrawChart,
    ):
        """The figure: `key` has kinds of marks with their words, `axes` what goes up and across."""
        key_rows = self._key_rows(key)
        above, below = (canvas.wrap_all(name, self.inner, self.size) for name in axes)
        top = 0.04 + len(key_rows) * (self.line + 0.04) + len(above) * self.line + GAP
        rows = [charts[i : i + self.across] for i in range(0, len(charts), self.across)]
        heights = [self._row_height(row) for row in rows]
        total = top + sum(heights) + len(below) * self.line + MARGIN
        starts = list(itertools.accumulate(heights, initial=top))
        figure, axis = canvas.sheet(self.width.inches, total, top, starts[:-1])
        self._draw_key(axis, key_rows, mark)
        quiet, at = {"color": canvas.QUIET}, top - GAP - len(above) * self.line
        canvas.write(axis, MARGIN, at, above, self.size, **quiet)
        for row, y in zip(rows, starts, strict=False):
            self._draw_row(axis, row, y, draw)
        right = self.width.inches - MARGIN
        canvas.write(axis, right, starts[-1], below, self.size, ha="right", **quiet)
        return figure

    def _headed(self, row: Sequence[Chart]) -> float:
        """Inches of a row's highest heading."""
        return max(len(chart.heading) for chart in row) * self.line

    def _row_height(self, row: Sequence[Chart]) -> float:
        return self._headed(row) + GAP + self.high + 0.08 + self.line + 2 * GAP

    def _draw_row(self, axis, row: Sequence[Chart], top: float, draw: DrawChart) -> None:
        high = top + self._headed(row) + GAP
        for place, chart in enumerate(row):
            left = MARGIN + place * (self.chart_width + BETWEEN)
            canvas.write(axis, left, top, chart.heading, self.size, fontweight="bold")
            draw(axis, chart, left, high, high + self.high)

    def _key_rows(self, key: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
        """The entries of the key in as many rows as it takes."""
        rows, used = [[]], 0.0
        for kind, text in key:
            wide = PAST_WORDS + canvas.text_width(text, self.size)
            if rows[-1] and used + wide > self.inner:
                rows.append([])
                used = 0.0
            rows[-1].append((kind, text))
            used += wide
        return rows

    def _draw_key(self, axis, rows: list[list[tuple[str, str]]], mark: DrawMark) -> None:
        for number, row in enumerate(rows):
            x, middle = MARGIN, 0.04 + number * (self.line + 0.04) + self.line / 2
            for kind, text in row:
                mark(axis, kind, x, middle)
                canvas.write(axis, x + TO_WORDS, middle, [text], self.size, centred=True)
                x += PAST_WORDS + canvas.text_width(text, self.size)

    # What charts are read by: lines across them, and strokes below.

    def line_across(self, axis, start: float, end: float, y: float, text: str) -> None:
        """A thin line across a chart, and at its beginning what it stands for."""
        axis.plot([start, end], [y, y], color=canvas.RULE, linewidth=0.6, zorder=0)
        style = {"centred": True, "ha": "right", "color": canvas.QUIET}
        canvas.write(axis, start - 0.06, y, [text], self.size, **style)

    def stroke(self, axis, x: float, low: float, text: str = "") -> None:
        """A short stroke below a chart, and what it stands for if there is room to say it."""
        axis.plot([x, x], [low, low + 0.05], color=canvas.QUIET, linewidth=0.8)
        if text:
            canvas.write(axis, x, low + 0.07, [text], self.size, ha="center", color=canvas.QUIET)
