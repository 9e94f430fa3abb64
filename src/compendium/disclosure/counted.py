"""Answers to one question under a profile that goes by counts: rule N1.

The sides of a scale are the cells of one line, and how many answered is its total. A small side
is hidden as in any table of counts, and the next smallest beside it, until subtraction gives
nothing back. Hidden sides that are neighbours are told together, as subtraction would tell them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from compendium.disclosure.counts.additive import protected
from compendium.disclosure.counts.counting import SUMMED, counting_of
from compendium.disclosure.levels import JOINED, NOBODY, NOTHING, Level, Share
from compendium.disclosure.nested import Base, added, alone
from compendium.disclosure.profile import Profile


@dataclasses.dataclass(frozen=True)
class Line:
    """One question's sides as they may be printed: names, numbers, which are hidden, the base."""

    names: tuple[str, ...]
    shown: tuple[int, ...]
    hidden: tuple[bool, ...]
    base: Base

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it is printed, not even how many answered."""
        return self.base.mark == "c"

    def shares(self) -> list[Share]:
        """Percentages of the printed base, one for each side or for neighbours hidden together."""
        if self.is_hidden:
            return [NOTHING]
        if not self.base.shown:
            return [NOBODY]
        told = [
            (name, n)
            for name, n, hidden in zip(self.names, self.shown, self.hidden, strict=True)
            if not hidden
        ]
        gone = [name for name, hidden in zip(self.names, self.hidden, strict=True) if hidden]
        if gone and _are_neighbours(self.hidden):
            rest = int(self.base.shown) - sum(n for _, n in told)
            told.insert(self.hidden.index(True), (JOINED.join(gone), rest))
        return [Share(name, 100 * n / self.base.shown) for name, n in told]


def line_of(sides: Sequence[Level], profile: Profile) -> Line:
    """The sides of one question as a line of counts with its total.

    Sides hidden together count as one: they are more than a small count, and the base is what
    they and the printed sides add up to.

    >>> from compendium.disclosure.profile import profiles
    >>> sides = [Level(("no",), 3), Level(("so",), 8), Level(("yes",), 29)]
    >>> [(s.name, s.percent) for s in line_of(sides, profiles()["dfe_1_5"]).shares()]
    [('no_or_so', 27.5), ('yes', 72.5)]
    >>> [(s.name, s.percent) for s in line_of(sides, profiles()["nhs_1_7"]).shares()]
    [('no_or_so', 25.0), ('yes', 75.0)]
    """
    counts, counting = [side.people for side in sides], counting_of(profile)
    people, names = sum(counts), tuple(side.name for side in sides)
    shown = tuple(int(counting.rounded(n)) for n in counts)
    hidden = _hidden_sides(counts, profile)
    # A nought among few is as telling as the few.
    if not hidden or (people and profile.base_mark(people) == "c"):
        return Line(names, shown, (True,) * len(counts), Base(people, "c", 0))
    told = [n for n, gone in zip(counts, hidden, strict=True) if not gone]
    blocks = [alone(n, profile) for n in (*told, _sum(counts, hidden))]
    return Line(names, shown, hidden, added([b for b in blocks if b.shown]))


def _hidden_sides(counts: Sequence[int], profile: Profile) -> tuple[bool, ...]:
    """Which sides are hidden; none at all where nothing may be told, not even the base."""
    # What is printed of a question adds up to its base, whatever a profile's totals are.
    totals = SUMMED if profile.people_step else profile.count_totals
    profile = dataclasses.replace(profile, count_totals=totals, count_mostly_hidden=False)
    gone = protected(np.array([counts]), profile, down=False)[1][0].tolist()
    hidden, hidden_base = gone[:-1], gone[-1]
    while any(hidden) and not all(hidden) and _sum(counts, hidden) <= profile.small_level_up_to:
        hidden[min((n, i) for i, n in enumerate(counts) if not hidden[i])[1]] = True
    return () if hidden_base or all(hidden) else tuple(hidden)


def _sum(counts: Sequence[int], chosen: Sequence[bool]) -> int:
    return sum(n for n, is_chosen in zip(counts, chosen, strict=True) if is_chosen)


def _are_neighbours(hidden: Sequence[bool]) -> bool:
    """Whether those hidden stand side by side."""
    gone = [i for i, is_hidden in enumerate(hidden) if is_hidden]
    return gone[-1] - gone[0] == len(gone) - 1


def together(parts: Sequence[Sequence[Level]], profile: Profile) -> Line:
    """Everybody's line from what the parts' own reports print (rule S7).

    A side is hidden where any part hides it, and every number is the sum of printed ones. Where
    some parts are hidden whole and others are not, nothing is shown.
    """
    asked = [p for p in parts if sum(side.people for side in p)] or list(parts[:1])
    lines = [line_of(part, profile) for part in asked]
    if all(line.is_hidden for line in lines):
        return line_of([_added(sides) for sides in zip(*asked, strict=True)], profile)
    shown = tuple(sum(numbers) for numbers in zip(*(x.shown for x in lines), strict=True))
    if any(line.is_hidden for line in lines):
        return Line(lines[0].names, shown, (True,) * len(shown), Base(sum(shown), "c", 0))
    hidden = tuple(any(gone) for gone in zip(*(x.hidden for x in lines), strict=True))
    base = Base(
        sum(x.base.shown for x in lines),
        "c" if all(hidden) else "",
        sum(x.base.least for x in lines),
    )
    return Line(lines[0].names, shown, hidden, base)


def _added(sides: Sequence[Level]) -> Level:
    return Level(sides[0].names, sum(side.people for side in sides))
