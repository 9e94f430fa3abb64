"""What a team says of its study to funders and in plain words, as results that can be shown.

Nothing is counted here: the texts are in study.yml, and the numbers beside them in findings. One
row is a text.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Labels, Result, origin_of, written
from compendium.audiences import FACTS, PARAGRAPHS, HardWord
from compendium.intake.tables import Tables
from compendium.words import Text


def project_summary(data: Tables) -> Result:
    """What the project was: one row per paragraph or objective, its `part` and its number there."""
    summary = data.study.header.summary
    texts = {part: getattr(summary, part) for part in PARAGRAPHS} if summary else {}
    return _texts("project_summary", texts, data)


def project_facts(data: Tables) -> Result:
    """Status, lead, amount, dates …: one row per fact the study names.

    `day` is the date where the fact is one; else what it says stands in the labels.
    """
    summary = data.study.header.summary
    said = {name: getattr(summary, name) for name in FACTS} if summary else {}
    said = {name: value for name, value in said.items() if value}
    days = {n: "" if isinstance(v, Text) else v.isoformat() for n, v in said.items()}
    frame = pd.DataFrame({"fact": list(said), "day": list(days.values())}, dtype="str")
    labels = {"text": {n: v for n, v in said.items() if isinstance(v, Text)}}
    return _written("project_facts", frame, ("fact",), {"day": "text"}, labels, data)


def plain_words(data: Tables, *parts: str) -> Result:
    """What the page in plain words says in these parts of it: one row per sentence of the study's.

    Parts are those of `compendium.audiences.PlainPage`: about, hard_words, next_steps, support.
    """
    page = data.study.header.young_people
    return _texts("plain_words", {p: getattr(page, p) for p in parts} if page else {}, data)


def plain_check(data: Tables) -> Result:
    """Who has checked the page, and its ways to get help.

    One row for each of the two, `day` blank if nobody has.
    """
    page = data.study.header.young_people
    checks = page.checks if page else {}
    labels: Labels = {"readers": {"readers": page.readers} if page else {}}
    labels["text"] = {part: by for part, (by, _) in checks.items() if by}
    days = [on.isoformat() if on else "" for _, on in checks.values()]
    frame = pd.DataFrame({"part": list(checks), "day": days}, dtype="str")
    return _written("plain_check", frame, ("part",), {"day": "text"}, labels, data)


def _texts(measure: str, parts: dict[str, object], data: Tables) -> Result:
    """One row per text of each part; of a hard word what it means, the word beside it."""
    texts, terms = {}, {}
    for part, found in parts.items():
        several = found if isinstance(found, tuple) else (found,)
        for number, each in enumerate(filter(None, several), 1):
            key = f"{part} {number}"
            texts[key] = each.means if isinstance(each, HardWord) else each
            if isinstance(each, HardWord):
                terms[key] = each.word
    frame = pd.DataFrame([k.split() for k in texts], columns=["part", "number"], dtype="str")
    return _written(measure, frame, ("part", "number"), {}, {"text": texts, "term": terms}, data)


def _written(
    measure: str,
    frame: pd.DataFrame,
    by: tuple[str, ...],
    kinds: dict[str, str],
    labels: Labels,
    data: Tables,
) -> Result:
    """What the team wrote of the study as a whole."""
    title, origin = data.study.header.title, origin_of(data.participants)
    return written(measure, frame, by, kinds, labels, population=title, origin=origin)
