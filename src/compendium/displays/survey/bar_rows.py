"""What a chart of diverging bars shows: its rows, and the stretches of each row's bar.

Levels below the middle of their scale stand to the left of a line, those above it to the right.
`compendium.displays.survey.bars` draws them.
"""

from __future__ import annotations

import dataclasses
import math

from compendium.disclosure.released import Released, Value
from compendium.displays.record import Display
from compendium.displays.survey.follow_up import occasion_line
from compendium.displays.survey.score_tables import item_text

# Side of each single level: left, middle or right of the line.
SIDES = {
    **{"disagree": -1, "neither": 0, "agree": 1},
    **{"lower": -1, "same": 0, "higher": 1},
    **{"deteriorated": -1, "unchanged": 0, "improved": 1},
}
COLOURS = {-2: "#7F3B08", -1: "#B35806", 0: "#CDD3DB", 1: "#1D5A88", 2: "#0B3558"}
JOINED = {-1: "#E8B98C", 0: "#CDD3DB", 1: "#9DBFDA"}


@dataclasses.dataclass(frozen=True)
class Part:
    """One stretch of a row's bar: `left` to `right` in percent, 0 being the line."""

    name: str
    left: float
    right: float
    colour: str
    text: str
    joined: bool
    bound: str


@dataclasses.dataclass(frozen=True)
class Line:
    """One row of the chart: a topic's heading, or a question with its bar."""

    text: str
    base: str = ""
    parts: tuple[Part, ...] = ()


def side_of(name: str, scale: tuple[str, ...]) -> float:
    """Where a level stands: below 0 left, above 0 right; a joined one where its parts mostly do.

    `scale` lists the values in order; those of a second scale carry its number (``2.4``).

    >>> side_of("disagree_or_neither", ()), side_of("level_4", ("1", "2", "3", "4", "5"))
    (-0.5, 1.0)
    """
    places = [_place(part, scale) for part in name.split("_or_")]
    return sum(places) / len(places)


def _place(part: str, scale: tuple[str, ...]) -> float:
    if part in SIDES:
        return SIDES[part]
    value = part.removeprefix("level_")
    own = [v for v in scale if v.rpartition(".")[0] == value.rpartition(".")[0]]
    return own.index(value) - (len(own) - 1) / 2


def colour_of(side: float, joined: bool, scale: tuple[str, ...]) -> str:
    """Brown to the left, blue to the right, darker in the outer half of a long scale.

    >>> [colour_of(s, False, tuple("1234")) for s in (-1.5, -0.5)] == [COLOURS[-2], COLOURS[-1]]
    True
    """
    step = (side > 0) - (side < 0)
    if joined:
        return JOINED[step]
    outer = abs(side) > max(1, (len(scale) - 1) / 4)
    return COLOURS[2 * step if outer else step]


def parts_of(released: Released, rows: list[int], scale: tuple[str, ...], lang: str) -> list[Part]:
    """The stretches of one question's bar, from the left."""
    found = []
    for row in rows:
        name, percent = released.frame.at[row, "level"], released.frame.at[row, "percent"]
        bound = released.marks.at[row, "percent"]
        if name == "all_levels" or math.isnan(percent) or bound in ("c", "z"):
            return []
        side, joined = side_of(name, scale), "_or_" in name
        colour, text = colour_of(side, joined, scale), Value(released, row, "percent").say(lang)
        found.append((side, Part(name, 0, percent, colour, text, joined, bound)))
    return _placed(found)


def _placed(found: list[tuple[float, Part]]) -> list[Part]:
    middle = sum(p.right for side, p in found if side == 0)
    left, right = -middle / 2, middle / 2
    placed = []
    for side, part in sorted(found, key=lambda pair: pair[0], reverse=True):
        if side < 0:
            placed.append(dataclasses.replace(part, left=left - part.right, right=left))
            left -= part.right
    for side, part in sorted(found, key=lambda pair: pair[0]):
        if side == 0:
            placed.append(dataclasses.replace(part, left=-middle / 2, right=middle / 2))
        elif side > 0:
            placed.append(dataclasses.replace(part, left=right, right=right + part.right))
            right += part.right
    return sorted(placed, key=lambda p: p.left)


def lines_of(display: Display, lang: str) -> list[Line]:
    """Every row of the chart: topics as headings, questions under them."""
    released, lines, topic = display.data, [], None
    scale = tuple(released.labels.get("scale", {}))
    grouped: dict[tuple[str, str], list[int]] = {}
    second = released.by[1]
    for row, found in released.frame.iterrows():
        if not found.get("guard"):  # the table says why there is nothing
            grouped.setdefault((found["construct"], found[second]), []).append(row)
    for (construct, item), rows in grouped.items():
        if construct != topic:
            topic = construct
            lines.append(Line(released.label("construct", construct, lang)))
        base = Value(released, rows[0], "base").say(lang)
        if second == "item_id":
            text = item_text(released, item, lang)
        else:
            text = occasion_line(released, rows[0], lang)
        lines.append(Line(text, base, tuple(parts_of(released, rows, scale, lang))))
    return lines
