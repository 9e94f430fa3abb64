"""What is wrong with a drawn figure, found on the figure itself, of whatever kind it is.

The figure is painted twice: its texts as outlines, each in the box of its own ink, and everything
else as pixels. What lies under a text is looked at there: an edge, a line or an arrow's head that
runs through it shows as a ground of more than one colour.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.patches import Rectangle
from matplotlib.path import Path
from measured import contrast

from compendium.displays.drawing.lettering import LEFT_OF_PLACE, LETTERING

DPI = 144
# A third of a point: less than that is no overlap to the eye.
HAIR = 1 / 216
# WCAG 2.2: 1.4.3 for texts, 1.4.11 for what is drawn.
TEXT, GRAPHIC = 4.5, 3.0
SMALLEST = 12.0  # CSS pixels
CSS_INCH = 100.0  # pixels an inch of a figure has on screen: 343 for 3.43 inches, 640 for 6.4
# Colours this near (of 255) are one: hairlines of a renderer, not of a drawing.
ALIKE = 12
# The points of a way that runs straight from one box to another.
CORNERS = 4


@dataclasses.dataclass(frozen=True)
class Ink:
    """One text: where its ink is (inches from the upper left corner), its colour, its size."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    colour: str
    points: float
    haloed: bool

    def meets(self, other: Ink) -> bool:
        return (
            min(self.right, other.right) - max(self.left, other.left) > HAIR
            and min(self.bottom, other.bottom) - max(self.top, other.top) > HAIR
        )


def faults(figure) -> list[str]:
    """Everything that is wrong with a figure, in words; none if it can be read."""
    texts, ground = inks(figure), _ground(figure)
    boxes = np.array([b for p in figure.axes[0].patches if (b := _box(p))]).reshape(-1, 4)
    return [
        *_off_sheet(figure, texts),
        *_overlapping(texts),
        *_small(texts),
        *_on_their_ground(texts, ground),
        *_out_of_their_box(texts, boxes),
        *_faint(figure, texts, boxes),
        *_by_colour_alone(figure),
    ]


def inks(figure) -> list[Ink]:
    """The figure's texts with the boxes of their ink."""
    figure.set_dpi(DPI)
    high = figure.get_size_inches()[1]
    return [found for t in figure.axes[0].texts if (found := _ink(t, high))]


def _ink(text, high: float) -> Ink | None:
    if not text.get_text().strip():
        return None
    font = text.get_fontproperties()
    glyphs = LETTERING._shaped(LETTERING._get_font(font), text.get_text()).glyphs
    scale = font.get_size_in_points() / LETTERING.FONT_SCALE / 72
    points = scale * np.concatenate([_corners(g.outline) + np.array([x, y]) for g, x, y in glyphs])
    x, y = text.get_transform().transform(text.get_position()) / DPI
    x -= LEFT_OF_PLACE[text.get_ha()] * text.points / 72
    (left, low), (right, top) = points.min(axis=0), points.max(axis=0)
    base = high - y
    return Ink(
        text.get_text(),
        *(x + left, base - top, x + right, base - low),
        to_hex(text.get_color()),
        font.get_size_in_points(),
        bool(text.get_path_effects()),
    )


def _corners(outline: tuple) -> np.ndarray:
    """The points of a glyph's outline; where one is closed stands no ink."""
    vertices, codes = outline
    return vertices[codes != Path.CLOSEPOLY] if len(vertices) else np.zeros((1, 2))


def _ground(figure) -> np.ndarray:
    """The figure without its texts, as pixels; row 0 is the top."""
    texts = [t for t in figure.axes[0].texts if t.get_text().strip()]
    for text in texts:
        text.set_visible(False)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    for text in texts:
        text.set_visible(True)
    return np.asarray(canvas.buffer_rgba())[:, :, :3].astype(int)


def _off_sheet(figure, texts: list[Ink]) -> list[str]:
    wide, high = figure.get_size_inches()
    return [
        f"off the sheet: {t.text}"
        for t in texts
        if min(t.left, t.top) < -HAIR or t.right > wide + HAIR or t.bottom > high + HAIR
    ]


def _overlapping(texts: list[Ink]) -> list[str]:
    found, near = [], []
    for text in sorted(texts, key=lambda t: t.top):
        near = [other for other in near if other.bottom > text.top]
        found += [f"on one another: {o.text} / {text.text}" for o in near if o.meets(text)]
        near.append(text)
    return found


def _small(texts: list[Ink]) -> list[str]:
    return [
        f"smaller than {SMALLEST:g} pixels: {t.text}"
        for t in texts
        if t.points / 72 * CSS_INCH < SMALLEST
    ]


