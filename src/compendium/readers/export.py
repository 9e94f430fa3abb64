"""What a reader gives back: tidy tables, and a report of what it found, lost and guessed.

One reader is one module; `READERS` says which file belongs to which. A reader keeps what
the file says (raw codes, the tool's names) and judges nothing: that is intake's work.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from compendium.legible import on_a_screen
from compendium.problems import DataError, Problems, listed
from compendium.readers.origins import NAME, origins_of
from compendium.readers.work_tree import refuse_real

# File ending → module of compendium.readers. Imported only when such a file is read.
READERS = {
    ".sav": "survey",
    ".zsav": "survey",
    ".dta": "survey",
    ".qdpx": "refi_qda",
    ".qde": "refi_qda",
    ".qdc": "refi_qda",
    ".xlsx": "spreadsheet",
    ".ods": "spreadsheet",
    ".csv": "spreadsheet",
    ".tsv": "spreadsheet",
    ".qda": "coded_segments",
    ".sqlite3": "coded_segments",
    ".sqlite": "coded_segments",
    ".db": "coded_segments",
    ".rock": "coded_segments",
    ".txt": "coded_segments",
    ".ris": "literature",
    ".bib": "literature",
    ".nbib": "literature",
    ".docx": "theory",
}
# What each module can be told about a file.
OPTIONS = {
    "spreadsheet": {"header_rows", "sheet", "segments", "theory"},
    "refi_qda": {"positions"},
    "coded_segments": {"codes"},
}
# A Word file is a programme theory, unless its comments are asked for as coding.
WORD, CODED = ".docx", "coded_segments"


@dataclasses.dataclass
class ImportReport:
    """What a researcher wants to know about an import.

    `found` counts what is in the file; `lost` says what was not taken over and why;
    `guessed` says what the file left open and how it was read; `warned` where it departs from
    the standard of its kind, without harm.
    """

    file: str
    tool: str = ""
    found: dict[str, int | str] = dataclasses.field(default_factory=dict)
    lost: list[str] = dataclasses.field(default_factory=list)
    guessed: list[str] = dataclasses.field(default_factory=list)
    warned: list[str] = dataclasses.field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{self.file}" + (f" (written by {self.tool})" if self.tool else "")]
        lines += [f"  found    {name}: {count}" for name, count in self.found.items()]
        lines += [f"  lost     {text}" for text in self.lost] or ["  lost     nothing"]
        lines += [f"  guessed  {text}" for text in self.guessed] or ["  guessed  nothing"]
        lines += [f"  warning  {text}" for text in self.warned]
        return on_a_screen("\n".join(lines))


@dataclasses.dataclass
class Export:
    """One export as tidy tables by name, the texts it brought, and the report.

    `origins` are the data origins it names, in small letters.
    """

    tables: dict[str, pd.DataFrame]
    report: ImportReport
    texts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    origins: set[str] = dataclasses.field(default_factory=set)

    @property
    def records(self) -> pd.DataFrame:
        """The table of one row per respondent or record.

        It is `responses`, a sheet's `rows`, or `records` of the literature.
        """
        return next(self.tables[n] for n in ("responses", "rows", "records") if n in self.tables)


def read_export(
    path: Path,
    header_rows: int = 0,
    sheet: str = "",
    origin: str = NAME,
    positions: Sequence[str] = (),
    segments: object = None,
    codes: object = None,
    theory: Mapping[str, str] | None = None,
) -> Export:
    """Read one export with the reader its file ending asks for.

    `header_rows` (0 to have them recognised) and `sheet` say how a spreadsheet is to be read,
    `positions` how a coding project counts characters (blank to have it told from its texts),
    `segments` (a `compendium.readers.coded_segments.layouts.SegmentColumns`) which columns of a
    table hold coded segments, `theory` which hold configurations and evidence on them
    (`compendium.readers.theory.column_map`), `codes` (a
    `compendium.readers.coded_segments.code_names.CodeNames`) what comments of a Word file, or of
    a folder of them, may name; `origin` what the file calls the column that says whether its data
    are made up.

    Raises
    ------
    DataError
        If the file is missing, of a kind no reader knows, or damaged; if something is asked for
        that files of its kind do not have.
    WorkTreeError
        If it holds real data and lies inside a git work tree.
    """
    path = Path(path)
    commented = codes is not None and (path.is_dir() or path.suffix.lower() == WORD)
    module = CODED if commented else READERS.get(path.suffix.lower(), "")
    asked = {
        "header_rows": header_rows,
        "sheet": sheet,
        "positions": positions,
        "segments": segments,
        "codes": codes,
        "theory": theory,
    }
    asked = {name: value for name, value in asked.items() if value}
    _check_asked(path, module, asked, commented)
    export = importlib.import_module(f"compendium.readers.{module}").read(path, **asked)
    export.origins = origins_of(export.tables, origin)
    refuse_real(export.origins, path.name, path)
    return export


def _check_asked(path: Path, module: str, asked: Mapping[str, object], commented: bool) -> None:
    """There is such a file, a reader for it, and all that is asked for is for files of its kind."""
    problems = Problems()
    if not module:
        problems.add(
            path.name,
            "",
            f"no reader knows the ending {path.suffix or '(none)'}",
            f"{listed(READERS, limit=len(READERS))} can be read",
            "Export the data again in one of these.",
        )
    elif not (path.is_file() or (commented and path.is_dir())):
        problems.add(path.name, "", "the file is missing", do="Put the export there and try again.")
    other = sorted(set(asked) - OPTIONS.get(module, set()))
    if module and other:
        problems.add(
            path.name,
            "",
            f"{listed(other)}: asked for",
            f"a {path.suffix} file has none",
            "Take it out, or name another file.",
        )
    problems.settle(DataError)


def damaged(
    path: Path, why: str, do: str = "Export it again from the tool it came from."
) -> DataError:
    """The error for a file that is not what its name says."""
    problems = Problems()
    problems.add(path.name, "", why, do=do)
    return DataError(problems)
