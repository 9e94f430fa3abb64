"""Configurations and statements from tables whose headings name their parts."""

from __future__ import annotations

import dataclasses

from compendium.readers.theory.headings import (
    PARTS,
    STATEMENT_PARTS,
    fields_of,
    tells_configurations,
    tells_statements,
)
from compendium.readers.theory.ids import CMOC_ID, STATEMENT_ID, id_alone
from compendium.readers.theory.statements import Statement, statements_in

# Heading rows are looked for so far down: a title may stand over them.
DEEPEST_HEADING = 3
LONGEST_ID = 24
# A table whose headings stand in a column has so many rows and columns at most.
LARGEST_TURNED = 60
# A row of a table: its place, and its texts by column.
Rows = list[tuple[str, dict[int, str]]]


@dataclasses.dataclass
class Grid:
    """A table that tells a theory: what each column is, and the rows below its headings."""

    headings: dict[int, str]
    rows: Rows

    def __post_init__(self) -> None:
        self.fields = dict(zip(self.headings, fields_of(self.headings.values()), strict=True))
        self.configurations = tells_configurations(self.fields.values())
        self.statements = tells_statements(self.fields.values())

    @property
    def tells(self) -> bool:
        return self.configurations or self.statements


def recognised(rows: Rows) -> Grid | None:
    """A table's rows with their headings, these being in one of the first rows."""
    for at, (_, cells) in enumerate(rows[:DEEPEST_HEADING]):
        grid = Grid(cells, rows[at + 1 :])
        if grid.tells:
            return grid
    return None


def turned(rows: Rows) -> Rows:
    """A table with rows for columns; nothing of one that is too large to be read that way."""
    columns = sorted({column for _, cells in rows[: LARGEST_TURNED + 1] for column in cells})
    if max(len(columns), len(rows)) > LARGEST_TURNED:
        return []
    place = rows[0][0].partition(",")[0] if rows else ""
    texts = [[cells.get(column, "") for _, cells in rows] for column in columns]
    return [
        (f"{place}, column {c}", dict(enumerate(t, 1))) for c, t in zip(columns, texts, strict=True)
    ]


@dataclasses.dataclass
class Found:
    """What was told: a row each, and for each configuration its further columns.

    A configuration keeps the row of its statement, which may get its number later. `missed` has
    the places of texts that begin like a statement and are none.
    """

    statements: list[dict[str, str]] = dataclasses.field(default_factory=list)
    configurations: list[dict[str, str]] = dataclasses.field(default_factory=list)
    further: list[dict[str, str]] = dataclasses.field(default_factory=list)
    missed: list[str] = dataclasses.field(default_factory=list)
    guessed: list[str] = dataclasses.field(default_factory=list)


def read_grid(grid: Grid, found: Found, cmoc_id: str = "", pt_id: str = "") -> None:
    """Add a table's rows to what was found.

    `cmoc_id` is what stood over a table of one configuration, `pt_id` the statement whose
    heading the table is under.
    """
    known: dict[Statement, dict[str, str]] = {}
    many = sum(any(cells.values()) for _, cells in grid.rows) > 1
    cmoc_id = "" if many else _title_id(grid) or cmoc_id
    for place, cells in grid.rows:
        texts = [text for text in cells.values() if text]
        if not texts or cells == grid.headings:
            continue
        if len(texts) == 1 and len(grid.headings) > 2 and len(cells) == 1:
            pt_id = id_alone(texts[0].partition(":")[0], STATEMENT_ID) or pt_id
            found.guessed.append(f"{place}: one cell over all columns, read as a title")
            continue
        row = _Row(grid, place, cells)
        statement = row.statements(found, known)
        if grid.configurations:
            found.configurations.append(row.configuration(cmoc_id, pt_id, statement))
            found.further.append(row.further())


class _Row:
    """One row of a table, by field."""

    def __init__(self, grid: Grid, place: str, cells: dict[int, str]):
        self.grid, self.place, self.cells = grid, place, cells
        self.by_field: dict[str, list[str]] = {}
        for column, field in grid.fields.items():
            if field and cells.get(column):
                self.by_field.setdefault(field, []).append(cells[column])

    def text(self, field: str) -> str:
        """What stands under a field; of two columns of one field both, one below the other."""
        return "\n".join(self.by_field.get(field, []))

    def statements(self, found: Found, known: dict) -> dict[str, str] | None:
        """Add the statements of this row that the table has not told before; the first of them."""
        if self.grid.statements and any(self.text(field) for field in STATEMENT_PARTS):
            told = Statement("", *map(self.text, STATEMENT_PARTS))
            found.statements.append(statement_row(told, self.place, self._theory()))
            return found.statements[-1]
        made = []
        for field in ("statement", "pt_id"):
            told, missed = statements_in(self.text(field))
            made += told
            found.missed += [self.place] * missed
        for statement in made:
            if statement not in known:
                known[statement] = statement_row(statement, self.place, self._theory())
                found.statements.append(known[statement])
        return known[made[0]] if made else None

    def _theory(self) -> str:
        """The id of the statement this row belongs to: of its own column, or that of a table of
        statements."""
        own, told = self.text("pt_id"), self.text("statement")
        if known := id_alone(own, STATEMENT_ID) or id_alone(told, STATEMENT_ID):
            return known
        if own and len(own) <= LONGEST_ID:
            return own
        return "" if self.grid.configurations else self.text("id")

    def configuration(self, cmoc_id: str, pt_id: str, statement: dict | None) -> dict:
        own = self.text("cmoc_id") or self.text("id")
        return {
            "cmoc_id": own or cmoc_id,
            "pt_id": self._theory() or ("" if statement else pt_id),
            **{part: self.text(part) for part in PARTS},
            "place": self.place,
            "statement": statement,
        }

    def further(self) -> dict[str, str]:
        """What this row says beyond its configuration, by heading."""
        used = {"id", *PARTS, *STATEMENT_PARTS} - ({"id"} if "cmoc_id" in self.by_field else set())
        return {
            heading: self.cells[column]
            for column, heading in self.grid.headings.items()
            if self.cells.get(column)
            and self.grid.fields[column] not in (*used, "cmoc_id")
            and self.cells[column] != self._theory()
        }


def _title_id(grid: Grid) -> str:
    """The id in a heading of no field's, as in the title over a table that was turned."""
    titles = (h.partition(":")[0] for c, h in grid.headings.items() if not grid.fields[c])
    return next(filter(None, (id_alone(title, CMOC_ID) for title in titles)), "")


def statement_row(statement: Statement, place: str, pt_id: str = "") -> dict[str, str]:
    """A statement as a row of the table `statements`."""
    row = dataclasses.asdict(statement)
    unsure = row.pop("unsure")
    return row | {"pt_id": statement.pt_id or pt_id, "place": place, "unsure": unsure}
