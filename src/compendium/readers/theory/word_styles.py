"""What the styles of a Word document say of a paragraph: name, heading level, list."""

from __future__ import annotations

import re

from compendium.readers.refi_qda.elements import children
from compendium.readers.theory.word_text import first, value

BODY_TEXT = 9  # the outline level of what is no heading


def whole(text: str, default: int) -> int:
    """A whole number as files write it; `default` for anything else.

    >>> whole("12", 0), whole("", 1), whole("9" * 5000, 1)
    (12, 1, 1)
    """
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else default


def number_in(element, *path: str) -> int | None:
    """The value of an element down a path as a whole number; None where there is none."""
    found = first(element, *path)
    written = value(found) if found is not None else ""
    return whole(written, 0) if written.isdecimal() else None


class Styles:
    """A document's styles by id; of one that is built on others, what it does not say itself."""

    def __init__(self, root=None):
        styles = list(children(root, "style")) if root is not None else []
        self.by_id = {value(s, "styleId"): s for s in styles}
        usual = (
            value(s, "styleId")
            for s in styles
            if value(s, "type") == "paragraph" and value(s, "default") in ("1", "true", "on")
        )
        self.usual = next(usual, "")

    def of(self, properties) -> str:
        """The id of a paragraph's style."""
        style = first(properties, "pStyle")
        return value(style) if style is not None else self.usual

    def name(self, style: str) -> str:
        """A style's name as Word shows it; its id where the document does not describe it.

        Names of headings are kept in small letters in the file.
        """
        named = first(self.by_id.get(style), "name")
        name = value(named) if named is not None else style
        return re.sub("^heading(?= [0-9])", "Heading", name)

    def outline(self, properties, style: str) -> int:
        """The level of a heading, 1 at the top; 0 for other text."""
        level = number_in(properties, "outlineLvl")
        for above in self._chain(style):
            level = number_in(above, "pPr", "outlineLvl") if level is None else level
        if level is not None:
            return level + 1 if level < BODY_TEXT else 0
        named = re.fullmatch("Heading ([1-9])", self.name(style))
        return int(named[1]) if named else 0

    def listed(self, properties, style: str) -> tuple[int, int | None]:
        """The list a paragraph belongs to, and how deep in it (None where it is not said)."""
        number = number_in(properties, "numPr", "numId")
        depth = number_in(properties, "numPr", "ilvl")
        for above in self._chain(style):
            number = number_in(above, "pPr", "numPr", "numId") if number is None else number
            depth = number_in(above, "pPr", "numPr", "ilvl") if depth is None else depth
        return number or 0, depth

    def _chain(self, style: str) -> list:
        """A style and those it is built on."""
        seen: dict[str, object] = {}
        while style in self.by_id and style not in seen:
            seen[style] = self.by_id[style]
            based = first(seen[style], "basedOn")
            style = value(based) if based is not None else ""
        return list(seen.values())
