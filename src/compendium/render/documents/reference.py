"""The Word document that says how others look: styles, A4, a head and a foot on every page.

It is pandoc's own, with its styles replaced by those below. Whoever edits a report in Word changes
a style in one place.
"""

from __future__ import annotations

import dataclasses
import functools

from lxml import etree

from compendium.displays.drawing.canvas import FAMILY
from compendium.render.documents.pandoc import default_reference
from compendium.render.documents.word_xml import W, element
from compendium.writers.office_package import RELATIONS
from compendium.writers.word_parts import KIND
from compendium.writers.zipped import parts_of, zipped

INK, QUIET, ACCENT = "1F2A37", "4A5867", "1D5A88"
BANNER, BANNER_INK, PANEL, QUOTED, RULE = "FDF1DC", "3D2A00", "F5F7F9", "B35806", "C3CAD3"
HEAD, FOOT = "word/header1.xml", "word/footer1.xml"
# Sizes of text that tables are set in, in points.
TABLE_TEXT = (9.0, 8.5, 8.0, 7.5)
# The default text of paragraphs that pandoc makes.
BODY = "Body Text"


@dataclasses.dataclass(frozen=True)
class Style:
    """How paragraphs of one kind look: points of text and of space before and after.

    `panel` fills the paragraph, `bar` stands at its left, `level` makes it a heading.
    """

    name: str
    points: float = 10.5
    bold: bool = False
    colour: str = INK
    before: float = 0
    after: float = 6
    indent: float = 0
    panel: str = ""
    bar: str = ""
    with_next: bool = False
    level: int = 0
    based: str = "Normal"

    @property
    def id(self) -> str:
        return self.name.replace(" ", "")


def table_text(points: float) -> str:
    """The name of the style of cells in tables of this size."""
    return f"Table Text {points:g}"


FINDINGS = {"indent": 8, "panel": PANEL, "bar": ACCENT}
QUOTES = {"indent": 10, "bar": QUOTED, "with_next": True}
STYLES = (
    Style("Normal"),
    Style(BODY),
    Style("First Paragraph"),
    Style("Compact", after=3),
    Style("Title", 22, bold=True, after=8),
    Style("Heading 1", 16, bold=True, before=22, after=6, with_next=True, level=1),
    Style("Heading 2", 12.5, bold=True, before=14, after=5, with_next=True, level=2),
    Style("Heading 3", 11, bold=True, before=12, after=4, with_next=True, level=3),
    Style("Kicker", 9.5, bold=True, colour=QUIET, after=2),
    Style("Banner", bold=True, colour=BANNER_INK, after=8, panel=BANNER),
    Style("Page Mark", 8.5, bold=True, colour=BANNER_INK, after=2, panel=BANNER),
    Style("Page Foot", 8.5, colour=QUIET, after=0),
    Style("Lead", 12),
    Style("Note", 9, colour=QUIET, before=4, after=12),
    Style("Below Heading", 9, colour=QUIET, with_next=True),
    Style("Lead In", with_next=True),
    Style("Contents Title", bold=True, before=12, after=3, with_next=True),
    Style("Table Caption", 10, bold=True, before=12, after=4, with_next=True),
    Style("Figure Caption", 10, before=12, after=4, with_next=True),
    Style("Picture", after=4, with_next=True),
    Style("Picture Part", after=0),
    Style("Finding", before=4, after=1, with_next=True, **FINDINGS),
    Style("Carried", 9, colour=QUIET, after=0, **FINDINGS),
    Style("Last Carried", 9, colour=QUIET, after=0, with_next=True, **FINDINGS),
    Style("Findings Note", 9, colour=QUIET, after=14, **FINDINGS),
    Style("Words", after=1, before=6, **QUOTES),
    Style("Translation", colour=QUIET, after=1, **QUOTES),
    Style("Speaker", 9, colour=QUIET, after=8, indent=10, bar=QUOTED),
    Style("Source Code", 9, panel=PANEL, after=8),
    *(Style(table_text(p), p, before=1, after=2) for p in TABLE_TEXT),
)
# Character styles: colour, fill, whether bold.
MARKS = (("Mark", BANNER_INK, BANNER, True), ("Quiet", QUIET, "", False))


@functools.cache
def reference() -> bytes:
    """The reference document, as a Word file."""
    parts = parts_of(default_reference())
    parts["word/styles.xml"] = _styles(parts["word/styles.xml"])
    parts["word/document.xml"] = _document(parts["word/document.xml"])
    parts["word/_rels/document.xml.rels"] = _relations(parts["word/_rels/document.xml.rels"])
    parts["[Content_Types].xml"] = _types(parts["[Content_Types].xml"])
    parts[HEAD] = etree.tostring(element("hdr"))
    parts[FOOT] = etree.tostring(element("ftr"))
    return zipped(parts)


