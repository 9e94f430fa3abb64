"""Transcripts as they may be handed on: whose words must not be in them are blacked out.

Blacked out is letter by letter, so that every position in a transcript stays what it was.
"""

from __future__ import annotations

import re

import pandas as pd

from compendium.consent import Consent
from compendium.intake.coded_answers import answer_texts
from compendium.intake.coding import NOBODY, places_of
from compendium.intake.matches import open_consent
from compendium.intake.quality import Quality
from compendium.intake.source_export import source_export
from compendium.intake.tables import Tables
from compendium.readers.refi_qda.texts import opened

BLACK = "\u2588"


def transcripts(data: Tables) -> tuple[dict[str, str], pd.DataFrame]:
    """The texts of a study's events by id, and which stretches of them are whose.

    Nothing is left of people who withdrew or have no consent row: their stretches are blacked out.
    Where a whole source is both theirs and somebody else's, so is everything but the segments and
    stretches that are known to be the other person's.

    Returns
    -------
    texts : dict
        One text per event that the tables still have.
    places : pandas.DataFrame
        One row per person and event or stretch: `participant_id`, `event_id`, `start`, `end`.

    Raises
    ------
    DataError
        If an export cannot be read any more.
    """
    consent, texts, places = open_consent(data.study), {}, []
    events = set(data.events["event_id"])
    for source in data.study.source("coding_project"):
        export = source_export(data.study, source)
        found = places_of(source, export, consent, Quality(), export.report.file)
        found = found[found["event_id"].isin(events)]
        places.append(found)
        with opened(export.texts):
            for name in sorted(events & set(export.texts)):
                own = found[found["event_id"] == name]
                kept = data.segments[data.segments["event_id"] == name]
                texts[name] = blacked_out(export.texts[name], own, kept, consent)
    for name, written in answer_texts(
        data.study, data.event_participants, data.open_answers
    ).items():
        if name not in texts:
            texts[name] = written
            own = data.event_participants[data.event_participants["event_id"] == name]
            places.append(own[["participant_id", "event_id"]].assign(start=pd.NA, end=pd.NA))
    together = pd.concat(places) if places else pd.DataFrame(columns=["participant_id"])
    gone = together["participant_id"].isin({*consent.withdrawn, NOBODY})
    return texts, together[~gone]


def blacked_out(text: str, places: pd.DataFrame, kept: pd.DataFrame, consent: Consent) -> str:
    """One text without the words of whoever must not be in it.

    Parameters
    ----------
    places : pandas.DataFrame
        Whose stretches these are: `participant_id`, `start`, `end`; both missing for the whole.
    kept : pandas.DataFrame
        The segments of it that may pass: `char_start`, `char_end`.
    """
    theirs = places["participant_id"].isin({*consent.withdrawn, NOBODY})
    whole = places["start"].isna()
    letters = list(text)
    if (theirs & whole).any():
        safe = [*_spans(kept, "char_start", "char_end"), *_spans(places[~theirs & ~whole])]
        open_ = {i for a, b in safe for i in range(a, b)}
        letters = [c if i in open_ else _black(c) for i, c in enumerate(letters)]
    for start, end in _spans(places[theirs & ~whole]):
        letters[start:end] = map(_black, letters[start:end])
    return "".join(letters)


def _spans(table: pd.DataFrame, start: str = "start", end: str = "end") -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in table[[start, end]].itertuples(index=False)]


def _black(letter: str) -> str:
    return letter if re.fullmatch(r"\s", letter) else BLACK
