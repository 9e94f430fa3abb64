"""Labels and numbers as text, in English and Welsh.

Every string a reader sees comes from a study's own files (`Text`) or from ``words.csv``
beside this module (`say`). Welsh without a checked translation is a draft and is counted as
one; a missing Welsh text is never replaced in silence: the English stands, marked.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import functools
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from compendium.heard import note

LANGUAGES = ("en", "cy")

# A reader of Welsh is told that the English stands in for a missing text.
ENGLISH_STANDS_IN = " [Saesneg]"
# What may be said of a Welsh text: nobody who knows has looked at it yet, or somebody has.
DRAFT, CHECKED = CY_STATUS = ("draft", "checked")


@dataclasses.dataclass(frozen=True)
class Text:
    """One string in English and Welsh; `cy` is blank where nobody has written it yet."""

    en: str
    cy: str = ""

    def say(self, lang: str) -> str:
        """The text in `lang`; missing Welsh is the English, marked so. A blank text stays blank.

        >>> Text("Area A", "Ardal A").say("cy"), Text("Area A").say("cy"), Text("").say("cy")
        ('Ardal A', 'Area A [Saesneg]', '')
        """
        if lang == "en" or not self.en:
            return self.en
        note(self.en, self.cy)
        return self.cy or self.en + ENGLISH_STANDS_IN


@dataclasses.dataclass(frozen=True)
class Word:
    """One row of words.csv: a key, its texts, and whether a translator checked the Welsh."""

    key: str
    text: Text
    cy_status: str


@functools.cache
def words() -> dict[str, Word]:
    """Every label the compendium itself uses, by key."""
    with (Path(__file__).parent / "words.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["key"]: Word(row["key"], Text(row["en"], row["cy"]), row["cy_status"])
            for row in csv.DictReader(file)
        }


@functools.cache
def checked_words() -> dict[tuple[str, str], str]:
    """Of each label, by its English and Welsh, whether a translator checked it."""
    found: dict[tuple[str, str], str] = {}
    for word in words().values():
        both = word.text.en, word.text.cy
        found[both] = word.cy_status if found.get(both) != DRAFT else DRAFT
    return found


def say(key: str, lang: str, **values: str) -> str:
    """The phrase `key` in `lang`, with its ``{placeholders}`` filled.

    Raises
    ------
    KeyError
        If words.csv has no such key (a fault of the compendium, not of a study).
    """
    return words()[key].text.say(lang).format(**values)


def as_written(text: str, lang: str) -> str:
    """What somebody wrote in English alone (a reason, a note), marked as English in Welsh.

    >>> as_written("It sounds like a label.", "cy")
    'It sounds like a label. [Saesneg]'
    """
    return Text(text).say(lang)


def capitalised(text: str) -> str:
    """The text with its first letter a capital and the rest as it is.

    >>> capitalised("parents in Area A"), capitalised("")
    ('Parents in Area A', '')
    """
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """The text with its first letter a small one and the rest as it is.

    >>> uncapitalised("Reasoning of Parents"), uncapitalised("")
    ('reasoning of Parents', '')
    """
    return text[:1].lower() + text[1:]


def either(texts: Sequence[Text]) -> Text:
    """Several texts as one that says "or" between them, but for the first in small letters.

    Without the Welsh of each there is none of all.

    >>> either([Text("Disagree", "Anghytuno"), Text("Neither", "Y naill")])
    Text(en='Disagree or neither', cy='Anghytuno neu y naill')
    """
    first, *rest = texts
    return Text(
        " or ".join([first.en, *(uncapitalised(t.en) for t in rest)]),
        " neu ".join([first.cy, *(uncapitalised(t.cy) for t in rest)])
        if all(t.cy for t in texts)
        else "",
    )


def list_text(texts: Iterable[Text]) -> Text:
    """Several texts as one, with commas between; without the Welsh of each there is none of all.

    >>> list_text([Text("Parents", "Rhieni"), Text("Chairs", "Cadeiryddion")])
    Text(en='Parents, Chairs', cy='Rhieni, Cadeiryddion')
    """
    texts = list(texts)
    welsh = ", ".join(t.cy for t in texts) if all(t.cy for t in texts) else ""
    return Text(", ".join(t.en for t in texts), welsh)


WELSH_MONTHS = (
    "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr"
).split()
ENGLISH_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def date_text(day: dt.date, lang: str) -> str:
    """A date as people write it.

    >>> date_text(dt.date(2026, 11, 23), "cy")
    '23 Tachwedd 2026'
    """
    months = WELSH_MONTHS if lang == "cy" else ENGLISH_MONTHS
    return f"{day.day} {months[day.month - 1]} {day.year}"


def month_text(day: dt.date, lang: str) -> str:
    """The month of a date as people write it.

    >>> month_text(dt.date(2026, 11, 1), "en"), month_text(dt.date(2026, 11, 1), "cy")
    ('November 2026', 'Tachwedd 2026')
    """
    return date_text(day, lang).partition(" ")[2]


def number_text(value: float, decimals: int = 0) -> str:
    """A rounded number as text, with a comma for thousands (the same in both languages).

    >>> number_text(1234.0), number_text(0.8075, 2), number_text(-0.4, 0)
    ('1,234', '0.81', '0')
    """
    if value is None or math.isnan(value):
        raise ValueError("a hidden or missing number has no text of its own")
    text = f"{value:,.{decimals}f}"
    return text.lstrip("-") if float(text.replace(",", "")) == 0 else text
