"""Where a selection starts: which convention a project counted its characters by.

The REFI-QDA standard says Unicode code points. Tools differ: NVivo for Windows counts UTF-16
units; some count a carriage return and line feed as one; some count the byte-order mark. Read
by the wrong convention, codings shift. So every convention that makes a difference for a
source is tried, and the one under which most selections begin and end at the edge of a word
or a paragraph is taken. The choice and its margin stand in the import report.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
from collections.abc import Collection, Iterable, Iterator

import numpy as np

BOM = "\ufeff"
# Characters below this (Latin, with Welsh letters) are looked up; of others each kind is asked.
LOW = 0x250
LETTERS = np.array([chr(i).isalnum() for i in range(LOW)] + [False], dtype=bool)
SPACES = np.array([chr(i).isspace() for i in range(LOW)] + [False], dtype=bool)


@dataclasses.dataclass(frozen=True)
class Convention:
    """One way of counting characters."""

    utf16: bool = False
    crlf_as_one: bool = False
    bom_counts: bool = False

    def __str__(self) -> str:
        return ", ".join(
            (
                "UTF-16 units" if self.utf16 else "code points",
                "line breaks as one" if self.crlf_as_one else "line breaks as they stand",
                "byte-order mark counted" if self.bom_counts else "byte-order mark not counted",
            )
        )


STANDARD = Convention()
# How study.yml may name a convention: the words of everything that departs from the standard, or
# the standard's own.
CONVENTION_WORDS = ("code_points", "utf16_units", "line_breaks_as_one", "byte_order_mark_counted")


def convention_named(words: Collection[str]) -> Convention:
    """The convention that some of `CONVENTION_WORDS` name.

    >>> print(convention_named(["utf16_units", "line_breaks_as_one"]))
    UTF-16 units, line breaks as one, byte-order mark not counted
    """
    _, *departures = CONVENTION_WORDS
    return Convention(*(word in words for word in departures))


class Characters:
    """A text's code points, and where what conventions differ about stands in it."""

    def __init__(self, text: str):
        encoded = text.encode("utf-32-le", "surrogatepass")
        self.points = np.frombuffer(encoded, dtype=np.uint32)
        self._counted: dict[Convention, Positions] = {}

    def counted(self, convention: Convention) -> Positions:
        """Positions of one convention in this text."""
        if convention not in self._counted:
            self._counted[convention] = Positions(self, convention)
        return self._counted[convention]

    def conventions(self, bom_counts: Iterable[bool] = (False,)) -> list[Convention]:
        """Every convention that makes a difference in this text, the standard's own way first.

        `bom_counts` are the ways to count a byte-order mark, the likeliest first.
        """
        utf16 = (False, True) if len(self.wide) else (False,)
        crlf_as_one = (False, True) if len(self.returns) else (False,)
        return [Convention(*way) for way in itertools.product(utf16, crlf_as_one, bom_counts)]

    @functools.cached_property
    def padded(self) -> np.ndarray:
        """The code points with a line break before the first and behind the last."""
        end = np.array([10], dtype=np.uint32)
        return np.concatenate([end, self.points, end])

    @functools.cached_property
    def wide(self) -> np.ndarray:
        """Places of characters that are two UTF-16 units."""
        return np.flatnonzero(self.points > 0xFFFF)

    @functools.cached_property
    def returns(self) -> np.ndarray:
        """Places of carriage returns with a line feed behind."""
        return np.flatnonzero((self.points[:-1] == 13) & (self.points[1:] == 10))


class Positions:
    """Positions of one convention in one text, turned into positions in the text as kept.

    The text as kept is without byte-order mark, line breaks as they stand; its positions are
    code points.
    """

    def __init__(self, characters: Characters, convention: Convention):
        self._plain = convention == STANDARD
        self._last = len(characters.points)
        if self._plain:
            return
        none = np.zeros(0, dtype=np.int64)
        wide = characters.wide if convention.utf16 else none
        returns = characters.returns if convention.crlf_as_one else none
        places = np.concatenate([wide, returns])
        order = np.argsort(places, kind="stable")
        # A character of two units puts positions behind it ahead of code points, a carriage
        # return that does not count behind.
        by = np.concatenate([np.ones_like(wide), -np.ones_like(returns)])[order]
        ahead = np.concatenate([[0], by.cumsum()]) + int(convention.bom_counts)
        self._ahead = ahead
        # The first position at which each of them is behind.
        self._from = places[order] + 1 + ahead[1:] + (by < 0)
        self._last += self._ahead[-1]

    def to_text(self, positions: np.ndarray) -> np.ndarray:
        """Code-point index of each position; -1 where the text has no such position."""
        positions = np.asarray(positions, dtype=np.int64)
        if self._plain:
            return np.where((positions >= 0) & (positions <= self._last), positions, -1)
        passed = np.searchsorted(self._from, positions, side="right")
        index = np.maximum(positions - self._ahead[passed], 0)
        return np.where((positions >= 0) & (positions <= self._last), index, -1)


def choose(
    characters: Characters, had_bom: bool, starts: np.ndarray, ends: np.ndarray
) -> tuple[Convention, dict[Convention, float]]:
    """The convention that fits a source best, and the score of each that was tried.

    Parameters
    ----------
    characters : Characters
        Of the text without byte-order mark.
    starts, ends : numpy.ndarray
        Positions as the file gives them, end exclusive.

    Returns
    -------
    convention, scores
        Score = share of selection edges (starts and ends) at the edge of a word or a paragraph.
        Where two are level the standard's own convention (code points) is taken. Only one is
        tried, without a score, where the text leaves nothing to choose.
    """
    options = characters.conventions((False, True) if had_bom else (False,))
    if len(options) == 1:
        return options[0], {options[0]: 1.0}
    edges = np.concatenate([starts, ends])
    found = np.array([characters.counted(option).to_text(edges) for option in options])
    here, before = _Kinds(characters.padded, np.array([found, found - 1])).split()
    half = len(starts)
    # A letter or digit stands here and none before it, or something begins a line.
    begins = (here.letter & ~before.letter) | (before.line_end & ~here.space)
    # Something other than white space ends here, and no word is cut in two.
    finishes = ~before.space & ~(before.letter & here.letter)
    inside = found >= 0
    good = (begins & inside)[:, :half].sum(axis=1) + (finishes & inside)[:, half:].sum(axis=1)
    scores = dict(zip(options, (good / max(len(edges), 1)).tolist(), strict=True))
    return max(scores, key=scores.get), scores


class _Kinds:
    """What kinds of characters stand at some places; outside the text a line ends."""

    def __init__(self, padded: np.ndarray, places: np.ndarray):
        found = padded.take(places + 1, mode="clip")
        low = np.minimum(found, LOW)
        self.letter, self.space = LETTERS[low], SPACES[low]
        if (high := found >= LOW).any():
            kinds, own = np.unique(found[high], return_inverse=True)
            self.letter[high] = np.array([chr(kind).isalnum() for kind in kinds], dtype=bool)[own]
            self.space[high] = np.array([chr(kind).isspace() for kind in kinds], dtype=bool)[own]
        self.line_end = (found == 10) | (found == 13)

    def split(self) -> Iterator[_Kinds]:
        """The kinds of each part of the first axis."""
        for part in range(len(self.letter)):
            one = object.__new__(_Kinds)
            for name in ("letter", "space", "line_end"):
                setattr(one, name, getattr(self, name)[part])
            yield one
