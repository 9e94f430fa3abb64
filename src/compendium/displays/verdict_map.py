"""Verdicts on CMOCs as a map: a word on a tint for every CMOC and area.

The tint repeats what the word says. On a page a CMOC's name stands beside its cells, on a phone
above them; text decides the height of every row.
"""

from __future__ import annotations

import dataclasses

import matplotlib

from compendium.disclosure.released import Released
from compendium.displays import canvas
from compendium.displays.canvas import Width
from compendium.displays.record import Display
from compendium.displays.theory_tables import verdict_text

MARGIN, PAD, GAP = 0.04, 0.06, 0.05
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


def draw_verdicts(display: Display, lang: str, width: Width):
    """The map at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _Map(display.data, lang, width).figure()


def has_verdicts(display: Display) -> bool:
    """Whether any verdict may be shown."""
    return bool(display.data.marks["verdict"].eq("").any())


class _Map:
    """Measures first, then draws: text decides the height."""

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang, self.width, self.size = released, lang, width, width.text
        self.areas = list(dict.fromkeys(released.frame["area"]))
        self.line = canvas.line_height(self.size)
        inner = width.inches - 2 * MARGIN
        self.label = inner if width.narrow else LABEL * inner
        self.start = MARGIN if width.narrow else MARGIN + self.label + GAP
        self.column = (width.inches - MARGIN - self.start) / len(self.areas)
        self.lines = self._lines()

    def figure(self):
        heads = [
            canvas.wrap(
                self.released.label("area", a, self.lang), self.column - GAP, self.size, True
            )
            for a in self.areas
        ]
        top = max(map(len, heads)) * self.line + 0.08
        heights = [self._height(line) for line in self.lines]
        figure, axis = canvas.sheet(self.width.inches, MARGIN + top + sum(heights), MARGIN + top)
        for number, head in enumerate(heads):
            middle = self.start + (number + 0.5) * self.column
            canvas.write(axis, middle, MARGIN, head, self.size, ha="center", fontweight="bold")
        y = MARGIN + top
        for line, height in zip(self.lines, heights, strict=True):
            self._draw(axis, line, y, height)
            y += height
        return figure

    def _lines(self) -> list[Line]:
        frame, found = self.released.frame, []
        places = {(row["cmoc_id"], row["area"]): i for i, row in frame.iterrows()}
        for cmoc in dict.fromkeys(frame["cmoc_id"]):
            rows = [places[cmoc, area] for area in self.areas]
            room = self.column - GAP - 2 * PAD
            texts = [verdict_text(self.released, row, self.lang) for row in rows]
            cells = [canvas.wrap(text, room, self.size) for text in texts]
            name = self.released.label("cmoc_id", cmoc, self.lang)
            name = canvas.wrap(name, self.label - PAD, self.size)
            found.append(Line(name, list(zip(frame["verdict"][rows], cells, strict=True))))
        return found

    def _cell_height(self, line: Line) -> float:
        high = max(len(lines) for _, lines in line.cells) * self.line + PAD
        return high if self.width.narrow else max(high, len(line.name) * self.line + PAD)

    def _above(self, line: Line) -> float:
        """What a name takes that stands above its cells."""
        return len(line.name) * self.line + 0.10 if self.width.narrow else 0.0

    def _height(self, line: Line) -> float:
        return self._above(line) + self._cell_height(line) + GAP

    def _draw(self, axis, line: Line, y: float, height: float) -> None:
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
