"""What a survey's file knows of each of its columns, whichever tool wrote it."""

from __future__ import annotations

import dataclasses
import functools

import pandas as pd

from compendium.instruments import folded
from compendium.intake.cells import cell_text, texts
from compendium.readers.export import Export
from compendium.readers.survey import user_missing


@dataclasses.dataclass(frozen=True)
class Variable:
    """One column: its name, what was asked, and what its cells hold.

    Parameters
    ----------
    cells : pandas.Series
        Every cell as text, in the file's order; "" where there is none.
    labels : dict
        What the file says each code means; empty where it says nothing.
    missing : tuple of (float, float)
        Codes that the file itself declares missing, from and to.
    """

    name: str
    wording: str
    cells: pd.Series
    labels: dict[str, str] = dataclasses.field(default_factory=dict)
    missing: tuple[tuple[float, float], ...] = ()

    @functools.cached_property
    def given(self) -> list[str]:
        """The different cells that are not blank, numbers by size and texts by the alphabet."""
        found = set(self.cells) - {""}
        return sorted(found, key=lambda c: (0, float(c), c) if is_number(c) else (1, 0.0, c))

    @property
    def answered(self) -> int:
        return int((self.cells != "").sum())

    @property
    def is_numeric(self) -> bool:
        """Whether every cell is a whole number."""
        return bool(self.given) and all(map(is_whole, self.given))

    def is_missing(self, code: str) -> bool:
        """Whether the file itself calls a code missing."""
        if not is_number(code):
            return False
        return any(low <= float(code) <= high for low, high in self.missing)


def is_number(text: str) -> bool:
    try:
        return float(text) == float(text)
    except ValueError:
        return False


def is_whole(text: str) -> bool:
    """Whether a text is a whole number as a person would write one."""
    return text.removeprefix("-").isdecimal() and text.isascii()


def variables_of(export: Export) -> list[Variable]:
    """Every column of a survey's export, in the file's order."""
    records, tables = export.records, export.tables
    names = [c for c in records.columns if c != "source_row"]
    if "value_labels" not in tables:
        below = _heading_texts(tables)
        return [Variable(n, below.get(n, "") or n, texts(records[n])) for n in names]
    known = tables["variables"].set_index("variable")
    labelled = tables["value_labels"]
    return [
        Variable(
            name,
            known.at[name, "label"].strip() or name,
            _cells(records[name]),
            {
                row.value: row.label.strip()
                for row in labelled[labelled["variable"] == name].itertuples()
                if row.label.strip()
            },
            tuple(user_missing(tables["variables"], name)),
        )
        for name in names
    ]


def _cells(column: pd.Series) -> pd.Series:
    """Dates as ISO writes them, anything else as text."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.map(lambda day: "" if pd.isna(day) else day.isoformat(sep=" ")).astype("str")
    return column.astype("object").map(cell_text).astype("str")


def _heading_texts(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """Of each column of a sheet what stands in its further heading rows."""
    columns = tables.get("columns", pd.DataFrame({"column": []}))
    texts_below = [c for c in columns.columns if c not in ("column", "letter")]
    return {
        row["column"]: " ".join(filter(None, (str(row[c]).strip() for c in texts_below)))
        for row in columns.to_dict("records")
    }


def key(name: str) -> str:
    """A column's name without what tools change about it.

    >>> key("Participant ID"), key("participant_id")
    ('participantid', 'participantid')
    """
    return "".join(ch for ch in folded(name) if ch.isalnum())
