"""What a PDF says: its pages' text, every string and every stream in it.

The text of a page is read as pypdf reads it: letters whose font says what they are.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from compendium.build.sweep.limits import Unreadable


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
        pages = [page.extract_text() for page in read.pages]
        objects = list(_objects(read))
    except (pypdf.errors.PyPdfError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("it is a damaged PDF") from error
    for number, text in enumerate(pages, start=1):
        yield f"page {number}", text
        # A word that was divided at the end of a line.
        yield f"page {number}", text.replace("-\n", "").replace("\u00ad\n", "")
    yield from objects


def _objects(read) -> Iterator[tuple[str, str | bytes]]:
    numbers = {n for generation in read.xref.values() for n in generation} | set(read.xref_objStm)
    for number in sorted(numbers):
        found = read.get_object(number) if number else None
        yield from _strings(found, f"object {number}")
    yield from _strings(read.trailer, "the trailer")


def _strings(found, where: str) -> Iterator[tuple[str, str | bytes]]:
    """Every string in an object, and its stream unpacked; what it refers to comes by itself."""
    from pypdf.generic import ByteStringObject, StreamObject, TextStringObject

    if isinstance(found, StreamObject):
        yield where, _unpacked(found)
    if isinstance(found, dict):
        for value in dict.values(found):
            yield from _strings(value, where)
    elif isinstance(found, list):
        texts = [v for v in list.__iter__(found) if isinstance(v, TextStringObject)]
        yield where, "".join(texts)
        for value in list.__iter__(found):
            yield from _strings(value, where)
    elif isinstance(found, TextStringObject):
        yield where, str(found)
    elif isinstance(found, ByteStringObject):
        yield where, bytes(found)


def _unpacked(stream) -> bytes:
    """A stream's data: a picture as it is packed for pictures, all else unpacked."""
    if "/DCTDecode" in str(stream.get("/Filter")) or "/JPXDecode" in str(stream.get("/Filter")):
        return stream._data
    return stream.get_data()
