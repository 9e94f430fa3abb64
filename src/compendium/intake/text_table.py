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


def text_table(path: Path) -> pd.DataFrame:
    """A small CSV table as text; blank cells are "", whole blank lines are passed over.

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
            lines = [(n, row) for n, row in enumerate(csv.reader(file), start=1) if row]
    except FileNotFoundError:
        problems.add(path.name, "", "the file is missing", do="study.yml names it; put it there.")
    except UnicodeDecodeError:
        problems.add(path.name, "", "the text is not UTF-8", do="Save the file as CSV UTF-8.")
    except csv.Error as error:
        do = "Save the table as CSV UTF-8 again."
        problems.add(path.name, "", f"this is not CSV: {error}", do=do)
    problems.settle(DataError)
    (_, header), *rows = lines or [(1, [])]
    if twice := sorted({name for name in header if name and header.count(name) > 1}):
        what = f"the heading {listed(twice)} stands twice"
        problems.add(path.name, "row 1", what, do="Keep one of the two columns.")
        raise DataError(problems)
    if len(header) == 1 and (mark := next((m for m in OTHERS if m in header[0]), "")):
        what, allowed = f"its columns are separated by {OTHERS[mark]}", "commas are needed"
        do = "Save it as CSV UTF-8 (comma delimited), or replace them in a text editor."
        problems.add(path.name, "row 1", what, allowed, do)
        raise DataError(problems)
    for number, row in rows:
        if len(row) != len(header):
            problems.add(
                path.name,
                f"row {number}",
                f"the row has {len(row)} cells",
                f"the header has {len(header)}",
                "Put text that holds a comma in double quotes.",
            )
    problems.settle(DataError)
    return pd.DataFrame([row for _, row in rows], columns=header, dtype="str")
