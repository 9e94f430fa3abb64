"""Rule Q1: which areas' people a report shows, so that no two reports overlap.

An area where enough of a group were asked stands for itself; the areas where too few were are
put together with each other, never with a large one. Pooled staff stand for all areas.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.survey.sample import ALL_AREAS, SMALL_AREAS
from compendium.disclosure.profile import Profile

COUNTS = ("people", "asked")


def shown(
    cells: pd.DataFrame,
    profile: Profile,
    site: str,
    pooled: bool,
    alone: bool,
    key: tuple[str, ...] = ("code_id",),
    counts: tuple[str, ...] = COUNTS,
) -> pd.DataFrame:
    """The rows of one group that one site's report shows: one per `key`.

    `cells` are the group's rows by area; `counts` are added up where areas are put together.
    `alone`: the study has one area.
    """
    areas = cells[cells["area"] != ALL_AREAS]
    if alone:
        return areas
    if not site or (pooled and profile.pool_staff):
        return cells[cells["area"] == ALL_AREAS]
    here = areas[areas["area"] == site]
    if here.empty or here["asked"].iloc[0] == 0 or not _few(here, profile).any():
        return here[here["asked"] > 0]
    small = areas[_few(areas, profile)]
    if small["area"].nunique() == areas.loc[areas["asked"] > 0, "area"].nunique():
        return cells[cells["area"] == ALL_AREAS]
    if small["area"].nunique() == 1:
        return here
    together = small.groupby(list(key), sort=False, observed=False)[list(counts)].sum()
    return together.reset_index().assign(area=SMALL_AREAS)


def shown_side_by_side(
    cells: pd.DataFrame,
    profile: Profile,
    pooled: bool,
    alone: bool,
    key: tuple[str, ...] = ("code_id",),
    counts: tuple[str, ...] = COUNTS,
) -> pd.DataFrame:
    """The rows of one group that all sites' reports show together, each once."""
    sites = [a for a in dict.fromkeys(cells["area"]) if a != ALL_AREAS]
    parts = [shown(cells, profile, site, pooled, alone, key, counts) for site in sites]
    return pd.concat(parts).drop_duplicates([*key, "area"]) if parts else cells


def _few(cells: pd.DataFrame, profile: Profile) -> pd.Series:
    """Where somebody was asked, but too few to show an area by itself."""
    return (cells["asked"] > 0) & (cells["asked"] < profile.theme_asked_from)
