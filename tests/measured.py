"""What stands where on a drawn figure, in inches, as matplotlib's own renderer measures it."""

from __future__ import annotations

import dataclasses

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb

from compendium.displays.survey.bars import BAR

DPI = 288
# A hair's breadth (a half a point): less than that is no overlap to the eye.
HAIR = 0.5 / 72


@dataclasses.dataclass(frozen=True)
class Box:
    """A text, a bar or another rectangle: where it stands, and its colour."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    colour: str
    hatched: bool = False

    def meets(self, other: Box) -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > HAIR
            and min(self.top, other.top) - max(self.bottom, other.bottom) > HAIR
        )

    def holds(self, other: Box) -> bool:
        """Whether `other` stands between this one's ends, on its level."""
        middle = (other.bottom + other.top) / 2
        return (
            self.left - HAIR <= other.left
            and other.right <= self.right + HAIR
            and self.bottom < middle < self.top
        )


@dataclasses.dataclass(frozen=True)
class Sheet:
    """A figure's texts, its bars, and its other rectangles in the order they are painted."""

    width: float
    height: float
    texts: tuple[Box, ...]
    bars: tuple[Box, ...]
    others: tuple[Box, ...]


def measured(figure) -> Sheet:
    """Everything on the figure."""
    figure.set_dpi(DPI)
    renderer = FigureCanvasAgg(figure).get_renderer()

    def box(artist, colour, text="") -> Box:
        found = artist.get_window_extent(renderer)
        sides = (side / DPI for side in (found.x0, found.x1, found.y0, found.y1))
        return Box(text, *sides, to_hex(colour), bool(getattr(artist, "get_hatch", lambda: "")()))

    axis = figure.axes[0]
    texts = tuple(box(t, t.get_color(), t.get_text()) for t in axis.texts if t.get_text())
    patches = [(p, box(p, p.get_facecolor())) for p in axis.patches]
    is_bar = [abs(getattr(p, "get_height", float)() - BAR) < 1e-9 for p, _ in patches]
    width, height = figure.get_size_inches()
    return Sheet(
        width,
        height,
        texts,
        tuple(b for (_, b), bar in zip(patches, is_bar, strict=True) if bar),
        tuple(b for (_, b), bar in zip(patches, is_bar, strict=True) if not bar),
    )


def outside(sheet: Sheet) -> list[str]:
    """Texts that do not stand wholly on the sheet."""
    return [
        t.text
        for t in sheet.texts
        if min(t.left, t.bottom) < 0 or t.right > sheet.width or t.top > sheet.height
    ]


def overlapping(sheet: Sheet) -> list[tuple[str, str]]:
    """Pairs of texts that meet."""
    pairs = enumerate(sheet.texts)
    return [(a.text, b.text) for i, a in pairs for b in sheet.texts[i + 1 :] if a.meets(b)]


def crossing(sheet: Sheet) -> list[str]:
    """Texts that meet a bar (or a swatch of the key) between whose ends they do not stand."""
    return [
        t.text
        for t in sheet.texts
        for b in sheet.bars + sheet.others
        if t.meets(b) and not b.holds(t)
    ]


def grounds(sheet: Sheet) -> list[tuple[Box, Box]]:
    """Each text on a bar with what is painted right under it."""
    painted = sheet.bars + sheet.others
    found = [(t, [b for b in painted if b.holds(t)]) for t in sheet.texts]
    return [(t, under[-1]) for t, under in found if under]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, WCAG 2.2: (lighter + 0.05) / (darker + 0.05).

    >>> round(contrast("#000000", "#ffffff"), 2), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
