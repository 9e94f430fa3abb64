"""What is known of whole numbers, as an integer programme: which values can one of them have?

Variables are counts of people or referrals, at least nought. What a reader sees becomes linear
constraints on them; where one of two things must hold, a choice. `compendium.attack.solver` says
what follows.

`compendium.disclosure.counts.possible` asks the solver too, when it decides what to hide. The two
are kept apart on purpose: what protects should not be what checks.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from compendium.attack.solver import MANY, Known, values_shown

# Where a choice loosens a constraint: more than any sum of a block, small enough for the solver.
LOOSE = 100_000

Terms = Mapping[Hashable, float]


@dataclasses.dataclass(frozen=True)
class Possible:
    """The values a number can have: the least, the greatest, and how many (at most as asked).

    The ends are None where enough values were found without them.
    """

    least: int | None
    greatest: int | None
    number: int


class Answers:
    """What was found of programmes, by a digest of everything that is known and asked.

    While one is in use (``with answers:``) a question that was answered before is not worked out
    again, and of a number that has enough values nobody asks for the ends. `found` are the answers
    of an earlier attack, `used` those of this one.
    """

    in_use: Answers | None = None

    def __init__(self, found: Mapping[str, Possible | None] | None = None):
        self.found, self.used = dict(found or {}), {}

    def __enter__(self) -> Answers:
        Answers.in_use = self
        return self

    def __exit__(self, *_: object) -> None:
        Answers.in_use = None


class Programme:
    """Counts and what is known of them."""

    def __init__(self):
        self._columns: dict[Hashable, int] = {}
        self._bounds: list[list[float]] = []
        self._rows: list[tuple[dict[int, float], float, float]] = []
        self._choices = 0

    def count(self, key: Hashable, least: float = 0, most: float = MANY) -> Hashable:
        """A whole number of people; asked for again, its bounds only become narrower."""
        if key not in self._columns:
            self._columns[key] = len(self._bounds)
            self._bounds.append([least, most])
        bounds = self._bounds[self._columns[key]]
        bounds[:] = max(bounds[0], least), min(bounds[1], most)
        return key

    def know(self, terms: Terms, least: float = -math.inf, most: float = math.inf) -> None:
        """The weighted sum of some counts lies between these two."""
        row: dict[int, float] = {}
        for key, weight in terms.items():
            column = self._columns[self.count(key)]
            row[column] = row.get(column, 0.0) + weight
        if row:
            self._rows.append((row, least, most))

    def either(self, *alternatives: tuple[Terms, float]) -> None:
        """At least one of these sums is no greater than the number beside it."""
        flags = []
        for terms, most in alternatives:
            self._choices += 1
            flag = self.count(("choice", self._choices), 0, 1)
            flags.append(flag)
            self.know({**terms, flag: LOOSE}, most=most + LOOSE)
        self.know(dict.fromkeys(flags, 1.0), least=1)

    def possible(self, terms: Terms, enough: int) -> Possible | None:
        """The values a sum can have, counted up to `enough`; None where nothing is possible.

        That would mean that what was read contradicts itself.
        """
        return self.all_possible([terms], enough)[0]

    def all_possible(self, asked: Sequence[Terms], enough: int) -> list[Possible | None]:
        """The values that each of several sums can have, see `possible`."""
        aims = self._aims(asked)
        if Answers.in_use is None:
            known = self._known()
            return [_possible(known, aim, enough) for aim in aims]
        names, answers = self._names(aims, enough), Answers.in_use
        new = {name: i for i, name in enumerate(names) if name not in answers.found}
        if new:
            known, rows = self._known(), aims[list(new.values())]
            for name, aim, shown in zip(new, rows, values_shown(known, rows, enough), strict=True):
                plenty = len(shown) >= enough
                answers.found[name] = (
                    Possible(None, None, enough) if plenty else _possible(known, aim, enough)
                )
        answers.used |= {name: answers.found[name] for name in names}
        return [answers.found[name] for name in names]

    def _aims(self, asked: Sequence[Terms]) -> np.ndarray:
        """The weight of every count in each sum, a row a sum."""
        columns = [[self._columns[self.count(key)] for key in terms] for terms in asked]
        aims = np.zeros((len(asked), len(self._bounds)))
        for aim, at, terms in zip(aims, columns, asked, strict=True):
            np.add.at(aim, at, list(terms.values()))
        return aims

    def _names(self, aims: np.ndarray, enough: int) -> list[str]:
        """What each question is known by: a digest of it and of all that is known."""
        told = _digest(self._rows, self._bounds, enough)
        return [_digest(told, np.flatnonzero(aim).tolist(), aim[aim != 0].tolist()) for aim in aims]

    def _known(self) -> Known:
        rows, low, high = zip(*self._rows, strict=True) if self._rows else ((), (), ())
        bounds = np.array(self._bounds, dtype=float).reshape(-1, 2)
        return Known(bounds, rows, np.array(low, dtype=float), np.array(high, dtype=float))


def _possible(known: Known, aim: np.ndarray, enough: int) -> Possible | None:
    least, greatest = known.end(aim, 1), known.end(aim, -1)
    if least is None or greatest is None:
        return None
    # Between the two ends not every value need be possible.
    number = len({least, greatest})
    for value in range(least + 1, greatest):
        if number >= enough:
            break
        number += known.end(aim, 1, value) is not None
    return Possible(least, greatest, number)


def _digest(*told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()
