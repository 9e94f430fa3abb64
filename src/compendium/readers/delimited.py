"""Delimited text (``.csv``, ``.tsv``) as a grid of texts."""

from __future__ import annotations

import csv
import io
import itertools
import re
from pathlib import Path

from compendium.problems import DataError, Problems
from compendium.readers.archive import decoded
from compendium.readers.export import damaged
from compendium.readers.grid import Grid, said

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}


def read_grid(path: Path) -> Grid:
    """The records of a delimited file, quotes and line breaks inside quotes understood.

    The delimiter is what a first line ``sep=;`` says, else the one that parts the first record
    into most cells; of two that do, the one by which most records have as many.

    Raises
    ------
    DataError
        If the file is no delimited text, or with every row that has another number of cells
        than the first.
    """
    text, encoding = decoded(path.read_bytes())
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise damaged(path, "this is not a table kept as text (it holds zero bytes)")
    named = re.match(r"sep=(.)\r?\n", text)
    text = text[named.end() :] if named else text
    delimiter = named[1] if named else max(DELIMITERS, key=lambda d: _fit(text, d))
    rows = _records(path, text, delimiter)
    _check_lengths(path, rows)
    called = DELIMITERS.get(delimiter, delimiter)
    guessed = [] if named else [f"cells are parted by {called}s, told from the first row"]
    guessed += [] if encoding == "UTF-8" else [f"the text is {encoding}"]
    return Grid(rows, guessed=guessed)


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    """Cells of the first record that holds anything, and how many of the next have as many."""
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        lengths = [len(r) for r in itertools.islice(reader, 1000) if any(map(said, r))]
    except csv.Error:
        return 0, 0
    return (lengths[0], lengths.count(lengths[0])) if lengths else (0, 0)


def _records(path: Path, text: str, delimiter: str) -> dict[int, list[str]]:
    """Every record by its number."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: dict[int, list[str]] = {}
    try:
        for number, record in enumerate(reader, start=1):
            rows[number] = record
    except csv.Error as error:
        raise damaged(
            path,
            f"row {len(rows) + 1} cannot be read ({error})",
            "Put text that holds a quotation mark in double quotes, and the mark twice.",
        ) from error
    return rows


def _check_lengths(path: Path, rows: dict[int, list[str]]) -> None:
    problems, header = Problems(), next((r for r in rows.values() if any(map(said, r))), [])
    for number, record in rows.items():
        if any(map(said, record)) and len(record) != len(header):
            problems.add(
                path.name,
                f"row {number}",
                f"the row has {len(record)} cells",
                f"the heading has {len(header)}",
                "Put text that holds the delimiter in double quotes.",
            )
    problems.settle(DataError)