def _on_their_ground(texts: list[Ink], ground: np.ndarray) -> list[str]:
    """What runs through a text, and what it does not stand out from."""
    found = []
    for text in texts:
        # A pixel at every side is the neighbour's, blended.
        top, bottom = round(text.top * DPI) + 1, round(text.bottom * DPI) - 1
        left, right = round(text.left * DPI) + 1, round(text.right * DPI) - 1
        under = ground[max(top, 0) : max(bottom, top + 1), max(left, 0) : max(right, left + 1)]
        if not under.size:
            continue
        colours = np.unique(under.reshape(-1, 3), axis=0)
        if not text.haloed and np.ptp(colours, axis=0).max() > ALIKE:
            found.append(f"something runs through: {text.text}")
        elif min(contrast(text.colour, to_hex(c / 255)) for c in colours) < TEXT:
            found.append(f"cannot be told from its ground: {text.text}")
    return found


def _out_of_their_box(texts: list[Ink], boxes: np.ndarray) -> list[str]:
    """Texts partly in a box that can be seen, partly out of it."""
    found = []
    left, top, right, bottom = boxes.T
    for t in texts:
        wide = np.minimum(right, t.right) - np.maximum(left, t.left)
        high = np.minimum(bottom, t.bottom) - np.maximum(top, t.top)
        within = (left - HAIR <= t.left) & (t.right <= right + HAIR)
        within &= (top - HAIR <= t.top) & (t.bottom <= bottom + HAIR)
        if ((wide > HAIR) & (high > HAIR) & ~within).any():
            found.append(f"out of its box: {t.text}")
    return found


def _box(patch) -> tuple[float, float, float, float] | None:
    """The corners of a rectangle that can be seen, from the upper left."""
    if not isinstance(patch, Rectangle) or not _seen(patch):
        return None
    x = sorted((patch.get_x(), patch.get_x() + patch.get_width()))
    y = sorted((patch.get_y(), patch.get_y() + patch.get_height()))
    return x[0], y[0], x[1], y[1]


def _seen(patch) -> bool:
    """Whether a rectangle shows on paper: by its fill, or by its edge."""
    fill, edge = patch.get_facecolor(), patch.get_edgecolor()
    filled = fill[3] > 0 and min(fill[:3]) < 1
    return filled or bool(patch.get_linewidth() and edge[3] > 0 and min(edge[:3]) < 1)


def _faint(figure, texts: list[Ink], boxes: np.ndarray) -> list[str]:
    """Filled boxes that neither their fill, nor their edge, nor a text in them tells of.

    What lies within another box, as paper under a number does, is told by that.
    """
    middles = np.array([((t.left + t.right) / 2, (t.top + t.bottom) / 2) for t in texts])
    x, y = middles.reshape(-1, 2).T
    found = set()
    for patch in figure.axes[0].patches:
        box = _box(patch)
        if not box or not patch.get_facecolor()[3] or _stands_out(patch):
            continue
        left, top, right, bottom = box
        told = ((left <= x) & (x <= right) & (top <= y) & (y <= bottom)).any()
        around = (boxes[:, :2] <= box[:2]).all(axis=1) & (boxes[:, 2:] >= box[2:]).all(axis=1)
        if not told and around.sum() < 2 and right - left > HAIR:
            found.add(f"too faint: {to_hex(patch.get_facecolor())}")
    return sorted(found)


def _stands_out(patch) -> bool:
    """Whether fill or edge stand out from paper."""
    colours = [patch.get_facecolor()]
    if patch.get_linewidth() and patch.get_linestyle() != "None":
        colours.append(patch.get_edgecolor())
    return any(c[3] > 0 and contrast(to_hex(c), "#ffffff") >= GRAPHIC for c in colours)


def _by_colour_alone(figure) -> list[str]:
    """Two colours of marks or curves whose form is the same; a way with corners is no curve."""
    forms: dict[tuple, set[str]] = {}
    for line in figure.axes[0].lines:
        marked = line.get_marker() not in ("None", None, "", " ")
        if not marked and len(line.get_xdata()) <= CORNERS:
            continue
        alone = len(line.get_xdata()) == 1
        colour = line.get_markeredgecolor() if alone else line.get_color()
        hollow = marked and to_rgb(line.get_markerfacecolor()) == (1.0, 1.0, 1.0)
        form = (line.get_marker(), str(line._unscaled_dash_pattern), marked, hollow)
        forms.setdefault(form, set()).add(to_rgb(colour))
    return [f"told by colour alone: {form[0]}" for form, c in forms.items() if len(c) > 1]
