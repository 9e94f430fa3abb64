"""From a log of activities to `activities`: one row per thing that was done on a referral.

An activity belongs to a referral of a casework log, and comes and goes with it: where somebody
withdrew with scope ``all``, what was done for them is left out unnamed; an activity whose referral
did not come in is set aside, and its reference listed.
"""

from __future__ import annotations

import pandas as pd

from compendium.consent import Consent
from compendium.intake.casework import check_columns, own_columns, read_cells
from compendium.intake.quality import Quality
from compendium.problems import DataError, Problems
from compendium.readers.export import Export
from compendium.schemas import TABLES, empty, typed
from compendium.study import Source, Study

NEEDED = ("activity_id", "referral_id", "date")


def activity_tables(
    study: Study, source: Source, export: Export, consent: Consent, quality: Quality
) -> dict[str, pd.DataFrame]:
    """The table `activities` of one log, not yet held against referrals (`of_referrals`).

    Raises
    ------
    DataError
        With every column that is missing or looks like a real identifier; else with every date
        that cannot be read, every needed cell that is blank, every number of minutes that is
        none, and every cell that no value of its column is known for.
    """
    file = export.report.file
    check_columns(export.records, source, file, quality)
    log = own_columns(export.records, source, "activities")
    again = log["activity_id"].duplicated(keep="first") & (log["activity_id"] != "")
    for row in log[again].itertuples():
        where, column = f"row {row.source_row}", source.columns["activity_id"]
        quality.note("activity_twice", file, where, column, row.activity_id)
    log = log[~again]
    _check_minutes(log, source, file)
    log = log.assign(**read_cells(log, source, file, "activities", ("date",), NEEDED))
    return {"activities": log.assign(file=file)}


def _check_minutes(log: pd.DataFrame, source: Source, file: str) -> None:
    if "minutes" not in log:
        return
    problems = Problems()
    for row in log[~log["minutes"].str.fullmatch(r"\d*")].itertuples():
        what = f"{source.columns['minutes']} = {row.minutes!r}"
        do = "Correct it, or leave it blank."
        problems.add(file, f"row {row.source_row}", what, "whole minutes are needed", do)
    problems.settle(DataError)


def of_referrals(
    logs: list[pd.DataFrame], referrals: pd.DataFrame, consent: Consent, quality: Quality
) -> pd.DataFrame:
    """The activities of referrals that came in, with their site and what is wrong with a date.

    `logs` are the rows of every log, with the `file` each comes from.
    """
    if not logs:
        return empty("activities")
    activities = pd.concat(logs, ignore_index=True)
    rows = activities[~activities["referral_id"].isin(consent.gone_referrals)]
    again = rows.duplicated(["activity_id", "referral_id"], keep="first")
    for row in rows[again].itertuples():
        where = f"row {row.source_row}"
        quality.note("activity_twice", row.file, where, "activity_id", row.activity_id)
    rows = rows[~again]
    unknown = ~rows["referral_id"].isin(referrals["referral_id"])
    for row in rows[unknown].itertuples():
        where = f"row {row.source_row}"
        quality.note("activity_unknown_referral", row.file, where, "referral_id", row.referral_id)
    known = referrals[["referral_id", "site_id", "date_referred", "extracted_on"]]
    rows = rows[~unknown].drop(columns="site_id", errors="ignore").merge(known, on="referral_id")
    wrong = pd.Series("", index=rows.index)
    wrong = wrong.mask(rows["date"] > rows["extracted_on"], "activity_after_extraction")
    wrong = wrong.mask(rows["date"] < rows["date_referred"], "activity_before_referral")
    for row in rows[wrong != ""].itertuples():
        shown = f"{row.date}, and the referral is dated {row.date_referred}"
        quality.note(wrong[row.Index], row.file, f"row {row.source_row}", "date", shown)
    rows = rows.assign(date_problem=wrong)
    return typed(rows[[c for c in TABLES["activities"] if c in rows]], "activities")
