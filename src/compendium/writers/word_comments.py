"""``.docx`` transcripts with codings as comments in the margin, whose bytes depend on them alone.

Word's own commands do the rest: whoever reads the file adds, changes and deletes comments there.
The text stands in it character by character, a paragraph per line.
"""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from compendium.writers.office_package import content_types, relations, write_parts
from compendium.writers.word_parts import BOLD, FONT, KIND, MAIN, paragraph, row, run, table

PARTS = {"styles": "styles", "comments": "comments"}
# What a text may hold and a Word file cannot: a line may end with two characters or another one,
# and XML has no place for most control characters and halves of characters.
OTHERWISE = re.compile("\r\n|[\r\x0b\x0c]|[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
BREAKS = ("\r\n", "\r", "\x0b", "\x0c")
NO_CHARACTER = "\ufffd"
BASED = '<w:basedOn w:val="Normal"/>'
STYLES = (
    (
        *("paragraph", "Normal", "Normal", ' w:default="1"'),
        '<w:pPr><w:spacing w:after="60"/></w:pPr>',
    ),
    (
        *("paragraph", "Heading1", "heading 1", ""),
        f'{BASED}<w:pPr><w:keepNext/><w:spacing w:after="240"/><w:outlineLvl w:val="0"/></w:pPr>'
        '<w:rPr><w:b/><w:sz w:val="32"/></w:rPr>',
    ),
    (
        *("paragraph", "CommentText", "annotation text", ""),
        f'{BASED}<w:rPr><w:sz w:val="20"/></w:rPr>',
    ),
    (
        *("character", "CommentReference", "annotation reference", ""),
        '<w:rPr><w:sz w:val="16"/></w:rPr>',
    ),
)
LANGUAGES = {"cy": "cy-GB", "en": "en-GB"}
HEAD_WIDTHS = (2000, 7000)


@dataclasses.dataclass(frozen=True)
class Remark:
    """One comment: on which characters, by whom, and its lines."""

    start: int
    end: int
    author: str
    lines: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Transcript:
    """One text to be written: what stands above it, the text, the comments on it.

    `head` is a small table of names and values above the text; its first row says ``Source``, by
    which it is told from the text when the file is read. `text` is as `Shown` gives it.
    """

    title: str
    head: Mapping[str, str]
    text: str
    remarks: Sequence[Remark]
    language: str = "en"


class Shown:
    """A text as a Word file can hold it, and where its characters stand in the text itself.

    A line break of two characters is one, a lone carriage return, vertical tab or form feed is a
    line break, and what XML cannot hold is ``\ufffd``.

    >>> Shown("one\\r\\ntwo").text
    'one\\ntwo'
    """

    def __init__(self, text: str):
        # Places of line breaks that were two characters: as shown, and of their second character.
        self._breaks: list[int] = []
        self._seconds: list[int] = []
        pieces, done, length = [], 0, 0
        for found in OTHERWISE.finditer(text):
            pieces += [text[done : found.start()], "\n" if found[0] in BREAKS else NO_CHARACTER]
            length += found.start() - done + 1
            done = found.end()
            if len(found[0]) == 2:
                self._breaks.append(length - 1)
                self._seconds.append(done - 1)
        self.text = "".join([*pieces, text[done:]])

    def to_text(self, place: int) -> int:
        """Where a place in the text as shown stands in the text itself."""
        return place + bisect.bisect_left(self._breaks, place)

    def from_text(self, place: int) -> int:
        """Where a place in the text itself stands in the text as shown; inside a break, before."""
        return place - bisect.bisect_right(self._seconds, place)


def write_commented(path: Path, transcript: Transcript) -> None:
    """Write a transcript with its comments; the same bytes for the same transcript.

    Raises
    ------
    AssertionError
        If a comment stands outside the text: whoever asks has to leave such a one out.
    """
    outside = [r for r in transcript.remarks if not 0 <= r.start <= r.end <= len(transcript.text)]
    assert not outside, outside
    assert not OTHERWISE.search(transcript.text), "the text is not as Shown gives it"
    remarks = sorted(transcript.remarks, key=lambda r: (r.start, r.end, r.author, r.lines))
    members = {
        "[Content_Types].xml": content_types("word", KIND, {"document": "document.main", **PARTS}),
        "_rels/.rels": relations({"word/document.xml": "officeDocument"}),
        "word/document.xml": _document(transcript, remarks),
        "word/_rels/document.xml.rels": relations({f"{p}.xml": p for p in PARTS}),
        "word/styles.xml": _styles(transcript.language),
        "word/comments.xml": _comments(remarks),
    }
    write_parts(path, members)


def _document(transcript: Transcript, remarks: Sequence[Remark]) -> str:
    body = [
        paragraph(_run(transcript.title), '<w:pStyle w:val="Heading1"/>'),
        _head(transcript.head),
        *_text(transcript.text, remarks),
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" '
        'w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>',
    ]
    return f'<w:document xmlns:w="{MAIN}"><w:body>{"".join(body)}</w:body></w:document>'


def _head(rows: Mapping[str, str]) -> str:
    lines = (
        row([paragraph(_run(name, BOLD)), paragraph(_run(value))], HEAD_WIDTHS)
        for name, value in rows.items()
    )
    return table(lines, HEAD_WIDTHS)


def _text(text: str, remarks: Sequence[Remark]):
    """The paragraphs of the text; marks of comments stand where their characters begin and end."""
    marks = _marks(remarks)
    places, done = sorted(marks), 0
    start = 0
    for number, line in enumerate(text.split("\n")):
        end, inner, at = start + len(line), [], start
        while done < len(places) and places[done] <= end:
            inner += [_run(text[at : places[done]]), *marks[places[done]]]
            at = places[done]
            done += 1
        first = "<w:pageBreakBefore/>" if number == 0 else ""
        yield paragraph("".join([*inner, _run(text[at:end])]), first)
        start = end + 1


def _marks(remarks: Sequence[Remark]) -> dict[int, list[str]]:
    """By place: what ends there, then what marks no character, then what begins there."""
    marks: dict[int, list[str]] = {}
    for number, remark in enumerate(remarks):
        if remark.start < remark.end:
            marks.setdefault(remark.end, []).append(_end(number))
    for number, remark in enumerate(remarks):
        begin = f'<w:commentRangeStart w:id="{number}"/>'
        nothing = _end(number) if remark.start == remark.end else ""
        marks.setdefault(remark.start, []).append(begin + nothing)
    return marks


def _end(number: int) -> str:
    return (
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/>'
        f'</w:rPr><w:commentReference w:id="{number}"/></w:r>'
    )


def _run(text: str, look: str = "") -> str:
    return run(_safe(text), look)


def _safe(text: str) -> str:
    return OTHERWISE.sub(NO_CHARACTER, text)


def _comments(remarks: Sequence[Remark]) -> str:
    entries = []
    for number, remark in enumerate(remarks):
        own = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
        lines = [
            paragraph((own if i == 0 else "") + _run(line), '<w:pStyle w:val="CommentText"/>')
            for i, line in enumerate(remark.lines)
        ]
        author = quoteattr(_safe(remark.author))
        entries.append(
            f'<w:comment w:id="{number}" w:author={author} '
            f"w:initials={quoteattr(_safe(initials(remark.author)))}>{''.join(lines)}</w:comment>"
        )
    return f'<w:comments xmlns:w="{MAIN}">{"".join(entries)}</w:comments>'


def initials(author: str) -> str:
    """What Word shows beside a comment for its author's name.

    >>> initials("Ann Jones"), initials("C1")
    ('AJ', 'C1')
    """
    words = author.split()
    return "".join(word[0] for word in words) if len(words) > 1 else author[:3]


def _styles(language: str) -> str:
    spoken = LANGUAGES.get(language, LANGUAGES["en"])
    styles = "".join(
        f'<w:style w:type="{kind}"{more} w:styleId="{key}"><w:name w:val="{name}"/>{inner}'
        "</w:style>"
        for kind, key, name, more, inner in STYLES
    )
    return (
        f'<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{FONT}'
        f'<w:sz w:val="22"/><w:lang w:val="{spoken}"/></w:rPr></w:rPrDefault></w:docDefaults>'
        f"{styles}</w:styles>"
    )
