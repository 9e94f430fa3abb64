"""Programme theories as researchers keep them: Word documents, and sheets with their headings.

Tables
------
paragraphs
    One row per paragraph outside tables that holds text: number, style, `level` (depth of the
    heading or list, 0 for other text), `list_number` as the program shows it, text.
cells
    One row per table cell: table, row, column, text, `column_span`, `row_span`. The text of merged
    cells stands once, in the first; a table in a cell is a table of its own, after its host.
statements
    One row per if–then–because statement: pt_id, if_text, then_text, because_text, rival_text,
    place. A part that is not there is blank.
cmocs
    One row per context-mechanism-outcome configuration: cmoc_id, pt_id, context, mechanism (where
    resource and reasoning are not told apart), m_resource, m_reasoning, outcome,
    outcome_unintended, for_whom, place. A part that is not there is blank.
comments
    One row per remark in the margin: author, text, place.

`sheet.theory_tables` finds statements and configurations in a spreadsheet.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd

from compendium.readers.export import Export, ImportReport
from compendium.readers.theory.blocks import Paragraph, Table
from compendium.readers.theory.prose import find_theory
from compendium.readers.theory.tell import cmocs_table, frame, missed_statements, statements_table
from compendium.readers.theory.word_document import Document, read_document

__all__ = ["read"]

TEXTS = ("style", "list_number", "text")
GUESSED = {
    "insertions": "tracked insertions: read as text",
    "deletions": "tracked deletions: left out",
    "struck": "stretches that are struck out: read as text",
    "formulas": "formulas: read as their letters in order",
    "unstyled": "paragraphs of a style that the document does not describe: read as plain text",
}
LOST = {
    "pictures": "pictures or drawings",
    "footnotes": "footnotes or endnotes",
    "edges": "headers or footers",
    "hidden": "stretches of hidden text",
    "symbols": "signs of a symbol font, marked \ufffd",
    "enclosed": "documents enclosed in this one",
    "unfilled": "fields of a form that nobody filled in",
}


def read(path: Path) -> Export:
    """Read a Word document.

    Raises
    ------
    DataError
        If it is an old ``.doc``, is protected by a password, damaged or unsafe, or no document.
    """
    document = read_document(path)
    found, lost = find_theory(document.blocks)
    report = ImportReport(path.name, document.tool, found=_counted(document))
    report.lost = [*_said(LOST, document.counts), *missed_statements(found), *lost]
    report.guessed = [*_said(GUESSED, document.counts), *found.guessed]
    tables = {
        "paragraphs": _paragraphs(document),
        "cells": _cells(document),
        "statements": statements_table(found, report),
        "cmocs": cmocs_table(found, report),
        "comments": frame([c.__dict__ for c in document.comments], ("author", "text", "place")),
    }
    return Export(tables, report)


def _counted(document: Document) -> dict[str, int | str]:
    kinds = Counter(type(block) for block in document.blocks)
    found = {"paragraphs": kinds[Paragraph], "tables": kinds[Table]}
    more = {"text boxes": document.counts["boxes"], "comments": len(document.comments)}
    return found | {name: count for name, count in more.items() if count}


def _said(words: dict[str, str], counts: Counter) -> list[str]:
    return [f"{counts[kind]} {text}" for kind, text in words.items() if counts[kind]]


def _paragraphs(document: Document) -> pd.DataFrame:
    columns = ["number", "style", "level", "list_number", "text"]
    paragraphs = [b for b in document.blocks if isinstance(b, Paragraph)]
    rows = [[getattr(paragraph, column) for column in columns] for paragraph in paragraphs]
    return _typed(rows, columns)


def _cells(document: Document) -> pd.DataFrame:
    rows = [
        [table.number, cell.row, cell.column, cell.text, cell.columns, cell.rows]
        for table in document.blocks
        if isinstance(table, Table)
        for cell in table.cells
    ]
    return _typed(rows, ["table", "row", "column", "text", "column_span", "row_span"])


def _typed(rows: list[list], columns: list[str]) -> pd.DataFrame:
    """A table whose columns are text or whole numbers, also where it has no rows."""
    kinds = {name: "str" if name in TEXTS else "int64" for name in columns}
    return pd.DataFrame(rows, columns=columns).astype(kinds)
