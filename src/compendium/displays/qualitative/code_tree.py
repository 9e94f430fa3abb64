"""The codebook as an indented tree, with a bar and a number for each group beside every code.

Bars of people stand in a frame that is as long as all who were asked; bars of words are measured
against the longest of the figure. Their length says it, not their colour. Groups that do not fit
beside the tree follow below in a block of their own, with the tree again.
"""

from __future__ import annotations

import dataclasses
import functools

import matplotlib

from compendium.analysis.qualitative.theme_counts import ANY_THEME
from compendium.disclosure.released import Released, Value
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.qualitative.heat_cells import PAD, TINTS, Column, need_of
from compendium.displays.qualitative.heat_map import INDENT, MARGIN, Map
from compendium.displays.qualitative.theme_counts import cells_of
from compendium.displays.record import Display
from compendium.words import capitalised, say

COLUMN = {"code_tree": "people", "code_tree_words": "words"}
KEY = {"people": "code_tree_key_people", "words": "code_tree_key_words"}
BAR_LEAST, BAR_HIGH, TRUNK = 0.4, 0.11, 0.045
FILL = TINTS[-1][0]


@dataclasses.dataclass(frozen=True)
class Bar:
    """What stands beside one code in one group: a number, and how much of the bar is filled.

    `room` is what the longest number of the group needs.
    """

    text: str
    filled: float
    room: float = 0.0


def draw_code_tree(display: Display, lang: str, width: Width):
    """The tree at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return Tree(display.data, lang, width, COLUMN[display.kind]).figure()


def has_tree(display: Display) -> bool:
    """Whether any group has bars: somebody was asked, or a word was said."""
    counted = {"people": "asked", "words": "words"}[COLUMN[display.kind]]
    return bool(display.data.frame[counted].gt(0).any())


class Tree(Map):
    """The map of themes with bars for tints, and lines from each code to those below it."""

    def __init__(self, released: Released, lang: str, width: Width, column: str):
        self._column = column
        super().__init__(released, lang, width)

    def _columns(self) -> list[Column]:
        return [
            self._of_cell(rows)
            for rows in cells_of(self.released)
            if self._column != "people" or self.released.frame.at[rows[0], "asked"]
        ]

    def _of_cell(self, rows: list[int]) -> Column:
        """One group: its name, the rest of its description, its bars."""
        first, *others = self._names(rows[0])
        cells = {self.released.frame.at[i, "code_id"]: self._bar(i) for i in rows}
        below = ", ".join(others)
        longest = max(canvas.text_width(cell.text, self.size) for cell in cells.values())
        cells = {code: dataclasses.replace(cell, room=longest) for code, cell in cells.items()}
        wide = max(BAR_LEAST + longest + 4 * PAD, need_of(below, {}, self.size))
        return Column(first, below, cells, wide)

    def _names(self, row: int) -> list[str]:
        """The group's name; what else tells it apart; how many of it were asked."""
        frame, keys = self.released.frame, self.released.by[1:]
        names = [self.released.label(k, frame.at[row, k], self.lang) for k in keys]
        names = names or [say("everybody_asked", self.lang)]
        if frame.at[row, "asked"]:
            asked = Value(self.released, row, "asked").say(self.lang)
            names.append(say("so_many_asked", self.lang, asked=asked))
        return names

    def _bar(self, row: int) -> Bar:
        frame = self.released.frame
        number, whole = frame.at[row, self._column], frame.at[row, "asked"]
        if self._column == "words":
            # Any theme would leave the others no length.
            any_theme = frame["code_id"] == ANY_THEME
            whole = 0 if any_theme[row] else frame.loc[~any_theme, "words"].max()
        text = Value(self.released, row, self._column).say(self.lang)
        return Bar(text, number / whole if whole else 0.0)

    def _group(self, group: str) -> str:
        return capitalised(group)

    def _label(self, code) -> str:
        label = super()._label(code)
        return f"{label} *" if code in self.released.labels["asked_about"] else label

    # The key: what a bar stands for, and the star.

    def _key_rows(self) -> list[str]:
        said = [say(KEY[self._column], self.lang)]
        if self.released.labels["asked_about"]:
            said.append(say("code_tree_key_asked_about", self.lang))
        return [line for text in said for line in canvas.wrap_all(text, self.inner, self.size)]

    def _draw_key(self, axis, rows) -> None:
        for number, line in enumerate(rows):
            y = 0.04 + number * (self._line + 0.08)
            canvas.write(axis, MARGIN, y, [line], self.size, color=canvas.QUIET)

    # A block: as the map has it, with the lines of the tree.

    def _draw_block(self, axis, block: list[Column], y: float) -> None:
        super()._draw_block(axis, block, y)
        middles, y = {}, y + self._head_height(block)
        for code, height in zip(self.codes, self._row_heights(block), strict=True):
            above = 0.08 if self._is_top(code) else 0.0
            half = len(self._lines(code, block)) * self._line / 2
            middles[code] = y + above + (height - above - 0.02) / 2
            self._draw_branch(axis, code, middles)
            # Lines to codes below begin under the name, however many lines that has.
            middles[code, "foot"] = middles[code] + half
            y += height

    def _draw_branch(self, axis, code, middles: dict) -> None:
        """From the code above, if it is in the figure, down and across to this one."""
        parent = self.released.labels["parent"][code].en
        if parent not in middles:
            return
        trunk = MARGIN + INDENT * self._depth(parent) + TRUNK
        end = MARGIN + INDENT * self._depth(code) - 0.02
        across = [trunk, trunk, end]
        down = [middles[parent, "foot"], middles[code], middles[code]]
        axis.plot(across, down, color=canvas.RULE, linewidth=0.8, solid_capstyle="butt")

    def _draw_cell(self, axis, cell: Bar, x: float, y: float, wide: float, high: float) -> None:
        from matplotlib.patches import Rectangle

        whole = self._bar_length + PAD + cell.room
        left, middle = x + (wide - whole) / 2, y + high / 2
        bar = (left, middle - BAR_HIGH / 2)
        filled = self._bar_length * cell.filled
        axis.add_artist(Rectangle(bar, filled, BAR_HIGH, facecolor=FILL, linewidth=0))
        if self._column == "people":
            frame = {"facecolor": "none", "edgecolor": canvas.QUIET, "linewidth": 0.6}
            axis.add_artist(Rectangle(bar, self._bar_length, BAR_HIGH, **frame))
        style = {"ha": "right", "centred": True}
        canvas.write(axis, left + whole, middle, [cell.text], self.size, **style)

    @functools.cached_property
    def _bar_length(self) -> float:
        """How long a full bar is: the same in every column, so that bars can be compared."""
        columns = [column for block in self.blocks for column in block]
        return min(c.width - next(iter(c.cells.values())).room - 3 * PAD for c in columns)
