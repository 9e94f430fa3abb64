"""Small CSV tables that people keep by hand (consent, approved quotes), read as text."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from compendium.problems import DataError, Problems, listed
from compendium.readers.origins import origins_in_csv
from compendium.readers.work_tree import refuse_real

# What spreadsheet programs of some countries put between cells instead of a comma.
OTHERS = {";": "semicolons", "\t": "tabs"}
# What the index of such a table is called.
ROW = "row"


def text_table(path: Path) -> pd.DataFrame:
    """A small CSV table as text; blank cells are "", whole blank lines are passed over.

    Its index says in which row of the file each one stands, as a spreadsheet program counts them:
    blank lines count, and a line break inside a cell does not.

    Raises
    ------
    DataError
        If the file is missing, not UTF-8 or no CSV, if a heading stands twice, or with every row
        that has another number of cells than the header.
    WorkTreeError
        If it holds real data and lies inside a git work tree.
    """
    refuse_real(origins_in_csv(path), path.name, path)
    problems = Problems()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = {number: row for number, row in enumerate(csv.reader(file), start=1) if row}
    except FileNotFoundError:
        problems.add(path.name, "", "the file is missing", do="study.yml names it; put it there.")
    except UnicodeDecodeError:
        problems.add(path.name, "", "the text is not UTF-8", do="Save the file as CSV UTF-8.")
    except csv.Error as error:
        do = "Save the table as CSV UTF-8 again."
        problems.add(path.name, "", f"this is not CSV: {error}", do=do)
    problems.settle(DataError)
    first = min(rows, default=1)
    header = rows.pop(first, [])
    if twice := sorted({name for name in header if name and header.count(name) > 1}):
        what = f"the heading {listed(twice)} stands twice"
        problems.add(path.name, f"row {first}", what, do="Keep one of the two columns.")
        raise DataError(problems)
    if len(header) == 1 and (mark := next((m for m in OTHERS if m in header[0]), "")):
        what, allowed = f"its columns are separated by {OTHERS[mark]}", "commas are needed"
        do = "Save it as CSV UTF-8 (comma delimited), or replace them in a text editor."
        problems.add(path.name, f"row {first}", what, allowed, do)
        raise DataError(problems)
    for number, row in rows.items():
        if len(row) != len(header):
            problems.add(
                path.name,
                f"row {number}",
                f"the row has {len(row)} cells",
                f"the header has {len(header)}",
                "Put text that holds a comma in double quotes.",
            )
    problems.settle(DataError)
    index = pd.Index([*rows], dtype="int64", name=ROW)
    return pd.DataFrame([*rows.values()], index, header, dtype="str")
