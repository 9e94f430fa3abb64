"""One Word file as a text and the comments on its characters.

A table whose first cell says *Source* stands above the text, and is none of it: names and values,
such as the area. Paragraphs are lines; cells of a row stand side by side with a tab between. Of a
comment that several people wrote into, the answers are told from what they answer.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from pathlib import Path
from typing import ClassVar

from compendium.readers.archive import Archive, refuse_compound
from compendium.readers.export import damaged
from compendium.readers.refi_qda.elements import children, tag
from compendium.readers.theory.word_body import Body
from compendium.readers.theory.word_package import Package
from compendium.readers.theory.word_text import MARKS, Line, first, read_line, value

# What the first cell of the table above the text says, in English or Welsh.
SOURCE = ("source", "ffynhonnell")
BEGIN, END, HANGS = MARKS


@dataclasses.dataclass(frozen=True)
class Comment:
    """One comment: its characters, who wrote what and when.

    `start` and `end` are missing where it hangs on nothing of the text: on a footnote, a header,
    the table above the text. `answers` says that it is an answer to another one, and is where that
    one is; `resolved` that somebody marked it as done.
    """

    start: int | None
    end: int | None
    author: str
    text: str
    written_on: str = ""
    answers: bool = False
    resolved: bool = False


@dataclasses.dataclass(frozen=True)
class Talk:
    """A text with its comments. `head` is the table above it, `counts` what is no plain text."""

    path: Path
    head: dict[str, str]
    text: str
    comments: list[Comment]
    counts: Counter
    tool: str

    @property
    def name(self) -> str:
        """What the source is called: what the table says, else the file."""
        said = next((v for k, v in self.head.items() if k.casefold() in SOURCE), "")
        return said or self.path.stem

    def place(self, comment: Comment) -> str:
        """Where a comment stands, as a message names it."""
        if comment.start is None:
            return "(not on the text)"
        return f"paragraph {self.text.count(chr(10), 0, comment.start) + 1}"

    def words(self, comment: Comment) -> str:
        """The words a comment marks, as a message quotes them."""
        marked = self.text[comment.start : comment.end] if comment.start is not None else ""
        return marked if len(marked) <= LONGEST else f"{marked[: LONGEST - 2]} …"


LONGEST = 60


def read_talk(path: Path) -> Talk:
    """Read a Word file.

    Raises
    ------
    DataError
        If it is an old ``.doc``, is protected by a password, damaged or unsafe, is no Word
        document, or has no comments.
    """
    refuse_compound(path, "document", ".docx")
    with Archive(path) as archive:
        package = Package(path, archive)
        written = package.part("comments")
        entries = list(children(written, "comment")) if written is not None else []
        if not entries:
            raise damaged(
                path,
                "it holds no comments, so nothing in it is coded",
                "Mark a passage in Word, add a comment that names a code, and save it as .docx.",
            )
        into_paragraphs(package.body)
        walk = _Walk()
        walk.container(package.body)
        walk.counts["edges"] = sum(
            any(t.text for t in part.iter("{*}t"))
            for part in (*package.all("header"), *package.all("footer"))
        )
        comments = _comments(entries, walk.places(), package.part("commentsExtended"))
        return Talk(path, walk.head, walk.text, comments, walk.counts, package.tool())


def into_paragraphs(body) -> None:
    """Move marks of comments that stand between paragraphs, or rows, into the nearest one.

    Where a stretch begins, it is the beginning of the next paragraph; where it ends, the end of
    the last one.
    """
    last, waiting = None, []
    for element in list(body.iter("{*}p", f"{{*}}{BEGIN}", f"{{*}}{END}")):
        if tag(element) == "p":
            for mark in reversed(waiting):
                element.insert(first(element, "pPr") is not None, mark)
            last, waiting = element, []
        elif any(tag(above) == "p" for above in element.iterancestors()):
            continue
        elif tag(element) == BEGIN:
            waiting.append(element)
        elif last is not None:
            last.append(element)


class _Walk(Body):
    """A document while its text is put together."""

    reads: ClassVar = {"soft_hyphen": "\u00ad", "page_break": ""}

    def __init__(self):
        super().__init__()
        self.head: dict[str, str] = {}
        self._begun, self._tables = False, 0
        self._restart()

    def _restart(self) -> None:
        """Begin the text; what was read so far is none of it."""
        self._pieces: list[str] = []
        self._length = 0
        self._marks: dict[str, dict[str, int]] = {}
        self._begun = False

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def places(self) -> dict[str, tuple[int, int]]:
        """Where each comment stands that is on the text at all."""
        found = {}
        for key, marks in self._marks.items():
            hangs = marks.get(HANGS, marks.get(END, marks.get(BEGIN)))
            begin = marks.get(BEGIN, marks.get(END, hangs))
            found[key] = (begin, max(begin, marks.get(END, hangs)))
        return found

    def container(self, element) -> None:
        """Everything in a body, a text box or a content control."""
        for part, line in self.units(element):
            if line is None:
                self._table(part)
            else:
                self._add(line)

    def _add(self, line: Line, before: str = "\n") -> None:
        """One paragraph, and after it its text boxes."""
        self._put(before if self._begun else "")
        self._begun = True
        for mark, key, place in line.marks:
            self._marks.setdefault(key, {})[mark] = self._length + place
        self._put(line.whole)
        for box in line.boxes:
            self.counts["boxes"] += 1
            self.container(box)

    def _put(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _table(self, element) -> None:
        self._tables += 1
        if self._tables == 1 and (head := self._as_head(element)):
            self.counts["above"] += sum(map(bool, map(str.strip, self.text.splitlines())))
            self._restart()
            self.head = head
            return
        for row in self.kept(element, "tr", "trPr"):
            for number, cell in enumerate(self.kept(row, "tc", "tcPr")):
                before = "\t" if number else "\n"
                for part, line in self.units(cell):
                    if line is None:
                        self._table(part)
                    else:
                        self._add(line, before)
                    before = "\n"

    def _as_head(self, element) -> dict[str, str]:
        """The table above the text by its first column; nothing if this is another table."""
        rows = {}
        for row in children(element, "tr"):
            cells = [
                "\n".join(read_line(p, Line(Counter())).text for p in cell.iter("{*}p"))
                for cell in children(row, "tc")
            ]
            if len(cells) != 2:
                return {}
            rows.setdefault(cells[0].strip().rstrip(":").strip(), cells[1].strip())
        return rows if rows and next(iter(rows)).casefold() in SOURCE else {}


def _comments(entries: list, places: dict[str, tuple[int, int]], extended) -> list[Comment]:
    """Every comment in the order of the text; those on nothing of it come last."""
    more = {value(e, "paraId"): e for e in _entries(extended) if value(e, "paraId")}
    owner = {value(p, "paraId"): e for e in entries for p in e.iter("{*}p")}
    found = []
    for entry in entries:
        paragraphs = list(entry.iter("{*}p"))
        lines = [read_line(p, Line(Counter())).text for p in paragraphs]
        own = next((more[k] for p in paragraphs if (k := value(p, "paraId")) in more), None)
        above = value(own, "paraIdParent") if own is not None else ""
        answered = owner.get(above) if above else None
        place = places.get(value(entry if answered is None else answered, "id"), (None, None))
        found.append(
            Comment(
                *place,
                " ".join(value(entry, "author").split()),
                "\n".join(filter(None, lines)),
                _day(value(entry, "date")),
                answered is not None,
                own is not None and _is_on(value(own, "done")),
            )
        )
    return sorted(found, key=lambda c: (c.start is None, c.start or 0, c.end or 0))


def _entries(extended):
    return children(extended, "commentEx") if extended is not None else ()


def _day(said: str) -> str:
    """When a comment was written; blank where a program wrote the year nought."""
    return said if re.match("[1-9][0-9]{3}-", said) else ""


def _is_on(said: str) -> bool:
    return said not in ("", "0", "false", "off")
