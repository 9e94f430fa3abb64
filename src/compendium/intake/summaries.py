"""What an analyst made of what a person said under a theme: ``findings/summaries.csv``.

One row per person and theme.
"""

from __future__ import annotations

import pandas as pd

from compendium.consent import Consent
from compendium.intake.dates import is_date
from compendium.intake.quality import Quality
from compendium.intake.text_table import text_table
from compendium.intake.validation import validate
from compendium.problems import DataError, Problems, listed
from compendium.schemas import SUMMARIES, typed
from compendium.study import Study

FILE = "findings/summaries.csv"


def read_summaries(study: Study) -> pd.DataFrame:
    """One row per person and theme that somebody summarised; no rows without such a table.

    Raises
    ------
    DataError
        If the table does not fit its schema, names a theme the codebook has not, says a day that
        is none, or summarises the same twice.
    """
    path, problems = study.folder / FILE, Problems()
    if not path.exists():
        return pd.DataFrame(columns=list(SUMMARIES), dtype="str")
    table = text_table(path)
    validate(table, SUMMARIES, path.name, problems)
    problems.settle(DataError)
    codes = {code.code_id for code in study.codebook}
    twice = table.duplicated(["participant_id", "code_id"])
    for number, row in zip(table.index, table.to_dict("records"), strict=True):
        where = f"row {number}"
        if row["code_id"] not in codes:
            said = f"code_id is {row['code_id']!r}"
            problems.add(path.name, where, said, f"the codebook has {listed(sorted(codes))}")
        if not is_date(row["written_on"]):
            said = f"written_on is {row['written_on']!r}"
            problems.add(path.name, where, said, "a day as 2024-03-05")
        if twice[number]:
            said = f"{row['participant_id']} and {row['code_id']} are summarised twice"
            problems.add(path.name, where, said, "one row each", "Keep one of the rows.")
    problems.settle(DataError)
    return table


def summaries_table(
    summaries: pd.DataFrame, study: Study, consent: Consent, quality: Quality
) -> pd.DataFrame:
    """The summaries of people who are in the study; what somebody withdrew is in none."""
    present = consent.present[["participant_id", "site_id", "group"]]
    every = set(consent.table["participant_id"])
    for row in summaries.to_dict("records"):
        if row["participant_id"] not in every:
            quality.note("summary_of_nobody", FILE, row["participant_id"])
    return typed(summaries.merge(present, on="participant_id"), "summaries")
