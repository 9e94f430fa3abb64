"""Power by number of areas, one small chart per design: formula as a line, drawn studies as points.

Points are open squares with their Monte Carlo intervals, the formula is a plain line, and dashes
mark the power that is usually wanted: nothing has to be told apart by colour.
"""

from __future__ import annotations

import dataclasses
import itertools

import matplotlib

from compendium.analysis.power.closed_forms import WANTED
from compendium.disclosure.released import Released, Value
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.record import Display, Sentence
from compendium.displays.sentences import Label, distinct
from compendium.words import number_text, say

MARGIN, GAP, BETWEEN = 0.04, 0.08, 0.30
HEIGHT = 1.35
PERCENTS = (0, 20, 40, 60, 80, 100)
LINE, POINT = "#1D5A88", "#8C4304"
DASHES = (0, (4, 2))
KEY = {
    "line": "impact_curve_line",
    "point": "impact_curve_points",
    "wanted": "impact_curve_wanted",
}


@dataclasses.dataclass(frozen=True)
class Panel:
    """One design: its heading; numbers of areas with power, and with points and intervals."""

    heading: list[str]
    line: tuple[tuple[int, float], ...]
    points: tuple[tuple[int, float, float, float], ...]


def has_curves(display: Display) -> bool:
    """Whether any design has power with any number of areas."""
    return bool(display.data.frame["few"].notna().any())


