"""What study.yml says of an export as a whole (`fixed`), put where the file itself would say it."""

from __future__ import annotations

import dataclasses

import pandas as pd

from compendium.intake.cells import texts
from compendium.readers.export import Export
from compendium.sources import BY_ROW, BY_SOURCE, CASE, FIXED, Source


def with_fixed(source: Source, export: Export) -> Export:
    """The same export, every row of which says what is true of all; its origins with it.

    Literature fills its own records (`compendium.intake.literature`).
    """
    if not source.fixed or source.kind not in FIXED:
        return export
    of_talk = source.kind == "coding_project" and "cases" in export.tables
    tables = _talk(source, export) if of_talk else _rows(source, export)
    origins = export.origins | {o.casefold() for n, o in source.fixed.items() if n == "data_origin"}
    return dataclasses.replace(export, tables=export.tables | tables, origins=origins)


def _rows(source: Source, export: Export) -> dict[str, pd.DataFrame]:
    """A sheet or survey: a column for each, or its blank cells filled."""
    name = "responses" if "responses" in export.tables else "rows"
    frame = export.tables.get(name)
    if frame is None:
        return {}
    told = {}
    for meaning, value in source.fixed.items():
        column = source.columns.get(meaning, meaning)
        values = pd.Series(value, index=frame.index, dtype="str")
        if (meaning, value) == ("person", BY_ROW):
            values = source.source + "-" + frame["source_row"].astype("str")
        given = texts(frame[column]) if column in frame else pd.Series("", index=frame.index)
        told[column] = given.where(given != "", values).astype("str")
    return {name: frame.assign(**told)}


def _talk(source: Source, export: Export) -> dict[str, pd.DataFrame]:
    """A coding project: a variable of each source that lacks it; cases named by their sources."""
    tables, names = {}, export.tables["sources"]["source"]
    if source.fixed.get(CASE) == BY_SOURCE:
        blank = {"start": pd.NA, "end": pd.NA}
        cases = pd.DataFrame({"case": names, "source": names, **blank})
        types = dict.fromkeys(("case", "source"), "str") | dict.fromkeys(blank, "Int64")
        tables["cases"] = cases.astype(types)
    values = export.tables["variables"]
    given = values[(values["owner_kind"] == "source") & (values["value"] != "")]
    for meaning in (m for m in source.fixed if m in FIXED[source.kind]):
        variable = source.columns.get(meaning, meaning)
        lacking = names[~names.isin(given.loc[given["variable"] == variable, "owner"])]
        told = pd.DataFrame({"owner": lacking, "value": source.fixed[meaning]})
        told = told.assign(owner_kind="source", variable=variable, type="Text")
        blank = (values["variable"] == variable) & (values["value"] == "")
        values = pd.concat([values[~blank], told[values.columns]], ignore_index=True)
    return tables | {"variables": values}
