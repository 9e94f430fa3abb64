"""Shares as they are told of a question, a topic, or how much people left out: table by table."""

from __future__ import annotations

import dataclasses
from collections import defaultdict

from compendium.attack.respondents import Number, People, Respondents
from compendium.attack.shares import Line
from compendium.attack.told import Told

# A topic's score among its questions.
SCORE = "score"


@dataclasses.dataclass(frozen=True)
class Table:
    """The shares of one question in one table: its lines, and its base if that was printed.

    Most are tables on a page (`is_table`), which have every line that is shown at all; sentences
    need not. `rough`: nothing but shares to the nearest tenth, whose base is not told though there
    is one.
    """

    told: Told
    lines: tuple[Line, ...]
    base: Number | None
    printed_base: float | None = None
    is_table: bool = True
    rough: bool = False

    @property
    def people(self) -> People:
        """Whose shares these are."""
        return self.told.asked.atoms

    @property
    def where(self) -> str:
        """The page, and what the shares are of."""
        about = self.told.key("item_id")
        return f"{self.told.page}, {self.told.key('construct') if about == SCORE else about}"

    @property
    def printed(self) -> dict[str, float]:
        """The exact shares, by level."""
        return {x.level: x.percent for x in self.lines if not x.mark and x.percent is not None}


def tables(known: Respondents, measure: str, item_id: str = "", construct: str = "") -> list[Table]:
    """Every table of a measure, or of one of its questions."""
    grouped: dict[tuple, list[Told]] = defaultdict(list)
    for cell in known.by_measure[measure]:
        if cell.key("item_id") == item_id and construct in ("", cell.key("construct")):
            grouped[cell.page, cell.asked].append(cell)
    return [_table(known, cells) for cells in grouped.values()]


def different(found: list[Table]) -> list[Table]:
    """Of tables that are alike the first."""
    alike: dict[tuple, Table] = {}
    for table in found:
        alike.setdefault((table.told.asked, table.lines, table.base), table)
    return list(alike.values())


def _table(known: Respondents, cells: list[Told]) -> Table:
    lines = dict.fromkeys(
        Line(c.key("level"), c.value, c.mark) for c in cells if c.column == "percent"
    )
    is_table = any(not c.in_sentence for c in cells)
    for cell in cells:
        if cell.column == "base" and cell.value is not None:
            number = known.number(cell, cell.asked.atoms)
            exact = None if cell.mark == "over" else float(cell.value)
            return Table(cells[0], tuple(lines), number, exact, is_table)
    rough = all(c.rough for c in cells)
    return Table(cells[0], tuple(lines), None, None, is_table, rough)
