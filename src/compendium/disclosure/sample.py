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
    is hidden in one report could be had from the others by subtraction from the total.
    """
    rows, marks = [], []
    for group, cells in result.frame.groupby("group", sort=False, observed=False):
        row, mark = {"group": group}, {"group": ""}
        areas = cells[cells["area"] != ALL_AREAS]
        here, everywhere = _cell(areas, site), _cell(cells, ALL_AREAS)
        for count in (*COUNTS, "invited"):
            total = everywhere[count]
            row[f"{count}_all"] = None if pd.isna(total) else int(total)
            mark[f"{count}_all"] = "z" if pd.isna(total) else ""
            if not site:
                continue
            row[count], mark[count] = _area_count(
                areas[count], here[count], profile, group in pooled, guarded=count in COUNTS
            )
        rows.append(row)
        marks.append(mark)
    order = [c for count in (*COUNTS, "invited") for c in (count, f"{count}_all")]
    columns = ["group", *(c for c in order if c in rows[0])]
    kinds = {"group": "key", **{c: "count" for c in columns[1:]}}
    return seal(
        measure=result.measure,
        frame=pd.DataFrame(rows, columns=columns),
        marks=pd.DataFrame(marks, columns=columns),
        kinds=kinds,
        by=("group",),
        labels=result.labels,
        profile=profile.profile,
        **common,
    )


def _cell(cells: pd.DataFrame, area: str) -> pd.Series:
    found = cells[cells["area"] == area]
    return found.iloc[0] if len(found) else pd.Series(dtype="Int64")


def _area_count(areas: pd.Series, here, profile: Profile, pooled: bool, guarded: bool):
    """One area's count and its mark. Numbers invited are the study's own plan, not guarded."""
    if pd.isna(here) or (pooled and profile.pool_staff):
        return None, "z"
    if not guarded:
        return int(here), ""
    if any(profile.base_mark(int(n)) == "c" for n in areas.dropna()):
        return None, "c"
    return int(here), profile.base_mark(int(here))
