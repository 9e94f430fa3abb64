"""The consent table as a researcher keeps it: read, and held against the study and itself."""

from __future__ import annotations

import pandas as pd

from compendium.consent import KEYS
from compendium.intake.dates import is_date
from compendium.intake.text_table import text_table
from compendium.intake.validation import validate
from compendium.problems import DataError, Problems, listed
from compendium.schemas import CONSENT
from compendium.study import Study

# What a study that asks children says of each person; blank of whoever is sixteen or older.
# A carer's consent is not needed where those who reviewed the study's ethics said so.
CHILDREN = {
    "under_16": ("yes", "no"),
    "assent": ("yes", "no"),
    "carer_consent": ("yes", "no", "not_needed"),
}

DO = {
    "under_16": "Write yes until the sixteenth birthday, no from then on.",
    "assent": "Write what the child said; without yes nothing of theirs comes in.",
    "carer_consent": "Write what a carer said; without yes or not_needed nothing comes in.",
}


def read_consent(study: Study) -> pd.DataFrame:
    """The consent table, one row per person; spaces around a cell are taken off.

    Raises
    ------
    DataError
        With every problem of the table: cells its schema does not allow, an area, group or
        study that study.yml does not have, a token or case that stands twice, and rows whose
        status, date and scope contradict each other.
    """
    path, problems = study.folder / study.header.consent.file, Problems()
    table = text_table(path).apply(lambda column: column.str.strip())
    validate(table, CONSENT, path.name, problems)
    _check_known(table, study, path.name, problems)
    _check_linking(table, path.name, problems)
    _check_children(table, path.name, problems)
    _check_unique(table, path.name, problems)
    if set(CONSENT) <= set(table.columns):
        _check_withdrawals(table, path.name, problems)
    problems.settle(DataError)
    return table


def _check_known(table: pd.DataFrame, study: Study, file: str, problems: Problems) -> None:
    known = {
        "study": [study.id],
        "site_id": [s.site_id for s in study.sites],
        "group": [g.group for g in study.groups],
    }
    for column in filter(table.columns.__contains__, known):
        for row in table.index[~table[column].isin(known[column])]:
            problems.add(
                file,
                f"row {row}",
                f"{column} = {table.at[row, column]!r}",
                f"study.yml has {listed(known[column])}",
                "Correct it in the table.",
            )


def _check_linking(table: pd.DataFrame, file: str, problems: Problems) -> None:
    """Where people were asked whether their data may be joined, they said yes or no, or nothing."""
    if "link_consent" not in table:
        return
    for row in table.index[~table["link_consent"].isin(["yes", "no", ""])]:
        said = f"link_consent = {table.at[row, 'link_consent']!r}"
        do = "Write what was agreed; blank where nobody asked."
        problems.add(file, f"row {row}", said, "yes or no", do)


def _check_children(table: pd.DataFrame, file: str, problems: Problems) -> None:
    """Of everybody under sixteen it is said whether they and a carer agreed."""
    if "under_16" not in table:
        for column in filter(table.columns.__contains__, ("assent", "carer_consent")):
            what = f"there is a column {column} and no column under_16"
            do = "Add it, and write of each person whether they are under sixteen (yes or no)."
            problems.add(file, "", what, f"{listed(CHILDREN)} belong together", do)
        return
    for column in ("assent", "carer_consent"):
        if column not in table:
            what = f"there is a column under_16 and no column {column}"
            do = "Add it, and write for each child what was agreed."
            problems.add(file, "", what, f"{listed(CHILDREN)} belong together", do)
            return
    young = table["under_16"] == "yes"
    for column, allowed in CHILDREN.items():
        wrong = ~table[column].isin(allowed)
        if column != "under_16":
            wrong = (young & wrong) | (~young & ~table[column].isin([*allowed, ""]))
        for row in table.index[wrong]:
            what, do = f"{column} = {table.at[row, column]!r}", DO[column]
            problems.add(file, f"row {row}", what, f"{listed(allowed)} are allowed", do)


def _check_unique(table: pd.DataFrame, file: str, problems: Problems) -> None:
    for column in filter(table.columns.__contains__, KEYS):
        given = table[column]
        for row in table.index[given.duplicated(keep=False) & (given != "")]:
            problems.add(
                file,
                f"row {row}",
                f"{column} = {given[row]!r} stands twice",
                "one token or case belongs to one person",
                "Correct it in the table.",
            )


def _check_withdrawals(table: pd.DataFrame, file: str, problems: Problems) -> None:
    """Status, date and scope of each row must tell one story; nobody guesses which is right."""
    blank = (table["withdrawn_on"] == "") & (table["withdrawal_scope"] == "")
    for row, person in table[~blank | (table["consent_status"] != "active")].iterrows():
        for what, allowed in _contradictions(person):
            problems.add(
                file, f"row {row}", what, allowed, "Find out what was agreed and correct it."
            )


def _contradictions(person: pd.Series) -> list[tuple[str, str]]:
    """What one row says against itself, and what is allowed instead."""
    status, day = person["consent_status"], person["withdrawn_on"]
    scope, found = person["withdrawal_scope"], []
    if day and not is_date(day):
        found.append((f"withdrawn_on = {day!r}", "a date like 2024-03-31 is needed"))
    if status == "active":
        for column in ("withdrawn_on", "withdrawal_scope"):
            if person[column]:
                what = f"consent_status = 'active' and {column} = {person[column]!r}"
                found.append((what, "who is active has withdrawn nothing"))
    if status == "withdrawn" and not day:
        found.append(("consent_status = 'withdrawn' and withdrawn_on is blank", "a date is needed"))
    if status == "partial" and scope == "all":
        found.append(
            (
                "consent_status = 'partial' and withdrawal_scope = 'all'",
                "partial goes with quotes_only or future_contact_only",
            )
        )
    return found
