"""Who took part: people invited, surveyed and interviewed, by group."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.intake.take_in import Tables
from compendium.study import Study
from compendium.words import Text

ALL_AREAS = "all"
SMALL_AREAS = "small"


def headings(study: Study) -> dict[str, str]:
    """The heading each group is shown under: itself, or the name of its pool."""
    return {g.group: g.pooled_as or g.group for g in study.groups}


def heading_labels(study: Study) -> dict[str, Text]:
    """Text of each heading, in the study's order of groups."""
    labels = {}
    for group in study.groups:
        name = group.pooled_as or group.group
        labels[name] = study.header.pooled_groups.get(group.pooled_as, group.label)
    return labels


def who_took_part(data: Tables) -> Result:
    """People interviewed (focus groups included) and surveyed, by heading and area.

    One row per heading and area, ``all`` being every area together. `interviewed` and
    `surveyed` count distinct people, `invited` is the number asked to fill in a survey that
    has come in (missing where no survey of the group has).
    """
    people = data.participants.assign(heading=data.participants["group"].map(headings(data.study)))
    sample = pd.DataFrame([vars(s) for s in data.study.sample])
    sample["heading"] = sample["group"].map(headings(data.study))
    asked = {
        g for s in data.study.source("survey") for g in data.study.instrument(s.instrument).groups
    }
    rows = []
    for heading in heading_labels(data.study):
        for area in (*(s.site_id for s in data.study.sites), ALL_AREAS):
            mine = people[people["heading"] == heading]
            plan = sample[(sample["heading"] == heading) & sample["group"].isin(asked)]
            if area != ALL_AREAS:
                mine, plan = mine[mine["site_id"] == area], plan[plan["site_id"] == area]
            rows.append(
                {
                    "group": heading,
                    "area": area,
                    "interviewed": int(mine["interviewed"].sum()),
                    "surveyed": int(mine["surveyed"].sum()) if len(plan) else pd.NA,
                    "invited": int(plan["survey_invited"].sum()) if len(plan) else pd.NA,
                }
            )
    frame = pd.DataFrame(rows).astype({"surveyed": "Int64", "invited": "Int64"})
    return Result(
        "sample",
        frame,
        by=("group", "area"),
        people="interviewed",
        kinds={"surveyed": "count", "invited": "count"},
        population=Text("everyone who took part", "pawb a gymerodd ran"),
        method="method_sample",
        origin=origin_of(data.participants),
        labels={"group": heading_labels(data.study), "area": area_labels(data)},
    )


def area_labels(data: Tables) -> dict[str, Text]:
    """Text of each area, of all together, and of the small ones together."""
    own = {s.site_id: s.label for s in data.study.sites}
    together = {
        ALL_AREAS: Text("all areas", "pob ardal"),
        SMALL_AREAS: Text("areas with few interviews", "ardaloedd ag ychydig o gyfweliadau"),
    }
    return {**own, **together}


def people_asked(data: Tables) -> pd.Series:
    """Distinct people interviewed, by heading and area (and all areas)."""
    return people_by_area(data.participants[data.participants["interviewed"]], data)


def people_by_area(people: pd.DataFrame, data: Tables) -> pd.Series:
    """Distinct people among those of `people`, by heading and area (and all areas)."""
    people = people.assign(group=people["group"].map(headings(data.study)))
    grouped = with_all_areas(people).groupby(["group", "area"], observed=False)
    counts = grouped["participant_id"].nunique()
    order = [(h, a) for h in heading_labels(data.study) for a in area_labels(data)]
    return counts.reindex([cell for cell in order if cell in counts.index])


def with_all_areas(frame: pd.DataFrame) -> pd.DataFrame:
    """Every row twice: for the area of its `site_id`, and for all areas together."""
    return pd.concat([frame.assign(area=frame["site_id"]), frame.assign(area=ALL_AREAS)])
