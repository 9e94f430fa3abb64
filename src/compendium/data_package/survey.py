"""Survey answers of one questionnaire as an SPSS file: one person a row, with all labels."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from compendium.instruments import Instrument, Item
from compendium.intake.take_in import Tables
from compendium.writers.spss import write_sav

# Limits of the format, in bytes (PSPP Developers Guide, "Variable Record", "Value Labels Record").
LONGEST_LABEL, LONGEST_VALUE_LABEL, MOST_MISSING_CODES = 255, 120, 3
OF_PERSON = {
    "participant_id": "Participant",
    "site_id": "Site",
    "group": "Group",
    "language": "Language of the answers",
    "data_origin": "Data origin",
}


def answers_sav(path: Path, data: Tables, instrument: Instrument) -> int:
    """Write the answers of one questionnaire; the number of respondents.

    A reason for a missing answer is the user-missing code the scale gives it; where the scale has
    none (not answered, out of range) the answer is system-missing. Open answers are text.
    """
    answers = data.answers[data.answers["instrument"] == instrument.instrument]
    people = answers[list(OF_PERSON)].drop_duplicates("participant_id")
    people = people.sort_values("participant_id", ignore_index=True)
    columns, labels, value_labels, missing = {}, dict(OF_PERSON), {}, {}
    for item in instrument.items:
        for stage in item.stages:
            name = item.item_id if stage == "single" else f"{item.item_id}_{stage}"
            labels[name] = _cut(_label(item, stage), LONGEST_LABEL)
            if scale := instrument.scale_of(item):
                columns[name] = _values(answers, item, stage, scale, people)
                value_labels[name] = {
                    o.value: _cut(o.label.en, LONGEST_VALUE_LABEL) for o in scale.options
                }
                if codes := sorted(scale.missing)[:MOST_MISSING_CODES]:
                    missing[name] = codes
            else:
                columns[name] = _texts(data.open_answers, item, people)
    frame = pd.concat([people, pd.DataFrame(columns, index=people.index)], axis=1)
    origin = ", ".join(sorted(set(people["data_origin"])))
    write_sav(path, frame, labels, value_labels, missing, _cut(f"{data.study.id} ({origin})", 64))
    return len(frame)


def _label(item: Item, stage: str) -> str:
    return item.wording.en + ("" if stage == "single" else f" [{stage}]")


def _values(answers: pd.DataFrame, item: Item, stage: str, scale, people: pd.DataFrame):
    """One number per person: the answer, or the code of the reason why there is none."""
    own = answers[(answers["item_id"] == item.item_id) & (answers["stage"] == stage)]
    own = own.set_index("participant_id")
    codes = {reason: code for code, reason in scale.missing.items()}
    reasons = own["missing_reason"].map(codes).astype("float64")
    values = own["value"].astype("float64").fillna(reasons)
    return people["participant_id"].map(values).astype("float64")


def _texts(opened: pd.DataFrame, item: Item, people: pd.DataFrame) -> pd.Series:
    own = opened[opened["item_id"] == item.item_id].drop_duplicates("participant_id")
    texts = own.set_index("participant_id")["text"]
    return people["participant_id"].map(texts).astype("object").fillna("")


def _cut(text: str, most: int) -> str:
    """A text within so many bytes of UTF-8, whole letters, marked where it is cut."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode("utf-8", "ignore") + "…"
