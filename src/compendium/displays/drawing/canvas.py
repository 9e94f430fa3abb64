"""A sheet measured in inches, in the report's typeface, on which text is measured, not guessed.

Figures are drawn at the width they are read at: `PAGE` for a page's text column, `PHONE` for
a screen of 375 CSS pixels, with text of at least 12 pixels there, `SLIDE` for slides.
"""

from __future__ import annotations

import dataclasses
import functools
import io
from collections.abc import Iterable
from pathlib import Path

import matplotlib

FONTS = Path(__file__).parents[2] / "fonts"
FAMILY = "Compendium Sans"

INK, QUIET, RULE, PAPER = "#1F2A37", "#4A5867", "#C3CAD3", "#FFFFFF"


@dataclasses.dataclass(frozen=True)
class Width:
    """A width to draw for: inches, and the size of ordinary text in points."""

    name: str
    inches: float
    text: float
    narrow: bool


PAGE = Width("page", 6.4, 9.0, narrow=False)
# 343 CSS pixels for 3.43 inches: 9 points are 12.5 pixels.
PHONE = Width("phone", 3.43, 9.0, narrow=True)
# On a slide it is set 1.22 times as large: 9 points are 22 of the slide's 1080 pixels.
SLIDE = Width("slide", 10.08, 9.0, narrow=False)
# How much of the size two words may stand nearer, or farther apart, than a blank is wide.
NEARER = 0.02


@dataclasses.dataclass(frozen=True)
class Cut:
    """How a figure can be read in parts, where it is too high to be shown whole.

    `head` inches at its top are what all below is read by. It is cut where its `sections` begin,
    or, where it names none, wherever nothing is drawn; or nowhere if that is not `allowed`.
    """

    head: float = 0.0
    sections: tuple[float, ...] = ()
    allowed: bool = True


@functools.cache
def _fonts() -> None:
    """Make the report's typeface known to matplotlib, once."""
    from matplotlib import font_manager

    for path in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))


def settings(salt: str) -> dict[str, object]:
    """matplotlib settings under which the same figure gives the same bytes."""
    _fonts()
    return {
        "font.family": FAMILY,
        "svg.fonttype": "path",
        "svg.hashsalt": salt,
        "axes.unicode_minus": False,
        "path.simplify": False,
        "hatch.linewidth": 0.6,
    }


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line of text in inches."""
    return _points_wide(text, size, bold) / 72


@functools.cache
def _points_wide(text: str, size: float, bold: bool) -> float:
    from matplotlib.font_manager import FontProperties

    from compendium.displays.drawing.lettering import LETTERING

    _fonts()
    font = FontProperties(family=FAMILY, size=size, weight="bold" if bold else "regular")
    return LETTERING.width(text, font)


def wrap(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """`text` in lines of at most `width` inches; a word that is too long stands alone.

    A no-break space keeps its words together (``n = 38``).

    >>> all(text_width(line, 9) <= 2 for line in wrap("so many words " * 9, 2, 9))
    True
    """
    lines: list[str] = []
    about, space = 0.0, text_width(" ", size, bold)
    for word in text.replace("\n", " ").split(" "):
        if not word:
            continue
        about += space + text_width(word, size, bold)
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _fits(longer, about, width, size, bold):
            lines[-1] = longer
        else:
            lines.append(word)
            about = text_width(word, size, bold)
    return lines or [""]


def _fits(line: str, about: float, width: float, size: float, bold: bool) -> bool:
    """Whether a line is at most so wide: measured whole only where its words leave that open.

    Letters on both sides of a blank may stand a little nearer than `about` (the sum of the words
    and blanks) says.
    """
    if abs(about - width) > NEARER * size / 72 * (1 + line.count(" ")):
        return about < width
    return text_width(line, size, bold) <= width


def wrap_all(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """`text` in lines of at most `width` inches, a word that is too long broken where it must be.

    >>> all(text_width(line, 9) <= 1 for line in wrap_all("llan" * 30, 1, 9))
    True
    """
    lines: list[str] = []
    for line in wrap(text, width, size, bold):
        while len(line) > 1 and text_width(line, size, bold) > width:
            fits = max(
                n
                for n in range(1, len(line))
                if n == 1 or text_width(line[:n], size, bold) <= width
            )
            lines.append(line[:fits])
            line = line[fits:]
        lines.append(line)
    return lines


def line_height(size: float) -> float:
    """Inches from one line to the next."""
    return size * 1.3 / 72


def sheet(width: float, height: float, head: float = 0.0, sections: Iterable[float] = ()):
    """A figure of so many inches and its one axis, in inches, y growing downwards.

    Where it is shown in parts (`Cut`), `head` inches at its top stand above each; it has
    `sections` if it is made of several, which begin so many inches from the top.

    Shapes are put onto it with `add_artist`: its limits are set, and `add_patch` would work out
    for each shape whether it changes them.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), facecolor=PAPER)
    axis = figure.add_axes((0, 0, 1, 1))
    axis.set(xlim=(0, width), ylim=(height, 0))
    axis.axis("off")
    figure.cut = Cut(head, tuple(sections))
    return figure, axis


def write(
    axis, x: float, y: float, lines: list[str], size: float, centred: bool = False, **style
) -> None:
    """Lines of text from `y` (top) downwards, or around `y` if `centred`.

    `ha`, `color` and `fontweight` are as matplotlib has them. Lines are set on their baselines,
    so that figures and letters with tails stand level.
    """
    from compendium.displays.drawing.lettering import Line

    style = {"color": INK, "ha": "left", "va": "baseline", "clip_on": False} | style
    bold = style.get("fontweight") == "bold"
    top = y - len(lines) * line_height(size) / 2 if centred else y
    for number, line in enumerate(lines):
        # The middle of a capital lies about a third of the size above the baseline.
        baseline = top + (number + 0.5) * line_height(size) + 0.33 * size / 72
        points = _points_wide(line, size, bold)
        axis.add_artist(Line(x, baseline, line, points, fontsize=size, **style))


def svg_bytes(figure, salt: str) -> bytes:
    """The figure as SVG whose bytes depend on the figure alone."""
    buffer = io.BytesIO()
    with matplotlib.rc_context(settings(salt)):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()
