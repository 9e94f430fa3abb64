"""What Word files are made of here: paragraphs, stretches of text in them, tables; as XML.

Texts are such as XML can hold: whoever writes a file sees to that (`Shown` in `word_comments`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FONT = '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
BOLD = "<w:b/>"
EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
OWN = {"\t": "<w:tab/>", "\n": "<w:br/>"}


def run(text: str, look: str = "") -> str:
    """A stretch of text; tabs and line breaks inside it are Word's own."""
    if not text:
        return ""
    inner = "".join(
        OWN.get(piece, f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
        for piece in re.split("([\t\n])", text)
        if piece
    )
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{inner}</w:r>"


def paragraph(inner: str, properties: str = "") -> str:
    """A paragraph of stretches of text."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def row(cells: Iterable[str], widths: Sequence[int], properties: str = "") -> str:
    """A row of a table, whose cells hold a paragraph or several."""
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inner}</w:tr>"


def table(rows: Iterable[str], widths: Sequence[int]) -> str:
    """A table with lines around its cells; widths in twentieths of a point."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{EDGES}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )
