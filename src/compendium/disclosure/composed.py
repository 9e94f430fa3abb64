"""Tables put together of others: every cell as its own rule released it, and no number beside.

A row of a result that is not released (an area that goes together with another) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from compendium.analysis.joint_composed import TAKEN
from compendium.analysis.result import Result
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal

MEASURES = tuple(TAKEN)


def release_composed(
    result: Result, released: Iterable[Released], profile: Profile, **common
) -> Released:
    """The rows of `result` with the cells of the tables in `released`, by their measure."""
    tables, columns = {r.measure: r for r in released}, TAKEN[result.measure]
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
    blank = {c: "" if kind in ("band", "text") else None for c, kind in columns.items()}
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


def _places(table: Released) -> dict[str, int]:
    """Of each row its keys as `compendium.analysis.joint_composed.where` writes them."""
    keys = table.frame[list(table.by)].to_dict("records")
    return {";".join(f"{k}={v}" for k, v in row.items()): i for i, row in enumerate(keys)}


def origin_of_row(at: str) -> dict[str, str]:
    """The keys of the row that a composed row was taken from."""
    return dict(part.split("=", 1) for part in at.split(";"))
