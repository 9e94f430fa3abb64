"""REFI-QDA projects (``.qdpx``) and codebooks (``.qdc``) whose bytes depend on their content alone.

Positions are written as the standard says: Unicode code points, end exclusive. Identifiers
are made from the content (UUID version 5), dates are those given.
"""

from __future__ import annotations

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
from compendium.writers.zipped import zipped

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


def write_qdpx(path: Path, project: Project) -> None:
    """Write a project as ``.qdpx``: ``project.qde`` and one text file per source."""
    parts = {"project.qde": project_xml(project)}
    for source in (s for s in project.sources if s.text is not None):
        parts[f"sources/{guid(project, 'text', source.name)}.txt"] = source.text
    write_bytes(path, zipped({name: text.encode("utf-8") for name, text in parts.items()}))


def write_qdc(path: Path, project: Project) -> None:
    """Write a project's codebook as ``.qdc``."""
    write_text(path, codebook_xml(project))
