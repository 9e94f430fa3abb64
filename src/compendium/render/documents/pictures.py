"""Figures on paper: as wide as the text, and cut between their rows where no page holds them.

Where to cut is seen in the drawing itself, whatever it shows: where the least ink lies.
"""

from __future__ import annotations

import dataclasses
import functools
import io
import itertools
import re
from collections.abc import Mapping

import numpy as np

from compendium.displays.drawing.canvas import PAGE
from compendium.render.documents.typesetting import Piece, as_dots

# Inches that a drawing may take of a page, below its caption and above its note.
HIGHEST = 8.3
# One that is a little higher is made smaller: at this scale its text can still be read.
SMALLEST = 0.82
# Pieces are short, so that they fill each page, as rows of a table do.
SHORTEST_PIECE, LONGEST_PIECE = 2.2, 4.6
SIZE = re.compile(rb'<svg\b[^>]*?\bwidth="([\d.]+)pt" height="([\d.]+)pt"')
POINTS = 72


@dataclasses.dataclass(frozen=True)
class Drawn:
    """A picture's size on paper in inches, and where it is cut, in inches from its top."""

    width: float
    height: float
    cuts: tuple[float, ...] = ()

    @property
    def pieces(self) -> tuple[tuple[float, float], ...]:
        """From where to where each piece goes."""
        ends = (0.0, *self.cuts, self.height)
        return tuple(itertools.pairwise(ends))


@functools.lru_cache(maxsize=64)
def drawn(svg: bytes) -> Drawn:
    """How a figure's drawing stands on paper."""
    found = SIZE.search(svg)
    if not found:
        return Drawn(PAGE.inches, PAGE.inches)
    width, height = (float(n) / POINTS for n in found.groups())
    scale = min(1.0, PAGE.inches / width)
    width, height = width * scale, height * scale
    if height <= HIGHEST:
        return Drawn(_inches(width), _inches(height))
    if height * SMALLEST <= HIGHEST:
        return Drawn(_inches(width * HIGHEST / height), HIGHEST)
    found = Drawn(width, height, _cuts(svg, height))
    longest = max(below - above for above, below in found.pieces)
    # Two to a page where they can be: a little smaller, if they can still be read then.
    scale = LONGEST_PIECE / longest if longest > LONGEST_PIECE else 1.0
    scale = scale if scale >= SMALLEST else 1.0
    cuts = (_inches(cut * scale) for cut in found.cuts)
    return Drawn(_inches(width * scale), _inches(height * scale), tuple(cuts))


def _cuts(svg: bytes, height: float) -> tuple[float, ...]:
    """Where to cut a drawing into pieces, of which a page holds several.

    Between its parts if that can be: a piece is longer, up to a page, where a shorter one would end
    in the midst of something.
    """
    from matplotlib.image import imread

    whole = Piece("drawing.svg", PAGE.inches, height, 0.0, height)
    (dots,) = as_dots({whole.drawing: svg}, [whole], POINTS)
    ink = (imread(io.BytesIO(dots))[:, :, :3] < 0.99).any(axis=2).sum(axis=1)
    by_inch = len(ink) / height
    cuts, top = [], 0.0
    while height - top > LONGEST_PIECE:
        if not (clear := _clear(ink, top, LONGEST_PIECE, by_inch)):
            if height - top <= HIGHEST:
                break
            clear = _clear(ink, top, HIGHEST, by_inch) or _least(ink, top, by_inch)
        top = clear
        cuts.append(_inches(top))
    return tuple(cuts)


def _clear(ink: np.ndarray, top: float, longest: float, by_inch: float) -> float:
    """Where nothing is drawn, in a piece that is not too short; 0 if something is everywhere."""
    begin = int((top + SHORTEST_PIECE) * by_inch)
    window = ink[begin : int((top + longest) * by_inch)]
    return 0.0 if window.min() else (begin + _middle_of_longest(window == 0)) / by_inch


def _least(ink: np.ndarray, top: float, by_inch: float) -> float:
    """Where the least is drawn, in a piece that is neither too short nor too long."""
    begin = int((top + SHORTEST_PIECE) * by_inch)
    window = ink[begin : int((top + LONGEST_PIECE) * by_inch)]
    return (begin + _middle_of_longest(window == window.min())) / by_inch


def _middle_of_longest(clear: np.ndarray) -> int:
    """The middle of the longest run of true values."""
    best, start = (0, 0), None
    for at, is_clear in enumerate([*clear, False]):
        if is_clear and start is None:
            start = at
        elif not is_clear and start is not None:
            best = max(best, (at - start, (at + start) // 2))
            start = None
    return best[1]


def _inches(value: float) -> float:
    return round(float(value), 3)


def pieces_as_dots(
    drawings: Mapping[str, bytes],
) -> dict[str, tuple[tuple[bytes, float, float], ...]]:
    """Of each drawing its pieces as PNG pictures, with their width and height in inches."""
    sizes = {name: drawn(svg) for name, svg in drawings.items()}
    cut = [Piece(n, s.width, s.height, *part) for n, s in sizes.items() for part in s.pieces]
    made = dict.fromkeys(sizes, ())
    for piece, dots in zip(cut, as_dots(drawings, cut), strict=True):
        made[piece.drawing] += ((dots, piece.width, piece.below - piece.above),)
    return made
