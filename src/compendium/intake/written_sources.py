"""Sources of evidence that no person stands behind: literature records and workshop decisions.

Decisions are kept by hand. Literature records are too, or copied from an import of a bibliography;
what the review of the study included is literature as well. All belong to the study as a whole, to
none of its sites. One row per record, and per decision.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from compendium.intake.dates import is_date
from compendium.intake.decisions import check_decisions
from compendium.intake.text_table import text_table
from compendium.intake.validation import validate
from compendium.problems import DataError, Problems
from compendium.schemas import DECISIONS, LITERATURE, Column
from compendium.study import Study
from compendium.study_checks.framework import DECISIONS as DECISIONS_FILE

FILES = {"literature": "literature/records.csv", "decision": DECISIONS_FILE}
SCHEMAS = {"literature": LITERATURE, "decision": DECISIONS}
DAYS = ("date", "fed_back_on")


def written_sources(study: Study, review: pd.DataFrame) -> dict[str, dict[str, str]]:
    """What each literature record and each decision is about, by its id, for each kind.

    `review` is the table `literature_records`: what it included counts as literature. Of a record
    that literature/records.csv has as well, that file's words stand.

    Raises
    ------
    DataError
        With every cell of the two tables that their schemas do not allow, and every date that is
        none.
    """
    records, decisions = read_written(study, "literature"), read_written(study, "decision")
    included = review[review["screen2"] == "include"]
    literature = cited(included) | cited(records)
    return {"literature": literature, "decision": decided(decisions)}


def decided(decisions: pd.DataFrame) -> dict[str, str]:
    """Each decision by its id: its workshop and date, what was proposed, what came of it."""
    told = decisions.set_index("decision_id")
    said = told["workshop"] + ", " + told["date"] + ": " + told["proposal"]
    return (said + " (" + told["decision"] + ")").to_dict()


def cited(records: pd.DataFrame) -> dict[str, str]:
    """Each record by its id: its title, its authors and its year."""
    titles = records.set_index("record_id")
    by = titles["authors"].where(titles["authors"] != "", "no author named")
    named = titles["title"] + " (" + by + titles["year"].map(lambda year: f", {year}" * bool(year))
    return (named + ")").to_dict()


def read_written(study: Study, kind: str) -> pd.DataFrame:
    """The literature records or the decisions of a study; no rows where there is no such file.

    Raises
    ------
    DataError
        If the table does not fit.
    """
    path, schema, problems = study.folder / FILES[kind], SCHEMAS[kind], Problems()
    frame = _as_written(study, kind)
    if not path.exists():
        return frame
    validate(frame, schema, path.name, problems)
    _check_days(frame, schema, path, problems)
    if kind == "decision":
        check_decisions(frame, study, problems)
    problems.settle(DataError)
    return frame


def no_decisions() -> pd.DataFrame:
    """The table of decisions without rows."""
    return _without_rows("decision")


def _without_rows(kind: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(SCHEMAS[kind]), dtype="str")


def written_table(study: Study, kind: str) -> pd.DataFrame:
    """The same as `read_written`, of tables that were found to fit when the study was taken in."""
    return _as_written(study, kind).reset_index(drop=True)


def _as_written(study: Study, kind: str) -> pd.DataFrame:
    """The table with the rows of the file that it has, as its index."""
    path = study.folder / FILES[kind]
    if not path.exists():
        return _without_rows(kind)
    return text_table(path).apply(lambda column: column.str.strip())


def _check_days(
    frame: pd.DataFrame, schema: dict[str, Column], path: Path, problems: Problems
) -> None:
    for day in (d for d in DAYS if d in schema and d in frame):
        for row in frame.index[(frame[day] != "") & ~frame[day].map(is_date).astype("bool")]:
            what = f"{day} = {frame.at[row, day]!r}"
            allowed = "a date like 2024-03-31 is needed"
            problems.add(path.name, f"row {row}", what, allowed, "Correct it in the table.")
