"""What the terms on a page mean, in English and Welsh.

``glossary.csv`` beside this module holds the terms a report may use, by how they are found in a
text. A definition begins as GLOSSARY.md does, where more is said of it.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import re
from pathlib import Path

from compendium.words import Text


@dataclasses.dataclass(frozen=True)
class Term:
    """One row of glossary.csv: a term, what it means, and how it is found in each language."""

    name: Text
    meaning: Text
    found_by: Text
    cy_status: str

    def stands_in(self, text: str, lang: str) -> bool:
        """Whether a text uses the term, as a whole word.

        >>> [t.stands_in("As a CMOC.", "en") for t in terms() if t.name.en == "CMOC"]
        [True]
        """
        return bool(_pattern(self.found_by.cy if lang == "cy" else self.found_by.en).search(text))


@functools.cache
def terms() -> tuple[Term, ...]:
    """Every term, in the order of its English name."""
    with (Path(__file__).parent / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Term(
                Text(row["term"], row["term_cy"]),
                Text(row["en"], row["cy"]),
                Text(row["found_by"], row["found_by_cy"]),
                row["cy_status"],
            )
            for row in csv.DictReader(file)
        )


def terms_in(text: str, lang: str) -> tuple[Term, ...]:
    """The terms that a text or the name of one of these uses, in the order of their names."""
    used = " ".join([text, *(t.name.say(lang) for t in terms() if t.stands_in(text, lang))])
    return tuple(term for term in terms() if term.stands_in(used, lang))


@functools.cache
def _pattern(found_by: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{found_by})\b", re.IGNORECASE)
