"""What a file says, as words and numbers that can be compared: tables and text, not pictures."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree, html

from compendium.disclosure.released import DECIMALS
from compendium.readers.pdf_text import page_texts
from compendium.verify.manifest import records_in

# Elements of a page that nobody reads as text.
UNREAD = ("style", "script", "title")
# So many hexadecimal digits tell one picture of a page from another.
PICTURE = 12
NUMBER = re.compile(r"(?<![\w.])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.])-?\d+(?:\.\d+)?(?!\w)")
# Where the text of a Word file and of slides stands.
OFFICE = re.compile(r"word/(?:document|footnotes|header\d*|footer\d*)\.xml|ppt/.*/\w+\.xml")


def said_in(path: str, content: bytes) -> list[str] | None:
    """What a file says, a passage or a cell at a time; None of one that says nothing in text."""
    reader = READERS.get(path.rpartition(".")[2])
    return list(reader(content)) if reader else None


def _cells(content: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
        yield from row


def _notebook(content: bytes) -> Iterator[str]:
    """Released tables cell by cell, a number with as many places as were released."""
    for record in records_in(content):
        table = record["data"]
        kinds = [table["kinds"][column] for column in table["columns"]]
        for row, marks in zip(table["rows"], table["marks"], strict=True):
            for value, mark, kind in zip(row, marks, kinds, strict=True):
                number = kind in DECIMALS and isinstance(value, int | float)
                said = f"{value:.{DECIMALS[kind]}f}" if number else str(value)
                yield f"{record['id']}: {said} {mark}".strip()


def _page(content: bytes) -> Iterator[str]:
    body = html.fromstring(content.decode("utf-8")).find("body")
    etree.strip_elements(body, *UNREAD, with_tail=False)
    yield from _lines(body.itertext())
    for picture in body.iter("img", "source"):
        drawn = picture.get("src") or picture.get("srcset") or ""
        seen = hashlib.sha256(drawn.encode()).hexdigest()[:PICTURE]
        yield f"{' '.join(picture.get('alt', '').split())} [picture {seen}]".strip()


def _drawing(content: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    yield from _lines(root.itertext())


def _document(content: bytes) -> Iterator[str]:
    for text in page_texts(content):
        yield from _lines(text.splitlines())


def _office(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(n for n in package.namelist() if OFFICE.fullmatch(n)):
            yield from _drawing(package.read(name))


def _plain(content: bytes) -> Iterator[str]:
    yield from _lines(content.decode("utf-8").splitlines())


def _lines(texts) -> Iterator[str]:
    yield from (line for text in texts if (line := " ".join(text.split())))


READERS = {
    "csv": _cells,
    "ipynb": _notebook,
    "html": _page,
    "svg": _drawing,
    "pdf": _document,
    "docx": _office,
    "pptx": _office,
    "json": _plain,
}
