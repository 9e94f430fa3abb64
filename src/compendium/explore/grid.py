"""The map of themes by an attribute: how many people and passages each cell has.

One row per cell of the map; of totals one for what fits and one for everything.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from compendium.analysis.qualitative import search
from compendium.analysis.result import Result
from compendium.explore.filters import Filters, has_level
from compendium.explore.talk import Coding, Talk
from compendium.theory import active_codes
from compendium.words import Text, words

# The first column: every level together.
TOGETHER = "all"
SHOWN, ALL = "shown", "all"


@dataclasses.dataclass(frozen=True)
class Cell:
    """One cell of the map: a theme, and a level of the attribute in its columns."""

    theme: str
    attribute: str
    level: str


@dataclasses.dataclass(frozen=True)
class Row:
    """One theme of the map: how deep it stands in the codebook, and what is below it."""

    theme: str
    label: str
    depth: int
    parent: str
    has_below: bool


def rows(talk: Talk, theme: str, lang: str) -> list[Row]:
    """The active themes in the codebook's order; of a chosen theme, it and what is below it."""
    codes = active_codes(talk.data.study.codebook)
    parents = {c.parent_id for c in codes}
    depth, found = {"": -1}, []
    for code in codes:
        above = code.parent_id if code.parent_id in depth else ""
        if theme and code.code_id != theme and not above:
            continue
        depth[code.code_id] = depth[above] + 1
        below = code.code_id in parents
        found.append(Row(code.code_id, code.label.say(lang), depth[code.code_id], above, below))
    return found


def in_cell(talk: Talk, filters: Filters, cell: Cell) -> np.ndarray:
    """Which passages belong to a cell, whether they fit the filters or not."""
    carried = talk.coding(filters.rule).carries(cell.theme)
    if cell.level == TOGETHER:
        return carried
    return carried & has_level(talk, cell.attribute, cell.level)


def cells(talk: Talk, coding: Coding, fits: np.ndarray, attribute: str) -> Result:
    """People and passages of every theme by every level, among the passages that fit.

    One row per code and level (`TOGETHER` first): `people` are distinct known speakers; passages
    of unknown speakers are among the `passages` alone. A code counts for those above it, and
    neither anybody nor any passage counts twice for one code.
    """
    told = talk.attributes[attribute]
    columns = [TOGETHER, *told.levels]
    place = {level: i for i, level in enumerate(columns)}
    level = told.values.map(place).to_numpy(dtype=np.int64)
    passage, code = coding.talk.pairs
    kept = fits[passage]
    passage, code = passage[kept], code[kept]
    cell = np.concatenate([code * len(columns), code * len(columns) + level[passage]])
    person = np.tile(talk.person[passage], 2)
    size = len(coding.talk.codes) * len(columns)
    frame = pd.DataFrame(
        {
            "code_id": np.repeat(np.array(coding.talk.codes, dtype=object), len(columns)),
            "level": np.tile(np.array(columns, dtype=object), len(coding.talk.codes)),
            "people": _distinct(cell, person, size),
            "passages": np.bincount(cell, minlength=size),
        }
    ).astype({"code_id": "str", "level": "str"})
    labels = {"code_id": {c.code_id: c.label for c in talk.data.study.codebook}}
    labels["level"] = {TOGETHER: words()["explore_together"].text, **told.levels}
    return _counted(talk, frame, ("code_id", "level"), ("passages",), labels)


def totals(talk: Talk, counts: np.ndarray, fits: np.ndarray) -> Result:
    """Passages, distinct known people and sources of what fits, and of everything coded."""
    rows = []
    for name, chosen in ((SHOWN, fits), (ALL, counts)):
        events = talk.passages.loc[chosen, "event_id"]
        person = talk.person[chosen]
        numbers = (int(chosen.sum()), len(np.unique(person[person >= 0])), events.nunique())
        rows.append((name, *numbers))
    frame = pd.DataFrame(rows, columns=["which", "passages", "people", "sources"])
    labels = {"which": {SHOWN: Text(SHOWN), ALL: Text(ALL)}}
    return _counted(talk, frame, ("which",), ("passages", "sources"), labels)


def _distinct(cell: np.ndarray, person: np.ndarray, size: int) -> np.ndarray:
    """How many different people each cell has; a person below nought is nobody known."""
    known = person >= 0
    most = int(person.max(initial=0)) + 1
    pairs = np.unique(cell[known] * most + person[known])
    return np.bincount(pairs // most, minlength=size)


def _counted(
    talk: Talk, frame: pd.DataFrame, by: tuple[str, ...], numbers: tuple[str, ...], labels: dict
) -> Result:
    about = search.about(talk.data)
    return Result(
        "passage_counts",
        frame[[*by, "people", *numbers]],
        by=by,
        people="people",
        kinds=dict.fromkeys(numbers, "count"),
        **about | {"labels": {**about["labels"], **labels}},
    )
