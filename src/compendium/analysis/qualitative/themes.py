"""Themes: how many people raise what, and their words.

Everything counts on the coding of record that study.yml names. Counts are of distinct people;
a code counts for everything above it in the code tree, and nobody is counted twice. Talk of
unknown speakers counts for nobody. The denominator is the people who were interviewed. Both are
counted in the person's own area and group, wherever they were met. Not mentioning is not
disagreeing, and a purposive sample bears no tests and no intervals.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.remembered import remembered
from compendium.analysis.result import Labels, Result, origin_of
from compendium.analysis.survey.sample import (
    INTERVIEWED,
    SMALL_AREAS,
    area_labels,
    heading_labels,
    headings,
    people_asked,
    people_by_area,
    with_all_areas,
)
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.theory import Code, active_codes
from compendium.words import Text

WROTE_AN_ANSWER = Text(
    "people who wrote an answer to an open question",
    "y bobl a ysgrifennodd ateb i gwestiwn agored",
)
RULE_NAMES = {"consensus": Text("consensus", "consensws"), "union": Text("union", "undeb")}


def coding_of_record(codings: pd.DataFrame, study: Study) -> pd.DataFrame:
    """One row per segment and code that counts: the named coder's, or what any or all coded."""
    return coding_by_rule(codings, study.header.coding.of_record)


def coding_by_rule(codings: pd.DataFrame, rule: str) -> pd.DataFrame:
    """One row per segment and code that counts under one rule.

    ``union``: any coder's coding. ``consensus``: where more than one coder read a segment, the
    codes they all gave; elsewhere the only coder's. Else the coder of that name.
    """
    if rule == "union":
        chosen = codings
    elif rule == "consensus":
        coders = codings.groupby("segment_id")["coder"].transform("nunique")
        agreed = codings.groupby(["segment_id", "code_id"])["coder"].transform("nunique")
        chosen = codings[coders == agreed]
    else:
        chosen = codings[codings["coder"] == rule]
    return chosen.drop_duplicates(["segment_id", "code_id"])


def rolled_up(codings: pd.DataFrame, codebook: tuple[Code, ...]) -> pd.DataFrame:
    """Each coding once for its code and once for every code above it; no row twice."""
    parent = {c.code_id: c.parent_id for c in codebook if c.parent_id}
    levels, above = [codings], codings
    while above["code_id"].isin(parent).any():
        above = above[above["code_id"].isin(parent)]
        above = above.assign(code_id=above["code_id"].map(parent))
        levels.append(above)
    return pd.concat(levels).drop_duplicates(["segment_id", "code_id"])


@remembered
def people(data: Tables) -> Result:
    """How many people of each group raise each theme, among those interviewed.

    One row per active code (children under their parent), heading and area (``all`` = every
    area together), themes nobody raised included; `people` raised it, `asked` were interviewed.
    """
    interviewed = set(data.participants.loc[data.participants["interviewed"], "participant_id"])
    said = _coded_people(data, "interview", interviewed)
    return _people_by_theme("themes", data, said, people_asked(data), INTERVIEWED)


def open_answers(data: Tables) -> Result:
    """How many people of each group wrote something of each theme, among those who wrote.

    One row per active code, heading and area, as in `people`; `people` wrote an answer to an open
    question that was coded so, `asked` wrote an answer to one at all. Kept apart from interviews:
    it is other data, of other people.
    """
    written = data.events.loc[data.events["data_type"] == "open_answer", "event_id"]
    attended = data.event_participants
    wrote = set(attended.loc[attended["event_id"].isin(written), "participant_id"])
    asked = people_by_area(data.participants[data.participants["participant_id"].isin(wrote)], data)
    said = _coded_people(data, "open_answer", wrote)
    result = _people_by_theme("open_answers", data, said, asked, WROTE_AN_ANSWER)
    result.labels["area"][SMALL_AREAS] = Text(
        "areas with few written answers", "ardaloedd ag ychydig o atebion ysgrifenedig"
    )
    return result


