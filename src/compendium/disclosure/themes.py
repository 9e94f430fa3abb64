"""Rule Q1: themes in words, and only where enough people were asked."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.sample import ALL_AREAS
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


def release_themes(
    result: Result, profile: Profile, site: str, pooled: set[str], **common
) -> Released:
    """One row per code and group: this area's people, or every area's where too few were asked.

    Each group stands for one area or for all, never for both.
    """
    frame, rows, marks = result.frame, [], []
    for group in dict.fromkeys(frame["group"]):
        area = _area_shown(frame[frame["group"] == group], profile, site, group in pooled)
        for cell in frame[(frame["group"] == group) & (frame["area"] == area)].itertuples():
            row = {"code_id": cell.code_id, "group": group, "area": area}
            mark = dict.fromkeys(row, "")
            enough = cell.asked >= max(profile.theme_asked_from, 1)
            if not profile.theme_bands:
                row |= {"people": cell.people, "asked": cell.asked}
                mark |= {"people": "", "asked": ""}
            else:
                row["share"] = band(cell.people, cell.asked, profile.theme_bands) if enough else ""
                mark["share"] = "" if enough else "c"
            rows.append(row)
            marks.append(mark)
    columns = list(rows[0]) if rows else ["code_id", "group", "area", "share"]
    kinds = {
        "code_id": "key",
        "group": "key",
        "area": "key",
        "share": "band",
        "people": "count",
        "asked": "base",
    }
    order = {code: i for i, code in enumerate(dict.fromkeys(frame["code_id"]))}
    table = pd.DataFrame(rows, columns=columns)
    table = table.sort_values("code_id", key=lambda s: s.map(order), kind="stable")
    return seal(
        measure=result.measure,
        frame=table,
        marks=pd.DataFrame(marks, columns=columns).loc[table.index],
        kinds={c: kinds[c] for c in columns},
        by=result.by,
        labels=result.labels,
        profile=profile.profile,
        **common,
    )


def _area_shown(cells: pd.DataFrame, profile: Profile, site: str, pooled: bool) -> str:
    here = cells[cells["area"] == site]
    too_few = here.empty or int(here["asked"].iloc[0]) < profile.theme_asked_from
    return ALL_AREAS if (pooled and profile.pool_staff) or too_few else site
