"""How many of those invited answered, and how many of those who began answered everything.

One row per set of respondents and area.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.analysis.survey.sample import ALL_AREAS, area_labels, who_took_part
from compendium.analysis.survey.table_one import LEFT_OUT, left_out, table_one
from compendium.intake.tables import Tables
from compendium.study import Study

KINDS = {"invited": "base", "finished": "count", "guard": "guard"}


def rates(data: Tables, sets: Mapping[str, tuple[str, tuple[str, ...]]]) -> Result:
    """People invited to a survey, people who answered it, and those who answered all of it.

    One row per set of respondents and area; staff that is pooled over all areas has one row, the
    others one more for all areas together (not seen from one area). `answered` counts distinct
    people with any answer to the survey; `invited` is what the study noted (`sample.csv`), missing
    where it did not; `finished` left no rated question out (`table_one.left_out`). `guard` says
    why there is no rate: nobody noted how many were invited, or more answered than were invited.

    The participation rate is answered over invited: with nobody known to be ineligible, the
    American Association for Public Opinion Research's response rate 2, partial answers counted in
    (AAPOR, Standard Definitions, 10th edition, 2023). Completion is finished over answered
    (Eysenbach 2004, CHERRIES).
    """
    study, took_part = data.study, who_took_part(data)
    described = {name: table_one(data, *asked) for name, asked in sets.items()}
    rows = [
        _row(data, name, area, described[name])
        for name in sets
        for area in _areas(data, described[name])
    ]
    frame = pd.DataFrame(rows, columns=["set", "area", "answered", *KINDS])
    return Result(
        "response",
        frame.astype({"answered": "Int64", "invited": "Int64", "finished": "Int64"}),
        by=("set", "area"),
        people="answered",
        kinds=KINDS,
        population=study.header.title,
        method="method_response",
        assumption="assumption_response",
        origin=origin_of(data.participants, data.answers),
        labels={
            "set": {name: described[name].population for name in sets},
            "area": area_labels(data),
        },
        beside=(took_part, *described.values()),
    )


def _areas(data: Tables, described: Result) -> list[str]:
    if "area" not in described.by:
        return [ALL_AREAS] if len(described.frame) else []
    sites = [s.site_id for s in data.study.sites if data.site_id in ("", s.site_id)]
    return [*sites, *([ALL_AREAS] if len(sites) > 1 else [])]


def _row(data: Tables, name: str, area: str, described: Result) -> dict:
    """One set of respondents in one area, or in all of them."""
    groups = described.groups
    form = data.study.instrument(next(iter(described.labels["asked_with"])))
    answers = data.answers[
        (data.answers["instrument"] == form.instrument) & data.answers["group"].isin(groups)
    ]
    if area != ALL_AREAS:
        answers = answers[answers["site_id"] == area]
    invited = _invited(data.study, groups, area)
    answered = answers["participant_id"].nunique()
    return {
        "set": name,
        "area": area,
        "answered": answered,
        "invited": invited,
        "finished": left_out(answers, form)[LEFT_OUT[0]] if len(answers) else 0,
        "guard": _guard(invited, answered),
    }


def _invited(study: Study, groups: tuple[str, ...], area: str) -> int | None:
    """How many were invited, where it was noted of every group and area."""
    plan = [s for s in study.sample if s.group in groups and area in (ALL_AREAS, s.site_id)]
    noted = [s.survey_invited for s in plan]
    return sum(noted) if noted and None not in noted else None


def _guard(invited: int | None, answered: int) -> str:
    if not invited:
        return "guard_invited_not_noted"
    return "guard_more_answered" if answered > invited else ""
