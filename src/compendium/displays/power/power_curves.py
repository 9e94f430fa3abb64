"""Power by number of areas, one small chart per design: formula as a line, drawn studies as points.

Points are open squares with their Monte Carlo intervals, the formula is a plain line, and dashes
mark the power that is usually wanted: nothing has to be told apart by colour.
"""

from __future__ import annotations

import dataclasses

import matplotlib

from compendium.analysis.power.closed_forms import WANTED
from compendium.disclosure.released import Released, Value
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.record import Display, Sentence
from compendium.displays.sentences import Label, distinct
from compendium.displays.small_charts import MARK, SmallCharts
from compendium.words import number_text, say

HEIGHT = 1.35
PERCENTS = (0, 20, 40, 60, 80, 100)
LINE, POINT = "#1D5A88", "#8C4304"
DASHES = (0, (4, 2))
KEY = {
    "line": "impact_curve_line",
    "point": "impact_curve_points",
    "wanted": "impact_curve_wanted",
}
AXES = ("impact_curve_power_axis", "impact_curve_areas_axis")


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
        return _Curves(display.data, lang, width).figure()


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


class _Curves:
    """What every chart of the figure has in common, and how one is drawn."""

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang = released, lang
        self.charts = SmallCharts(width, HEIGHT)
        self.named = [int(n) for n in released.labels["named"]]
        numbers = [int(n) for n in released.labels["sites"]]
        self.ends = min(numbers), max(numbers)
        self.panels = [self._panel(design) for design in dict.fromkeys(released.frame["design"])]
        self.percents = [f"{number_text(p)}%" for p in PERCENTS]
        size = self.charts.size
        self.axis_width = max(canvas.text_width(text, size) for text in self.percents)

    def _panel(self, design: str) -> Panel:
        own = self.released.frame[self.released.frame["design"] == design]
        heading = self.charts.heading(self.released.label("short", design, self.lang))
        line = own[own["few"].notna()]
        points = own[own["drawn"].notna()]
        columns = ("drawn", "drawn_lower", "drawn_upper")
        return Panel(
            heading,
            tuple(zip(map(int, line["sites"]), line["few"], strict=True)),
            tuple(zip(map(int, points["sites"]), *(points[c] for c in columns), strict=True)),
        )

    def figure(self):
        drawn = any(panel.points for panel in self.panels)
        key = [(k, say(w, self.lang)) for k, w in KEY.items() if k != "point" or drawn]
        axes = tuple(say(word, self.lang) for word in AXES)
        return self.charts.figure(self.panels, key, axes, self._draw_mark, self._draw_panel)

    def _draw_mark(self, axis, kind: str, x: float, middle: float) -> None:
        if kind == "point":
            self._draw_point(axis, x + MARK / 2, middle, middle + 0.07, middle - 0.07)
        else:
            axis.plot([x, x + MARK], [middle] * 2, **self._style(kind))

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

    def _draw_panel(self, axis, panel: Panel, left: float, high: float, low: float) -> None:
        start, end = left + self.axis_width + 0.08, left + self.charts.chart_width - 0.08

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
            size, why = self.charts.size, say("impact_no_study", self.lang)
            text = canvas.wrap_all(why, end - start, size)
            canvas.write(axis, start + 0.06, (low + high) / 2, text, size, centred=True)

    def _draw_axes(self, axis, start: float, end: float, low: float, across, up) -> None:
        for percent, text in zip(PERCENTS, self.percents, strict=True):
            self.charts.line_across(axis, start, end, up(percent), text)
        axis.plot([start, end], [up(100 * WANTED)] * 2, **self._style("wanted"))
        taken = -1.0
        for sites in self.named:
            x, text = across(sites), number_text(sites)
            half = canvas.text_width(text, self.charts.size) / 2
            fits = x - half > taken
            self.charts.stroke(axis, x, low, text if fits else "")
            taken = x + half + 0.04 if fits else taken
