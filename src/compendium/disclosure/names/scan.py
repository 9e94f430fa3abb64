"""Words in a text that may give somebody away: names, places, dates, numbers.

A cautious scan, for wording that a person has already approved. It flags names and places it
knows, whatever their capitals; any capital inside a sentence that is not known to be harmless;
at the beginning of a sentence, where every word has one, any word it does not know; dates and
years, postcodes, addresses with an @ and long numbers. It changes nothing.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from compendium.disclosure.names.lexicon import PERSON, is_ordinary, kind_of

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    "Ionawr|Chwefror|Mawrth|Ebrill|Mai|Mehefin|Gorffennaf|Awst|Medi|Hydref|Tachwedd|Rhagfyr)"
)
DATES = (
    r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?:\s+\d{{4}})?\b"
    rf"|\b{MONTH},?\s+(?:the\s+)?\d{{1,4}}(?:st|nd|rd|th)?\b"
)
# Years within living memory; UK postcodes; case and telephone numbers, e-mail addresses.
YEAR = r"(?<![\d.,])(?:19[5-9]\d|20[0-4]\d)(?![.,]?\d)"
POSTCODE = r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}\b"
NUMBER = r"\d(?:\s?\d){4,}"
ADDRESS = r"\S*@\S*"
DATE, CODE, PSEUDONYM, UNKNOWN = "date", "number", "pseudonym", "unknown"
TRACE = re.compile(f"(?P<{DATE}>{DATES}|{YEAR})|(?P<{CODE}>{POSTCODE}|{NUMBER}|{ADDRESS})")
# A full stop after these ends no sentence.
TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Rev)\.$")
# Default-ignorable signs: soft hyphens, joiners, directions, variation selectors.
SHOWS_NOTHING = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
UNSEEN = re.compile(f"[{SHOWS_NOTHING}]")
# A sign with the accents that stand on it, and what shows nothing between them.
LETTER = re.compile(f".(?:[{SHOWS_NOTHING}]*[\u0300-\u036f])*", re.DOTALL)
BRACKETED = re.compile(r"\[[^\]]*\]")
# After a name that is a word as well (Will, Grace, Bath), these say that it is a name.
ACTS = re.compile(
    r"^(?:['’]s\b|,?\s+(?:said|says|was|is|came|comes|told|tells|rang|rings|helped|helps|had|has|"
    r"went|goes|got|gets|did|does|asked|asks|sat|sits|wrote|writes|explained|listened|and\s+I)\b)"
)

# Capitals inside a sentence that name nobody: the speaker, languages, days, months, letters.
ORDINARY = frozenset(
    "I I'm I'd I've I'll Welsh English Cymraeg Saesneg Gymraeg Christmas Easter Nadolig Mam Dad "
    "Wales Cymru Gymru Nghymru Chymru England Lloegr Britain Prydain UK NHS GIG "
    "Mum Nan Mam-gu God Lord Duw Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays "
    "Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays Llun Mawrth Mercher Iau "
    "Gwener Sadwrn Sul "
    "January February March April May June July August September October November December "
    "Ionawr Chwefror Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr "
    "OK TV PE GP IRO CAFCASS Cafcass PLO SEN IDP A-level".split()
)


@dataclasses.dataclass(frozen=True)
class Found:
    """A part of a text that may give somebody away, and what it is.

    `kind` is ``person``, ``pseudonym``, ``place``, ``date``, ``number`` (of a case or telephone, a
    postcode, an address), or ``unknown``: a word with a capital that no list knows.
    """

    start: int
    end: int
    text: str
    kind: str


@dataclasses.dataclass(frozen=True)
class Known:
    """What is known of a study's words.

    Parameters
    ----------
    pseudonyms : frozenset of str
        Names that the study itself gave; always flagged, but for ordinary words in small letters.
    checked : frozenset of str
        Words that a person has looked at and that name nobody (``checked_words`` in study.yml), as
        they are written. Pseudonyms are flagged all the same.
    vocabulary : frozenset of str
        Words that the study's talk has in small letters: no list's names, they are ordinary at
        the beginning of a sentence too.
    """

    pseudonyms: frozenset[str] = frozenset()
    checked: frozenset[str] = frozenset()
    vocabulary: frozenset[str] = frozenset()


NOTHING = Known()


def vocabulary_of(texts: Iterable[str]) -> frozenset[str]:
    """Every word that is written in small letters somewhere.

    >>> sorted(vocabulary_of(["Debrief first, then a debrief of Bethan."]))
    ['a', 'debrief', 'first', 'of', 'then']
    """
    words = {match[0] for text in texts for match in WORD.finditer(text)}
    return frozenset(word.replace("’", "'") for word in words if word.islower())


def names_in(text: str, known: Known = NOTHING) -> list[str]:
    """What in `text` may name a person, place or date.

    >>> names_in("I started with Bethan, then somebody from Narberth.")
    ['Bethan', 'Narberth']
    >>> names_in("[peer advocate] came on Tuesday. Made sense.")
    []
    >>> names_in("roedd bethan yn byw yng nghaerdydd ers 2019")
    ['bethan', 'nghaerdydd', '2019']
    """
    return [found.text for found in found_in(text, known)]


def found_in(text: str, known: Known = NOTHING) -> list[Found]:
    """Every part of a text that may name a person, place or date, in order.

    Signs that show nothing, such as a soft hyphen inside a name, do not hide it; what is found
    says how it looks, and its places are those in `text`.

    >>> found_in("then Beth\u00ad\u200ban came")
    [Found(start=5, end=13, text='Bethan', kind='person')]
    """
    seen, starts, ends = as_seen(text)
    return [
        dataclasses.replace(found, start=starts[found.start], end=ends[found.end - 1])
        for found in _found_in(seen, known)
    ]


def as_seen(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The text as it looks: letters with their accents as one sign, without what shows nothing.

    Also where in `text` each sign of it begins and ends.
    """
    if not UNSEEN.search(text) and unicodedata.is_normalized("NFC", text):
        return text, range(len(text)), range(1, len(text) + 1)
    seen, starts, ends = [], [], []
    for letter in LETTER.finditer(text):
        shown = unicodedata.normalize("NFC", UNSEEN.sub("", letter[0]))
        seen.append(shown)
        starts += [letter.start()] * len(shown)
        ends += [letter.end()] * len(shown)
    return "".join(seen), starts, ends


