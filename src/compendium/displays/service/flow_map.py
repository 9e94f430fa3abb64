"""The flow through a service drawn: streams from who refers to what is done, one panel per site.

A page has all stages side by side; a phone has one pair of stages below the other. Every place is
named beside its bar, so that no colour is needed to tell places apart; streams of referrals that
were accepted are darker than those of others, in black and white too.
"""

from __future__ import annotations

import dataclasses
import itertools

import matplotlib

from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.record import Display
from compendium.displays.service.flow_parts import (
    OUTCOME,
    STAGES,
    TAKEN_ON,
    Flow,
    Place,
    Stream,
    flows_of,
)
from compendium.words import say

MARGIN, BAR, AIR, SPACE = 0.04, 0.09, 0.07, 0.07
# How high all referrals stand, and how far a panel lies from the next.
HEIGHT = {"page": 2.1, "phone": 1.5, "slide": 2.1}
BETWEEN = 0.22
# How much of the width names beside the first and the last stage take.
NAMES = {"page": 0.21, "phone": 0.36, "slide": 0.21}
INK, TAKEN, OTHER = "#0B3558", "#9DBFDB", "#DDD9D2"
EDGE = "#7C8794"


def draw_service_flow(display: Display, lang: str, width: Width):
    """The figure at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Chart(flows_of(display.data, lang), lang, width).figure()


@dataclasses.dataclass
class _Column:
    """One stage of a panel: its heading, where its places stand, and their names' lines."""

    heading: list[str]
    places: list[Place]
    names: dict[Place, list[str]]
    x: float
    on_left: bool
    slots: dict[Place, float]
    top: dict[Place, float] = dataclasses.field(default_factory=dict)


