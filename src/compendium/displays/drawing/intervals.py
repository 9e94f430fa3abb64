"""Points with intervals on one scale: rows of text, a mark and numbers, under topics.

A row has a label on its left, for a contrast another on its right, and its numbers in words. On
a page all stand beside the mark; on a phone the labels stand above it and the numbers below.
"""

from __future__ import annotations

import dataclasses
import math

import matplotlib

from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width

MARGIN, GAP, STRIP, SPACE = 0.04, 0.08, 0.15, 0.10
COLOUR = "#0B3558"


@dataclasses.dataclass(frozen=True)
class Side:
    """What a row compares on one side: a name, how many people, and a remark below."""

    name: str
    people: str = ""
    remark: str = ""


@dataclasses.dataclass(frozen=True)
class Mark:
    """One row: its sides, the point and its interval (missing where hidden), its numbers."""

    left: Side
    right: Side | None
    point: float
    ends: tuple[float, float]
    numbers: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Topic:
    """A heading, a line about all of its rows (or none), and the rows."""

    heading: str
    line: str
    marks: tuple[Mark, ...]


@dataclasses.dataclass(frozen=True)
class Scale:
    """The scale all points stand on: its ticks in order, and what its two directions mean."""

    ticks: tuple[tuple[float, str], ...]
    lower: str = ""
    upper: str = ""
    nought: float | None = None

    @property
    def ends(self) -> tuple[float, float]:
        return self.ticks[0][0], self.ticks[-1][0]


def draw_intervals(id: str, topics: list[Topic], scale: Scale, numbers: str, width: Width):
    """The figure at one width; `numbers` is the heading above the rows' numbers."""
    with matplotlib.rc_context(canvas.settings(id)):
        return _Chart(topics, scale, numbers, width).figure()


