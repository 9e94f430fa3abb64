"""Pictures as PNG: drawings as they stand on a page, and slides of them.

Typst draws all pictures of a report in one go, from the drawings as SVG, with the report's typeface
and no other, so that the same drawings give the same bytes on every machine.
"""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from compendium.render import slide_words
from compendium.render.slide_layout import (
    APART,
    HIGH,
    MARGIN,
    PIXELS,
    ROOM_HIGH,
    ROOM_WIDE,
    WIDE,
    Layout,
    Span,
)
from compendium.render.slide_words import Lines, SlideWords
from compendium.render.typst_compiler import MAIN, typeset

TEMPLATE = Path(__file__).parent / "templates" / "pictures.typ"
# Dots to an inch of a drawing as a picture of its own.
DOTS = 200
# Of a drawing that is looked at for blank bands.
COARSE = 60
NEARLY_WHITE = 0.99


def size_of(svg: bytes) -> tuple[float, float]:
    """Width and height of a drawing in inches."""
    opening = svg[: svg.index(b">", svg.index(b"<svg"))]
    wide, high = (
        re.search(rb'\b%s="([0-9.]+)pt"' % side, opening) for side in (b"width", b"height")
    )
    return float(wide[1]) / 72, float(high[1]) / 72


def picture(file: str, svg: bytes, dots: int = DOTS) -> dict[str, object]:
    """A drawing as a picture of its own."""
    wide, high = (inches * dots / PIXELS for inches in size_of(svg))
    return {"kind": "drawing", "file": file, "wide": wide, "high": high}


def figure(layout: Layout) -> dict[str, object]:
    """A figure alone, its parts side by side, as it stands on a slide."""
    return {"kind": "figure", "page": (layout.wide, layout.high), **_placed(layout)}


def slide(layout: Layout, words: SlideWords) -> dict[str, object]:
    """A whole slide."""
    return {
        "kind": "slide",
        "page": (WIDE, HIGH),
        "margin": MARGIN,
        "room": ROOM_WIDE,
        "room-high": ROOM_HIGH,
        "top": slide_words.FIGURE_TOP,
        "headline": {"top": slide_words.HEADLINE_TOP, **_set(words.headline_lines())},
        "foot": {"top": slide_words.FOOT_TOP, **_set(words.foot_lines())},
        "mark": {"wide": slide_words.MARK_WIDE, **_set(words.mark_lines())},
        **_placed(layout),
    }


def _placed(layout: Layout) -> dict[str, object]:
    drawing = layout.drawing
    return {
        "file": drawing.name,
        "scale": layout.scale,
        "wide": drawing.wide,
        "high": drawing.high,
        "head": drawing.cut.head,
        "parts": layout.parts,
        "apart": APART,
    }


def _set(lines: Lines) -> dict[str, object]:
    return dataclasses.asdict(lines)


def pngs(sheets: Sequence[Mapping[str, object]], drawings: Mapping[str, bytes]) -> list[bytes]:
    """The pictures in order; `drawings` are the SVG files they name."""
    if not sheets:
        return []
    files = {MAIN: TEMPLATE.read_bytes()}
    files |= {name: drawings[name] for name in dict.fromkeys(str(s["file"]) for s in sheets)}
    pages = {"pages": json.dumps(list(sheets))}
    return typeset(files, or_other=True, format="png", ppi=PIXELS, sys_inputs=pages)


def blank_bands(png: bytes, dots: int = COARSE) -> tuple[Span, ...]:
    """The stretches of a picture in which every dot is white, in inches from the top."""
    import numpy as np
    from matplotlib.image import imread

    drawn = (imread(io.BytesIO(png))[..., :3] < NEARLY_WHITE).any(axis=(1, 2))
    # Where blank and drawn rows meet: a blank stretch begins, and ends, in turn.
    turns = np.flatnonzero(np.diff(np.concatenate(([True], drawn, [True])).astype(int)))
    return tuple((a / dots, b / dots) for a, b in turns.reshape(-1, 2).tolist())
