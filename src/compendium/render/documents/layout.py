"""How a table is set on paper: how wide its columns are, how large its text, which way the sheet.

Widths are measured with the report's typeface. A table stands upright if its longest words fit
there in text that can be read, and no row grows very tall; else on a sheet on its side. One of
numbers behind a figure, which stands at the end either way, is turned too where that saves sheets.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Iterable, Sequence

from compendium.displays.drawing.canvas import PAGE, text_width
from compendium.displays.text_table import TextTable

UPRIGHT, ON_ITS_SIDE = PAGE.inches, 9.8
# Sizes of text in points that are tried, upright and on its side, the largest first.
SIZES = {UPRIGHT: (9.0, 8.5, 8.0), ON_ITS_SIDE: (9.0, 8.5, 8.0, 7.5)}
# What stands beside the text of a cell, in inches.
PADDING = 0.15
# A row upright may be so many lines high; one that is higher than the second may run onto the
# next page.
TALL, SPLITS = 18, 12
# Lines that a sheet holds in text of the largest size, and how many stand around a table.
LINES, AROUND = {UPRIGHT: 62, ON_ITS_SIDE: 38}, 10
# A table is turned to save sheets where it saves this part of them.
SAVED = 0.1
# A table of no more lines than this stays on one page.
KEPT_WHOLE = 14
# Bold text, of headings, is so much wider.
BOLD = 1.1
# A column of text gains little by being wider than this, in inches.
WIDE_ENOUGH = 3.0
# A table takes at least this part of the sheet.
NARROWEST = 0.6


@dataclasses.dataclass(frozen=True)
class Layout:
    """Column widths in inches, the size of text in points, whether the sheet lies on its side.

    `high` says of each row how many lines it has.
    """

    inches: tuple[float, ...]
    points: float
    on_its_side: bool
    high: tuple[int, ...]

    @property
    def splits(self) -> tuple[bool, ...]:
        """Of each row whether it may run onto the next page."""
        return tuple(lines > SPLITS for lines in self.high)

    @property
    def whole(self) -> bool:
        """Whether the table is so short that it stays on one page."""
        return sum(self.high) <= KEPT_WHOLE

    @property
    def sheets(self) -> float:
        """How many sheets the table fills."""
        sheet = ON_ITS_SIDE if self.on_its_side else UPRIGHT
        return sum(self.high) * self.points / SIZES[sheet][0] / LINES[sheet]

    @property
    def shares(self) -> tuple[float, ...]:
        """Column widths as percentages of the sheet's text width."""
        whole = ON_ITS_SIDE if self.on_its_side else UPRIGHT
        return tuple(round(100 * inches / whole, 2) for inches in self.inches)


def layout(table: TextTable, upright: bool = False, saving: bool = False) -> Layout:
    """How a table of text is set.

    `upright` keeps the sheet as it is whatever the table needs; `saving` turns it not only where a
    table needs that but also where it takes fewer sheets on its side.
    """
    rows = [[r.head, *r.cells] for r in table.rows]
    # What only names the rows below it stands across all columns.
    across = [r.is_heading for r in table.rows]
    given = table.columns, rows, (False, *table.numeric), table.widths, across
    made = set_out(*given, upright)
    if table.sheet and made.on_its_side:
        smaller = [points for points in SIZES[ON_ITS_SIDE] if points <= made.points]
        return min((set_out(*given, tried=[(ON_ITS_SIDE, p)]) for p in smaller), key=_on_sheets)
    if upright or made.on_its_side or not saving or made.sheets <= 1:
        return made
    turned = set_out(*given, tried=_sizes(ON_ITS_SIDE))
    return turned if turned.sheets < (1 - SAVED) * made.sheets else made


def _on_sheets(made: Layout) -> int:
    """How many sheets a table on its side needs with its caption, its headings and its notes."""
    return math.ceil(made.sheets + AROUND / LINES[ON_ITS_SIDE])


def _sizes(*sheets: float) -> list[tuple[float, float]]:
    """Sheets and sizes of text to try, in turn."""
    return [(sheet, points) for sheet in sheets for points in SIZES[sheet]]


def set_out(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool] = (),
    given: Sequence[float] = (),
    across: Sequence[bool] = (),
    upright: bool = False,
    tried: Sequence[tuple[float, float]] = (),
) -> Layout:
    """How cells of text are set; `given` are widths to come near to, in percent.

    `upright` keeps the sheet as it is whatever the table needs; `tried` are the sheets and sizes of
    text to choose from, else all.
    """
    across = across or [False] * len(rows)
    told = [row for row, is_across in zip(rows, across, strict=True) if not is_across]
    columns = list(zip(heads, *told, strict=True))
    numeric = numeric or [False] * len(columns)
    least = [_least(cells, number) for cells, number in zip(columns, numeric, strict=True)]
    wish = [max(_widths(cells), default=0.0) for cells in columns]
    tried = tried or _sizes(*((UPRIGHT,) if upright else SIZES))
    for sheet, points in tried:
        need = [points * inches + PADDING for inches in least]
        if sum(need) <= sheet:
            want = [max(points * w + PADDING, n) for w, n in zip(wish, need, strict=True)]
            inches = _shared(need, want, sheet, given)
            high = _heights(rows, inches, points)
            if sheet == ON_ITS_SIDE or upright or max(high, default=0) <= TALL:
                return _as_layout(inches, points, sheet, high)
    need = [points * inches + PADDING for inches in least]
    inches = [n * sheet / sum(need) for n in need]
    return _as_layout(inches, points, sheet, _heights(rows, inches, points))


def _as_layout(inches: Iterable[float], points: float, sheet: float, high: list[int]) -> Layout:
    rounded = tuple(round(i, 3) for i in inches)
    return Layout(rounded, points, sheet == ON_ITS_SIDE, tuple(high))


def _shared(
    need: list[float], want: list[float], sheet: float, given: Sequence[float]
) -> list[float]:
    """Widths of columns that give each what it needs, and what is left to those that want more."""
    if given:
        aimed = [max(sheet * g / sum(given), n) for g, n in zip(given, need, strict=True)]
        free = [a - n for a, n in zip(aimed, need, strict=True)]
        over = (sum(aimed) - sheet) / sum(free) if sum(free) else 0.0
        return [a - f * over for a, f in zip(aimed, free, strict=True)]
    if sum(want) <= sheet:
        more = max(NARROWEST * sheet, min(sheet, 1.15 * sum(want))) - sum(want)
        # What nobody needs goes to the first column, so that the others stay side by side.
        return [want[0] + more / 2, *(w + more / 2 / max(len(want) - 1, 1) for w in want[1:])]
    wished = [min(w, max(WIDE_ENOUGH, n)) - n for w, n in zip(want, need, strict=True)]
    # Where single words make every column as wide as is enough, all share what is left.
    wished = wished if any(wished) else [1.0] * len(need)
    left = sheet - sum(need)
    return [n + left * w / sum(wished) for n, w in zip(need, wished, strict=True)]


def _least(cells: Sequence[str], number: bool) -> float:
    """The narrowest a column can be: its longest word, or its longest number with what follows."""
    head, *below = cells
    heads = [BOLD * wide(word) for word in head.split()]
    words = "\n".join(below).split("\n") if number else " ".join(below).split()
    return max([*heads, *map(wide, words)], default=0.0)


def _widths(cells: Iterable[str]) -> Iterable[float]:
    return (wide(line) for cell in cells for line in cell.split("\n"))


def _heights(rows: Sequence[Sequence[str]], inches: Sequence[float], points: float) -> list[int]:
    """How many lines each row has."""
    room = [(i - PADDING) / points for i in inches]
    return [
        max(
            sum(max(1, math.ceil(1.08 * wide(line) / r)) for line in cell.split("\n"))
            for cell, r in zip(row, room, strict=True)
        )
        for row in rows
    ]


def wide(text: str) -> float:
    """Inches of a line of text for each point of its size."""
    return sum(map(_letter, text))


@functools.cache
def _letter(letter: str) -> float:
    return text_width(letter, 10) / 10
