"""Mean scores at two to six occasions: what each topic's panel says, as a table, in words.

Occasions stand in the order of the labels of `stage`; `slope_panels` draws them.
"""

from __future__ import annotations

import dataclasses
import math

import pandas as pd

from compendium.disclosure.released import Released, Value
from compendium.displays.number_texts import ENDS, is_blank, people, with_interval
from compendium.displays.record import Display
from compendium.displays.sentences import Label, Sentence, distinct
from compendium.displays.text_table import Row, TextTable
from compendium.words import capitalised, say

COLUMNS = ("occasion", "base", "mean_interval")


@dataclasses.dataclass(frozen=True)
class Point:
    """One occasion: its name, its mean and interval (missing where hidden), and its numbers."""

    name: str
    mean: float
    ends: tuple[float, float]
    numbers: str


@dataclasses.dataclass(frozen=True)
class Panel:
    """One topic: its heading, whom all its points rest on (else blank), and its points."""

    heading: str
    people: str
    points: tuple[Point, ...]

    @property
    def is_drawn(self) -> bool:
        return any(not math.isnan(p.mean) for p in self.points)


def has_slopes(display: Display) -> bool:
    """Whether there is anything to draw."""
    return bool(display.data.frame["mean"].notna().any())


def panels_of(released: Released, lang: str) -> list[Panel]:
    """The panels, topic by topic."""
    return [_panel(released, rows, lang) for rows in _topics(released)]


def _topics(released: Released) -> list[list[int]]:
    """The rows of each topic, occasions in their order."""
    order = list(released.labels["stage"])
    topics = released.frame.groupby("construct", sort=False, observed=False)["stage"]
    return [list(rows.map(order.index).sort_values().index) for _, rows in topics]


def _panel(released: Released, rows: list[int], lang: str) -> Panel:
    bases = [people(released, i, "n", lang) for i in rows]
    alike = len(set(bases)) == 1
    points = tuple(
        Point(
            capitalised(_stage(released, i, lang)),
            released.frame.at[i, "mean"],
            (released.frame.at[i, "lower"], released.frame.at[i, "upper"]),
            _mean(released, i, lang) + ("" if alike else f", {base}"),
        )
        for i, base in zip(rows, bases, strict=True)
    )
    heading = released.label("construct", released.frame.at[rows[0], "construct"], lang)
    return Panel(heading, bases[0] if alike else "", points)


def _stage(released: Released, row: int, lang: str) -> str:
    return released.label("stage", released.frame.at[row, "stage"], lang)


def _mean(released: Released, row: int, lang: str) -> str:
    """A mean with its interval, or why there is none."""
    blank = is_blank(released, row, "mean")
    reason = Value(released, row, "guard").say(lang) if blank else ""
    number, bracket, interval = with_interval(released, row, "mean", ENDS, lang).partition("(")
    # An interval does not break.
    return reason or number + bracket + interval.replace(" ", "\u00a0")


def ticks_of(released: Released) -> list[float]:
    """The whole numbers of the scale; where topics have several, those that hold every interval."""
    ends = released.labels.get("range")
    if ends:
        return list(range(int(ends["least"].en), int(ends["most"].en) + 1))
    numbers = released.frame[["mean", *ENDS]].stack()
    return list(range(math.floor(numbers.min()), max(math.ceil(numbers.max()), 1) + 1))


def slopes_table(released: Released, lang: str) -> TextTable:
    """One row per occasion under its topic."""
    rows = []
    for places in _topics(released):
        topic = released.frame.at[places[0], "construct"]
        rows.append(Row(released.label("construct", topic, lang), ("", "")))
        rows += [
            Row(
                capitalised(_stage(released, i, lang)),
                (
                    Value(released, i, "n").say(lang),
                    _mean(released, i, lang).replace("\u00a0", " "),
                ),
                depth=1,
                of=(i,),
            )
            for i in places
        ]
    reasons = released.frame["guard"].ne("").any() if "guard" in released.frame else False
    return TextTable(tuple(say(c, lang) for c in COLUMNS), tuple(rows), (True, not reasons))


def alt_slopes(released: Released) -> Sentence | None:
    """In which topic the first and the last mean are farthest apart, and in which closest."""
    pairs = [(places[0], places[-1]) for places in _topics(released)]
    frame = released.frame
    apart = {
        pair: abs(frame.at[pair[1], "mean"] - frame.at[pair[0], "mean"])
        for pair in pairs
        if pd.notna(frame.loc[list(pair), "mean"]).all()
    }
    if not apart:
        return None
    parts: dict = {"count": distinct(released, ("construct",))}
    for name, pair in (("far", max(apart, key=apart.get)), ("near", min(apart, key=apart.get))):
        parts[f"{name}_topic"] = Label(released, "construct", frame.at[pair[0], "construct"])
        for when, row in zip(("first", "last"), pair, strict=True):
            parts[f"{name}_{when}"] = Value(released, row, "mean")
            parts[f"{when}_stage"] = Label(released, "stage", frame.at[row, "stage"])
    return Sentence("alt_slopes" if len(apart) > 1 else "alt_slopes_one", parts)
