"""Which released numbers of a report are others than before: two published notebooks compared.

Pure: the display records of both in, one `Moved` a cell out. Cells go together by display, by the
keys of their row and by column; rows with the same keys by their turn. What is compared is what a
reader reads, marks included, so nothing but what was released.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from compendium.disclosure.released import DECIMALS, Released, Value
from compendium.displays.record import canonical, from_record

# How a cell differs: it says another number, is hidden or shown now, came or went with its row, or
# is a text.
CHANGED, HIDDEN, SHOWN, NEW, GONE, TEXT = "changed", "hidden", "shown", "new", "gone", "text"
HIDING = ("c", "z")
NUMBERS = {*DECIMALS, "band"}
BETWEEN = " · "


@dataclasses.dataclass(frozen=True)
class Moved:
    """One cell that says something else: where it stands, what it said before and says now.

    `display` is the display's id, `title` its caption, `row` the labels of the row's keys, `column`
    as the released table calls it. `before` or `now` is blank where there was or is no such cell.
    """

    display: str
    title: str
    row: str
    column: str
    how: str
    before: str
    now: str


@dataclasses.dataclass(frozen=True)
class _Cell:
    said: str
    hidden: bool
    number: bool


# Labels of a row's keys, the keys, and which of the rows with these it is → its cells by column.
_State = dict[tuple[str, tuple[str, ...], int], dict[str, _Cell]]


def moved(before: Iterable[Mapping], now: Iterable[Mapping], lang: str) -> list[Moved]:
    """Every cell that differs between the display records of a report before and now.

    They stand in the order of the report as it is now; what it has no more comes last. A record
    that the code of today cannot read counts for none.
    """
    old = {record["id"]: record for record in before}
    new = {record["id"]: record for record in now}
    found: list[Moved] = []
    for id in dict.fromkeys((*new, *old)):
        then, current = old.get(id), new.get(id)
        if not (then and current and canonical(then) == canonical(current)):
            (title, was), (caption, state) = _state(then, lang), _state(current, lang)
            found += _differences(id, caption or title, was, state)
    return found


def _differences(id: str, title: str, was: _State, state: _State) -> Iterator[Moved]:
    for row in dict.fromkeys((*state, *was)):
        old, new = was.get(row, {}), state.get(row, {})
        for column in dict.fromkeys((*new, *old)):
            then, current = old.get(column), new.get(column)
            if then != current:
                said = (cell.said if cell else "" for cell in (then, current))
                yield Moved(id, title, row[0], column, _how(then, current), *said)


def _how(then: _Cell | None, now: _Cell | None) -> str:
    if not any(cell and cell.number for cell in (then, now)):
        return TEXT
    if then is None or now is None:
        return GONE if now is None else NEW
    if then.hidden != now.hidden:
        return HIDDEN if now.hidden else SHOWN
    return CHANGED


def _state(record: Mapping | None, lang: str) -> tuple[str, _State]:
    """The caption of a display and what each cell of its table says; nothing of none."""
    if record is None:
        return "", {}
    try:
        display = from_record(record)
        return display.caption.say(lang), _said(display.data, lang)
    except Exception:  # written by other code, whose records or words were others
        return "", {}


def _said(data: Released, lang: str) -> _State:
    found: _State = {}
    turns: dict[tuple[str, ...], int] = {}
    columns = [column for column in data.kinds if column not in data.by]
    for row in data.frame.index:
        keys = tuple(str(data.frame.at[row, column]) for column in data.by)
        turns[keys] = turns.get(keys, -1) + 1
        labels = (_label(data, *at, lang) for at in zip(data.by, keys, strict=True))
        place = BETWEEN.join(filter(None, labels)), keys, turns[keys]
        found[place] = {column: _cell(data, row, column, lang) for column in columns}
    return found


def _label(data: Released, column: str, key: str, lang: str) -> str:
    text = data.labels.get(column, {}).get(key)
    return text.say(lang) if text else key


def _cell(data: Released, row: int, column: str, lang: str) -> _Cell:
    hidden = data.marks.at[row, column] in HIDING
    number = data.kinds[column] in NUMBERS
    return _Cell(Value(data, row, column).say(lang), hidden, number)
