"""Who took part: people invited, surveyed and interviewed, by group."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.scales import stage_of
from compendium.intake.everywhere import AND, question
from compendium.intake.tables import Tables
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


@remembered
def who_took_part(data: Tables) -> Result:
    """People interviewed (focus groups included) and surveyed, by heading and area.

    One row per heading and area, ``all`` being every area together. `interviewed` and
    `surveyed` count distinct people, `invited` is the number asked to fill in a survey that
    has come in (missing where no survey of the group has, or nobody noted how many were asked).
    `answered` is the largest number of `surveyed` who answered any one question, or have a score
    on any one topic.
    """
    people = data.participants.assign(heading=data.participants["group"].map(headings(data.study)))
    sample = pd.DataFrame([vars(s) for s in data.study.sample])
    sample["heading"] = sample["group"].map(headings(data.study))
    asked = {
        g for s in data.study.source("survey") for g in data.study.instrument(s.instrument).groups
    }
    answered, rows = _answered_most(data), []
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
                    "invited": _invited(plan["survey_invited"]),
                    "answered": answered.get((heading, area), 0) if len(plan) else pd.NA,
                }
            )
    numbers = ("surveyed", "invited", "answered")
    frame = pd.DataFrame(rows).astype(dict.fromkeys(numbers, "Int64"))
    return Result(
        "sample",
        frame,
        by=("group", "area"),
        people="interviewed",
        kinds=dict.fromkeys(numbers, "count"),
        population=Text("everyone who took part", "pawb a gymerodd ran"),
        method="method_sample",
        origin=origin_of(data.participants),
        labels={"group": heading_labels(data.study), "area": area_labels(data)},
    )


def _invited(noted: pd.Series) -> object:
    """How many were invited in all; missing where nobody noted it of some of them."""
    return int(noted.sum()) if len(noted) and noted.notna().all() else pd.NA


def _answered_most(data: Tables) -> dict[tuple[str, str], int]:
    """The largest number of people with one answer, or one score, by heading and area."""
    sets = data.answered
    asked = sets["questions"].str.split(AND)
    each = sets.assign(what=asked).explode("what")
    every = pd.concat([each[each["what"] != ""], *_with_a_score(data, sets, asked)])
    every = with_all_areas(every.assign(heading=every["group"].map(headings(data.study))))
    keys = ["heading", "area", "instrument", "what"]
    counted = every.groupby(keys, observed=True, sort=False)["people"].sum()
    return counted.groupby(level=["heading", "area"], observed=True, sort=False).max().to_dict()


def _with_a_score(data: Tables, sets: pd.DataFrame, asked: pd.Series) -> list[pd.DataFrame]:
    """Of each construct, the rows of `sets` whose people answered enough of it for a score."""
    rule, found = data.study.header.min_answered, []
    for name in dict.fromkeys(s.instrument for s in data.study.source("survey")):
        form = data.study.instrument(name)
        for construct in (c.construct for c in form.constructs if c.scored):
            items = form.items_of(construct)
            wanted = {question(item.item_id, stage_of(item, "now")) for item in items}
            enough = max(rule[str(len(items))], 1)
            scored = asked.map(lambda q, w=wanted, e=enough: len(w.intersection(q)) >= e)
            mine = sets[(sets["instrument"] == name) & scored.astype("bool")]
            found.append(mine.assign(what=construct))
    return found


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
