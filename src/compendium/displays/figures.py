"""``draw(display, lang)``: the figure of a display, from released data alone."""

from __future__ import annotations

from compendium.displays import bars, canvas
from compendium.displays.canvas import PAGE, Width
from compendium.displays.record import Display

DRAWN = {"likert": bars.draw_bars, "change": bars.draw_bars}


def has_figure(display: Display) -> bool:
    """Whether this display is drawn (others are tables or words)."""
    return display.kind in DRAWN and bars.has_numbers(display)


def draw(display: Display, lang: str, width: Width = PAGE):
    """The display's figure in one language at one width; the same display, the same figure."""
    return DRAWN[display.kind](display, lang, width)


def svg(display: Display, lang: str, width: Width = PAGE) -> bytes:
    """The figure as SVG, byte-stable."""
    return canvas.svg_bytes(draw(display, lang, width), f"{display.id}-{lang}-{width.name}")


def png(display: Display, lang: str, width: Width = PAGE) -> bytes:
    """The figure as PNG, byte-stable."""
    return canvas.png_bytes(draw(display, lang, width), display.id)
