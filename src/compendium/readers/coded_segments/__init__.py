"""Coded segments outside REFI-QDA: tables, QualCoder's and Taguette's own files, ROCK, NVivo text.

Tables are those of `compendium.readers.refi_qda`. A table exported as ``.csv`` or ``.xlsx`` is
recognised by its headings (`layouts`) when `compendium.readers.spreadsheet` reads it.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from compendium.readers.export import Export

# File ending → module here.
FILES = {
    ".qda": "databases",
    ".sqlite3": "databases",
    ".sqlite": "databases",
    ".db": "databases",
    ".rock": "rock",
    ".txt": "nvivo_text",
}


def read(path: Path) -> Export:
    """Read one file that is no table.

    Raises
    ------
    DataError
        If it is damaged, or not what its ending says.
    """
    module = importlib.import_module(f"{__name__}.{FILES[path.suffix.lower()]}")
    return module.read(path)
