"""Tables put together of others: every cell as its own rule released it, and no number beside.

A row of a result that is not released (an area that goes together with another) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from compendium.analysis.joint_composed import TAKEN, keys_at, where
from compendium.analysis.result import Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal

MEASURES = tuple(TAKEN)
TEXTS = ("band", "text", "guard")


def release_composed(
    result: Result, released: Iterable[Released], profile: Profile, **common
) -> Released:
    """The rows of `result` with the cells of the tables in `released`, by their measure."""
    tables = {r.measure: r for r in released}
    columns = {c: _kind(c, kind, tables.values()) for c, kind in TAKEN[result.measure].items()}
    places = {name: _places(table) for name, table in tables.items()}
    rows, marks = [], []
    for keys in result.frame[list(result.by)].to_dict("records"):
        table, found = tables[keys["source"]], places[keys["source"]].get(keys["at"])
        if found is None:
            continue
        there = [c for c in columns if c in table.frame]
        rows.append(keys | {c: table.frame.at[found, c] for c in there})
        marks.append({c: table.marks.at[found, c] for c in there})
    names = [*result.by, *columns]
    blank = {c: "" if kind in TEXTS else None for c, kind in columns.items()}
    frame = pd.DataFrame([blank | row for row in rows], columns=names)
    return seal(
        measure=result.measure,
        frame=frame,
        marks=pd.DataFrame(marks, columns=names, dtype="str").fillna(""),
        kinds={**dict.fromkeys(result.by, "key"), **columns},
        by=result.by,
        labels=result.labels,
        profile=profile.profile,
        **common,
    )


def _kind(column: str, declared: str, tables: Iterable[Released]) -> str:
    """What a column is: under some profiles a number, under others a word for it."""
    return next((t.kinds[column] for t in tables if column in t.kinds), declared)


def taken_apart(released: Released, beside: Iterable[Released]) -> list[Released]:
    """The rows of a composed table as tables of the measures they were taken from.

    Rows that a table in `beside` shows as well are left out: there they have more columns.
    """
    shown = {(table.measure, at) for table in beside for at in _places(table)}
    rows = zip(released.frame["source"], released.frame["at"], strict=True)
    fresh = pd.Series([row not in shown for row in rows], dtype="bool")
    chosen = released.frame[fresh].groupby("source", sort=False, observed=True).groups
    return [_of_source(released, source, list(places)) for source, places in chosen.items()]


def _of_source(released: Released, source: str, places: list[int]) -> Released:
    """Some rows of a composed table, with the keys of the table they were taken from."""
    keys = pd.DataFrame([keys_at(at) for at in released.frame.loc[places, "at"]])
    columns = list(TAKEN[released.measure])
    cells, marks = (t.loc[places, columns] for t in (released.frame, released.marks))
    unmarked = pd.DataFrame("", index=keys.index, columns=keys.columns)
    return seal(
        measure=source,
        frame=pd.concat([keys, cells.reset_index(drop=True)], axis="columns"),
        marks=pd.concat([unmarked, marks.reset_index(drop=True)], axis="columns"),
        kinds={**dict.fromkeys(keys, "key"), **{c: released.kinds[c] for c in columns}},
        by=tuple(keys),
        labels=released.labels,
        profile=released.profile,
        origin=released.origin,
        population=released.population,
        method=released.method,
    )


def _places(table: Released) -> dict[str, int]:
    """Of each row its keys as one text."""
    keys = table.frame[list(table.by)].to_dict("records")
    return {where(**row): i for i, row in enumerate(keys)}
