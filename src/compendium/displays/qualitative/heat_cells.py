"""What a map of themes shows: its cells, its columns, and the blocks these stand in.

`compendium.displays.qualitative.heat_map` draws them.
"""

from __future__ import annotations

import dataclasses
from itertools import groupby

from compendium.disclosure.released import Released, Value
from compendium.displays.drawing import canvas
from compendium.words import say

# Steps that keep their order in grey, and the text that can be read on each.
TINTS = (
    ("#EEF3F7", canvas.INK),
    ("#BFD5E6", canvas.INK),
    ("#82AFD0", canvas.INK),
    ("#1D5A88", canvas.PAPER),
)
# Every word a cell can say, from rare to common: what is written, and its step.
WORDS = {
    "few": ("heat_few", TINTS[0]),
    "under_half": ("heat_under_half", ("#D8E4EE", canvas.INK)),
    "some": ("heat_some", TINTS[1]),
    "some_or_half": ("heat_some_or_half", ("#A6C6DE", canvas.INK)),
    "half": ("heat_half", TINTS[2]),
    "half_or_more": ("heat_half_or_more", ("#6FA3C9", canvas.INK)),
    "most": ("heat_most", TINTS[3]),
}

PAD = 0.05  # inches on either side of a cell's word
WIDEST = 0.95  # inches that the longest word of a heading may make a column wide


@dataclasses.dataclass(frozen=True)
class Cell:
    """What one cell says, and its tint and text colour; no tint where it is hidden."""

    text: str
    tint: str = ""
    ink: str = canvas.INK


@dataclasses.dataclass(frozen=True)
class Column:
    """One group in one area: its heading, its cells by theme, and the width it needs."""

    group: str
    area: str
    cells: dict[str, Cell]
    width: float


def cell_of(released: Released, row: int, lang: str) -> Cell:
    """A cell in words, or people out of those asked where the profile gives both."""
    if "share" not in released.frame:
        people, asked = (released.frame.at[row, c] for c in ("people", "asked"))
        numbers = (Value(released, row, c).say(lang) for c in ("people", "asked"))
        step = min(int(4 * people / asked), 3) if asked else 0
        return Cell("/".join(numbers), *TINTS[step])
    if released.marks.at[row, "share"]:
        return Cell(Value(released, row, "share").say(lang))
    word, step = WORDS[released.frame.at[row, "share"]]
    return Cell(say(word, lang), *step)


def words_in(released: Released) -> dict[str, tuple[str, tuple[str, str]]]:
    """The words that occur in a released table, from rare to common."""
    found = set(released.frame.get("share", ()))
    return {band: shown for band, shown in WORDS.items() if band in found}


def columns_of(released: Released, lang: str, size: float) -> list[Column]:
    """Every group and area there is, in the order of the released table."""
    frame, found = released.frame, []
    groups = dict.fromkeys(frame["group"])
    places = dict.fromkeys(zip(frame["group"], frame["area"], strict=True))
    for group, area in sorted(places, key=lambda place: list(groups).index(place[0])):
        rows = frame.index[(frame["group"] == group) & (frame["area"] == area)]
        cells = {frame.at[i, "code_id"]: cell_of(released, i, lang) for i in rows}
        label = released.label("area", area, lang)
        found.append(Column(group, label, cells, need_of(label, cells, size)))
    return found


def need_of(heading: str, cells: dict[str, Cell], size: float, bold: bool = False) -> float:
    """The width of a column under a heading, whose words are broken where they are very long."""
    inside = max((canvas.text_width(c.text, size) for c in cells.values()), default=0.0)
    words = max((canvas.text_width(w, size, bold) for w in heading.split()), default=0.0)
    return max(inside, min(words, WIDEST)) + 2 * PAD


def by_group(columns: list[Column]) -> list[list[Column]]:
    """The columns of each group, which stand together."""
    return [list(theirs) for _, theirs in groupby(columns, key=lambda c: c.group)]


def in_blocks(columns: list[Column], room: float) -> list[list[Column]]:
    """Columns in as few blocks as fit into `room` inches, evenly filled.

    A group's columns stay together unless they alone need more than that; a later group may
    stand in an earlier block that has room for it.
    """
    parts = [part for group in by_group(columns) for part in _halved(group, room)]
    widest = max(map(width_of, parts))
    rooms = [widest + step * max(room - widest, 0.0) / 20 for step in range(21)]
    packed = [_packed(parts, r) for r in rooms]
    fewest = min(map(len, packed))
    return next(p for p in packed if len(p) == fewest)


def _halved(group: list[Column], room: float) -> list[list[Column]]:
    """A group's columns in parts that fit, if the whole does not."""
    if len(group) == 1 or width_of(group) <= room:
        return [group]
    half = (len(group) + 1) // 2
    return [*_halved(group[:half], room), *_halved(group[half:], room)]


def _packed(parts: list[list[Column]], room: float) -> list[list[Column]]:
    """Each part in the first block that has room for it."""
    blocks: list[list[Column]] = []
    for part in parts:
        for block in blocks:
            if width_of([*block, *part]) <= room + 1e-9:
                block += part
                break
        else:
            blocks.append(list(part))
    return blocks


def width_of(columns: list[Column]) -> float:
    return sum(c.width for c in columns)
