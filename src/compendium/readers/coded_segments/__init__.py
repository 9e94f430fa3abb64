"""Coded segments outside REFI-QDA: tables, QualCoder's and Taguette's files, ROCK, NVivo, Word.

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
WORD = "word_comments"


def read(path: Path, codes: object = None) -> Export:
    """Read one file that is no table, or a folder of Word files.

    `codes` (a `code_names.CodeNames`) says what comments in Word files may name.

    Raises
    ------
    DataError
        If it is damaged, or not what its ending says.
    """
    name = WORD if path.is_dir() else FILES.get(path.suffix.lower(), WORD)
    module = importlib.import_module(f"{__name__}.{name}")
    return module.read(path, codes) if name == WORD else module.read(path)
