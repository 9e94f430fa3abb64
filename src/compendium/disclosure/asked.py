"""How many people were asked, as the table of who took part tells it: for what rests on them all.

Rule X1: that number, less how many answered a question, is how many left it out. So whatever rests
on everybody asked tells no more of their number than that table does.
"""

from __future__ import annotations

import dataclasses
import math

from compendium.analysis.result import Result
from compendium.analysis.survey.sample import ALL_AREAS, headings
from compendium.disclosure.nested import NOTHING_SAID, Base
from compendium.disclosure.pooled_staff import pooled_headings
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import missing
from compendium.disclosure.sample import release_sample
from compendium.study import Study


@dataclasses.dataclass(frozen=True)
class Asked:
    """A number of people as it may be printed, and the least and most it is known to be."""

    base: Base
    least: int
    most: float

    @property
    def is_hidden(self) -> bool:
        return self.base.mark == "c"


NOTHING_KNOWN = Asked(NOTHING_SAID, 0, math.inf)


def asked_at(result: Result, place: str, profile: Profile, study: Study) -> Asked:
    """How many of a survey's respondents there are in one area, or in all.

    `result` has the table of who took part beside it (its first). Where that table counts others
    as well under the same heading, or hides the number, nothing is said of it.
    """
    told = release_sample(
        result.beside[0],
        profile,
        site="" if place == ALL_AREAS else place,
        pooled=pooled_headings(study),
        origin=result.origin,
        population=result.population,
        method=result.method,
    )
    column = "surveyed_all" if place == ALL_AREAS else "surveyed"
    own = {headings(study)[group] for group in result.groups}
    cells = [
        _known(*told.cell(i, column), _added(study, h, place), profile)
        for i, h in told.frame["group"].items()
        if h in own
    ]
    if not cells or not _are_all(result, own, study) or any(c.is_hidden for c in cells):
        return NOTHING_KNOWN
    least = sum(c.least for c in cells)
    if any(c.base.mark for c in cells):
        base = Base(sum(c.base.least for c in cells) - 1, "over", least)
    else:
        base = Base(sum(c.base.shown for c in cells), "", least)
    return Asked(base, least, sum(c.most for c in cells))


def _known(shown: float, mark: str, added: int, profile: Profile) -> Asked:
    """What a printed number that adds up from so many areas says."""
    if mark in ("c", "z") or missing(shown):
        return NOTHING_KNOWN
    shown = int(shown)
    if mark == "over":
        most = math.inf if added > 1 else shown + profile.values_left
        return Asked(Base(shown, "over", shown + 1), shown + 1, most)
    apart = profile.people_step // 2 * added
    least = max(shown - apart, 0)
    return Asked(Base(shown, "", least), least, shown + apart)


def _added(study: Study, heading: str, place: str) -> int:
    """How many areas' numbers a printed one adds up from; pooled staff are counted at once."""
    pools = {g.pooled_as for g in study.groups}
    return 1 if place != ALL_AREAS or heading in pools else len(study.sites)


def _are_all(result: Result, own: set[str], study: Study) -> bool:
    """Whether everybody who is counted under these headings answered this survey alone."""
    surveys = dict.fromkeys(s.instrument for s in study.source("survey"))
    surveyed = [g for name in surveys for g in study.instrument(name).groups]
    under = [g for g in surveyed if headings(study)[g] in own]
    return sorted(under) == sorted(result.groups)
