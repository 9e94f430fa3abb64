"""Where a selection starts: which convention a project counted its characters by.

The REFI-QDA standard says Unicode code points. Tools differ: NVivo for Windows counts UTF-16
units; some count a carriage return and line feed as one; some count the byte-order mark. Read
by the wrong convention, codings shift. So every convention that makes a difference for a
source is tried, and the one under which most selections begin and end at the edge of a word
is taken. The choice and its margin stand in the import report.
"""

from __future__ import annotations

import dataclasses
import itertools

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
        Score = share of selection edges (starts and ends) at the edge of a word. Where two
        are level the standard's own convention (code points) is taken.
    """
    options = itertools.product(
        (False, True) if any(ord(c) > 0xFFFF for c in text) else (False,),
        (False, True) if "\r\n" in text else (False,),
        (False, True) if had_bom else (False,),
    )
    scores = {Convention(*o): _score(text, Convention(*o), starts, ends) for o in options}
    return max(scores, key=scores.get), scores


def _score(text: str, convention: Convention, starts: np.ndarray, ends: np.ndarray) -> float:
    positions = Positions(text, convention)
    begins, finishes = positions.to_text(starts), positions.to_text(ends)
    good = sum(_starts_word(text, i) for i in begins) + sum(_ends_word(text, i) for i in finishes)
    return good / max(2 * len(starts), 1)


def _starts_word(text: str, i: int) -> bool:
    """A letter or digit stands here and none before it."""
    return 0 <= i < len(text) and text[i].isalnum() and not (i > 0 and text[i - 1].isalnum())


def _ends_word(text: str, i: int) -> bool:
    """Something other than white space ends here, and no word is cut in two."""
    if not 0 < i <= len(text) or text[i - 1].isspace():
        return False
    return not (text[i - 1].isalnum() and i < len(text) and text[i].isalnum())
