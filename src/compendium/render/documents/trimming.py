"""Pieces of a drawing without what lies in other pieces: else each would hold the whole drawing.

Drawings are matplotlib's: groups of an axis one beside the other, whose letters may be used by
groups further on. A group stays unless it is plain that it lies elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from compendium.render.documents.pictures import POINTS, drawn

SVG = "{http://www.w3.org/2000/svg}"
# Letters reach so many points above and below the line they stand on.
LETTERS = 16.0
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
PLACED = re.compile(r"translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)(?: scale\([^)]*\))?")


def trimmed(pictures: Mapping[str, bytes]) -> dict[str, bytes]:
    """A drawing for each piece of those that are cut, named after it with the piece's number."""
    made = {}
    for name, svg in pictures.items():
        if not name.endswith(".svg") or not (size := drawn(svg)).cuts:
            continue
        for number, (above, below) in enumerate(size.pieces, start=1):
            piece = name.replace(".svg", f"-{number}.svg")
            from_, to = (inches / size.scale * POINTS for inches in (above, below))
            made[piece] = _between(svg, from_ - LETTERS, to + LETTERS)
    return made


def _between(svg: bytes, above: float, below: float) -> bytes:
    """The drawing without the groups that lie above or below these points of its height."""
    root = etree.fromstring(svg)
    for group in root.xpath("//*[local-name()='g'][starts-with(@id, 'axes_')]/*"):
        heights = _heights(group)
        if heights and (max(heights) < above or min(heights) > below):
            for child in list(group.iter()):
                if child is not group and not _holds_letters(child):
                    child.getparent().remove(child)
    return etree.tostring(root)


def _holds_letters(element) -> bool:
    """Whether an element is needed by others: letters are, and the groups around them."""
    inside = any(part.tag == f"{SVG}defs" for part in element.iter())
    return inside or any(part.tag == f"{SVG}defs" for part in element.iterancestors())


def _heights(group) -> list[float]:
    """How far down everything in a group stands; nothing where that cannot be told."""
    heights: list[float] = []
    for element in group.iter(f"{SVG}path", f"{SVG}g", f"{SVG}use", f"{SVG}image"):
        if any(part.tag == f"{SVG}defs" for part in element.iterancestors()):
            continue
        moved = element.get("transform")
        if element.tag == f"{SVG}g":
            placed = PLACED.fullmatch(moved.strip()) if moved else None
            if moved and not placed:
                return []
            if placed:
                heights.append(float(placed[2]))
        elif element.tag == f"{SVG}path" and not moved:
            heights += [float(n) for n in NUMBERS.findall(element.get("d", ""))[1::2]]
        elif element.tag == f"{SVG}use" and element.get("y"):
            heights.append(float(element.get("y")))
        elif element.tag == f"{SVG}image" or not element.getparent().get("transform"):
            return []
    return heights
