"""How a figure stands on a slide: in which drawing, how large, and in how many columns.

A figure stands whole where its text can be read from the back of a room. One that is too high is
cut where nothing is drawn, and its parts stand side by side. Of one that is higher still a part is
shown, and the slide says so. Lengths are inches of a slide 13.333 wide and 7.5 high, which has
1920 by 1080 pixels.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Callable, Sequence

from compendium.displays.drawing.canvas import SLIDE, Cut

WIDE, HIGH, PIXELS = 13.333, 7.5, 144
MARGIN = 0.5
ROOM_WIDE, ROOM_HIGH = WIDE - 2 * MARGIN, 5.15
# Between two columns.
APART = 0.35
# How many times as large as drawn: ordinary text then has 14, 22 and 36 pixels.
LEAST, GOOD, MOST = (pixels / PIXELS * 72 / SLIDE.text for pixels in (14, 22, 36))
# A part of a figure that is not shown whole is shown with text of 18 pixels.
PART = 18 / PIXELS * 72 / SLIDE.text
PAGE_COLUMNS, PHONE_COLUMNS = (2,), (2, 3, 4)
# A blank band less high than this parts lines of one text.
BAND = 0.08
# A stretch less high than this, with so much less room below it than above, is a heading.
HEADING, LESS = 0.4, 0.025
# First only the highest bands are cut at, which part whole sections.
OF_HIGHEST = (0.95, 0.7, 0.45, 0.0)
# How much higher than its share the highest part may be, before lesser bands are cut at.
UNEVEN = 1.15

Span = tuple[float, float]


@dataclasses.dataclass(frozen=True)
class Drawing:
    """A figure drawn at one width: what it is called, its size, and where it may be cut.

    `find_bands` finds the stretches in which nothing is drawn, from top to bottom; it is asked
    where a figure without sections must be cut.
    """

    name: str
    wide: float
    high: float
    cut: Cut = dataclasses.field(default_factory=Cut)
    find_bands: Callable[[], Sequence[Span]] = tuple

    @functools.cached_property
    def bands(self) -> Sequence[Span]:
        return self.find_bands()


@dataclasses.dataclass(frozen=True)
class Layout:
    """A drawing on a slide, `scale` times as large; its parts, a column each, from left to right.

    `whole` says whether everything is there.
    """

    drawing: Drawing
    scale: float
    parts: tuple[Span, ...]
    whole: bool = True

    @property
    def pixels(self) -> float:
        """The size of ordinary text, in pixels of the slide."""
        return self.scale * SLIDE.text / 72 * PIXELS

    @property
    def readable(self) -> bool:
        """Whether its text is large enough for a slide."""
        return self.scale >= LEAST

    @property
    def wide(self) -> float:
        """How wide it is on the slide."""
        apart = APART * (len(self.parts) - 1)
        return self.scale * self.drawing.wide * len(self.parts) + apart

    @property
    def high(self) -> float:
        """How high it is on the slide."""
        return self.scale * max(_heights(self.parts, self.drawing.cut.head))


def layout(page: Drawing, phone: Drawing, slide: Callable[[], Drawing]) -> Layout:
    """The way to put a figure on a slide so that its text is largest, whole if that can be read.

    `slide` is asked for the drawing at the width of slides only where it may help.
    """
    found = [_uncut(page)]
    if found[0].scale < GOOD and page.high * LEAST <= ROOM_HIGH * SLIDE.inches / page.wide:
        found.append(_uncut(slide()))
    best = max(found, key=lambda one: one.scale)
    if best.scale >= GOOD:
        return best
    for drawing, columns in ((page, PAGE_COLUMNS), (phone, PHONE_COLUMNS)):
        found += [one for many in columns if (one := _in_columns(drawing, many))]
    best = max(found, key=lambda one: one.scale)
    if best.scale >= LEAST:
        return best
    beginnings = [b for d in (page, phone, slide()) if (b := _beginning(d))]
    return max(beginnings, key=_much, default=best)


def may_be_cut(page: Drawing) -> bool:
    """Whether a figure's drawing for the page is too high to be read whole on a slide."""
    return page.cut.allowed and _uncut(page).scale < GOOD


def _uncut(drawing: Drawing) -> Layout:
    scale = min(ROOM_WIDE / drawing.wide, ROOM_HIGH / drawing.high, MOST)
    return Layout(drawing, scale, ((0.0, drawing.high),))


def _in_columns(drawing: Drawing, many: int) -> Layout | None:
    """A drawing cut into columns; None if there is nowhere to cut it."""
    parts = _cut(drawing, many) if drawing.cut.allowed else ()
    if len(parts) < 2:
        return None
    across = (ROOM_WIDE - APART * (len(parts) - 1)) / len(parts) / drawing.wide
    down = ROOM_HIGH / max(_heights(parts, drawing.cut.head))
    return Layout(drawing, min(across, down, MOST), parts)


