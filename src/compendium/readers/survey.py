"""Surveys: SPSS ``.sav`` files as their tables.

Tables
------
responses
    One row per respondent, raw codes as the file holds them; `source_row` counts from 1.
    User-missing codes (98, 99 …) stay codes here; `variables` says which they are.
    System-missing is blank.
variables
    One row per variable: label, type, measure, user-missing codes and ranges.
value_labels
    One row per variable and labelled value.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from compendium.readers.export import Export, ImportReport, damaged


def read(path: Path) -> Export:
    """Read a ``.sav`` or ``.zsav`` file.

    Raises
    ------
    DataError
        If the file is not an SPSS data file or is cut short.
    """
    import pyreadstat

    try:
        frame, meta = pyreadstat.read_sav(str(path), user_missing=True)
    except (pyreadstat.ReadstatError, ValueError, UnicodeDecodeError, OverflowError) as error:
        raise damaged(path, f"this is not a readable SPSS data file ({error})") from error
    if "source_row" in frame:
        raise damaged(
            path,
            "a variable is called source_row, the name the compendium gives to the row number",
            "Rename the variable and save the file again.",
        )
    responses = frame.apply(_whole_numbers)
    responses.insert(0, "source_row", range(1, len(frame) + 1))
    report = ImportReport(
        file=path.name,
        tool="SPSS data file" + (f", {meta.file_label}" if meta.file_label else ""),
        found={
            "respondents": len(frame),
            "variables": len(meta.column_names),
            "variables with value labels": len(meta.variable_value_labels),
            "variables with user-missing codes": len(meta.missing_ranges),
        },
    )
    for name, definition in (meta.mr_sets or {}).items():
        report.guessed.append(
            f"multiple-response set {name}: kept as its variables "
            f"({', '.join(definition['variable_list'])})"
        )
    tables = {
        "responses": responses,
        "variables": _variables(meta),
        "value_labels": _value_labels(meta),
    }
    return Export(tables, report)


def user_missing(variables: pd.DataFrame, variable: str) -> list[tuple[float, float]]:
    """The user-missing codes of one numeric variable, each as a (lowest, highest) pair."""
    text = variables.set_index("variable").at[variable, "user_missing"]
    return [_bounds(part) for part in text.split("; ") if part]


def _bounds(part: str) -> tuple[float, float]:
    low, _, high = part.partition(" to ")
    return float(low), float(high or low)


def _whole_numbers(column: pd.Series) -> pd.Series:
    """A float column that holds only whole numbers as nullable integers; others as they are."""
    if not pd.api.types.is_float_dtype(column):
        return column
    answered = column.dropna()
    whole = (answered % 1 == 0).all() and (answered.abs() < 2**53).all()
    return column.astype("Int64") if whole else column


def _variables(meta) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "variable": meta.column_names,
            "label": [meta.column_names_to_labels.get(n) or "" for n in meta.column_names],
            "type": [meta.readstat_variable_types[n] for n in meta.column_names],
            "measure": [meta.variable_measure.get(n, "") for n in meta.column_names],
            "user_missing": [
                "; ".join(_range_text(r) for r in meta.missing_ranges.get(n, ()))
                for n in meta.column_names
            ],
        },
        dtype="str",
    )


def _range_text(bounds: dict[str, object]) -> str:
    low, high = bounds["lo"], bounds["hi"]
    return _code_text(low) if low == high else f"{_code_text(low)} to {_code_text(high)}"


def _code_text(value: object) -> str:
    """A code as it is written in a codebook: whole numbers without a point, none shortened."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return str(int(value)) if whole else str(value)


def _value_labels(meta) -> pd.DataFrame:
    rows = [
        (name, _code_text(value), label)
        for name in meta.column_names
        for value, label in sorted(
            meta.variable_value_labels.get(name, {}).items(), key=lambda pair: str(pair[0])
        )
    ]
    return pd.DataFrame(rows, columns=["variable", "value", "label"], dtype="str")