class _Chart:
    """Measures first, then draws: names decide the height."""

    def __init__(self, flows: list[Flow], lang: str, width: Width):
        self.flows, self.lang, self.width, self.size = flows, lang, width, width.text
        self.line = canvas.line_height(self.size)
        self.inner = width.inches - 2 * MARGIN
        self.beside = NAMES[width.name] * self.inner

    def figure(self):
        panels = [
            (flow, stages, number == 0)
            for flow in self.flows
            for number, stages in enumerate(self._stages(flow))
        ]
        made = [self._columns(flow, stages) for flow, stages, _ in panels]
        heights = [
            self._height(flow, columns, first)
            for (flow, _, first), columns in zip(panels, made, strict=True)
        ]
        starts = itertools.accumulate(heights[:-1], initial=0.0)
        figure, axis = canvas.sheet(self.width.inches, sum(heights) + MARGIN, sections=starts)
        y = 0.0
        for (flow, _, first), columns, height in zip(panels, made, heights, strict=True):
            self._draw(axis, flow, columns, first, y)
            y += height
        return figure

    def _stages(self, flow: Flow) -> list[list[str]]:
        """All stages as one panel; on a phone each pair of neighbours as one."""
        stages = flow.stages()
        if not self.width.narrow:
            return [stages]
        return [[one, other] for one, other in itertools.pairwise(stages)]

    def _columns(self, flow: Flow, stages: list[str]) -> list[_Column]:
        """Every stage with its place across the panel; names go left of the first bar alone."""
        left = MARGIN + self.beside
        right = self.width.inches - MARGIN - self.beside - BAR
        step = (right - left) / max(len(stages) - 1, 1)
        columns, scale = [], self._scale(flow)
        for number, stage in enumerate(stages):
            last = number == len(stages) - 1
            room = self.beside if number == 0 or last else step - BAR
            room -= SPACE + (0 if number == 0 or last else SPACE)
            places = [p for p in flow.places(stage) if flow.touches(p, stages)]
            names = {p: canvas.wrap_all(flow.names[p], room, self.size) for p in places}
            heading = canvas.wrap_all(say(STAGES[stage], self.lang), room, self.size, bold=True)
            slots = {p: max(scale * flow.size(p), len(names[p]) * self.line) + AIR for p in places}
            x, on_left = left + number * step, number == 0
            columns.append(_Column(heading, places, names, x, on_left, slots))
        return columns

    def _scale(self, flow: Flow) -> float:
        """Inches a referral."""
        most = max(sum(flow.size(p) for p in flow.places(s)) for s in flow.stages())
        return HEIGHT[self.width.name] / most

    def _heading(self, flow: Flow, first: bool) -> list[str]:
        return canvas.wrap_all(flow.heading, self.inner, self.size + 1, bold=True) if first else []

    def _head_height(self, flow: Flow, columns: list[_Column], first: bool) -> float:
        title = len(self._heading(flow, first)) * canvas.line_height(self.size + 1)
        return title + max(len(c.heading) for c in columns) * self.line + 0.16

    def _body(self, columns: list[_Column]) -> float:
        """How high the bars stand: every place has a slot for its bar and its name."""
        return max(sum(c.slots.values()) for c in columns)

    def _height(self, flow: Flow, columns: list[_Column], first: bool) -> float:
        return self._head_height(flow, columns, first) + self._body(columns) + BETWEEN

    def _draw(self, axis, flow: Flow, columns: list[_Column], first: bool, y: float) -> None:
        heading = self._heading(flow, first)
        canvas.write(axis, MARGIN, y + 0.04, heading, self.size + 1, fontweight="bold")
        below = y + 0.08 + len(heading) * canvas.line_height(self.size + 1)
        top, body = y + self._head_height(flow, columns, first), self._body(columns)
        scale = self._scale(flow)
        for column in columns:
            self._place(flow, column, top, body, scale)
            self._write_at(axis, column, below, column.heading, fontweight="bold")
        for one, other in itertools.pairwise(columns):
            self._draw_streams(axis, flow, one, other, scale)
        for column in columns:
            self._draw_places(axis, flow, column, scale)

    def _place(self, flow: Flow, column: _Column, top: float, body: float, scale: float) -> None:
        """Where each bar of a column begins: in the middle of its slot, slots spread evenly."""
        spare = (body - sum(column.slots.values())) / max(len(column.places), 1)
        y = top
        for place in column.places:
            slot = column.slots[place] + spare
            column.top[place] = y + (slot - scale * flow.size(place)) / 2
            y += slot

    def _draw_streams(self, axis, flow: Flow, one: _Column, other: _Column, scale: float) -> None:
        leaves, comes = dict(one.top), dict(other.top)
        for begin in one.places:
            for end in other.places:
                for stream in (s for s in flow.streams if (s.begin, s.end) == (begin, end)):
                    height = scale * stream.width
                    starts = (one.x + BAR, leaves[begin]), (other.x, comes[end])
                    self._draw_stream(axis, stream, *starts, height)
                    leaves[begin] += height
                    comes[end] += height

    def _draw_stream(self, axis, stream: Stream, start, end, height: float) -> None:
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        (x0, y0), (x1, y1) = start, end
        half = (x0 + x1) / 2
        points = [
            *((x0, y0), (half, y0), (half, y1), (x1, y1), (x1, y1 + height)),
            *((half, y1 + height), (half, y0 + height), (x0, y0 + height), (x0, y0)),
        ]
        codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
        refused = stream.end[0] == OUTCOME and stream.end[1] != TAKEN_ON
        colour = OTHER if refused else TAKEN
        axis.add_artist(
            PathPatch(
                Path(points, codes), facecolor=colour, edgecolor=EDGE, linewidth=0.3, alpha=0.75
            )
        )

    def _draw_places(self, axis, flow: Flow, column: _Column, scale: float) -> None:
        from matplotlib.patches import Rectangle

        for place in column.places:
            size = scale * flow.size(place)
            corner = (column.x, column.top[place])
            axis.add_artist(Rectangle(corner, BAR, max(size, 0.01), facecolor=INK))
            lines = column.names[place]
            start = column.top[place] + size / 2 - len(lines) * self.line / 2
            self._write_at(axis, column, start, lines)

    def _write_at(self, axis, column: _Column, y: float, lines: list[str], **style) -> None:
        from matplotlib.patheffects import withStroke

        # Names in the middle stand on streams.
        style["path_effects"] = [withStroke(linewidth=2.2, foreground=canvas.PAPER)]
        if column.on_left:
            canvas.write(axis, column.x - SPACE, y, lines, self.size, ha="right", **style)
        else:
            canvas.write(axis, column.x + BAR + SPACE, y, lines, self.size, **style)
