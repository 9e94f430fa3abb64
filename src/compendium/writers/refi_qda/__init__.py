"""REFI-QDA projects (``.qdpx``) and codebooks (``.qdc``) whose bytes depend on their content alone.

Positions are written as the standard says: Unicode code points, end exclusive. Identifiers
are made from the content (UUID version 5), dates are those given.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from compendium.writers.files import write_bytes, write_text
from compendium.writers.refi_qda.entries import (
    ORIGIN,
    CaseEntry,
    CodedSelection,
    CodeEntry,
    LinkEntry,
    NoteEntry,
    Project,
    SetEntry,
    SourceEntry,
)
from compendium.writers.refi_qda.xml import codebook_xml, guid, project_xml

__all__ = [
    "ORIGIN",
    "CaseEntry",
    "CodeEntry",
    "CodedSelection",
    "LinkEntry",
    "NoteEntry",
    "Project",
    "SetEntry",
    "SourceEntry",
    "codebook_xml",
    "project_xml",
    "write_qdc",
    "write_qdpx",
]

# Zip archives cannot hold dates before 1980; one fixed date keeps the bytes the same.
ZIP_DATE = (2024, 1, 1, 0, 0, 0)


def write_qdpx(path: Path, project: Project) -> None:
    """Write a project as ``.qdpx``: ``project.qde`` and one text file per source."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _add(archive, "project.qde", project_xml(project))
        for source in (s for s in project.sources if s.text is not None):
            _add(archive, f"sources/{guid(project, 'text', source.name)}.txt", source.text)
    write_bytes(path, buffer.getvalue())


def write_qdc(path: Path, project: Project) -> None:
    """Write a project's codebook as ``.qdc``."""
    write_text(path, codebook_xml(project))


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    info = zipfile.ZipInfo(name, date_time=ZIP_DATE)
    info.external_attr = 0o644 << 16
    info.create_system = 3
    # Stored, not compressed: another zlib must not change the bytes.
    archive.writestr(info, text.encode("utf-8"), compress_type=zipfile.ZIP_STORED)
