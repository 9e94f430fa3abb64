"""The number that Word shows before each paragraph of a numbered list."""

from __future__ import annotations

import dataclasses
import re

from compendium.readers.refi_qda.elements import children
from compendium.readers.theory.word_styles import Styles, number_in, whole
from compendium.readers.theory.word_text import first, value

ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def roman(number: int) -> str:
    """
    >>> roman(1994)
    'mcmxciv'
    """
    text = ""
    for size, letters in ROMAN:
        text += letters * (number // size)
        number %= size
    return text


def letters(number: int) -> str:
    """Word counts a … z, aa, bb, cc.

    >>> letters(1), letters(28)
    ('a', 'bb')
    """
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


FORMS = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "lowerRoman": roman,
    "upperRoman": lambda n: roman(n).upper(),
    "lowerLetter": letters,
    "upperLetter": lambda n: letters(n).upper(),
}
# Beyond this a number is shown in figures: a spoilt file must not make a word of a million letters.
HIGHEST = 3999


@dataclasses.dataclass(frozen=True)
class Level:
    """How one depth of a list is numbered: ``%1.%2`` says where numbers stand."""

    start: int
    form: str
    text: str
    style: str


class Lists:
    """A document's lists, and how far each has been counted."""

    def __init__(self, root, styles: Styles):
        self.styles, self.counted, self.begun = styles, {}, set()
        patterns = children(root, "abstractNum") if root is not None else ()
        lists = children(root, "num") if root is not None else ()
        self.patterns = {value(e, "abstractNumId"): e for e in patterns}
        self.lists = {whole(value(e, "numId"), 0): e for e in lists}
        self.levels = {key: _levels(e) for key, e in self.patterns.items()}

    def depth(self, number: int, depth: int | None, style: str) -> int:
        """How deep a paragraph lies, 0 at the top; its style may be tied to a depth."""
        if depth is not None:
            return depth
        levels = self.levels.get(self._pattern(number), {})
        return next((d for d, level in levels.items() if style and level.style == style), 0)

    def next(self, number: int, depth: int) -> str:
        """Count one paragraph on; what stands before it, blank for a bullet or an odd kind."""
        pattern = self._pattern(number)
        levels, counts = self.levels.get(pattern, {}), self.counted.setdefault(pattern, {})
        if depth not in levels:
            return ""
        if (number, depth) not in self.begun:
            self.begun.add((number, depth))
            counts |= self._restart(number, depth)
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return _shown(levels, counts, depth)

    def _restart(self, number: int, depth: int) -> dict[int, int]:
        """Where a list that shares its pattern with others begins anew."""
        for override in children(self.lists[number], "lvlOverride"):
            start = number_in(override, "startOverride")
            if whole(value(override, "ilvl"), -1) == depth and start is not None:
                return {depth: start - 1}
        return {}

    def _pattern(self, number: int, followed: int = 0) -> str:
        """The pattern of a list, which may be kept with a style."""
        named = first(self.lists.get(number), "abstractNumId")
        pattern = value(named) if named is not None else ""
        link = first(self.patterns.get(pattern), "numStyleLink")
        if link is None or followed > 3:
            return pattern
        return self._pattern(self.styles.listed(None, value(link))[0], followed + 1)


def _levels(pattern) -> dict[int, Level]:
    levels = {}
    for element in children(pattern, "lvl"):
        start, form = number_in(element, "start"), first(element, "numFmt")
        text, style = first(element, "lvlText"), first(element, "pStyle")
        levels[whole(value(element, "ilvl"), 0)] = Level(
            1 if start is None else start,
            value(form) if form is not None else "decimal",
            value(text) if text is not None else "",
            value(style) if style is not None else "",
        )
    return levels


def _shown(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    places = {int(n) - 1 for n in re.findall("%([1-9])", levels[depth].text)}
    if not places or any(levels[p].form not in FORMS for p in places if p in levels):
        return ""

    def put(found: re.Match) -> str:
        at = int(found[1]) - 1
        if at not in levels:
            return ""
        count = counts.get(at, levels[at].start)
        return (FORMS[levels[at].form] if count <= HIGHEST else str)(count)

    return re.sub("%([1-9])", put, levels[depth].text).strip()
