"""Texts of an import, each in a file of its own beside the tables.

The table that names them keeps its rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from compendium.writers.files import write_bytes

FOLDER = "texts"


def write_texts(to: Path, table: pd.DataFrame, key: str, texts: Mapping[str, str]) -> pd.DataFrame:
    """Write ``texts/0001 NAME.txt`` for each text; the table gains a column that says which.

    The text is written as kept: UTF-8, no byte-order mark, its own line breaks, so that
    positions in ``coded_segments.csv`` count its characters.
    """
    files = []
    for number, name in enumerate(table[key], start=1):
        if name not in texts:
            files.append("")
            continue
        safe = re.sub(r"[^\w .-]+", "_", name).strip(" .")[:50]
        files.append(f"{FOLDER}/{number:04d} {safe}.txt")
        write_bytes(to / files[-1], texts[name].encode("utf-8", "surrogatepass"))
    return table.assign(text_file=pd.array(files, dtype="str"))
