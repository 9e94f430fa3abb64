"""What a query says, read into its parts: see `compendium.analysis.qualitative.queries`."""

from __future__ import annotations

import dataclasses
import re

from compendium.problems import StudyError


@dataclasses.dataclass(frozen=True)
class Named:
    """A code, by its id or label."""

    name: str


@dataclasses.dataclass(frozen=True)
class Attribute:
    """An attribute and the values it may have; with `denied`, may not."""

    name: str
    values: tuple[str, ...]
    denied: bool = False


@dataclasses.dataclass(frozen=True)
class Not:
    """The opposite of a part."""

    part: Query


@dataclasses.dataclass(frozen=True)
class All:
    """All of several parts."""

    parts: tuple[Query, ...]


@dataclasses.dataclass(frozen=True)
class AnyOf:
    """Any of several parts."""

    parts: tuple[Query, ...]


Query = Named | Attribute | Not | All | AnyOf

# Quotes may be curly, as a word processor writes them.
TOKEN = re.compile(r"""\s*(?:["“”]([^"“”]*)["“”]|(!=|[()=,])|([^\s()=,!"“”]+))""")
JOINING = ("and", "or", "not")
QUOTED, SIGN, WORD = "quoted", "sign", "word"


def parse(query: str) -> Query:
    """The parts of a query.

    >>> parse("W1 and not W2")
    All(parts=(Named(name='W1'), Not(part=Named(name='W2'))))

    Raises
    ------
    StudyError
        If it cannot be read: where, and what is missing there.
    """
    reader = _Reader(query)
    found = reader.any_of()
    if reader.token != reader.END:
        reader.refuse_rest()
    return found


class _Reader:
    """Reads a query from left to right."""

    END = ("end", "")

    def __init__(self, query: str):
        self.query, self.place = query, 0
        self.tokens = _tokens(query)

    @property
    def token(self) -> tuple[str, str]:
        """What comes next: what it is, and its text."""
        return self.tokens[self.place] if self.place < len(self.tokens) else self.END

    def any_of(self) -> Query:
        return self._joined("or", self._all, AnyOf)

    def _all(self) -> Query:
        return self._joined("and", self._not, All)

    def _joined(self, word: str, part, kind) -> Query:
        parts = [part()]
        while self._takes(WORD, word):
            parts.append(part())
        return parts[0] if len(parts) == 1 else kind(tuple(parts))

    def _not(self) -> Query:
        if self._takes(WORD, "not"):
            return Not(self._not())
        if self._takes(SIGN, "("):
            found = self.any_of()
            if not self._takes(SIGN, ")"):
                self.refuse_rest("a bracket is opened and not closed")
            return found
        return self._condition()

    def _condition(self) -> Query:
        name = self._name("a code or an attribute")
        for sign in ("=", "!="):
            if self._takes(SIGN, sign):
                values = [self._name(f"a value of {name}")]
                while self._takes(SIGN, ","):
                    values.append(self._name(f"a value of {name}"))
                return Attribute(name, tuple(values), sign == "!=")
        return Named(name)

    def _name(self, wanted: str) -> str:
        kind, text = self.token
        if kind == QUOTED or (kind == WORD and text.casefold() not in JOINING):
            self.place += 1
            return text
        where = f"before {text!r}" if text else "at the end"
        raise self.error(f"{wanted} is missing {where}")

    def _takes(self, kind: str, text: str) -> bool:
        """Whether this comes next; then it is taken."""
        next_kind, next_text = self.token
        taken = next_kind == kind and next_text.casefold() == text
        self.place += taken
        return taken

    def refuse_rest(self, what: str = "") -> None:
        """Raise: something stands where the query should end or go on otherwise."""
        kind, text = self.token
        if kind == self.END[0] or (what and kind == SIGN):
            raise self.error(what)
        if kind == SIGN:
            raise self.error(f"{text!r} stands where nothing can; look at the brackets before it")
        before = self.tokens[self.place - 1][1]
        raise self.error(
            f"an `and` or `or` is missing between {before!r} and {text!r}. A name or value of more "
            'than one word stands in quotes ("'
            f'{before} {text}")'
        )

    def error(self, what: str) -> StudyError:
        return StudyError(f"The query “{self.query}” cannot be read: {what}.")


def _tokens(query: str) -> list[tuple[str, str]]:
    found, place = [], 0
    query = query.rstrip()
    while place < len(query):
        match = TOKEN.match(query, place)
        if not match:
            rest = query[place:].strip()
            raise StudyError(
                f"The query “{query}” cannot be read from {rest!r} on: "
                + ("a quote is opened and not closed." if rest[0] in '"“”' else "what is meant?")
            )
        kinds = (QUOTED, SIGN, WORD)
        found.append(
            next((k, t) for k, t in zip(kinds, match.groups(), strict=True) if t is not None)
        )
        place = match.end()
    return found
