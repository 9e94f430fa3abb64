"""Referrals by quarter: one bar per quarter, one panel per site, all on one scale.

A quarter of which the log holds a part alone is hatched; where a number is hidden, that is said in
place of its bar. Numbers that would not fit above their bars stand in the table alone.
"""

from __future__ import annotations

import dataclasses
import itertools

import matplotlib

from compendium.analysis.service.referral_levels import QUARTERS
from compendium.disclosure.released import Released, Value
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.number_texts import drawn
from compendium.displays.record import Display, Label, Sentence
from compendium.displays.sentences import one_after_another
from compendium.displays.service.service_map import sites_of
from compendium.words import say

MARGIN, SPACE, HEIGHT, BETWEEN = 0.04, 0.05, 1.0, 0.2
# Between a site's name and the number above its tallest bar, and between a bar and its number.
ROOM, GAP = 0.08, 0.02
COLOUR, PART = "#1D5A88", "#B9D0E2"


@dataclasses.dataclass(frozen=True)
class Bar:
    """One quarter: its year and number, how many, the same as text, and whether it is whole."""

    year: str
    quarter: str
    count: float
    number: str
    whole: bool


@dataclasses.dataclass(frozen=True)
class Panel:
    """One site: its name and quarters."""

    heading: str
    bars: tuple[Bar, ...]


def panels_of(released: Released, lang: str) -> list[Panel]:
    """Every site with its quarters, in order of time."""
    frame = released.frame
    return [
        Panel(
            released.label("site_id", site, lang),
            tuple(
                _bar(released, i, level, lang)
                for i, level in frame.loc[frame["site_id"] == site, "level"].items()
            ),
        )
        for site in sites_of(released)
    ]


def _bar(released: Released, row: int, level: str, lang: str) -> Bar:
    year, quarter = level.partition(":")[2].split("-")
    number = Value(released, row, "referrals").say(lang)
    whole = not _is_part(released, level)
    return Bar(year, quarter, drawn(released, row, "referrals"), number, whole)


def _is_part(released: Released, level: str) -> bool:
    """Whether a quarter is named by a day, that on which the log begins or was exported."""
    year, quarter = level.partition(":")[2].split("-")
    whole = say(QUARTERS[int(quarter) - 1], "en", year=year)
    return released.label("level", level, "en") != whole


def has_quarters(display: Display) -> bool:
    """Whether there is anything to draw."""
    return bool(display.data.frame["referrals"].gt(0).any())


def notes(released: Released) -> tuple[Sentence, ...]:
    """That a quarter is not whole, where the log begins or was exported within one."""
    parts = any(_is_part(released, level) for level in set(released.frame["level"]))
    return (Sentence("note_part_of_quarter"),) if parts else ()


def alt_quarters(released: Released) -> Sentence | None:
    """Of each site the quarter that brought most and the whole one that brought fewest."""
    frame, parts = released.frame, []
    for site in sites_of(released):
        own = frame[(frame["site_id"] == site) & frame["referrals"].notna()]
        whole = own[[not _is_part(released, level) for level in own["level"]]]
        if whole.empty:
            continue
        top, low = int(whole["referrals"].idxmax()), int(whole["referrals"].idxmin())
        part = {
            "site": Label(released, "site_id", site),
            "top": Label(released, "level", frame.at[top, "level"]),
            "count": Value(released, top, "referrals"),
            "low": Label(released, "level", frame.at[low, "level"]),
            "low_count": Value(released, low, "referrals"),
        }
        parts.append(Sentence("alt_quarters_site", part))
    return Sentence("alt_quarters", {"parts": one_after_another(parts)}) if parts else None


