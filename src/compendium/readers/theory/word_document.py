"""A Word document (``.docx``) as paragraphs, tables and comments in reading order.

Read by hand: the library for it leaves out tracked insertions, content controls, text boxes and
symbols without a word. Nothing outside the file is opened.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from pathlib import Path

from compendium.readers.archive import Archive, refuse_compound
from compendium.readers.refi_qda.elements import children
from compendium.readers.theory.blocks import Cell, Comment, Paragraph, Table
from compendium.readers.theory.word_body import Body, joins_the_next
from compendium.readers.theory.word_lists import Lists
from compendium.readers.theory.word_package import Package
from compendium.readers.theory.word_styles import Styles, number_in
from compendium.readers.theory.word_text import Line, first, read_line, value


@dataclasses.dataclass
class Document:
    """A document in reading order; `counts` has what is no plain text, by kind."""

    blocks: list[Paragraph | Table]
    comments: list[Comment]
    counts: Counter
    tool: str


def read_document(path: Path) -> Document:
    """Read a Word document.

    Raises
    ------
    DataError
        If it is an old ``.doc``, is protected, damaged or unsafe, or no Word document.
    """
    refuse_compound(path, "document", ".docx")
    with Archive(path) as archive:
        package = Package(path, archive)
        reading = _Reading(Styles(package.part("styles")), package.part("numbering"))
        reading.container(package.body)
        edges = [*package.all("header"), *package.all("footer")]
        reading.counts["edges"] = sum(any(t.text for t in e.iter("{*}t")) for e in edges)
        comments = _comments(package.part("comments"), reading.remarks)
        return Document(reading.blocks, comments, reading.counts, package.tool())


@dataclasses.dataclass(frozen=True)
class _Said:
    """One paragraph as it is read, wherever it stands."""

    text: str
    style: str
    level: int
    heading: bool
    list_number: str


class _Reading(Body):
    """A document while it is walked through. `remarks` has where each comment hangs."""

    def __init__(self, styles: Styles, numbering):
        super().__init__()
        self.styles, self.lists = styles, Lists(numbering, styles)
        self.blocks: list[Paragraph | Table] = []
        self.remarks: dict[str, str] = {}
        self.numbers: Counter = Counter()

    def container(self, element) -> None:
        """Everything in a body, a text box or a content control that is outside tables."""
        for part, line in self.units(element):
            if line is None:
                self._table(part)
            else:
                self._paragraph(part, line)

    def _paragraph(self, element, line: Line) -> None:
        """Keep a paragraph outside tables, unless it is blank; its text boxes follow it."""
        said = self._said(element, line)
        if said.text:
            self.numbers["paragraphs"] += 1
            self.blocks.append(Paragraph(self.numbers["paragraphs"], **said.__dict__))
        here = f"paragraph {max(1, self.numbers['paragraphs'])}"
        self.remarks |= dict.fromkeys(line.comments, here)
        for box in line.boxes:
            self.counts["boxes"] += 1
            self.container(box)

    def _said(self, element, line: Line) -> _Said:
        properties = first(element, "pPr")
        style = self.styles.of(properties)
        self.counts["unstyled"] += bool(style) and style not in self.styles.by_id
        outline = self.styles.outline(properties, style)
        number, depth = self.styles.listed(properties, style)
        depth = self.lists.depth(number, depth, style)
        return _Said(
            line.text,
            self.styles.name(style),
            outline or (depth + 1 if number else 0),
            bool(outline),
            self.lists.next(number, depth) if number and not joins_the_next(element) else "",
        )

    def _table(self, element) -> None:
        """A table, and after it those that stand in its cells."""
        self.numbers["tables"] += 1
        table, inner = Table(self.numbers["tables"], []), []
        self.blocks.append(table)
        above: dict[int, Cell] = {}
        for row, tr in enumerate(self.kept(element, "tr", "trPr"), start=1):
            column = 1 + (number_in(first(tr, "trPr"), "gridBefore") or 0)
            reached: dict[int, Cell] = {}
            for tc in self.kept(tr, "tc", "tcPr"):
                texts = self._cell_texts(tc, table.place(row), inner)
                width = number_in(first(tc, "tcPr"), "gridSpan") or 1
                cell = Cell(row, column, "\n".join(filter(None, texts)), columns=width)
                reached[column] = _placed(cell, tc, above.get(column), table)
                column += cell.columns
            above = reached
        for nested in inner:
            self._table(nested)

    def _cell_texts(self, element, place: str, inner: list) -> list[str]:
        """The paragraphs of a cell, each with its list number; tables in it go to `inner`."""
        texts = []
        for part, line in self.units(element):
            if line is None:
                inner.append(part)
                continue
            said = self._said(part, line)
            texts.append(f"{said.list_number} {said.text}".strip())
            self.remarks |= dict.fromkeys(line.comments, place)
            for box in line.boxes:
                self.counts["boxes"] += 1
                texts += self._cell_texts(box, place, inner)
        return texts


def _placed(cell: Cell, tc, over: Cell | None, table: Table) -> Cell:
    """Keep a cell; one that continues the cell over it makes that longer."""
    merge = first(tc, "tcPr", "vMerge")
    if merge is None or value(merge) == "restart" or over is None:
        table.cells.append(cell)
        return cell
    over.rows += 1
    over.text = "\n".join(filter(None, (over.text, cell.text)))
    return over


def _comments(root, places: dict[str, str]) -> list[Comment]:
    found = []
    for comment in children(root, "comment") if root is not None else ():
        lines = [read_line(p, Line(Counter())).text for p in comment.iter("{*}p")]
        text = "\n".join(filter(None, lines))
        found.append(Comment(value(comment, "author"), text, places.get(value(comment, "id"), "")))
    return found
