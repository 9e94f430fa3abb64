"""The attack on words for how common something is: how many people can stand behind each?

A word stands for some numbers out of those asked; how many were asked is printed for some groups
and areas, and bounded for others. A theme that stands below another is raised by no more people
than that one. Of a CMOC on which a site has found little, no more than two people spoke.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator

from compendium.analysis.survey.sample import ALL_AREAS
from compendium.analysis.theory.spread import VERDICT_PEOPLE
from compendium.attack.found import Attacked
from compendium.attack.programme import Possible
from compendium.attack.told import Told
from compendium.disclosure.profile import Profile
from compendium.disclosure.themes import vocabulary
from compendium.study import Study

MEASURES = ("themes", "open_answers", "evidence")
WORD = "share"
# A direction that survey results or casework figures speak for counts nobody.
NOT_PEOPLE = "said"
LITTLE = "little"

# Of a table, a group and an area: the word of each of its rows.
Column = tuple[str, str, str]


class Talk:
    """Everything told in words about what people said."""

    def __init__(self, study: Study, profile: Profile, cells: Iterable[Told]):
        self.study, self.profile = study, profile
        self.columns: dict[Column, dict[tuple[str, str], Told]] = defaultdict(dict)
        self.asked: dict[tuple[str, str], int] = {}
        self.little: dict[str, set[str]] = defaultdict(set)
        for cell in cells:
            self._read(cell)

    def _read(self, cell: Told) -> None:
        if (
            cell.measure in MEASURES
            and cell.column == WORD
            and cell.value not in (None, NOT_PEOPLE)
        ):
            column = cell.measure, cell.key("group"), cell.key("area")
            row = cell.key("code_id") or cell.key("cmoc_id"), cell.key("direction")
            self.columns[column][row] = cell
        elif cell.measure == "sample" and cell.column.startswith("interviewed"):
            everywhere = cell.column.endswith("_all") or not cell.site
            if cell.value is not None:
                area = ALL_AREAS if everywhere else cell.site
                self.asked[cell.key("group"), area] = int(cell.value)
        elif cell.measure == "verdicts" and cell.value == LITTLE:
            self.little[cell.key("cmoc_id")].add(cell.key("area"))

    def attack(self, enough: int) -> Iterator[Attacked]:
        """The number of people behind each word."""
        for column, rows in self.columns.items():
            values = self._values(column, {row: str(c.value) for row, c in rows.items()})
            for row, cell in rows.items():
                found = _possible(values[row], enough)
                where = f"{cell.page}, {' '.join(filter(None, row))}"
                attacked = Attacked(column[0], where, f"people of {column[1]}", found)
                # Found little: nobody, one or two. The rule's three people leave no more.
                if column[0] == "evidence" and column[2] in self.little[row[0]]:
                    attacked = dataclasses.replace(attacked, needed=VERDICT_PEOPLE)
                yield attacked

    def _values(
        self, column: Column, words: dict[tuple[str, str], str]
    ) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """The numbers behind each row's word, first and last, for every number who may be asked."""
        found: dict[tuple[str, str], list[tuple[int, int]]] = {row: [] for row in words}
        for asked in self._may_be_asked(column):
            meant = {word: (a, b) for word, a, b in vocabulary(asked, self.profile)}
            if not set(words.values()) <= set(meant):
                continue
            ranges = self._narrowed(column, {row: meant[w] for row, w in words.items()})
            for row, ends in ranges.items():
                found[row].append(ends)
        return found

    def _may_be_asked(self, column: Column) -> range:
        """How many may have been asked: what is printed, or from what a word needs to all."""
        measure, group, area = column
        if measure != "open_answers" and (group, area) in self.asked:
            printed, apart = self.asked[group, area], self._rounded_by(group, area)
            return range(max(printed - apart, self.profile.theme_asked_from), printed + apart + 1)
        everybody = self.asked.get((group, ALL_AREAS), 0)
        everybody += self._rounded_by(group, ALL_AREAS) if everybody else 0
        # Where nobody noted who was invited, whoever could have been.
        invited = sum(
            max(s.eligible, s.survey_completed) if s.survey_invited is None else s.survey_invited
            for s in self.study.sample
        )
        most = everybody if everybody and measure != "open_answers" else invited
        return range(self.profile.theme_asked_from, most + 1)

    def _rounded_by(self, group: str, area: str) -> int:
        """By how much the profile's rounding can have moved how many were asked.

        The total over all areas adds up from rounded numbers; that of pooled staff is rounded once.
        """
        half, pools = self.profile.people_step // 2, {g.pooled_as for g in self.study.groups}
        return half * len(self.study.sites) if area == ALL_AREAS and group not in pools else half

    def _narrowed(
        self, column: Column, ranges: dict[tuple[str, str], tuple[int, int]]
    ) -> dict[tuple[str, str], tuple[int, int]]:
        """Ranges that what else is told cuts: a theme above, a site that found little."""
        if column[0] == "evidence":
            return {
                row: (a, min(b, VERDICT_PEOPLE - 1)) if column[2] in self.little[row[0]] else (a, b)
                for row, (a, b) in ranges.items()
            }
        parent = {(c.code_id, ""): (c.parent_id, "") for c in self.study.codebook}
        found = dict(ranges)
        for _ in range(len(self.study.codebook)):
            before = dict(found)
            for row in found:
                above = parent.get(row)
                if above in found:
                    found[row] = found[row][0], min(found[row][1], found[above][1])
                    found[above] = max(found[above][0], found[row][0]), found[above][1]
            if found == before:
                break
        return found


def _possible(ranges: list[tuple[int, int]], enough: int) -> Possible | None:
    """What is left of a number that lies in one of these ranges; an empty one holds nothing."""
    ranges = [(first, last) for first, last in ranges if first <= last]
    if not ranges:
        return None
    number, counted = 0, -1
    for first, last in sorted(set(ranges)):
        number += max(last - max(first - 1, counted), 0)
        counted = max(counted, last)
    least, greatest = min(first for first, _ in ranges), max(last for _, last in ranges)
    return Possible(least, greatest, min(number, enough))