def draw_quarters(display: Display, lang: str, width: Width):
    """The figure at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Chart(panels_of(display.data, lang), lang, width).figure()


class _Chart:
    """Measures first, then draws."""

    def __init__(self, panels: list[Panel], lang: str, width: Width):
        self.panels, self.width, self.size = panels, width, width.text
        self.line = canvas.line_height(self.size)
        self.inner = width.inches - 2 * MARGIN
        self.axis = canvas.wrap_all(say("quarters_axis", lang), self.inner, self.size)
        bars = [bar for panel in panels for bar in panel.bars]
        self.most = max(bar.count for bar in bars)
        self.step = self.inner / max(len(panel.bars) for panel in panels)
        widest = max(canvas.text_width(bar.number, self.size) for bar in bars)
        self.numbers = widest + SPACE <= self.step
        self.quarters = canvas.text_width("4", self.size) + SPACE <= self.step
        years = max(canvas.text_width(bar.year, self.size) for bar in bars)
        self.every = 1
        while self.every * 4 * self.step < years + SPACE:
            self.every += 1

    def figure(self):
        heights = [self._height(panel) for panel in self.panels]
        top = len(self.axis) * self.line + 0.08
        starts = itertools.accumulate(heights[:-1], initial=top)
        figure, axis = canvas.sheet(self.width.inches, top + sum(heights) + MARGIN, top, starts)
        canvas.write(axis, MARGIN, 0.04, self.axis, self.size, color=canvas.QUIET)
        y = top
        for panel, height in zip(self.panels, heights, strict=True):
            self._draw(axis, panel, y)
            y += height
        return figure

    def _heading(self, panel: Panel) -> list[str]:
        return canvas.wrap_all(panel.heading, self.inner, self.size + 1, bold=True)

    def _height(self, panel: Panel) -> float:
        return self._above(panel) + HEIGHT + 2 * self.line + BETWEEN

    def _above(self, panel: Panel) -> float:
        """The site's name and room for the number above the tallest bar."""
        heading = len(self._heading(panel)) * canvas.line_height(self.size + 1)
        return MARGIN + heading + ROOM + self.line + GAP

    def _draw(self, axis, panel: Panel, y: float) -> None:
        heading = self._heading(panel)
        canvas.write(axis, MARGIN, y + MARGIN, heading, self.size + 1, fontweight="bold")
        bottom = y + self._above(panel) + HEIGHT
        for number, bar in enumerate(panel.bars):
            self._draw_bar(axis, bar, MARGIN + number * self.step, bottom)
        end = MARGIN + len(panel.bars) * self.step
        axis.plot([MARGIN, end], [bottom, bottom], color=canvas.QUIET, linewidth=0.8)
        self._draw_years(axis, panel, bottom + 0.04 + self.line * self.quarters)

    def _draw_bar(self, axis, bar: Bar, x: float, bottom: float) -> None:
        from matplotlib.patches import Rectangle

        height, middle = HEIGHT * bar.count / self.most, x + self.step / 2
        if height:
            style = {"facecolor": COLOUR, "edgecolor": COLOUR}
            if not bar.whole:
                style = {"facecolor": PART, "edgecolor": COLOUR, "hatch": "////"}
            size = 0.72 * self.step
            corner = (middle - size / 2, bottom - height)
            axis.add_artist(Rectangle(corner, size, height, linewidth=0.6, **style))
        aside = {"ha": "center", "centred": True}
        if self.numbers:
            above = bottom - height - self.line / 2 - GAP
            canvas.write(axis, middle, above, [bar.number], self.size, **aside)
        if self.quarters:
            below = bottom + 0.04 + self.line / 2
            canvas.write(axis, middle, below, [bar.quarter], self.size, color=canvas.QUIET, **aside)

    def _draw_years(self, axis, panel: Panel, y: float) -> None:
        """Each year below its quarters; where years are close, every other one and so on."""
        years: dict[str, list[int]] = {}
        for number, bar in enumerate(panel.bars):
            years.setdefault(bar.year, []).append(number)
        free = 0.0
        for count, (year, places) in enumerate(years.items()):
            half = canvas.text_width(year, self.size) / 2
            middle = MARGIN + (places[0] + places[-1] + 1) / 2 * self.step
            middle = min(max(middle, MARGIN + half), self.width.inches - MARGIN - half)
            if count % self.every == 0 and middle - half >= free:
                canvas.write(axis, middle, y, [year], self.size, ha="center")
                free = middle + half + SPACE
