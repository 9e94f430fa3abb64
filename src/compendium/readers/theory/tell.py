"""What was found of a theory as tables, and what the import report says of it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from compendium.problems import listed
from compendium.readers.export import ImportReport
from compendium.readers.theory.grids import Found
from compendium.readers.theory.headings import KINDS, PARTS, STATEMENT_PARTS
from compendium.readers.theory.ids import fill_ids

STATEMENTS = ("pt_id", *STATEMENT_PARTS, "place")
CMOCS = ("cmoc_id", "pt_id", *PARTS, "place")
CMOC_FIELDS = ("cmoc_id", "field", "value")
WANTED = {"then_text": "then", "because_text": "because"}


def frame(rows: Sequence[dict], columns: Sequence[str]) -> pd.DataFrame:
    """Rows as a table of text; what a row lacks is blank."""
    texts = [[row.get(column, "") for column in columns] for row in rows]
    return pd.DataFrame(texts, columns=list(columns), dtype="str")


def statements_table(found: Found, report: ImportReport) -> pd.DataFrame:
    """One row per statement, numbered where it had no number."""
    rows = found.statements
    fill_ids(rows, "pt_id", "PT", report.guessed)
    report.found["statements"] = len(rows)
    for field, word in WANTED.items():
        _count(report, f"statements without a {word}", [r for r in rows if not r[field]])
    for unsure in sorted({row["unsure"] for row in rows} - {""}):
        places = listed((row["place"] for row in rows if row["unsure"] == unsure), 6)
        report.guessed.append(f"{unsure} ({places})")
    return frame(rows, STATEMENTS)


def cmocs_table(found: Found, report: ImportReport) -> pd.DataFrame:
    """One row per configuration, numbered where it had no number.

    To be called after `statements_table`, which numbers the statements they belong to.
    """
    rows = found.configurations
    for row in rows:
        row["pt_id"] = row["pt_id"] or (row.get("statement") or {}).get("pt_id", "")
    fill_ids(rows, "cmoc_id", "CMOC", report.guessed)
    report.found["CMOCs"] = len(rows)
    for kind, fields in KINDS.items():
        lacking = [row for row in rows if not any(row[field] for field in fields)]
        _count(report, f"CMOCs without {'an' if kind[0] == 'o' else 'a'} {kind}", lacking)
    apart = [row for row in rows if row["mechanism"]]
    _count(report, "CMOCs whose mechanism is not told apart into resource and reasoning", apart)
    return frame(rows, CMOCS)


def missed_statements(found: Found) -> list[str]:
    """What is said to be lost of texts that begin like a statement."""
    what = "texts that begin with 'If' and are no statement (no 'then', no 'because')"
    at = found.missed
    return [f"{len(at)} {what}: {listed(at, 8)}"] if at else []


def cmoc_fields_table(found: Found) -> pd.DataFrame:
    """One row per configuration and further column in which it has a text."""
    pairs = zip(found.configurations, found.further, strict=True)
    return frame(
        [
            {"cmoc_id": row["cmoc_id"], "field": field, "value": value}
            for row, further in pairs
            for field, value in further.items()
        ],
        CMOC_FIELDS,
    )


def _count(report: ImportReport, name: str, rows: list) -> None:
    if rows:
        report.found[name] = len(rows)
