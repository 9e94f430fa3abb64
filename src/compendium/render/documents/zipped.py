"""Word files as parts by name, and back; elements of their XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

from compendium.writers.office_package import PACKAGE, RELATIONS, ZIP_DATE
from compendium.writers.word_comments import MAIN

__all__ = ["PACKAGE", "RELATIONS", "W", "element", "parts_of", "zipped"]

W = f"{{{MAIN}}}"


def parts_of(packed: bytes) -> dict[str, bytes]:
    """The parts of a file, by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one file whose bytes depend on them alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, date_time=ZIP_DATE)
            info.external_attr, info.create_system = 0o644 << 16, 3
            # Stored, not compressed: another zlib must not change the bytes.
            archive.writestr(info, content)
    return buffer.getvalue()


def element(tag: str, **attributes: object):
    """An element of a Word file."""
    made = etree.Element(f"{W}{tag}", nsmap={"w": MAIN, "r": RELATIONS})
    for name, value in attributes.items():
        made.set(f"{W}{name}", str(value))
    return made