def _beginning(drawing: Drawing) -> Layout | None:
    """As much of a drawing as can be read; None if it cannot be cut."""
    if not drawing.cut.allowed:
        return None
    columns = int((ROOM_WIDE + APART) // (drawing.wide * PART + APART))
    for least in _leasts(drawing):
        parts = _filled(drawing, _stretches(drawing, least), ROOM_HIGH / PART)[:columns]
        if max(_heights(parts, drawing.cut.head)) * PART <= ROOM_HIGH:
            return Layout(drawing, PART, parts, whole=False)
    return None


def _much(one: Layout) -> float:
    """How much of a drawing a layout shows."""
    return sum(b - a for a, b in one.parts) / one.drawing.high


def _cut(drawing: Drawing, many: int) -> tuple[Span, ...]:
    """The drawing in so many parts or fewer, about as high as each other, between sections first.

    >>> bands = [(0.9, 1.1), (1.95, 2.05), (2.9, 3.1)]
    >>> _cut(Drawing("page", 6.4, 4.0, find_bands=lambda: bands), 2)
    ((0.0, 1.95), (2.05, 4.0))
    """
    found = []
    for least in _leasts(drawing):
        found.append(_levelled(drawing, _stretches(drawing, least), many))
        even = (drawing.high + (many - 1) * drawing.cut.head) / many
        if max(_heights(found[-1], drawing.cut.head)) <= UNEVEN * even:
            return found[-1]
    return min(found, key=lambda parts: max(_heights(parts, drawing.cut.head)))


def _leasts(drawing: Drawing) -> list[float]:
    """How high a blank band must be to cut there: first the highest only, then lesser ones."""
    if drawing.cut.sections:
        return [0.0]
    highest = max((b - a for a, b in drawing.bands if a > drawing.cut.head), default=0.0)
    return [max(BAND, share * highest) for share in OF_HIGHEST]


def _levelled(drawing: Drawing, stretches: list[Span], many: int) -> tuple[Span, ...]:
    """Neighbouring stretches put together so that the highest of so many parts is least high."""
    runs = itertools.combinations_with_replacement(stretches, 2)
    limits = sorted({b - a + (drawing.cut.head if a > 0 else 0.0) for (a, _), (_, b) in runs})
    for limit in limits:
        parts = _filled(drawing, stretches, limit)
        if len(parts) <= many and max(_heights(parts, drawing.cut.head)) <= limit + 1e-9:
            return parts
    return ((0.0, drawing.high),)


def _filled(drawing: Drawing, stretches: list[Span], limit: float) -> tuple[Span, ...]:
    """Neighbouring stretches put together as long as they are not higher than a limit."""
    parts: list[Span] = []
    for top, bottom in stretches:
        head = drawing.cut.head * (len(parts) > 1)
        if parts and bottom - parts[-1][0] + head <= limit + 1e-9:
            parts[-1] = parts[-1][0], bottom
        else:
            parts.append((top, bottom))
    return tuple(parts)


def _stretches(drawing: Drawing, least: float) -> list[Span]:
    """Its sections, or what lies between blank bands that are high enough; the head is no part."""
    if drawing.cut.sections:
        edges = [0.0, *drawing.cut.sections[1:], drawing.high]
        return list(itertools.pairwise(edges))
    bands = [(a, b) for a, b in drawing.bands if b - a >= least and a > drawing.cut.head]
    tops = [0.0, *(b for _, b in bands)]
    bottoms = [*(a for a, _ in bands), drawing.high]
    return _with_headings([(a, b) for a, b in zip(tops, bottoms, strict=True) if b > a])


def _with_headings(stretches: list[Span]) -> list[Span]:
    """Stretches, a heading together with what stands below it.

    >>> _with_headings([(0, 1), (1.3, 1.5), (1.6, 2)])
    [(0, 1), (1.3, 2)]
    """
    found: list[Span] = []
    for number, (top, bottom) in reversed(list(enumerate(stretches))):
        above = top - stretches[number - 1][1] if number else 0.0
        below = found[-1][0] - bottom if found else above
        if bottom - top < HEADING and below < above - LESS:
            found[-1] = top, found[-1][1]
        else:
            found.append((top, bottom))
    return found[::-1]


def _heights(parts: Sequence[Span], head: float) -> list[float]:
    """How high each part is with the head that stands above it."""
    return [b - a + (head if a > 0 else 0.0) for a, b in parts]
