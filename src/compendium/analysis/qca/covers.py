"""All ways to describe every row with as few terms as can be: the chart of prime implicants solved.

A row is a bit; a term is the rows it describes, as one whole number. A row that is described
whenever another one is can be dropped, which changes no cover; what is left falls apart into charts
that share no term, each solved by itself. No term is dropped because a better one
exists: it may be part of a solution that is as short (R's ``row.dom = FALSE``).
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
import operator
from collections.abc import Iterator, Sequence

import numpy as np

# Solutions listed at most, and steps of the search for them: beyond that, what is found is said to
# be part of what there is. Counted in steps, not seconds, so that every machine finds the same.
MOST_LISTED = 1000
MOST_STEPS = 30_000
# What a linear programme may be wrong by.
ROUNDING = 1e-6


@dataclasses.dataclass(frozen=True)
class Covers:
    """Solutions of a chart.

    Parameters
    ----------
    listed : tuple of tuple of int
        The terms (by place) of each.
    many : int
        How many there are; at least so many if `all_found` is false.
    all_found : bool
        Whether the search came to its end.
    """

    listed: tuple[tuple[int, ...], ...]
    many: int
    all_found: bool


@dataclasses.dataclass
class _Search:
    """Steps left; all charts of one search share them."""

    steps: int


def covers(
    terms: Sequence[int], rows: int, shortest: bool = True, steps: int = MOST_STEPS
) -> Covers:
    """Every shortest set of terms that together describe all rows.

    Parameters
    ----------
    terms : sequence of int
        For each term, the rows it describes: bit r is row r.
    rows : int
        How many rows there are; each is described by a term.
    shortest : bool
        Sets of the smallest number of terms; if false, every set from which no term can be left
        out (R's ``all.sol = TRUE``).
    steps : int
        How long to search at most.
    """
    same: dict[int, list[int]] = {}
    left = _needed_rows(terms, rows)
    for place, term in enumerate(terms):
        if term & left:
            same.setdefault(term & left, []).append(place)
    search, solved = _Search(steps), []
    for chart in _apart(list(same)):
        solved.append(_solved(chart, shortest, search))
    complete = all(done for _, done in solved)
    many = math.prod(sum(_ways(c, same) for c in found) for found, _ in solved)
    listed = tuple(itertools.islice(_listed([found for found, _ in solved], same), MOST_LISTED))
    return Covers(tuple(sorted(listed)), many, complete)


def _ways(cover: tuple[int, ...], same: dict[int, list[int]]) -> int:
    """In how many ways a cover can be had, where terms describe the same rows."""
    return math.prod(len(same[term]) for term in cover)


def _listed(parts: list[list[tuple[int, ...]]], same) -> Iterator[tuple[int, ...]]:
    for chosen in itertools.product(*parts):
        for places in itertools.product(*(same[term] for cover in chosen for term in cover)):
            yield tuple(sorted(places))


def _bits(number: int) -> Iterator[int]:
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def _by_row(terms: Sequence[int]) -> dict[int, int]:
    """For each row, the terms that describe it, as bits."""
    found: dict[int, int] = {}
    for place, term in enumerate(terms):
        for row in _bits(term):
            found[row] = found.get(row, 0) | 1 << place
    return found


def _needed_rows(terms: Sequence[int], rows: int) -> int:
    """The rows that are not described whenever some other row is, as bits."""
    by_row = _by_row(terms)
    ordered = sorted(range(rows), key=lambda row: (by_row[row].bit_count(), row))
    kept: list[int] = []
    for row in ordered:
        if not any(by_row[row] & by_row[other] == by_row[other] for other in kept):
            kept.append(row)
    return sum(1 << row for row in kept)


def _apart(terms: list[int]) -> list[list[int]]:
    """Charts that share no row."""
    groups: list[tuple[int, list[int]]] = []
    for term in terms:
        meeting = [g for g in groups if g[0] & term]
        groups = [g for g in groups if not g[0] & term]
        rows = term
        for other, _ in meeting:
            rows |= other
        groups.append((rows, [t for _, g in meeting for t in g] + [term]))
    return [sorted(group) for _, group in groups]


def _solved(terms: list[int], shortest: bool, search: _Search) -> tuple[list, bool]:
    """Covers of one chart, as tuples of terms, and whether they are all."""
    every = functools.reduce(operator.or_, terms)
    if len(terms) == 1:
        return [(terms[0],)], True
    found: list[tuple[int, ...]] = []
    if not shortest:
        chart = _Chart(terms, _by_row(terms), {}, False, search)
        return found, chart.search(every, (1 << len(terms)) - 1, [], len(terms), found)
    first, prices, spare = _shortest(terms, every)
    terms = [t for t in terms if 1 - sum(prices[r] for r in _bits(t)) <= spare]
    chart = _Chart(terms, _by_row(terms), prices, True, search)
    complete = chart.search(every, (1 << len(terms)) - 1, [], len(first), found)
    return found or [first], complete


def _shortest(terms: list[int], every: int) -> tuple[tuple[int, ...], dict[int, float], float]:
    """One shortest cover, a price for each row, and what a shortest cover may waste.

    The prices are the dual of the chart's linear programme: what any term describes costs at most
    1 together, so that rows cannot be described by fewer terms than they cost. A term that
    describes less than 1 wastes the rest, and all terms of a shortest cover together waste no more
    than its length less what all rows cost; a term that alone wastes more is in none.
    """
    from scipy import sparse
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp

    number = {row: i for i, row in enumerate(_bits(every))}
    pairs = [(number[row], place) for place, term in enumerate(terms) for row in _bits(term)]
    at, place = np.array(pairs).T
    chart = sparse.csr_array((np.ones(len(at)), (at, place)), shape=(len(number), len(terms)))
    ones = np.ones(len(terms))
    dual = linprog(-np.ones(len(number)), A_ub=chart.T, b_ub=ones, bounds=(0, 1)).x
    rule = LinearConstraint(chart, lb=1)
    found = milp(ones, integrality=ones, bounds=Bounds(0, 1), constraints=rule)
    assert found.success, found.message
    cover = tuple(term for term, taken in zip(terms, found.x, strict=True) if taken > 0.5)
    prices = dict(zip(number, map(float, dual), strict=True))
    return cover, prices, len(cover) - sum(prices.values()) + ROUNDING


@dataclasses.dataclass(frozen=True)
class _Chart:
    """A chart, searched row by row."""

    terms: list[int]
    by_row: dict[int, int]
    prices: dict[int, float]
    shortest: bool
    search_left: _Search

    def search(self, left: int, free: int, chosen: list[int], most: int, found: list) -> bool:
        """Add to `found` each cover of the rows `left` by the terms `free` beside those chosen.

        The row that fewest free terms describe is described by each of them in turn; a term once
        tried is not free afterwards, so that no cover is found twice.
        """
        if not left:
            found.append(tuple(self.terms[place] for place in chosen))
            return True
        self.search_left.steps -= 1
        if self.search_left.steps < 0 or len(found) > MOST_LISTED:
            return False
        row, least = self._hardest(left, free)
        if len(chosen) + least > most:
            return True
        complete = True
        for place in _bits(self.by_row[row] & free):
            free &= ~(1 << place)
            taken = [*chosen, place]
            if self.shortest or self._all_needed(taken):
                rest = left & ~self.terms[place]
                complete &= self.search(rest, free, taken, most, found)
        return complete

    def _hardest(self, left: int, free: int) -> tuple[int, int]:
        """The row with fewest terms, and how many terms are needed at least.

        Rows no two of which share a term need one each; and no fewer are needed than rows cost.
        """
        options = sorted(((self.by_row[row] & free).bit_count(), row) for row in _bits(left))
        if options[0][0] == 0:
            return options[0][1], len(self.terms) + 1
        used = least = 0
        for _, row in options:
            if not self.by_row[row] & free & used:
                used |= self.by_row[row] & free
                least += 1
        cost = sum(self.prices.get(row, 0.0) for _, row in options)
        return options[0][1], max(least, math.ceil(cost - ROUNDING))

    def _all_needed(self, chosen: list[int]) -> bool:
        """Whether each chosen term describes a row that no other chosen term does."""
        once = twice = 0
        for place in chosen:
            twice |= once & self.terms[place]
            once |= self.terms[place]
        return all(self.terms[place] & ~twice for place in chosen)
