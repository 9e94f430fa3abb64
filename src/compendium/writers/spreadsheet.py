"""``.xlsx`` workbooks whose bytes depend on their content alone.

Written here rather than by openpyxl, whose bytes change with its version and the clock. Cells
hold text or numbers. Text is never a formula: it is kept as text, and where it begins like one
it carries the mark that keeps it text when somebody edits it or saves it as CSV.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from compendium.writers.files import write_bytes

Cell = str | int | float | None
Rows = Sequence[Sequence[Cell]]

ZIP_DATE = (2024, 1, 1, 0, 0, 0)
# What a spreadsheet program takes for the beginning of a formula.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
PLAIN, QUOTED = 0, 1
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Characters that XML cannot hold, a carriage return (which it would turn into a line break),
# and what looks like the way the format writes these.
UNSAFE = re.compile("[\\x00-\\x08\\x0b-\\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(path: Path, sheets: Mapping[str, Rows]) -> None:
    """Write one sheet per table: cells by row, text or numbers, None and "" for blank.

    Sheet names have at most 31 characters and none of ``[]:*?/\\``, a rule of the format.
    """
    assert sheets, "a workbook needs a sheet"
    assert not [n for n in sheets if not n or len(n) > 31 or re.search(r"[\[\]:*?/\\]", n)], sheets
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations({"xl/workbook.xml": "officeDocument"}),
        "xl/workbook.xml": _workbook(list(sheets)),
        "xl/_rels/workbook.xml.rels": _relations(
            {f"worksheets/sheet{i + 1}.xml": "worksheet" for i in range(len(sheets))}
            | {"styles.xml": "styles"}
        ),
        "xl/styles.xml": _styles(),
    }
    for number, rows in enumerate(sheets.values(), start=1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, date_time=ZIP_DATE)
            info.external_attr, info.create_system = 0o644 << 16, 3
            # Stored, not compressed: another zlib must not change the bytes.
            archive.writestr(info, (DECLARATION + content).encode("utf-8"))
    write_bytes(path, buffer.getvalue())


def _sheet(rows: Rows) -> str:
    lines = [
        f'<row r="{number}">{"".join(map(_cell, row))}</row>'
        for number, row in enumerate(rows, start=1)
    ]
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(value: Cell) -> str:
    """One cell; its place is its position in the row."""
    if value is None or value == "" or value != value:  # NaN alone differs from itself
        return "<c/>"
    if not isinstance(value, str):
        return f"<c><v>{value!s}</v></c>"
    style = f' s="{QUOTED}"' if value.startswith(FORMULA_BEGINS) else ""
    text = UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
    return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _workbook(names: list[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"/>'
        for i, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def _relations(targets: dict[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for i, (target, kind) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _content_types(sheets: int) -> str:
    kinds = {"workbook": "sheet.main", "styles": "styles"}
    kinds |= {f"worksheets/sheet{i + 1}": "worksheet" for i in range(sheets)}
    parts = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{KIND}.{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _styles() -> str:
    """Two styles of cells: plain, and text that stays text when it is edited."""
    font = '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    fills = (
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
    )
    none = "<border><left/><right/><top/><bottom/><diagonal/></border>"
    own = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'<styleSheet xmlns="{MAIN}">{font}{fills}<borders count="1">{none}</borders>'
        f'<cellStyleXfs count="1"><xf {own}/></cellStyleXfs><cellXfs count="2">'
        f'<xf {own} xfId="0"/><xf {own} xfId="0" quotePrefix="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
