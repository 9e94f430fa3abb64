"""What is told of how many people answered a survey, one of its questions, or a topic.

Counts are kept for every group in every site (an atom), so that a table of all areas is the sum
of the areas' tables.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
from collections import defaultdict

from compendium.attack.programme import Programme
from compendium.attack.told import Told, groups_under, plan_of
from compendium.conclusions import JointRow, PlannedComparison
from compendium.disclosure.profile import Profile
from compendium.study import Study

Atom = tuple[str, str]
People = tuple[Atom, ...]
# The columns that hold numbers of people who answered.
NUMBERS = ("base", "n", "n_1", "n_2")
# Those that are rounded as they are, where a profile rounds; the others add up from rounded ones.
ROUNDED_ONCE = ("n", "n_1", "n_2")
# From how many levels a number of people is taken to add up; from more, where a scale has more.
LEVELS = 7


@dataclasses.dataclass(frozen=True)
class Number:
    """A number of people as it was printed: from `least` to `most`."""

    least: float
    most: float


class Respondents:
    """Everything told of one instrument, and who took part in it."""

    def __init__(self, study: Study, profile: Profile, cells: list[Told], instrument: str):
        self.study, self.profile = study, profile
        self.form = study.instrument(instrument)
        self.sites = [s.site_id for s in study.sites]
        self._levels = max([LEVELS, *(len(scale.values) for scale in self.form.scales)])
        self.sample = [c for c in cells if c.measure == "sample"]
        self.by_measure: dict[str, list[Told]] = defaultdict(list)
        for cell in cells:
            if cell.asked and cell.asked.instrument == instrument:
                self.by_measure[cell.measure].append(cell)

    def programme(self) -> Programme:
        """What is known of those who took part, to which a question's own table is added."""
        programme = Programme()
        for people, least in self._seen.items():
            programme.know(of(people, "respondents"), least=least)
        for cell in self.sample:
            people, about = self.under(cell), cell.column.removesuffix("_all")
            if cell.value is None or not people:
                continue
            if about == "surveyed":
                number = self.number(cell, people)
                programme.know(of(people, "respondents"), number.least, number.most)
            elif about == "invited":
                programme.know(of(people, "respondents"), most=cell.value)
        return programme

    def number(self, cell: Told, people: People) -> Number:
        """What a printed number says; what bounds of several areas add up to has no upper end."""
        if cell.mark != "over":
            apart = self._rounded_by(cell, people)
            return Number(max(cell.value - apart, 0), cell.value + apart)
        added = len({site for _, site in people}) > 1 and not self.pooled(people)
        return Number(cell.value + 1, math.inf if added else cell.value + self.profile.values_left)

    def _rounded_by(self, cell: Told, people: People) -> int:
        """By how much the profile's rounding can have moved a number of people."""
        half = self.profile.people_step // 2
        if cell.column in ROUNDED_ONCE:
            return half
        # A base adds up from its sides, and a total from its areas.
        return half * self.parts(people) * (self._levels if cell.column == "base" else 1)

    def parts(self, people: People) -> int:
        """How many tables of their own these people have, at most."""
        pools = {self.study.group(group).pooled_as for group, _ in people}
        alone = len(pools) == 1 and (len({site for _, site in people}) == 1 or pools != {""})
        return 1 if alone else len(people)

    def pooled(self, people: People) -> bool:
        """Whether all of these are staff that is shown over all areas."""
        return all(self.study.group(group).pooled_as for group, _ in people)

    def population(self, cell: Told) -> People:
        """The groups and sites a cell is about; none where it is a part of one area."""
        if cell.measure not in ("contrasts", "group_scores"):
            return cell.asked.atoms
        if named(cell) == "all":
            return cell.asked.atoms
        if self.plan(cell).between != "site":
            return ()
        return tuple((group, named(cell)) for group in cell.asked.groups)

    def plan(self, cell: Told) -> PlannedComparison:
        """The comparison a cell belongs to."""
        return plan_of(self.study, cell.key("comparison"))

    def joint_row(self, cell: Told) -> JointRow:
        """The row of the joint display a cell belongs to."""
        return next(r for r in self.study.header.joint_display if r.row == cell.key("row"))

    @functools.cached_property
    def _seen(self) -> dict[People, float]:
        """The largest number printed anywhere of each population's people."""
        seen: dict[People, float] = {}
        for cell in itertools.chain(*self.by_measure.values()):
            if cell.value is None or cell.column not in NUMBERS:
                continue
            if people := self.population(cell):
                seen[people] = max(seen.get(people, 0), self.number(cell, people).least)
        return seen

    def under(self, cell: Told) -> People:
        """This survey's groups in the sites that one cell of the sample table counts."""
        everywhere = cell.column.endswith("_all") or not cell.site
        groups = [g for g in groups_under(self.study, cell.key("group")) if g in self.form.groups]
        return tuple(itertools.product(groups, self.sites if everywhere else [cell.site]))


def of(people: People, what: str) -> dict[tuple[str, ...], float]:
    """The number of people of whom `what` holds, summed over groups and sites."""
    return {(what, *atom): 1.0 for atom in people}


def named(cell: Told) -> str:
    """The group of a planned comparison that a cell is about."""
    return cell.key("group") or cell.key("group_2" if cell.column == "n_2" else "group_1")
