"""Quotes for a person to look at: what could be approved, and what is held back and why.

The table lies in ``private/<study>/``. It proposes wording and approves none: a person copies a row
into ``findings/quotes.csv``, with the words that they answer for.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from compendium.disclosure.names.replacements import proposed
from compendium.disclosure.names.scan import Known, found_in
from compendium.disclosure.quotes import known_of
from compendium.intake.tables import Tables, open_tables
from compendium.study import Study
from compendium.writers.files import write_csv
from compendium.writers.private import keep_private

FILE = "quotes_to_approve.csv"
# The columns of findings/quotes.csv, of which a person fills those that are blank here.
APPROVED = (
    "segment_id",
    "approved_text",
    "translation_en",
    "approved_by",
    "approved_on",
    "study",
    "data_origin",
)
HELD_BACK, TO_APPROVE = "held back", "to approve"


def quote_drafts(data: Tables, among: Iterable[str] | None = None) -> pd.DataFrame:
    """One row per passage that may be quoted and is not approved, or whose wording is held back.

    The first columns are those of ``findings/quotes.csv``, wording and who approved it blank.
    Then `status`, `lang`, `text` (what was said, or the approved wording that is held back),
    `found` (what in it may name somebody, a place or a day) and `proposed_text` (the same with a
    role or a kind of word instead). Passages of people who do not want to be quoted, of unknown
    speakers and of field notes are not in it. `among`: of these passages alone, by their ids.
    """
    known = known_of(data)
    if among is not None:
        data = _only(data, set(among))
    held = [
        _row(data.study, quote, HELD_BACK, text, lang, known)
        for quote in data.quotes.itertuples()
        for text, lang in ((quote.approved_text, quote.lang), (quote.translation_en, "en"))
        if text and found_in(text, known)
    ]
    drafts = [
        _row(data.study, said, TO_APPROVE, said.text, said.lang, known)
        for said in _not_yet_approved(data).itertuples()
    ]
    columns = [*APPROVED, "status", "lang", "text", "found", "proposed_text"]
    return pd.DataFrame([*held, *drafts], columns=columns, dtype="str")


def _only(data: Tables, segments: set[str]) -> Tables:
    """The tables with these passages alone, and what of their wording was approved."""
    talk, quotes = (t[t["segment_id"].isin(segments)] for t in (data.segments, data.quotes))
    return data.but(segments=talk, quotes=quotes)


def unused_checks(data: Tables) -> list[str]:
    """Words of ``checked_words`` that no talk and no approved wording has."""
    texts = [*data.segments["text"], *data.quotes["approved_text"], *data.quotes["translation_en"]]
    whole = "\n".join(texts)
    return [c.word for c in data.study.header.checked_words if c.word not in whole]


def write_quote_drafts(study: Study) -> str:
    """Write the table of a study and say what is in it."""
    data = open_tables(study)
    drafts, path = quote_drafts(data), study.private / FILE
    write_csv(path, drafts)
    keep_private(study.private)
    counted = drafts["status"].value_counts()
    lines = [
        f"{study.id}: quotes",
        f"  to approve  {counted.get(TO_APPROVE, 0)} passages of people who may be quoted",
        f"  held back   {counted.get(HELD_BACK, 0)} approved wordings that may name somebody",
        f"  written     {path.relative_to(study.private.parents[1]).as_posix()}",
    ]
    if unused := unused_checks(data):
        lines.append(f"  checked_words that nobody says any more: {', '.join(unused)}")
    return "\n".join(lines)


def _not_yet_approved(data: Tables) -> pd.DataFrame:
    people = data.participants
    quotable = set(people.loc[people["quote_consent"], "participant_id"])
    said = data.segments[data.segments["participant_id"].isin(quotable)]
    return said[~said["segment_id"].isin(data.quotes["segment_id"])]


def _row(study: Study, said, status: str, text: str, lang: str, known: Known) -> dict[str, str]:
    found = found_in(text, known)
    return {
        **dict.fromkeys(APPROVED, ""),
        "segment_id": said.segment_id,
        "study": study.id,
        "data_origin": said.data_origin,
        "status": status,
        "lang": lang,
        "text": text,
        "found": "; ".join(f"{one.text} ({one.kind})" for one in found),
        "proposed_text": proposed(text, known, "cy" if lang == "cy" else "en"),
    }
