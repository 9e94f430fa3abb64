"""Screening exports that come as spreadsheets: Rayyan (``articles.csv``) and Covidence.

Tables
------
records, fields
    As in `compendium.readers.literature`; labels and tags stand in `fields`.
decisions
    One row per record, reviewer and decision: record_id, stage, reviewer, decision (``include``,
    ``exclude`` or ``maybe``) and reason; stage and reviewer are blank where the file does not say.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable

import pandas as pd

from compendium.readers.export import ImportReport
from compendium.readers.literature import rayyan
from compendium.readers.literature.decisions import Said
from compendium.readers.literature.records import Fields, Layout
from compendium.readers.literature.records import tables as tables_of

RAYYAN, COVIDENCE = "Rayyan", "Covidence"
HEADINGS = {
    RAYYAN: {"key", "title", "year", "journal", "issn", "authors", "location", "notes"},
    COVIDENCE: {"covidence", "title", "authors", "published year", "ref"},
}
# What the spreadsheet reader adds.
NO_FIELD = "source_row"
FIRST = {
    **{name: (name,) for name in ("title", "journal", "volume", "issue", "pages", "abstract")},
    "record_id": ("key", "covidence"),
    "pmid": ("pubmed_id",),
    "url": ("url",),
    "language": ("language",),
    "accession": ("accession number",),
}
EVERY = {name: (name,) for name in ("authors", "keywords", "notes")}
# Covidence exports a file per stage; where its records went is said by the file's name alone.
FILED = {
    "select": ("title and abstract", "include"),
    "irrelevant": ("title and abstract", "exclude"),
    "included": ("full text", "include"),
    "excluded": ("full text", "exclude"),
}
REASON = re.compile(r"Exclusion reason:\s*([^;]*);?\s*", re.IGNORECASE)


def tool_of(names: Iterable[str]) -> str:
    """The screening tool whose column names these are; blank if none is known.

    >>> tool_of(["Title", "Authors", "Published Year", "Ref", "Covidence #"])
    'Covidence'
    """
    found = {_plain(name) for name in names}
    return next((tool for tool, wanted in HEADINGS.items() if wanted <= found), "")


def tables(rows: pd.DataFrame, tool: str, report: ImportReport) -> dict[str, pd.DataFrame]:
    """`records`, `fields` and `decisions` of a screening export.

    Parameters
    ----------
    rows : DataFrame of str
        One row per record, columns as the file names them.
    tool : str
        What `tool_of` found.
    report : ImportReport
        What is found and guessed is added to it.
    """
    columns = [name for name in rows if name != NO_FIELD]
    found = [
        _fields(columns, cells, tool) for cells in rows[columns].itertuples(index=False, name=None)
    ]
    report.tool = report.tool or tool
    layout = _layout(columns)
    return tables_of(found, layout, report, _said(tool, report))


def _fields(columns: list[str], cells: tuple, tool: str) -> Fields:
    """A row as fields; Rayyan parts authors by "and"."""
    fields: Fields = []
    for name, cell in zip(columns, cells, strict=True):
        text = "" if pd.isna(cell) else str(cell).strip()
        parted = tool == RAYYAN and _plain(name) == "authors"
        fields += [(name, part) for part in (text.split(" and ") if parted else [text])]
    return fields


def _layout(columns: list[str]) -> Layout:
    """The layout by the names that the file gives its columns."""
    own = {_plain(name): name for name in columns}

    def called(names: tuple[str, ...]) -> list[str]:
        return [own[name] for name in names if name in own]

    return Layout(
        first={column: called(names) for column, names in FIRST.items()},
        every={column: called(names) for column, names in EVERY.items()},
        year=called(("year", "published year")),
        doi=called(("doi",)),
    )


def _said(tool: str, report: ImportReport) -> Callable[[str], Said]:
    """How the tool writes decisions."""
    if tool == RAYYAN:
        return rayyan.said
    filed = re.search(rf"_({'|'.join(FILED)})_", report.file.casefold())
    stage, decision = FILED[filed[1]] if filed else ("", "")
    if decision:
        report.guessed.append(
            f"every record is {decision}d at the stage {stage}, told from the file's name"
        )
    else:
        report.guessed.append(
            "the file's name does not say which stage it is of (as review_1_irrelevant_csv_1.csv "
            "does): only records with a reason of exclusion have a decision"
        )
    return functools.partial(covidence_said, stage=stage, decision=decision)


def covidence_said(notes: str, stage: str = "", decision: str = "") -> Said:
    """The decision on a record of Covidence: its file's, else by its reason of exclusion.

    Reasons are given at the full text alone. One that a file of included records still holds stays
    in the notes.

    >>> covidence_said("Exclusion reason: Wrong design; read twice").decisions
    [('full text', '', 'exclude', 'Wrong design')]
    """
    reasons = "; ".join(r.strip() for r in REASON.findall(notes) if r.strip())
    if reasons and not decision:
        stage, decision = "full text", "exclude"
    decisions = [(stage, "", decision, reasons if decision == "exclude" else "")]
    rest = REASON.sub("", notes).strip()
    kept = notes if decision == "include" else rest
    return Said(kept, decisions if decision else [])


def _plain(name: str) -> str:
    """A heading in small letters, without the signs beside it."""
    return re.sub(r"[^\w ]+", "", name).strip().casefold()
