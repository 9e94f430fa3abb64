"""A programme theory kept in a spreadsheet."""

from __future__ import annotations

import pandas as pd

from compendium.readers.export import ImportReport
from compendium.readers.theory.grids import Found, Grid, read_grid
from compendium.readers.theory.tell import (
    cmoc_fields_table,
    cmocs_table,
    missed_statements,
    statements_table,
)


def theory_tables(rows: pd.DataFrame, report: ImportReport) -> dict[str, pd.DataFrame]:
    """The statements and configurations that a spreadsheet's headings name.

    Parameters
    ----------
    rows : pandas.DataFrame
        The table `rows` of `compendium.readers.spreadsheet`: text, its first column `source_row`.
    report : ImportReport
        Gains what was counted and guessed.

    Returns
    -------
    dict
        `statements` (one row per if–then–because statement) and `cmocs` (one row per
        configuration) with `cmoc_fields` (one row per configuration and further column), as far
        as the sheet holds them; nothing if it is no theory.
    """
    headings = dict(enumerate(rows.columns[1:]))
    if not Grid(headings, []).tells:
        return {}
    texts = rows.iloc[:, 1:].fillna("").astype("str").to_numpy().tolist()
    places = [f"row {number}" for number in rows.iloc[:, 0]]
    tidy = [{i: cell.strip() for i, cell in enumerate(row)} for row in texts]
    grid = Grid(headings, list(zip(places, tidy, strict=True)))
    found = Found()
    read_grid(grid, found)
    report.guessed += found.guessed
    report.lost += missed_statements(found)
    tables = {}
    if found.statements:
        tables["statements"] = statements_table(found, report)
    if grid.configurations:
        tables |= {"cmocs": cmocs_table(found, report), "cmoc_fields": cmoc_fields_table(found)}
    return tables
