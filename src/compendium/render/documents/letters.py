"""Letters that the report's typeface has not: said by name, since a PDF shows no others.

People write with pictures, and exports hold what nobody typed. A word processor finds another
typeface for these; a PDF that everybody can read holds its own alone.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from compendium.displays.drawing.canvas import FONTS

BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# What shows nothing by itself: where lines may break, which way text runs.
UNSEEN = ("Cf", "Zl", "Zp")
MARKS = ("Mn", "Me", "Cc", "Co", "Cn", "Cs")


def spelt(text: str) -> str:
    """The text, letters that the typeface has not taken apart or named.

    >>> spelt("ŵy ﬁt 👍")
    'ŵy fit [thumbs up sign]'
    """
    return BEYOND_ASCII.sub(lambda found: _spelt(found[0]), text)


@functools.cache
def _spelt(letter: str) -> str:
    kind = unicodedata.category(letter)
    if ord(letter) in _letters() or kind in UNSEEN:
        return letter
    if kind in MARKS:
        return ""
    apart = unicodedata.normalize("NFKD", letter)
    if apart != letter and all(ord(part) in _letters() for part in apart):
        return apart
    return f"[{unicodedata.name(letter, 'character').lower()}]"


@functools.cache
def _letters() -> frozenset[int]:
    """What every face of the typeface has."""
    from matplotlib.ft2font import FT2Font

    faces = [set(FT2Font(str(path)).get_charmap()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset(set.intersection(*faces))
