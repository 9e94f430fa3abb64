"""Diverging bars: answers to the left and right of a middle, one row per question.

A joined level is hatched, a bound is drawn up to the bound and says so; nothing is drawn that
was not released.
"""

from __future__ import annotations

import dataclasses

import matplotlib
import pandas as pd

from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.record import Display
from compendium.displays.survey.bar_rows import Line, Part, lines_of, side_of
from compendium.words import say

DARK_TEXT_ON = ("#CDD3DB", "#E8B98C", "#9DBFDA")
# Of stretches too light to stand out from paper.
EDGE = "#6B7786"

BAR = 0.19
GAP = 0.11
MARGIN = 0.04
SWATCH = 0.30


@dataclasses.dataclass(frozen=True)
class Swatch:
    """One entry of the key: a level's label in lines, its colour, and the room both take."""

    lines: list[str]
    colour: str
    joined: bool
    width: float


def draw_bars(display: Display, lang: str, width: Width):
    """The chart at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Chart(display, lang, width).figure()


class _Chart:
    """Measures first, then draws: text decides the height."""

    def __init__(self, display: Display, lang: str, width: Width):
        self.lang, self.width, self.released = lang, width, display.data
        self.lines = lines_of(display, lang)
        self.size = width.text
        self.base_heading = say("base", lang)
        bases = [self.base_heading, *(line.base for line in self.lines)]
        self.base_width = max(canvas.text_width(text, self.size) for text in bases)
        parts = [p for line in self.lines for p in line.parts]
        self.low = min([p.left for p in parts] or [-50])
        self.high = max([p.right for p in parts] or [50])
        inner = width.inches - 2 * MARGIN
        self.text_width = inner if width.narrow else 0.40 * inner
        self.bar_left = MARGIN if width.narrow else MARGIN + self.text_width + 0.15
        self.bar_right = width.inches - MARGIN - self.base_width - 0.10

    def figure(self):
        legend = self._legend_rows()
        top = sum(self._legend_height(row) for row in legend) + 0.12
        heights = [self._height(line) for line in self.lines]
        figure, axis = canvas.sheet(self.width.inches, top + sum(heights) + MARGIN)
        self._draw_legend(axis, legend)
        if self.lines:
            canvas.write(
                axis,
                self.width.inches - MARGIN,
                top + 0.13,
                [self.base_heading],
                self.size,
                ha="right",
                color=canvas.QUIET,
            )
        y = top
        for line, height in zip(self.lines, heights, strict=True):
            self._draw_line(axis, line, y, height)
            y += height
        return figure

    def _x(self, percent: float) -> float:
        share = (percent - self.low) / (self.high - self.low)
        return self.bar_left + share * (self.bar_right - self.bar_left)

    def _height(self, line: Line) -> float:
        lines = len(self._wrapped(line))
        if self._is_heading(line):
            return lines * canvas.line_height(self.size + 1) + 0.20
        text = lines * canvas.line_height(self.size)
        return text + BAR + GAP + 0.02 if self.width.narrow else max(text, BAR) + GAP

    def _wrapped(self, line: Line) -> list[str]:
        heading = self._is_heading(line)
        # A heading leaves room for the word above the bases.
        whole = self.width.inches - 2 * MARGIN - self.base_width - 0.10
        width = whole if heading else self.text_width
        return canvas.wrap_all(line.text, width, self.size + heading, bold=heading)

    @staticmethod
    def _is_heading(line: Line) -> bool:
        return not line.parts and not line.base

    def _draw_line(self, axis, line: Line, y: float, height: float) -> None:
        text = self._wrapped(line)
        if self._is_heading(line):
            canvas.write(axis, MARGIN, y + 0.13, text, self.size + 1, fontweight="bold")
            return
        used = len(text) * canvas.line_height(self.size)
        if self.width.narrow:
            canvas.write(axis, MARGIN, y, text, self.size)
            middle = y + used + 0.02 + BAR / 2
        else:
            middle = y + (height - GAP) / 2
            canvas.write(axis, MARGIN, middle, text, self.size, centred=True)
        self._draw_bar(axis, line, middle)
        canvas.write(
            axis,
            self.width.inches - MARGIN,
            middle,
            [line.base],
            self.size,
            ha="right",
            color=canvas.QUIET,
            centred=True,
        )

    def _draw_bar(self, axis, line: Line, middle: float) -> None:
        from matplotlib.patches import Rectangle

        for part in line.parts:
            left, right = self._x(part.left), self._x(part.right)
            open_end = part.bound == "under"
            axis.add_artist(
                Rectangle(
                    (left, middle - BAR / 2),
                    right - left,
                    BAR,
                    facecolor=canvas.PAPER if open_end else part.colour,
                    edgecolor=_edge(part.colour, canvas.PAPER if not open_end else ""),
                    linewidth=0.8,
                    linestyle=(0, (2, 2)) if open_end else "-",
                    hatch="////" if part.joined and not open_end else None,
                    # The edge of a light stretch lies on its neighbours' white one.
                    zorder=1.1 if part.colour in DARK_TEXT_ON else 1,
                )
            )
            self._label(axis, line, part, (left, right), middle)
        line_x = self._x(0)
        axis.plot(
            [line_x, line_x],
            [middle - BAR / 2 - 0.03, middle + BAR / 2 + 0.03],
            color=canvas.QUIET,
            linewidth=0.8,
            solid_capstyle="butt",
            zorder=0,
        )

    def _label(self, axis, line: Line, part: Part, ends: tuple[float, float], middle: float):
        """The number inside its stretch, or beside the bar at its ends; else the table has it."""
        from matplotlib.patches import Rectangle

        (left, right), open_end = ends, part.bound == "under"
        room = canvas.text_width(part.text, self.size)
        if room + 0.03 <= right - left:
            dark = open_end or part.colour in DARK_TEXT_ON
            style = {"x": (left + right) / 2, "ha": "center"}
            style["color"] = canvas.INK if dark else canvas.PAPER
            if part.joined and not open_end:
                corner = (style["x"] - room / 2 - 0.03, middle - BAR / 2 + 0.015)
                ground = {"facecolor": part.colour, "zorder": 1.2}
                axis.add_artist(Rectangle(corner, room + 0.06, BAR - 0.03, **ground))
        elif part is line.parts[0] and left - room - 0.04 >= self.bar_left - 0.08:
            style = {"x": left - 0.04, "ha": "right"}
        elif part is line.parts[-1] and right + room + 0.04 <= self.bar_right + 0.05:
            style = {"x": right + 0.04, "ha": "left"}
        else:
            return
        canvas.write(axis, y=middle, lines=[part.text], size=self.size, centred=True, **style)

    def _legend_rows(self) -> list[list[Swatch]]:
        """Every level that occurs, in rows that fit."""
        levels = {p.name: p for line in self.lines for p in line.parts}
        scale = tuple(self.released.labels.get("scale", {}))
        inner = self.width.inches - 2 * MARGIN
        rows, used = [[]], 0.0
        for name in sorted(levels, key=lambda n: (side_of(n, scale), n)):
            label = self.released.label("level", name, self.lang)
            lines = canvas.wrap_all(label, inner - SWATCH, self.size)
            need = SWATCH + max(canvas.text_width(line, self.size) for line in lines)
            if rows[-1] and used + need > inner:
                rows.append([])
                used = 0.0
            rows[-1].append(Swatch(lines, levels[name].colour, levels[name].joined, need))
            used += need + 0.14
        return rows

    def _legend_height(self, row: list[Swatch]) -> float:
        return max((len(s.lines) for s in row), default=1) * canvas.line_height(self.size) + 0.05

    def _draw_legend(self, axis, rows: list[list[Swatch]]) -> None:
        from matplotlib.patches import Rectangle

        y = 0.04
        for row in rows:
            x = MARGIN
            for swatch in row:
                axis.add_artist(
                    Rectangle(
                        (x, y + 0.02),
                        0.24,
                        0.13,
                        facecolor=swatch.colour,
                        edgecolor=_edge(swatch.colour, canvas.PAPER),
                        hatch="////" if swatch.joined else None,
                        linewidth=0.5,
                    )
                )
                canvas.write(axis, x + SWATCH, y, swatch.lines, self.size)
                x += swatch.width + 0.14
            y += self._legend_height(row)


def _edge(colour: str, otherwise: str) -> str:
    """The edge of a stretch: one that can be seen where its colour hardly can."""
    return EDGE if colour in DARK_TEXT_ON else otherwise or colour


def has_numbers(display: Display) -> bool:
    """Whether there is anything to draw."""
    return bool(pd.notna(display.data.frame["percent"]).any())
