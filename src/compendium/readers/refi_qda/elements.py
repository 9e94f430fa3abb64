"""What every part of a REFI-QDA file has in common."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What the value of a variable stands in, by its type.
VALUES = (
    "TextValue",
    "BooleanValue",
    "IntegerValue",
    "FloatValue",
    "DateValue",
    "DateTimeValue",
)


def tag(element) -> str:
    """The element's name without its namespace; blank for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element, *names: str) -> Iterator:
    """The child elements that have one of these names, in order, whatever their namespace."""
    return element.iterchildren(*(f"{{*}}{name}" for name in names))


def parts(root, parent: str, child: str) -> Iterator:
    """The children of one name of the root's children of another, in order."""
    return (found for element in children(root, parent) for found in children(element, child))


def text_in(element, name: str) -> str:
    """The text of the first child of this name; blank if there is none."""
    found = next(children(element, name), None)
    return (found.text or "").strip() if found is not None else ""


def whole_numbers(texts: list[str | None]) -> list[int | None]:
    """Numbers small enough for positions (no text has 10**15 characters); else None each.

    >>> whole_numbers(["12", " 7 ", "-3", "1.5", None, "²"])
    [12, 7, -3, None, None, None]
    """
    given = [text or "" for text in texts]
    plain = "".join(given)
    if (
        plain.isascii()
        and plain.isdecimal()
        and 0 < min(map(len, given)) <= max(map(len, given)) < 16
    ):
        return list(map(int, given))
    return [int(t) if re.fullmatch(r"\s*-?[0-9]{1,15}\s*", t) else None for t in given]
