"""``.docx`` documents of titles, paragraphs and tables, whose bytes depend on them alone."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from compendium.writers.office_package import content_types, relations, write_parts
from compendium.writers.word_comments import FONT, KIND, MAIN, Shown

# A4 on its side, in twentieths of a point, and what its margins leave.
PAGE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
MARGIN, ROOM = 850, 15138
LOOKS = {"title": ("Heading1", 0, 32), "heading": ("Heading2", 1, 26)}
KINDS = {"document": "document.main", "styles": "styles"}
WITH_NEXT = "with next"
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclasses.dataclass(frozen=True)
class Table:
    """Rows below a row of headings that stands again on every page; widths in parts of the page."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]


@dataclasses.dataclass(frozen=True)
class Part:
    """A heading, what is said below it, and a table."""

    heading: str
    paragraphs: Sequence[str]
    table: Table


def shown(text: str) -> str:
    """A text as a Word file can hold it."""
    return Shown(text).text


def write_word_tables(path: Path, title: str, parts: Sequence[Part]) -> None:
    """Write a document; the same bytes for the same parts."""
    body = [_paragraph(title, "title")]
    for part in parts:
        body.append(_paragraph(part.heading, "heading"))
        body += [_paragraph(text, WITH_NEXT) for text in part.paragraphs]
        body += [_table(part.table), _paragraph("")]
    sides = "".join(f' w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    body.append(f"<w:sectPr>{PAGE}<w:pgMar{sides}/></w:sectPr>")
    members = {
        "[Content_Types].xml": content_types("word", KIND, KINDS),
        "_rels/.rels": relations({"word/document.xml": "officeDocument"}),
        "word/document.xml": f'<w:document xmlns:w="{MAIN}"><w:body>{"".join(body)}</w:body>'
        "</w:document>",
        "word/_rels/document.xml.rels": relations({"styles.xml": "styles"}),
        "word/styles.xml": _styles(),
    }
    write_parts(path, members)


def _table(table: Table) -> str:
    whole = sum(table.widths)
    widths = [ROOM * part // whole for part in table.widths]
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in EDGES
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row(table.headings, widths, "<w:cantSplit/><w:tblHeader/>", bold=True)
    rows = "".join(_row(row, widths, "<w:cantSplit/>") for row in table.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{head}{rows}</w:tbl>"
    )


def _row(cells: Sequence[str], widths: Sequence[int], look: str, bold: bool = False) -> str:
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(cell, bold=bold)}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{look}</w:trPr>{inner}</w:tr>"


def _paragraph(text: str, look: str = "", bold: bool = False) -> str:
    """A paragraph; tabs and line breaks inside it are Word's own."""
    own = f'<w:pStyle w:val="{LOOKS[look][0]}"/>' if look in LOOKS else "<w:keepNext/>"
    style = f"<w:pPr>{own}</w:pPr>" if look else ""
    inner = "".join(
        {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(
            piece, f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        )
        for piece in re.split("([\t\n])", shown(text))
        if piece
    )
    strong = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p>{style}{f'<w:r>{strong}{inner}</w:r>' if inner else ''}</w:p>"


def _styles() -> str:
    titles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="heading {level + 1}"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/>'
        f'<w:outlineLvl w:val="{level}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr>'
        "</w:style>"
        for key, level, size in LOOKS.values()
    )
    return (
        f'<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault><w:rPr>{FONT}'
        '<w:sz w:val="20"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '<w:pPr><w:spacing w:after="60"/></w:pPr></w:style>'
        f"{titles}</w:styles>"
    )
