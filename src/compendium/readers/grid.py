"""A sheet as a grid of texts: what a workbook and a delimited file have in common."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Iterable

# Far above any honest export, and still within a small machine's memory: about 16 bytes a cell,
# for answers repeat and each different short one is kept once.
MOST_CELLS = 100_000_000
# In a workbook or .ods, where a few bytes can stand for many cells.
MOST_CELLS_OF_A_SHEET = 20_000_000
SHORT = 40
# What the bytes of one letter in UTF-8 look like in windows-1252.
AFTER = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
GARBLED = re.compile(f"[ÂÃÄÅ]{AFTER}|[àáâãäåçèéêëìíîï]{AFTER}{{2}}|ð{AFTER}{{3}}")


@dataclasses.dataclass
class Grid:
    """Rows of cells by the row number a spreadsheet program shows; every cell is text.

    Rows may differ in length until the grid is `tidied`. `letters` is what a spreadsheet program
    calls each column. `found`, `lost` and `guessed` go into the import report.
    """

    rows: dict[int, list[str]]
    tool: str = ""
    letters: list[str] = dataclasses.field(default_factory=list)
    found: dict[str, int | str] = dataclasses.field(default_factory=dict)
    lost: list[str] = dataclasses.field(default_factory=list)
    guessed: list[str] = dataclasses.field(default_factory=list)

    @property
    def width(self) -> int:
        """The number of cells in the longest row."""
        return max(map(len, self.rows.values()), default=0)

    def tidied(self) -> Grid:
        """Without rows and columns that are blank throughout; rows of equal length."""
        width = self.width
        filled = {number: cells for number, cells in self.rows.items() if any(map(said, cells))}
        used = _used(filled.values(), width)
        blank = {"row": len(self.rows) - len(filled), "column": width - len(used)}
        lost = [f"{n} blank {what}{'s' if n > 1 else ''}" for what, n in blank.items() if n]
        if len(used) < width or any(len(c) < width for c in filled.values()):
            filled = {n: [c[i] if i < len(c) else "" for i in used] for n, c in filled.items()}
        return dataclasses.replace(
            self,
            rows=filled,
            letters=[letter(i) for i in used],
            lost=[*self.lost, *lost],
        )


def _used(rows: Iterable[list[str]], width: int) -> list[int]:
    """Columns in which any row says something."""
    blank = set(range(width))
    for cells in rows:
        if not blank:
            break
        blank -= {i for i in blank if i < len(cells) and said(cells[i])}
    return [i for i in range(width) if i not in blank]


def garbled(rows: Iterable[list[str]]) -> list[tuple[str, str]]:
    """Of each row that looks as if UTF-8 had been read as windows-1252: one letter so, and right.

    >>> garbled([["Siân"], ["SiÃ¢n"], ["Â£5"]])
    [('Ã¢', 'â'), ('Â£', '£')]
    """
    found = []
    for cells in rows:
        for letter in GARBLED.findall("\t".join(cells)):
            with contextlib.suppress(UnicodeError):
                found.append((letter, letter.encode("cp1252").decode("utf-8")))
                break
    return found


class Cells:
    """Cells that say the same are one object, as long as they are short."""

    def __init__(self):
        self._known: dict[str, str] = {}

    def shared(self, record: list[str]) -> list[str]:
        """The record, each short cell in it the one that was met first."""
        met = self._known.setdefault
        return [met(cell, cell) if len(cell) < SHORT else cell for cell in record]


def said(cell: str) -> bool:
    """Whether a cell holds more than spaces."""
    return bool(cell.strip())


def letter(index: int) -> str:
    """What a spreadsheet program calls a column.

    >>> [letter(i) for i in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
