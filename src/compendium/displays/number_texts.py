"""Numbers of a released table as text: one, with its interval, from one to another, of how many."""

from __future__ import annotations

from collections.abc import Iterable

from compendium.disclosure.released import Released, Value, missing
from compendium.words import say

Ends = tuple[str, str]
# The columns of most intervals.
ENDS: Ends = ("lower", "upper")


def said(released: Released, row: int, column: str, lang: str) -> str:
    """One cell of a row as text: a number, or what stands in its place."""
    return Value(released, row, column).say(lang)


def numbers(released: Released, row: int, columns: Iterable[str], lang: str) -> dict[str, str]:
    """Several numbers of a row as text, by their columns: for a phrase with a gap for each."""
    return {column: Value(released, row, column).say(lang) for column in columns}


def is_blank(released: Released, row: int, column: str) -> bool:
    """Whether a cell holds neither a number nor a mark that says why there is none."""
    return missing(released.frame.at[row, column]) and not released.marks.at[row, column]


def or_nothing(released: Released, row: int, column: str, lang: str) -> str:
    """A number or its mark; nothing where the cell is blank."""
    blank = is_blank(released, row, column)
    return "" if blank else Value(released, row, column).say(lang)


def with_interval(released: Released, row: int, column: str, ends: Ends, lang: str) -> str:
    """A number with its interval: ``-0.47 (-0.66 to -0.23)``; alone where it has none."""
    number = Value(released, row, column).say(lang)
    if any(missing(released.frame.at[row, end]) for end in ends):
        return number
    low, high = (Value(released, row, end).say(lang) for end in ends)
    return say("number_interval", lang, number=number, lower=low, upper=high)


def from_to(released: Released, row: int, ends: Ends, lang: str) -> str:
    """``0.18 to 0.71``; without a lower end what stands in its place, once.

    A lower end without an upper one, as of a wait that may never end, is said to be open.
    """
    low, high = (Value(released, row, end).say(lang) for end in ends)
    if missing(released.frame.at[row, ends[0]]):
        return low
    if is_blank(released, row, ends[1]):
        return say("or_more", lang, lower=low)
    return say("from_to", lang, lower=low, upper=high)


def drawn(released: Released, row: int, column: str) -> float:
    """A number as the length of what is drawn for it: nought where it is hidden or missing."""
    found = released.frame.at[row, column]
    return 0.0 if missing(found) else float(found)


def people(released: Released, row: int, column: str, lang: str) -> str:
    """How many: ``n = 38 [l]``, and of a bound ``n over 14``."""
    bound = released.marks.at[row, column] in ("over", "under")
    n = Value(released, row, column).say(lang)
    return say("n_bound" if bound else "n_equals", lang, n=n)
