"""A table of configurations whose columns a person names, with drafts of the evidence beside them.

Tables
------
cmocs
    One row per row of the table that has any part of a configuration, as in
    `compendium.readers.theory`.
cmoc_fields
    One row per configuration and column that was not named, where it holds something.
evidence_drafts
    One row per configuration beside which the table has evidence: cmoc_id, and as far as they are
    named source, quote, evidence, confidence, reason; place. Nothing of it is evidence until an
    analyst judges it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from compendium.problems import DataError, Problems, listed
from compendium.readers.export import ImportReport
from compendium.readers.theory.grids import Found
from compendium.readers.theory.headings import KINDS, PARTS, kinds
from compendium.readers.theory.tell import cmoc_fields_table, cmocs_table, frame

IDS = ("cmoc_id", "pt_id")
DRAFTED = ("source", "quote", "evidence", "confidence", "reason")
ROLES = (*IDS, *PARTS, *DRAFTED)
EVIDENCE_DRAFTS = ("cmoc_id", *DRAFTED, "place")


def mapped_theory(
    path: Path, rows: pd.DataFrame, columns: Mapping[str, str], report: ImportReport
) -> dict[str, pd.DataFrame]:
    """The configurations of a table and the drafts of evidence, by the columns named.

    Parameters
    ----------
    rows : pandas.DataFrame
        The table `rows` of `compendium.readers.spreadsheet`: text, its first column `source_row`.
    columns : mapping
        Of some of `ROLES`, what the table calls them.
    report : ImportReport
        Gains what was counted, and which rows have no part of a configuration.

    Raises
    ------
    DataError
        With every role that is none and every column that the table does not have, or if no two
        of context, mechanism and outcome are named.
    """
    _check(path, rows, columns)
    further = [c for c in rows.columns[1:] if c not in columns.values()]
    found, drafts, without = Found(), [], []
    for row in rows.to_dict("records"):
        place, texts = f"row {row['source_row']}", _texts(row, columns)
        if not any(texts[part] for part in PARTS):
            without.append(place)
            continue
        found.configurations.append(texts | {"place": place})
        found.further.append({c: row[c].strip() for c in further if row[c].strip()})
        drafts.append(texts)
    cmocs = cmocs_table(found, report)
    for draft, cmoc_id, place in zip(drafts, cmocs["cmoc_id"], cmocs["place"], strict=True):
        draft |= {"cmoc_id": cmoc_id, "place": place}
    evidence = frame([d for d in drafts if any(d[n] for n in DRAFTED)], EVIDENCE_DRAFTS)
    report.found["drafts of evidence"] = len(evidence)
    if without:
        what = "rows that have no part of a configuration and stay in rows alone"
        report.lost.append(f"{len(without)} {what}: {listed(without, 8)}")
    if further:
        report.guessed.append(f"columns that nobody named, kept in cmoc_fields: {listed(further)}")
    fields = cmoc_fields_table(found)
    return {"cmocs": cmocs, "cmoc_fields": fields, "evidence_drafts": evidence}


def _texts(row: dict[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    """A row's text for each role, blank where none is named."""
    return {role: row[columns[role]].strip() if role in columns else "" for role in ROLES}


def _check(path: Path, rows: pd.DataFrame, columns: Mapping[str, str]) -> None:
    problems, there = Problems(), list(rows.columns[1:])
    for role, column in columns.items():
        if role not in ROLES:
            problems.add(path.name, "", f"{role!r} is no role", f"there are {listed(ROLES, 20)}")
        elif column not in there:
            what = f"{role} is to be the column {column!r}"
            problems.add(path.name, "", what, f"the table has {listed(there, 30)}")
    told = kinds(columns)
    if len(told) < 2:
        what = f"of {listed(KINDS)} the columns named tell {listed(told) or 'none'}"
        problems.add(path.name, "", what, "a configuration has two of them at least")
    problems.settle(DataError)
