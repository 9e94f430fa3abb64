"""What pandoc leaves out of a Word file: heads and feet, sheets on their side, set tables."""

from __future__ import annotations

import itertools

from lxml import etree

from compendium.render.documents.content import Document
from compendium.render.documents.own_font import with_own_font
from compendium.render.documents.paged import paged
from compendium.render.documents.reference import FOOT, HEAD, section, table_text
from compendium.render.documents.word_xml import W, element
from compendium.writers.zipped import zipped

# The style of a paragraph that stands where the sheet turns.
TURN = "Turn"
TWIPS = 1440
DEPTHS = {"depth1": 180, "depth2": 360}
# Paragraphs that say nothing of how they look, which pandoc makes in cells.
PLAIN = {"", "Compact", "BodyText", "FirstParagraph"}
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
DATES = "{http://purl.org/dc/terms/}"
PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"


def finished(parts: dict[str, bytes], made: Document, tables: list) -> bytes:
    """The parts of a file that pandoc made, whole; `tables` are the HTML's, in the same order."""
    root = etree.fromstring(parts["word/document.xml"])
    for table, source in zip(root.iter(f"{W}tbl"), tables, strict=True):
        _table(table, source)
    _sections(root)
    for drawing in root.iter(PICTURE):
        # pandoc puts the picture's own address here; what it shows is said beside it.
        drawing.set("descr", "")
    parts["word/document.xml"] = _xml(root)
    parts[HEAD] = _xml(_head(made.marks))
    parts[FOOT] = _xml(_foot(made))
    parts["docProps/core.xml"] = _core(parts["docProps/core.xml"], made.title)
    return zipped(with_own_font(parts))


def _sections(root) -> None:
    """The paragraphs where the sheet turns as ends of sections."""
    body = root.find(f"{W}body")
    last = body.find(f"{W}sectPr")
    turned = False
    for paragraph in list(body.iter(f"{W}p")):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is None or style.get(f"{W}val") != TURN:
            continue
        for child in list(paragraph):
            paragraph.remove(child)
        paragraph.append(element("pPr"))
        paragraph[0].append(section(on_its_side=turned))
        turned = not turned
    body.replace(last, section(on_its_side=turned))


def _table(table, source) -> None:
    """How a table is set: its widths, its text, rows that stay whole, headings that repeat."""
    inches = [float(i) for i in source.get("data-inches").split()]
    properties = table.find(f"{W}tblPr")
    width = properties.find(f"{W}tblW")
    width.set(f"{W}type", "dxa")
    width.set(f"{W}w", str(_twips(sum(inches))))
    properties.find(f"{W}tblLook").set(f"{W}firstColumn", "1")
    grid = table.find(f"{W}tblGrid")
    for column, wide in zip(grid, inches, strict=True):
        column.set(f"{W}w", str(_twips(wide)))
    style = table_text(float(source.get("data-points"))).replace(" ", "")
    rows = list(table.iter(f"{W}tr"))
    whole = "whole" in source.get("class", "").split()
    for row, told in zip(rows, source.iter("tr"), strict=True):
        _row(row, told, inches, style, with_next=whole and row is not rows[-1])


def _row(row, told, inches: list[float], style: str, with_next: bool) -> None:
    kinds = told.get("class", "").split()
    properties = row.find(f"{W}trPr")
    if properties is None:
        properties = element("trPr")
        row.insert(0, properties)
    if "splits" not in kinds:
        properties.insert(0, element("cantSplit"))
    left = iter(inches)
    for cell, source in zip(row.iter(f"{W}tc"), told.iter("th", "td"), strict=True):
        span = int(source.get("colspan", 1))
        wide = element("tcW", w=_twips(sum(itertools.islice(left, span))), type="dxa")
        cell.find(f"{W}tcPr").insert(0, wide)
        depth = source.xpath("string(div/@class)")
        for paragraph in cell.iter(f"{W}p"):
            _paragraph(paragraph, style, with_next or "names" in kinds, DEPTHS.get(depth, 0))


def _paragraph(paragraph, style: str, with_next: bool, indent: int) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    named = properties.find(f"{W}pStyle")
    if named is None:
        named = element("pStyle", val="")
        properties.insert(0, named)
    if named.get(f"{W}val") in PLAIN:
        named.set(f"{W}val", style)
    if with_next:
        properties.insert(1, element("keepNext"))
    if indent:
        place = properties.find(f"{W}jc")
        made = element("ind", left=indent)
        properties.append(made) if place is None else place.addprevious(made)


def _head(marks: tuple[str, ...]):
    head = element("hdr")
    for words in marks or ("",):
        head.append(_styled("PageMark" if words else "PageFoot", words))
    return head


def _foot(made: Document):
    """The title, and which page of how many."""
    foot, paragraph = element("ftr"), _styled("PageFoot", f"{made.title}    ")
    before, between, after = paged(made.lang)
    for part in (before, "PAGE", between, "NUMPAGES", after):
        paragraph.append(_field(part) if part.isupper() else _run(part))
    foot.append(paragraph)
    return foot


def _styled(style: str, words: str):
    paragraph, properties = element("p"), element("pPr")
    properties.append(element("pStyle", val=style))
    paragraph.extend([properties, _run(words)])
    return paragraph


def _run(words: str):
    run, text = element("r"), element("t")
    text.text = words
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)
    return run


def _field(name: str):
    field = element("fldSimple", instr=f" {name} ")
    field.append(_run("1"))
    return field


def _core(part: bytes, title: str) -> bytes:
    """What a file says of itself; it bears no date."""
    root = etree.fromstring(part)
    root.find(f"{DUBLIN}title").text = title
    for dated in [*root.iter(f"{DATES}created"), *root.iter(f"{DATES}modified")]:
        root.remove(dated)
    return _xml(root)


def _xml(root) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _twips(inches: float) -> int:
    return round(inches * TWIPS)
