"""Surveys: SPSS ``.sav`` and Stata ``.dta`` files as their tables.

Tables
------
responses
    One row per respondent, raw codes as the file holds them; `source_row` counts from 1.
    User-missing codes (98, 99 …; in Stata .a to .z) stay codes here; `variables` says which they
    are. System-missing is blank.
variables
    One row per variable: label, type, measure, user-missing codes and ranges.
value_labels
    One row per variable and labelled value.
multiple_response
    One row per multiple-response set and variable: the set's label, whether its variables are
    ticks or answers (`kind`: ``dichotomies``, ``categories``), and the value that is a tick.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from compendium.problems import DataError
from compendium.processes import Killed
from compendium.readers.apart import apart
from compendium.readers.export import Export, ImportReport, damaged

STATA = ".dta"
MULTIPLE_COLUMNS = ["set", "label", "kind", "counted_value", "variable"]


def read(path: Path) -> Export:
    """Read a ``.sav``, ``.zsav`` or ``.dta`` file.

    Raises
    ------
    DataError
        If the file is not what its name says, is cut short or damaged inside.
    """
    stata = path.suffix.lower() == STATA
    what = "Stata data file" if stata else "SPSS data file"
    try:
        frame, meta = apart(path, what, _read_dta if stata else _read_sav)
    except (DataError, Killed, ImportError):
        raise
    except Exception as error:  # pyreadstat raises whatever it stumbles over
        raise damaged(path, f"this is not a readable {what} ({error})") from error
    if "source_row" in frame:
        raise damaged(
            path,
            "a variable is called source_row, the name the compendium gives to the row number",
            "Rename the variable and save the file again.",
        )
    extended = meta.missing_user_values if stata else {}
    for name in extended:
        frame[name] = frame[name].map(_stata_code).astype("object")
    responses = frame.apply(_whole_numbers)
    responses.insert(0, "source_row", range(1, len(frame) + 1))
    tables = {
        "responses": responses,
        "variables": _variables(meta, extended),
        "value_labels": _value_labels(meta, extended),
        "multiple_response": _multiple_response(meta),
    }
    report = ImportReport(
        file=path.name,
        tool=what + (f", {meta.file_label}" if meta.file_label else ""),
        found={
            "respondents": len(frame),
            "variables": len(meta.column_names),
            "variables with value labels": len(meta.variable_value_labels),
            "variables with user-missing codes": len(extended or meta.missing_ranges),
        },
    )
    for name, of in tables["multiple_response"].groupby("set", sort=False, observed=True)[
        "variable"
    ]:
        report.guessed.append(
            f"multiple-response set {name}: kept as its variables ({', '.join(of)})"
        )
    return Export(tables, report)


def _read_sav(path: str):
    import pyreadstat

    return pyreadstat.read_sav(path, user_missing=True)


def _read_dta(path: str):
    import pyreadstat

    return pyreadstat.read_dta(path, user_missing=True)


def _stata_code(value: object) -> object:
    """An extended missing value as Stata writes it (.a); a whole number as one."""
    if isinstance(value, str):
        return f".{value}"
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return int(value) if whole else value


def _multiple_response(meta) -> pd.DataFrame:
    rows = [
        (
            name,
            definition.get("label") or "",
            "dichotomies" if definition.get("is_dichotomy") else "categories",
            "" if definition.get("counted_value") is None else str(definition["counted_value"]),
            variable,
        )
        for name, definition in (meta.mr_sets or {}).items()
        for variable in definition["variable_list"]
    ]
    return pd.DataFrame(rows, columns=MULTIPLE_COLUMNS, dtype="str")


def user_missing(variables: pd.DataFrame, variable: str) -> list[tuple[float, float]]:
    """The user-missing numbers of one SPSS variable, each as a (lowest, highest) pair.

    None of a variable whose missing values are no numbers: texts, and Stata's letters.
    """
    text = variables.set_index("variable").at[variable, "user_missing"]
    bounds = (part.partition(" to ") for part in text.split("; ") if part)
    try:
        return [(float(low), float(high or low)) for low, _, high in bounds]
    except ValueError:
        return []


def _whole_numbers(column: pd.Series) -> pd.Series:
    """A float column that holds only whole numbers as nullable integers; others as they are."""
    if not pd.api.types.is_float_dtype(column):
        return column
    answered = column.dropna()
    whole = (answered % 1 == 0).all() and (answered.abs() < 2**53).all()
    return column.astype("Int64") if whole else column


def _variables(meta, extended: dict[str, list[str]]) -> pd.DataFrame:
    missing = {
        name: "; ".join(_range_text(bounds) for bounds in ranges)
        for name, ranges in meta.missing_ranges.items()
    } | {name: "; ".join(f".{letter}" for letter in own) for name, own in extended.items()}
    return pd.DataFrame(
        {
            "variable": meta.column_names,
            "label": [meta.column_names_to_labels.get(n) or "" for n in meta.column_names],
            "type": [meta.readstat_variable_types[n] for n in meta.column_names],
            "measure": [meta.variable_measure.get(n, "") for n in meta.column_names],
            "user_missing": [missing.get(n, "") for n in meta.column_names],
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


def _value_labels(meta, extended: dict[str, list[str]]) -> pd.DataFrame:
    rows = [
        (name, f".{value}" if value in extended.get(name, ()) else _code_text(value), label)
        for name in meta.column_names
        for value, label in sorted(
            meta.variable_value_labels.get(name, {}).items(), key=lambda pair: str(pair[0])
        )
    ]
    return pd.DataFrame(rows, columns=["variable", "value", "label"], dtype="str")
