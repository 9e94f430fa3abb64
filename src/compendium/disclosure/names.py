"""Words in a quote that may give somebody away: names, places, dates, numbers.

A cautious scan, for wording that a person has already approved. It flags given names it knows,
any capital that does not begin a sentence, dates and years, postcodes, addresses with an @ and
long numbers. It proposes nothing and changes nothing: a flagged quote is held back until a person
has looked.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    "Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr)"
)
DATE = (
    r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b"
    rf"|\b{MONTH},?\s+(?:the\s+)?\d{{1,4}}(?:st|nd|rd|th)?\b"
)
# Case and telephone numbers, e-mail addresses, years within living memory, UK postcodes.
NUMBER = r"\d(?:\s?\d){4,}"
ADDRESS = r"\S*@\S*"
YEAR = r"(?<![\d.,])(?:19[5-9]\d|20[0-4]\d)(?![.,]?\d)"
POSTCODE = r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}\b"
TRACE = re.compile("|".join([DATE, POSTCODE, NUMBER, ADDRESS, YEAR]))
# A full stop after these ends no sentence.
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Rev)\.$")
BRACKETED = re.compile(r"\[[^\]]*\]")

# Capitals inside a sentence that name nobody: the speaker, languages, days, months, letters.
ORDINARY = frozenset(
    "I I'm I'd I've I'll Welsh English Cymraeg Saesneg Gymraeg Christmas Easter Nadolig Mam Dad "
    "Mum Nan Mam-gu God Duw Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays "
    "Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays Llun Mawrth Mercher Iau "
    "Gwener Sadwrn Sul "
    "January February March April May June July August September October November December "
    "Ionawr Chwefror Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr "
    "OK TV PE GP IRO CAFCASS SEN IDP A-level".split()
)


@functools.cache
def given_names() -> frozenset[str]:
    """Common given names in Wales, Welsh and English (given_names.txt, beside this module)."""
    text = (Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def names_in(text: str, pseudonyms: set[str]) -> list[str]:
    """What in `text` may name a person, place or date: dates and numbers first, then words.

    >>> names_in("I started with Bethan, then somebody from Narberth.", set())
    ['Bethan', 'Narberth']
    >>> names_in("[peer advocate] came on Tuesday. Made sense.", set())
    []
    """
    plain = BRACKETED.sub(lambda m: " " * len(m[0]), text)
    known = given_names() | pseudonyms
    found = [m[0] for m in TRACE.finditer(plain)]
    for match in WORD.finditer(plain):
        word = match[0].replace("’", "'")
        bare = word.removesuffix("'s")
        if not word[0].isupper():
            continue
        inside = not _begins_sentence(plain, match.start())
        if {bare, bare.capitalize()} & known or (
            inside and word not in ORDINARY and bare not in ORDINARY and len(bare) > 1
        ):
            found.append(bare)
    return found


def _begins_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \t\"'“”‘’(")
    return not before or (before[-1] in ".!?:…\n" and not TITLE.search(before))
