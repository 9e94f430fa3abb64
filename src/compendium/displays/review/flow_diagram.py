"""The flow of a review drawn, as PRISMA 2020 has it: boxes as high as their text.

On a page the two arms stand side by side, each with its main boxes and those beside them; on a
phone one below the other, the way from the first to what was included on the left.
"""

from __future__ import annotations

import dataclasses

import matplotlib

from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.record import Display
from compendium.displays.review.flow_boxes import ARMS, INCLUDED, lines, used
from compendium.words import say

MARGIN, PAD, GAP, DROP = 0.04, 0.07, 0.2, 0.2  # inches: edge, inside a box, between, below
GUTTER = 0.18  # inches on the left of a phone, for the way past the second arm
FILL, ASIDE, HEAD, EDGE = "#F4F7FA", "#FFFFFF", "#DCE6F0", "#27527A"


def draw_flow(display: Display, lang: str, width: Width):
    """The flow at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Flow(display, lang, width).figure()


def has_flow(display: Display) -> bool:
    """Whether there is any box to draw."""
    return not display.data.frame.empty


@dataclasses.dataclass(frozen=True)
class _Box:
    """A box with its text in lines: where it is, its left edge, top, width and height."""

    x: float
    y: float
    wide: float
    high: float
    text: tuple[tuple[str, ...], ...]

    @property
    def middle(self) -> float:
        return self.x + self.wide / 2

    @property
    def bottom(self) -> float:
        return self.y + self.high


class _Flow:
    """Measures first, then draws: a row is as high as the highest of its boxes."""

    def __init__(self, display: Display, lang: str, width: Width):
        self.released, self.lang, self.width, self.size = display.data, lang, width, width.text
        self.line = canvas.line_height(self.size)
        self.arms = used(self.released)
        self.stacked = width.narrow
        self.gutter = GUTTER if self.stacked and len(self.arms) > 1 else 0.0
        columns = 2 if self.stacked else 2 * len(self.arms)
        room = width.inches - 2 * MARGIN - self.gutter - (columns - 1) * GAP
        self.wide = room / columns
        self.boxes: list[tuple[_Box, str]] = []
        self.ways: list[list[tuple[float, float]]] = []

    def figure(self):
        bottom = MARGIN
        ends = []
        if self.stacked:
            for arm in self.arms:
                ends.append(self._arm(arm, 0, self._heights([arm]), bottom))
                bottom = ends[-1][1] + DROP
        else:
            heights = self._heights(self.arms)
            ends = [self._arm(arm, n, heights, bottom) for n, arm in enumerate(self.arms)]
            bottom = max(low for _, low in ends) + DROP
        included = self._box(INCLUDED, 0, bottom, 2 * self.wide + GAP)
        self.boxes.append((included, FILL))
        for number, (last, _) in enumerate(ends):
            self.ways.append(self._way_in(last, included, number))
        return self._drawn(included.bottom + MARGIN)

    # Where boxes stand.

    def _left(self, column: int) -> float:
        return MARGIN + self.gutter + column * (self.wide + GAP)

    def _heights(self, arms: list[str]) -> list[float]:
        """How high each stage is over these arms; nothing where no arm has it."""
        return [
            max(
                self._high(self._lines(boxes, self.wide))
                for arm in arms
                for boxes in self._of(ARMS[arm][n])
            )
            if any(ARMS[arm][n] for arm in arms)
            else 0.0
            for n in range(len(ARMS[arms[0]]))
        ]

    @staticmethod
    def _of(stage) -> tuple[tuple[str, ...], ...]:
        return tuple(filter(None, (stage.main, stage.aside))) if stage else ((),)

    def _arm(self, arm: str, number: int, heights: list[float], top: float) -> tuple[_Box, float]:
        """Place an arm's boxes from `top` on; its last main box, and where the arm ends."""
        column = 0 if self.stacked else 2 * number
        whole = 2 * self.wide + GAP
        heading = canvas.wrap_all(say(arm, self.lang), whole - 2 * PAD, self.size, bold=True)
        head = _Box(self._left(column), top, whole, self._high([heading]), (tuple(heading),))
        self.boxes.append((head, HEAD))
        y, before, last = head.bottom + DROP / 2, None, head
        for stage, height in zip(ARMS[arm], heights, strict=True):
            if stage:
                last = self._box(stage.main, column, y)
                self.boxes.append((last, FILL))
                if before:
                    self.ways.append([(before.middle, before.bottom), (last.middle, last.y)])
                if stage.aside:
                    self._beside(stage.aside, column + 1, last)
                before = last
            y += height + DROP if height else 0.0
        return last, y - DROP

    def _box(self, boxes: tuple[str, ...], column: int, y: float, wide: float = 0.0) -> _Box:
        wide = wide or self.wide
        text = self._lines(boxes, wide)
        return _Box(self._left(column), y, wide, self._high(text), tuple(map(tuple, text)))

    def _beside(self, boxes: tuple[str, ...], column: int, main: _Box) -> None:
        aside = self._box(boxes, column, main.y)
        self.boxes.append((aside, ASIDE))
        y = main.y + min(main.high, aside.high) / 2
        self.ways.append([(main.x + main.wide, y), (aside.x, y)])

    def _way_in(self, last: _Box, included: _Box, number: int) -> list[tuple[float, float]]:
        """From an arm's last box to what was included."""
        if self.stacked and number < len(self.arms) - 1:
            y, into = last.y + last.high / 2, included.y + included.high / 2
            x = MARGIN + GUTTER / 4
            return [(last.x, y), (x, y), (x, into), (included.x, into)]
        if number == 0 or self.stacked:
            return [(last.middle, last.bottom), (last.middle, included.y)]
        into = included.y + included.high / 2
        return [(last.middle, last.bottom), (last.middle, into), (included.x + included.wide, into)]

    # What they say.

    def _lines(self, boxes: tuple[str, ...], wide: float) -> list[list[str]]:
        said = lines(self.released, boxes, self.lang)
        return [canvas.wrap_all(text, wide - 2 * PAD, self.size) for text in said]

    def _high(self, text: list[list[str]]) -> float:
        return sum(len(each) for each in text) * self.line + self._between(text) + 2 * PAD

    def _between(self, text) -> float:
        """Room between the entries of a box."""
        return max(len(text) - 1, 0) * self.line / 4

    # How it is drawn.

    def _drawn(self, high: float):
        from matplotlib.patches import Rectangle

        figure, axis = canvas.sheet(self.width.inches, high)
        for path in self.ways:
            self._draw_way(axis, path)
        for box, fill in self.boxes:
            style = {"facecolor": fill, "edgecolor": EDGE, "linewidth": 1.0}
            style |= {"linewidth": 0} if fill == HEAD else {}
            axis.add_artist(Rectangle((box.x, box.y), box.wide, box.high, **style))
            y = box.y + PAD
            weight = {"fontweight": "bold"} if fill == HEAD else {}
            for each in box.text:
                canvas.write(axis, box.x + PAD, y, list(each), self.size, **weight)
                y += len(each) * self.line + self.line / 4
        return figure

    @staticmethod
    def _draw_way(axis, path: list[tuple[float, float]]) -> None:
        *before, last = path
        xs, ys = [x for x, _ in before], [y for _, y in before]
        axis.plot(xs, ys, color=EDGE, linewidth=1.1, solid_capstyle="butt")
        style = {"arrowstyle": "-|>,head_width=0.25,head_length=0.45", "color": EDGE}
        style |= {"shrinkA": 0, "shrinkB": 0, "linewidth": 1.1, "mutation_scale": 10}
        axis.annotate("", last, before[-1], arrowprops=style)
