"""A table of a page as CSV for spreadsheet programs: one header row, then one row per row.

What stands under a heading, or deeper in an outline, says in its first column under what; data that
are made up say so in their last.
"""

from __future__ import annotations

import pandas as pd

from compendium.displays.text_table import TextTable
from compendium.words import say
from compendium.writers.spreadsheet import spreadsheet_csv

# A column of made-up data, as it is called in every table of the compendium.
ORIGIN = "data_origin"


def table_file(table: TextTable, origin: str, lang: str) -> bytes:
    """The table's cells as the page shows them; `origin` is that of the data (``synthetic``)."""
    heads, rows = list(table.columns), [[row.head, *row.cells] for row in table.rows]
    places = _places(table)
    if any(places):
        heads = [say("csv_under", lang), *heads]
        rows = [[place, *row] for place, row in zip(places, rows, strict=True)]
    if origin == "synthetic":
        heads, rows = [*heads, ORIGIN], [[*row, origin] for row in rows]
    return spreadsheet_csv(pd.DataFrame(rows, columns=heads)).encode("utf-8")


def _places(table: TextTable) -> list[str]:
    """Of each row what it stands under, from the outermost: ``Trust > Being heard``."""
    above: list[tuple[float, str]] = []
    found = []
    for row in table.rows:
        # A heading stands above the other rows as deep as itself.
        rank = row.depth + (0.0 if row.is_heading else 0.5)
        above = [(r, head) for r, head in above if r < rank]
        found.append(" > ".join(head for _, head in above))
        above.append((rank, row.head))
    return found
