"""Waits as curves: the share with first contact by days since referral, one line per site.

Each line has its own dash and mark and is named at its end, so that no colour is needed to tell
them apart; its interval lies behind it as a light band.
"""

from __future__ import annotations

import dataclasses
import math

import matplotlib

from compendium.disclosure.released import Released, Value
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.record import Display
from compendium.displays.service.service_map import sites_of
from compendium.words import number_text, say

MARGIN, GAP = 0.04, 0.07
PERCENTS = (0, 25, 50, 75, 100)
COLOURS = ("#1D5A88", "#8C4304", "#4A5867", "#0B3558")
DASHES = ("-", (0, (6, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)))
MARKERS = ("o", "s", "^", "D", "v")
# On a phone, only whole fortnights are named on the axis.
FORTNIGHT = 14
# Room right of the plot for the lines' names.
NAMES = {"page": 1.65, "phone": 1.15, "slide": 1.65}


@dataclasses.dataclass(frozen=True)
class Line:
    """One site's curve: its name, and day, share, lower and upper bound of each point."""

    name: str
    points: tuple[tuple[float, float, float, float], ...]
    number: int

    @property
    def colour(self) -> str:
        return COLOURS[self.number % len(COLOURS)]

    @property
    def style(self) -> dict[str, object]:
        """Colour, dash and mark; the marks come round later than the dashes."""
        return {
            "color": self.colour,
            "linestyle": DASHES[self.number % len(DASHES)],
            "marker": MARKERS[self.number % len(MARKERS)],
            "markersize": 4.5,
            "linewidth": 1.5,
        }


def lines_of(released: Released, lang: str) -> list[Line]:
    """The curve of every site that has one, named with the share it reaches."""
    found = []
    for number, site in enumerate(sites_of(released)):
        own = released.frame[released.frame["site_id"] == site]
        rows = own[own["percent"].notna()]
        if rows.empty:
            continue
        last = Value(released, int(rows.index[-1]), "percent").say(lang)
        name = say("line_reaches", lang, name=released.label("site_id", site, lang), share=last)
        points = tuple(
            (float(r["day"]), r["percent"], r["lower"], r["upper"]) for _, r in rows.iterrows()
        )
        found.append(Line(name, points, number))
    return found


def has_curves(display: Display) -> bool:
    """Whether there is anything to draw."""
    return bool(display.data.frame["percent"].notna().any())


def draw_waits(display: Display, lang: str, width: Width):
    """The figure at one width."""
    days = [float(d) for d in dict.fromkeys(display.data.frame["day"])]
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Chart(lines_of(display.data, lang), days, lang, width).figure()


def spread(wanted: list[float], heights: list[float], top: float, bottom: float) -> list[float]:
    """Where labels of these heights begin, each as near its wanted middle as the others let it.

    `wanted` runs downwards; none meets another, and all stand between `top` and `bottom` if
    there is room.

    >>> spread([1.0, 1.1], [0.4, 0.4], 0, 3)
    [0.8, 1.27]
    """
    starts, at = [], top
    for middle, height in zip(wanted, heights, strict=True):
        at = max(at, middle - height / 2)
        starts.append(at)
        at += height + GAP
    limit = bottom
    for i in reversed(range(len(starts))):
        starts[i] = min(starts[i], limit - heights[i])
        limit = starts[i] - GAP
    return [round(s, 6) for s in starts]


