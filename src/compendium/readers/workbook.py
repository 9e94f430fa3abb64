"""One sheet of an ``.xlsx`` workbook as a grid of texts.

Nothing is calculated: a formula is read as the text of the formula. The workbook passes the
limits of `compendium.readers.archive` first; openpyxl reads its XML through defusedxml.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import warnings
from pathlib import Path

from compendium.problems import DataError
from compendium.readers.archive import Archive, parse_xml, refuse_compound
from compendium.readers.export import damaged
from compendium.readers.grid import MOST_CELLS_OF_A_SHEET, Grid
from compendium.readers.sheets import one_sheet

# The last row that the format knows.
LAST_ROW = 1_048_576
# Halves of characters beyond the first 65,536.
HALVES = re.compile("[\ud800-\udfff]")


def read_grid(path: Path, sheet: str = "") -> Grid:
    """One sheet of a workbook: the one named, else the first that is shown and holds anything.

    Raises
    ------
    DataError
        If the file is no workbook, is protected or damaged, or has no such sheet.
    """
    refuse_compound(path, "workbook", ".xlsx")
    tool = _tool(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl will not keep: styles, pictures
        try:
            return dataclasses.replace(_chosen(path, sheet), tool=tool)
        except DataError:
            raise
        except Exception as error:  # openpyxl raises whatever its parsers stumble over
            why = f"this is not a readable workbook ({_reason(error)})"
            raise damaged(path, why) from error


def _reason(error: BaseException) -> str:
    """What went wrong at bottom, in one line; openpyxl's own words hold the path of the file."""
    while error.__cause__ is not None:
        error = error.__cause__
    return f"{type(error).__name__}: {error}".partition("\n")[0]


def _tool(path: Path) -> str:
    """The program that says it wrote the workbook, once its archive is within the limits."""
    with Archive(path) as archive:
        info = archive.find("docProps/app.xml")
        root = parse_xml(path, archive.read(info)) if info else None
    return root.findtext("{*}Application", "") if root is not None else ""


def _chosen(path: Path, sheet: str) -> Grid:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    try:
        names = [s.title for s in book.worksheets]
        hidden = {s.title for s in book.worksheets if s.sheet_state != "visible"}
        return one_sheet(path, names, hidden, sheet, lambda name: _grid(path, book[name]))
    finally:
        book.close()


def _grid(path: Path, sheet) -> Grid:
    rows, formulas, errors, cells = {}, 0, 0, 0
    # Of a number below nought openpyxl takes the text that stands so far from the end.
    sheet._shared_strings = _Texts(sheet._shared_strings)
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    for number, row in enumerate(sheet.iter_rows(), start=1):
        texts = [cell_text(cell) for cell in row]
        while texts and not texts[-1]:
            texts.pop()
        cells += len(texts)
        if number > LAST_ROW or cells > MOST_CELLS_OF_A_SHEET:
            raise damaged(path, f"sheet {sheet.title} holds more cells than is safe")
        formulas += sum(cell.data_type == "f" for cell in row)
        errors += sum(cell.data_type == "e" for cell in row)
        rows[number] = texts
    grid = Grid(rows)
    if formulas:
        grid.lost.append(f"{formulas} formulas: read as their text, not as what they come to")
    if errors:
        grid.lost.append(f"{errors} cells in which the spreadsheet shows an error")
    return grid


class _Texts(list):
    """The texts that cells name by number, from nought; any other number names none."""

    def __getitem__(self, number: int) -> str:
        if number < 0:
            raise IndexError(f"a cell names text {number}, and they are counted from 0")
        return super().__getitem__(number)


def cell_text(cell) -> str:
    """One cell as a person reads it: whole numbers without a point, ISO dates, ids with zeros."""
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case dt.datetime():
            return _moment(value, cell.number_format)
        case dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            return _duration(value)
        case int() | float():
            return _number(value, cell.number_format)
    # A formula over several cells is an object that holds its text.
    return unescaped(str(getattr(value, "text", value) or ""))


def _moment(value: dt.datetime, form: str) -> str:
    """A date, with its time of day where it has one or the cell's format shows one."""
    midnight = value.time() == dt.time()
    if midnight and "h" not in form.lower():
        return value.date().isoformat()
    seconds = "auto" if value.second or value.microsecond else "minutes"
    return value.isoformat(" ", seconds)


def _duration(value: dt.timedelta) -> str:
    seconds = round(value.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _number(value: float, form: str) -> str:
    """At most the 15 digits that spreadsheet programs keep; 7 as 007 where the format says so."""
    text = str(value) if isinstance(value, int) else format(value, ".15g")
    return text.zfill(len(form)) if re.fullmatch("0{2,}", form) and text.isdecimal() else text


def unescaped(text: str) -> str:
    """Characters that XML cannot hold, as the format writes them.

    >>> unescaped("a_x000D_b"), unescaped("_x005F_x000D_"), unescaped("_xD83D__xDE00__xD83D_ _")
    ('a\\rb', '_x000D_', '😀\ufffd _')
    """
    text = re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    if HALVES.search(text):
        # Together they make one character; alone they are none.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