def _styles(part: bytes) -> bytes:
    root = etree.fromstring(part)
    named = {s.find(f"{W}name").get(f"{W}val").lower(): s for s in root.iter(f"{W}style")}
    for style in STYLES:
        old = named.get(style.name.lower())
        if old is not None:
            root.remove(old)
        root.append(_style(style, old.get(f"{W}styleId") if old is not None else style.id))
    root.remove(named["table"])
    root.append(_table_style())
    for name, colour, fill, bold in MARKS:
        root.append(_mark(name, colour, fill, bold))
    _own_font(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _own_font(root) -> None:
    for fonts in root.iter(f"{W}rFonts"):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(f"{W}{script}", FAMILY)


def _style(style: Style, id: str):
    made = element("style", type="paragraph", styleId=id)
    if style.name == "Normal":
        made.set(f"{W}default", "1")
    made.append(element("name", val=style.name.lower() if style.level else style.name))
    if style.name != "Normal":
        made.append(element("basedOn", val=style.based))
        made.append(element("qFormat"))
    paragraph = element("pPr")
    if style.with_next:
        paragraph.append(element("keepNext"))
    if style.bar:
        sides = element("pBdr")
        sides.append(element("left", val="single", sz=18, space=6, color=style.bar))
        paragraph.append(sides)
    if style.panel:
        paragraph.append(element("shd", val="clear", color="auto", fill=style.panel))
    spacing = {"before": _twips(style.before), "after": _twips(style.after)}
    paragraph.append(element("spacing", **spacing, line=259, lineRule="auto"))
    if style.indent:
        paragraph.append(element("ind", left=_twips(style.indent)))
    if style.level:
        paragraph.append(element("outlineLvl", val=style.level - 1))
    made.append(paragraph)
    made.append(_letters(style.points, style.bold, style.colour))
    return made


def _letters(points: float, bold: bool, colour: str):
    letters = element("rPr")
    letters.append(element("rFonts", ascii=FAMILY))
    if bold:
        letters.append(element("b"))
    letters.append(element("color", val=colour))
    letters.append(element("sz", val=round(2 * points)))
    letters.append(element("szCs", val=round(2 * points)))
    return letters


def _mark(name: str, colour: str, fill: str, bold: bool):
    made = element("style", type="character", styleId=name, customStyle=1)
    made.append(element("name", val=name))
    letters = element("rPr")
    if bold:
        letters.append(element("b"))
    letters.append(element("color", val=colour))
    if fill:
        letters.append(element("shd", val="clear", color="auto", fill=fill))
    made.append(letters)
    return made


def _table_style():
    made = element("style", type="table", styleId="Table", default=1)
    made.append(element("name", val="Table"))
    properties = element("tblPr")
    borders = element("tblBorders")
    borders.append(element("bottom", val="single", sz=4, color=RULE))
    borders.append(element("insideH", val="single", sz=4, color=RULE))
    margins = element("tblCellMar")
    for side, width in (("top", 30), ("left", 0), ("bottom", 30), ("right", 216)):
        margins.append(element(side, w=width, type="dxa"))
    properties.extend([borders, margins])
    first = element("tblStylePr", type="firstRow")
    bold = element("rPr")
    bold.append(element("b"))
    cell = element("tcPr")
    below = element("tcBorders")
    below.append(element("bottom", val="single", sz=8, color=INK))
    cell.extend([below, element("vAlign", val="bottom")])
    first.extend([bold, cell])
    made.extend([properties, first])
    return made


def section(on_its_side: bool):
    """What a section's pages are: A4, upright or on its side, with the head and foot of all."""
    made = element("sectPr")
    for kind, id in (("headerReference", "rIdHead"), ("footerReference", "rIdFoot")):
        reference = element(kind, type="default")
        reference.set(f"{{{RELATIONS}}}id", id)
        made.append(reference)
    width, height, side = (16838, 11906, 1363) if on_its_side else (11906, 16838, 1345)
    size = element("pgSz", w=width, h=height)
    if on_its_side:
        size.set(f"{W}orient", "landscape")
    edges = {"top": 1250, "right": side, "bottom": 1190, "left": side}
    made.extend([size, element("pgMar", **edges, header=560, footer=560, gutter=0)])
    return made


def _document(part: bytes) -> bytes:
    root = etree.fromstring(part)
    body = root.find(f"{W}body")
    for old in body.findall(f"{W}sectPr"):
        body.remove(old)
    body.append(section(on_its_side=False))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _relations(part: bytes) -> bytes:
    root = etree.fromstring(part)
    for id, kind, path in (("rIdHead", "header", HEAD), ("rIdFoot", "footer", FOOT)):
        etree.SubElement(
            root,
            root.tag.replace("Relationships", "Relationship"),
            Id=id,
            Type=f"{RELATIONS}/{kind}",
            Target=path.removeprefix("word/"),
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _types(part: bytes) -> bytes:
    root = etree.fromstring(part)
    for kind, path in (("header", HEAD), ("footer", FOOT)):
        etree.SubElement(
            root,
            root.tag.replace("Types", "Override"),
            PartName=f"/{path}",
            ContentType=f"{KIND}.{kind}+xml",
        )
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _twips(points: float) -> int:
    return round(20 * points)
