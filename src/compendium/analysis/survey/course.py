"""The course of a questionnaire: its answers on each occasion, scored, and results made of them.

An occasion is a real one, months or years after the first. Each construct is scored from what
people say of the time at which they are asked (stage `now`); what they say looking back is not
used. What one row is, the results made of a course say: construct, occasion, area.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.analysis.statistics import paired
from compendium.analysis.survey.asked import (
    answers_of,
    asked,
    item_labels,
    population,
    surveyed_with,
)
from compendium.analysis.survey.distributions import parts_of
from compendium.analysis.survey.scales import score
from compendium.instruments import Instrument
from compendium.intake.tables import Tables
from compendium.words import Text, words

# In place of one later occasion: all of them together; what was asked looking back.
EVERY_OCCASION, LOOKING_BACK = "every", "looking_back"
SAID = {EVERY_OCCASION: "occasion_every", LOOKING_BACK: "occasion_looking_back"}
ASSUMPTIONS = {
    "attrition": "assumption_attrition",
    "change_over_time": "assumption_change_over_time",
    "occasion_means": "assumption_same_people",
    "reliable_change": "assumption_reliable_change",
}


@dataclasses.dataclass(frozen=True)
class Course:
    """One questionnaire's answers by occasion, the first one first, and each construct's scores.

    `occasions` has fewer than two entries where nobody was to be asked again.
    """

    data: Tables
    form: Instrument
    groups: tuple[str, ...]
    occasions: dict[str, pd.DataFrame]

    @property
    def first(self) -> str:
        return next(iter(self.occasions), "")

    @property
    def later(self) -> list[str]:
        return list(self.occasions)[1:]

    @property
    def constructs(self) -> list[str]:
        return [c.construct for c in self.form.constructs if c.scored]

    def scores(self, construct: str) -> pd.DataFrame:
        """One row per person, one column per occasion; rounded so that equal means are equal."""
        rule = self.data.study.header.min_answered
        scored = {
            occasion: score(answers, self.form, construct, rule).astype("float64")
            for occasion, answers in self.occasions.items()
        }
        return pd.DataFrame(scored).round(paired.PLACES)

    def people(self, occasion: str) -> pd.DataFrame:
        """Who answered on one occasion: one row per person."""
        return self.occasions[occasion].drop_duplicates("participant_id")


def course(data: Tables, instrument: str = "", groups: tuple[str, ...] = ()) -> Course:
    """The answers of one questionnaire on each occasion, of the site that `data` is seen from."""
    form = surveyed_with(data, instrument)
    again = data.follow_up_answers
    if data.site_id:
        again = again[again["site_id"] == data.site_id]
    names = [o.occasion for o in data.study.occasions_of(form.instrument)]
    tables = {name: again[again["occasion"] == name] for name in names[1:]}
    tables = {name: data.answers for name in names[:1]} | tables
    return Course(
        data,
        form,
        groups or form.groups,
        {name: answers_of(data.but(answers=table), form, groups) for name, table in tables.items()},
    )


def result_of(
    of: Course,
    measure: str,
    frame: pd.DataFrame,
    by: tuple[str, ...],
    people: str,
    kinds: dict[str, str],
    analysis: Callable[..., Result] | None = None,
) -> Result:
    """The result; `analysis` makes its parts, as those of `distributions.parts_of`."""
    data, form = of.data, of.form
    return Result(
        measure,
        frame,
        by=by,
        people=people,
        kinds=kinds,
        population=population(data, form, () if of.groups == form.groups else of.groups),
        method=f"method_{measure}",
        assumption=ASSUMPTIONS[measure],
        origin=origin_of(data.participants, data.answers, data.follow_up_answers),
        labels={**item_labels(form), **asked(data, form, of.groups), **_labels(of)},
        groups=of.groups,
        parts=parts_of(analysis, data, form.instrument, of.groups) if analysis else (),
    )


def _labels(of: Course) -> dict[str, dict[str, Text]]:
    """Texts of the occasions, the first apart, and of the groups."""
    own = {o.occasion: o.label for o in of.data.study.header.occasions}
    said = {name: words()[key].text for name, key in SAID.items()}
    first = {of.first: own[of.first]} if of.first else {}
    groups = {g: of.data.study.group(g).label for g in of.groups}
    return {"occasion": {**own, **said}, "first_occasion": first, "group": groups}
