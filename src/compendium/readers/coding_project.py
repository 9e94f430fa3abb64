"""What every coding project comes to, whatever tool it is from: eight tables.

`compendium.readers.refi_qda` says what one row of each is.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

# Between the names on a code's path; a name that holds it itself looks like a path.
PATH_SEPARATOR = " > "
COLUMNS = {
    "sources": [
        "source",
        "kind",
        "characters",
        "position_convention",
        "margin",
        "description",
        "guid",
    ],
    "codes": ["code_path", "name", "parent_path", "depth", "definition", "codable", "guid"],
    "coded_segments": ["source", "code_path", "coder", "start", "end", "text"],
    "cases": ["case", "source", "start", "end"],
    "variables": ["owner_kind", "owner", "variable", "type", "value"],
    "notes": ["note", "text", "written_by", "written_on", "on_kind", "on", "start", "end"],
    "sets": ["set", "description", "member_kind", "member"],
    "links": [
        "link",
        "direction",
        *("from_kind", "from", "from_start", "from_end"),
        *("to_kind", "to", "to_start", "to_end"),
    ],
}
# Whole numbers; every other column is text. Where a thing has no place in a text they are missing.
NUMBERS = dict.fromkeys(("start", "end", "from_start", "from_end", "to_start", "to_end"), "Int64")
NUMBERS |= {"characters": "int64"}
PLACED = {"coded_segments": {"start": "int64", "end": "int64"}}


def frame(table: str, rows: Iterable = ()) -> pd.DataFrame:
    """One of the tables from its rows (tuples, or mappings by column), with the right types."""
    if not (rows := list(rows)):
        return _blank(table).copy()
    return pd.DataFrame(rows, columns=COLUMNS[table]).astype(_types(table))


@functools.cache
def _blank(table: str) -> pd.DataFrame:
    return pd.DataFrame(columns=COLUMNS[table]).astype(_types(table))


def _types(table: str) -> dict[str, str]:
    types = NUMBERS | PLACED.get(table, {})
    return {c: types.get(c, "str") for c in COLUMNS[table]}


def from_columns(table: str, columns: Sequence[list]) -> pd.DataFrame:
    """One of the tables from its columns, in their order, with the right types; none if blank."""
    types = NUMBERS | PLACED.get(table, {})
    return pd.DataFrame(
        {
            name: pd.array(values, dtype=types.get(name, "str"))
            for name, values in zip(
                COLUMNS[table], columns or [[]] * len(COLUMNS[table]), strict=True
            )
        }
    )


def tables(found: Mapping[str, Iterable]) -> dict[str, pd.DataFrame]:
    """All eight tables; those of which nothing was found are blank."""
    return {name: frame(name, found.get(name, ())) for name in COLUMNS}


def code_rows(paths: Iterable[str], definitions: Mapping[str, str] | None = None) -> list[tuple]:
    """One row of `codes` per path, and per path above one, in order.

    >>> [row[0] for row in code_rows(["A > B", "C"])]
    ['A', 'A > B', 'C']
    """
    known, given = definitions or {}, {}
    for path in paths:
        names = path.split(PATH_SEPARATOR)
        given |= {PATH_SEPARATOR.join(names[:n]): None for n in range(1, len(names) + 1)}
    rows = []
    for path in given:
        above, _, name = path.rpartition(PATH_SEPARATOR)
        depth = path.count(PATH_SEPARATOR) + 1
        rows.append((path, name, above, str(depth), known.get(path, ""), "yes", ""))
    return rows


def free_name(name: str, taken: set[str]) -> str:
    """The name, or the first of ``name (2)``, ``name (3)`` … that nothing has."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def counted(made: Mapping[str, pd.DataFrame]) -> dict[str, int | str]:
    """What an import report says of the tables of a project."""
    coded = made["coded_segments"]
    return {
        "sources": len(made["sources"]),
        "codes": len(made["codes"]),
        "coded segments": len(coded.drop_duplicates(["source", "start", "end"])),
        "codings": len(coded),
        "coders": coded.loc[coded["coder"] != "", "coder"].nunique(),
        "cases": made["cases"]["case"].nunique(),
        "variables": made["variables"]["variable"].nunique(),
        "notes": len(made["notes"]),
    }
