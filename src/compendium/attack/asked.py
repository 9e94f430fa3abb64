"""What the attack asks: numbers that no page prints, each as a sum of counts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from compendium.attack.found import Attacked
from compendium.attack.programme import Programme, Terms


@dataclasses.dataclass(frozen=True)
class Asked:
    """One number that no page prints, see `Attacked`, and the counts it is the sum of."""

    measure: str
    where: str
    what: str
    terms: Terms
    derived: bool = False


def answered(programme: Programme, asked: Iterable[Asked], enough: int) -> Iterator[Attacked]:
    """Which values are left of each number, by all that a programme knows once all are asked."""
    asked = list(asked)
    possible = programme.all_possible([each.terms for each in asked], enough)
    for each, found in zip(asked, possible, strict=True):
        yield Attacked(each.measure, each.where, each.what, found, each.derived)
