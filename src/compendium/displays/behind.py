"""How many stand behind a display: n, from the smallest to the largest that its table has."""

from __future__ import annotations

from collections.abc import Iterable

from compendium.disclosure.released import Released, Value
from compendium.displays.record import Display
from compendium.displays.sentences import Count, Sentence, within

# Columns that hold n, the one that counts first; any other of its kind after them.
FIRST = ("base", "n", "asked", "followed")
# Of tables that have no n: the columns whose entries are counted, and what these are called.
ENTRIES = {
    "code_id": "n_themes",
    "cmoc_id": "n_configurations",
    "pt_id": "n_statements",
    "principle": "n_principles",
    "decision_id": "n_decisions",
}
# In a table of referrals the column of their numbers, and the row that holds all of them.
REFERRALS, OF, ALL = "referrals", "referrer_type", "all"


def behind(released: Released) -> Sentence | None:
    """``n = 29 to 38``, or how many themes or configurations there are; None where neither is told.

    Marks of few people stand beside n. Nobody at all is no n: then nobody was asked.
    """
    values = _values(released)
    if values:
        return _range(values, "n_from", "n_from_bounds")
    column = next((c for c in ENTRIES if c in released.frame and c in released.by), "")
    counted = entries(released, column) if column else None
    return Sentence(ENTRIES[column], {"n": counted}) if counted else None


def behind_caption(display: Display) -> Sentence | None:
    """The same, where the display's caption does not say it already, nor is about one entry."""
    parts = (part for part in within(display.caption) if isinstance(part, Value))
    if any(part.released.kinds[part.column] == "base" for part in parts):
        return None
    found = behind(display.data)
    alone = found and any(isinstance(p, Count) and len(p.rows) == 1 for p in found.parts.values())
    return None if alone else found


def entries(released: Released, column: str) -> Count | None:
    """How many different entries a column has, blank ones left out; None where there is none."""
    if column not in released.frame:
        return None
    named = released.frame[column][released.frame[column] != ""].drop_duplicates()
    return Count(released, tuple(int(row) for row in named.index)) if len(named) else None


def _values(released: Released) -> list[Value]:
    """Every n of the table that is told."""
    frame = released.frame
    rows, column = frame.index, _column(released)
    if OF in frame and REFERRALS in frame:
        rows, column = frame.index[frame[OF] == ALL], REFERRALS
    if not column:
        return []
    return [Value(released, int(row), column) for row in rows if frame.at[row, column] > 0]


def _column(released: Released) -> str:
    bases = [column for column, kind in released.kinds.items() if kind == "base"]
    return next((column for column in (*FIRST, *bases) if column in bases), "")


def base_range(released: Released) -> Sentence:
    """From the smallest to the largest base: ``n = 36 to 38 a question``."""
    bases = released.frame["base"].dropna().index
    if bases.empty:
        return Sentence("few_levels")
    values = [Value(released, int(row), "base") for row in bases]
    return _range(values, "base_range", "base_range_bounds")


def _range(values: list[Value], exact: str, bounded: str) -> Sentence:
    """``n = 38`` where all are alike, else from the least to the most, in one of two wordings."""
    least, most = least_and_most(values)
    if least is most:
        return Sentence("n_equals", {"n": least})
    key = bounded if "over" in (_mark(least), _mark(most)) else exact
    return Sentence(key, {"least": least, "most": most})


def least_and_most(values: Iterable[Value]) -> tuple[Value, Value]:
    """The smallest and the largest number, the very same where all are alike.

    What is over 14 is more than 14, what is under 14 less.
    """
    every = tuple(values)
    return min(every, key=_size), max(every, key=_size)


def _size(value: Value) -> tuple[float, int]:
    number = float(value.released.frame.at[value.row, value.column])
    return number, {"under": -1, "over": 1}.get(_mark(value), 0)


def _mark(value: Value) -> str:
    return value.released.marks.at[value.row, value.column]
