"""How far apart what two files say may be where their bytes differ, and how far apart it is.

Every number was rounded once, when it was released. Another machine can tip a number that lies on
the edge of rounding, and no more: so one unit in the last place that is printed is tolerated.
Words are tolerated if they are the same. What is tolerated is told all the same.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterator, Sequence
from decimal import Decimal

from compendium.verify.contents import NUMBER

# Units in the last printed place.
UNITS = 1


@dataclasses.dataclass(frozen=True)
class Apart:
    """One difference in what two files say: numbers with their distance, or texts.

    `where` is the passage as it was expected. `size` is None between texts.
    """

    where: str
    expected: str
    found: str
    size: Decimal | None = None
    tolerated: Decimal | None = None

    @property
    def near(self) -> bool:
        """Whether it is within what is tolerated."""
        return self.size is not None and self.size <= self.tolerated


def tolerance(number: str) -> Decimal:
    """How far from a printed number another may be.

    >>> tolerance("82"), tolerance("1,234.50"), tolerance("-0.3")
    (Decimal('1'), Decimal('0.01'), Decimal('0.1'))
    """
    places = len(number.partition(".")[2])
    return UNITS * Decimal(1).scaleb(-places)


def apart(expected: Sequence[str], found: Sequence[str]) -> Iterator[Apart]:
    """Every difference between what was expected and what was found, passage by passage.

    Passages are paired by their words, numbers aside, so that a line more shifts nothing.
    """
    shapes = [[tuple(NUMBER.split(text)) for text in texts] for texts in (expected, found)]
    matcher = difflib.SequenceMatcher(None, *shapes, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            for before, now in zip(expected[first:last], found[start:end], strict=True):
                yield from _numbers(before, now)
            continue
        before, now = expected[first:last], found[start:end]
        for number in range(max(len(before), len(now))):
            texts = [each[number] if number < len(each) else "" for each in (before, now)]
            yield Apart(texts[0] or texts[1], *texts)


def _numbers(before: str, now: str) -> Iterator[Apart]:
    for expected, found in zip(NUMBER.findall(before), NUMBER.findall(now), strict=True):
        if expected != found:
            size = abs(_value(expected) - _value(found))
            yield Apart(before, expected, found, size, tolerance(expected))


def _value(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))
