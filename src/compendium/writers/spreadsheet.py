"""``.xlsx`` workbooks whose bytes depend on their content alone.

Written here rather than by openpyxl, whose bytes change with its version and the clock. Cells
hold text or numbers. Text is never a formula: it is kept as text, and where it begins like one
it carries the mark that keeps it text when somebody edits it or saves it as CSV.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pandas as pd

from compendium.writers.files import csv_text, write_text
from compendium.writers.office_package import RELATIONS, content_types, relations, write_parts

Cell = str | int | float | bool | None
Rows = Sequence[Sequence[Cell]]

# What a spreadsheet program takes for the beginning of a formula.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
# In a CSV, where nothing else marks text as text: these in every form that Unicode has of them,
# behind whatever shows nothing; tabs and line ends wherever they come first.
SIGNS, UNSEEN = ("=", "+", "-", "@"), ("Cc", "Cf", "Zl", "Zp", "Zs")
APOSTROPHE, LINE_ENDS = "'", ("\t", "\r", "\n")
# A number below nought, which is what it looks like.
NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?%?", re.ASCII)
PLAIN, QUOTED = 0, 1
# In points: of one line, and of the highest row the format knows. Lines are broken at words, so
# they hold a little less than their width.
LINE, HIGHEST, ROOM = 15, 405, 1.1
# The last row the format knows.
LAST_ROW = 1_048_576
# Of a sheet that is laid out: lines broken within their cells, and headings in bold.
WRAPPED, WRAPPED_QUOTED, HEADING, HEADING_QUOTED = 2, 3, 4, 5
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Characters that XML cannot hold, a carriage return (which it would turn into a line break),
# and what looks like the way the format writes these.
UNSAFE = re.compile("[\\x00-\\x08\\x0b-\\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


@dataclasses.dataclass(frozen=True)
class Look:
    """How a sheet that people read is laid out; text is broken into lines within its cell.

    Parameters
    ----------
    widths : sequence of float
        Of each column, in letters of the usual font.
    heading_rows, heading_columns : int
        Rows and columns that stay when one moves on; the rows are in bold.
    choices : mapping
        Of a column, by its place from 0, where in the workbook the values stand that may be
        chosen below the headings: ``choices!$A$2:$A$5``. Nothing else can be typed there.
    """

    widths: Sequence[float]
    heading_rows: int = 1
    heading_columns: int = 0
    choices: Mapping[int, str] = dataclasses.field(default_factory=dict)


def write_xlsx(
    path: Path, sheets: Mapping[str, Rows], look: Look | Mapping[str, Look] | None = None
) -> None:
    """Write one sheet per table: cells by row, text or numbers, None and "" for blank.

    With a `look` every sheet is laid out so, for people, or each by the one of its name; without
    one it holds cells alone. Sheet names have at most 31 characters and none of
    ``[]:*?/\\``, a rule of the format.
    """
    assert sheets, "a workbook needs a sheet"
    assert not [n for n in sheets if not n or len(n) > 31 or re.search(r"[\[\]:*?/\\]", n)], sheets
    kinds = {"workbook": "sheet.main", "styles": "styles", "sharedStrings": "sharedStrings"}
    kinds |= {f"worksheets/sheet{i + 1}": "worksheet" for i in range(len(sheets))}
    parts = {
        "[Content_Types].xml": content_types("xl", KIND, kinds),
        "_rels/.rels": relations({"xl/workbook.xml": "officeDocument"}),
        "xl/workbook.xml": _workbook(list(sheets)),
        "xl/_rels/workbook.xml.rels": relations(
            {f"worksheets/sheet{i + 1}.xml": "worksheet" for i in range(len(sheets))}
            | {"styles.xml": "styles", "sharedStrings.xml": "sharedStrings"}
        ),
        "xl/styles.xml": _styles(laid_out=look is not None),
    }
    texts: dict[str, int] = {}
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        own = look.get(name) if isinstance(look, Mapping) else look
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows, own, texts)
    parts["xl/sharedStrings.xml"] = _shared(texts)
    write_parts(path, parts)


def write_spreadsheet_csv(path: Path, frame: pd.DataFrame) -> None:
    """Write a table as CSV for spreadsheet programs (`spreadsheet_csv`)."""
    write_text(path, spreadsheet_csv(frame))


def spreadsheet_csv(frame: pd.DataFrame) -> str:
    """A table as CSV for spreadsheet programs: UTF-8 with its mark, no cell or heading a formula.

    A text that begins like a formula is given an apostrophe in front, which keeps it text. So is
    one that begins so behind apostrophes: whoever takes one apostrophe away wherever a formula
    would begin behind them has every text as it was.
    """
    marked = frame.map(_kept_text)
    return csv_text(marked.set_axis([_kept_text(c) for c in frame.columns], axis="columns"), True)


def _kept_text(value: Cell) -> Cell:
    return f"{APOSTROPHE}{value}" if isinstance(value, str) and begins_a_formula(value) else value


def begins_a_formula(text: str) -> bool:
    """Whether a text begins like a formula behind any apostrophes; a number below nought does not.

    >>> [begins_a_formula(text) for text in ("=1", " \uff1d1", "'@a", "-1.5", "a = b")]
    [True, True, True, False, False]
    """
    if NEGATIVE.fullmatch(text):
        return False
    first = next((c for c in text.lstrip(APOSTROPHE) if not _unseen(c)), "")
    return text.lstrip(APOSTROPHE)[:1] in LINE_ENDS or unicodedata.normalize("NFKC", first) in SIGNS


def _unseen(sign: str) -> bool:
    return unicodedata.category(sign) in UNSEEN


def _sheet(rows: Rows, look: Look | None, texts: dict[str, int]) -> str:
    lines = [
        f'<row r="{number}"{_height(row, look)}>'
        f"{''.join(_cell(c, _styles_of(number, look), texts) for c in row)}</row>"
        for number, row in enumerate(rows, start=1)
    ]
    before, after = (_laid_out(look), _chosen_from(look)) if look else ("", "")
    cells = f"<sheetData>{''.join(lines)}</sheetData>"
    return f'<worksheet xmlns="{MAIN}">{before}{cells}{after}</worksheet>'


def _height(row: Sequence[Cell], look: Look | None) -> str:
    """High enough for the text of every cell, broken at its column's width; as far as rows go."""
    if look is None:
        return ""
    lines = max(
        sum(1 + int(len(line) * ROOM // width) for line in str(cell).split("\n"))
        for cell, width in zip(row, look.widths, strict=False)
    )
    return f' ht="{min(lines * LINE, HIGHEST)}" customHeight="1"' if lines > 1 else ""


def _styles_of(row: int, look: Look | None) -> tuple[int, int]:
    """The style of a row's cells, and of those that carry the mark that keeps text as text."""
    if look is None:
        return PLAIN, QUOTED
    if row <= look.heading_rows:
        return HEADING, HEADING_QUOTED
    return WRAPPED, WRAPPED_QUOTED


def _laid_out(look: Look) -> str:
    """What stands before the cells: what stays in view, and how wide columns are."""
    across, down = look.heading_columns, look.heading_rows
    corner = f"{chr(ord('A') + across)}{down + 1}"
    pane = "bottomRight" if across and down else "bottomLeft" if down else "topRight"
    splits = (f' xSplit="{across}"' if across else "") + (f' ySplit="{down}"' if down else "")
    widths = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
        for i, width in enumerate(look.widths, start=1)
    )
    return (
        f'<sheetViews><sheetView workbookViewId="0"><pane{splits} topLeftCell="{corner}" '
        f'activePane="{pane}" state="frozen"/></sheetView></sheetViews><cols>{widths}</cols>'
    )


def _chosen_from(look: Look) -> str:
    """What stands after the cells: columns whose values are chosen from a list."""
    first = look.heading_rows + 1
    lists = "".join(
        '<dataValidation type="list" allowBlank="1" showErrorMessage="1" '
        f'sqref="{_letter(i)}{first}:{_letter(i)}{LAST_ROW}">'
        f"<formula1>{escape(where)}</formula1></dataValidation>"
        for i, where in sorted(look.choices.items())
    )
    many = len(look.choices)
    return f'<dataValidations count="{many}">{lists}</dataValidations>' if many else ""


def _letter(index: int) -> str:
    """What a spreadsheet program calls one of the first 702 columns."""
    above, own = divmod(index, 26)
    return (chr(ord("A") + above - 1) if above else "") + chr(ord("A") + own)


def _cell(value: Cell, styles: tuple[int, int], texts: dict[str, int]) -> str:
    """One cell; its place is its position in the row. Its text goes to `texts`, each there once."""
    usual, quoted = styles
    if value is None or value == "" or value != value:  # NaN alone differs from itself
        return "<c/>"
    own = f' s="{usual}"' if usual else ""
    if isinstance(value, bool):
        return f'<c{own} t="b"><v>{int(value)}</v></c>'
    if not isinstance(value, str):
        return f"<c{own}><v>{value!s}</v></c>"
    style = f' s="{quoted}"' if value.startswith(FORMULA_BEGINS) else own
    return f'<c{style} t="s"><v>{texts.setdefault(value, len(texts))}</v></c>'


def _shared(texts: Iterable[str]) -> str:
    """The part that holds the texts of all cells, in the order their numbers name them."""
    safe = (UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", text) for text in texts)
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in safe)
    return f'<sst xmlns="{MAIN}">{items}</sst>'


def _workbook(names: list[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"/>'
        for i, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>'


def _styles(laid_out: bool) -> str:
    """Styles of cells: plain, and text that stays text when it is edited; both again for a look."""
    usual = '<font><sz val="11"/><name val="Calibri"/></font>'
    bold = '<font><b/><sz val="11"/><name val="Calibri"/></font>'
    fonts = [usual, bold] if laid_out else [usual]
    fills = (
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
    )
    none = "<border><left/><right/><top/><bottom/><diagonal/></border>"
    own = 'numFmtId="0" fontId="0" fillId="0" borderId="0"'
    cells = [f'<xf {own} xfId="0"/>', f'<xf {own} xfId="0" quotePrefix="1"/>']
    if laid_out:
        lines = '<alignment vertical="top" wrapText="1"/></xf>'
        strong = own.replace('fontId="0"', 'fontId="1"')
        cells += [
            f'<xf {font} xfId="0" applyAlignment="1"{mark}>{lines}'
            for font in (own, strong)
            for mark in ("", ' quotePrefix="1"')
        ]
    return (
        f'<styleSheet xmlns="{MAIN}"><fonts count="{len(fonts)}">{"".join(fonts)}</fonts>{fills}'
        f'<borders count="1">{none}</borders><cellStyleXfs count="1"><xf {own}/></cellStyleXfs>'
        f'<cellXfs count="{len(cells)}">{"".join(cells)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )
