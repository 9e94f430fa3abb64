"""Spreadsheets: ``.xlsx``, ``.ods``, ``.csv`` and ``.tsv`` as their tables.

Tables
------
rows
    One row per row of the sheet below its headings, every cell as text as a person reads it;
    `source_row` is the row number that a spreadsheet program shows.
columns
    One row per column: what it is called in `rows`, its letter, and its text in each further
    heading row (`heading_2`, `heading_3`).

Where the rows are coded segments, the tables of a coding project stand beside these; where they
are records that were screened, the tables of `compendium.readers.literature`, and `decisions`;
where they are a programme theory, those of `compendium.readers.theory.sheet`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from compendium.problems import DataError, Problems, listed
from compendium.readers import delimited, open_document, workbook
from compendium.readers.coded_segments.layouts import SegmentColumns, apart, layout_said
from compendium.readers.coded_segments.segment_table import as_project
from compendium.readers.coding_project import counted
from compendium.readers.export import Export, ImportReport, damaged
from compendium.readers.grid import MOST_CELLS, Grid, garbled
from compendium.readers.headings import column_names, recognised
from compendium.readers.literature import screening
from compendium.readers.survey_tools import tool_of
from compendium.readers.theory.column_map import mapped_theory
from compendium.readers.theory.sheet import theory_tables

# What the compendium adds to every table; no column of a sheet may be called so.
OURS = "source_row"
WITH_SHEETS = {".xlsx": workbook.read_grid, ".ods": open_document.read_grid}
HEADING_ROWS = {1: "one row", 2: "two rows", 3: "three rows"}


def read(
    path: Path,
    header_rows: int = 0,
    sheet: str = "",
    segments: SegmentColumns | None = None,
    theory: Mapping[str, str] | None = None,
) -> Export:
    """Read one sheet of a workbook, or a delimited file.

    Parameters
    ----------
    header_rows : int
        How many heading rows there are; 0 to have it recognised, by the rule of
        `compendium.readers.headings.recognised`.
    sheet : str
        A sheet of the workbook; blank for the first that holds anything.
    segments : SegmentColumns or None
        Which columns hold coded segments, where a person says so; None to have it told from the
        headings.
    theory : mapping or None
        Which columns hold configurations and evidence on them, where a person says so; see
        `compendium.readers.theory.column_map`.

    Raises
    ------
    DataError
        If the file is damaged or blank, has rows of different length (``.csv``), or with every
        column that has no name or that of another.
    """
    grid = _grid(path, sheet)
    if not grid.rows:
        raise damaged(path, "there is nothing in it")
    heads = header_rows or recognised(grid)
    numbers = list(grid.rows)
    heading = [grid.rows[n] for n in numbers[:heads]]
    names, guessed = column_names(heading)
    names = apart(names)
    _check_names(path, names, grid.letters)
    rows = pd.DataFrame([grid.rows[n] for n in numbers[heads:]], columns=names, dtype="str")
    rows.insert(0, OURS, numbers[heads:])
    further = {f"heading_{i}": cells for i, cells in enumerate(heading[1:], start=2)}
    columns = pd.DataFrame({"column": names, "letter": grid.letters, **further}, dtype="str")
    if not header_rows:
        guessed.insert(0, f"{HEADING_ROWS[heads]} of headings, down to row {numbers[heads - 1]}")
    if tool := tool_of(heading):
        guessed.append(f"the headings are those of {tool}")
    report = ImportReport(
        file=path.name,
        tool=grid.tool,
        found={**grid.found, "rows": len(rows), "columns": len(names)},
        lost=grid.lost,
        guessed=[*grid.guessed, *guessed],
        warned=_garbled(grid),
    )
    export = Export({"rows": rows, "columns": columns}, report)
    if theory:
        return Export(export.tables | mapped_theory(path, rows, theory, report), report)
    return _with_what_it_holds(path, export, segments)


def _with_what_it_holds(path: Path, export: Export, segments: SegmentColumns | None) -> Export:
    """The tables of what the rows are, where that can be told: beside the rows themselves."""
    rows, report = export.tables["rows"], export.report
    if layout := layout_said(path, rows, segments or SegmentColumns()):
        project = as_project(rows, layout, report)
        report.tool = layout.tool or report.tool
        report.found |= counted(project.tables)
        report.guessed.insert(0, f"the rows are coded segments{_as_written_by(layout.tool)}")
        return Export(export.tables | project.tables, report, project.texts)
    if tool := screening.tool_of(rows.columns):
        report.tool = tool
        report.guessed.insert(0, f"the rows are screened records, as {tool} writes them")
        return Export(export.tables | screening.tables(rows, tool, report), report)
    return Export(export.tables | theory_tables(rows, report), report)


def _garbled(grid: Grid) -> list[str]:
    """A warning where texts were read in a wrong encoding and saved before they came here."""
    if not (found := garbled(grid.rows.values())):
        return []
    wrong, right = found[0]
    rows = f"{len(found)} row{'s' if len(found) > 1 else ''}"
    return [f"{rows} may have been read in a wrong encoding and saved ({wrong} for {right})"]


def _as_written_by(tool: str) -> str:
    return f", as {tool} writes them" if tool else ""


def _grid(path: Path, sheet: str) -> Grid:
    """The sheet without its blank rows and columns."""
    read_sheet = WITH_SHEETS.get(path.suffix.lower())
    if sheet and not read_sheet:
        what = f"sheet {sheet!r} is asked for, but a text file has one table"
        raise damaged(path, what, "Name no sheet.")
    grid = read_sheet(path, sheet) if read_sheet else delimited.read_grid(path)
    if len(grid.rows) * grid.width > MOST_CELLS:
        raise damaged(path, "the table holds more cells than is safe")
    return grid.tidied()


def _check_names(path: Path, names: list[str], letters: list[str]) -> None:
    """Every column needs a name of its own."""
    problems, times = Problems(), Counter(names)
    for name in (n for n, count in times.items() if count > 1 or n in ("", OURS)):
        places = [at for at, own in zip(letters, names, strict=True) if own == name]
        where = f"column{'s' if len(places) > 1 else ''} {listed(places)}"
        if not name:
            what, do = "there is no heading", "Write one into the heading row."
        elif name == OURS:
            what = f"the heading is {OURS}, the name the compendium gives to the row number"
            do = "Rename the column."
        else:
            what, do = f"the heading {name!r} stands more than once", "Rename the others."
        problems.add(path.name, where, what, do=do)
    problems.settle(DataError)
