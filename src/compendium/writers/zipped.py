"""Zip archives whose bytes depend on their parts alone: no times, and nothing compressed.

Stored, not compressed: another version of zlib must not change the bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# An archive cannot hold dates before 1980, so every part bears this one.
ZIP_DATE = (2024, 1, 1, 0, 0, 0)
# As written on Unix, to be read by everybody.
UNIX, MODE = 3, 0o644


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts, by name, as one archive, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, date_time=ZIP_DATE)
            info.external_attr, info.create_system = MODE << 16, UNIX
            archive.writestr(info, content)
    return buffer.getvalue()


def parts_of(archive: bytes) -> dict[str, bytes]:
    """The parts of an archive, by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(archive)) as found:
        return {name: found.read(name) for name in found.namelist()}
