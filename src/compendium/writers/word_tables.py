"""``.docx`` documents of titles, paragraphs and tables, whose bytes depend on them alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

from compendium.writers import word_parts
from compendium.writers.office_package import content_types, relations, write_parts
from compendium.writers.word_comments import Shown
from compendium.writers.word_parts import BOLD, FONT, KIND, MAIN, paragraph, row, run

# A4 on its side, in twentieths of a point, and what its margins leave.
PAGE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
MARGIN, ROOM = 850, 15138
LOOKS = {"title": ("Heading1", 0, 32), "heading": ("Heading2", 1, 26)}
KINDS = {"document": "document.main", "styles": "styles"}
WITH_NEXT = "with next"


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
    headings = (paragraph(run(shown(cell), BOLD)) for cell in table.headings)
    rows = [row(headings, widths, "<w:cantSplit/><w:tblHeader/>")]
    for cells in table.rows:
        rows.append(row(map(_paragraph, cells), widths, "<w:cantSplit/>"))
    return word_parts.table(rows, widths)


def _paragraph(text: str, look: str = "") -> str:
    style = f'<w:pStyle w:val="{LOOKS[look][0]}"/>' if look in LOOKS else "<w:keepNext/>"
    return paragraph(run(shown(text)), style if look else "")


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
