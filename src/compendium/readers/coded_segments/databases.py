"""Projects that are SQLite files: QualCoder's ``data.qda`` and Taguette's ``.sqlite3``.

The file is opened so that nothing in it can be changed, and nothing beside it is made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from compendium.readers.coded_segments import qualcoder, taguette
from compendium.readers.export import Export, ImportReport, damaged

# What tells the tools apart: tables that every version of theirs has.
TOOLS = {
    frozenset({"code_text", "code_name", "source"}): qualcoder,
    frozenset({"documents", "highlights", "tags", "highlight_tags"}): taguette,
}
# No honest project has more rows in a table, nor is a file larger.
MOST_ROWS = 5_000_000
MOST_BYTES = 4_000_000_000


class Database:
    """A SQLite file that can only be read.

    Texts that are no UTF-8 keep their bytes as windows-1252 would show them.
    """

    def __init__(self, path: Path):
        self.path = path
        # immutable: no lock, no journal, no -wal or -shm file beside it.
        address = f"file:{quote(path.resolve().as_posix())}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(address, uri=True)
        self._connection.text_factory = _text
        self._connection.execute("PRAGMA query_only = ON")
        self._connection.execute("PRAGMA trusted_schema = OFF")
        rows = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        self.tables = {name for (name,) in rows if isinstance(name, str)}

    def close(self) -> None:
        self._connection.close()

    def rows(self, table: str, *columns: str, order: str = "") -> Iterator[dict]:
        """Rows of a table by column; a column or table that this version lacks gives None.

        A view of that name is not read.
        """
        if table not in self.tables:
            return
        there = {row[1] for row in self._connection.execute(f'PRAGMA table_info("{table}")')}
        asked = ", ".join(f'"{c}"' if c in there else f'NULL AS "{c}"' for c in columns)
        ordered = f' ORDER BY "{order}"' if order in there else ""
        query = f'SELECT {asked} FROM "{table}"{ordered} LIMIT {MOST_ROWS}'
        for row in self._connection.execute(query):
            yield dict(zip(columns, row, strict=True))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def read(path: Path) -> Export:
    """Read a QualCoder or Taguette project.

    Raises
    ------
    DataError
        If the file is no SQLite database, is damaged, still being written, or of another tool.
    """
    _check_file(path)
    try:
        database = Database(path)
        try:
            tool = next((m for needed, m in TOOLS.items() if needed <= database.tables), None)
            if tool is None:
                raise damaged(
                    path,
                    "this is a database, but neither QualCoder's nor Taguette's",
                    "Name the file data.qda of a QualCoder project, or a Taguette project.",
                )
            return tool.project(database, ImportReport(file=path.name, tool=tool.TOOL))
        finally:
            database.close()
    # UnicodeDecodeError: what SQLite says of a damaged file may quote bytes of it.
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        why = "" if isinstance(error, UnicodeDecodeError) else f" ({error})"
        raise damaged(path, f"the database is damaged{why}") from error


def _check_file(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            raise damaged(path, "this is no SQLite database")
    if path.stat().st_size > MOST_BYTES:
        raise damaged(path, "the database is larger than is safe")
    if any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal")):
        raise damaged(
            path,
            "the database is still open in its program, or was not closed properly",
            "Close the project in its program and copy the file again.",
        )
