"""Curves of saturation: different inductive themes so far, one small chart a group.

The line is the order in which the interviews were held; the band behind it, and the dashes at its
edges, are the same interviews in random orders. Charts of all groups stand on scales of their own,
and two beside each other on a page.
"""

from __future__ import annotations

import dataclasses
import itertools
import math

import matplotlib

from compendium.disclosure.released import Released
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.qualitative.saturation import panel_heading
from compendium.displays.record import Display
from compendium.words import number_text, say

MARGIN, GAP, BETWEEN = 0.04, 0.08, 0.30
HEIGHT = {"page": 1.5, "phone": 1.5, "slide": 1.5}
BLUE, BAND = "#1D5A88", "#C9D9E6"
KEY = {"line": "saturation_line", "band": "saturation_band"}
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)


@dataclasses.dataclass(frozen=True)
class Panel:
    """One group: its heading, and after each interview the total and the edges of the band."""

    heading: list[str]
    totals: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]


def has_panels(display: Display) -> bool:
    """Whether any group has a curve."""
    return bool(display.data.frame["guard"].eq("").any())


def draw_saturation(display: Display, lang: str, width: Width):
    """The figure at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Charts(display.data, lang, width).figure()


def ticks(most: float, wanted: int = 4) -> list[int]:
    """Whole numbers from nought to the last step that does not pass `most`, about `wanted` of them.

    >>> ticks(9), ticks(47), ticks(1)
    ([0, 2, 4, 6, 8], [0, 10, 20, 30, 40], [0, 1])
    """
    fits = (s for s in STEPS if most / s <= wanted + 1)
    step = next(fits, STEPS[-1] * math.ceil(most / STEPS[-1] / wanted))
    return list(range(0, int(most) + 1, step))


class _Charts:
    """Measures first, then draws: headings decide the height."""

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang, self.width, self.size = released, lang, width, width.text
        self.line = canvas.line_height(self.size)
        self.across = 1 if width.narrow else 2
        inner = width.inches - 2 * MARGIN
        self.panel_width = (inner - BETWEEN * (self.across - 1)) / self.across
        self.panels = self._panels()
        self.axis_lines = self._wrapped("saturation_axis", inner)
        self.below = self._wrapped("saturation_interviews_axis", inner)
        most = max(max(p.upper + p.totals) for p in self.panels)
        self.label_width = canvas.text_width(number_text(most), self.size)

    def _wrapped(self, key: str, width: float) -> list[str]:
        return canvas.wrap_all(say(key, self.lang), width, self.size)

    def _panels(self) -> list[Panel]:
        found, frame = [], self.released.frame
        for _, rows in frame[frame["guard"] == ""].groupby("group", sort=False, observed=True):
            head = panel_heading(self.released, int(rows.index[0]), self.lang)
            lines = canvas.wrap_all(head, self.panel_width, self.size, bold=True)
            found.append(Panel(lines, *(tuple(rows[c]) for c in ("total", "lower", "upper"))))
        return found

    def figure(self):
        key = self._key_lines()
        top = 0.04 + len(key) * (self.line + 0.04) + len(self.axis_lines) * self.line + GAP
        rows = [self.panels[i : i + self.across] for i in range(0, len(self.panels), self.across)]
        heights = [self._row_height(row) for row in rows]
        total = top + sum(heights) + len(self.below) * self.line + MARGIN
        starts = itertools.accumulate(heights[:-1], initial=top)
        figure, axis = canvas.sheet(self.width.inches, total, top, starts)
        self._draw_key(axis, key)
        at = top - GAP - len(self.axis_lines) * self.line
        canvas.write(axis, MARGIN, at, self.axis_lines, self.size, color=canvas.QUIET)
        y = top
        for row, height in zip(rows, heights, strict=True):
            for place, panel in enumerate(row):
                x = MARGIN + place * (self.panel_width + BETWEEN)
                self._draw_panel(axis, panel, x, y, max(len(p.heading) for p in row))
            y += height
        style = {"ha": "right", "color": canvas.QUIET}
        canvas.write(axis, self.width.inches - MARGIN, y, self.below, self.size, **style)
        return figure

    def _row_height(self, row: list[Panel]) -> float:
        heading = max(len(p.heading) for p in row) * self.line
        return heading + GAP + HEIGHT[self.width.name] + 0.08 + self.line + 2 * GAP

    # The key: a line and a band, with what each stands for; one below the other on a phone.

    def _key_lines(self) -> list[list[tuple[str, str]]]:
        entries = [(kind, say(key, self.lang)) for kind, key in KEY.items()]
        need = sum(canvas.text_width(text, self.size) + 0.62 for _, text in entries)
        return [entries] if need <= self.width.inches - 2 * MARGIN else [[e] for e in entries]

    def _draw_key(self, axis, rows: list[list[tuple[str, str]]]) -> None:
        y = 0.04
        for row in rows:
            x = MARGIN
            for kind, text in row:
                middle = y + self.line / 2
                ends = [x, x + 0.32]
                if kind == "line":
                    axis.plot(
                        ends, [middle] * 2, color=BLUE, linewidth=1.6, marker="o", markersize=3
                    )
                else:
                    self._band(axis, ends, [middle + 0.05] * 2, [middle - 0.05] * 2)
                canvas.write(axis, x + 0.38, middle, [text], self.size, centred=True)
                x += 0.62 + canvas.text_width(text, self.size)
            y += self.line + 0.04

    def _band(self, axis, x, low, high) -> None:
        """Between two edges; dashes at both, so that black and white print shows it."""
        axis.fill_between(x, low, high, color=BAND, linewidth=0, zorder=0.5)
        for edge in (low, high):
            axis.plot(x, edge, color=canvas.QUIET, linewidth=0.7, linestyle=(0, (3, 2)), zorder=0.6)

    def _draw_panel(self, axis, panel: Panel, left: float, top: float, lines: int) -> None:
        canvas.write(axis, left, top, panel.heading, self.size, fontweight="bold")
        high = top + lines * self.line + GAP
        low = high + HEIGHT[self.width.name]
        start, end = left + self.label_width + 0.10, left + self.panel_width - 0.06
        many, most = len(panel.totals), max(*panel.upper, *panel.totals, 1)

        def across(number: float) -> float:
            return start + number / many * (end - start)

        def up(total: float) -> float:
            return low - total / most * (low - high)

        quiet = {"color": canvas.QUIET}
        for tick in ticks(most):
            axis.plot([start, end], [up(tick)] * 2, color=canvas.RULE, linewidth=0.6, zorder=0)
            text = [number_text(tick)]
            canvas.write(
                axis, start - 0.06, up(tick), text, self.size, centred=True, ha="right", **quiet
            )
        for tick in ticks(many)[1:]:
            axis.plot([across(tick)] * 2, [low, low + 0.05], color=canvas.QUIET, linewidth=0.8)
            text = [number_text(tick)]
            canvas.write(axis, across(tick), low + 0.07, text, self.size, ha="center", **quiet)
        x = [across(i + 1) for i in range(many)]
        self._band(axis, x, [up(t) for t in panel.lower], [up(t) for t in panel.upper])
        marks = {"marker": "o", "markersize": 2.8} if many <= 30 else {}
        axis.plot(x, [up(t) for t in panel.totals], color=BLUE, linewidth=1.6, zorder=2, **marks)
