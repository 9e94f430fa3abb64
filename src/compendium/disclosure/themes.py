"""Rule Q1: themes in words, and only where enough people were asked."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.areas import shown, shown_side_by_side
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal


def band(people: int, asked: int, bands: dict[str, float]) -> str:
    """How common a theme is, in words: few, some, half, most (few includes nobody).

    >>> [band(n, 20, {"few": 0.2, "some": 0.45, "half": 0.55}) for n in (0, 3, 4, 9, 11, 12)]
    ['few', 'few', 'some', 'half', 'half', 'most']
    """
    share = people / asked
    few, some, half = bands["few"], bands["some"], bands["half"]
    if share < few:
        return "few"
    if share < some:
        return "some"
    return "half" if share <= half else "most"


KINDS = {
    "code_id": "key",
    "group": "key",
    "area": "key",
    "share": "band",
    "people": "count",
    "asked": "base",
}


def release_themes(
    result: Result, profile: Profile, site: str, pooled: set[str], alone: bool = False, **common
) -> Released:
    """One row per code and group: this area's people, or those of all its small areas together.

    An area where enough of a group were asked stands for itself; the areas where too few were
    are put together with each other, never with a large one, so that no two reports overlap and
    nothing can be had by subtraction. Pooled staff stand for all areas everywhere. A group with
    nobody here has no rows. `alone`: the study has one area.

    Seen from the whole study (`site` blank) a group has a column for each area that its own
    report would show, and tells no more than those reports together: never a group's people over
    all areas beside some of its areas.
    """
    frame, cells = result.frame, []
    for group, theirs in frame.groupby("group", sort=False, observed=False):
        for cell in _shown(theirs, profile, site, group in pooled, alone).itertuples():
            row, mark = _cell(cell, profile)
            key = {"code_id": cell.code_id, "group": group, "area": cell.area}
            cells.append((key | row, dict.fromkeys(key, "") | mark))
    columns = list(cells[0][0]) if cells else ["code_id", "group", "area", "share"]
    order = {code: i for i, code in enumerate(dict.fromkeys(frame["code_id"]))}
    table = pd.DataFrame([row for row, _ in cells], columns=columns)
    table = table.sort_values("code_id", key=lambda s: s.map(order), kind="stable")
    return seal(
        measure=result.measure,
        frame=table,
        marks=pd.DataFrame([mark for _, mark in cells], columns=columns).loc[table.index],
        kinds={c: KINDS[c] for c in columns},
        by=result.by,
        labels=result.labels,
        profile=profile.profile,
        **common,
    )


def _shown(
    cells: pd.DataFrame, profile: Profile, site: str, pooled: bool, alone: bool
) -> pd.DataFrame:
    """One group's rows in one area's report, or in a report on all areas side by side."""
    if site:
        return shown(cells, profile, site, pooled, alone)
    return shown_side_by_side(cells, profile, pooled, alone)


def _cell(cell, profile: Profile) -> tuple[dict, dict]:
    """How common one theme is in one group, and the mark of each column."""
    if not profile.theme_bands:
        return {"people": cell.people, "asked": cell.asked}, {"people": "", "asked": ""}
    if cell.asked < max(profile.theme_asked_from, 1):
        return {"share": ""}, {"share": "c"}
    return {"share": band(cell.people, cell.asked, profile.theme_bands)}, {"share": ""}
