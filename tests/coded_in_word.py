"""Coded transcripts in Word, written by hand: marks of comments, comments, their answers."""

from __future__ import annotations

from pathlib import Path

from word_by_hand import p, pack_document, run, table

from compendium.readers.coded_segments.code_names import CodeNames
from compendium.theory import Code
from compendium.words import Text

BOOK = (Code("K1", Text("Warmth"), ""), Code("K2", Text("Papers"), ""))
NAMES = CodeNames(BOOK)
HEAD = table(["Source", "c1 interview"], ["Participants", "c1"], ["Area", "001"])


def begin(number: int = 0) -> str:
    return f'<w:commentRangeStart w:id="{number}"/>'


def end(number: int = 0) -> str:
    return f'<w:commentRangeEnd w:id="{number}"/>{hangs(number)}'


def hangs(number: int = 0) -> str:
    return f'<w:r><w:commentReference w:id="{number}"/></w:r>'


def marked(text: str, number: int = 0) -> str:
    return f"{begin(number)}{run(text)}{end(number)}"


def comment(number: int = 0, text: str = "K1", author: str = "C1") -> str:
    lines = "".join(
        f'<w:p w:paraId="{number:04}{i}"><w:r><w:t>{line}</w:t></w:r></w:p>'
        for i, line in enumerate(text.split("\n"))
    )
    return f'<w:comment w:id="{number}" w:author="{author}" w:date="2024-03-01T10:00:00Z">{lines}</w:comment>'  # noqa: E501


def more(number: int, answers: int | None = None, done: int = 0) -> str:
    """What a part of Word's own says of a comment of one line."""
    above = "" if answers is None else f'w:paraIdParent="{answers:04}0"'
    return f'<w:commentEx w:paraId="{number:04}0" {above} w:done="{done}"/>'


def write(path: Path, body: str, comments: str | None = None, **parts: str) -> Path:
    """A coded transcript; without `comments` the only one is K1 by C1."""
    return pack_document(path, body, comments=comment() if comments is None else comments, **parts)


__all__ = ["p", "run", "table"]
