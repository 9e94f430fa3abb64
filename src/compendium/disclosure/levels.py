"""Answers to one question, made safe: small sides join the middle, what is still small is bounded.

Rule S3: percentages are whole and come from exact counts. A side held by no more than `small`
people is joined with the middle, in a way that does not tell which of the two was small; if
what is joined is still that small, a bound is printed. Nobody at all counts as small: "nobody
disagreed" says it of every one of them.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

# What stands between the names of joined levels.
JOINED = "_or_"


@dataclasses.dataclass(frozen=True)
class Level:
    """One or more neighbouring answer levels: their names in order, and the people."""

    names: tuple[str, ...]
    people: int

    @property
    def name(self) -> str:
        return JOINED.join(self.names)


@dataclasses.dataclass(frozen=True)
class Share:
    """What is released of a level: a percentage of the base, or a bound on it."""

    name: str
    percent: float
    mark: str = ""

    @property
    def pieces(self) -> tuple[str, ...]:
        """The names of the levels that are told together."""
        return tuple(self.name.split(JOINED))


# What stands for all of a question's levels where nothing is told, and where nobody answered.
NOTHING, NOBODY = Share("all_levels", math.nan, "c"), Share("nobody", math.nan, "z")


def shares(sides: Sequence[Level], small: int, least: int | None = None) -> list[Share]:
    """Percentages of two or three sides; from what is printed nobody can tell a small one.

    `least` is the smallest base a reader may think of, if the base itself is not printed.

    None small: all are shown. The upper side alone small: it joins the middle. The lower side
    or the middle small: these two join. Both outer sides small: of the middle a bound, of the
    rest nothing. A bound depends on the base and on `small` alone, never on the count behind it.
    Levels of which none is small may be more than three.

    >>> shares([Level(("no",), 2), Level(("so",), 8), Level(("yes",), 30)], small=4)
    [Share(name='no_or_so', percent=25.0, mark=''), Share(name='yes', percent=75.0, mark='')]
    >>> shares([Level(("no",), 3), Level(("yes",), 35)], small=4)
    [Share(name='no', percent=15.0, mark='under'), Share(name='yes', percent=85.0, mark='over')]
    >>> shares([Level(("no",), 1), Level(("so",), 37), Level(("yes",), 2)], small=4)
    [Share(name='so', percent=75.0, mark='over')]
    """
    base = sum(side.people for side in sides)
    if not any_small(sides, small):
        return [Share(side.name, 100 * side.people / base) for side in sides]
    assert 2 <= len(sides) <= 3, sides
    if len(sides) == 3:
        if max(sides[0].people, sides[2].people) <= small:
            return [Share(sides[1].name, bound(least or base, 2 * small), "over")]
        sides = _joined(sides, small)
    if not any_small(sides, small):
        return [Share(side.name, 100 * side.people / base) for side in sides]
    over = bound(least or base, small)
    return [
        Share(side.name, 100 - over, "under")
        if side.people <= small
        else Share(side.name, over, "over")
        for side in sides
    ]


def any_small(levels: Sequence[Level], small: int) -> bool:
    """Whether any level is held by no more than `small` people."""
    return any(level.people <= small for level in levels)


def _joined(sides: Sequence[Level], small: int) -> list[Level]:
    """Three sides as two: the middle goes up if the upper side is small, else down."""
    lower, middle, upper = sides
    if upper.people <= small:
        return [lower, Level(middle.names + upper.names, middle.people + upper.people)]
    return [Level(lower.names + middle.names, lower.people + middle.people), upper]


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
