"""What the attack found: of each number that is not printed, which values are left."""

from __future__ import annotations

import dataclasses

from compendium.attack.programme import Possible


@dataclasses.dataclass(frozen=True)
class Attacked:
    """One number that no page prints: what it counts, where, and which values it can have.

    `possible` is None where what the pages say contradicts itself. A `derived` number is no cell
    of a table, but what two of them differ by: it matters only while it may be small. `needed`
    is how many values must be left, where a rule of its own says so.
    """

    measure: str
    where: str
    what: str
    possible: Possible | None
    derived: bool = False
    needed: int | None = None

    def left(self) -> int:
        """How many values are left, counted up to as many as were asked for."""
        return self.possible.number if self.possible else 0

    def __str__(self) -> str:
        if self.possible is None:
            return f"{self.where}: {self.what}: what the pages say contradicts itself"
        if self.possible.least is None:
            ends = f"{self.possible.number} values or more"
        elif self.possible.number == 1:
            ends = f"{self.possible.least} alone"
        else:
            ends = f"{self.possible.least} to {self.possible.greatest}"
        return f"{self.where}: {self.what}: {ends}"


@dataclasses.dataclass(frozen=True)
class Attack:
    """The whole attack: every number that was tried, and how many values each must keep.

    Where the profile rounds numbers of people, what two of them differ by is told by their
    rounding alone, and often cut at nought: as long as it may be nobody, it points at nobody.
    """

    tried: tuple[Attacked, ...]
    needed: int
    rounded: bool = False

    @property
    def open(self) -> tuple[Attacked, ...]:
        """The numbers of which too few values are left."""
        return tuple(a for a in self._matter if a.left() < (a.needed or self.needed))

    @property
    def _matter(self) -> list[Attacked]:
        """The numbers tried, without those derived ones that are told and harm nobody."""
        return [a for a in self.tried if not (a.derived and a.possible and self._is_harmless(a))]

    def _is_harmless(self, derived: Attacked) -> bool:
        """Whether a difference, told, is large enough, or one of rounded numbers may be nought."""
        if derived.left() >= self.needed:
            return False
        least, greatest = derived.possible.least, derived.possible.greatest
        return least >= self.needed or (self.rounded and least == 0 < greatest)

    def by_measure(self) -> dict[str, tuple[int, int]]:
        """Of each measure: how many numbers were tried, and the fewest values one of them has."""
        found: dict[str, tuple[int, int]] = {}
        for attacked in self._matter:
            number, fewest = found.get(attacked.measure, (0, attacked.left()))
            found[attacked.measure] = number + 1, min(fewest, attacked.left())
        return found
