"""Sentences of a display: a words key, and what of the released table fills it.

Neither a number nor a name in a sentence is typed: each part refers to the table, and is said in
the language the sentence is said in.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from string import Formatter

from compendium.disclosure.released import Released, Value
from compendium.words import Text, words


@dataclasses.dataclass(frozen=True)
class Label:
    """The text of one value of a key column, in a sentence."""

    released: Released
    column: str
    value: str

    def say(self, lang: str) -> str:
        return self.released.label(self.column, self.value, lang)


@dataclasses.dataclass(frozen=True)
class Labels:
    """The texts of several values of a key column, in a sentence."""

    released: Released
    column: str
    values: tuple[str, ...]

    def say(self, lang: str) -> str:
        return "; ".join(self.released.label(self.column, v, lang) for v in self.values)


@dataclasses.dataclass(frozen=True)
class Key:
    """A value of a key column as it is, the name of a CMOC for instance, in a sentence."""

    released: Released
    column: str
    value: str

    def say(self, lang: str) -> str:
        assert self.value in self.released.labels[self.column], "a key has a label"
        return self.value


@dataclasses.dataclass(frozen=True)
class Count:
    """How many rows of the table these are, in a sentence."""

    released: Released
    rows: tuple[int, ...]

    def say(self, lang: str) -> str:
        return str(len(self.rows))


def distinct(released: Released, columns: tuple[str, ...]) -> Count:
    """How many different entries a table has in these columns: the first row of each."""
    first = ~released.frame.duplicated(list(columns))
    return Count(released, tuple(int(i) for i in released.frame.index[first]))


Part = Value | Label | Labels | Key | Count | Text


@dataclasses.dataclass(frozen=True)
class Sentence:
    """A words key and what fills it: parts of the released table, or further sentences.

    A `Text` is one that the table holds: its population, its profile's name, one of its labels.
    """

    key: str
    parts: dict[str, Part | Sentence] = dataclasses.field(default_factory=dict)

    def say(self, lang: str) -> str:
        return "".join(text for text, _ in self.pieces(lang))

    def pieces(self, lang: str) -> tuple[tuple[str, bool], ...]:
        """The sentence in pieces: a text, and whether it is a number of the released table."""
        found: list[tuple[str, bool]] = []
        for between, name, *_ in Formatter().parse(words()[self.key].text.say(lang)):
            found += [(between, False)] * bool(between)
            if not name:
                continue
            part = self.parts[name]
            if isinstance(part, Sentence):
                found += part.pieces(lang)
            else:
                found.append((part.say(lang), isinstance(part, Value | Count)))
        return tuple(found)


def one_after_another(sentences: Sequence[Sentence]) -> Sentence:
    """Several sentences as one; there is at least one."""
    *before, joined = sentences
    for sentence in reversed(before):
        joined = Sentence("one_after_another", {"first": sentence, "rest": joined})
    return joined


def texts_of(released: Released) -> set[Text]:
    """Every text a released table holds: population, the profile's name, labels."""
    labels = {text for texts in released.labels.values() for text in texts.values()}
    return {released.population, Text(released.profile, released.profile), *labels}


def within(sentence: Sentence) -> Iterator[Part]:
    """Every part of a sentence and of the sentences in it."""
    for part in sentence.parts.values():
        if isinstance(part, Sentence):
            yield from within(part)
        else:
            yield part
