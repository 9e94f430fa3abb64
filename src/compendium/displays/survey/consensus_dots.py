"""A consensus survey drawn: one row per statement, in it a point with its interval per group.

Groups differ by shape and by colour, and their shape stands again before their numbers. A share
that is a bound is an open mark with a line to the end it can reach.
"""

from __future__ import annotations

import dataclasses
import math

import matplotlib

from compendium.analysis.survey.consensus_results import DISCUSS, EVERYBODY
from compendium.conclusions import FIRST
from compendium.disclosure.released import Released, Value
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.number_texts import people
from compendium.displays.record import Display
from compendium.displays.survey.consensus import group_of, told, verdict
from compendium.words import say

MARGIN, GAP, SPACE, LEAD = 0.04, 0.14, 0.14, 0.04
TICKS = (0, 25, 50, 75, 100)
NAMED_TICKS = (0, 50, 100)
# Room for a group's shape before its name and its numbers.
SHAPE = 0.17
COLOURS = ("#1D5A88", "#8C4304", "#1F2A37", "#6B2C6E", "#2E6B3A")
MARKERS = ("o", "s", "^", "D", "v", "P", "<", ">", "p", "h", "*", "d")
TOGETHER = {"color": "#4A5867", "marker": "X"}


@dataclasses.dataclass(frozen=True)
class Point:
    """One group's share: where it stands, how it is drawn, what is written beside it."""

    percent: float
    ends: tuple[float, float]
    bound: str
    style: dict[str, str]
    numbers: list[str]


@dataclasses.dataclass(frozen=True)
class Statement:
    """One row: the statement's text in lines, its verdict, its groups."""

    text: list[str]
    verdict: list[str]
    points: tuple[Point, ...]


def draw_consensus(display: Display, lang: str, width: Width):
    """The figure at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Chart(display.data, lang, width).figure()


def styles(released: Released) -> dict[str, dict[str, str]]:
    """Each group's colour and shape, in the order of the labels; everybody has their own."""
    groups = [g for g in released.labels["group"] if g != EVERYBODY]
    own = {
        g: {"color": COLOURS[i % len(COLOURS)], "marker": MARKERS[i % len(MARKERS)]}
        for i, g in enumerate(groups)
    }
    return own | {EVERYBODY: TOGETHER}


