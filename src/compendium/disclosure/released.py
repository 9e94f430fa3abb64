"""What passed the disclosure door: rounded once, marked, and the only thing displays take."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import math

import pandas as pd

from compendium.disclosure.out_of import out_of
from compendium.disclosure.profile import profiles
from compendium.disclosure.signature import Door
from compendium.legible import legible
from compendium.problems import DisclosureError
from compendium.words import Text, number_text, say

Labels = dict[str, dict[str, Text]]

DECIMALS = {
    "percent": 0,
    "mean": 1,
    "coefficient": 2,
    "fine": 3,
    "p": 2,
    "count": 0,
    "base": 0,
    "decimal": 1,
    "days": 0,
}

# Marks that replace a number, and marks that stand after it.
REPLACING = ("c", "z", "over", "under")
FOLLOWING = ("u", "limited")

_KEY = object()


@dataclasses.dataclass(frozen=True, repr=False)
class Released:
    """A table that may be shown. Made by `compendium.disclosure.release` alone.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row per combination of `by`, numbers rounded.
    marks : pandas.DataFrame
        Same shape: "" plain, ``c`` hidden, ``z`` not applicable, ``u`` few people, ``limited``,
        ``over`` and ``under`` for bounds.
    kinds : dict
        Kind of every column.
    profile, origin, measure : str
        The disclosure profile, where the data come from, what was measured.
    population : Text
        Whom the numbers are about.
    method : str
        Key of the words that say how it was calculated.
    assumption : str
        Key of the words that say what the numbers rest on; blank where they are counts.
    labels : dict
        Text of each value of a key column.
    withheld : bool
        Whether something was held back until a person has looked.
    door : Door
        Which door it passed; none if it was read back from a record. Only what has one is signed.

    Raises
    ------
    DisclosureError
        If anybody else makes one, a copy with another content included.
    """

    measure: str
    frame: pd.DataFrame
    marks: pd.DataFrame
    by: tuple[str, ...]
    kinds: dict[str, str]
    profile: str
    origin: str
    population: Text
    method: str
    labels: Labels
    assumption: str = ""
    withheld: bool = False
    door: Door | None = None
    key: dataclasses.InitVar[object] = None
    content: str = dataclasses.field(init=False, default="")

    def __post_init__(self, key: object):
        if key is not _KEY:
            raise DisclosureError(
                "Only compendium.disclosure makes Released tables. Pass a result of the analysis "
                "through release(…), and show what comes back as it is."
            )
        assert self.frame.shape == self.marks.shape
        assert self.frame.index.equals(pd.RangeIndex(len(self.frame)))
        object.__setattr__(self, "content", _digest(self))

    def __repr__(self) -> str:
        return f"Released({self.measure}, {len(self.frame)} rows, profile {self.profile})"

    def label(self, column: str, value: str, lang: str) -> str:
        """The text of one value of a key column."""
        return self.labels[column][value].say(lang)

    def only(self, column: str, value: str) -> Released:
        """The rows with one value of a key column; what has passed has passed."""
        rows = self.frame.index[self.frame[column] == value]
        kept = (t.loc[rows].reset_index(drop=True) for t in (self.frame, self.marks))
        return _changed(self, **dict(zip(("frame", "marks"), kept, strict=True)))

    def refuse_changes(self) -> None:
        """Raise DisclosureError if anything in it is not as it passed the door."""
        if _digest(self) != self.content:
            raise DisclosureError(
                f"A released table ({self.measure}) was changed after it was released. Show it as "
                "release(…) returned it; anything else it should show belongs in the analysis."
            )

    def base_mark(self, row: int, column: str) -> str:
        """How a number of people that is "over" a bound is marked as well: u, limited, or nothing.

        By the smallest number it can be, as any other number of people by itself (rule S1).
        """
        bound = self.frame.at[row, column]
        if self.kinds[column] != "base" or self.marks.at[row, column] != "over" or missing(bound):
            return ""
        profile = profiles().get(self.profile)
        mark = profile.base_mark(int(bound) + 1) if profile else ""
        return mark if mark in FOLLOWING else ""

    def marks_said(self) -> set[str]:
        """Every mark that a reader meets in it."""
        bases = [column for column, kind in self.kinds.items() if kind == "base"]
        beside = {self.base_mark(row, column) for row in self.frame.index for column in bases}
        return {*pd.unique(self.marks.to_numpy().ravel()), *beside}

    def cell(self, row: int, column: str) -> tuple[object, str]:
        """The value of one cell, and its mark."""
        values, marks = self._cells[column]
        return values[row], marks[row]

    @functools.cached_property
    def _cells(self) -> dict[str, tuple[list, list]]:
        """Values and marks by column: a page asks for thousands of single cells."""
        return {c: (self.frame[c].tolist(), self.marks[c].tolist()) for c in self.frame}

    def where(self, **values: str) -> int:
        """The number of the one row with these key values."""
        chosen = pd.Series(True, index=self.frame.index)
        for column, value in values.items():
            chosen &= self.frame[column] == value
        rows = self.frame.index[chosen]
        assert len(rows) == 1, f"{len(rows)} rows with {values}"
        return int(rows[0])


@dataclasses.dataclass(frozen=True)
class Value:
    """One released number: the only kind that may stand in a sentence.

    With `out_of` a percentage is said as so many out of that many people.
    """

    released: Released
    row: int
    column: str
    out_of: int = 0

    def say(self, lang: str) -> str:
        """The number as text, with its marks: ``82%``, ``over 85%``, ``[c]``, ``over 16 [u]``."""
        found, mark = self.released.cell(self.row, self.column)
        kind = self.released.kinds[self.column]
        if mark in ("c", "z"):
            return f"[{mark}]"
        if kind in ("text", "key"):
            return str(found)
        if kind == "guard":
            return say(found, lang) if found else ""
        if kind == "band":
            return say(f"band_{found}", lang)
        if missing(found):
            return say("not_available", lang)
        if self.out_of:
            return self._said_out_of(found, mark, lang)
        text = number_text(float(found), DECIMALS[kind]) + ("%" if kind == "percent" else "")
        if mark in ("over", "under"):
            text = say(mark, lang, number=text)
            mark = self.released.base_mark(self.row, self.column)
        return say(f"mark_{mark}", lang, number=text) if mark else text

    def _said_out_of(self, percent: float, mark: str, lang: str) -> str:
        """A percentage as ``about 7 out of 10``, with the mark that few people stand behind it."""
        key, number = out_of(percent, mark, self.out_of)
        text = say(key, lang, number=str(number), of=str(self.out_of))
        return say(f"mark_{mark}", lang, number=text) if mark in FOLLOWING else text


def missing(value: object) -> bool:
    """Whether a cell of a released table holds no number."""
    return value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value))


def through(released: Released, door: Door) -> Released:
    """For `compendium.disclosure.release` alone: the table, and which door it passed."""
    return _changed(released, door=door)


def _changed(released: Released, **changes) -> Released:
    """A copy with other parts, made here; only of a table that is as it passed the door."""
    released.refuse_changes()
    parts = {f.name: getattr(released, f.name) for f in dataclasses.fields(released) if f.init}
    return Released(**parts | changes, key=_KEY)


def _digest(released: Released) -> str:
    """A hash of everything in a table."""
    tables = [
        [(name, column.tolist()) for name, column in t.items()]
        for t in (released.frame, released.marks)
    ]
    tables_and_texts = (
        *tables,
        *(released.measure, released.by, released.kinds, released.profile, released.origin),
        *(released.population, released.method, released.labels, released.withheld),
        released.assumption,
    )
    return hashlib.sha256(repr(tables_and_texts).encode("utf-8", "surrogatepass")).hexdigest()


def restore(**parts) -> Released:
    """A released table read back from a display record; it passes no door, so it is not signed."""
    return Released(**{**parts, "door": None}, key=_KEY)


def seal(**parts) -> Released:
    """For the rules of this package: a table that passed, numbers rounded by their kind.

    Its texts are `legible`: nothing in them steers what shows them.
    """
    frame, kinds = parts["frame"].reset_index(drop=True), parts["kinds"]
    for column, kind in kinds.items():
        if kind in DECIMALS:
            frame[column] = frame[column].map(lambda v, k=kind: rounded(v, DECIMALS[k]))
            frame[column] = frame[column].astype("float64")
        elif kind == "text":
            frame[column] = frame[column].map(_legible)
    marks = parts["marks"].reset_index(drop=True)
    # Its own, for a result is shared by all who ask for it.
    labels = {
        column: {value: _legible_text(text) for value, text in texts.items()}
        for column, texts in parts["labels"].items()
    }
    own = {"frame": frame, "marks": marks, "labels": labels, "door": None}
    return Released(**{**parts, **own}, key=_KEY)


def _legible(value: object) -> object:
    return legible(value) if isinstance(value, str) else value


def _legible_text(text: Text) -> Text:
    en, cy = legible(text.en), legible(text.cy)
    return text if (en, cy) == (text.en, text.cy) else Text(en, cy)


def rounded(value: object, decimals: int) -> float:
    """Half away from zero at `decimals` places, once; missing stays missing.

    >>> rounded(2.5, 0), rounded(-0.125, 2), rounded(0.285, 2)
    (3.0, -0.13, 0.29)
    """
    if missing(value) or value is None:
        return math.nan
    scale = 10**decimals
    # 1e-9: a binary fraction just short of a half is a half.
    size = math.floor(abs(float(value)) * scale + 0.5 + 1e-9) / scale
    return math.copysign(size, value) if size else 0.0