def _people_by_theme(
    measure: str, data: Tables, said: pd.DataFrame, asked: pd.Series, population: Text
) -> Result:
    """One row per active code, heading and area in which anybody was asked."""
    study = data.study
    keys = ["code_id", "group", "area"]
    raised = said.groupby(keys, observed=False)["participant_id"].nunique()
    cells = [(*cell, int(number)) for cell, number in asked.items()]
    frame = pd.DataFrame(
        [(code.code_id, *cell) for code in active_codes(study.codebook) for cell in cells],
        columns=[*keys, "asked"],
    )
    counted = raised.reindex(pd.MultiIndex.from_frame(frame[keys]), fill_value=0)
    frame["people"] = counted.to_numpy(dtype="int64")
    return Result(
        measure,
        frame,
        by=("code_id", "group", "area"),
        people="people",
        kinds={"asked": "base"},
        population=population,
        method=f"method_{measure}",
        origin=origin_of(data.participants, data.segments),
        labels={
            "code_id": {c.code_id: c.label for c in study.codebook},
            "parent": {c.code_id: Text(c.parent_id) for c in study.codebook},
            "group": heading_labels(study),
            "area": area_labels(data),
            **rule_in_use(study),
        },
    )


def rule_name(called: str) -> Text:
    """What a rule of whose coding counts is called on a page; a coder by a number."""
    return RULE_NAMES.get(called, Text(called, called))


def rule_in_use(study: Study) -> Labels:
    """The coding of record by what it is called, for the note under what rests on it."""
    coding = study.header.coding
    return {"coding_of_record": {"rule": rule_name(coding.called(coding.of_record))}}


def quotes(data: Tables) -> Result:
    """Approved words: every quote of each group on each top theme, in the order of the codebook.

    One row per theme, heading and segment: candidates, of which the disclosure door prints the
    first that passes. Groups that are pooled over areas bring quotes of every area, so that a
    site's page does not give away where they work.
    """
    study = data.study
    own = quotable(data, data.site_id)
    top = rolled_up(coding_of_record(data.codings, study), study.codebook)
    renamed = {"site_id": "site", "approved_text": "text", "translation_en": "translation"}
    parts = []
    for code in (c for c in study.codebook if not c.parent_id):
        coded = own[own["segment_id"].isin(top.loc[top["code_id"] == code.code_id, "segment_id"])]
        for name in heading_labels(study):
            mine = coded[coded["heading"] == name].rename(columns=renamed)
            parts.append(mine.assign(code_id=code.code_id, segment=mine["segment_id"], people=1))
    texts = ("group", "site", "text", "translation", "lang")
    by = ("code_id", "heading", "segment")
    columns = [*by, *texts, "people"]
    return Result(
        "quotes",
        pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns),
        by=by,
        people="people",
        kinds=dict.fromkeys(texts, "text"),
        population=INTERVIEWED,
        method="method_quotes",
        origin=origin_of(data.participants, data.quotes),
        labels={
            "code_id": {c.code_id: c.label for c in study.codebook},
            "heading": heading_labels(study),
            "group": {g.group: g.singular for g in study.groups},
            "site": area_labels(data),
        },
    )


def quotable(data: Tables, site: str) -> pd.DataFrame:
    """Quotes of a site's people and of groups pooled over areas; with a blank site, of everybody.

    One row per quote, with the speaker's own `site_id` and `group`, and the group's `heading`.
    """
    pooled = {g.group for g in data.study.groups if g.pooled_as}
    said = _as_the_person(data.quotes, data)
    anywhere = said["group"].isin(pooled) | (not site)
    own = said[(said["site_id"] == site) | anywhere]
    return own.assign(heading=own["group"].map(headings(data.study)))


def _as_the_person(frame: pd.DataFrame, data: Tables) -> pd.DataFrame:
    """Rows of known people, with the person's own area and group instead of the event's."""
    own = data.participants[["participant_id", "site_id", "group"]]
    return frame.drop(columns=["site_id", "group"]).merge(own, on="participant_id")


def _coded_people(data: Tables, data_type: str, people: set[str]) -> pd.DataFrame:
    """One row per coded segment of one data type and of `people`, code rolled up, and area."""
    counted = rolled_up(coding_of_record(data.codings, data.study), data.study.codebook)
    known = data.segments[data.segments["data_type"] == data_type]
    known = known[known["participant_id"].isin(people)]
    known = _as_the_person(known, data)[["segment_id", "participant_id", "site_id", "group"]]
    talk = counted[["segment_id", "code_id"]].merge(known, on="segment_id")
    return with_all_areas(talk.assign(group=talk["group"].map(headings(data.study))))
