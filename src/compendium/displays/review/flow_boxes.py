"""The flow of a review in words: what each box says, its table, its alternative text."""

from __future__ import annotations

import dataclasses

from compendium.disclosure.released import Released, Value
from compendium.displays.sentences import Sentence
from compendium.displays.text_table import Row, TextTable
from compendium.words import say

# Of each box, the words for what it counts.
WORDS = {
    "B1": "flow_b1",
    "B2": "flow_b2",
    "B3": "flow_b3",
    "B4": "flow_b4",
    "B5": "flow_b5",
    "B6": "flow_b6",
    "B7": "flow_b7",
    "B8": "flow_b8",
    "B9": "flow_b9",
    "B10": "flow_b10",
    "B11": "flow_b11",
    "B12": "flow_b12",
    "B13": "flow_b13",
    "B14": "flow_b14",
    "B15": "flow_b8",
    "B16": "flow_b9",
    "B17": "flow_b10",
    "B18": "flow_b11",
    "B19": "flow_b19",
    "B20": "flow_b20",
}


@dataclasses.dataclass(frozen=True)
class Stage:
    """One step of an arm: what goes on in the main box, and what leaves in the one beside it."""

    main: tuple[str, ...]
    aside: tuple[str, ...] = ()


# The arms of the diagram, stage by stage; the other methods have no screening by title.
ARMS: dict[str, tuple[Stage | None, ...]] = {
    "flow_databases": (
        Stage(("B1", "B2"), ("B3", "B4", "B5")),
        Stage(("B6",), ("B7",)),
        Stage(("B8",), ("B9",)),
        Stage(("B10",), ("B11",)),
    ),
    "flow_other": (
        Stage(("B12", "B13", "B14")),
        None,
        Stage(("B15",), ("B16",)),
        Stage(("B17",), ("B18",)),
    ),
}
INCLUDED = ("B20", "B19")


def count(released: Released, box: str, reason: str = "") -> Value:
    """The number in a box, or beside one of its reasons."""
    return Value(released, released.where(box=box, reason=reason), "records")


def reasons(released: Released, box: str) -> list[str]:
    """The reasons of exclusion under a box, in their order."""
    frame = released.frame
    return frame.loc[(frame["box"] == box) & (frame["reason"] != ""), "reason"].tolist()


def used(released: Released) -> list[str]:
    """The arms by which anything was found; that of databases where nothing was at all."""

    def any_found(stages: tuple[Stage | None, ...]) -> bool:
        rows = [released.where(box=box, reason="") for box in stages[0].main]
        return bool(released.frame.loc[rows, "records"].sum())

    return [arm for arm, stages in ARMS.items() if any_found(stages)] or ["flow_databases"]


def lines(released: Released, boxes: tuple[str, ...], lang: str) -> list[str]:
    """What the boxes say, a line each: what is counted and the number; reasons below."""
    found = []
    for box in boxes:
        number = count(released, box).say(lang)
        found.append(say("flow_line", lang, what=say(WORDS[box], lang), n=number))
        for reason in reasons(released, box):
            number = count(released, box, reason).say(lang)
            what = released.label("reason", reason, lang)
            found.append(say("flow_reason", lang, what=what, n=number))
    return found


def flow_table(released: Released, lang: str) -> TextTable:
    """One row per box under its arm, and one per reason of exclusion under that."""
    rows = []
    for arm, stages in ARMS.items():
        rows.append(Row(say(arm, lang), ("",)))
        for stage in filter(None, stages):
            rows += _rows(released, (*stage.main, *stage.aside), lang)
    rows.append(Row(say("flow_included", lang), ("",)))
    rows += _rows(released, INCLUDED, lang)
    names = ("flow_box", "flow_number")
    return TextTable(tuple(say(n, lang) for n in names), tuple(rows), (True,))


def _rows(released: Released, boxes: tuple[str, ...], lang: str) -> list[Row]:
    found = []
    for box in boxes:
        found.append(Row(say(WORDS[box], lang), (count(released, box).say(lang),), 1))
        found += [
            Row(released.label("reason", r, lang), (count(released, box, r).say(lang),), 2)
            for r in reasons(released, box)
        ]
    return found


def alt_flow(released: Released) -> Sentence | None:
    """From how many records found to how many studies included."""
    if released.frame.empty:
        return None
    boxes = {"databases": "B1", "registers": "B2", "screened": "B6", "read": "B10"}
    boxes |= {"others": "B15", "read_too": "B17", "reports": "B19", "studies": "B20"}
    return Sentence("alt_review_flow", {k: count(released, box) for k, box in boxes.items()})
