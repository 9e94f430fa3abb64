"""Where a selection starts: which convention a project counted its characters by.

The REFI-QDA standard says Unicode code points. Tools differ: NVivo for Windows counts UTF-16
units; some count a carriage return and line feed as one; some count the byte-order mark. Read
by the wrong convention, codings shift. So every convention that makes a difference for a
source is tried, and the one under which most selections begin and end at the edge of a word
or a paragraph is taken. The choice and its margin stand in the import report.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Collection

import numpy as np

BOM = "\ufeff"


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


class Positions:
    """Positions of one convention in one text, turned into positions in the text as kept.

    The text as kept is without byte-order mark, line breaks as they stand; its positions are
    code points.
    """

    def __init__(self, text: str, convention: Convention):
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        widths = np.ones(len(points), dtype=np.int64)
        if convention.utf16:
            widths[points > 0xFFFF] = 2
        if convention.crlf_as_one:
            widths[:-1][(points[:-1] == 13) & (points[1:] == 10)] = 0
        self.starts = np.concatenate([[0], np.cumsum(widths)]) + int(convention.bom_counts)

    def to_text(self, positions: np.ndarray) -> np.ndarray:
        """Code-point index of each position; -1 where the text has no such position."""
        positions = np.asarray(positions, dtype=np.int64)
        index = np.searchsorted(self.starts, positions, side="left")
        inside = (positions >= 0) & (positions <= self.starts[-1])
        return np.where(inside, index, -1)


def choose(
    text: str, had_bom: bool, starts: np.ndarray, ends: np.ndarray
) -> tuple[Convention, dict[Convention, float]]:
    """The convention that fits a source best, and the score of each that was tried.

    Parameters
    ----------
    text : str
        The text without byte-order mark.
    starts, ends : numpy.ndarray
        Positions as the file gives them, end exclusive.

    Returns
    -------
    convention, scores
        Score = share of selection edges (starts and ends) at the edge of a word or a paragraph.
        Where two are level the standard's own convention (code points) is taken. Only one is
        tried, without a score, where the text leaves nothing to choose.
    """
    options = [
        Convention(*option)
        for option in itertools.product(
            (False, True) if not text.isascii() and max(text) > "\uffff" else (False,),
            (False, True) if "\r\n" in text else (False,),
            (False, True) if had_bom else (False,),
        )
    ]
    if len(options) == 1:
        return options[0], {options[0]: 1.0}
    edges = _Edges(text)
    scores = {option: edges.score(Positions(text, option), starts, ends) for option in options}
    return max(scores, key=scores.get), scores


class _Edges:
    """Where words and paragraphs of one text begin and end."""

    def __init__(self, text: str):
        points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        kinds, own = np.unique(points, return_inverse=True)
        letters = np.array([chr(kind).isalnum() for kind in kinds], dtype=bool)
        spaces = np.array([chr(kind).isspace() for kind in kinds], dtype=bool)
        breaks = np.isin(kinds, (10, 13))
        # Nothing before the text and nothing behind it; both count as a line's end.
        self._letter = np.concatenate([[False], letters[own], [False]])
        self._space = np.concatenate([[True], spaces[own], [True]])
        self._break = np.concatenate([[True], breaks[own], [True]])

    def score(self, positions: Positions, starts: np.ndarray, ends: np.ndarray) -> float:
        """The share of edges that are good ones, under one convention."""
        good = self._starts(positions.to_text(starts)).sum()
        good += self._ends(positions.to_text(ends)).sum()
        return good / max(2 * len(starts), 1)

    def _starts(self, index: np.ndarray) -> np.ndarray:
        """A letter or digit stands here and none before it, or something begins a line."""
        here, before = index[index >= 0] + 1, index[index >= 0]
        word = self._letter[here] & ~self._letter[before]
        return word | (self._break[before] & ~self._space[here])

    def _ends(self, index: np.ndarray) -> np.ndarray:
        """Something other than white space ends here, and no word is cut in two."""
        behind, last = index[index >= 0] + 1, index[index >= 0]
        return ~self._space[last] & ~(self._letter[last] & self._letter[behind])
