"""CMOCs as diagrams: context, then mechanism (a resource and the reasoning it meets), then outcome.

On a page the three stand side by side, on a phone one below the other. Text decides the height
of every box; the strength of the evidence stands beneath in words. Everything that is said comes
from the labels of what was released.
"""

from __future__ import annotations

import dataclasses
import itertools

import matplotlib

from compendium.disclosure.released import Released
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.record import Display
from compendium.displays.theory.cmoc_words import OUTCOMES
from compendium.displays.theory.theory_tables import confidence_text, spread_text
from compendium.words import say

MARGIN, PAD, GAP = 0.04, 0.08, 0.09
ARROW = 0.30  # inches from box to box
BETWEEN = 0.34  # from one CMOC to the next
PARTED = 0.07  # from one paragraph of a box to the next


@dataclasses.dataclass(frozen=True)
class Look:
    """Fill and edge of one kind of box; its heading has the colour of the edge."""

    fill: str
    edge: str


CONTEXT = Look("#E8EEF4", "#27527A")
MECHANISM = Look("#FBF1DE", "#7A4A00")
OUTCOME = Look("#E6F2EB", "#1B5E3B")


@dataclasses.dataclass(frozen=True)
class Line:
    """One line of text, whether it is a heading, and how far below the box's edge it begins."""

    text: str
    bold: bool
    y: float


@dataclasses.dataclass(frozen=True)
class Box:
    """One box: its look, and paragraphs, each a heading and a text."""

    look: Look
    paragraphs: tuple[tuple[str, str], ...]

    def lines(self, width: float, size: float) -> list[Line]:
        """The text in lines that fit into a box of `width` inches."""
        room, found, y = width - 2 * PAD, [], PAD
        for number, (heading, text) in enumerate(self.paragraphs):
            y += PARTED if number else 0.0
            for part, bold in ((heading, True), (text, False)):
                for line in canvas.wrap_all(part, room, size, bold) if part else ():
                    found.append(Line(line, bold, y))
                    y += canvas.line_height(size)
        return found

    def height(self, width: float, size: float) -> float:
        return self.lines(width, size)[-1].y + canvas.line_height(size) + PAD


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a box stands, in inches from the upper left corner."""

    x: float
    y: float
    width: float
    height: float


def has_cmocs(display: Display) -> bool:
    """Whether there is any CMOC to draw."""
    return not display.data.frame.empty


def draw_cmocs(display: Display, lang: str, width: Width):
    """The diagram at one width, CMOCs one below the other."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Diagram(display.data, lang, width).figure()


