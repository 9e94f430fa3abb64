"""What is known of whole numbers, as an integer programme: which values can one of them have?

Variables are counts of people or referrals, at least nought. What a reader sees becomes linear
constraints on them; where one of two things must hold, a choice. HiGHS (through scipy) answers.

`compendium.disclosure.counts.possible` asks the solver too, when it decides what to hide. The two
are kept apart on purpose: what protects should not be what checks.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Callable, Hashable, Mapping

import numpy as np

# Larger than any number of people or referrals that a table here can hold.
MANY = 1_000_000
# Where a choice loosens a constraint: more than any sum of a block, small enough for the solver.
LOOSE = 100_000

Terms = Mapping[Hashable, float]


@dataclasses.dataclass(frozen=True)
class Possible:
    """The values a number can have: the least, the greatest, and how many (at most as asked)."""

    least: int
    greatest: int
    number: int


class Answers:
    """What was found of programmes, by a digest of everything that is known and asked.

    While one is in use (``with answers:``) a question that was answered before is not worked out
    again. `found` are the answers of an earlier attack, `used` those of this one.
    """

    in_use: Answers | None = None

    def __init__(self, found: Mapping[str, Possible | None] | None = None):
        self.found, self.used = dict(found or {}), {}

    def __enter__(self) -> Answers:
        Answers.in_use = self
        return self

    def __exit__(self, *_: object) -> None:
        Answers.in_use = None

    def ask(self, question: str, work: Callable[[], Possible | None]) -> Possible | None:
        """The answer to a question; worked out if nobody has."""
        if question not in self.found:
            self.found[question] = work()
        self.used[question] = self.found[question]
        return self.found[question]


class Programme:
    """Counts and what is known of them."""

    def __init__(self):
        self._columns: dict[Hashable, int] = {}
        self._bounds: list[list[float]] = []
        self._rows: list[tuple[dict[int, float], float, float]] = []
        self._choices = 0
        self._made: tuple[tuple[int, int], list] = ((-1, -1), [])

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
        if Answers.in_use is None:
            return self._possible(terms, enough)
        question = self._digest(terms, enough)
        return Answers.in_use.ask(question, lambda: self._possible(terms, enough))

    def _digest(self, terms: Terms, enough: int) -> str:
        aim = self._aim(terms)
        told = self._rows, self._bounds, np.flatnonzero(aim).tolist(), aim[aim != 0].tolist()
        return hashlib.sha256(repr((told, enough)).encode()).hexdigest()

    def _possible(self, terms: Terms, enough: int) -> Possible | None:
        least, greatest = self._end(terms, 1), self._end(terms, -1)
        if least is None or greatest is None:
            return None
        # Between the two ends not every value need be possible.
        number = len({least, greatest})
        for value in range(least + 1, greatest):
            if number >= enough:
                break
            number += self._end(terms, 1, value) is not None
        return Possible(least, greatest, number)

    def _end(self, terms: Terms, sign: int, value: int | None = None) -> int | None:
        """The least (or, with sign -1, the greatest) value of a sum; None if there is none."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        aim = self._aim(terms)
        constraints = list(self._constraints())
        if value is not None:
            constraints.append(LinearConstraint(aim[np.newaxis, :], value, value))
        bounds = np.array(self._bounds)
        found = milp(
            sign * aim,
            integrality=np.ones(len(aim)),
            bounds=Bounds(bounds[:, 0], bounds[:, 1]),
            constraints=constraints,
        )
        if found.status == 3:  # unbounded
            return sign * -MANY
        return round(sign * found.fun) if found.status == 0 else None

    def _aim(self, terms: Terms) -> np.ndarray:
        columns = [self._columns[self.count(key)] for key in terms]
        aim = np.zeros(len(self._bounds))
        np.add.at(aim, columns, list(terms.values()))
        return aim

    def _constraints(self) -> list:
        """All that is known, as the solver takes it; made anew only when more is known."""
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csc_array

        size = len(self._rows), len(self._bounds)
        if size != self._made[0]:
            cells = [(i, c, w) for i, (row, _, _) in enumerate(self._rows) for c, w in row.items()]
            rows, columns, weights = zip(*cells, strict=True) if cells else ((), (), ())
            matrix = csc_array((weights, (rows, columns)), shape=size)
            low, high = [r[1] for r in self._rows], [r[2] for r in self._rows]
            self._made = size, [LinearConstraint(matrix, low, high)] if self._rows else []
        return self._made[1]
