"""Files that are either whole or not there, with the same bytes on every system."""

from __future__ import annotations

import csv
import os
import secrets
from pathlib import Path

import pandas as pd

# The end of the name of a file that is being written, before the ending some programs insist on.
UNFINISHED = "~"
INSISTED_ON = ("", ".ipynb")


def unfinished(path: Path, ends: str = "") -> Path:
    """A name beside a file for what takes its place when it is whole; one of `INSISTED_ON` ends it.

    No other process has it, on no other machine either: a worker that counts as lost may still
    write the same file.
    """
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}{ends}")


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it (temporary file, fsync, rename)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = unfinished(path)
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def remove_unfinished(folder: Path) -> None:
    """Remove what processes left below a folder that were killed while they wrote."""
    for ends in INSISTED_ON:
        for path in folder.rglob(f".*{UNFINISHED}{ends}"):
            path.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with line breaks as they stand in `text`."""
    write_bytes(path, text.encode("utf-8"))


def write_csv(path: Path, frame: pd.DataFrame, mark: bool = False) -> None:
    """Write a table as UTF-8 CSV with LF row ends; missing is blank, text is kept as it is.

    `mark`: with a byte order mark, without which Excel takes UTF-8 for something else.
    """
    write_text(path, csv_text(frame, mark))


def csv_text(frame: pd.DataFrame, mark: bool = False) -> str:
    """A table as `write_csv` writes it."""
    text = frame.to_csv(index=False, lineterminator="\n")
    if "\r" in text:
        # Python before 3.13 leaves a lone carriage return bare, and readers take it for a row end.
        text = frame.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    return "\ufeff" * mark + text