class _Diagram:
    """Measures first, then draws: text decides the height."""

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang, self.width, self.size = released, lang, width, width.text
        self.inner = width.inches - 2 * MARGIN
        self.line = canvas.line_height(self.size)
        self.rows = list(range(len(released.frame)))

    def figure(self):
        heights = [self._height(row) for row in self.rows]
        whole = sum(heights) + BETWEEN * (len(heights) - 1) + 2 * MARGIN
        starts = itertools.accumulate((h + BETWEEN for h in heights[:-1]), initial=MARGIN)
        figure, axis = canvas.sheet(self.width.inches, whole, sections=starts)
        y = MARGIN
        for row, height in zip(self.rows, heights, strict=True):
            if row:
                middle = y - BETWEEN / 2
                ends = [MARGIN, self.width.inches - MARGIN]
                axis.plot(ends, [middle, middle], color=canvas.RULE, linewidth=0.8)
            self._draw(axis, row, y)
            y += height + BETWEEN
        return figure

    # What a CMOC says.

    def _text(self, row: int, part: str) -> str:
        cmoc = self.released.frame.at[row, "cmoc_id"]
        return self.released.label(part, cmoc, self.lang)

    def _boxes(self, row: int) -> tuple[Box, Box, Box, Box]:
        """Context, resource, reasoning, outcome."""

        def box(look: Look, part: str, heading: str) -> Box:
            return Box(look, ((say(heading, self.lang), self._text(row, part)),))

        cmoc = self.released.frame.at[row, "cmoc_id"]
        stated = [kind for kind in OUTCOMES if cmoc in self.released.labels[kind]]
        outcomes = ((say(OUTCOMES[k], self.lang), self._text(row, k)) for k in stated)
        return (
            box(CONTEXT, "context", "cmoc_context"),
            box(MECHANISM, "m_resource", "cmoc_resource"),
            box(MECHANISM, "m_reasoning", "cmoc_reasoning"),
            Box(
                OUTCOME,
                tuple(outcomes)
                or ((say("cmoc_outcome", self.lang), say("not_available", self.lang)),),
            ),
        )

    def _head(self, row: int) -> tuple[list[str], list[str]]:
        """The id in lines, and whom it is about in lines beside it."""
        name = canvas.wrap_all(self._text(row, "short"), 0.4 * self.inner, self.size + 1, bold=True)
        text = say("cmoc_for_whom", self.lang, text=self._text(row, "for_whom"))
        return name, canvas.wrap_all(text, self.inner - self._beside(name), self.size)

    def _beside(self, name: list[str]) -> float:
        return max(canvas.text_width(line, self.size + 1, bold=True) for line in name) + 0.12

    def _foot(self, row: int) -> list[str]:
        spread = spread_text(self.released, row, self.lang)
        confidence = confidence_text(self.released, row, self.lang)
        text = say("cmoc_strength", self.lang, spread=spread, confidence=confidence)
        return canvas.wrap_all(text, self.inner, self.size)

    # Where it stands.

    def _places(self, row: int, y: float) -> tuple[Place, Place, Place, Place, Place]:
        """Context, the mechanism around its two boxes, resource, reasoning, outcome."""
        return self._stacked(row, y) if self.width.narrow else self._side_by_side(row, y)

    def _side_by_side(self, row: int, y: float) -> tuple[Place, Place, Place, Place, Place]:
        wide = (self.inner - 2 * ARROW - 2 * GAP) / 3
        x = [MARGIN, MARGIN + wide + ARROW, MARGIN + 2 * wide + 2 * GAP + 2 * ARROW]
        context, first, second, outcome = (b.height(wide, self.size) for b in self._boxes(row))
        around = self.line + first + second + 3 * GAP
        high = max(context, around, outcome)
        middle, top = y + high / 2, y + (high - around) / 2 + self.line + GAP
        return (
            Place(x[0], middle - context / 2, wide, context),
            Place(x[1], middle - around / 2, wide + 2 * GAP, around),
            Place(x[1] + GAP, top, wide, first),
            Place(x[1] + GAP, top + first + GAP, wide, second),
            Place(x[2], middle - outcome / 2, wide, outcome),
        )

    def _stacked(self, row: int, y: float) -> tuple[Place, Place, Place, Place, Place]:
        wide, narrow = self.inner, self.inner - 2 * GAP
        boxes = zip(self._boxes(row), (wide, narrow, narrow, wide), strict=True)
        context, resource, reasoning, outcome = (b.height(w, self.size) for b, w in boxes)
        around = self.line + resource + reasoning + 3 * GAP
        second = y + context + ARROW
        top = second + self.line + GAP
        return (
            Place(MARGIN, y, wide, context),
            Place(MARGIN, second, wide, around),
            Place(MARGIN + GAP, top, narrow, resource),
            Place(MARGIN + GAP, top + resource + GAP, narrow, reasoning),
            Place(MARGIN, second + around + ARROW, wide, outcome),
        )

    def _head_height(self, row: int) -> float:
        name, lines = self._head(row)
        named = len(name) * canvas.line_height(self.size + 1)
        return max(named, len(lines) * self.line) + 0.08

    def _height(self, row: int) -> float:
        return self._bottom(row, 0) + 0.06 + len(self._foot(row)) * self.line

    def _bottom(self, row: int, y: float) -> float:
        """Where the lowest box ends of a CMOC that begins at `y`."""
        return max(p.y + p.height for p in self._places(row, y + self._head_height(row)))

    # How it is drawn.

    def _draw(self, axis, row: int, y: float) -> None:
        name, lines = self._head(row)
        canvas.write(axis, MARGIN, y, name, self.size + 1, fontweight="bold")
        canvas.write(axis, MARGIN + self._beside(name), y, lines, self.size)
        context, around, *inside, outcome = self._places(row, y + self._head_height(row))
        self._frame(axis, around)
        boxes = self._boxes(row)
        for box, place in zip(boxes, (context, *inside, outcome), strict=True):
            self._draw_box(axis, box, place)
        self._arrow(axis, context, around)
        self._arrow(axis, around, outcome)
        foot = self._bottom(row, y) + 0.06
        canvas.write(axis, MARGIN, foot, self._foot(row), self.size, color=canvas.QUIET)

    def _frame(self, axis, place: Place) -> None:
        """The dashed box of a mechanism, with its heading."""
        from matplotlib.patches import Rectangle

        corner, edge = (place.x, place.y), MECHANISM.edge
        style = {"facecolor": canvas.PAPER, "edgecolor": edge, "linestyle": (0, (4, 3))}
        axis.add_artist(Rectangle(corner, place.width, place.height, linewidth=1.0, **style))
        style = {"fontweight": "bold", "color": edge}
        heading = say("cmoc_mechanism", self.lang)
        canvas.write(axis, place.x + GAP, place.y + GAP / 2, [heading], self.size, **style)

    def _draw_box(self, axis, box: Box, place: Place) -> None:
        from matplotlib.patches import Rectangle

        style = {"facecolor": box.look.fill, "edgecolor": box.look.edge, "linewidth": 0.9}
        axis.add_artist(Rectangle((place.x, place.y), place.width, place.height, **style))
        for line in box.lines(place.width, self.size):
            style = {"fontweight": "bold", "color": box.look.edge} if line.bold else {}
            canvas.write(axis, place.x + PAD, place.y + line.y, [line.text], self.size, **style)

    def _arrow(self, axis, start: Place, end: Place) -> None:
        """From edge to edge: to the right on a page, down on a phone."""
        if self.width.narrow:
            x = start.x + start.width / 2
            tail, head = (x, start.y + start.height), (x, end.y)
        else:
            y = start.y + start.height / 2
            tail, head = (start.x + start.width, y), (end.x, y)
        style = {"arrowstyle": "-|>", "color": canvas.INK, "shrinkA": 0, "shrinkB": 0}
        axis.annotate("", head, tail, arrowprops={**style, "linewidth": 1.1})
