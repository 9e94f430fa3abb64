"""A table as text: what a page, a notebook and a file show alike."""

from __future__ import annotations

import dataclasses

from compendium.displays.about import About, Link
from compendium.words import say

# A number with its interval and marks is shorter than this; a reason why there is none is longer.
SENTENCE = 32
# What one cell is about.
Abouts = About | tuple[About, ...] | None


@dataclasses.dataclass(frozen=True)
class Piece:
    """Some words of a cell, and whether they are new against the version before."""

    text: str
    new: bool


@dataclasses.dataclass(frozen=True)
class Said:
    """Somebody's words in a cell: which way they lean, the words in their language, who spoke.

    `translation` is English; blank where the words are, or nobody translated them.
    """

    lean: str
    text: str
    lang: str
    translation: str
    speaker: str

    def lines(self, lang: str) -> tuple[str, ...]:
        """The same as lines of plain text, on a page in one language."""
        return self.lean, self.text, translated(self.translation, lang), self.speaker


@dataclasses.dataclass(frozen=True)
class NumberLink:
    """Where the numbers of a row lead: to the entry about them, which leads back to `id`.

    `cells` says which cells are links, and `head` whether the row's head is; where none is, a link
    of its own stands under the head.
    """

    href: str
    id: str
    cells: tuple[bool, ...]
    head: bool = False

    @property
    def first(self) -> int:
        """The cell whose link is reached by keyboard and led back to; -1 for no cell."""
        return self.cells.index(True) if True in self.cells else -1


@dataclasses.dataclass(frozen=True)
class Row:
    """One row: its heading cell, its other cells, and how deep it stands in an outline.

    A cell's lines are parted by line breaks. `anchor` is what the end of a link to the row says.
    `about` says of each cell what it is about, several things where its lines differ; `links`
    where these stand, and `lead` where the row's own head leads, which a page fills in. `edits`
    says of a cell which of its words are new, in pieces; `said` whose words it holds. `of` are the
    rows of the released table that it says; `number` is where its numbers lead, for a page to fill.
    """

    head: str
    cells: tuple[str, ...]
    depth: int = 0
    anchor: str = dataclasses.field(default="", compare=False)
    about: tuple[Abouts, ...] = dataclasses.field(default=(), compare=False)
    links: tuple[tuple[Link, ...], ...] = dataclasses.field(default=(), compare=False)
    lead: Link | None = dataclasses.field(default=None, compare=False)
    edits: tuple[tuple[Piece, ...], ...] = dataclasses.field(default=(), compare=False)
    said: tuple[tuple[Said, ...], ...] = dataclasses.field(default=(), compare=False)
    of: tuple[int, ...] = dataclasses.field(default=(), compare=False)
    number: NumberLink | None = dataclasses.field(default=None, compare=False)

    @property
    def is_heading(self) -> bool:
        """Whether the row only names what the rows below it are about."""
        return bool(self.cells) and not any(self.cells)


@dataclasses.dataclass(frozen=True)
class TextTable:
    """A table as text. `numeric` says which columns (head aside) are numbers.

    A table with `widths` (of its columns, in percent) is read rather than looked up: its cells
    are short paragraphs, the first line of each its gist, unless `gist` says that none is. One
    with `sheet` is set so that it fits one sheet of paper.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    numeric: tuple[bool, ...]
    widths: tuple[int, ...] = ()
    gist: bool = True
    sheet: bool = False

    def __post_init__(self):
        assert not self.widths or len(self.widths) == len(self.columns), self.widths

    @property
    def wordy(self) -> bool:
        """Whether the table is read rather than looked up."""
        return bool(self.widths)


def columns_of_numbers(rows: tuple[Row, ...], numeric: tuple[bool, ...]) -> tuple[bool, ...]:
    """Which columns to set as numbers: not one in which a sentence says why there is no number.

    >>> row = Row("Trust", ("12", "not calculated: too few people answered this"))
    >>> columns_of_numbers((row,), (True, True))
    (True, False)
    """
    longest = [max((len(line) for r in rows for line in r.cells[i].split("\n")), default=0)
               for i in range(len(numeric))]  # fmt: skip
    wordy = [length > SENTENCE for length in longest]
    return tuple(n and not w for n, w in zip(numeric, wordy, strict=True))


def translated(text: str, lang: str) -> str:
    """A translation into English, marked as one; blank where there is none."""
    return f"{say('translated', lang)} {text}" if text else ""


def paragraphs(*lines: str) -> str:
    """One cell of several lines; blank ones are left out.

    >>> paragraphs("Recurs", "", "A. Analyst")
    'Recurs\\nA. Analyst'
    """
    return "\n".join(line for line in lines if line)
