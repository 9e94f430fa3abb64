"""Delimited text (``.csv``, ``.tsv``) as a grid of texts."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from compendium.problems import DataError, Problems
from compendium.readers.archive import encoding_of
from compendium.readers.export import damaged
from compendium.readers.grid import MOST_CELLS, Cells, Grid, said
from compendium.readers.positions import BOM

# The delimiter is told from so many lines.
LOOKED_AT = 1000
NAMES_DELIMITER = re.compile(r"sep=(.)\r?\n")
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}


def read_grid(path: Path) -> Grid:
    """The records of a delimited file, quotes and line breaks inside quotes understood.

    The delimiter is what a first line ``sep=;`` says; else the one that gives every record the same
    number of cells. If several do, or none does, it is the one that gives the first record the most
    cells, and among equals the one with which most records have as many.

    Raises
    ------
    DataError
        If the file is no delimited text, or with every row that has another number of cells
        than the first.
    """
    codec, encoding = encoding_of(path)
    named, delimiter = _delimiter(path, codec)
    rows = _records(path, codec, delimiter, skip=bool(named))
    _check_lengths(path, rows)
    called = DELIMITERS.get(delimiter, delimiter)
    guessed = [] if named else [f"cells are separated by {called}s, told from the rows"]
    guessed += [] if encoding == "UTF-8" else [f"the text is {encoding}"]
    return Grid(rows, guessed=guessed)


def _opened(path: Path, codec: str) -> IO[str]:
    """The file as text, line breaks as they stand, without a byte-order mark."""
    file = path.open(encoding=codec, errors="replace", newline="")
    if file.read(1) != BOM:
        file.seek(0)
    return file


def _delimiter(path: Path, codec: str) -> tuple[bool, str]:
    """Whether a first line names the delimiter, and the delimiter."""
    with _opened(path, codec) as file:
        start = "".join(itertools.islice(file, LOOKED_AT))
        cut = bool(file.read(1))
    if named := NAMES_DELIMITER.match(start):
        return True, named[1]
    return False, max(DELIMITERS, key=lambda d: _fit(start, d, cut))


def _fit(text: str, delimiter: str, cut: bool) -> tuple[bool, int, int]:
    """How well a delimiter fits: better ones compare as greater.

    Whether every record has the same number of cells, more than one; how many cells the first
    record that holds anything has; how many records have as many. If the text is `cut`, its last
    record may be incomplete and does not count.
    """
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        lengths = [len(r) for r in reader if any(map(said, r))]
    except csv.Error:
        return False, 0, 0
    if not lengths:
        return False, 0, 0
    cells, whole = lengths[0], lengths[:-1] if cut and len(lengths) > 1 else lengths
    return cells > 1 and set(whole) == {cells}, cells, lengths.count(cells)


def _records(path: Path, codec: str, delimiter: str, skip: bool) -> dict[int, list[str]]:
    """Every record by its number; those behind the line that names the delimiter."""
    rows: dict[int, list[str]] = {}
    cells, count = Cells(), 0
    with _opened(path, codec) as file:
        if skip:
            file.readline()
        reader = csv.reader(_without_zeros(path, file), delimiter=delimiter, strict=True)
        try:
            for number, record in enumerate(reader, start=1):
                rows[number] = cells.shared(record)
                count += len(record)
                if count > MOST_CELLS:
                    raise damaged(path, "the table holds more cells than is safe")
        except csv.Error as error:
            raise damaged(
                path,
                f"row {len(rows) + 1} cannot be read ({error})",
                "Put text that holds a quotation mark in double quotes, and the mark twice.",
            ) from error
    return rows


def _without_zeros(path: Path, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if "\0" in line:
            raise damaged(path, "this is not a table kept as text (it holds zero bytes)")
        yield line


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
