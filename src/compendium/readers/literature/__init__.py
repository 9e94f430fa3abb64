"""Literature: bibliographic exports ``.ris``, ``.bib`` and ``.nbib`` as tables.

Tables
------
records
    One row per record, all text, in the columns of `compendium.readers.literature.records.COLUMNS`:
    what most reference managers can say of a publication. `record_id` is the file's own id or key,
    made unique, else ``row-`` and the record's number; several authors or keywords are separated
    by ``; ``; `doi` is bare and in small letters.
fields
    One row per value that found no column in `records`: record_id, field (as the file calls it)
    and value, in the file's order. A value that a column already holds word by word is not said
    again.
decisions
    Only where a screening tool wrote decisions into the records' notes: one row per record,
    reviewer and decision.

Nothing is merged, corrected or left out; the report says what could not be read.
"""

from __future__ import annotations

import re
from pathlib import Path

from compendium.readers.archive import decoded
from compendium.readers.export import Export, ImportReport, damaged
from compendium.readers.literature import bibtex, nbib, ris
from compendium.readers.literature.records import tables

__all__ = ["read"]

FORMATS = {".ris": ris, ".bib": bibtex, ".nbib": nbib}
LINE_END = re.compile(r"\r\n?|\n")
UNREADABLE = "\ufffd"


def read(path: Path) -> Export:
    """Read a bibliographic export.

    Raises
    ------
    DataError
        If the file is blank, is no text, or holds no record of the kind its ending says.
    """
    report = ImportReport(path.name)
    text = _text(path, report)
    own = FORMATS[path.suffix.lower()]
    found = tables(own.records(path, text, report), own.LAYOUT, report)
    if found["decisions"].empty:
        del found["decisions"], report.found["decisions"]
    return Export(found, report)


def _text(path: Path, report: ImportReport) -> str:
    """The file's text, its lines separated by line feeds alone."""
    text, encoding = decoded(path.read_bytes())
    text = LINE_END.sub("\n", text.removeprefix("\ufeff"))
    if "\0" in text:
        raise damaged(path, "this is not kept as text (it holds zero bytes)")
    if not text.strip():
        raise damaged(path, "there is nothing in it")
    if encoding != "UTF-8":
        report.guessed.append(f"the text is {encoding}")
    if unreadable := text.count(UNREADABLE):
        report.lost.append(f"characters that cannot be read: {unreadable}, shown as {UNREADABLE}")
    return text
