"""Who took part: people invited, surveyed and interviewed, by group."""

from __future__ import annotations

import dataclasses

import numpy as np
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
    most: dict[tuple[str, str], int] = {}
    for name, sets in data.answered.groupby("instrument", observed=True, sort=False):
        which, every = pd.factorize(sets["questions"])
        has = _answers_and_scores(data.study, name, [frozenset(q.split(AND)) for q in every])
        people = has[which] * sets["people"].to_numpy(dtype="int64")[:, None]
        keys = {"heading": sets["group"].map(headings(data.study)), "site_id": sets["site_id"]}
        counted = with_all_areas(
            pd.DataFrame(people).assign(**{k: v.array for k, v in keys.items()})
        )
        counted = counted.drop(columns="site_id").groupby(["heading", "area"], observed=True).sum()
        for cell, number in counted.max(axis="columns").items():
            most[cell] = max(most.get(cell, 0), int(number))
    return most


def _answers_and_scores(study: Study, instrument: str, sets: list[frozenset]) -> np.ndarray:
    """Whether those who answered a set of questions have an answer to each, and a score on each
    topic; one row per set, one column per question and topic of the questionnaire."""
    form = study.instrument(instrument)
    columns = [[q != "" and q in answered for answered in sets] for q in set().union(*sets)]
    asked_in_a_survey = instrument in {s.instrument for s in study.source("survey")}
    scored = [c.construct for c in form.constructs if c.scored and asked_in_a_survey]
    for construct in scored:
        items = form.items_of(construct)
        wanted = {question(item.item_id, stage_of(item, "now")) for item in items}
        enough = max(study.header.min_answered[str(len(items))], 1)
        columns.append([len(wanted & answered) >= enough for answered in sets])
    return np.array(columns, dtype="int64").reshape(-1, len(sets)).T


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
