"""Which code a person means who types its id or its label, as in a comment in Word.

Capitals, accents, spaces and punctuation do not matter. What names no code is a memo, unless it
looks like a code: then it is most likely one that is misspelt, and somebody has to say.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import unicodedata
from collections.abc import Iterable

from compendium.readers.coding_project import PATH_SEPARATOR
from compendium.theory import Code, code_paths

# An id with something behind it, such as "W1.2 Being listened to" or "W1.2: she is sure of it".
NUMBERED = re.compile(r"((?>[^\W\d_]{0,6}[.\-]?\d+(?:[.\-]\d+)*))(?:[\s:–—.\-]+|$)(.*)", re.DOTALL)
ALONE = re.compile(r"\s*(\S+?)\s*(?::|\s[–—-])\s+(.*)", re.DOTALL)
MEMO = re.compile(r"(?:memo|note|nodyn)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
# How alike a line and a name must be for the line to be taken for the name misspelt.
ALIKE, PERHAPS = 0.78, 0.5


@dataclasses.dataclass
class Meant:
    """What a comment says: paths of codes, what is no code, and what looks like one and is none.

    `unknown` has each such line, why it is none, and names that are near.
    """

    codes: list[str] = dataclasses.field(default_factory=list)
    memos: list[str] = dataclasses.field(default_factory=list)
    unknown: list[tuple[str, str, list[str]]] = dataclasses.field(default_factory=list)


class CodeNames:
    """The codes of a codebook by everything they may be called.

    Parameters
    ----------
    codebook : tuple of Code
        Without any, each line is a code as it stands: nobody can tell codes from memos.
    further : iterable of str
        Paths that are no codes of the codebook and mean something all the same: valence.
    """

    def __init__(self, codebook: tuple[Code, ...] = (), further: Iterable[str] = ()):
        self._called: dict[str, set[str]] = {}
        self._shown: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._prefixes: set[str] = set()
        paths = code_paths(codebook)
        for code in codebook:
            path = PATH_SEPARATOR.join(paths[code.code_id])
            self._ids[code.code_id.casefold()] = path
            self._shown[path] = f"{code.code_id} {code.label.en}"
            names = {code.label.en, code.label.cy or code.label.en, path}
            for name in (code.code_id, *names, *(f"{code.code_id} {n}" for n in names)):
                self._call(name, path)
            self._prefixes.add(_prefix(code.code_id))
        labels = set(self._called)
        for path in further:
            self._shown[path] = path
            self._call(path, path)
            last = path.rpartition(PATH_SEPARATOR)[2]
            if plain(last) not in labels:
                self._call(last, path)

    def _call(self, name: str, path: str) -> None:
        if key := plain(name):
            self._called.setdefault(key, set()).add(path)

    @property
    def known(self) -> bool:
        """Whether anybody said which codes there are."""
        return bool(self._shown)

    def shown(self, path: str) -> str:
        """A code as a person reads it: ``W1.2 Being listened to``."""
        return self._shown.get(path, path)

    def read(self, comment: str) -> Meant:
        """What the lines of a comment mean; a line may hold several codes between semicolons."""
        meant = Meant()
        for line in filter(None, map(str.strip, comment.splitlines())):
            self._line(line, meant)
        meant.codes = list(dict.fromkeys(meant.codes))
        return meant

    def _line(self, line: str, meant: Meant) -> None:
        parts = [p.strip() for p in line.split(";") if p.strip()]
        if memo := MEMO.fullmatch(line):
            meant.memos.append(memo[1])
        elif not self.known:
            meant.codes += parts
        elif len(parts) < 2 or plain(line) in self._called:
            self._one(line, meant, last=True)
        elif any(self._one(part, Meant()) for part in parts):
            for part in parts:
                self._one(part, meant, last=True)
        else:
            self._one(line, meant, last=True)

    def _one(self, text: str, meant: Meant, last: bool = False) -> bool:
        """Whether a text names a code, or one that is not there; else, if `last`, a memo."""
        named = self._called.get(plain(text), set())
        if len(named) == 1:
            meant.codes += named
        elif named:
            both = sorted(map(self.shown, named))
            meant.unknown.append((text, "it is what several codes are called", both))
        elif (found := self._begins_with_id(text)) is not None:
            path, rest = found
            other = self._called.get(plain(rest), set()) - {path}
            if other:
                near = [self.shown(p) for p in (path, *sorted(other))]
                meant.unknown.append((text, "its id and its name are those of two codes", near))
            else:
                meant.codes.append(path)
                meant.memos += [rest] if plain(rest) else []
        elif last and (near := self._near(text)) is not None:
            meant.unknown.append((text, "it is no code of the codebook", near))
        elif last:
            meant.memos.append(text)
        else:
            return False
        return True

    def _begins_with_id(self, text: str) -> tuple[str, str] | None:
        """The code whose id stands first, and what stands behind it."""
        for form in (NUMBERED, ALONE):
            found = form.fullmatch(text)
            if found and found[1].casefold() in self._ids:
                return self._ids[found[1].casefold()], found[2].strip()
        return None

    def _near(self, text: str) -> list[str] | None:
        """Names that a text may be meant for; None if it does not look like a code at all."""
        numbered = NUMBERED.fullmatch(text)
        key = plain(text)
        if numbered and (prefix := _prefix(numbered[1])) and prefix in self._prefixes:
            near = difflib.get_close_matches(key, self._called, 6, PERHAPS)
            near += difflib.get_close_matches(plain(numbered[1]), self._called, 3, PERHAPS)
            return self._first_of(near)
        near = difflib.get_close_matches(key, self._called, 3, ALIKE)
        return self._first_of(near) if near else None

    def _first_of(self, names: Iterable[str]) -> list[str]:
        paths = dict.fromkeys(path for name in names for path in sorted(self._called[name]))
        return [self.shown(path) for path in paths][:3]


def _prefix(code_id: str) -> str:
    """The letters an id begins with: ``w`` of ``W1.2``."""
    return re.match(r"[^\W\d_]*", code_id)[0].casefold()


def plain(text: str) -> str:
    """Small letters and digits alone, without accents; dots and hyphens between digits stay.

    >>> plain("  Self-worth – Llŷn: "), plain("W1.2") == plain("w12")
    ('self worth llyn', False)
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+(?:(?<=\d)[.\-](?=\d)\w+)*", bare))
