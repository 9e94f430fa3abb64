"""Which codes meet, as a map: a number in every cell, its tint how far two codes go together.

Codes stand beside the rows with a number, which heads their column. Only the half below the
diagonal is drawn, for a pair has no first and second.
"""

from __future__ import annotations

import itertools

import matplotlib

from compendium.disclosure.released import Released, Value
from compendium.displays.drawing import canvas
from compendium.displays.drawing.canvas import Width
from compendium.displays.qualitative.heat_cells import PAD, TINTS, Cell, Column, width_of
from compendium.displays.qualitative.heat_map import Map
from compendium.displays.record import Display
from compendium.words import number_text, say

# How many codes a telephone has room for: those of the pairs that meet most often.
MOST = 15
# From which Jaccard index on a cell has the next tint.
STEPS = (0.0, 0.1, 0.2, 0.4)
NONE = Cell("0", canvas.PAPER, canvas.QUIET)


def draw_meetings(display: Display, lang: str, width: Width):
    """The map at one width."""
    with matplotlib.rc_context(canvas.settings(display.id)):
        return _MeetingMap(display.data, lang, width).figure()


def has_meetings(display: Display) -> bool:
    """Whether any codes meet."""
    return len(display.data.frame) > 0


def codes_shown(released: Released) -> list[str]:
    """The codes of the pairs that meet most often, in the order of the codebook."""
    chosen: set[str] = set()
    for pair in released.frame[["code_1", "code_2"]].itertuples(index=False):
        if len(chosen | set(pair)) > MOST:
            break
        chosen |= set(pair)
    return [code for code in released.labels["code_1"] if code in chosen]


class _MeetingMap(Map):
    """One row and one column per code; a block has the rows that have a cell in it."""

    def _codes(self) -> list[str]:
        return codes_shown(self.released)

    def _in_blocks(self, columns: list[Column], room: float) -> list[list[Column]]:
        """Columns in their order, in as few blocks as there is room for."""
        blocks: list[list[Column]] = [[]]
        for column in columns:
            if blocks[-1] and width_of([*blocks[-1], column]) > room:
                blocks.append([])
            blocks[-1].append(column)
        return blocks

    def _rows(self, block: list[Column]) -> list[str]:
        """Every code of the block's columns, and every later one."""
        return self.codes[int(block[0].area) - 1 :]

    def _columns(self) -> list[Column]:
        frame = self.released.frame
        rows = {
            pair: i for i, pair in enumerate(zip(frame["code_1"], frame["code_2"], strict=True))
        }
        found = []
        for place, code in enumerate(self.codes[:-1], start=1):
            cells = {other: self._cell(code, other, rows) for other in self.codes[place:]}
            texts = [str(place), *(cell.text for cell in cells.values())]
            need = max(canvas.text_width(text, self.size) for text in texts)
            found.append(Column("", str(place), cells, need + 2 * PAD))
        return found

    def _cell(self, code: str, other: str, rows: dict[tuple[str, str], int]) -> Cell:
        row = rows.get((code, other), rows.get((other, code)))
        if row is not None:
            together = self.released.frame.at[row, "jaccard"]
            step = sum(together >= least for least in STEPS) - 1
            return Cell(Value(self.released, row, "both").say(self.lang), *TINTS[step])
        return Cell("–") if code in self._above(other) or other in self._above(code) else NONE

    def _above(self, code: str) -> list[str]:
        """The codes above one, the next first."""
        parent, found = self.released.labels["parent"], []
        while parent[code].en:
            code = parent[code].en
            found.append(code)
        return found

    def _label(self, code: str) -> str:
        name = self.released.label("code_1", code, self.lang)
        place = str(self.codes.index(code) + 1)
        return say("meeting_code", self.lang, place=place, code=name, units=self._units(code))

    def _units(self, code: str) -> str:
        """In how many units a code stands at all."""
        frame = self.released.frame
        for key, column in (("code_1", "first"), ("code_2", "second")):
            rows = frame.index[frame[key] == code]
            if len(rows):
                return Value(self.released, int(rows[0]), column).say(self.lang)
        raise AssertionError("a code of the map is in a pair")

    def _depth(self, code: str) -> int:
        return sum(above in self.codes for above in self._above(code))

    def _is_top(self, code: str) -> bool:
        return not self._above(code)

    def _group(self, group: str) -> str:
        return say("meeting_columns", self.lang)

    def _key(self) -> list[tuple[Cell, str]]:
        ends = [number_text(step, 1) for step in STEPS]
        under = say("jaccard_under", self.lang, upper=ends[1])
        between = [
            say("from_to", self.lang, lower=low, upper=high)
            for low, high in itertools.pairwise(ends[1:])
        ]
        over = say("jaccard_from", self.lang, lower=ends[-1])
        steps = zip(TINTS, (under, *between, over), strict=True)
        related = (Cell("–"), say("meeting_related", self.lang))
        return [*((Cell("", *tint), text) for tint, text in steps), related]