class _Chart:
    """Measures first, then draws: the names decide the height."""

    def __init__(self, lines: list[Line], days: list[float], lang: str, width: Width):
        self.lines, self.days, self.width, self.size = lines, days, width, width.text
        self.line = canvas.line_height(self.size)
        self.share_axis = canvas.wrap_all(
            say("waits_share_axis", lang), width.inches - 2 * MARGIN, self.size
        )
        self.day_axis = say("waits_day_axis", lang)
        self.percents = [f"{number_text(p)}%" for p in PERCENTS]
        axis_width = max(canvas.text_width(t, self.size) for t in self.percents)
        self.left = MARGIN + axis_width + 0.08
        names = NAMES[width.name]
        self.names_at = width.inches - MARGIN - names
        self.right = self.names_at - 0.30
        self.labels = [canvas.wrap_all(line.name, names - 0.02, self.size) for line in lines]
        self.top = 0.04 + len(self.share_axis) * self.line + 0.14
        needed = sum(len(label) * self.line + GAP for label in self.labels) + 0.1
        self.bottom = self.top + max(2.3 if width.narrow else 2.7, needed)

    def figure(self):
        height = self.bottom + 0.10 + 2 * self.line + MARGIN
        figure, axis = canvas.sheet(self.width.inches, height)
        self._draw_axes(axis)
        for line in self.lines:
            self._draw_band(axis, line)
        for line in self.lines:
            x, y = self._places(line, 1)
            axis.plot([self._x(0), *x], [self._y(0), *y], **line.style, markevery=slice(1, None))
        self._draw_names(axis)
        return figure

    def _x(self, day: float) -> float:
        return self.left + day / self.days[-1] * (self.right - self.left)

    def _y(self, percent: float) -> float:
        return self.bottom - percent / 100 * (self.bottom - self.top)

    def _places(self, line: Line, column: int) -> tuple[list[float], list[float]]:
        known = [p for p in line.points if not math.isnan(p[column])]
        return [self._x(p[0]) for p in known], [self._y(p[column]) for p in known]

    def _draw_axes(self, axis) -> None:
        canvas.write(axis, MARGIN, 0.04, self.share_axis, self.size, color=canvas.QUIET)
        aside = {"color": canvas.QUIET}
        for percent, text in zip(PERCENTS, self.percents, strict=True):
            y = self._y(percent)
            axis.plot([self.left, self.right], [y, y], color=canvas.RULE, linewidth=0.6, zorder=0)
            canvas.write(
                axis, self.left - 0.06, y, [text], self.size, centred=True, ha="right", **aside
            )
        for day in [0.0, *self.days]:
            x, text = self._x(day), number_text(day)
            axis.plot([x, x], [self.bottom, self.bottom + 0.05], color=canvas.QUIET, linewidth=0.8)
            if not self.width.narrow or day % FORTNIGHT == 0:
                canvas.write(axis, x, self.bottom + 0.07, [text], self.size, ha="center", **aside)
        below = self.bottom + 0.07 + self.line
        canvas.write(axis, self.right, below, [self.day_axis], self.size, ha="right", **aside)

    def _draw_band(self, axis, line: Line) -> None:
        (x, low), (_, high) = self._places(line, 2), self._places(line, 3)
        if len(x) > 1:
            # Of many bands each is lighter, for they lie on one another.
            style = {"alpha": min(0.13, 0.4 / len(self.lines)), "linewidth": 0, "zorder": 0.5}
            axis.fill_between(x, low, high, color=line.colour, **style)

    def _draw_names(self, axis) -> None:
        """Each line's name beside its end, moved apart where two would meet."""
        order = sorted(range(len(self.lines)), key=lambda i: -self.lines[i].points[-1][1])
        ends = [self._y(self.lines[i].points[-1][1]) for i in order]
        heights = [len(self.labels[i]) * self.line for i in order]
        starts = spread(ends, heights, self.top - 0.12, self.bottom)
        for i, end, start in zip(order, ends, starts, strict=True):
            line = self.lines[i]
            middle = start + self.line / 2
            at = self._x(line.points[-1][0])
            # Dash and mark of the line again: with many sites neither tells it apart alone.
            way = [at + 0.06, self.names_at - 0.16, self.names_at - 0.08]
            style = line.style | {"linewidth": 0.8}
            axis.plot(way, [end, middle, middle], **style, markevery=[2])
            canvas.write(axis, self.names_at, start, self.labels[i], self.size)
