"""Verdicts on CMOCs as a map: a word on a tint for every CMOC and area.

The tint repeats what the word says. On a page a CMOC's name stands beside its cells, on a phone
above them; text decides the height of every row. Areas that do not fit side by side follow below
in a block of their own, with the names again.
"""

from __future__ import annotations

import dataclasses
import math

import matplotlib

from compendium.disclosure.released import Released
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.record import Display
from compendium.displays.theory.theory_tables import verdict_text

MARGIN, PAD, GAP = 0.04, 0.06, 0.05
BETWEEN = 0.16  # inches from one block of areas to the next
LABEL = 0.46  # share of a page's width for the names of the CMOCs

# Fill and text of each verdict; what nobody looked for, and what is hidden, stays white.
TINTS = {
    "supported": ("#1D5A88", canvas.PAPER),
    "contested": ("#E8B98C", canvas.INK),
    "refuted": ("#7F3B08", canvas.PAPER),
    "thin": ("#E3EBF2", canvas.INK),
    "little": ("#EEF3F7", canvas.INK),
    "not_found": ("#EEF3F7", canvas.INK),
}


@dataclasses.dataclass(frozen=True)
class Line:
    """One row of the map: the lines of its name, and of each cell with the cell's verdict."""

    name: list[str]
    cells: list[tuple[str, list[str]]]


@dataclasses.dataclass(frozen=True)
class Block:
    """Areas that stand side by side: the lines of their names, and the rows below them."""

    heads: list[list[str]]
    lines: list[Line]


def draw_verdicts(display: Display, lang: str, width: Width):
    """The map at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Map(display.data, lang, width).figure()


def has_verdicts(display: Display) -> bool:
    """Whether any verdict may be shown."""
    return bool(display.data.marks["verdict"].eq("").any())


class _Map:
    """Measures first, then draws: text decides the height, and how many areas stand abreast."""

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang, self.width, self.size = released, lang, width, width.text
        self.line = canvas.line_height(self.size)
        inner = width.inches - 2 * MARGIN
        self.label = inner if width.narrow else LABEL * inner
        self.start = MARGIN if width.narrow else MARGIN + self.label + GAP
        self.texts = {row: verdict_text(released, row, lang) for row in released.frame.index}
        areas = list(dict.fromkeys(released.frame["area"]))
        room = width.inches - MARGIN - self.start
        rows = math.ceil(len(areas) / max(int(room / self._least()), 1))
        abreast = math.ceil(len(areas) / rows)
        self.column = room / abreast
        starts = range(0, len(areas), abreast)
        self.blocks = [self._block(areas[start : start + abreast]) for start in starts]

    def _least(self) -> float:
        """The width of a column in which no word of a verdict is broken."""
        words = {word for text in self.texts.values() for word in text.split()}
        return max(canvas.text_width(word, self.size) for word in words) + 2 * PAD + GAP

    def figure(self):
        heights = [self._block_height(block) for block in self.blocks]
        whole = MARGIN + sum(heights) + BETWEEN * (len(heights) - 1)
        # Cut below the names of its columns, or between blocks of columns.
        one = len(self.blocks) == 1
        head = MARGIN + self._head_height(self.blocks[0]) if one else 0.0
        starts = [MARGIN + sum(heights[:n]) + BETWEEN * n for n in range(1, len(heights))]
        figure, axis = canvas.sheet(self.width.inches, whole, head, starts)
        y = MARGIN
        for block, height in zip(self.blocks, heights, strict=True):
            self._draw_block(axis, block, y)
            y += height + BETWEEN
        return figure

    def _block(self, areas: list[str]) -> Block:
        frame = self.released.frame
        places = {(row["cmoc_id"], row["area"]): i for i, row in frame.iterrows()}
        labels = (self.released.label("area", area, self.lang) for area in areas)
        heads = [canvas.wrap_all(x, self.column - GAP, self.size, True) for x in labels]
        cmocs = dict.fromkeys(frame["cmoc_id"])
        return Block(heads, [self._line_of(c, [places[c, a] for a in areas]) for c in cmocs])

    def _line_of(self, cmoc: str, rows: list[int]) -> Line:
        room = self.column - GAP - 2 * PAD
        cells = [canvas.wrap_all(self.texts[row], room, self.size) for row in rows]
        name = self.released.label("cmoc_id", cmoc, self.lang)
        name = canvas.wrap_all(name, self.label - PAD, self.size)
        verdicts = self.released.frame["verdict"][rows]
        return Line(name, list(zip(verdicts, cells, strict=True)))

    def _head_height(self, block: Block) -> float:
        return max(map(len, block.heads)) * self.line + 0.08

    def _block_height(self, block: Block) -> float:
        return self._head_height(block) + sum(map(self._height, block.lines))

    def _draw_block(self, axis, block: Block, y: float) -> None:
        for number, head in enumerate(block.heads):
            middle = self.start + (number + 0.5) * self.column
            canvas.write(axis, middle, y, head, self.size, ha="center", fontweight="bold")
        y += self._head_height(block)
        for line in block.lines:
            self._draw(axis, line, y)
            y += self._height(line)

    def _cell_height(self, line: Line) -> float:
        high = max(len(lines) for _, lines in line.cells) * self.line + PAD
        return high if self.width.narrow else max(high, len(line.name) * self.line + PAD)

    def _above(self, line: Line) -> float:
        """What a name takes that stands above its cells."""
        return len(line.name) * self.line + 0.10 if self.width.narrow else 0.0

    def _height(self, line: Line) -> float:
        return self._above(line) + self._cell_height(line) + GAP

    def _draw(self, axis, line: Line, y: float) -> None:
        high, above = self._cell_height(line), self._above(line)
        if self.width.narrow:
            canvas.write(axis, MARGIN, y + 0.06, line.name, self.size)
        else:
            canvas.write(axis, MARGIN, y + high / 2, line.name, self.size, centred=True)
        for number, (verdict, lines) in enumerate(line.cells):
            x = self.start + number * self.column + GAP / 2
            self._cell(axis, (x, y + above), (self.column - GAP, high), verdict, lines)

    def _cell(self, axis, corner, size, verdict: str, lines: list[str]) -> None:
        from matplotlib.patches import Rectangle

        fill, ink = TINTS.get(verdict, (canvas.PAPER, canvas.INK))
        open_cell = verdict not in TINTS
        style = {
            "facecolor": fill,
            "edgecolor": canvas.RULE if open_cell else "none",
            "linestyle": (0, (2, 2)) if open_cell else "-",
        }
        axis.add_artist(Rectangle(corner, *size, linewidth=0.8, **style))
        x, y = corner[0] + size[0] / 2, corner[1] + size[1] / 2
        canvas.write(axis, x, y, lines, self.size, centred=True, ha="center", color=ink)