def _found_in(text: str, known: Known) -> list[Found]:
    plain = BRACKETED.sub(lambda m: " " * len(m[0]), text)
    # What stands on both sides of a bracket is no date or number together.
    apart = BRACKETED.sub(lambda m: "|" * len(m[0]), text)
    traces = [Found(*m.span(), m[0], m.lastgroup or "") for m in TRACE.finditer(apart)]
    words = [
        word
        for word in _words(plain, known)
        if not any(t.start <= word.start < t.end for t in traces)
    ]
    return sorted(traces + words, key=lambda found: found.start)


def _words(plain: str, known: Known) -> Iterator[Found]:
    own = {name.casefold() for name in known.pseudonyms}
    for match in WORD.finditer(plain):
        written = match[0].replace("’", "'")
        bare = written.removesuffix("'s")
        end = match.start() + len(bare)
        # "beth" is Welsh for "what", and a pseudonym may be Beth.
        if bare.casefold() in own and (written[0].isupper() or not is_ordinary(bare)):
            yield Found(match.start(), end, bare, PSEUDONYM)
        elif not {written, bare} & known.checked and (kind := _kind(plain, match, bare, known)):
            yield Found(match.start(), end, bare, kind)


def _kind(plain: str, match: re.Match, bare: str, known: Known) -> str:
    """What a word may give away; blank if it is ordinary."""
    written, listed = match[0].replace("’", "'"), kind_of(bare)
    ordinary = is_ordinary(bare) or is_ordinary(written)
    if not written[0].isupper():
        return "" if ordinary or len(bare) < 3 else listed
    harmless = bool({written, bare} & ORDINARY)
    if not _begins_sentence(plain, match.start()):
        # June may be a month, but it is a name as well.
        if listed == PERSON:
            return listed
        harmless |= len(bare) == 1 or (ordinary and written.isupper())
        return "" if harmless else listed or UNKNOWN
    if listed:
        return listed if not ordinary or _is_named(plain, match) else ""
    harmless |= bool({written.casefold(), bare.casefold()} & known.vocabulary)
    return "" if harmless or ordinary else UNKNOWN


def _is_named(plain: str, match: re.Match) -> bool:
    """Whether a word that may be a name is used as one: in capitals throughout, or it acts."""
    loud = match[0].isupper() and len(match[0]) > 1
    return loud or bool(ACTS.match(plain[match.end() :])) or match[0].endswith(("'s", "’s"))


def _begins_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \t\"'“”‘’(")
    return not before or (before[-1] in ".!?:…\n" and not TITLE.search(before))
