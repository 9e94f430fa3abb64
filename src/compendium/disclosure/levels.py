"""Answers to one question, made safe: small levels merge, what is still small becomes a bound.

Rule S3: percentages are whole and come from exact counts. A level held by no more than
`small` people merges with its neighbour; if the rest is still that small, a bound is printed.
Nobody at all counts as small: "nobody disagreed" says it of every one of them.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True)
class Level:
    """One or more neighbouring answer levels: their names in order, and the people."""

    names: tuple[str, ...]
    people: int

    @property
    def name(self) -> str:
        return "_or_".join(self.names)


@dataclasses.dataclass(frozen=True)
class Share:
    """What is released of a level: a percentage of the base, or a bound on it."""

    name: str
    percent: float
    mark: str = ""


def merged(levels: Sequence[Level], small: int) -> list[Level]:
    """Levels with their small ones merged into the smaller neighbour, down to two.

    >>> [(l.name, l.people) for l in merged([Level(("no",), 2), Level(("so",), 3),
    ...                                      Level(("yes",), 30)], small=4)]
    [('no_or_so', 5), ('yes', 30)]
    """
    levels = list(levels)
    while len(levels) > 2 and any(level.people <= small for level in levels):
        at = min(range(len(levels)), key=lambda i: (levels[i].people, i))
        beside = [i for i in (at - 1, at + 1) if 0 <= i < len(levels)]
        to = min(beside, key=lambda i: (levels[i].people, i))
        first, second = sorted((at, to))
        joined = Level(
            levels[first].names + levels[second].names,
            levels[first].people + levels[second].people,
        )
        levels[first : second + 1] = [joined]
    return levels


def shares(levels: Sequence[Level], small: int) -> list[Share]:
    """Percentages of the levels after merging; a bound on both where one is still small.

    The bound depends on the base and on `small` alone, never on the count behind it.

    >>> shares([Level(("rest",), 3), Level(("agree",), 35)], small=4)
    [Share(name='rest', percent=15.0, mark='under'), Share(name='agree', percent=85.0, mark='over')]
    """
    levels = merged(levels, small)
    base = sum(level.people for level in levels)
    tiny = [level for level in levels if level.people <= small]
    if not tiny:
        return [Share(level.name, 100 * level.people / base) for level in levels]
    over = bound(base, small)
    return [
        Share(level.name, 100 - over, "under")
        if level is tiny[0]
        else Share(level.name, over, "over")
        for level in levels
    ]


def bound(base: int, small: int) -> float:
    """The largest multiple of five below the share that is left if `small` people are not in it.

    >>> bound(38, 4), bound(52, 4), bound(10, 4)
    (85.0, 90.0, 55.0)
    """
    return 5.0 * (math.ceil(100 * (base - small) / base / 5) - 1)


def three_levels(counts: dict[str, int], scale: Sequence[str], names: Sequence[str]) -> list[Level]:
    """An agreement scale as its lower side, its middle (if it has one) and its upper side.

    `scale` lists the values in order, `names` the three sides; scales of an even number of
    values have no middle.
    """
    half = len(scale) // 2
    sides = {
        names[0]: scale[:half],
        names[1]: scale[half : len(scale) - half],
        names[2]: scale[len(scale) - half :],
    }
    return [Level((n,), sum(counts[v] for v in part)) for n, part in sides.items() if part]
