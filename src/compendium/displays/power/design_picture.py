"""Designs drawn as areas by periods: a filled cell is the service, an open dashed one a wait.

Fill and frame tell the two apart without colour, and a word stands in each cell that has room.
"""

from __future__ import annotations

import matplotlib

from compendium.analysis.power.planning import WITH_SERVICE, WITHOUT
from compendium.disclosure.released import Released
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.power.impact_tables import group_text, state_text
from compendium.displays.record import Display, Sentence
from compendium.displays.sentences import distinct
from compendium.words import say

MARGIN, GAP, PAD = 0.04, 0.04, 0.05
LABEL = 0.34  # share of a page's width for what areas a row is of
BOX = 0.16  # inches of a square of the key
FILL = "#1D5A88"


def draw_designs(display: Display, lang: str, width: Width):
    """The picture at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Picture(display.data, lang, width).figure()


def has_designs(display: Display) -> bool:
    """Whether there is any design."""
    return bool(len(display.data.frame))


def alt_designs(released: Released) -> Sentence:
    """How many designs there are, and what a cell says."""
    return Sentence("alt_impact_designs", {"count": distinct(released, ("design",))})


class _Picture:
    """Measures first, then draws: text decides the height."""

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang, self.width, self.size = released, lang, width, width.text
        self.line = canvas.line_height(self.size)
        self.inner = width.inches - 2 * MARGIN
        self.label = self.inner if width.narrow else LABEL * self.inner
        self.start = MARGIN if width.narrow else MARGIN + self.label
        frame = released.frame
        self.designs = {
            design: [group for _, group in own.groupby("group", sort=False, observed=True)]
            for design, own in frame.groupby("design", sort=False, observed=True)
        }

    def figure(self):
        head = self._key_height()
        heights = [self._height(design) for design in self.designs]
        starts = [head + sum(heights[:n]) for n in range(len(heights))]
        figure, axis = canvas.sheet(self.width.inches, head + sum(heights), head, starts[1:])
        self._draw_key(axis)
        for design, top in zip(self.designs, starts, strict=True):
            self._draw(axis, design, top)
        return figure

    def _heading(self, design: str) -> list[str]:
        text = self.released.label("design", design, self.lang)
        return canvas.wrap_all(text, self.inner, self.size, bold=True)

    def _own_periods(self, design: str) -> list[str]:
        return list(self.designs[design][0]["period"])

    def _room(self, design: str) -> float:
        return (self.width.inches - MARGIN - self.start) / len(self._own_periods(design))

    def _lines(self, group) -> list[str]:
        text = group_text(self.released, int(group.index[0]), self.lang)
        return canvas.wrap_all(text, self.label - PAD, self.size)

    def _row_height(self, group) -> float:
        lines = len(self._lines(group))
        if self.width.narrow:
            return (lines + 1) * self.line + 2 * PAD + 2 * GAP
        return max(lines, 1) * self.line + 2 * PAD + GAP

    def _height(self, design: str) -> float:
        rows = sum(map(self._row_height, self.designs[design]))
        return (len(self._heading(design)) + 1) * self.line + 0.16 + rows

    def _draw(self, axis, design: str, y: float) -> None:
        heading, room = self._heading(design), self._room(design)
        canvas.write(axis, MARGIN, y + 0.1, heading, self.size, fontweight="bold")
        y += 0.12 + len(heading) * self.line
        for number, period in enumerate(self._own_periods(design)):
            middle = self.start + (number + 0.5) * room
            text = [period] if room < 0.6 else [say("impact_period", self.lang, period=period)]
            text = text if canvas.text_width(text[0], self.size) <= room else [period]
            canvas.write(axis, middle, y, text, self.size, ha="center", color=canvas.QUIET)
        y += self.line + 0.04
        for group in self.designs[design]:
            self._draw_row(axis, group, room, y)
            y += self._row_height(group)

    def _draw_row(self, axis, group, room: float, y: float) -> None:
        lines, high = self._lines(group), self._row_height(group) - GAP
        if self.width.narrow:
            canvas.write(axis, MARGIN, y, lines, self.size)
            above = len(lines) * self.line + GAP
            y, high = y + above, high - above
        else:
            canvas.write(axis, MARGIN, y + high / 2, lines, self.size, centred=True)
        for number, state in enumerate(group["state"]):
            self._cell(axis, (self.start + number * room, y), (room - GAP, high), state)

    def _cell(self, axis, corner, size, state: str) -> None:
        self._box(axis, corner, size, state)
        word = state_text(state, self.lang)
        if canvas.text_width(word, self.size) <= size[0] - PAD:
            x, y = corner[0] + size[0] / 2, corner[1] + size[1] / 2
            ink = canvas.PAPER if state == WITH_SERVICE else canvas.INK
            canvas.write(axis, x, y, [word], self.size, centred=True, ha="center", color=ink)

    def _box(self, axis, corner, size, state: str) -> None:
        from matplotlib.patches import Rectangle

        filled = state == WITH_SERVICE
        style = {
            "facecolor": FILL if filled else canvas.PAPER,
            "edgecolor": FILL if filled else canvas.QUIET,
            "linestyle": "-" if filled else (0, (2, 2)),
        }
        axis.add_artist(Rectangle(corner, *size, linewidth=0.8, **style))

    def _states(self) -> list[str]:
        found, first = set(self.released.frame["state"]), (WITH_SERVICE, WITHOUT)
        return [s for s in first if s in found] + sorted(found - {*first})

    def _key_height(self) -> float:
        return self.line + 0.06

    def _draw_key(self, axis) -> None:
        x = MARGIN
        for state in self._states():
            word = state_text(state, self.lang)
            self._box(axis, (x, 0.03), (BOX, self.line - 0.03), state)
            canvas.write(axis, x + BOX + PAD, 0.02, [word], self.size)
            x += BOX + 4 * PAD + canvas.text_width(word, self.size)
