"""What is known of a person beside their open answers: closed questions, and how they took part.

One row per answer stays one row per answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from compendium.analysis.qualitative.theme_counts import LANGUAGES, YES_NO
from compendium.analysis.result import Labels
from compendium.instruments import Instrument, Item
from compendium.intake.tables import Tables
from compendium.problems import StudyError, listed
from compendium.words import Text, words

# What is known of people beside their answers, and the words for it.
OF_PEOPLE = {
    "interviewed": "open_text_interviewed",
    "answered_in": "open_text_answered_in",
    "submitted_month": "open_text_submitted_month",
}


def attributes(form: Instrument) -> dict[str, tuple[Item, str] | None]:
    """What answers of a questionnaire can be looked at by.

    Its closed questions by their item, those asked twice by item and stage (``T1_before``); and
    whether the person was ``interviewed`` too, the language they answered in (``answered_in``) and
    the month they answered in (``submitted_month``).
    """
    closed = [(i, s) for i in form.items if form.scale_of(i) for s in i.stages]
    named = {
        item.item_id if stage == "single" else f"{item.item_id}_{stage}": (item, stage)
        for item, stage in closed
    }
    return named | dict.fromkeys(OF_PEOPLE)


def with_attributes(
    rows: pd.DataFrame, data: Tables, form: Instrument, names: Sequence[str]
) -> pd.DataFrame:
    """Answers with one column per attribute; blank where nothing is known.

    Raises
    ------
    StudyError
        If the questionnaire has no such attribute, or one is called like a column of answers.
    """
    there = attributes(form)
    if wrong := [n for n in names if n not in there or n in rows]:
        raise StudyError(
            f"{listed(wrong)}: no attribute of {form.instrument} by which answers can be looked "
            f"at. There is: {listed([n for n in there if n not in rows], 80)}."
        )
    given = data.answers[data.answers["instrument"] == form.instrument]
    first = given.drop_duplicates("participant_id").set_index("participant_id")
    people = data.participants.drop_duplicates("participant_id").set_index("participant_id")
    for name in names:
        if name == "interviewed":
            values = people["interviewed"].map({True: "yes", False: "no"})
        elif name == "answered_in":
            values = rows.set_index("participant_id")["language"]
        elif name == "submitted_month":
            values = first["submitted_month"]
        else:
            item, stage = there[name]
            own = given[(given["item_id"] == item.item_id) & (given["stage"] == stage)]
            values = own.drop_duplicates("participant_id").set_index("participant_id")["value"]
        values = values[~values.index.duplicated()]
        said = rows["participant_id"].map(values.astype("object"))
        rows = rows.assign(**{name: said.fillna("").astype("str")})
    return rows


def attribute_labels(form: Instrument, names: Sequence[str]) -> Labels:
    """What each attribute is called (under ``attribute``), and each of its values by name."""
    there, own = attributes(form), words()
    labels: Labels = {"attribute": {}}
    for name in names:
        if there[name]:
            item, stage = there[name]
            labels["attribute"][name] = wording_at(item, stage)
            options = form.scale_of(item).levels
            labels[name] = {str(o.value): o.label for o in options}
        else:
            labels["attribute"][name] = own[OF_PEOPLE[name]].text
            labels[name] = {**YES_NO, **LANGUAGES}
        labels[name][""] = own["open_text_not_known"].text
    return labels


def wording_at(item: Item, stage: str) -> Text:
    """The wording of a closed question, with when it was about where it was asked twice."""
    if stage == "single":
        return item.wording
    at = words()[f"stage_{stage}"].text
    return Text(f"{item.wording.en} ({at.en})", item.wording.cy and f"{item.wording.cy} ({at.cy})")
