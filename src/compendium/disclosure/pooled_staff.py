"""Rule S5: what small staff groups answer is shown over all areas, never by area."""

from __future__ import annotations

from compendium.analysis.result import Result
from compendium.analysis.survey.sample import ALL_AREAS
from compendium.disclosure.profile import Profile
from compendium.problems import DisclosureError, listed
from compendium.study import Study

# Key columns of a result that part it by area.
BY_AREA = frozenset({"area", "site", "site_id"})


def pooled_headings(study: Study) -> set[str]:
    """The headings under which small staff groups are shown together."""
    return {group.pooled_as for group in study.groups if group.pooled_as}


def refuse_areas(result: Result, profile: Profile, study: Study, site: str) -> None:
    """Refuse a survey's result that is one area's, or is parted by area, and is staff's.

    `result.groups` says whose answers it holds; results of other strands name none. A study of
    one area has nothing to pool over.

    Raises
    ------
    DisclosureError
        With what to ask for instead.
    """
    areas = any(set(result.frame[c]) - {ALL_AREAS} for c in BY_AREA & set(result.by))
    by_area = site or areas or result.labels.get("between_sites")
    if not (profile.pool_staff and by_area) or len(study.sites) == 1:
        return
    pooled = [g for g in result.groups if study.group(g).pooled_as]
    if not pooled:
        return
    others = tuple(g for g in result.groups if g not in pooled)
    named = "".join(f'"{g}", ' for g in others).rstrip(" " if len(others) == 1 else ", ")
    instead = f", or leave them out here: groups=({named})" if others else ""
    raise DisclosureError(
        f"This shows by area what {listed(study.group(g).label.en for g in pooled)} answered. "
        f"Groups that small are shown over all areas together (rule S5). Ask for all areas (a "
        f"report without a site){instead}."
    )