def draw_curves(display: Display, lang: str, width: Width):
    """The figure at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Charts(display.data, lang, width).figure()


def alt_curves(released: Released) -> Sentence | None:
    """How many charts there are, and what one design has with the most areas."""
    frame = released.frame
    if frame["few"].isna().all():
        return None
    most = list(released.labels["named"])[-1]
    rows = frame[frame["few"].notna() & (frame["sites"] == most)]
    # The lowest says most: the others may be rounded to 100.
    row = int((rows if len(rows) else frame)["few"].idxmin())
    parts = {
        "count": distinct(released, ("design",)),
        "design": Label(released, "short", frame.at[row, "design"]),
        "sites": Label(released, "sites", frame.at[row, "sites"]),
        "power": Value(released, row, "few"),
    }
    return Sentence("alt_impact_curve", parts)


class _Charts:
    """Measures first, then draws: headings decide the height."""

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang, self.width, self.size = released, lang, width, width.text
        self.line = canvas.line_height(self.size)
        self.across = 1 if width.narrow else 2
        self.inner = width.inches - 2 * MARGIN
        self.panel_width = (self.inner - BETWEEN * (self.across - 1)) / self.across
        self.named = [int(n) for n in released.labels["named"]]
        numbers = [int(n) for n in released.labels["sites"]]
        self.ends = min(numbers), max(numbers)
        self.panels = [self._panel(design) for design in dict.fromkeys(released.frame["design"])]
        self.above = self._wrapped("impact_curve_power_axis")
        self.below = self._wrapped("impact_curve_areas_axis")
        self.percents = [f"{number_text(p)}%" for p in PERCENTS]
        self.axis_width = max(canvas.text_width(text, self.size) for text in self.percents)
        self.drawn = any(panel.points for panel in self.panels)

    def _wrapped(self, key: str) -> list[str]:
        return canvas.wrap_all(say(key, self.lang), self.inner, self.size)

    def _panel(self, design: str) -> Panel:
        own = self.released.frame[self.released.frame["design"] == design]
        heading = self.released.label("short", design, self.lang)
        lines = canvas.wrap_all(heading, self.panel_width, self.size, bold=True)
        line = own[own["few"].notna()]
        points = own[own["drawn"].notna()]
        columns = ("drawn", "drawn_lower", "drawn_upper")
        return Panel(
            lines,
            tuple(zip(map(int, line["sites"]), line["few"], strict=True)),
            tuple(zip(map(int, points["sites"]), *(points[c] for c in columns), strict=True)),
        )

    def figure(self):
        key = self._key_rows()
        top = 0.04 + len(key) * (self.line + 0.04) + len(self.above) * self.line + GAP
        rows = [self.panels[i : i + self.across] for i in range(0, len(self.panels), self.across)]
        heights = [self._row_height(row) for row in rows]
        total = top + sum(heights) + len(self.below) * self.line + MARGIN
        starts = itertools.accumulate(heights[:-1], initial=top)
        figure, axis = canvas.sheet(self.width.inches, total, top, starts)
        self._draw_key(axis, key)
        quiet = {"color": canvas.QUIET}
        at = top - GAP - len(self.above) * self.line
        canvas.write(axis, MARGIN, at, self.above, self.size, **quiet)
        y = top
        for row, height in zip(rows, heights, strict=True):
            for place, panel in enumerate(row):
                left = MARGIN + place * (self.panel_width + BETWEEN)
                self._draw_panel(axis, panel, left, y, max(len(p.heading) for p in row))
            y += height
        canvas.write(
            axis, self.width.inches - MARGIN, y, self.below, self.size, ha="right", **quiet
        )
        return figure

    def _row_height(self, row: list[Panel]) -> float:
        heading = max(len(panel.heading) for panel in row) * self.line
        return heading + GAP + HEIGHT + 0.08 + self.line + 2 * GAP

    # The key: what line, point and dashes stand for, in as many rows as it takes.

    def _key_rows(self) -> list[list[tuple[str, str]]]:
        entries = [(k, say(w, self.lang)) for k, w in KEY.items() if k != "point" or self.drawn]
        rows, used = [[]], 0.0
        for kind, text in entries:
            wide = 0.62 + canvas.text_width(text, self.size)
            if rows[-1] and used + wide > self.inner:
                rows.append([])
                used = 0.0
            rows[-1].append((kind, text))
            used += wide
        return rows

    def _draw_key(self, axis, rows: list[list[tuple[str, str]]]) -> None:
        for number, row in enumerate(rows):
            x, middle = MARGIN, 0.04 + number * (self.line + 0.04) + self.line / 2
            for kind, text in row:
                if kind == "point":
                    self._draw_point(axis, x + 0.16, middle, middle + 0.07, middle - 0.07)
                else:
                    axis.plot([x, x + 0.32], [middle] * 2, **self._style(kind))
                canvas.write(axis, x + 0.38, middle, [text], self.size, centred=True)
                x += 0.62 + canvas.text_width(text, self.size)

    def _style(self, kind: str) -> dict[str, object]:
        if kind == "line":
            return {"color": LINE, "linewidth": 1.6, "zorder": 2}
        return {"color": canvas.QUIET, "linewidth": 0.9, "linestyle": DASHES, "zorder": 1}

    def _draw_point(self, axis, x: float, y: float, low: float, high: float) -> None:
        """A square on its interval, which has a stroke at either end."""
        bar = {"color": POINT, "linewidth": 1.1, "zorder": 3}
        axis.plot([x, x], [low, high], **bar)
        for end in (low, high):
            axis.plot([x - 0.03, x + 0.03], [end, end], **bar)
        axis.plot([x], [y], marker="s", markersize=3.8, markeredgecolor=POINT,
                  markerfacecolor=canvas.PAPER, linestyle="none", zorder=4)  # fmt: skip

    def _draw_panel(self, axis, panel: Panel, left: float, top: float, lines: int) -> None:
        canvas.write(axis, left, top, panel.heading, self.size, fontweight="bold")
        high = top + lines * self.line + GAP
        low = high + HEIGHT
        start, end = left + self.axis_width + 0.08, left + self.panel_width - 0.08

        def across(sites: float) -> float:
            first, last = self.ends
            return start + (sites - first) / max(last - first, 1) * (end - start)

        def up(percent: float) -> float:
            return low - percent / 100 * (low - high)

        self._draw_axes(axis, start, end, low, across, up)
        axis.plot(
            [across(n) for n, _ in panel.line],
            [up(p) for _, p in panel.line],
            **self._style("line"),
        )
        for sites, drawn, lower, upper in panel.points:
            self._draw_point(axis, across(sites), up(drawn), up(lower), up(upper))
        if not panel.line:
            text = canvas.wrap_all(say("impact_no_study", self.lang), end - start, self.size)
            canvas.write(axis, start + 0.06, (low + high) / 2, text, self.size, centred=True)

    def _draw_axes(self, axis, start: float, end: float, low: float, across, up) -> None:
        quiet = {"color": canvas.QUIET}
        for percent, text in zip(PERCENTS, self.percents, strict=True):
            y, style = up(percent), {"color": canvas.RULE, "linewidth": 0.6, "zorder": 0}
            axis.plot([start, end], [y, y], **style)
            canvas.write(
                axis, start - 0.06, y, [text], self.size, centred=True, ha="right", **quiet
            )
        axis.plot([start, end], [up(100 * WANTED)] * 2, **self._style("wanted"))
        taken = -1.0
        for sites in self.named:
            x, text = across(sites), number_text(sites)
            half = canvas.text_width(text, self.size) / 2
            axis.plot([x, x], [low, low + 0.05], color=canvas.QUIET, linewidth=0.8)
            if x - half > taken:
                canvas.write(axis, x, low + 0.07, [text], self.size, ha="center", **quiet)
                taken = x + half + 0.04
