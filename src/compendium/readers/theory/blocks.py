"""What a document is made of, once it is read: paragraphs, tables and comments, in order."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Paragraph:
    """One paragraph outside tables that holds text.

    `level` is the depth of a heading or a list (1 at the top), 0 for other text; `list_number`
    what the program shows before it, blank for a bullet.
    """

    number: int
    text: str
    style: str = ""
    level: int = 0
    heading: bool = False
    list_number: str = ""

    @property
    def place(self) -> str:
        return f"paragraph {self.number}"

    @property
    def contents(self) -> bool:
        """Whether this is a line of a table of contents, which repeats headings."""
        return self.style.casefold().startswith("toc ")


@dataclasses.dataclass
class Cell:
    """One cell; `columns` and `rows` say over how many it goes."""

    row: int
    column: int
    text: str
    columns: int = 1
    rows: int = 1


@dataclasses.dataclass(frozen=True)
class Table:
    """One table; cells in reading order. Of merged cells there is the first alone."""

    number: int
    cells: list[Cell]

    def place(self, row: int) -> str:
        return f"table {self.number}, row {row}"

    def rows(self) -> dict[int, dict[int, str]]:
        """Texts by row and column; what is merged downwards stands in each row it goes over."""
        found: dict[int, dict[int, str]] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                found.setdefault(row, {})[cell.column] = cell.text
        return dict(sorted(found.items()))


@dataclasses.dataclass(frozen=True)
class Comment:
    """A remark in the margin, and where it hangs."""

    author: str
    text: str
    place: str
