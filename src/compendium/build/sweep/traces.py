"""What must stand in no public file: ids of people, and runs of words nobody may print.

A run is six words in a row, compared without case, punctuation, accents and line breaks: five
are met by chance, six hardly ever. A run that also stands in what was asked, in a label, in a
notebook's prose or in somebody else's words is no trace of anybody.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from compendium.build.sweep.contents import Layer
from compendium.build.sweep.text_words import Phrases, words_of, written_words

# Rule 3 of standards.md section 11: "six-word shingles".
RUN = 6
# Below these lengths an id is met by chance: in noise (bytes picked out of no text), as a number.
NOISE_ID, NUMBER_ID = 5, 8
# Short texts in which nothing was found are remembered, up to so many: some tens of megabytes.
LABEL, LABELS = 200, 200_000

# The parts of an id, and whether its capitals count.
Key = tuple[tuple[str, ...], bool]


@dataclasses.dataclass(frozen=True)
class Trace:
    """What was found of whom, as it may be told: never the words or the id itself."""

    what: str
    whose: str

    def __str__(self) -> str:
        return f"{self.what} of {self.whose}"


class Traces:
    """Ids and runs to look for, each with what a message says of it.

    Parameters
    ----------
    names : dict of str to Trace
        Ids and pseudonyms as they are written.
    runs : dict of str to str
        Whose each run is, see `runs_of`.
    known : iterable of str
        Texts of the study's definitions: an id that stands in one of them is not looked for, nor
        is one that could be any number.

    `layers` are those of the files looked through so far in which nothing was found.
    """

    def __init__(self, names: dict[str, Trace], runs: dict[str, str], known: Iterable[str] = ()):
        self.runs, self._phrases = runs, _phrases(runs)
        self.names = {key: trace for name, trace in names.items() if (key := _key(name))}
        self._exact, self._folded = (
            Phrases(parts for parts, exact in self.names if exact is kind) for kind in (True, False)
        )
        for text in known:
            for key in list(self._keys_in(text)):
                self.names.pop(key, None)
        self._clean: set[str] = set()
        self.layers: dict[bytes, Layer] = {}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that decides what is found: names, runs and how files are looked into."""
        names = sorted([*key, *dataclasses.astuple(trace)] for key, trace in self.names.items())
        code = [p.read_text(encoding="utf-8") for p in sorted(Path(__file__).parent.glob("*.py"))]
        told = json.dumps([names, sorted(self.runs.items()), code])
        return hashlib.sha256(told.encode()).hexdigest()

    def found_in(self, text: str, noisy: bool = False) -> Iterator[Trace]:
        """Everything in `text` that is looked for; short ids are not, where a text is noisy."""
        if text in self._clean:
            return
        found = False
        for trace in self._found_in(text, noisy):
            found = True
            yield trace
        # The same labels and attributes come again in every page.
        if not found and not noisy and len(text) <= LABEL and len(self._clean) < LABELS:
            self._clean.add(text)

    def _found_in(self, text: str, noisy: bool) -> Iterator[Trace]:
        for key in self._keys_in(text):
            if not noisy or sum(map(len, key[0])) >= NOISE_ID:
                yield self.names[key]
        for run in _runs_among(self._phrases, text):
            if run in self.runs:
                yield Trace(f"{RUN} words in a row", self.runs[run])

    def _keys_in(self, text: str) -> Iterator[Key]:
        """The names that stand in a text, whatever stands between their parts."""
        words = written_words(text)
        there = set(words)
        yield from self._standing(words, self._exact.among(there), True)
        if rows := self._folded.among({word.casefold() for word in there}):
            yield from self._standing([word.casefold() for word in words], rows, False)

    def _standing(self, words: list[str], rows: list[Sequence[str]], exact: bool) -> Iterator[Key]:
        """Which of the rows stand in a row, whenever they do."""
        lengths: dict[str, set[int]] = {}
        for row in rows:
            lengths.setdefault(row[0], set()).add(len(row))
        for at, word in enumerate(words if rows else ()):
            for length in lengths.get(word, ()):
                if (key := (tuple(words[at : at + length]), exact)) in self.names:
                    yield key


def runs_of(spoken: Iterable[tuple[str, str]], aside: Iterable[str]) -> dict[str, str]:
    """Whose each run of the texts in `spoken` (text, whose) is, without those found in `aside`."""
    runs: dict[str, str] = {}
    for text, whose in spoken:
        for run in _runs(words_of(text)):
            runs.setdefault(run, whose)
    phrases = _phrases(runs)
    for text in aside:
        for run in _runs_among(phrases, text):
            runs.pop(run, None)
    return runs


def _phrases(runs: Iterable[str]) -> Phrases:
    return Phrases(run.split(" ") for run in runs)


def _runs_among(phrases: Phrases, text: str) -> Iterator[str]:
    """Runs of a text, all that are among `phrases` and a few more."""
    words = words_of(text)
    if rows := phrases.among(set(words)):
        yield from _runs(words, {row[0] for row in rows})


def _runs(words: list[str], begins: set[str] | None = None) -> Iterator[str]:
    """Every six words in a row; only those that begin with one of `begins`, if given."""
    for at in range(len(words) - RUN + 1):
        if begins is None or words[at] in begins:
            yield " ".join(words[at : at + RUN])


def _key(name: str) -> Key | None:
    """An id's parts, and whether capitals count; None if it could be any number.

    They count in what is only letters (a pseudonym may be a word) or short.

    >>> _key("P-24CVVE"), _key("Non"), _key("17")
    ((('p', '24cvve'), False), (('Non',), True), None)
    """
    parts = tuple(written_words(name))
    joined = "".join(parts)
    if not parts or (joined.isdecimal() and len(joined) < NUMBER_ID):
        return None
    exact = joined.isalpha() or len(joined) < NOISE_ID
    return (parts if exact else tuple(p.casefold() for p in parts)), exact
