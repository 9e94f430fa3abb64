"""BibTeX and BibLaTeX (``.bib``).

bibtexparser splits the file into entries; what their values say is worked out here, since it leaves
values joined by ``#`` as they stand. Entries that it cannot split are named as lost.
"""

from __future__ import annotations

import dataclasses
import logging
import re
from collections import Counter
from pathlib import Path

from compendium.problems import listed
from compendium.readers.export import ImportReport, damaged
from compendium.readers.literature import rayyan
from compendium.readers.literature.latex import address, plain
from compendium.readers.literature.records import Fields, Layout

LAYOUT = Layout(
    first={
        "record_id": ("citation key",),
        "type": ("entry type",),
        "title": ("title",),
        "journal": ("journal", "journaltitle", "booktitle"),
        "volume": ("volume",),
        "issue": ("number", "issue"),
        "pages": ("pages",),
        "pmid": ("pmid",),
        "language": ("language", "langid"),
        "abstract": ("abstract",),
        "database": ("database", "source"),
        "accession": ("unique-id", "accession", "accession-number"),
    },
    every={
        "authors": ("author",),
        "url": ("url",),
        "keywords": ("keywords", "keyword", "author_keywords"),
        "notes": ("note", "annote", "annotation", "notes"),
    },
    year=("year", "date"),
    doi=("doi",),
)
PEOPLE = {"author", "editor", "translator"}
ADDRESSES = {"url", "doi", "file", "link", "eprint", "pdf", "bdsk-url-1", "local-url"}
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MARK = re.compile(r'(?<!\\)[{}"#]')


@dataclasses.dataclass
class _Gathered:
    """What the blocks of a file came to, and what is to be told of them."""

    records: list[Fields] = dataclasses.field(default_factory=list)
    # Words by what ``@string`` says they stand for; months are known to every BibTeX style.
    words: dict[str, str] = dataclasses.field(default_factory=lambda: {m: m for m in MONTHS})
    broken: list[str] = dataclasses.field(default_factory=list)
    between: list[str] = dataclasses.field(default_factory=list)
    aside: Counter[str] = dataclasses.field(default_factory=Counter)
    undefined: list[str] = dataclasses.field(default_factory=list)
    mixed: list[str] = dataclasses.field(default_factory=list)

    def tell(self, report: ImportReport) -> None:
        for what, places in (
            ("entries that are broken", self.broken),
            ("texts between entries", self.between),
        ):
            if places:
                report.lost.append(f"{what}: {len(places)}: {listed(places, 6)}")
        report.lost += [f"@{kind}: {times}" for kind, times in self.aside.items()]
        if self.undefined:
            names = listed(dict.fromkeys(self.undefined))
            report.guessed.append(f"words that no @string defines, kept as they stand: {names}")
        if self.mixed:
            report.guessed.append(
                "fields that are no single value (is a comma missing?), kept as they stand: "
                f"{listed(self.mixed, 6)}"
            )


def records(path: Path, text: str, report: ImportReport) -> list[Fields]:
    """Each entry's fields, in the file's order; its type and its key before them.

    Raises
    ------
    DataError
        If there is no entry that can be read.
    """
    from bibtexparser import model

    told = _Gathered()
    for block in _blocks(path, text):
        inner = getattr(block, "ignore_error_block", None) or block
        match inner:
            case model.Entry():
                told.records.append(_fields(inner, told))
            case model.String():
                value = _joined(inner.value, told)
                told.words[inner.key.casefold()] = inner.value if value is None else value
            case model.ParsingFailedBlock():
                told.broken.append(_placed(inner))
            case model.ImplicitComment():
                told.between.append(_placed(inner))
            case _:
                told.aside["preamble" if isinstance(inner, model.Preamble) else "comment"] += 1
    if not told.records:
        what = f"of {n} entries none can be read" if (n := len(told.broken)) else "no entry in it"
        do = "Export it again as BibTeX: its entries begin like @article{key, title = {…},"
        raise damaged(path, f"this is no BibTeX file ({what})", do)
    told.tell(report)
    return told.records


def _blocks(path: Path, text: str) -> list:
    """The file in blocks: entries, strings, comments, and what is broken."""
    import bibtexparser

    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    try:
        return bibtexparser.parse_string(text, parse_stack=[]).blocks
    except Exception as error:  # it raises whatever it stumbles over
        raise damaged(path, f"this is not a readable BibTeX file ({error})") from error


def _placed(block) -> str:
    """A block by its line and what it begins with."""
    said = " ".join((block.raw or getattr(block, "comment", "")).split())
    return f"line {(block.start_line or 0) + 1} ({said[:40]})"


def _fields(entry, told: _Gathered) -> Fields:
    fields = [("entry type", entry.entry_type), ("citation key", entry.key)]
    for field in entry.fields:
        name, value = field.key.casefold(), _joined(field.value, told)
        if value is None:
            told.mixed.append(f"{name} of {entry.key}")
            fields.append((name, field.value))
        else:
            fields += [(name, text) for text in _texts(name, value)]
    return fields


def _texts(name: str, value: str) -> list[str]:
    """What a value says, as plain text: one for each person and keyword, else one."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    if name in ADDRESSES:
        return [address(value)]
    if name in PEOPLE:
        return [plain(person) for person in split_multiple_persons_names(value)]
    if rayyan.MARK in value:  # quotation marks and braces are its own there, no accents
        return [re.sub(r'\\(?=["<>=&%_#{}])', "", value)]
    text = plain(value)
    if name == "pages":
        return [re.sub(r"\s*[–—]\s*", "-", text)]
    if name in LAYOUT.every["keywords"]:
        return [word.strip() for word in text.split(";" if ";" in text else ",")]
    return [text]


def _joined(value: str, told: _Gathered) -> str | None:
    """A value's pieces joined, ``@string`` words in their place; None if it is no value."""
    said = []
    for piece in _pieces(value):
        inner = _unwrapped(piece)
        if inner is None and re.search(r'[\s{}"=]', piece):
            return None
        if inner is None and not piece.isdigit():
            if piece and piece.casefold() not in told.words:
                told.undefined.append(piece)
            inner = told.words.get(piece.casefold())
        said.append(piece if inner is None else inner)
    return "".join(said)


def _pieces(value: str) -> list[str]:
    """The pieces of a value, which ``#`` joins."""
    found, start, depth, quoted = [], 0, 0, False
    for mark in MARK.finditer(value):
        if mark[0] == "#" and not depth and not quoted:
            found.append(value[start : mark.start()])
            start = mark.end()
        elif mark[0] == '"':
            quoted ^= not depth
        elif mark[0] != "#":
            depth += 1 if mark[0] == "{" else -1
    return [piece.strip() for piece in [*found, value[start:]]]


def _unwrapped(piece: str) -> str | None:
    """A piece without the braces or quotation marks around it; None if it is not within them."""
    if len(piece) < 2 or (piece[0], piece[-1]) not in {("{", "}"), ('"', '"')}:
        return None
    depth, inner = 0, piece[1:-1]
    for mark in MARK.finditer(inner):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth < 0 or (mark[0] == '"' == piece[0] and not depth):
            return None
    return inner if not depth else None
