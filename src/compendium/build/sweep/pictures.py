"""What a picture says beside its pixels: text chunks, remarks, EXIF and XMP.

What is drawn in the pixels themselves is not read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from compendium.build.sweep.limits import Unreadable

PNG = b"\x89PNG\r\n\x1a\n"
# A text of a picture longer than this is no remark.
LONGEST = 50_000_000
PIXELS = ("IDAT", "fdAT")
KINDS = {
    PNG: "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"\x00\x00\x01\x00": "ICO",
    b"BM": "BMP",
}


def kind(content: bytes) -> str:
    """What kind of picture these bytes are, "" if none."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WebP"
    found = next((k for beginning, k in KINDS.items() if content.startswith(beginning)), "")
    # Two letters are few: a text may begin with them.
    return "" if found == "BMP" and content[6:10] != b"\x00\x00\x00\x00" else found


def parts(content: bytes, kind: str) -> Iterator[tuple[str, str | bytes]]:
    """What is packed inside a picture: texts and blocks of a PNG. Others keep theirs unpacked.

    Raises
    ------
    Unreadable
        If a PNG is cut short.
    """
    if kind != "PNG":
        return
    for name, data in _chunks(content):
        where = f"the {name} block of a picture"
        if name == "zTXt":
            keyword, _, packed = data.partition(b"\x00")
            yield where, keyword.decode("latin-1") + " " + inflated(packed[1:]).decode("latin-1")
        elif name == "iTXt":
            yield where, _international(data)
        elif name == "iCCP":
            yield where, inflated(data.partition(b"\x00")[2][1:])
        elif name not in (*PIXELS, "PLTE", "tRNS"):
            yield where, data.decode("utf-8", "replace")
            yield where, data


def outside_pixels(content: bytes) -> bytes:
    """The bytes of a picture without a PNG's pixels, which are no text in any encoding."""
    if not content.startswith(PNG):
        return content
    kept, end = [], len(PNG)
    for name, data in _chunks(content):
        end += 12 + len(data)
        kept += [] if name in PIXELS else [data]
    return b"\x00".join([*kept, content[end:]])


def inflated(packed: bytes) -> bytes:
    """A zlib block unpacked, inside limits.

    Raises
    ------
    Unreadable
        If it is damaged or becomes more than is safe.
    """
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(packed, LONGEST)
    except zlib.error as error:
        raise Unreadable("a text packed in it is damaged") from error
    if unpacking.unconsumed_tail:
        raise Unreadable("a text packed in it becomes more than is safe")
    return found


def _chunks(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and data of each block of a PNG."""
    at = len(PNG)
    while at < len(content):
        size, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if at + 12 + size > len(content):
            raise Unreadable("it is a picture that is cut short")
        yield name.decode("latin-1"), content[at + 8 : at + 8 + size]
        at += 12 + size
        if name == b"IEND":
            return


def _international(data: bytes) -> str:
    """An iTXt block: keyword, packed or not, language, translated keyword, text."""
    keyword, _, rest = data.partition(b"\x00")
    packed, rest = rest[:1] == b"\x01", rest[2:]
    language, _, rest = rest.partition(b"\x00")
    translated, _, text = rest.partition(b"\x00")
    text = inflated(text) if packed else text
    return " ".join(t.decode("utf-8", "replace") for t in (keyword, language, translated, text))
