"""Rule S7: answers of everybody together tell no more than the reports on their parts.

An area's report joins a small side with its neighbour. If the whole study's report showed that
side, it could be had by subtracting the other areas. So the whole study shows a side only where
every part shows it, or pieces that make it up; else it says what can be added up from the parts.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

from compendium.disclosure.levels import JOINED, NOTHING, Level, Share, shares

# A bound below this says too little to be worth a line.
BOUND_FROM = 50

Names = tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Part:
    """One part's answers to a question: its sides, and whether its own report shows them."""

    sides: tuple[Level, ...]
    hidden: bool

    @property
    def base(self) -> int:
        return sum(side.people for side in self.sides)


def together(parts: Sequence[Part], small: int) -> list[Share]:
    """Shares of everybody, from what the parts' own reports show.

    The finest joining of neighbouring sides of which each part shows all pieces; without one a
    bound, the greatest that adds up from the parts; "all_levels", hidden, where that is low, or
    where some parts are hidden and others are not. All of them hidden are as one.

    >>> one = Part((Level(("no",), 2), Level(("so",), 8), Level(("yes",), 30)), hidden=False)
    >>> two = Part((Level(("no",), 6), Level(("so",), 14), Level(("yes",), 20)), hidden=False)
    >>> together([one, two], small=4)[0]
    Share(name='no_or_so', percent=37.5, mark='')
    """
    asked = [p for p in parts if p.base]
    if not asked or all(p.hidden for p in asked):
        return shares(_sum(asked or parts), small)
    if any(p.hidden for p in asked):
        return [NOTHING]
    whole, base = _sum(asked), sum(p.base for p in asked)
    for blocks in _joinings(whole):
        if all(_shows(p, block, small) for p in asked for block in blocks):
            return [
                Share(JOINED.join(block), 100 * _people(whole, block) / base) for block in blocks
            ]
    return [_bound(asked, whole, base, small)]


def _sum(parts: Sequence[Part]) -> list[Level]:
    return [
        Level(sides[0].names, sum(side.people for side in sides))
        for sides in zip(*(p.sides for p in parts), strict=True)
    ]


def _people(sides: Sequence[Level], block: Names) -> int:
    return sum(side.people for side in sides if set(side.names) <= set(block))


def _joinings(sides: Sequence[Level]) -> list[list[Names]]:
    """Every way to join neighbours that leaves two sides or more, the finest first."""
    names = [side.names for side in sides]
    cuts = range(1, len(names))
    chosen = [c for n in range(len(names) - 1, 0, -1) for c in itertools.combinations(cuts, n)]
    return [
        [tuple(itertools.chain(*names[a:b])) for a, b in itertools.pairwise((0, *cut, len(names)))]
        for cut in chosen
    ]


def _shows(part: Part, block: Names, small: int) -> bool:
    """Whether a part's own report prints exact shares that make up `block`."""
    return _printed(part, block, small) == set(block)


def _printed(part: Part, block: Names, small: int) -> set[str]:
    """The sides of `block` that a part's own report prints exactly, alone or joined in it."""
    found: set[str] = set()
    for share in shares(part.sides, small):
        pieces = set(share.pieces)
        if not share.mark and pieces <= set(block):
            found |= pieces
    return found


def _bound(parts: Sequence[Part], whole: Sequence[Level], base: int, small: int) -> Share:
    """The side of which the parts together promise most; two joined if that says too little."""
    blocks = dict.fromkeys(b for blocks in _joinings(whole) for b in blocks)
    for size in sorted({len(block) for block in blocks}):
        promised = {b: sum(_least(p, b, small) for p in parts) for b in blocks if len(b) == size}
        best = max(promised, key=promised.__getitem__)
        over = 5 * ((100 * promised[best] - 1) // base // 5)
        if over >= BOUND_FROM:
            return Share(JOINED.join(best), float(over), "over")
    return NOTHING


def _least(part: Part, block: Names, small: int) -> int:
    """How many of `block` a part's own report promises."""
    exact = _people(part.sides, tuple(_printed(part, block, small)))
    seen = shares(part.sides, small)
    # A bound that stands alone has a small side on either hand of it.
    unsaid = small * (2 if len(seen) == 1 else 1)
    promised = [
        part.base - unsaid
        for share in seen
        if share.mark == "over" and set(share.pieces) <= set(block)
    ]
    return max([exact, *promised])
