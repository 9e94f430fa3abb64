"""From a bibliography or a screening export to rows of `literature_records`, one per record in it.

A bibliography says what was found where; a screening export what was decided about it and, of
studies that are in, what they are. `compendium.intake.review_records` joins the two. Nobody's
consent is asked: these are publications.
"""

from __future__ import annotations

import re

import pandas as pd

from compendium.consent import Consent
from compendium.intake.cells import translated
from compendium.intake.columns import add_missing
from compendium.intake.dates import add_unreadable, moment_of
from compendium.intake.quality import Quality
from compendium.problems import DataError, Problems
from compendium.readers.export import Export
from compendium.readers.literature.records import doi_of
from compendium.schemas import TABLES
from compendium.study import Source, Study
from compendium.study_checks.literature import WORKED_OUT

# What a file of records says of them; the rest is worked out here.
CELLS = tuple(name for name in TABLES["literature_records"] if name not in WORKED_OUT)
# Of a publication itself: where two files say it otherwise, the first stands.
OF_PUBLICATION = ("title", "authors", "year", "doi")
# The stages of screening tools, and what they are called here.
STAGES = {"title and abstract": "screen1", "full text": "screen2"}
UNNAMED = re.compile(r"row-(\d+)")


def literature_rows(
    study: Study, source: Source, export: Export, consent: Consent, quality: Quality
) -> dict[str, pd.DataFrame]:
    """The rows of one export, under the compendium's own names.

    Raises
    ------
    DataError
        With every mapped column that is missing, every date that cannot be read, and every record
        on which reviewers differ.
    """
    problems = Problems()
    rows = _read(source, export, problems)
    problems.settle(DataError)
    for name, cells in rows.items():
        rows[name] = translated(cells.str.strip(), source.values.get(name, {}))
    for name, value in source.fixed.items():
        rows[name] = rows.get(name, _blank(rows)).replace("", value)
    rows = rows.reindex(columns=list(CELLS), fill_value="")
    rows["place"] = _places(export, rows)
    rows["record_id"] = rows["record_id"].str.replace(UNNAMED, rf"{source.source}-\1", regex=True)
    rows = rows.assign(file=export.report.file, export=source.source, kind=source.kind)
    rows["doi"] = [doi_of(cell) or cell for cell in rows["doi"]]
    _take_decisions(rows, source, export, problems)
    _take_days(rows, source, problems)
    problems.settle(DataError)
    _note_unknown(source, export, quality)
    export.origins |= set(rows["data_origin"]) - {""}
    return {"literature_records": rows}


def _read(source: Source, export: Export, problems: Problems) -> pd.DataFrame:
    """What a file says of its records, column by column."""
    base = export.tables.get("records", export.records)
    rows = pd.DataFrame(index=range(len(base)))
    for name in ("record_id", *OF_PUBLICATION):
        if "records" in export.tables:
            rows[name] = base[name].to_numpy()
    for name, called in source.columns.items():
        cells = _column(export, base, called)
        if cells is None:
            add_missing(problems, source, export.report.file, called, name, _names(export))
        else:
            rows[name] = cells
    return rows.fillna("").astype("str")


def _names(export: Export) -> list[str]:
    """What a column map may name: columns of a sheet; of a bibliography its columns and tags."""
    if "rows" in export.tables:
        return [c for c in export.tables["rows"] if c != "source_row"]
    return [*export.tables["records"], *dict.fromkeys(export.tables["fields"]["field"])]


def _column(export: Export, base: pd.DataFrame, called: str) -> list[str] | None:
    """One value per record: a column of the sheet, else of the records, else a tag of theirs."""
    rows = export.tables.get("rows")
    if rows is not None:
        return rows[called].tolist() if called in rows else None
    if called in base:
        return base[called].tolist()
    fields = export.tables["fields"]
    said = fields[fields["field"] == called].drop_duplicates("record_id")
    found = base["record_id"].map(said.set_index("record_id")["value"])
    return found.tolist() if len(said) else None


def _blank(rows: pd.DataFrame) -> pd.Series:
    return pd.Series("", index=rows.index, dtype="str")


def _places(export: Export, rows: pd.DataFrame) -> list[str]:
    """Where each record stands: ``row 14`` of a sheet, ``record 3`` of a bibliography."""
    if "rows" in export.tables:
        return [f"row {n}" for n in export.tables["rows"]["source_row"]]
    return [f"record {n}" for n in range(1, len(rows) + 1)]


def _take_decisions(rows: pd.DataFrame, source: Source, export: Export, problems: Problems) -> None:
    """Decisions that a screening tool keeps by reviewer, where no column is mapped for them."""
    decisions = export.tables.get("decisions")
    if decisions is None:
        return
    ids = export.tables["records"]["record_id"].drop_duplicates()
    row_of = {record: row for row, record in ids.items()}
    by_record = dict(list(decisions.groupby(["record_id", "stage"], sort=False, observed=True)))
    for (record, stage), said in by_record.items():
        row, words = row_of[record], set(said["decision"])
        column = STAGES.get(stage, "screen1")
        if column in {*source.columns, *source.fixed}:
            continue
        if len(words) > 1 or not words <= {"include", "exclude"}:
            told = ", ".join(f"{s.reviewer}: {s.decision}" for s in said.itertuples())
            problems.add(
                export.report.file,
                rows.at[row, "place"],
                f"reviewers have not settled on the record ({told})",
                "one decision is needed, include or exclude",
                "Settle it in the screening tool, and export again.",
            )
            continue
        rows.at[row, column] = words.pop()
        rows.at[row, f"{column}_reason"] = "; ".join(dict.fromkeys(filter(None, said["reason"])))


def _take_days(rows: pd.DataFrame, source: Source, problems: Problems) -> None:
    """Days as ISO text; a cell that is none is a problem."""
    for i in rows.index[rows["search_date"] != ""]:
        cell = rows.at[i, "search_date"]
        if moment := moment_of(cell, source.date_format):
            rows.at[i, "search_date"] = moment.date().isoformat()
        else:
            file, place = rows.loc[i, ["file", "place"]]
            add_unreadable(problems, source, file, place, f"search_date = {cell!r}")


def _note_unknown(source: Source, export: Export, quality: Quality) -> None:
    """Columns of a sheet that nobody mapped; those of a screening tool it knows are its own."""
    if "rows" in export.tables and "records" not in export.tables:
        for name in _names(export):
            if name not in source.columns.values():
                quality.note("unknown_column", export.report.file, "", name)
