"""Curves of saturation: different inductive themes so far, one small chart a group.

The line is the order in which the interviews were held; the band behind it, and the dashes at its
edges, are the same interviews in random orders. Charts of all groups stand on scales of their own,
and two beside each other on a page.
"""

from __future__ import annotations

import dataclasses
import math

import matplotlib

from compendium.disclosure.released import Released
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.qualitative.saturation import panel_heading
from compendium.displays.record import Display
from compendium.displays.small_charts import MARK, SmallCharts
from compendium.words import number_text, say

HEIGHT = 1.5
BLUE, BAND = "#1D5A88", "#C9D9E6"
KEY = {"line": "saturation_line", "band": "saturation_band"}
AXES = ("saturation_axis", "saturation_interviews_axis")
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
        return _Curves(display.data, lang, width).figure()


def ticks(most: float, wanted: int = 4) -> list[int]:
    """Whole numbers from nought to the last step that does not pass `most`, about `wanted` of them.

    >>> ticks(9), ticks(47), ticks(1)
    ([0, 2, 4, 6, 8], [0, 10, 20, 30, 40], [0, 1])
    """
    fits = (s for s in STEPS if most / s <= wanted + 1)
    step = next(fits, STEPS[-1] * math.ceil(most / STEPS[-1] / wanted))
    return list(range(0, int(most) + 1, step))


class _Curves:
    """What every chart of the figure has in common, and how one is drawn."""

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang = released, lang
        self.charts = SmallCharts(width, HEIGHT)
        self.panels = self._panels()
        most = max(max(p.upper + p.totals) for p in self.panels)
        self.label_width = canvas.text_width(number_text(most), self.charts.size)

    def _panels(self) -> list[Panel]:
        found, frame = [], self.released.frame
        for _, rows in frame[frame["guard"] == ""].groupby("group", sort=False, observed=True):
            heading = panel_heading(self.released, int(rows.index[0]), self.lang)
            numbers = (tuple(rows[c]) for c in ("total", "lower", "upper"))
            found.append(Panel(self.charts.heading(heading), *numbers))
        return found

    def figure(self):
        key = [(kind, say(word, self.lang)) for kind, word in KEY.items()]
        axes = tuple(say(word, self.lang) for word in AXES)
        return self.charts.figure(self.panels, key, axes, self._draw_mark, self._draw_panel)

    def _draw_mark(self, axis, kind: str, x: float, middle: float) -> None:
        ends = [x, x + MARK]
        if kind == "line":
            axis.plot(ends, [middle] * 2, color=BLUE, linewidth=1.6, marker="o", markersize=3)
        else:
            self._band(axis, ends, [middle + 0.05] * 2, [middle - 0.05] * 2)

    def _band(self, axis, x, low, high) -> None:
        """Between two edges; dashes at both, so that black and white print shows it."""
        axis.fill_between(x, low, high, color=BAND, linewidth=0, zorder=0.5)
        for edge in (low, high):
            axis.plot(x, edge, color=canvas.QUIET, linewidth=0.7, linestyle=(0, (3, 2)), zorder=0.6)

    def _draw_panel(self, axis, panel: Panel, left: float, high: float, low: float) -> None:
        start, end = left + self.label_width + 0.10, left + self.charts.chart_width - 0.06
        many, most = len(panel.totals), max(*panel.upper, *panel.totals, 1)

        def across(number: float) -> float:
            return start + number / many * (end - start)

        def up(total: float) -> float:
            return low - total / most * (low - high)

        for tick in ticks(most):
            self.charts.line_across(axis, start, end, up(tick), number_text(tick))
        for tick in ticks(many)[1:]:
            self.charts.stroke(axis, across(tick), low, number_text(tick))
        x = [across(i + 1) for i in range(many)]
        self._band(axis, x, [up(t) for t in panel.lower], [up(t) for t in panel.upper])
        marks = {"marker": "o", "markersize": 2.8} if many <= 30 else {}
        axis.plot(x, [up(t) for t in panel.totals], color=BLUE, linewidth=1.6, zorder=2, **marks)
