"""Words that name somebody or somewhere, words that name nobody, and words for what people are.

The lists lie in ``lists/`` as plain text, made for this project: given names and surnames common
in Wales and England, places by name, ordinary words of both languages, and roles.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
from pathlib import Path

from compendium.disclosure.names.welsh import radicals
from compendium.words import Text

LISTS = Path(__file__).parent / "lists"
PERSON, PLACE = "person", "place"
# Endings that make an ordinary word of an ordinary word, and what may stand for them.
INFLECTIONS = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("ier", "y"),
    ("er", ""),
    ("er", "e"),
    ("iest", "y"),
    ("est", ""),
)
PREFIXES = ("un", "dis", "re", "mis", "over", "non")
# Words with these endings are ordinary whatever comes before; names that have them are listed.
ENDINGS = ("ness", "tion", "sion", "ment", "able", "ible", "fully", "ously", "wards", "odd")


@dataclasses.dataclass(frozen=True)
class Role:
    """What somebody is called in talk, and the role that may stand for a name beside it."""

    word: str
    role: Text


def kind_of(word: str) -> str:
    """What a word names, without regard to capitals: ``person``, ``place`` or, if nothing, blank.

    A person by a given name or surname, a place in any mutated form.

    >>> kind_of("Bethan"), kind_of("nghaerdydd"), kind_of("table")
    ('person', 'place', '')
    """
    if any(word.casefold() in _listed(names) for names in ("given_names.txt", "surnames.txt")):
        return PERSON
    return PLACE if radicals(word) & _listed("places.txt") else ""


def is_ordinary(word: str) -> bool:
    """Whether a word of English or Welsh is known that is written so, inflected or mutated.

    >>> is_ordinary("Asking"), is_ordinary("Fywyd"), is_ordinary("Quilla")
    (True, True, False)
    """
    word, english, welsh = word.casefold(), _listed("words_en.txt"), _listed("words_cy.txt")
    if word.endswith(ENDINGS) or _stems(word) & english or radicals(word) & welsh:
        return True
    # "dwi'n", "what've": a word with a short one run into it.
    first, apostrophe, _ = word.partition("'")
    return bool(apostrophe and (first in english or radicals(first) & welsh))


@functools.cache
def roles() -> tuple[Role, ...]:
    """Roles that a name can be put down to, the longest words first."""
    with (LISTS / "roles.csv").open(encoding="utf-8", newline="") as file:
        found = [Role(r["word"], Text(r["role_en"], r["role_cy"])) for r in csv.DictReader(file)]
    return tuple(sorted(found, key=lambda role: -len(role.word)))


def _stems(word: str) -> set[str]:
    """What an inflected word may be made of, without "un" or the like before it."""
    found = {word, *(word.removeprefix(prefix) for prefix in PREFIXES)}
    for whole in tuple(found):
        for ending, instead in INFLECTIONS:
            stem = whole.removesuffix(ending)
            if stem != whole and len(stem) > 2:
                found.add(stem + instead)
                # "stopped", "getting": a letter doubled.
                if not instead and stem[-1] == stem[-2]:
                    found.add(stem[:-1])
    return found


@functools.cache
def _listed(name: str) -> frozenset[str]:
    """The words of a list, in small letters; lines that begin with # are for its readers."""
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines()
    return frozenset(
        word.casefold() for line in lines if not line.startswith("#") for word in line.split()
    )
