"""Tables held against their schema by pandera; its failures as a researcher's sentences."""

from __future__ import annotations

import pandas as pd

from compendium.problems import Problems, listed
from compendium.schemas import Column

# More rows than this with one fault are told in one line.
MANY = 8


def validate(
    frame: pd.DataFrame,
    columns: dict[str, Column],
    file: str,
    problems: Problems,
) -> None:
    """Add to `problems` everything in `frame` that its schema does not allow, all at once.

    The index of `frame` says which row of the file each one is.
    """
    import pandera.pandas as pa

    missing = [name for name in columns if name not in frame]
    for name in missing:
        problems.add(
            file,
            "",
            f"the column {name} is missing",
            f"found are {listed(frame.columns, 30)}",
            "Add the column to the table.",
        )
    schema = pa.DataFrameSchema(
        {name: _column(pa, c) for name, c in columns.items() if name in frame}
    )
    try:
        schema.validate(frame.reset_index(drop=True), lazy=True)
    except pa.errors.SchemaErrors as error:
        found: dict[tuple[str, str], list[int]] = {}
        for case in error.failure_cases.drop_duplicates(["column", "check", "index"]).itertuples():
            rows = found.setdefault(_sentence(case, columns[case.column]), [])
            rows += [] if pd.isna(case.index) else [int(frame.index[int(case.index)])]
        for (what, allowed), rows in found.items():
            for where in _places(rows):
                problems.add(file, where, what, allowed, "Correct it in the table.")


def _places(rows: list[int]) -> list[str]:
    """Each row by itself; where many have one and the same fault, all of them together.

    >>> _places([2, 4]), _places([2, 3, 4, 5, 6, 7, 8, 9, 12])
    (['row 2', 'row 4'], ['rows 2, 3, 4, 5 and 5 more'])
    """
    if len(rows) > MANY:
        return [f"rows {listed(sorted(rows), 4)}"]
    return [f"row {row}" for row in sorted(rows)] or [""]


def _column(pa, column: Column):
    checks = []
    if column.kind == "text" and column.allowed:
        allowed = [*column.allowed, ""] if column.blank else list(column.allowed)
        checks.append(pa.Check.isin(allowed, name="allowed"))
    elif column.kind == "text" and not column.blank:
        checks.append(pa.Check.str_length(min_value=1, name="given"))
    return pa.Column(nullable=column.blank, unique=column.unique, checks=checks)


def _sentence(case, column: Column) -> tuple[str, str]:
    """What is wrong with one cell, and what is allowed instead."""
    if str(case.check) == "field_uniqueness":
        return f"{case.column} = {case.failure_case!r} stands more than once", "it must be unique"
    if column.allowed and not pd.isna(case.failure_case) and str(case.failure_case):
        options = [*column.allowed, *(["blank"] if column.blank else [])]
        return f"{case.column} = {case.failure_case!r}", f"allowed are {listed(options)}"
    return f"{case.column} is blank", "a value is needed"
