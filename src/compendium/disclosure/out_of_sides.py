"""A side of a question whose answers are printed level by level: its levels added up.

For shares said out of ten alone: under a profile that prints five levels a sentence on those who
agree stays what it is under one that prints three sides. What is added up are released cells.
"""

from __future__ import annotations

import pandas as pd

from compendium.disclosure.answers import ANSWER_SIDES
from compendium.disclosure.released import Released, seal

LEVEL = "level_"
# The most levels a side is added up from: more, and their roundings would reach the tenth.
MOST = 2


def by_side(released: Released, wanted: dict[str, str]) -> Released:
    """The one side that `wanted` names as a table of one row; the same table if there is none."""
    frame, marks, side = released.frame, released.marks, wanted.get("level", "")
    others = {c: v for c, v in wanted.items() if c != "level"}
    if released.measure != "answers" or side not in ANSWER_SIDES or not set(others) <= set(frame):
        return released
    mine = pd.Series(frame["level"].str.startswith(LEVEL), index=frame.index)
    for column, value in others.items():
        mine &= frame[column].astype("str") == value
    rows = list(frame.index[mine])
    half = len(rows) // 2
    parts = dict(zip(ANSWER_SIDES, (rows[:half], [], rows[len(rows) - half :]), strict=True))[side]
    if not 0 < len(parts) <= MOST or frame.loc[rows, "item_id"].nunique() != 1:
        return released
    first = frame.loc[parts[:1]].assign(level=side, percent=frame.loc[parts, "percent"].sum())
    own = marks.loc[parts[:1]].assign(percent="c" if marks.loc[parts, "percent"].any() else "")
    same = ("measure", "by", "kinds", "profile", "origin", "population", "method", "labels")
    return seal(frame=first, marks=own, **{name: getattr(released, name) for name in same})
