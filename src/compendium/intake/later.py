"""Answers that a questionnaire was given on a later occasion than its first.

One row per person, occasion, item and stage.
"""

from __future__ import annotations

import pandas as pd

from compendium.intake.quality import Quality


def later_answers(
    frames: dict[str, pd.DataFrame], occasion: str, file: str, quality: Quality
) -> dict[str, pd.DataFrame]:
    """The answers of a later occasion. Open answers are read of the first occasion alone.

    Tables of open answers do not say when something was written, so that words of two occasions
    could not be told apart.
    """
    if written := len(frames["open_answers"]):
        quality.note("open_answers_of_later", file, "", occasion, f"{written} answers")
    return {"follow_up_answers": frames["answers"].assign(occasion=occasion)}


def note_later_alone(
    answers: list[pd.DataFrame], later: list[tuple[str, pd.DataFrame]], quality: Quality
) -> None:
    """Who answered a questionnaire later and not on its first occasion; `later` by file."""
    key = ["participant_id", "instrument"]
    first = {pair for f in answers for pair in f[key].itertuples(index=False, name=None)}
    for file, frame in later:
        for person in frame.drop_duplicates(key).itertuples():
            if (person.participant_id, person.instrument) not in first:
                quality.note("later_alone", file, f"row {person.source_row}", "", person.occasion)
