"""Who took part: people invited, surveyed and interviewed, by group."""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Result, origin_of
from compendium.analysis.survey.asked import stage_of
from compendium.intake.everywhere import AND, question
from compendium.intake.tables import Tables
from compendium.study import SampleSize, Study
from compendium.words import Text

INTERVIEWED = Text("people interviewed", "y bobl a gyfwelwyd")
ALL_AREAS = "all"
SMALL_AREAS = "small"
# What one row of the sample is about.
CELL = ["group", "area"]


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
    areas = [*(s.site_id for s in data.study.sites), ALL_AREAS]
    cells = pd.MultiIndex.from_product([heading_labels(data.study), areas], names=CELL)
    frame, invited = _taken_part(data).reindex(cells, fill_value=0), _invited(data)
    answered = _answered_most(data)
    frame["invited"] = invited.reindex(cells)
    frame["answered"] = [answered.get(cell, 0) for cell in cells]
    counted = ["surveyed", "answered"]
    frame[counted] = frame[counted].where(pd.Series(cells.isin(invited.index), cells))
    numbers = ("surveyed", "invited", "answered")
    frame = frame.reset_index().astype(dict.fromkeys(numbers, "Int64"))
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


def _taken_part(data: Tables) -> pd.DataFrame:
    """How many people were interviewed and surveyed, by heading and area."""
    people = with_all_areas(data.participants)
    people = people.assign(group=people["group"].map(headings(data.study)))
    return people.groupby(CELL, observed=True)[["interviewed", "surveyed"]].sum().astype("int64")


def _invited(data: Tables) -> pd.Series:
    """How many were invited, by heading and area that a survey asks.

    Missing where nobody noted it of some of them.
    """
    asked = {
        g for s in data.study.source("survey") for g in data.study.instrument(s.instrument).groups
    }
    columns = [f.name for f in dataclasses.fields(SampleSize)]
    sample = pd.DataFrame([vars(s) for s in data.study.sample], columns=columns)
    sample = with_all_areas(sample[sample["group"].isin(asked)])
    sample = sample.assign(group=sample["group"].map(headings(data.study)))
    noted = sample.groupby(CELL, observed=True)["survey_invited"]
    return noted.sum().where(noted.count() == noted.size())


def _answered_most(data: Tables) -> dict[tuple[str, str], int]:
    """The largest number of people with one answer, or one score, by heading and area."""
    sets = data.answered
    each = sets.assign(what=sets["questions"].str.split(AND)).explode("what")
    every = pd.concat([each[each["what"] != ""], *_with_a_score(data, sets)])
    every = with_all_areas(every.assign(heading=every["group"].map(headings(data.study))))
    keys = ["heading", "area", "instrument", "what"]
    counted = every.groupby(keys, observed=True, sort=False)["people"].sum()
    return counted.groupby(level=["heading", "area"], observed=True, sort=False).max().to_dict()


def _with_a_score(data: Tables, sets: pd.DataFrame) -> list[pd.DataFrame]:
    """Of each construct, the rows of `sets` whose people answered enough of it for a score."""
    rule, every, found = data.study.header.min_answered, sets["questions"].unique(), []
    for name in dict.fromkeys(s.instrument for s in data.study.source("survey")):
        form = data.study.instrument(name)
        for construct in (c.construct for c in form.constructs if c.scored):
            items = form.items_of(construct)
            wanted = {question(item.item_id, stage_of(item, "now")) for item in items}
            enough = max(rule[str(len(items))], 1)
            scored = {q: len(wanted.intersection(q.split(AND))) >= enough for q in every}
            mine = sets[(sets["instrument"] == name) & sets["questions"].map(scored).astype("bool")]
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
