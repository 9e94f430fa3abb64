"""How far a file is unpacked, and what is said of one that cannot be looked into."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable

from compendium.readers.archive import Limits

# Far above any report. `member_size` bounds what one packed file may become.
LIMITS = Limits(members=20_000, member_size=300_000_000, total_size=1_500_000_000)
DEPTH = 12


class Unreadable(Exception):
    """What cannot be looked into; the text says what it is, and never what it holds."""


def at_most(read: Callable[[int], bytes], size: int) -> bytes:
    """All that `read` gives.

    Raises
    ------
    Unreadable
        If that is more than `size` bytes.
    """
    content = read(size + 1)
    if len(content) > size:
        raise Unreadable("it unpacks to more than is safe")
    return content


def deflated(content: bytes, size: int) -> bytes | None:
    """What a bare stream of zlib or deflate holds, to its last byte; None of anything else.

    Raises
    ------
    Unreadable
        If it is one, and unpacks to more than `size` bytes.
    """
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        stream = zlib.decompressobj(window)
        try:
            found = at_most(lambda most, s=stream: s.decompress(content, most), size)
        except zlib.error:
            continue
        if stream.eof and not stream.unused_data and found:
            return found
    return None


def _gunzip(content: bytes, size: int) -> bytes:
    return at_most(gzip.GzipFile(fileobj=io.BytesIO(content)).read, size)


def _bunzip(content: bytes, size: int) -> bytes:
    return at_most(bz2.BZ2File(io.BytesIO(content)).read, size)


def _unxz(content: bytes, size: int) -> bytes:
    return at_most(lzma.LZMAFile(io.BytesIO(content)).read, size)


UNPACKED = {b"\x1f\x8b": _gunzip, b"BZh": _bunzip, b"\xfd7zXZ\x00": _unxz}
