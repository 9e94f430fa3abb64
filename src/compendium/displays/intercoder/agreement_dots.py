"""Kappa of every code that can be judged, as a dot with its interval on one scale.

A dot of a code that is flagged is hollow, and its name says why.
"""

from __future__ import annotations

import dataclasses
import math

import matplotlib

from compendium.analysis.intercoder.agreement import WEAK_BELOW
from compendium.disclosure.released import Released
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.intercoder.agreement import drawn_rows, flagged, pair_text
from compendium.displays.number_texts import ENDS, with_interval
from compendium.displays.qualitative.outline import depth
from compendium.displays.record import Display
from compendium.words import number_text, say

MARGIN, GAP, TICK = 0.04, 0.07, 0.2
BLUE = "#1D5A88"


@dataclasses.dataclass(frozen=True)
class Dot:
    """One row of the figure: a pair of coders as heading, or a code with its kappa."""

    lines: list[str]
    text: str = ""
    kappa: float = math.nan
    ends: tuple[float, float] = (math.nan, math.nan)
    flagged: bool = False
    depth: int = 0


def draw_agreement(display: Display, lang: str, width: Width):
    """The figure at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Dots(display.data, lang, width).figure()


class _Dots:
    """Measures first, then draws: text decides the height."""

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang, self.width, self.size = released, lang, width, width.text
        rows = drawn_rows(released)
        self.texts = {i: self._text(i) for i in rows}
        self.text_width = max(canvas.text_width(t, self.size) for t in self.texts.values())
        inner = width.inches - 2 * MARGIN
        self.label_width = inner if width.narrow else 0.36 * inner
        self.right = width.inches - MARGIN - self.text_width - 0.15
        self.left = MARGIN + (0.1 if width.narrow else self.label_width + 0.15)
        ends = [released.frame.at[i, c] for i in rows for c in ("lower", "kappa")]
        least = min([0.0, *(e for e in ends if not math.isnan(e))])
        self.low = TICK * math.floor(least / TICK + 1e-9)
        self.dots = self._dots(rows)

    def _text(self, row: int) -> str:
        return with_interval(self.released, row, "kappa", ENDS, self.lang)

    def _dots(self, rows: list[int]) -> list[Dot]:
        found, pair = [], None
        for i in rows:
            row = self.released.frame.loc[i]
            if row["coder"] != pair:
                pair = row["coder"]
                text = pair_text(self.released, i, self.lang)
                whole = self.width.inches - 2 * MARGIN
                found.append(Dot(canvas.wrap_all(text, whole, self.size, bold=True)))
            label = flagged(self.released, i, self.lang)
            steps = depth(self.released, row["code_id"])
            lines = canvas.wrap_all(label, self.label_width - 0.12 * steps, self.size)
            ends = (row["lower"], row["upper"])
            found.append(
                Dot(lines, self.texts[i], row["kappa"], ends, bool(row["judgement"]), steps)
            )
        return found

    def _height(self, dot: Dot) -> float:
        text = len(dot.lines) * canvas.line_height(self.size)
        below = canvas.line_height(self.size) if self.width.narrow and dot.text else 0.0
        return text + below + GAP + (0.0 if dot.text else 0.04)

    def _x(self, kappa: float) -> float:
        return self.left + (kappa - self.low) / (1 - self.low) * (self.right - self.left)

    def figure(self):
        heading = canvas.wrap_all(
            say("kappa_heading", self.lang), self.right - self.left, self.size
        )
        high = len(heading) * canvas.line_height(self.size)
        top = 0.04 + high + canvas.line_height(self.size) + 0.06
        bottom = top + sum(self._height(d) for d in self.dots)
        figure, axis = canvas.sheet(self.width.inches, bottom + MARGIN, head=top)
        middle = (self.left + self.right) / 2
        canvas.write(axis, middle, 0.02, heading, self.size, ha="center", color=canvas.QUIET)
        self._scale(axis, 0.04 + high, top, bottom)
        y = top
        for dot in self.dots:
            self._draw(axis, dot, y)
            y += self._height(dot)
        return figure

    def _scale(self, axis, y: float, top: float, bottom: float) -> None:
        """Numbers of the scale, a fine line at each, and a dashed one where kappa is weak."""
        steps = round((1 - self.low) / TICK)
        for step in range(steps + 1):
            kappa = self.low + step * TICK
            weak = math.isclose(kappa, WEAK_BELOW)
            x = self._x(kappa)
            text = number_text(kappa, 1)
            style = {"ha": "center", "color": canvas.INK if weak else canvas.QUIET}
            canvas.write(axis, x, y, [text], self.size, **style)
            axis.plot(
                [x, x],
                [top - 0.02, bottom],
                color=canvas.QUIET if weak else canvas.RULE,
                linewidth=1.0 if weak else 0.5,
                linestyle=(0, (3, 2)) if weak else "-",
                zorder=0,
            )

    def _draw(self, axis, dot: Dot, y: float) -> None:
        text = len(dot.lines) * canvas.line_height(self.size)
        if not dot.text:
            # A heading stands on the paper, not on the lines of the scale.
            wide = max(canvas.text_width(line, self.size, bold=True) for line in dot.lines)
            _clear(axis, MARGIN, y, wide, text)
            canvas.write(axis, MARGIN, y, dot.lines, self.size, fontweight="bold")
            return
        x = MARGIN + 0.12 * dot.depth
        if self.width.narrow:
            wide = max(canvas.text_width(line, self.size) for line in dot.lines)
            _clear(axis, x, y, wide, text)
            canvas.write(axis, x, y, dot.lines, self.size)
            middle = y + text + canvas.line_height(self.size) / 2
        else:
            middle = y + text / 2
            canvas.write(axis, x, middle, dot.lines, self.size, centred=True)
        if not math.isnan(dot.ends[0]):
            ends = [self._x(end) for end in dot.ends]
            axis.plot(ends, [middle, middle], color=BLUE, linewidth=1.6, solid_capstyle="butt")
        axis.plot(
            [self._x(dot.kappa)],
            [middle],
            marker="o",
            markersize=6.5,
            markerfacecolor=canvas.PAPER if dot.flagged else BLUE,
            markeredgecolor=BLUE,
            markeredgewidth=1.6,
            zorder=3,
        )
        canvas.write(axis, self.right + 0.15, middle, [dot.text], self.size, centred=True)


def _clear(axis, x: float, y: float, wide: float, high: float) -> None:
    """Paper under a text, so that no line of the scale runs through it."""
    from matplotlib.patches import Rectangle

    axis.add_artist(Rectangle((x - 0.02, y), wide + 0.04, high, facecolor=canvas.PAPER, zorder=1))