class _Chart:
    """Measures first, then draws: text decides the height."""

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang, self.width, self.size = released, lang, width, width.text
        self.line = canvas.line_height(self.size)
        self.styles = styles(released)
        self.inner = width.inches - 2 * MARGIN
        self.text_width = self.inner if width.narrow else 0.37 * self.inner
        texts = [self._numbers(i) for i in released.frame.index]
        widest = max(canvas.text_width(t, self.size) for t in texts)
        self.number_width = min(widest, 1.35 if width.narrow else 1.6)
        self.numbers_at = width.inches - MARGIN - self.number_width
        self.left = MARGIN + SPACE if width.narrow else MARGIN + self.text_width + 0.2
        self.right = self.numbers_at - SHAPE - SPACE
        self.statements = [
            self._statement(rows)
            for _, rows in released.frame.groupby("statement", sort=False, observed=False)
        ]
        self.key = self._key()
        self.threshold, self.threshold_text = self._threshold()
        self.heading = canvas.wrap_all(say("consensus_axis", lang), self.inner, self.size)

    def _numbers(self, row: int) -> str:
        """``89%, n = 46``; the verdict on a group where it is to be discussed."""
        said = Value(self.released, row, "percent").say(self.lang)
        n = people(self.released, row, "base", self.lang)
        if self.released.marks.at[row, "base"] not in ("c", "z"):
            said = f"{said}, {n}"
        if self.released.frame.at[row, "verdict"] == DISCUSS:
            return f"{said}: {verdict(self.released, row, self.lang).lower()}"
        return said

    def _statement(self, rows) -> Statement:
        first = int(rows.index[0])
        text = self.released.label("statement", rows["statement"].iloc[0], self.lang)
        said = told(self.released, first, "result", self.lang)
        if rows["question"].iloc[0] != FIRST:
            each = (told(self.released, int(i), "verdict", self.lang) for i in rows.index[::-1])
            said = next(filter(None, each), "")
        return Statement(
            canvas.wrap_all(text, self.text_width, self.size),
            canvas.wrap_all(said, self.text_width, self.size, bold=True) if said else [],
            tuple(self._point(int(i)) for i in rows.index),
        )

    def _point(self, row: int) -> Point:
        frame, mark = self.released.frame.loc[row], self.released.marks.at[row, "percent"]
        return Point(
            frame["percent"],
            (frame["lower"], frame["upper"]),
            mark if mark in ("over", "under") else "",
            self.styles[frame["group"]],
            canvas.wrap_all(self._numbers(row), self.number_width, self.size),
        )

    def _key(self) -> list[tuple[dict[str, str], list[str]]]:
        """Each group that is drawn, with its shape and its name in lines."""
        drawn = self.released.frame.drop_duplicates("group").index
        room = self.inner - SHAPE
        return [
            (
                self.styles[self.released.frame.at[i, "group"]],
                canvas.wrap_all(group_of(self.released, i, self.lang), room, self.size),
            )
            for i in drawn
        ]

    def _threshold(self) -> tuple[float, str]:
        """Where the rule's line stands, and what is written above it."""
        first = self.released.frame["question"].iloc[0] == FIRST
        name = "least_percent" if first else "note_below"
        text = self.released.labels["method"][name]
        return float(text.en.rstrip("%")), say(
            "consensus_line", self.lang, share=text.say(self.lang)
        )

    def _x(self, percent: float) -> float:
        return self.left + percent / 100 * (self.right - self.left)

    def figure(self):
        top = self._top()
        height = top + sum(map(self._height, self.statements)) + MARGIN
        figure, axis = canvas.sheet(self.width.inches, height, head=top)
        self._draw_top(axis)
        y = top
        for number, statement in enumerate(self.statements):
            if number:
                ends = [MARGIN, self.width.inches - MARGIN]
                axis.plot(ends, [y, y], color=canvas.RULE, linewidth=0.6)
            self._draw(axis, statement, y + GAP / 2)
            y += self._height(statement)
        return figure

    def _key_lines(self) -> list[list[tuple[dict[str, str], list[str]]]]:
        """The groups' names in rows, as many in one as there is room for."""
        rows, used = [], math.inf
        for style, lines in self.key:
            wide = SHAPE + max(canvas.text_width(t, self.size) for t in lines) + 0.2
            if used + wide > self.inner + 0.2:
                rows.append([])
                used = 0.0
            rows[-1].append((style, lines))
            used += wide
        return rows

    def _top(self) -> float:
        names = sum(max(len(lines) for _, lines in row) for row in self._key_lines())
        return 0.04 + (len(self.heading) + names + 2) * self.line + 0.12

    def _draw_top(self, axis) -> None:
        """What is drawn, the groups' shapes, the rule's line by its name, the scale."""
        y = 0.04
        canvas.write(axis, MARGIN, y, self.heading, self.size, color=canvas.QUIET)
        y += len(self.heading) * self.line + 0.02
        for row in self._key_lines():
            x = MARGIN
            for style, lines in row:
                _shape(axis, x + 0.06, y + self.line / 2, style)
                canvas.write(axis, x + SHAPE, y, lines, self.size)
                x += SHAPE + max(canvas.text_width(t, self.size) for t in lines) + 0.2
            y += max(len(lines) for _, lines in row) * self.line
        y += 0.04
        half = canvas.text_width(self.threshold_text, self.size) / 2
        furthest = self.width.inches - MARGIN - half
        at = min(max(self._x(self.threshold), MARGIN + half), furthest)
        canvas.write(axis, at, y, [self.threshold_text], self.size, ha="center")
        for tick in NAMED_TICKS:
            aside = {"ha": "center", "color": canvas.QUIET}
            canvas.write(axis, self._x(tick), y + self.line, [f"{tick}%"], self.size, **aside)

    def _label_height(self, statement: Statement) -> float:
        return (len(statement.text) + len(statement.verdict)) * self.line

    def _points_height(self, statement: Statement) -> float:
        return sum(len(p.numbers) * self.line + LEAD for p in statement.points)

    def _height(self, statement: Statement) -> float:
        label, points = self._label_height(statement), self._points_height(statement)
        return GAP + (label + 0.05 + points if self.width.narrow else max(label, points))

    def _draw(self, axis, statement: Statement, y: float) -> None:
        canvas.write(axis, MARGIN, y, statement.text, self.size)
        below = y + len(statement.text) * self.line
        canvas.write(axis, MARGIN, below, statement.verdict, self.size, fontweight="bold")
        high = self._points_height(statement)
        if self.width.narrow:
            y += self._label_height(statement) + 0.05
        self._grid(axis, y, y + high)
        for point in statement.points:
            middle = y + self.line / 2
            self._draw_point(axis, point, middle)
            canvas.write(axis, self.numbers_at, y, point.numbers, self.size)
            _shape(axis, self.numbers_at - SHAPE + 0.06, middle, point.style)
            y += len(point.numbers) * self.line + LEAD

    def _grid(self, axis, top: float, bottom: float) -> None:
        for tick in TICKS:
            style = {"color": canvas.RULE, "linewidth": 0.6, "zorder": 0}
            axis.plot([self._x(tick)] * 2, [top, bottom], **style)
        style = {"color": canvas.INK, "linewidth": 1.1, "linestyle": (0, (3, 2)), "zorder": 0.5}
        axis.plot([self._x(self.threshold)] * 2, [top, bottom], **style)

    def _draw_point(self, axis, point: Point, middle: float) -> None:
        if math.isnan(point.percent):
            return
        ends, colour = point.ends, point.style["color"]
        if point.bound:
            ends = (point.percent, 100) if point.bound == "over" else (0, point.percent)
        if not math.isnan(ends[0]):
            places = [self._x(end) for end in ends]
            axis.plot(
                places,
                [middle] * 2,
                color=colour,
                linewidth=1.4,
                linestyle=(0, (1, 1)) if point.bound else "-",
                solid_capstyle="butt",
            )
        _shape(axis, self._x(point.percent), middle, point.style, hollow=bool(point.bound))


def _shape(axis, x: float, y: float, style: dict[str, str], hollow: bool = False) -> None:
    axis.plot(
        [x],
        [y],
        marker=style["marker"],
        markersize=5.5,
        markerfacecolor=canvas.PAPER if hollow else style["color"],
        markeredgecolor=style["color"],
        markeredgewidth=1.2,
        zorder=3,
    )
