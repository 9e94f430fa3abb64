"""Whether a record is one that the door and a verb could have made.

A signature says who made a record; these checks say that it is whole, and that nothing stands
in it beside what a display needs. Faults never quote what they found.
"""

from __future__ import annotations

import math
import re
import string
from collections.abc import Iterator

from compendium.disclosure.released import DECIMALS, FOLLOWING, REPLACING, rounded
from compendium.displays.record import Display, Sentence, canonical, from_record
from compendium.displays.tables import TABLES
from compendium.schemas import ORIGINS
from compendium.words import words

# Displays that are no table: quotes and findings have a table as well.
KINDS = (*TABLES, "absent")
TEXTS = ("key", "text", "band", "guard")
HIDING = ("c", "z")
# The least and the most that a number of a kind can be; means and sizes of effects can be any.
RANGES = {
    "percent": (0, 100),
    "p": (0, 1),
    **dict.fromkeys(("count", "base", "days"), (0, math.inf)),
}
ID = re.compile(r"[A-Za-z0-9][\w.-]{0,79}", re.ASCII)


def faults(record: object) -> list[str]:
    """What is wrong with a record, in words that quote nothing of it; nothing if it is whole."""
    try:
        return list(dict.fromkeys(_faults(record)))
    except Exception:  # whatever is wrong with it, it cannot be read
        return ["is no display record, or an incomplete one"]


def _faults(record: object) -> Iterator[str]:
    display = from_record(record)
    if canonical(display.record()) != canonical(record) or not _all_text(display):
        yield "holds more than a display record does, or not in its form"
        return
    yield from (*_names(display), *_cells(display), *_sentences(display))


def _all_text(display: Display) -> bool:
    """Whether everything that is said or looked up is text, and every mark and label too."""
    data = display.data
    texts = [data.population, *(t for texts in data.labels.values() for t in texts.values())]
    return all(
        isinstance(text, str)
        for text in (
            *(display.id, display.kind, data.measure, data.profile, data.origin, data.method),
            *(t for text in texts for t in (text.en, text.cy)),
            *(value for texts in data.labels.values() for value in texts),
            *(*data.by, *data.kinds, *data.kinds.values(), *data.frame.columns),
            *data.marks.to_numpy().ravel(),
        )
    )


def _names(display: Display) -> Iterator[str]:
    data = display.data
    if not ID.fullmatch(display.id):
        yield "has an id that is more than letters, digits, `-`, `_` and `.`"
    if display.kind not in KINDS:
        yield "is of no known kind"
    if data.origin not in ORIGINS:
        yield "does not say whether its data are made up"
    if not isinstance(data.withheld, bool):
        yield "does not say whether something was held back"


def _cells(display: Display) -> Iterator[str]:
    """Every cell is of its column's kind, rounded as the door rounds, empty where it is hidden."""
    frame, marks, kinds = display.data.frame, display.data.marks, display.data.kinds
    if sorted(kinds) != sorted(frame.columns) or not set(kinds.values()) <= {*DECIMALS, *TEXTS}:
        yield "has a column of a kind that cannot leave"
        return
    if not set(display.data.by) <= {c for c, kind in kinds.items() if kind in TEXTS}:
        yield "has rows by a column that is no key"
    if not set(marks.to_numpy().ravel()) <= {"", *REPLACING, *FOLLOWING}:
        yield "has a mark that means nothing"
    for column, kind in kinds.items():
        for value, mark in zip(frame[column], marks[column], strict=True):
            if mark in HIDING and not (value == "" or _is_missing(value)):
                yield "has a number under a mark that says it is hidden"
            elif kind in DECIMALS and not _is_missing(value) and not _is_rounded(value, kind):
                yield "has a number that was not rounded as the door rounds"
            elif kind in RANGES and not _is_missing(value) and not _is_in_range(value, kind):
                yield "has a number that nothing of its kind can be"


def _is_missing(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def _is_rounded(value: float, kind: str) -> bool:
    return math.isfinite(value) and rounded(value, DECIMALS[kind]) == value


def _is_in_range(value: float, kind: str) -> bool:
    least, most = RANGES[kind]
    return least <= value <= most


def _sentences(display: Display) -> Iterator[str]:
    """Every sentence has its words, and each part of it stands in the table."""
    for sentence in display.sentences:
        yield from _sentence(sentence, len(display.data.frame))


def _sentence(sentence: Sentence, rows: int) -> Iterator[str]:
    if sentence.key not in words():
        yield "has a sentence that is not in words.csv"
        return
    text = words()[sentence.key].text
    wanted = {n for t in (text.en, text.cy) for _, n, _, _ in string.Formatter().parse(t) if n}
    if not wanted <= set(sentence.parts):
        yield "has a sentence with a gap"
    for part in sentence.parts.values():
        if isinstance(part, Sentence):
            yield from _sentence(part, rows)
            continue
        counted = getattr(part, "rows", ())
        if len(set(counted)) < len(counted) or not set(counted) <= set(range(rows)):
            yield "counts rows that are not there"
        try:
            part.say("cy")
        except Exception:
            yield "has a sentence that refers to nothing"
