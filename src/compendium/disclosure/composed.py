"""Tables put together of others: every cell as its own rule released it, and no number beside.

A row of a result that is not released (an area that goes together with another) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from compendium.analysis.joint_displays.joint_composed import TAKEN, keys_at, where
from compendium.analysis.result import BETWEEN, Labels, Result
from compendium.analysis.survey.asked import survey_key
from compendium.disclosure.profile import Profile
from compendium.disclosure.released import Released, seal
from compendium.disclosure.sealing import sealed, unmarked
from compendium.words import Text

MEASURES = tuple(TAKEN)
SURVEY = "survey"
TEXTS = ("band", "text", "guard")


def release_composed(
    result: Result, profile: Profile, taken: Iterable[Released], **common
) -> Released:
    """The rows of `result` with the cells of the tables in `taken`, by their measure."""
    tables = {_named(r, result.by): r for r in taken}
    columns = {c: _kind(c, kind, tables.values()) for c, kind in TAKEN[result.measure].items()}
    places = {name: _places(table) for name, table in tables.items()}
    rows, marks = [], []
    for keys in result.frame[list(result.by)].to_dict("records"):
        name = keys["source"], keys.get(SURVEY, "")
        table, found = tables[name], places[name].get(keys["at"])
        if found is None:
            continue
        there = [c for c in columns if c in table.frame]
        rows.append(keys | {c: table.frame.at[found, c] for c in there})
        marks.append({c: table.marks.at[found, c] for c in there})
    names = [*result.by, *columns]
    blank = {c: "" if kind in TEXTS else None for c, kind in columns.items()}
    frame = pd.DataFrame([blank | row for row in rows], columns=names)
    found = pd.DataFrame(marks, columns=names, dtype="str").fillna("")
    return sealed(result, profile, frame, columns, common, found)


def _named(table: Released, by: tuple[str, ...]) -> tuple[str, str]:
    """The measure of a table; whose answers it holds too, where the rows say which they mean."""
    return table.measure, survey_key(table.labels) if SURVEY in by else ""


def _kind(column: str, declared: str, tables: Iterable[Released]) -> str:
    """What a column is: under some profiles a number, under others a word for it."""
    return next((t.kinds[column] for t in tables if column in t.kinds), declared)


def taken_apart(released: Released, beside: Iterable[Released]) -> list[Released]:
    """The rows of a composed table as tables of the measures they were taken from.

    Rows that a table in `beside` shows as well are left out: there they have more columns. A row
    that stands in several places is there once.
    """
    shown = {(*_named(table, released.by), at) for table in beside for at in _places(table)}
    chosen: dict[tuple[str, str], list[int]] = {}
    for i, row in enumerate(released.frame.to_dict("records")):
        name = row["source"], row.get(SURVEY, "")
        if (*name, row["at"]) not in shown:
            shown.add((*name, row["at"]))
            chosen.setdefault(name, []).append(i)
    return [_of_source(released, *name, places) for name, places in chosen.items()]


def _of_source(released: Released, source: str, survey: str, places: list[int]) -> Released:
    """Some rows of a composed table, with the keys of the table they were taken from."""
    keys = pd.DataFrame([keys_at(at) for at in released.frame.loc[places, "at"]])
    columns = list(TAKEN[released.measure])
    cells, marks = (t.loc[places, columns] for t in (released.frame, released.marks))
    return seal(
        measure=source,
        frame=pd.concat([keys, cells.reset_index(drop=True)], axis="columns"),
        marks=pd.concat([unmarked(keys), marks.reset_index(drop=True)], axis="columns"),
        kinds={**dict.fromkeys(keys, "key"), **{c: released.kinds[c] for c in columns}},
        by=tuple(keys),
        labels={**released.labels, **_whose(released, survey)},
        profile=released.profile,
        origin=released.origin,
        population=released.population,
        method=released.method,
    )


def _whose(released: Released, survey: str) -> Labels:
    """Labels that say with what and whose answers a survey's table holds; none of another table."""
    if not survey:
        return {}
    instrument, *groups = survey.split(BETWEEN)
    names = released.labels["respondents"]
    return {
        "asked_with": {instrument: Text(instrument)},
        "asked_groups": {group: names[group] for group in groups},
    }


def _places(table: Released) -> dict[str, int]:
    """Of each row its keys as one text."""
    keys = table.frame[list(table.by)].to_dict("records")
    return {where(**row): i for i, row in enumerate(keys)}
