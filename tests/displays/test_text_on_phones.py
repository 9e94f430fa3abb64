"""Text in the drawings for phones, as the shipped studies have it: 12 CSS pixels or more."""

from __future__ import annotations

import re

import nbformat

from compendium.displays.drawing.canvas import PHONE
from compendium.displays.figures import has_figure, svg
from compendium.render.body import displays_of

# What a screen of 375 pixels leaves for a picture, and how large outlines of letters are made.
SHOWN, OUTLINES = 343, 100


def smallest_text(drawing: bytes) -> float:
    """The size of the smallest letters of a drawing, in pixels on a phone."""
    wide = float(re.search(rb'\bwidth="([0-9.]+)pt"', drawing)[1])
    scales = [float(s) for s in re.findall(rb"scale\(([0-9.]+) -", drawing)]
    return min(scales) * OUTLINES * SHOWN / wide


def test_no_kind_of_picture_has_text_below_twelve_pixels_on_a_phone(welsh_pages):
    """The first figure of each kind in each study."""
    first = {}
    for path in sorted(welsh_pages.parent.glob("*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for display in filter(has_figure, displays_of(cell)):
                first.setdefault((path.parent.name, display.kind), display)
    sizes = {key: smallest_text(svg(one, "en", PHONE)) for key, one in first.items()}
    assert len({kind for _, kind in sizes}) > 12
    assert {key: size for key, size in sizes.items() if size < 12} == {}
