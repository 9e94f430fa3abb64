"""Figures of a Word file, kept from pandoc: it is given small pictures that stand for them.

Pandoc takes a second and more to unpack the figures of a report from their addresses, and does
nothing to them but to name them. Only a picture whose size is given may be stood for: of any other
pandoc takes the size from the picture itself.
"""

from __future__ import annotations

import base64
import hashlib
import struct
import zlib
from collections.abc import Mapping

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# One dot, in grey (PNG, 11.2.2): its header and its data.
HEADER = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
DOT = zlib.compress(b"\x00\xff")


class StandIns:
    """Small pictures, each for another that takes its place again when pandoc is done."""

    def __init__(self):
        self._stands_for: dict[bytes, bytes] = {}

    def address(self, picture: bytes) -> str:
        """The address of what stands for a PNG picture."""
        small = _dot(hashlib.sha256(picture).hexdigest())
        self._stands_for[small] = picture
        return address(small)

    def taken_out(self, parts: Mapping[str, bytes]) -> dict[str, bytes]:
        """The parts of a file with the pictures themselves in it.

        Raises
        ------
        RuntimeError
            If the file does not hold one of those that stand for others.
        """
        if lost := self._stands_for.keys() - set(parts.values()):
            raise RuntimeError(f"pandoc left out {len(lost)} pictures")
        return {name: self._stands_for.get(content, content) for name, content in parts.items()}


def address(picture: bytes) -> str:
    """A picture as an address that holds it whole."""
    kind = "jpeg" if picture.startswith(b"\xff\xd8") else "png"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode('ascii')}"


def _dot(name: str) -> bytes:
    """A picture of one dot that differs from others by its name."""
    chunks = ((b"IHDR", HEADER), (b"tEXt", b"Title\x00" + name.encode()), (b"IDAT", DOT))
    return SIGNATURE + b"".join(_chunk(*chunk) for chunk in (*chunks, (b"IEND", b"")))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
