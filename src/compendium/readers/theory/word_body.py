"""What stands in the body of a Word file: paragraphs and tables in order, however wrapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from compendium.readers.refi_qda.elements import children, tag
from compendium.readers.theory.word_text import DELETED, Line, chosen, first, read_line

# What may stand around paragraphs and tables.
AROUND = {"sdtContent", "customXml", "smartTag", "txbxContent", "body", "ins", "moveTo"}


class Body:
    """A body while it is walked through; `counts` has what is no plain text, by kind.

    `reads` says how a line of it is read where that differs (`soft_hyphen`, `page_break`).
    """

    reads: ClassVar[dict[str, str]] = {}

    def __init__(self):
        self.counts: Counter = Counter()

    def units(self, element) -> Iterator[tuple[object, Line | None]]:
        """Each paragraph with its text, one whose end is deleted joined to the next; each table."""
        line = end = None
        for part in self._parts(element):
            if tag(part) == "tbl":
                if line is not None:
                    yield end, line
                yield part, None
                line = None
                continue
            line, end = read_line(part, line or self._line()), part
            if joins_the_next(part):
                self.counts["deletions"] += 1
                continue
            yield end, line
            line = None
        if line is not None:
            yield end, line

    def _line(self) -> Line:
        return Line(self.counts, **self.reads)

    def _parts(self, element):
        """Paragraphs and tables in order, whatever stands around them."""
        for child in element:
            name = tag(child)
            if name in ("p", "tbl"):
                yield child
            elif name == "sdt":
                for content in children(child, "sdtContent"):
                    yield from self._parts(content)
            elif name in AROUND:
                yield from self._parts(child)
            elif name == "AlternateContent":
                yield from self._parts(chosen(child))
            elif name in ("altChunk", "subDoc"):
                self.counts["enclosed"] += 1

    def kept(self, element, name: str, properties: str):
        """Rows of a table or cells of a row, without those whose deletion is tracked."""
        for child in element:
            if tag(child) == name:
                marks = names_in(first(child, properties))
                if marks & {"del", "cellDel"}:
                    self.counts["deletions"] += 1
                    continue
                self.counts["insertions"] += bool(marks & {"ins", "cellIns"})
                yield child
            elif tag(child) in ("sdt", *AROUND):
                yield from self.kept(child, name, properties)


def joins_the_next(paragraph) -> bool:
    """Whether the end of a paragraph is deleted, so that it goes on in the next."""
    return bool(names_in(first(paragraph, "pPr", "rPr")) & DELETED)


def names_in(element) -> set[str]:
    return {tag(child) for child in element} if element is not None else set()
