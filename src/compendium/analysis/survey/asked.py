"""Who was asked with which questionnaire: its rows, and the texts that say whom they are about."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import BETWEEN, Labels
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.study import Study
from compendium.words import Text

# In place of the instrument of a study without a survey.
NO_FORM = Instrument("", Text(""), groups=(), constructs=(), scales=(), items=())


def surveyed_with(data: Tables, instrument: str = "") -> Instrument:
    """The instrument named; if none is, that of the study's first survey, or an empty one."""
    surveys = data.study.source("survey")
    if instrument or surveys:
        return data.study.instrument(instrument or surveys[0].instrument)
    return NO_FORM


def answers_of(data: Tables, form: Instrument, groups: tuple[str, ...] = ()) -> pd.DataFrame:
    """The rows of `answers` that belong to one instrument, and to these groups if any is named.

    Raises
    ------
    StudyError
        If the instrument is not for a group that is named.
    """
    if strangers := [g for g in groups if g not in form.groups]:
        raise StudyError(
            f"The {form.instrument} survey does not ask {listed(strangers)}. It asks "
            f"{listed(form.groups)}: name groups of these."
        )
    answers = data.answers[data.answers["instrument"] == form.instrument]
    return answers[answers["group"].isin(groups)] if groups else answers


def population(data: Tables, form: Instrument, groups: tuple[str, ...] = ()) -> Text:
    """Whom a survey's numbers are about: ``social workers and chairs in Area A``."""
    asked = groups_named(data.study, groups or form.groups)
    if not data.site_id:
        return asked
    site = data.study.site(data.site_id).label
    return Text(f"{asked.en} in {site.en}", f"{asked.cy} yn {site.cy}" if asked.cy else "")


def population_of_form(data: Tables, form: Instrument, groups: tuple[str, ...] = ()) -> Text:
    """The same, with what the questionnaire is called where another asks some of them as well."""
    asked, study = population(data, form, groups), data.study
    others = dict.fromkeys(s.instrument for s in study.source("survey"))
    others.pop(form.instrument, None)
    elsewhere = {g for name in others for g in study.instrument(name).groups}
    if not elsewhere & set(groups or form.groups):
        return asked
    cy = f"{asked.cy} ({form.title.cy})" if asked.cy and form.title.cy else ""
    return Text(f"{asked.en} ({form.title.en})", cy)


def groups_named(study: Study, groups: tuple[str, ...]) -> Text:
    """Groups as a sentence lists them: ``social workers and chairs``."""
    labels = [study.group(g).label for g in groups]
    return Text(
        in_a_sentence([g.en for g in labels], "and"),
        in_a_sentence([g.cy for g in labels], "a") if all(g.cy for g in labels) else "",
    )


def in_a_sentence(names: list[str], conjunction: str) -> str:
    """``a, b and c``; Welsh "a" is "ac" before a vowel and turns c, p and t into ch, ph and th."""
    if len(names) < 2:
        return "".join(names)
    last = names[-1]
    if conjunction == "a" and last[0].lower() in "aeiouwyâêîôûŵŷ":
        conjunction = "ac"
    elif conjunction == "a" and last[0].lower() in "cpt" and last[1:2] != "h":
        last = f"{last[0]}h{last[1:]}"
    return f"{', '.join(names[:-1])} {conjunction} {last}"


def asked(data: Tables, form: Instrument, groups: tuple[str, ...]) -> dict[str, dict[str, Text]]:
    """Who was asked with what, and where: texts of the instrument, the groups and the sites."""
    sites = [s for s in data.study.sites if data.site_id in ("", s.site_id)]
    return {
        "asked_with": {form.instrument: Text(form.instrument)} if form.instrument else {},
        "asked_groups": {g: data.study.group(g).label for g in groups},
        "asked_sites": {s.site_id: s.label for s in sites},
    }


def stage_of(item: Item, stage: str) -> str:
    """The stage at which an item's answers count for a stage: its only one if it was asked once."""
    return stage if stage in item.stages else item.stages[0]


def looks_back(form: Instrument, construct: str) -> bool:
    """Whether any item of a construct was asked about before and now in one sitting."""
    return any("before" in item.stages for item in form.items_of(construct))


def survey_key(labels: Labels) -> str:
    """Whose answers a result holds, from its labels: the instrument, then its groups."""
    return BETWEEN.join([*labels.get("asked_with", ()), *labels.get("asked_groups", ())])


def item_labels(form: Instrument) -> dict[str, dict[str, Text]]:
    """Text of each construct and item, and which items are reversed."""
    return {
        "construct": {c.construct: c.label for c in form.constructs},
        "item_id": {i.item_id: i.wording for i in form.items},
        "reversed": {i.item_id: i.wording for i in form.items if i.reversed},
    }
