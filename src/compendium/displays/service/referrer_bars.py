"""Who refers: bars from the largest to the smallest, one panel per site, with the share accepted.

Where a number is hidden, that is said in place of its bar; those who referred nobody stand in
the table alone.
"""

from __future__ import annotations

import dataclasses
import itertools

import matplotlib

from compendium.analysis.service.casework_words import ALL
from compendium.disclosure.released import Released, Value
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.number_texts import drawn
from compendium.displays.record import Display
from compendium.displays.service.service_map import sites_of
from compendium.displays.survey.bars import BAR
from compendium.words import say

MARGIN, GAP, SPACE = 0.04, 0.10, 0.10
COLOUR = "#1D5A88"


@dataclasses.dataclass(frozen=True)
class Line:
    """One referrer: its name, how many, and as text how many and what share was accepted."""

    name: str
    count: float
    number: str
    share: str


@dataclasses.dataclass(frozen=True)
class Panel:
    """One site: its name, a line about all of its referrals, its referrers."""

    heading: str
    whole: str
    lines: tuple[Line, ...]


def panels_of(released: Released, lang: str) -> list[Panel]:
    """Every site with its referrers, largest first, hidden ones last, noughts left out."""
    return [_panel(released, site, lang) for site in sites_of(released)]


def _panel(released: Released, site: str, lang: str) -> Panel:
    frame = released.frame[released.frame["site_id"] == site]
    own = frame[(frame["referrer_type"] != ALL) & frame["referrals"].ne(0)]
    own = own.sort_values("referrals", ascending=False, kind="stable", na_position="last")
    (whole,) = frame.index[frame["referrer_type"] == ALL]
    count, share = (Value(released, int(whole), c).say(lang) for c in ("referrals", "percent"))
    lines = tuple(
        Line(
            released.label("referrer_type", row["referrer_type"], lang),
            drawn(released, i, "referrals"),
            Value(released, i, "referrals").say(lang),
            Value(released, i, "percent").say(lang),
        )
        for i, row in own.iterrows()
    )
    return Panel(
        released.label("site_id", site, lang),
        say("referrals_in_all", lang, count=count, share=share),
        lines,
    )


def has_bars(display: Display) -> bool:
    """Whether there is anything to draw."""
    frame = display.data.frame
    return bool((frame["referrer_type"].ne(ALL) & frame["referrals"].gt(0)).any())


def draw_who_refers(display: Display, lang: str, width: Width):
    """The figure at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Chart(panels_of(display.data, lang), lang, width).figure()


class _Chart:
    """Measures first, then draws: text decides the height."""

    def __init__(self, panels: list[Panel], lang: str, width: Width):
        self.panels, self.width, self.size = panels, width, width.text
        self.line = canvas.line_height(self.size)
        lines = [line for panel in panels for line in panel.lines]
        self.inner = width.inches - 2 * MARGIN
        self.right = width.inches - MARGIN
        self.share_heading = canvas.wrap_all(say("share_accepted", lang), 0.75, self.size)
        shares = [*self.share_heading, *(line.share for line in lines)]
        self.share_width = max(canvas.text_width(t, self.size) for t in shares)
        self.number_width = max(canvas.text_width(line.number, self.size) for line in lines)
        self.name_width = self.inner - self.share_width - SPACE
        self.bar_left = MARGIN
        if not width.narrow:
            self.name_width = 0.36 * self.inner
            self.bar_left = MARGIN + self.name_width + SPACE
        self.most = max(line.count for line in lines)

    def figure(self):
        heights = [self._panel_height(panel) for panel in self.panels]
        starts = itertools.accumulate(heights[:-1], initial=0.0)
        figure, axis = canvas.sheet(self.width.inches, sum(heights) + MARGIN, sections=starts)
        y = 0.0
        for panel, height in zip(self.panels, heights, strict=True):
            self._draw_panel(axis, panel, y)
            y += height
        return figure

    def _heading(self, panel: Panel) -> list[str]:
        return canvas.wrap_all(panel.heading, self.inner, self.size + 1, bold=True)

    def _whole(self, panel: Panel) -> list[str]:
        return canvas.wrap_all(panel.whole, self.inner - self.share_width - SPACE, self.size)

    def _head_height(self, panel: Panel) -> float:
        heading = len(self._heading(panel)) * canvas.line_height(self.size + 1)
        return heading + max(len(self._whole(panel)), len(self.share_heading)) * self.line + 0.06

    def _name(self, line: Line) -> list[str]:
        return canvas.wrap_all(line.name, self.name_width, self.size)

    def _height(self, line: Line) -> float:
        text = len(self._name(line)) * self.line
        return text + BAR + GAP + 0.02 if self.width.narrow else max(text, BAR) + GAP

    def _panel_height(self, panel: Panel) -> float:
        return self._head_height(panel) + sum(map(self._height, panel.lines)) + 0.14

    def _draw_panel(self, axis, panel: Panel, y: float) -> None:
        heading, head = self._heading(panel), self._head_height(panel)
        canvas.write(axis, MARGIN, y + 0.04, heading, self.size + 1, fontweight="bold")
        below = y + 0.04 + len(heading) * canvas.line_height(self.size + 1)
        canvas.write(axis, MARGIN, below, self._whole(panel), self.size, color=canvas.QUIET)
        aside = {"ha": "right", "color": canvas.QUIET}
        canvas.write(axis, self.right, below, self.share_heading, self.size, **aside)
        y += head + 0.04
        for line in panel.lines:
            self._draw_line(axis, line, y)
            y += self._height(line)

    def _draw_line(self, axis, line: Line, y: float) -> None:
        name = self._name(line)
        if self.width.narrow:
            canvas.write(axis, MARGIN, y, name, self.size)
            middle = y + len(name) * self.line + 0.02 + BAR / 2
        else:
            middle = y + (self._height(line) - GAP) / 2
            canvas.write(axis, MARGIN, middle, name, self.size, centred=True)
        end = self._draw_bar(axis, line, middle)
        canvas.write(axis, end + 0.05, middle, [line.number], self.size, centred=True)
        aside = {"ha": "right", "centred": True}
        canvas.write(axis, self.right, middle, [line.share], self.size, **aside)

    def _draw_bar(self, axis, line: Line, middle: float) -> float:
        """The bar of one referrer; where it ends."""
        from matplotlib.patches import Rectangle

        if not line.count:
            return self.bar_left - 0.05
        room = self.right - self.share_width - SPACE - self.number_width - 0.05 - self.bar_left
        length = room * line.count / self.most
        corner = (self.bar_left, middle - BAR / 2)
        axis.add_artist(Rectangle(corner, length, BAR, facecolor=COLOUR, edgecolor="none"))
        return self.bar_left + length
