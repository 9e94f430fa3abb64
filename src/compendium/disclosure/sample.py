"""Rule T1: who took part. Role totals over all areas are exact; an area's follow S1 and S5."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.sample import ALL_AREAS
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal

COUNTS = ("interviewed", "surveyed")


def release_sample(
    result: Result, profile: Profile, site: str, pooled: set[str], **common
) -> Released:
    """One row per group: this area's people where they may be shown, and all areas together.

    An area's count is shown only if every area's count of that group may be: otherwise what
    is hidden in one report could be had from the others by subtraction from the total. A total
    that is one area's count follows the area's rule. A study of one area has no total.
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
                row[f"{count}_all"], mark[f"{count}_all"] = _total(cells, count, profile)
        rows.append(row)
        marks.append(mark)
    if alone and profile.public:
        common["method"] = f"{result.method}_one_area"
    return seal(
        measure=result.measure,
        frame=pd.DataFrame(rows),
        marks=pd.DataFrame(marks),
        kinds={"group": "key", **{c: "count" for c in rows[0] if c != "group"}},
        by=("group",),
        labels=result.labels,
        profile=profile.profile,
        **common,
    )


def _area_count(cells: pd.DataFrame, count: str, site: str, profile: Profile, pool: bool):
    """One area's count and its mark. Numbers invited are the study's own plan, not guarded."""
    areas = cells[cells["area"] != ALL_AREAS].set_index("area")[count].dropna()
    if pool or site not in areas:
        return None, "z"
    here = int(areas[site])
    if count not in COUNTS:
        return here, ""
    if any(profile.base_mark(int(n)) == "c" for n in areas):
        return None, "c"
    return here, profile.base_mark(here)


def _total(cells: pd.DataFrame, count: str, profile: Profile):
    """The count over all areas and its mark; guarded where fewer than two areas have people."""
    areas = cells[cells["area"] != ALL_AREAS][count].dropna()
    total = cells.loc[cells["area"] == ALL_AREAS, count].iloc[0]
    if pd.isna(total):
        return None, "z"
    if count in COUNTS and (areas > 0).sum() < 2:
        mark = profile.base_mark(int(total))
        return (None if mark == "c" else int(total)), mark
    return int(total), ""
