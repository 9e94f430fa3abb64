"""Rule T1: who took part. Role totals over all areas are exact; an area's follow S1 and S5."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.survey.sample import ALL_AREAS
from compendium.disclosure.counts.counting import counting_of
from compendium.disclosure.nested import NOTHING_SAID, Base, added, alone, seen_elsewhere
from compendium.disclosure.pooled_staff import pooled_headings
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.rule_words import method_key
from compendium.disclosure.sealing import sealed
from compendium.study import Study

COUNTS = ("interviewed", "surveyed")
Number = tuple[float | None, str]


def release_sample(
    result: Result, profile: Profile, site: str, pooled: set[str], **common
) -> Released:
    """One row per group: this area's people where they may be shown, and all areas together.

    An area's count is shown only if every area's count of that group may be: otherwise what
    is hidden in one report could be had from the others by subtraction from the total. A total
    that is one area's count follows the area's rule. A study of one area has no total.

    Questions say how many answered them. So the number surveyed becomes "over" a bound where
    fewer than `values_left` left out the question that most answered, and how many were invited
    is hidden where nearly all of them took part (rule X1).
    """
    areas = [a for a in dict.fromkeys(result.frame["area"]) if a != ALL_AREAS]
    alone = len(areas) == 1
    site = areas[0] if alone else site
    rows, marks = [], []
    for group, cells in result.frame.groupby("group", sort=False, observed=False):
        pool = group in pooled and profile.pool_staff and not alone
        row, mark = {"group": group}, {"group": ""}
        for count in (*COUNTS, "invited"):
            if site:
                row[count], mark[count] = _area_count(cells, count, site, profile, pool)
            if not alone:
                row[f"{count}_all"], mark[f"{count}_all"] = _total(cells, count, profile, pool)
        rows.append(row)
        marks.append(mark)
    if alone and profile.public:
        common["method"] = method_key(f"{result.method}_one_area", profile)
    frame = pd.DataFrame(rows)
    kinds = dict.fromkeys(frame, "count") | {"group": "key"}
    return sealed(result, profile, frame, kinds, common, pd.DataFrame(marks), by=("group",))


def _area_count(cells: pd.DataFrame, count: str, site: str, profile: Profile, pool: bool) -> Number:
    """One area's count and its mark. Numbers invited are the study's own plan."""
    areas = cells[(cells["area"] != ALL_AREAS) & cells[count].notna()].set_index("area")
    if pool or site not in areas.index:
        return None, "z"
    if count not in COUNTS:
        return _invited(cells, site, profile, pool)
    bases = {area: _base(row, count, profile) for area, row in areas.iterrows()}
    if any(profile.base_mark(base.least) == "c" for base in bases.values()):
        return None, "c"
    return _shown(bases[site], profile)


def _total(cells: pd.DataFrame, count: str, profile: Profile, pool: bool) -> Number:
    """The count over all areas and its mark; guarded where fewer than two areas have people."""
    total = cells[cells["area"] == ALL_AREAS].iloc[0]
    if pd.isna(total[count]):
        return None, "z"
    if count not in COUNTS:
        return _invited(cells, ALL_AREAS, profile, pool)
    areas = cells[(cells["area"] != ALL_AREAS) & cells[count].notna()]
    base = _base(total, count, profile)
    if (areas[count] > 0).sum() < 2:
        hidden = profile.base_mark(base.least) == "c"
        return (None, "c") if hidden else _shown(base, profile)
    if not pool:
        base = added([_base(row, count, profile) for _, row in areas.iterrows()])
    return base.shown, base.mark


def surveyed_in(
    result: Result, groups: Iterable[str], area: str, profile: Profile, study: Study
) -> Base:
    """How many people of some groups took a survey in one area, as `release_sample` tells it.

    `groups` are headings of the table of who took part; hidden where any of them is.
    """
    found = _numbers(result, groups, "surveyed", area, profile, study)
    if any(mark in ("c", "z") for _, mark in found):
        return NOTHING_SAID
    least = sum(int(number) + (mark == "over") for number, mark in found)
    if any(mark == "over" for _, mark in found):
        return Base(least - 1, "over", least)
    # Of a rounded number a reader knows no more than the least it can be.
    ends = counting_of(profile).ends(least) if profile.people_step and least else (least, least)
    return Base(least, "", int(ends[0]))


def invited_in(
    result: Result, groups: Iterable[str], area: str, profile: Profile, study: Study
) -> Number:
    """How many people of some groups were invited in one area, as `release_sample` tells it.

    Hidden where it is of any of them; missing where nobody noted it of one of them.
    """
    found = _numbers(result, groups, "invited", area, profile, study)
    if any(mark == "c" for _, mark in found):
        return math.nan, "c"
    if any(mark == "z" for _, mark in found) or not found:
        return math.nan, ""
    return sum(number for number, _ in found), ""


def _numbers(
    result: Result, groups: Iterable[str], count: str, area: str, profile: Profile, study: Study
) -> list[Number]:
    """One count of each of these groups, in one area or over all."""
    pools = pooled_headings(study) if profile.pool_staff and len(study.sites) > 1 else set()
    found = []
    for group in groups:
        cells, pool = result.frame[result.frame["group"] == group], group in pools
        if area == ALL_AREAS:
            found.append(_total(cells, count, profile, pool))
        else:
            found.append(_area_count(cells, count, area, profile, pool))
    return found


def _base(row: pd.Series, count: str, profile: Profile) -> Base:
    """How many of one row may be said; only of answers is it known elsewhere how many gave one."""
    people = int(row[count])
    if count != "surveyed":
        return alone(people, profile)
    return seen_elsewhere(people, int(row["answered"]), profile)


def _shown(base: Base, profile: Profile) -> Number:
    mark = base.mark or profile.base_mark(base.least)
    return (None, mark) if mark == "c" else (base.shown, mark)


def _invited(cells: pd.DataFrame, area: str, profile: Profile, pool: bool) -> Number:
    """How many were invited; hidden in every area where in one nearly all took part."""
    seen = cells[(cells["area"] == ALL_AREAS) | (not pool)]
    for _, row in seen[seen["invited"].notna()].iterrows():
        known = [_base(row, count, profile) for count in COUNTS if pd.notna(row[count])]
        # Of an exact number those who stayed away are the rest, of a bound no more than that.
        if any(row["invited"] - b.least < profile.values_left - bool(b.mark) for b in known):
            return None, "c"
    return int(cells.loc[cells["area"] == area, "invited"].iloc[0]), ""
