"""Themes by group as a map: a tint and a word in every cell, darker where more people raise one.

Columns that do not fit beside the themes follow below in a block of their own, with the themes
again; a group's columns stay together. What is hidden stays white and says so.
"""

from __future__ import annotations

import dataclasses
import itertools

import matplotlib

from compendium.disclosure.released import Released
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.qualitative.heat_cells import (
    PAD,
    TINTS,
    Cell,
    Column,
    by_group,
    columns_of,
    in_blocks,
    need_of,
    width_of,
    words_in,
)
from compendium.displays.qualitative.outline import depth
from compendium.displays.record import Display
from compendium.words import capitalised, number_text, say

MARGIN, INDENT, GAP = 0.04, 0.12, 0.15
SPREAD = 0.4  # inches a column may grow where there is room
LABEL_LEAST = 1.25  # inches for the names of themes, below which columns move to a block below


def draw_heat_map(display: Display, lang: str, width: Width):
    """The map at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return Map(display.data, lang, width).figure()


def has_cells(display: Display) -> bool:
    """Whether any cell says more than that it is hidden."""
    column = "share" if "share" in display.data.frame else "people"
    return bool(display.data.marks[column].eq("").any())


class Map:
    """Measures first, then draws: text decides the height.

    Another kind of map says by methods of its own what its rows and columns are.
    """

    def __init__(self, released: Released, lang: str, width: Width):
        self.released, self.lang, self.width, self.size = released, lang, width, width.text
        self.codes = self._codes()
        self.inner = width.inches - 2 * MARGIN
        columns = self._widened(self._columns())
        blocks = self._in_blocks(columns, self.inner - LABEL_LEAST)
        self.blocks = [self._spread(self._widened(block)) for block in blocks]

    def _in_blocks(self, columns: list[Column], room: float) -> list[list[Column]]:
        return in_blocks(columns, room)

    def _codes(self) -> list:
        return list(dict.fromkeys(self.released.frame["code_id"]))

    def _rows(self, block: list[Column]) -> list:
        """The rows of a block."""
        return self.codes

    def _columns(self) -> list[Column]:
        return columns_of(self.released, self.lang, self.size)

    def _label(self, code) -> str:
        return self.released.label("code_id", code, self.lang)

    def _spread(self, block: list[Column]) -> list[Column]:
        """Columns wider, as far as the names of the themes leave room for it."""
        room = self.inner - self._longest - width_of(block)
        more = min(max(room / len(block), 0.0), SPREAD)
        return [dataclasses.replace(c, width=c.width + more) for c in block]

    @property
    def _longest(self) -> float:
        """The width at which every theme's name stands on one line."""
        ends = [
            INDENT * self._depth(code)
            + canvas.text_width(self._label(code), self.size, self._is_top(code))
            for code in self.codes
        ]
        return max(ends) + 0.12

    def _widened(self, columns: list[Column]) -> list[Column]:
        """Columns as wide as the longest word of their group's heading, which stands over all."""
        wide = []
        for together in by_group(columns):
            need = need_of(self._group(together[0].group), {}, self.size, bold=True)
            more = max(0.0, need - width_of(together)) / len(together)
            wide += [dataclasses.replace(c, width=c.width + more) for c in together]
        return wide

    def _group(self, group: str) -> str:
        return capitalised(self.released.label("group", group, self.lang))

    def figure(self):
        key = self._key_rows()
        top = len(key) * (self._line + 0.08) + 0.06
        height = top + sum(self._block_height(b) for b in self.blocks)
        head = top + self._head_height(self.blocks[0])
        figure, axis = canvas.sheet(self.width.inches, height + MARGIN)
        # The rows of several blocks have headings of their own, and each block has all rows.
        starts = self._starts(self.blocks[0], head)
        figure.cut = canvas.Cut(head, starts, allowed=len(self.blocks) == 1)
        self._draw_key(axis, key)
        y = top
        for block in self.blocks:
            self._draw_block(axis, block, y)
            y += self._block_height(block)
        return figure

    def _starts(self, block: list[Column], y: float) -> tuple[float, ...]:
        """How far down each theme begins that has others below it."""
        starts = itertools.accumulate(self._row_heights(block), initial=y)
        rows = zip(self._rows(block), starts, strict=False)
        return tuple(start for code, start in rows if self._is_top(code))

    @property
    def _line(self) -> float:
        return canvas.line_height(self.size)

    # The key: each tint with what its word stands for.

    def _key_rows(self) -> list[list[tuple[Cell, str, float]]]:
        rows, used = [[]], 0.0
        for cell, text in self._key():
            need = canvas.text_width(text, self.size) + self._swatch(cell) + 0.08
            if rows[-1] and used + need > self.inner:
                rows.append([])
                used = 0.0
            rows[-1].append((cell, text, need))
            used += need + 0.16
        return rows

    def _key(self) -> list[tuple[Cell, str]]:
        if "share" in self.released.frame:
            hidden = self.released.marks["share"].eq("c").any()
            return [
                (Cell(say(word, self.lang), *step), say(f"band_{band}", self.lang))
                for band, (word, step) in words_in(self.released).items()
            ] + [(Cell("[c]"), say("heat_hidden", self.lang))] * int(hidden)
        ends = [f"{number_text(25 * step)}%" for step in range(5)]
        return [
            (Cell("", *tint), say("from_to", self.lang, lower=low, upper=high))
            for tint, low, high in zip(TINTS, ends[:-1], ends[1:], strict=True)
        ]

    def _swatch(self, cell: Cell) -> float:
        return max(0.3, canvas.text_width(cell.text, self.size) + 2 * PAD)

    def _draw_key(self, axis, rows) -> None:
        y = 0.04
        for row in rows:
            x = MARGIN
            for cell, text, need in row:
                swatch = self._swatch(cell)
                self._draw_cell(axis, cell, x, y, swatch, self._line)
                style = {"color": canvas.QUIET, "centred": True}
                canvas.write(
                    axis, x + swatch + 0.08, y + self._line / 2, [text], self.size, **style
                )
                x += need + 0.16
            y += self._line + 0.08

    # A block: headings, then one row per theme.

    def _label_width(self, block: list[Column]) -> float:
        return self.inner - width_of(block)

    def _block_height(self, block: list[Column]) -> float:
        return self._head_height(block) + sum(self._row_heights(block)) + GAP

    def _heads(self, block: list[Column]) -> list[tuple[list[Column], list[str], list[list[str]]]]:
        """Each group's columns, the lines of its heading, and those of each area's."""
        found = []
        for together in by_group(block):
            room = width_of(together) - PAD
            lines = canvas.wrap_all(self._group(together[0].group), room, self.size, bold=True)
            areas = [canvas.wrap_all(c.area, c.width - PAD, self.size) for c in together]
            found.append((together, lines, areas))
        return found

    def _head_height(self, block: list[Column]) -> float:
        heads = self._heads(block)
        groups = max(len(lines) for _, lines, _ in heads)
        areas = max(len(lines) for _, _, parts in heads for lines in parts)
        return (groups + areas) * self._line + 0.10

    def _row_heights(self, block: list[Column]) -> list[float]:
        return [
            len(self._lines(code, block)) * self._line + (0.14 if self._is_top(code) else 0.06)
            for code in self._rows(block)
        ]

    def _lines(self, code, block: list[Column]) -> list[str]:
        room = self._label_width(block) - INDENT * self._depth(code) - 0.08
        return canvas.wrap_all(self._label(code), room, self.size, bold=self._is_top(code))

    def _depth(self, code) -> int:
        return depth(self.released, code)

    def _is_top(self, code) -> bool:
        return self._depth(code) == 0

    def _draw_block(self, axis, block: list[Column], y: float) -> None:
        start = MARGIN + self._label_width(block)
        head = self._head_height(block)
        self._draw_heads(axis, block, start, y, head - 0.04)
        y += head
        for code, height in zip(self._rows(block), self._row_heights(block), strict=True):
            above = 0.08 if self._is_top(code) else 0.0
            high = height - above - 0.02
            middle = y + above + high / 2
            x = MARGIN + INDENT * self._depth(code)
            weight = {"fontweight": "bold"} if self._is_top(code) else {}
            lines = self._lines(code, block)
            canvas.write(axis, x, middle, lines, self.size, centred=True, **weight)
            x = start
            for column in block:
                if code in column.cells:
                    cell = column.cells[code]
                    self._draw_cell(axis, cell, x + 0.01, y + above, column.width - 0.02, high)
                x += column.width
            y += height

    def _draw_heads(self, axis, block: list[Column], x: float, y: float, high: float) -> None:
        heads = self._heads(block)
        areas = max(len(lines) for _, _, parts in heads for lines in parts) * self._line
        for together, lines, parts in heads:
            whole = width_of(together)
            top = y + high - areas - len(lines) * self._line
            style = {"ha": "center", "fontweight": "bold"}
            canvas.write(axis, x + whole / 2, top, lines, self.size, **style)
            for column, area in zip(together, parts, strict=True):
                style = {"ha": "center", "color": canvas.QUIET}
                middle = x + column.width / 2
                canvas.write(axis, middle, y + high - areas, area, self.size, **style)
                x += column.width

    def _draw_cell(self, axis, cell: Cell, x: float, y: float, wide: float, high: float) -> None:
        from matplotlib.patches import Rectangle

        # A tint without a word, in the key, may be too light to stand out from paper.
        told = "none" if cell.text else canvas.QUIET
        axis.add_artist(
            Rectangle(
                (x, y),
                wide,
                high,
                facecolor=cell.tint or canvas.PAPER,
                edgecolor=told if cell.tint else canvas.RULE,
                linestyle=(0, (2, 2)) if not cell.tint else "-",
                linewidth=0.8,
            )
        )
        if cell.text:
            style = {"ha": "center", "color": cell.ink, "centred": True}
            canvas.write(axis, x + wide / 2, y + high / 2, [cell.text], self.size, **style)
