"""Questions told by shares of their sides: what of them is released, whatever the question.

One row per question and side, or joined sides: the share, and how many people it is of.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd

from compendium.analysis.result import Result
from compendium.disclosure.levels import JOINED, NOBODY, NOTHING, Share
from compendium.disclosure.nested import Base
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released
from compendium.disclosure.sealing import Cell, sealed_cells
from compendium.words import Text, either, words

KINDS = {"percent": "percent", "base": "base"}


def questions_of(result: Result) -> dict[tuple[str, ...], pd.DataFrame]:
    """The levels of each question, by its keys."""
    keys = list(result.by[:-1])
    return dict(list(result.frame.groupby(keys, sort=False, observed=False)))


def nothing_shown(base: Base, profile: Profile) -> list[Share]:
    """What stands for all of a question's shares where it has none to show."""
    if profile.base_mark(base.least) == "c" or base.mark == "c":
        return [NOTHING]
    return [] if base.least else [NOBODY]


def base_cell(base: Base, profile: Profile, chosen: Sequence[Share]) -> Cell:
    """A question's base and its mark: hidden or missing with its shares, a bound, or by size."""
    if all(s.mark in ("c", "z") for s in chosen):
        return math.nan, chosen[0].mark
    return base.shown, base.mark or profile.base_mark(base.least)


def rows_of(
    result: Result,
    key: tuple[str, ...],
    chosen: Sequence[Share],
    base: Cell,
    more: dict[str, Cell] | None = None,
) -> list[dict[str, Cell]]:
    """What is released of one question: a row of cells for each share.

    `more`: further columns, the same in each row.
    """
    named = {name: (value, "") for name, value in zip(result.by[:-1], key, strict=True)}
    return [
        {
            **named,
            "level": (share.name, ""),
            "percent": (share.percent, share.mark),
            "base": base,
            **(more or {}),
        }
        for share in chosen
    ]


def sealed_shares(
    result: Result,
    profile: Profile,
    rows: list[dict[str, Cell]],
    common: dict,
    more: dict[str, str] | None = None,
) -> Released:
    """The shares of every question as a released table; `more` are kinds of further columns."""
    labels = {
        **{name: texts for name, texts in result.labels.items() if name != "level"},
        "scale": result.labels.get("level", {}),
        "level": _level_labels(result, rows),
    }
    kinds = dict.fromkeys(result.by, "key") | KINDS | (more or {})
    return sealed_cells(result, profile, rows, kinds, common, labels=labels)


def _level_labels(result: Result, rows: list[dict[str, Cell]]) -> dict[str, Text]:
    """Text of each level that occurs; of merged ones, the parts joined by "or"."""
    own = {f"level_{v}": t for v, t in result.labels.get("level", {}).items()}

    def text(name: str) -> Text:
        if name in own:
            return own[name]
        return words()[f"level_{name}"].text

    names = dict.fromkeys(row["level"][0] for row in rows)
    return {name: either([text(p) for p in name.split(JOINED)]) for name in names}
