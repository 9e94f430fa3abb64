"""A table as text: what a page, a notebook and a file show alike."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Row:
    """One row: its heading cell, its other cells, and how deep it stands in an outline.

    A cell's lines are parted by line breaks. `anchor` is what the end of a link to the row says.
    """

    head: str
    cells: tuple[str, ...]
    depth: int = 0
    anchor: str = dataclasses.field(default="", compare=False)


@dataclasses.dataclass(frozen=True)
class TextTable:
    """A table as text. `numeric` says which columns (head aside) are numbers.

    `wordy` tables are read rather than looked up: their cells are short paragraphs.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    numeric: tuple[bool, ...]
    wordy: bool = False
