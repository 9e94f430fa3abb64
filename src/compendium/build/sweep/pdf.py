"""What a PDF says: its pages' text, every string and every stream in it.

Steps of paths are taken out of a stream: a figure has a hundred thousand of them, and they hold no
letters.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from compendium.build.sweep.limits import LIMITS, Unreadable, deflated
from compendium.readers.pdf_text import NotAPdf, page_texts

# Steps of a path in a content stream (ISO 32000-2, 8.5.2), and what holds none: text objects (9.4),
# strings and remarks wherever they stand.
STEP = re.compile(rb"(?:(?<=\s)|^)(?:[-+.0-9]+\s+){2,6}(?:m|l|c|v|y|re)(?=\s)")
LETTERS = re.compile(rb"(\bBT\b.*?\bET\b|\((?:\\.|[^()\\])*\)|%[^\r\n]*)", re.DOTALL)
# How an object begins (7.3.10): its number, its generation.
HEAD = re.compile(rb"\s*([0-9]+)\s+[0-9]+\s+obj\b")
# Where a string begins (7.3.4), written out or in hexadecimal; two angles begin a dictionary.
STRING = re.compile(rb"\(|(?<!<)<(?!<)")
# What pypdf raises where a file holds another kind of thing than it should.
UNEXPECTED = (KeyError, TypeError, AttributeError, RecursionError)
STREAM = re.compile(rb"\bstream\r?\n(.*?)\r?\n?endstream", re.DOTALL)


def parts(content: bytes) -> Iterator[tuple[str, str | bytes]]:
    """Texts of the pages, then strings and unpacked streams of every object.

    Raises
    ------
    Unreadable
        If the file is damaged or locked with a password.
    """
    import pypdf
    import pypdf.errors

    try:
        # Strict, it looks for an object that is not where it should be; else it leaves it out.
        read = pypdf.PdfReader(io.BytesIO(content), strict=True)
        if read.is_encrypted:
            raise Unreadable("it is locked with a password")
        known: set[bytes] = set()
        objects = list(_objects(read, content, known))
        pages = page_texts(content)
    except (NotAPdf, pypdf.errors.PyPdfError, *UNEXPECTED) as error:
        raise Unreadable("it is a damaged PDF") from error
    for number, text in enumerate(pages, start=1):
        yield f"page {number}", text
        # A word that was divided at the end of a line.
        yield f"page {number}", text.replace("-\n", "")
    yield from objects
    # A stream that nothing in the file refers to is read as it lies there.
    for found in STREAM.finditer(content):
        if found[1] not in known:
            yield "a stream", found[1]


def _objects(read, content: bytes, known: set[bytes]) -> Iterator[tuple[str, str | bytes]]:
    """What objects say; `known` is given the data of their streams as they lie in the file."""
    places: dict[int, list[int]] = {}
    for generation in read.xref.values():
        for number, place in generation.items():
            places.setdefault(number, []).append(place)
    for number in sorted(places.keys() | set(read.xref_objStm)):
        if number in read.xref_objStm or any(
            _may_speak(content, number, place) for place in places[number]
        ):
            found = read.get_object(number) if number else None
            yield from _strings(found, f"object {number}", known)
    yield from _strings(read.trailer, "the trailer", known)


def _may_speak(content: bytes, number: int, place: int) -> bool:
    """Whether an object may hold a string or a stream: most are numbers alone.

    Where the file says that it lies, and something else does, it may.
    """
    source = content[place : content.find(b"endobj", place)]
    begins = HEAD.match(source)
    if begins is None or int(begins[1]) != number:
        return True
    return b"stream" in source or STRING.search(source) is not None


def _strings(found, where: str, known: set[bytes]) -> Iterator[tuple[str, str | bytes]]:
    """Every string in an object, and its stream unpacked; what it refers to comes by itself."""
    from pypdf.generic import ByteStringObject, StreamObject, TextStringObject

    waiting = [found]
    while waiting:
        held = waiting.pop()
        if isinstance(held, StreamObject):
            if _is_read_whole(held):
                known.add(bytes(held._data))
            yield where, _unpacked(held)
        if isinstance(held, dict):
            waiting += reversed(dict.values(held))
        elif isinstance(held, list):
            texts = [v for v in list.__iter__(held) if isinstance(v, TextStringObject)]
            if texts:
                yield where, "".join(texts)
            waiting += reversed(list(list.__iter__(held)))
        elif isinstance(held, TextStringObject):
            yield where, str(held)
        elif isinstance(held, ByteStringObject):
            yield where, bytes(held)


def _is_read_whole(stream) -> bool:
    """Whether every byte of a stream is read: it is not packed, or nothing follows its data."""
    return "/Filter" not in stream or deflated(stream._data, LIMITS.member_size) is not None


def _unpacked(stream) -> bytes:
    """A stream's data without steps of paths: a picture as it is packed, all else unpacked."""
    if "/DCTDecode" in str(stream.get("/Filter")) or "/JPXDecode" in str(stream.get("/Filter")):
        return stream._data
    data = stream.get_data()
    if STEP.search(data):
        parts = LETTERS.split(data)
        # What stands between text objects is every other part.
        parts[::2] = [STEP.sub(b"", part) for part in parts[::2]]
        return b"".join(parts)
    return data


def outside_streams(content: bytes) -> bytes:
    """A file's bytes without the data of its streams."""
    return STREAM.sub(b"stream endstream", content)
