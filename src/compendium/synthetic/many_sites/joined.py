"""What was made up for each authority, as the exports of one study."""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.study import Study
from compendium.synthetic.make import Made
from compendium.synthetic.recipe import Recipe, source_called
from compendium.writers.refi_qda import Project

# Ids short enough to be drawn twice in a large study.
IDS = {
    "people": ("participant_id", "casework_person"),
    "log": ("referral_id", "person_id"),
    "activities": ("activity_id", "referral_id"),
}


def with_own_ids(made: Made, site: str) -> Made:
    """The same data with ids that no other site has: ``004-P-24CVVE``."""
    changed = {}
    for name, columns in IDS.items():
        frame = getattr(made, name)
        own = [c for c in columns if c in frame]
        changed[name] = frame.assign(
            **{c: frame[c].where(frame[c] == "", f"{site}-" + frame[c]) for c in own}
        )
    return dataclasses.replace(made, **changed)


def joined(parts: list[Made], study: Study, recipe: Recipe) -> Made:
    """Everybody's data, in the order in which one study's exports stand.

    Tokens are drawn from so many that none comes twice; it is an error if one does.
    """
    people = _together([m.people for m in parts], ["participant_id"])
    tokens = people.loc[people["survey_token"] != "", "survey_token"]
    assert tokens.is_unique, "two people have one token; change the seed"
    survey = pd.DataFrame()
    if recipe.survey:
        source = source_called(study, recipe.survey.source)
        order = [source.columns["submitted_at"], source.columns["person"]]
        survey = _together([m.survey for m in parts], order)
    coded = [m.open_answers for m in parts if m.open_answers]
    return Made(
        people=people,
        survey=survey,
        forms={
            name: _together([m.forms[name] for m in parts], ["submitted_at", "person"])
            for name in parts[0].forms
        },
        project=_one_project([m.project for m in parts]),
        log=_together([m.log for m in parts], ["date_referred"]),
        quotes=_together([m.quotes for m in parts]),
        evidence=_together([m.evidence for m in parts]),
        activities=_together([m.activities for m in parts], ["date"] if recipe.activities else []),
        open_answers=_one_project(coded) if coded else None,
    )


def _together(frames: list[pd.DataFrame], order: list[str] | None = None) -> pd.DataFrame:
    frame = pd.concat(frames, ignore_index=True)
    return frame.sort_values(order, kind="stable", ignore_index=True) if order else frame


def _one_project(projects: list[Project]) -> Project:
    """The sources and cases of all; name, coders and codes are those of each."""
    return dataclasses.replace(
        projects[0],
        sources=tuple(s for p in projects for s in p.sources),
        cases=tuple(c for p in projects for c in p.cases),
    )
