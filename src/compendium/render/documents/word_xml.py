"""Elements of a Word file's XML."""

from __future__ import annotations

from lxml import etree

from compendium.writers.office_package import RELATIONS
from compendium.writers.word_parts import MAIN

W = f"{{{MAIN}}}"


def element(tag: str, **attributes: object):
    """An element of a Word file."""
    made = etree.Element(f"{W}{tag}", nsmap={"w": MAIN, "r": RELATIONS})
    for name, value in attributes.items():
        made.set(f"{W}{name}", str(value))
    return made
