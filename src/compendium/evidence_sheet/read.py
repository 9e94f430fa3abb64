"""The evidence workbook, read back: every judgement in it, or everything that is wrong with it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

from compendium.evidence_sheet.columns import (
    CHOICES,
    COLUMNS,
    KEPT,
    SAID,
    SHEET,
    SIGNED,
    SOURCE,
    WHOSE,
)
from compendium.evidence_sheet.write import judged_by
from compendium.intake.dates import is_date
from compendium.intake.evidence import wrong_with
from compendium.intake.tables import Tables
from compendium.intake.written_sources import written_sources
from compendium.problems import DataError, Problems, listed
from compendium.readers.grid import letter
from compendium.readers.spreadsheet import WITH_SHEETS
from compendium.schemas import EVIDENCE

ANEW = "Write the workbook anew: make evidence-sheet."
CORRECT = "Correct it in the workbook."
NEW = "Leave it blank in the row of a new judgement."
TO_REMOVE = "Choose or type one; to take the judgement out, delete its whole row."


@dataclasses.dataclass(frozen=True)
class Line:
    """One judgement of the workbook: its row there, its id (blank if it is new), its cells.

    `text` is what the workbook shows as said or found: what it was judged on.
    """

    row: int
    evidence_id: str
    cells: dict[str, str]
    text: str


@dataclasses.dataclass(frozen=True)
class Workbook:
    """The judgements of a workbook, and the one analyst they are of; blank if of everybody."""

    lines: list[Line]
    analyst: str


def read_evidence_sheet(data: Tables, path: Path, by: str = "", on: str = "") -> Workbook:
    """The judgements of a workbook; rows without an id and without a judgement are none.

    A new judgement without a name or a date is `by` that analyst, `on` that day.

    Raises
    ------
    DataError
        If it is no such workbook, or with every row, column or cell that does not fit.
    """
    rows = _rows(path, SHEET)
    (_, head), *below = rows.items()
    places = {name.strip(): i for i, name in enumerate(head)}
    problems = Problems()
    for name in [name for name in COLUMNS if name not in places]:
        what = f"the column {name} is missing"
        problems.add(path.name, f"sheet {SHEET}, row 1", what, do=ANEW)
    problems.settle(DataError)
    analyst = _whose(path)
    check = _Check(data, path.name, places, problems, analyst)
    lines = []
    for number, cells in below:
        line = _line(number, cells, places, by, on)
        if line.evidence_id or any(line.cells[name] for name in SAID):
            check.line(line)
            lines.append(line)
    problems.settle(DataError)
    return Workbook(lines, analyst)


def _whose(path: Path) -> str:
    """The one analyst with whose judgements the workbook was written; blank if with everybody's."""
    head, *below = _rows(path, CHOICES).values()
    place = head.index(WHOSE) if WHOSE in head else len(head)
    return below[0][place].strip() if below and place < len(below[0]) else ""


def _rows(path: Path, sheet: str) -> dict[int, list[str]]:
    """The rows of one sheet of a workbook by their number.

    Raises
    ------
    DataError
        If it is no workbook, or has no such sheet, or nothing in it.
    """
    if not path.exists():
        raise DataError(f"{path.name}: the file is missing. Write it with make evidence-sheet.")
    if path.suffix.lower() not in WITH_SHEETS:
        raise DataError(f"{path.name}: evidence is read from a workbook, {listed(WITH_SHEETS)}.")
    rows = WITH_SHEETS[path.suffix.lower()](path, sheet).rows
    there = {number: cells for number, cells in rows.items() if any(map(str.strip, cells))}
    if not there:
        raise DataError(f"{path.name}: the sheet {sheet} is empty. {ANEW}")
    return there


def _line(number: int, cells: list[str], places: dict[str, int], by: str, on: str) -> Line:
    """A row of the workbook; what is new and unsigned is signed as was asked."""

    def cell(name: str) -> str:
        place = places[name]
        return cells[place].strip() if place < len(cells) else ""

    found = {name: cell(name) for name in KEPT}
    # A date that was typed is one to the program, and has a time.
    found["judged_on"] = found["judged_on"].removesuffix(" 00:00")
    if not cell("evidence_id"):
        found |= {"analyst": found["analyst"] or by, "judged_on": found["judged_on"] or on}
    text = cells[places["source_text"]] if places["source_text"] < len(cells) else ""
    return Line(number, cell("evidence_id"), found, text)


class _Check:
    """What is wrong with the lines of one workbook, gathered."""

    def __init__(
        self, data: Tables, file: str, places: dict[str, int], problems: Problems, analyst: str
    ):
        self._data, self._file, self._places, self._problems = data, file, places, problems
        self._ids, self._seen = set(judged_by(data, analyst)["evidence_id"]), set()
        self._written = written_sources(data.study, data.literature_records)
        self._segments = set(data.segments["segment_id"])
        self._cmocs = [c.cmoc_id for c in data.study.cmocs]

    def line(self, line: Line) -> None:
        """Add everything that is wrong with one line."""
        own = line.evidence_id
        if own and own not in self._ids:
            self._add(line, "evidence_id", own, "the study has no such judgement", NEW)
        elif own in self._seen:
            self._add(line, "evidence_id", own, "each may stand in one row alone", NEW)
        self._seen |= {own} - {""}
        for name, allowed, do in self._wrong(line.cells):
            self._add(line, name, line.cells[name], allowed, do)

    def _add(self, line: Line, name: str, value: str, allowed: str, do: str) -> None:
        where = f"sheet {SHEET}, row {line.row}, column {letter(self._places[name])}"
        said = f"{name} = {value!r}" if value else f"{name} is blank"
        self._problems.add(self._file, where, said, allowed, do)

    def _wrong(self, cells: dict[str, str]) -> Iterator[tuple[str, str, str]]:
        """Columns of a line that do not fit, what is allowed, what to do."""
        for name, value in cells.items():
            column = EVIDENCE[name]
            if not value and not column.blank:
                unsigned = "Type it, or say --by and --on." if name in SIGNED else TO_REMOVE
                yield name, self._needed(name), unsigned
            elif value and column.allowed and value not in column.allowed:
                yield name, self._needed(name), CORRECT
        if cells["cmoc_id"] and cells["cmoc_id"] not in self._cmocs:
            yield "cmoc_id", self._needed("cmoc_id"), CORRECT
        if cells["judged_on"] and not is_date(cells["judged_on"]):
            yield "judged_on", self._needed("judged_on"), CORRECT
        if all(cells[name] for name in SOURCE):
            for allowed in self._wrong_source(*(cells[name] for name in SOURCE)):
                yield "source_id", allowed, CORRECT

    def _needed(self, name: str) -> str:
        if name == "cmoc_id":
            return f"the study has {listed(self._cmocs, 20)}"
        if name == "judged_on":
            return "a date like 2024-03-31 is needed"
        allowed = EVIDENCE[name].allowed
        return f"allowed are {listed(allowed)}" if allowed else "a value is needed"

    def _wrong_source(self, kind: str, source: str) -> list[str]:
        if kind == "segment":
            return [] if source in self._segments else ["a coded segment of the study is needed"]
        if kind not in EVIDENCE["source_type"].allowed:
            return []
        return wrong_with(kind, source, self._data.study, self._written)
