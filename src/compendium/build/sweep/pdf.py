"""What a PDF says: its pages' text, every string and every stream in it.

The text of a page is read as pypdf reads it: letters whose font says what they are. Steps of
paths are taken out before: a figure has a hundred thousand of them, and they hold no letters.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from compendium.build.sweep.limits import LIMITS, Unreadable, deflated

# Steps of a path in a content stream (ISO 32000-2, 8.5.2), and what holds none: text objects (9.4),
# strings and remarks wherever they stand.
STEP = re.compile(rb"(?:(?<=\s)|^)(?:[-+.0-9]+\s+){2,6}(?:m|l|c|v|y|re)(?=\s)")
LETTERS = re.compile(rb"(\bBT\b.*?\bET\b|\((?:\\.|[^()\\])*\)|%[^\r\n]*)", re.DOTALL)
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
        read = pypdf.PdfReader(io.BytesIO(content))
        if read.is_encrypted:
            raise Unreadable("it is locked with a password")
        known: set[bytes] = set()
        objects = list(_objects(read, known))
        pages = [page.extract_text() for page in read.pages]
    except (pypdf.errors.PyPdfError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("it is a damaged PDF") from error
    for number, text in enumerate(pages, start=1):
        yield f"page {number}", text
        # A word that was divided at the end of a line.
        yield f"page {number}", text.replace("-\n", "").replace("\u00ad\n", "")
    yield from objects
    # A stream that nothing in the file refers to is read as it lies there.
    for found in STREAM.finditer(content):
        if found[1] not in known:
            yield "a stream", found[1]


def _objects(read, known: set[bytes]) -> Iterator[tuple[str, str | bytes]]:
    """What objects say; `known` is given the data of their streams as they lie in the file."""
    numbers = {n for generation in read.xref.values() for n in generation} | set(read.xref_objStm)
    for number in sorted(numbers):
        found = read.get_object(number) if number else None
        yield from _strings(found, f"object {number}", known)
    yield from _strings(read.trailer, "the trailer", known)


def _strings(found, where: str, known: set[bytes]) -> Iterator[tuple[str, str | bytes]]:
    """Every string in an object, and its stream unpacked; what it refers to comes by itself."""
    from pypdf.generic import ByteStringObject, StreamObject, TextStringObject

    if isinstance(found, StreamObject):
        if _is_read_whole(found):
            known.add(bytes(found._data))
        yield where, _unpacked(found)
    if isinstance(found, dict):
        for value in dict.values(found):
            yield from _strings(value, where, known)
    elif isinstance(found, list):
        texts = [v for v in list.__iter__(found) if isinstance(v, TextStringObject)]
        yield where, "".join(texts)
        for value in list.__iter__(found):
            yield from _strings(value, where, known)
    elif isinstance(found, TextStringObject):
        yield where, str(found)
    elif isinstance(found, ByteStringObject):
        yield where, bytes(found)


def _is_read_whole(stream) -> bool:
    """Whether every byte of a stream is read: it is not packed, or nothing follows its data."""
    return "/Filter" not in stream or deflated(stream._data, LIMITS.member_size) is not None


def _unpacked(stream) -> bytes:
    """A stream's data: a picture as it is packed for pictures, all else unpacked.

    Without the steps of paths, also when its page is read.
    """
    from pypdf.generic import DecodedStreamObject

    if "/DCTDecode" in str(stream.get("/Filter")) or "/JPXDecode" in str(stream.get("/Filter")):
        return stream._data
    data = stream.get_data()
    if STEP.search(data):
        parts = LETTERS.split(data)
        # What stands between text objects is every other part.
        parts[::2] = [STEP.sub(b"", part) for part in parts[::2]]
        words = DecodedStreamObject()
        words.update(stream)
        words.set_data(b"".join(parts))
        stream.decoded_self = words
        return words.get_data()
    return data


def outside_streams(content: bytes) -> bytes:
    """A file's bytes without the data of its streams."""
    return STREAM.sub(b"stream endstream", content)
