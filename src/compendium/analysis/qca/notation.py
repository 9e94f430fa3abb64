"""How a combination of conditions is written: ``DEV*~URB``, and ``DEV{2}*URB{0}`` with many values.

A term holds one level per condition, in the order of the conditions, and `ANY` where the condition
plays no part. Where all conditions have two levels, level 1 is written as the name and level 0 with
``~`` before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Term = tuple[int, ...]

ANY = -1
NAME = r"[^\W\d]\w*"
_LITERAL = re.compile(rf"(~?)\s*({NAME})\s*(?:\{{\s*(\d+(?:\s*,\s*\d+)*)\s*\}})?")


def written(term: Term, names: Sequence[str], many_values: bool, join: str = "*") -> str:
    """One term as text.

    >>> written((1, 0, ANY), ["DEV", "URB", "LIT"], many_values=False)
    'DEV*~URB'
    >>> written((2, 0, ANY), ["DEV", "URB", "LIT"], many_values=True)
    'DEV{2}*URB{0}'
    """
    used = [(name, level) for name, level in zip(names, term, strict=True) if level != ANY]
    if many_values:
        return join.join(f"{name}{{{level}}}" for name, level in used)
    return join.join(name if level else f"~{name}" for name, level in used)


def literal(text: str) -> tuple[str, bool, tuple[int, ...]] | None:
    """Name, whether it is negated, and levels in braces of one literal; None if it is none.

    >>> literal("~DEV"), literal("DEV{1,2}"), literal("DEV*URB")
    (('DEV', True, ()), ('DEV', False, (1, 2)), None)
    """
    found = _LITERAL.fullmatch(text.strip())
    if not found:
        return None
    levels = tuple(int(level) for level in re.findall(r"\d+", found[3] or ""))
    return found[2], bool(found[1]), levels


def describes(term: Term, other: Term) -> bool:
    """Whether everything that `other` describes is described by `term` too."""
    return all(mine in (ANY, theirs) for mine, theirs in zip(term, other, strict=True))
