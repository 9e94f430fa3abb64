"""Where data say they come from: the cells called ``data_origin`` of an export or a table.

A file read before anybody has written down its columns is looked through by that name, whatever
its capitals, spaces and underscores.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

NAME = "data_origin"


def origins_of(tables: dict[str, pd.DataFrame], column: str = NAME) -> set[str]:
    """Every data origin an export's tables name, in small letters: also in rows set aside later.

    `column` is what the file calls it; whatever is called ``data_origin`` counts as well. A code
    with a label counts as its label.
    """
    found = []
    if "variables" in tables and "owner" in tables["variables"]:
        values = tables["variables"]
        found.append(values.loc[values["variable"].map(lambda n: _is_it(n, column)), "value"])
    for name in ("responses", "rows"):
        for own in (c for c in tables.get(name, pd.DataFrame()) if _is_it(c, column)):
            found.append(_labelled(tables, own, tables[name][own]))
    if "cells" in tables:
        found += _in_a_document(tables["cells"], tables["paragraphs"])
    said = (str(v).strip().casefold() for values in found for v in values.dropna().unique())
    return {v for v in said if v}


def _is_it(name: object, column: str) -> bool:
    return name == column or is_origin(str(name))


def is_origin(name: str) -> bool:
    """Whether a column's name is ``data_origin``, however it is spelled.

    >>> is_origin("Data origin"), is_origin("origin")
    (True, False)
    """
    return re.sub(r"[\W_]+", "", name).casefold() == NAME.replace("_", "")


def _in_a_document(cells: pd.DataFrame, paragraphs: pd.DataFrame) -> Iterator[pd.Series]:
    """Texts below and beside a cell called so, and after ``data_origin:`` in a paragraph."""
    for head in cells[cells["text"].map(is_origin)].itertuples():
        own = cells[cells["table"] == head.table]
        below = (own["column"] == head.column) & (own["row"] > head.row)
        beside = (own["row"] == head.row) & (own["column"] > head.column)
        yield own.loc[below | beside, "text"]
    said = (text.partition(":") for text in paragraphs["text"])
    yield pd.Series([value for name, _, value in said if is_origin(name)], dtype="str")


def _labelled(tables: dict[str, pd.DataFrame], column: str, values: pd.Series) -> pd.Series:
    """Values with their labels in their place, where the file labels them."""
    if "value_labels" not in tables:
        return values
    own = tables["value_labels"].query("variable == @column")
    labels = dict(zip(own["value"], own["label"], strict=True))
    return values.dropna().map(lambda value: labels.get(str(value), value))


def origins_in_csv(path: Path) -> set[str]:
    """Every data origin that a CSV file names; none where it has no such column or is no CSV."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            header, *rows = [row for row in csv.reader(file) if any(row)] or [[]]
    except (OSError, csv.Error):
        return set()
    places = [i for i, name in enumerate(header) if is_origin(name)]
    return {row[i].strip().casefold() for row in rows for i in places if i < len(row) and row[i]}
