"""One sheet of an OpenDocument spreadsheet (``.ods``) as a grid of texts.

A cell's text is what a person reads, but for numbers and days, whose stored values are whole where
what is shown may be rounded. Nothing is calculated: of a formula stands what the program that saved
the file came to. Cells and rows that are repeated are written once in the file; what would unfold
to more cells than is safe is refused before it unfolds.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

from compendium.readers.archive import Archive, parse_xml
from compendium.readers.export import damaged
from compendium.readers.grid import MOST_CELLS_OF_A_SHEET, Grid
from compendium.readers.sheets import one_sheet

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")


@dataclasses.dataclass
class _Counts:
    """What a sheet holds that is read otherwise than it looks."""

    formulas: int = 0
    errors: int = 0


def read_grid(path: Path, sheet: str = "") -> Grid:
    """One sheet of a spreadsheet: the one named, else the first that is shown and holds anything.

    Raises
    ------
    DataError
        If the file is no OpenDocument spreadsheet, is protected or damaged, or has no such sheet.
    """
    with Archive(path) as archive:
        content, meta = archive.find("content.xml"), archive.find("meta.xml")
        if content is None:
            raise damaged(path, "this is not an OpenDocument spreadsheet (it has no content.xml)")
        manifest = archive.find("META-INF/manifest.xml")
        if manifest and b"encryption-data" in archive.read(manifest):
            why = "the spreadsheet is protected by a password"
            raise damaged(path, why, "Save it again without one.")
        root = parse_xml(path, archive.read(content))
        about = parse_xml(path, archive.read(meta)) if meta else None
    tables = {table.get(f"{TABLE}name", ""): table for table in root.iter(f"{TABLE}table")}
    if root.find(f".//{OFFICE}spreadsheet") is None or not tables:
        raise damaged(path, "this is not an OpenDocument spreadsheet")
    hiding = _hidden_styles(root)
    hidden = {n for n, table in tables.items() if table.get(f"{TABLE}style-name", "") in hiding}
    names = list(tables)
    grid = one_sheet(path, names, hidden, sheet, lambda name: _grid(path, name, tables[name]))
    tool = about.findtext(f".//{META}generator", "") if about is not None else ""
    return dataclasses.replace(grid, tool=tool.partition("$")[0].replace("/", " "))


def _hidden_styles(root) -> set[str]:
    """Names of the styles that hide a sheet."""
    return {
        properties.getparent().get(f"{STYLE}name", "")
        for properties in root.iter(f"{STYLE}table-properties")
        if properties.get(f"{TABLE}display") == "false"
    }


def _grid(path: Path, name: str, table) -> Grid:
    counts, rows, number, cells = _Counts(), {}, 0, 0
    for row in table.iter(f"{TABLE}table-row"):
        texts = list(_texts(path, name, row, counts))
        while texts and not texts[-1]:
            texts.pop()
        times = _times(path, row, "rows")
        if texts:
            cells += len(texts) * times
            if cells > MOST_CELLS_OF_A_SHEET:
                raise damaged(path, f"sheet {name} holds more cells than is safe")
            rows |= {number + i: list(texts) for i in range(1, times + 1)}
        number += times
    grid = Grid(rows)
    if counts.formulas:
        grid.guessed.append(
            f"{counts.formulas} formulas: read as what the program that saved the file came to"
        )
    if counts.errors:
        grid.lost.append(f"{counts.errors} cells in which the spreadsheet shows an error")
    return grid


def _texts(path: Path, name: str, row, counts: _Counts) -> Iterator[str]:
    cells, blanks = 0, 0
    for cell in row.iterchildren(*CELLS):
        text, times = cell_text(cell), _times(path, cell, "columns")
        if not text:
            # What is blank to the end of the row is often repeated a thousand times.
            blanks += times
            continue
        cells += blanks + times
        if cells > MOST_CELLS_OF_A_SHEET:
            raise damaged(path, f"sheet {name} holds more cells than is safe")
        yield from [""] * blanks
        yield from [text] * times
        blanks = 0
        counts.formulas += times * (cell.get(f"{TABLE}formula") is not None)
        counts.errors += times * bool(re.fullmatch(r"#\S+[!?]|Err:\d+|#N/A", text))


def _times(path: Path, element, what: str) -> int:
    """How often a cell or row stands there."""
    written = element.get(f"{TABLE}number-{what}-repeated", "1")
    if not re.fullmatch(r"0{0,9}[1-9][0-9]{0,30}", written):
        raise damaged(path, f"it is damaged inside: {what} stand there {written[:40]!r} times")
    return int(written)


def cell_text(cell) -> str:
    """One cell as a person reads it: whole numbers without a point, ISO dates, ids with zeros."""
    shown = "\n".join(_paragraph(p) for p in cell.iterchildren(f"{TEXT}p"))
    match cell.get(f"{OFFICE}value-type"):
        case "float" | "percentage" | "currency":
            return _number(cell.get(f"{OFFICE}value", ""), shown)
        case "date":
            return _moment(cell.get(f"{OFFICE}date-value", ""))
        case "boolean":
            return cell.get(f"{OFFICE}boolean-value", "").upper()
    # Some programs write a text as the cell's value alone.
    return shown or cell.get(f"{OFFICE}string-value", "")


def _number(value: str, shown: str) -> str:
    """The stored number; as it is shown where that only adds zeros before it."""
    try:
        text = format(float(value), ".15g")
    except ValueError:
        return shown
    return shown if re.fullmatch(rf"0+{re.escape(text)}", shown) else text


def _moment(value: str) -> str:
    """A day, with its time of day where it has one."""
    day, _, time = value.partition("T")
    time = time.removesuffix("Z").partition(".")[0]
    return day if time in ("", "00:00:00") else f"{day} {time.removesuffix(':00')}"


def _paragraph(element) -> str:
    """A paragraph's text; runs of spaces, tabs and line breaks are elements of their own."""
    pieces = [element.text or ""]
    for child in element:
        match child.tag:
            case t if t == f"{TEXT}s":
                count = child.get(f"{TEXT}c", "1")
                pieces.append(" " * min(int(count) if count.isdecimal() else 1, 10_000))
            case t if t == f"{TEXT}tab":
                pieces.append("\t")
            case t if t == f"{TEXT}line-break":
                pieces.append("\n")
            case t if isinstance(t, str) and not t.endswith("}annotation"):
                pieces.append(_paragraph(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
