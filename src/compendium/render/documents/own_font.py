"""The report's typeface inside a Word file, which then looks the same where nobody has it.

A font is put in as the standard wants it (ECMA-376 part 4, 2.8.1): its first 32 bytes mixed with a
key that stands beside it. Its licence (OFL) allows that.
"""

from __future__ import annotations

import uuid

from lxml import etree

from compendium.displays.drawing.canvas import FAMILY, FONTS
from compendium.render.documents.word_xml import W, element
from compendium.writers.office_package import PACKAGE, RELATIONS

FACES = {"embedRegular": "Regular", "embedBold": "Bold", "embedItalic": "Italic"}
# What a program shows that cannot read it.
INSTEAD = "Calibri"
TABLE, SETTINGS = "word/fontTable.xml", "word/settings.xml"
# How somebody's own Word looked when pandoc's reference document was made: no matter here, and full
# of numbers and short names that can look like somebody's token.
NEEDLESS = tuple(
    f"{W}{name}"
    for name in (
        *("stylePaneFormatFilter", "drawingGridHorizontalSpacing", "drawingGridVerticalSpacing"),
        *("displayHorizontalDrawingGridEvery", "displayVerticalDrawingGridEvery", "rsids"),
        *("savePreviewPicture", "clrSchemeMapping", "themeFontLang"),
    )
)
TABLE_RELATIONS = "word/_rels/fontTable.xml.rels"
OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"


def with_own_font(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts of a Word file and those that hold the typeface."""
    fonts, relations = etree.fromstring(parts[TABLE]), etree.Element(
        f"{{{PACKAGE}/relationships}}Relationships", nsmap={None: f"{PACKAGE}/relationships"}
    )  # fmt: skip
    font = element("font", name=FAMILY)
    font.append(element("altName", val=INSTEAD))
    files = {}
    for number, (kind, face) in enumerate(FACES.items(), start=1):
        content = (FONTS / f"CompendiumSans-{face}.ttf").read_bytes()
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"{FAMILY} {face}")
        files[f"word/fonts/font{number}.odttf"] = mixed(content, key)
        held = element(kind, fontKey=f"{{{str(key).upper()}}}")
        held.set(f"{{{RELATIONS}}}id", f"rId{number}")
        font.append(held)
        etree.SubElement(
            relations,
            f"{{{PACKAGE}/relationships}}Relationship",
            Id=f"rId{number}",
            Type=f"{RELATIONS}/font",
            Target=f"fonts/font{number}.odttf",
        )
    fonts.insert(0, font)
    settings = etree.fromstring(parts[SETTINGS])
    for needless in [child for child in settings if child.tag in NEEDLESS]:
        settings.remove(needless)
    settings.insert(_after_view(settings), element("embedTrueTypeFonts"))
    types = etree.fromstring(parts["[Content_Types].xml"])
    types.insert(
        0,
        etree.Element(
            f"{{{PACKAGE}/content-types}}Default", Extension="odttf", ContentType=OBFUSCATED
        ),
    )
    changed = {TABLE: fonts, TABLE_RELATIONS: relations, SETTINGS: settings}
    changed["[Content_Types].xml"] = types
    return parts | files | {name: etree.tostring(root) for name, root in changed.items()}


def mixed(font: bytes, key: uuid.UUID) -> bytes:
    """A font's bytes, the first 32 mixed with a key, last byte first; twice is the font again.

    >>> mixed(mixed(b"x" * 40, uuid.NAMESPACE_OID), uuid.NAMESPACE_OID) == b"x" * 40
    True
    """
    backwards = key.bytes[::-1] * 2
    return bytes(a ^ b for a, b in zip(font[:32], backwards, strict=True)) + font[32:]


def _after_view(settings) -> int:
    """Where the sentence on fonts stands among the settings: after how the file is looked at."""
    before = ("writeProtection", "view", "zoom", "removePersonalInformation", "mirrorMargins")
    return sum(child.tag in {f"{W}{name}" for name in before} for child in settings)
