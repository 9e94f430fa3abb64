"""Under which open question each coded passage of written answers stands.

A coding tool makes one document of what a respondent wrote, each answer under its question. An
answer is looked for where it fills whole lines of the document, else between other words; longer
answers first, and of answers that are alike the first to the first place. A passage belongs to the
one answer that it lies in or overlaps. Where the whole document is not known, it belongs to the
only answer that holds its words. Whatever lies in several answers, or in none, belongs to none.
Tables of segments keep their rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from compendium.study import Study

# Instrument and item.
Question = tuple[str, str]
NO_QUESTION: Question = ("", "")


def under_questions(study: Study, parts: dict[str, list[pd.DataFrame]]) -> list[pd.DataFrame]:
    """Every part of `segments`, with the `instrument` and `item_id` of its written answers.

    `parts` are those of each table; events of a survey imported into a coding tool carry their
    `whole_text`.
    """
    answers = _answers(study, parts["open_answers"])
    texts = {}
    for events in parts["events"]:
        if "whole_text" in events:
            texts |= dict(zip(events["event_id"], events["whole_text"], strict=True))
    return [_placed(segments, answers, texts) for segments in parts["segments"]]


def _answers(study: Study, parts: list[pd.DataFrame]) -> dict[str, list[tuple[Question, str]]]:
    """Of each person their answers, in the order of the questionnaires."""
    order = [
        (form.instrument, item.item_id)
        for form in study.instruments
        for item in form.open_questions
    ]
    rank, found = {question: i for i, question in enumerate(order)}, {}
    for part in parts:
        for row in part.itertuples():
            own = found.setdefault(row.participant_id, [])
            own.append(((row.instrument, row.item_id), row.text))
    return {who: sorted(own, key=lambda a: rank[a[0]]) for who, own in found.items()}


def _placed(
    segments: pd.DataFrame,
    answers: dict[str, list[tuple[Question, str]]],
    texts: dict[str, str],
) -> pd.DataFrame:
    if "item_id" in segments or not texts:
        return segments
    spans: dict[tuple[str, str], list] = {}
    questions = []
    for row in segments.itertuples():
        own = answers.get(row.participant_id, []) if row.event_id in texts else []
        key = row.event_id, row.participant_id
        if key not in spans:
            spans[key] = places(texts.get(row.event_id, ""), own)
        questions.append(question_at(row.char_start, row.char_end, row.text, spans[key], own))
    return segments.assign(
        instrument=[instrument for instrument, _ in questions],
        item_id=[item for _, item in questions],
    )


def places(text: str, answers: Sequence[tuple[Question, str]]) -> list[tuple[int, int, Question]]:
    """Where in a document each answer stands: start, end and question; none where it does not.

    >>> places("No?\\nNo\\nWhy?\\nNo reason", [(("f", "a"), "No"), (("f", "b"), "No reason")])
    [(12, 21, ('f', 'b')), (4, 6, ('f', 'a'))]
    """
    found = []
    for question, words in sorted(answers, key=lambda answer: -len(answer[1])):
        for start, end in _occurrences(text, words):
            if not any(start < other_end and end > other for other, other_end, _ in found):
                found.append((start, end, question))
                break
    return found


def _occurrences(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, whatever spaces part them; on lines of their own first."""
    if not words.split():
        return []
    pattern = r"\s+".join(map(re.escape, words.split()))
    lines = re.finditer(rf"(?m)^[^\S\n]*({pattern})[^\S\n]*$", text)
    within = re.finditer(rf"(?<!\w)({pattern})(?!\w)", text)
    return [found.span(1) for found in (*lines, *within)]


def question_at(
    start: int,
    end: int,
    words: str,
    spans: Sequence[tuple[int, int, Question]],
    answers: Sequence[tuple[Question, str]],
) -> Question:
    """The question of one passage: by its place, or by its words where no place is known."""
    if spans:
        met = [q for first, last, q in spans if start < last and end > first]
        return met[0] if len(met) == 1 else NO_QUESTION
    sought = " ".join(words.split())
    holding = [question for question, answer in answers if sought in " ".join(answer.split())]
    return holding[0] if len(holding) == 1 else NO_QUESTION
