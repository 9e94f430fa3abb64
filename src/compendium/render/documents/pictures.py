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
# Panels are parted by so much paper (inches), rows of one panel by less; low ones stay together.
PANELS_APART, SHORTEST_PANEL = 0.25, 1.5
SIZE = re.compile(rb'<svg\b[^>]*?\bwidth="([\d.]+)pt" height="([\d.]+)pt"')
POINTS = 72


@dataclasses.dataclass(frozen=True)
class Drawn:
    """A picture's size on paper in inches, and where it is cut, in inches from its top.

    `scale`: how many times as large as its drawing it is.
    """

    width: float
    height: float
    cuts: tuple[float, ...] = ()
    scale: float = 1.0

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
    fits = min(1.0, PAGE.inches / width)
    width, height = width * fits, height * fits
    if height <= LONGEST_PIECE:
        return Drawn(_inches(width), _inches(height), scale=fits)
    ink = _ink(svg, height)
    if height <= HIGHEST:
        return Drawn(_inches(width), _inches(height), _between_panels(ink, height), fits)
    if height * SMALLEST <= HIGHEST:
        smaller = HIGHEST / height
        return Drawn(_inches(width * smaller), HIGHEST, scale=fits * smaller)
    cuts = _cuts(ink, height)
    longest = max(below - above for above, below in itertools.pairwise((0.0, *cuts, height)))
    # Two to a page where they can be: a little smaller, if they can still be read then.
    smaller = LONGEST_PIECE / longest if longest > LONGEST_PIECE else 1.0
    smaller = smaller if smaller >= SMALLEST else 1.0
    cuts = tuple(_inches(cut * smaller) for cut in cuts)
    return Drawn(_inches(width * smaller), _inches(height * smaller), cuts, fits * smaller)


def _ink(svg: bytes, height: float) -> np.ndarray:
    """How many dots of each row of a drawing are no paper, from its top to its foot."""
    from matplotlib.image import imread

    whole = Piece("drawing.svg", PAGE.inches, height, 0.0, height)
    (dots,) = as_dots({whole.drawing: svg}, [whole], POINTS)
    return (imread(io.BytesIO(dots))[:, :, :3] < 0.99).any(axis=2).sum(axis=1)


def _between_panels(ink: np.ndarray, height: float) -> tuple[float, ...]:
    """Where a drawing that a page holds may be cut all the same: between panels that stand apart.

    They need not all find room then on the page that it begins on.
    """
    by_inch, cuts = len(ink) / height, [0.0]
    for begin, end in _runs(ink == 0):
        middle = (begin + end) / 2 / by_inch
        apart = (end - begin) / by_inch >= PANELS_APART
        if apart and min(middle - cuts[-1], height - middle) >= SHORTEST_PANEL:
            cuts.append(_inches(middle))
    return tuple(cuts[1:])


def _cuts(ink: np.ndarray, height: float) -> tuple[float, ...]:
    """Where to cut a drawing into pieces, of which a page holds several.

    Between its parts if that can be: a piece is longer, up to a page, where a shorter one would end
    in the midst of something.
    """
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
    """The middle of the longest run of true values, of equal ones the last."""
    begin, end = max(_runs(clear), key=lambda run: (run[1] - run[0], run))
    return (begin + end) // 2


def _runs(clear: np.ndarray) -> list[tuple[int, int]]:
    """From where to where each run of true values goes."""
    turns = np.flatnonzero(np.diff(np.concatenate(([False], clear, [False])).astype(int)))
    return [(int(a), int(b)) for a, b in turns.reshape(-1, 2)]


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
