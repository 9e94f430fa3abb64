"""Which column of a table of coded segments is what, told from its headings or as somebody says."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from compendium.problems import DataError, Problems, listed
from compendium.readers.coded_segments.dialects import DIALECTS, Dialect, plain
from compendium.readers.coding_project import free_name

# What a column may be: whose text it is, the text, its codes, who coded, whose words they are,
# where it stands (characters; a range of them; or some other place), what was noted.
ROLES = ("source", "text", "code", "coder", "case", "start", "end", "range", "place", "memo")
# Dedoose's: one column per code, TRUE where it was applied.
APPLIED = re.compile(r"Code: (.+) Applied")
TICKS = {"1", "1.0", "true", "x", "yes"}
BLANKS = {"", "0", "0.0", "false", "no"}


@dataclasses.dataclass(frozen=True)
class Layout:
    """What each column of one table is.

    Parameters
    ----------
    columns : mapping
        Of each of `ROLES` that the table has, what the table calls it.
    ticked : mapping
        Columns that are one code each, ticked where it applies: heading to code path.
    raters : sequence of str
        Columns that are one coder each and hold the code they gave.
    above : sequence of str
        Columns that hold what the code stands under, from the nearest up.
    separator : str
        Between the names on a code's path; blank if codes have no path.
    between : str
        Between codes in one cell (a regular expression); blank if a cell holds one.
    filled_down : bool
        Whether a blank cell of a source or code means the one above.
    unread : sequence of str
        Columns that say nothing that is kept (colours, the tool's own numbers).
    """

    tool: str
    columns: Mapping[str, str]
    ticked: Mapping[str, str] = dataclasses.field(default_factory=dict)
    raters: Sequence[str] = ()
    above: Sequence[str] = ()
    separator: str = ""
    between: str = ""
    filled_down: bool = False
    unread: Sequence[str] = ()


def layout_of(names: Sequence[str]) -> Layout | None:
    """The layout of a table with these headings; None if no tool's headings are known in them.

    >>> layout_of(["id", "document", "tag", "content"]).tool
    'Taguette'
    """
    for tool, dialect in DIALECTS.items():
        columns = _columns(names, dialect)
        ticked = {n: found[1] for n in names if (found := APPLIED.fullmatch(n))}
        needed = set(dialect.needed) - ({"code"} if tool == "Dedoose" and ticked else set())
        if needed <= set(columns):
            return Layout(
                tool,
                columns,
                ticked=ticked if tool == "Dedoose" else {},
                above=[n for n in names if re.fullmatch(r"Category( \(\d+\))?", n)]
                if tool == "QualCoder"
                else (),
                separator=dialect.separator,
                between=dialect.between,
                filled_down=dialect.filled_down,
                unread=[n for n in names if plain(n) in dialect.unread or _is_weight(n, tool)],
            )
    return None


def _columns(names: Sequence[str], dialect: Dialect) -> dict[str, str]:
    """What the table calls each role, of several headings the one named first in the dialect."""
    by_plain = {plain(name): name for name in reversed(names)}
    found = {
        role: next((by_plain[known] for known in headings if known in by_plain), "")
        for role, headings in dialect.roles.items()
    }
    return {role: name for role, name in found.items() if name}


def _is_weight(name: str, tool: str) -> bool:
    return tool == "Dedoose" and bool(re.fullmatch(r"Code: .+ (Range|Weight)", name))


@dataclasses.dataclass(frozen=True)
class SegmentColumns:
    """What a person says of a table of coded segments, over what its headings tell.

    Parameters
    ----------
    columns : mapping
        Of some of `ROLES`, what the table calls them.
    code_columns : sequence of str
        Columns that are one code each, ticked where it applies.
    coder_columns : sequence of str
        Columns that are one coder each, and hold the code they gave.
    code_separator : str or None
        Between the names on a code's path; blank if codes have no path, None as the tool has it.
    """

    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)
    code_columns: Sequence[str] = ()
    coder_columns: Sequence[str] = ()
    code_separator: str | None = None

    @property
    def names_columns(self) -> bool:
        """Whether anything is said of what columns are."""
        return bool(self.columns or self.code_columns or self.coder_columns)

    def __bool__(self) -> bool:
        return self.names_columns or self.code_separator is not None


def layout_said(path: Path, rows: pd.DataFrame, said: SegmentColumns) -> Layout | None:
    """The layout that somebody says, over the one that is recognised; None if there is neither.

    Raises
    ------
    DataError
        With every role that is none, every column that the table does not have, and every cell
        of a code's own column that is no tick.
    """
    names = [n for n in rows.columns if n != "source_row"]
    known = layout_of(names)
    if known is None and not said.names_columns:
        return None
    _check_said(path, rows, names, said)
    own = known if known and not (said.code_columns or said.coder_columns) else Layout("", {})
    separator = own.separator if said.code_separator is None else re.escape(said.code_separator)
    return dataclasses.replace(
        own,
        columns={**own.columns, **said.columns},
        ticked=dict(zip(said.code_columns, said.code_columns, strict=True)) or own.ticked,
        raters=said.coder_columns,
        separator=separator,
    )


def _check_said(path: Path, rows: pd.DataFrame, names: list[str], said: SegmentColumns) -> None:
    problems = Problems()
    for role in [r for r in said.columns if r not in ROLES]:
        problems.add(
            path.name,
            "",
            f"segment_columns: {role} is nothing a column can be",
            f"it may be {listed(ROLES)}",
            "Name one of these.",
        )
    for name in [*said.columns.values(), *said.code_columns, *said.coder_columns]:
        if name not in names:
            found = f"found are {listed(names, 60)}"
            problems.add(path.name, "", f"there is no column {name!r}", found, "Name one of these.")
    for name in [n for n in said.code_columns if n in names]:
        _check_ticks(path, rows, name, problems)
    problems.settle(DataError)


def apart(names: Sequence[str]) -> list[str]:
    """QualCoder's columns called Category numbered from the second; other headings as they are.

    >>> apart(["Coded", "Codename", "Category", "Category"])
    ['Coded', 'Codename', 'Category', 'Category (2)']
    """
    if not {"Coded", "Codename"} <= set(names):
        return list(names)
    met, found = set(), []
    for name in names:
        found.append(free_name(name, met) if name == "Category" else name)
        met.add(found[-1])
    return found


def _check_ticks(path: Path, rows: pd.DataFrame, name: str, problems: Problems) -> None:
    cells = rows[name].str.strip()
    for row in rows.index[~cells.str.casefold().isin(TICKS | BLANKS)]:
        problems.add(
            path.name,
            f"row {rows.at[row, 'source_row']}",
            f"{name} = {cells[row]!r}",
            "a column that is a code holds 1, TRUE, yes or x where it applies, else 0, FALSE, no "
            "or nothing",
            "Correct it, or take the column out of code_columns.",
        )
