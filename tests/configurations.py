"""Made-up cases for QCA, and what QCA asks for found the long way: by trying everything."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from compendium.analysis.qca.notation import ANY, describes

NAMES = ("A", "B", "C", "D")


@st.composite
def crisp(draw, most_levels: int = 2, conditions: int = 3) -> pd.DataFrame:
    """12 to 24 cases with conditions of two or more levels; every condition and Y differ."""
    many = draw(st.integers(12, 24))
    columns = {}
    for name in NAMES[:conditions]:
        top = draw(st.integers(1, most_levels - 1))
        columns[name] = draw(st.lists(st.integers(0, top), min_size=many - 2, max_size=many - 2))
        columns[name] += [0, top]
    y = draw(st.lists(st.integers(0, 1), min_size=many - 2, max_size=many - 2))
    return pd.DataFrame({**columns, "Y": [*y, 0, 1]}, index=[f"case{i}" for i in range(many)])


@st.composite
def fuzzy(draw, conditions: int = 3) -> pd.DataFrame:
    """12 to 20 cases with fuzzy conditions and outcome, in hundredths."""
    many = draw(st.integers(12, 20))
    score = st.lists(st.integers(0, 100), min_size=many - 2, max_size=many - 2)
    columns = {n: np.array([*draw(score), 10, 90]) / 100 for n in (*NAMES[:conditions], "Y")}
    return pd.DataFrame(columns, index=[f"case{i}" for i in range(many)])


def every_term(levels: tuple[int, ...]) -> list[tuple[int, ...]]:
    return list(itertools.product(*([ANY, *range(n)] for n in levels)))


def rows_of(term: tuple[int, ...], levels: tuple[int, ...]) -> set[tuple[int, ...]]:
    every = itertools.product(*(range(n) for n in levels))
    return {row for row in every if describes(term, row)}


def primes_by_hand(levels, must: set, never: set) -> set[tuple[int, ...]]:
    """Terms that describe a row of `must` and none of `never`, and no longer than they need be."""
    right = [t for t in every_term(levels) if not rows_of(t, levels) & never]
    prime = [t for t in right if not any(o != t and describes(o, t) for o in right)]
    return {t for t in prime if rows_of(t, levels) & must}


def covers_by_hand(primes: set, levels, must: set) -> set[frozenset]:
    """Every smallest set of the terms that describes all of `must`."""
    for many in range(1, len(primes) + 1):
        found = {
            frozenset(chosen)
            for chosen in itertools.combinations(sorted(primes), many)
            if must <= set().union(*(rows_of(t, levels) for t in chosen))
        }
        if found:
            return found
    return set()


def irredundant_by_hand(primes: set, levels, must: set) -> set[frozenset]:
    """Every set of the terms that describes all of `must` and could spare none of them."""

    def enough(chosen) -> bool:
        return must <= set().union(set(), *(rows_of(t, levels) for t in chosen))

    every = itertools.chain.from_iterable(
        itertools.combinations(sorted(primes), n) for n in range(1, len(primes) + 1)
    )
    return {frozenset(c) for c in every if enough(c) and not any(enough(set(c) - {t}) for t in c)}
