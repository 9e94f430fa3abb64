"""Tables that the authors of R packages printed with what their programs hide in them.

Only figures are taken from there: the counts, which cells are hidden first and how many are hidden
beside them. All of the data are made up by their authors.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Mapping, Sequence

import numpy as np

from compendium.disclosure.counts.counting import HIDDEN, SHOWN, Counting
from compendium.disclosure.counts.known_counts import Cells, unknowns_of
from compendium.disclosure.counts.suppression import hidden_beside
from compendium.disclosure.counts.table import Table

TOTAL = "Total"


@dataclasses.dataclass(frozen=True)
class Axis:
    """One side of a table: each level printed with what it is made of, and how levels add up."""

    of: str
    levels: Mapping[str, Sequence[str]]
    sums: tuple[tuple[tuple[str, ...], str], ...]


@dataclasses.dataclass(frozen=True)
class Published:
    """An example: its counts, its tables, the rule of its authors.

    `counts`: of each combination of levels how many; `names` say of what. `tables`: the axes of
    each. `known_zeros`: combinations that cannot occur, so that no cell of them is printed.
    `by_hand`: the cells that are hidden first, where no rule of numbers says so.
    """

    names: tuple[str, ...]
    counts: Mapping[tuple[str, ...], int]
    tables: tuple[tuple[Axis, ...], ...]
    hidden_up_to: int = 0
    zeros: str = HIDDEN
    known_zeros: bool = False
    by_hand: frozenset[tuple[str, ...]] = frozenset()

    def cells(self, values_left: int) -> tuple[Cells, Counting]:
        """Every printed cell, and the rule that asks for so many values of each hidden one."""
        keys, records, lines = [], [], []
        for axes in self.tables:
            start, place = len(keys), {}
            for levels in itertools.product(*(axis.levels for axis in axes)):
                found = self._records(axes, levels)
                if not self.known_zeros or sum(self.counts[r] for r in found):
                    place[levels] = len(keys)
                    keys.append(levels)
                    records.append(found)
            lines += _lines(axes, place)
            assert len(keys) > start
        whole = np.array([sum(self.counts[r] for r in found) for found in records])
        zeros = SHOWN if self.known_zeros else self.zeros
        counting = Counting(self.hidden_up_to, zeros=zeros, values_left=values_left)
        small = counting.is_small(whole)
        if self.by_hand:
            small = np.array([key in self.by_hand for key in keys])
        counted = [frozenset(r for r in found if self.counts[r]) for found in records]
        same = [
            (one, other)
            for one, other in itertools.combinations(range(len(keys)), 2)
            if (counted if self.known_zeros else records)[one]
            == (counted if self.known_zeros else records)[other]
        ]
        table = Table(whole, whole, small, tuple(lines))
        return Cells(table, np.ones(len(whole), dtype=bool), same=tuple(same)), counting

    def _records(self, axes: tuple[Axis, ...], levels: tuple[str, ...]) -> frozenset:
        """The combinations that a cell counts."""
        wanted = {a.of: set(a.levels[level]) for a, level in zip(axes, levels, strict=True)}
        return frozenset(
            key
            for key in self.counts
            if all(
                level in wanted.get(name, {level})
                for name, level in zip(self.names, key, strict=True)
            )
        )


def _lines(axes: tuple[Axis, ...], place: Mapping[tuple[str, ...], int]) -> list[tuple[int, ...]]:
    lines = []
    for at, axis in enumerate(axes):
        others = [[None] if i == at else list(a.levels) for i, a in enumerate(axes)]
        for rest, (parts, total) in itertools.product(itertools.product(*others), axis.sums):
            line = [(*rest[:at], level, *rest[at + 1 :]) for level in (*parts, total)]
            found = tuple(place[key] for key in line if key in place)
            if len(found) > 1:
                lines.append(found)
    return lines


@dataclasses.dataclass(frozen=True)
class Hidden:
    """What is hidden of an example: its cells, which are hidden, which of them first."""

    cells: Cells
    gone: np.ndarray
    least: int

    @property
    def beside(self) -> int:
        """How many cells are hidden beside those that are hidden first."""
        return int((self.gone & ~self.cells.table.small).sum())


@functools.cache
def hidden(name: str, values_left: int) -> Hidden:
    """An example protected so that every hidden cell keeps so many values."""
    cells, counting = EXAMPLES[name].cells(values_left)
    gone = hidden_beside(cells.table, *unknowns_of(cells, counting))
    return Hidden(cells, gone, counting.least)


def axis(of: str, *levels: str, groups: Mapping[str, Sequence[str]] | None = None) -> Axis:
    """Levels with their total; `groups`: several ways to put the levels together, or one."""
    groups = groups or {}
    made = {level: (level,) for level in levels} | {g: tuple(m) for g, m in groups.items()}
    sums: list[tuple[tuple[str, ...], str]] = [(tuple(m), g) for g, m in groups.items()]
    for way in _ways(groups, set(levels)):
        sums.append((way, TOTAL))
    return Axis(of, made | {TOTAL: levels}, tuple(sums) or ((levels, TOTAL),))


def _ways(groups: Mapping[str, Sequence[str]], levels: set[str]) -> list[tuple[str, ...]]:
    """Groups that make up all levels, in the order given; without groups the levels themselves."""
    if not groups:
        return [tuple(sorted(levels))]
    ways, current, covered = [], [], set()
    for name, members in groups.items():
        current.append(name)
        covered |= set(members)
        if covered == levels:
            ways.append(tuple(current))
            current, covered = [], set()
    return ways


def crossed(
    names: tuple[str, str], rows: Mapping[str, Sequence[int]], columns: Sequence[str]
) -> dict[tuple[str, ...], int]:
    """The counts of a table of two sides."""
    return {(r, c): n for r, line in rows.items() for c, n in zip(columns, line, strict=True)}


AGE, GEO = ("young", "old"), ("Iceland", "Portugal", "Spain")
EU = {"nonEU": ("Iceland",), "EU": ("Portugal", "Spain")}
EXAMPLE_1 = {"young": (2, 0, 5), "old": (3, 4, 6)}
EXAMPLE_1_2015 = {"young": (0, 0, 5), "old": (3, 4, 6)}
EXAMPLE_1_ALL = {"young": (3, 1, 17), "old": (10, 11, 17)}
LINKED = {
    ("young", "Spain", "2014"): 6,
    ("young", "Iceland", "2014"): 8,
    ("old", "Spain", "2014"): 9,
    ("old", "Portugal", "2014"): 1,
    ("young", "Iceland", "2015"): 2,
    ("old", "Spain", "2015"): 4,
    ("old", "Portugal", "2015"): 3,
    ("young", "Spain", "2016"): 7,
    ("young", "Iceland", "2016"): 2,
    ("young", "Portugal", "2016"): 2,
}
INCOME = ("annet", "arbeid", "soshjelp", "trygd")
Z2W = {
    "A": (11, 11, 55, 36),
    "B": (7, 1, 29, 18),
    "C": (5, 8, 35, 25),
    "D": (13, 2, 17, 13),
    "E": (9, 14, 63, 52),
    "F": (12, 9, 24, 22),
    "G": (6, 4, 22, 8),
    "H": (9, 3, 38, 15),
    "I": (3, 0, 9, 2),
    "J": (9, 0, 32, 20),
    "K": (4, 2, 18, 11),
}
Z2W_GROUPS = {
    "fylke_1": "AI",
    "fylke_4": "B",
    "fylke_5": "CD",
    "fylke_6": "EF",
    "fylke_8": "GH",
    "fylke_10": "JK",
    "kostragr_300": "ABCDEFGH",
    "kostragr_400": "IJK",
}
SDCTABLE_TEST = {
    "w": (30, 47, 64, 89),
    "x": (90, 124, 5, 31),
    "y": (92, 100, 59, 85),
    "z": (800, 991, 651, 685),
}
FIVE = ("A", "B", "H", "M", "W")


def _two_way(rows, columns, *, row_groups=None, column_groups=None, **rule) -> Published:
    names = ("row", "column")
    axes = (
        axis("row", *rows, groups=row_groups),
        axis("column", *columns, groups=column_groups),
    )
    return Published(names, crossed(names, rows, columns), (axes,), **rule)


EXAMPLES = {
    "vignette_table_1": _two_way(EXAMPLE_1, GEO, hidden_up_to=1),
    "vignette_table_2": _two_way(EXAMPLE_1, GEO, column_groups=EU, hidden_up_to=2),
    "vignette_table_4": _two_way(EXAMPLE_1, GEO, column_groups=EU, hidden_up_to=4, zeros=SHOWN),
    "vignette_table_7": _two_way(EXAMPLE_1_2015, GEO, column_groups=EU, hidden_up_to=2),
    "vignette_linked": Published(
        ("age", "geo", "year"),
        LINKED,
        (
            (
                axis("age", *AGE),
                Axis("geo", EU | {TOTAL: GEO}, ((("EU", "nonEU"), TOTAL),)),
                axis("year", "2014", "2015", "2016"),
            ),
            (axis("geo", *GEO), axis("year", "2014", "2015", "2016")),
        ),
        hidden_up_to=2,
        known_zeros=True,
    ),
    "municipalities": _two_way(Z2W, INCOME, hidden_up_to=3),
    "municipalities_nested": _two_way(
        Z2W, INCOME, row_groups=Z2W_GROUPS, hidden_up_to=2, zeros=SHOWN
    ),
    "zeros_0a": _two_way({"r1": (5, 0, 7, 0, 9), "r2": (5, 9, 9, 5, 8)}, FIVE, hidden_up_to=3),
    "zeros_0b": _two_way({"r1": (0, 0, 7, 0, 9), "r2": (0, 9, 9, 2, 8)}, FIVE, hidden_up_to=3),
    "ones_1a": _two_way(
        {"r1": (0, 1, 7, 1, 0), "r2": (2, 0, 0, 2, 8)}, FIVE, hidden_up_to=3, zeros=SHOWN
    ),
    "ones_1b": _two_way(
        {"r1": (1, 1, 7, 1, 0), "r2": (1, 0, 0, 2, 8)}, FIVE, hidden_up_to=3, zeros=SHOWN
    ),
    "vignette_intervals": _two_way(EXAMPLE_1_ALL, GEO, hidden_up_to=3),
    "sdctable_test": _two_way(
        SDCTABLE_TEST,
        "abcd",
        by_hand=frozenset(
            [
                *itertools.product("w", "abc"),
                *itertools.product("x", "ac"),
                *itertools.product("yz", "bd"),
            ]
        ),
    ),
}
