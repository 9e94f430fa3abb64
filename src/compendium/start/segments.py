"""Tables of coded passages whose headings are no tool's: which column is what, told from words.

Either one column holds the code, or each code has a column of its own with a tick in it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from compendium.problems import DataError
from compendium.readers.coded_segments.layouts import BLANKS, TICKS, SegmentColumns
from compendium.readers.export import Export, read_export
from compendium.start.variables import key

CALLED = {
    "source": (
        *("source", "document", "documentname", "transcript", "interview", "file", "filename"),
        *("title", "id"),
    ),
    "text": ("passage", "text", "quote", "segment", "excerpt", "quotation", "content", "words"),
    "code": ("code", "codepath", "codename", "theme", "tag", "node"),
    "coder": ("coder", "codedby", "analyst"),
    "case": ("case", "speaker", "participant", "participantid", "who"),
    "start": ("start", "from", "startposition"),
    "end": ("end", "to", "endposition"),
}
SEPARATORS = (" > ", ">", " / ", "/", "\\", "::")
# A table with a column per code has at least so many, and passages of so many letters.
LEAST_CODES, LONG = 3, 60


def segments_read(path: Path, export: Export) -> tuple[Export, dict[str, object]] | None:
    """The same file read as coded passages, with what study.yml must say; None if it is none.

    Returns
    -------
    tuple
        The export; ``segment_columns``, ``code_columns`` and ``code_separator``.
    """
    rows = export.tables.get("rows")
    if rows is None or (said := _said(rows)) is None:
        return None
    columns = SegmentColumns(
        said["segment_columns"], said.get("code_columns", ()), (), said.get("code_separator")
    )
    try:
        read = read_export(path, segments=columns)
    except DataError:
        return None
    return (read, said) if len(read.tables["coded_segments"]) else None


def _said(rows: pd.DataFrame) -> dict[str, object] | None:
    by_key = {key(name): name for name in reversed(rows.columns) if name != "source_row"}
    found = {
        role: next((by_key[name] for name in names if name in by_key), "")
        for role, names in CALLED.items()
    }
    found = {role: name for role, name in found.items() if name}
    if {"source", "text", "code"} <= set(found):
        codes = "\n".join(rows[found["code"]])
        between = next((mark for mark in SEPARATORS if mark in codes), "")
        return {"segment_columns": found} | ({"code_separator": between} if between else {})
    ticked = [name for name in rows.columns if name != "source_row" and _is_ticked(rows[name])]
    if not {"source", "text"} <= set(found) or len(ticked) < LEAST_CODES:
        return None
    if rows[found["text"]].str.len().mean() < LONG:
        return None
    kept = {role: found[role] for role in ("source", "text", "coder", "case") if role in found}
    return {"segment_columns": kept, "code_columns": ticked}


def _is_ticked(column: pd.Series) -> bool:
    """Whether a column holds ticks and blanks and nothing else."""
    cells = set(column.str.strip().str.casefold())
    return bool(cells & TICKS) and cells <= TICKS | BLANKS
