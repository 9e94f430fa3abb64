"""Typst, which sets documents and turns drawings into pictures of dots.

It works in memory, with the report's typeface and no other, without a network.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from compendium.render.typst_compiler import MAIN, typeset

TEMPLATES = Path(__file__).parents[1] / "templates"
DOTS_PER_INCH = 200
STANDARD = "ua-1"


def pdf(main: str, pictures: Mapping[str, bytes]) -> bytes:
    """A Typst document as an accessible PDF (PDF/UA-1); the same bytes for the same document."""
    files = {MAIN: main.encode("utf-8"), "document.typ": _template(), **pictures}
    (made,) = typeset(files, format="pdf", pdf_standards=[STANDARD], timestamp=0)
    return made


@dataclasses.dataclass(frozen=True)
class Piece:
    """Part of a drawing that is so many inches wide and high: from `above` down to `below`."""

    drawing: str
    width: float
    height: float
    above: float
    below: float


def as_dots(
    drawings: Mapping[str, bytes], pieces: Sequence[Piece], by_inch: float = DOTS_PER_INCH
) -> list[bytes]:
    """Each piece of drawings (SVG by name) as a PNG picture, all of them set at once."""
    if not pieces:
        return []
    sheet = "\n".join(map(_sheet, pieces))
    files = {MAIN: f"#set page(margin: 0pt)\n{sheet}".encode(), **drawings}
    return typeset(files, format="png", ppi=by_inch)


def _sheet(piece: Piece) -> str:
    """A page that holds just this piece."""
    picture = f"image({quoted(piece.drawing)}, width: {piece.width}in, height: {piece.height}in)"
    return (
        f"#page(width: {piece.width}in, height: {piece.below - piece.above:.3f}in, "
        f"place(dy: {-piece.above}in, {picture}))"
    )


def quoted(text: str) -> str:
    """A text as a Typst string.

    >>> print(quoted('say "no" \\\\ #x'))
    "say \\"no\\" \\\\ #x"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in escaped) + '"'


def listed(texts: Iterable[str]) -> str:
    """Texts as a Typst array of strings."""
    return "(" + "".join(f"{quoted(text)}, " for text in texts) + ")"


@functools.cache
def _template() -> bytes:
    return (TEMPLATES / "document.typ").read_bytes()