class _Chart:
    """Measures first, then draws: text decides the height."""

    def __init__(self, topics: list[Topic], scale: Scale, numbers: str, width: Width):
        self.topics, self.scale, self.width, self.size = topics, scale, width, width.text
        self.line = canvas.line_height(self.size)
        marks = [m for t in topics for m in t.marks]
        self.inner = width.inches - 2 * MARGIN
        self.two_sided = any(m.right for m in marks)
        texts = [canvas.text_width(n, self.size) for m in marks for n in m.numbers]
        self.number_width = min(max([*texts, 0.9]), 1.45)
        self.label_width = self._label_width()
        self.right_edge = width.inches - MARGIN
        self.left, self.right = self._plot()
        room = self.inner if width.narrow else self.number_width
        self.number_heading = canvas.wrap_all(numbers, room, self.size)

    def _label_width(self) -> float:
        if self.width.narrow:
            return (self.inner - 0.2) / 2 if self.two_sided else self.inner
        return (0.255 if self.two_sided else 0.40) * self.inner

    def _plot(self) -> tuple[float, float]:
        """Where the scale begins and ends; half a tick's label stands outside on a phone."""
        if self.width.narrow:
            return MARGIN + SPACE, self.right_edge - SPACE
        left = MARGIN + self.label_width + SPACE + 0.05
        right = self.right_edge - self.number_width - SPACE
        if self.two_sided:
            right -= self.label_width + SPACE
        return left, right - 0.05

    def _x(self, value: float) -> float:
        low, high = self.scale.ends
        return self.left + (value - low) / (high - low) * (self.right - self.left)

    def figure(self):
        top, bottom = self._top(), self.line + 0.06
        body = sum(self._heading_height(t) + sum(map(self._height, t.marks)) for t in self.topics)
        figure, axis = canvas.sheet(self.width.inches, top + body + bottom, head=top)
        self._draw_top(axis, top)
        y = top
        for topic in self.topics:
            y = self._draw_topic(axis, topic, y)
        self._ticks(axis, y)
        return figure

    def _top(self) -> float:
        return max(self._direction_height(), self._number_height()) + self.line + 0.10

    def _directions(self) -> list[list[str]]:
        room = (self.left + self.right) / 2 - MARGIN - 0.1
        return [canvas.wrap_all(t, room, self.size) for t in (self.scale.lower, self.scale.upper)]

    def _direction_height(self) -> float:
        above = len(self.number_heading) * self.line if self.width.narrow else 0.0
        lines = max(len(d) for d in self._directions()) if self.scale.lower else 0
        return above + lines * self.line

    def _number_height(self) -> float:
        return len(self.number_heading) * self.line

    def _draw_top(self, axis, top: float) -> None:
        """What the numbers are, which direction means what, and the scale."""
        quiet, base = {"color": canvas.QUIET}, top - self.line - 0.06
        if self.width.narrow:
            canvas.write(axis, MARGIN, 0.04, self.number_heading, self.size, **quiet)
        else:
            where = base - self._number_height()
            lines = self.number_heading
            canvas.write(axis, self.right_edge, where, lines, self.size, ha="right", **quiet)
        if self.scale.lower:
            lower, upper = self._directions()
            beyond = self.right + (self.label_width + SPACE if not self.width.narrow else SPACE)
            for lines, x, side in ((lower, MARGIN, "left"), (upper, beyond, "right")):
                y = base - len(lines) * self.line
                canvas.write(axis, x, y, lines, self.size, ha=side, **quiet)
        self._ticks(axis, base)

    def _ticks(self, axis, y: float) -> None:
        for value, text in self.scale.ticks:
            canvas.write(
                axis, self._x(value), y + 0.03, [text], self.size, ha="center", color=canvas.QUIET
            )

    def _heading_height(self, topic: Topic) -> float:
        lines = len(self._heading(topic)) * canvas.line_height(self.size + 1)
        return lines + len(self._said(topic)) * self.line + 0.16

    def _heading(self, topic: Topic) -> list[str]:
        return canvas.wrap_all(topic.heading, self.inner, self.size + 1, bold=True)

    def _said(self, topic: Topic) -> list[str]:
        return canvas.wrap_all(topic.line, self.inner, self.size) if topic.line else []

    def _draw_topic(self, axis, topic: Topic, y: float) -> float:
        heading = self._heading(topic)
        canvas.write(axis, MARGIN, y + 0.09, heading, self.size + 1, fontweight="bold")
        below = y + 0.09 + len(heading) * canvas.line_height(self.size + 1)
        canvas.write(axis, MARGIN, below, self._said(topic), self.size, color=canvas.QUIET)
        y += self._heading_height(topic)
        for mark in topic.marks:
            height = self._height(mark)
            self._draw(axis, mark, y, height)
            y += height
        return y

    def _label(self, side: Side | None) -> list[str]:
        """The name with its number of people, which never breaks; then the remark."""
        if side is None:
            return []
        lines = canvas.wrap_all(side.name, self.label_width, self.size)
        if side.people:
            joined = f"{lines[-1]}, {side.people}"
            if canvas.text_width(joined, self.size) <= self.label_width:
                lines[-1] = joined
            else:
                lines[-1] += ","
                lines.append(side.people)
        return lines + (
            canvas.wrap_all(side.remark, self.label_width, self.size) if side.remark else []
        )

    def _numbers(self, mark: Mark) -> list[str]:
        room = self.inner if self.width.narrow else self.number_width
        if self.width.narrow:
            return canvas.wrap_all("; ".join(mark.numbers), room, self.size)
        return [line for text in mark.numbers for line in canvas.wrap_all(text, room, self.size)]

    def _height(self, mark: Mark) -> float:
        labels = max(len(self._label(mark.left)), len(self._label(mark.right)))
        numbers = len(self._numbers(mark))
        if self.width.narrow:
            return (labels + numbers) * self.line + STRIP + GAP + 0.04
        return max(labels, numbers) * self.line + GAP

    def _draw(self, axis, mark: Mark, y: float, height: float) -> None:
        left, right, numbers = self._label(mark.left), self._label(mark.right), self._numbers(mark)
        if self.width.narrow:
            used = max(len(left), len(right)) * self.line
            middle = y + used + 0.02 + STRIP / 2
            canvas.write(axis, MARGIN, y, left, self.size)
            canvas.write(axis, self.right_edge, y, right, self.size, ha="right")
            below = y + used + STRIP + 0.04
            canvas.write(axis, MARGIN, below, numbers, self.size, color=canvas.QUIET)
            self._draw_mark(axis, mark, middle, STRIP / 2)
            return
        middle = y + (height - GAP) / 2
        canvas.write(axis, MARGIN, middle, left, self.size, centred=True)
        beyond = self.right + SPACE + 0.05
        canvas.write(axis, beyond, middle, right, self.size, centred=True)
        canvas.write(axis, self.right_edge, middle, numbers, self.size, ha="right", centred=True)
        self._draw_mark(axis, mark, middle, height / 2)

    def _draw_mark(self, axis, mark: Mark, middle: float, reach: float) -> None:
        """The row's piece of the scale, the interval and the point."""
        for value, _ in self.scale.ticks:
            strong = value == self.scale.nought
            colour, thick = (canvas.QUIET, 1.0) if strong else (canvas.RULE, 0.6)
            ends = [middle - reach, middle + reach]
            style = {"color": colour, "linewidth": thick, "solid_capstyle": "butt", "zorder": 0}
            axis.plot([self._x(value)] * 2, ends, **style)
        if not math.isnan(mark.ends[0]):
            low, high = self.scale.ends  # what lies beyond the scale stands in the numbers
            ends = [self._x(min(max(end, low), high)) for end in mark.ends]
            axis.plot(ends, [middle] * 2, color=COLOUR, linewidth=1.6, solid_capstyle="butt")
        if not math.isnan(mark.point):
            style = {"marker": "o", "markersize": 6, "color": COLOUR}
            axis.plot([self._x(mark.point)], [middle], **style)
