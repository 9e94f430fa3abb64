"""From a casework log to `referrals`: one row per referral, whatever became of it.

People in the log are not participants: they come in without the consent table, under the
person ids of the case system. Only who agreed to linkage stands in the consent table's column
``casework_person``; where such a person withdrew with scope ``all``, their rows go first, so
that no later check names them.
"""

from __future__ import annotations

import pandas as pd

from compendium.casework_values import DATE_PROBLEMS
from compendium.consent import Consent
from compendium.intake.cells import each_once, translated
from compendium.intake.columns import add_identifier, add_missing, looks_like_identifier
from compendium.intake.dates import add_unreadable, moment_of
from compendium.intake.quality import Quality
from compendium.problems import DataError, Problems, listed
from compendium.readers.export import Export
from compendium.schemas import TABLES
from compendium.study import Source, Study

LINK = "casework_person"
DATES = ("date_referred", "date_allocated", "date_first_contact", "date_closed", "extracted_on")
NEEDED = ("referral_id", "extracted_on")
# Of each problem: the date that is too early, and the one it must not come before.
ORDER = {
    "contact_before_referral": ("date_first_contact", "date_referred"),
    "allocated_before_referral": ("date_allocated", "date_referred"),
    "contact_before_allocation": ("date_first_contact", "date_allocated"),
    "closed_before_referral": ("date_closed", "date_referred"),
    "closed_before_contact": ("date_closed", "date_first_contact"),
}


def casework_tables(
    study: Study, source: Source, export: Export, consent: Consent, quality: Quality
) -> dict[str, pd.DataFrame]:
    """The table `referrals` of one casework log.

    Raises
    ------
    DataError
        With every column that is missing or looks like a real identifier; else with every date
        that cannot be read, every needed cell that is blank, and every cell that no value of its
        column is known for.
    """
    file = export.report.file
    check_columns(export.records, source, file, quality)
    log = own_columns(export.records, source, "referrals")
    log = log.assign(person_id=log.get("person_id", ""))
    gone = log["person_id"].isin(_withdrawn(log, consent, source.source))
    consent.gone_referrals |= set(log.loc[gone, "referral_id"])
    log = _set_aside(log[~gone], study, source, file, quality)
    log = log.assign(**read_cells(log, source, file, "referrals", DATES, NEEDED))
    return {"referrals": _with_date_problems(log, source, file, quality).assign(file=file)}


def once_each(logs: list[pd.DataFrame], quality: Quality) -> list[pd.DataFrame]:
    """The referrals of all logs together, in a list; of one that stands in several the newest row.

    A case that was open when a log was exported is often in the next log too. The newest is the row
    that was exported last, of several such the first. `logs` have the `file` each comes from.

    Raises
    ------
    DataError
        With every reference that stands for two areas.
    """
    if len(logs) < 2:
        return logs
    rows = pd.concat(logs, ignore_index=True)
    newest_first = rows.sort_values("extracted_on", ascending=False, kind="stable")
    again = newest_first.duplicated(["referral_id", "site_id"])
    older = again.index[again]
    for row in rows.loc[older.sort_values()].itertuples():
        where = f"row {row.source_row}"
        quality.note("referral_in_another_log", row.file, where, "referral_id", row.referral_id)
    rows = rows.drop(index=older)
    _refuse_shared_references(rows)
    return [rows]


def _refuse_shared_references(rows: pd.DataFrame) -> None:
    shared, problems = rows[rows.duplicated("referral_id", keep=False)], Problems()
    for reference, same in shared.groupby("referral_id", sort=False, observed=False):
        first, *others = same.itertuples()
        there = f"{first.file} row {first.source_row}"
        for row in others:
            what = f"the reference {reference} stands in {there} too, for another area"
            do = "Give the referrals of each log references of their own."
            problems.add(row.file, f"row {row.source_row}", what, do=do)
    problems.settle(DataError)


def check_columns(rows: pd.DataFrame, source: Source, file: str, quality: Quality) -> None:
    """Columns that are missing or forbidden are errors; unknown ones are noted.

    Raises
    ------
    DataError
        With every missing and every forbidden column.
    """
    problems, found = Problems(), [c for c in rows.columns if c != "source_row"]
    for meaning, name in source.columns.items():
        if name not in found:
            add_missing(problems, source, file, name, meaning, found)
    for name in found:
        if looks_like_identifier(name):
            add_identifier(problems, file, name)
        elif name not in source.columns.values():
            quality.note("unknown_column", file, "", name)
    problems.settle(DataError)


def own_columns(rows: pd.DataFrame, source: Source, table: str) -> pd.DataFrame:
    """The rows under the compendium's own names, cells translated; what is not mapped is absent."""
    found = {"source_row": rows["source_row"]}
    for name in TABLES[table]:
        if name in source.columns:
            cells = rows[source.columns[name]].str.strip()
            found[name] = translated(cells, source.values.get(name, {}))
    return pd.DataFrame(found)


def _withdrawn(log: pd.DataFrame, consent: Consent, source: str) -> set[str]:
    """Person ids of people who agreed to linkage and took everything back."""
    whose = consent.identify(log["person_id"], LINK, source)
    return set(log.loc[whose.isin(consent.withdrawn), "person_id"])


def _set_aside(
    log: pd.DataFrame, study: Study, source: Source, file: str, quality: Quality
) -> pd.DataFrame:
    """The referrals that stay; each of the others is noted with the rule that set it aside."""
    sites = [s.site_id for s in study.sites]

    def drop(bad: pd.Series, rule: str, column: str, allowed: str = "") -> pd.DataFrame:
        for row in log[bad].itertuples():
            found = getattr(row, column)
            where = f"row {row.source_row}"
            quality.note(rule, file, where, source.columns[column], f"{found}{allowed}")
        return log[~bad]

    had = f", but the study has {listed(sites)}"
    log = drop(~log["site_id"].isin(sites), "referral_unknown_site", "site_id", had)
    log = drop(log["date_referred"] == "", "referral_without_date", "date_referred")
    again = log["referral_id"].duplicated(keep="first") & (log["referral_id"] != "")
    return drop(again, "referral_twice", "referral_id")


def read_cells(
    log: pd.DataFrame,
    source: Source,
    file: str,
    table: str,
    dated: tuple[str, ...],
    needed: tuple[str, ...],
) -> dict[str, pd.Series]:
    """Every column of `dated` as ISO text, blank where there is no date.

    Raises
    ------
    DataError
        With every cell of any column that is not allowed, or blank where it is `needed`.
    """
    problems, dates = Problems(), {}
    for name in filter(log.columns.__contains__, dated):
        dates[name] = each_once(log[name], lambda cell: _iso(cell, source.date_format))
        for row in log[dates[name].isna()].itertuples():
            what = f"{source.columns[name]} = {getattr(row, name)!r}"
            add_unreadable(problems, source, file, f"row {row.source_row}", what)
    for name in needed:
        for number in log.loc[log[name] == "", "source_row"]:
            what = f"{source.columns[name]} is blank"
            problems.add(file, f"row {number}", what, "a value is needed", "Export the log again.")
    _check_values(log, source, file, table, problems)
    problems.settle(DataError)
    return dates


def _iso(cell: str, date_format: str) -> str | None:
    """One date as ISO text; "" stays, None if it cannot be read."""
    moment = moment_of(cell, date_format) if cell else None
    return moment.date().isoformat() if moment else (None if cell else "")


def _check_values(
    log: pd.DataFrame, source: Source, file: str, table: str, problems: Problems
) -> None:
    """Cells that are no value of their column, each different one once with its first row."""
    for name, column in TABLES[table].items():
        if name not in log or not column.allowed:
            continue
        allowed = [*column.allowed, *([""] if column.blank else [])]
        unknown = log[~log[name].isin(allowed)]
        for cell, rows in unknown.groupby(name, sort=False, observed=False):
            more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
            problems.add(
                file,
                f"row {rows['source_row'].iloc[0]}{more}",
                f"{source.columns[name]} = {cell!r}",
                f"{name} may be {listed(column.allowed, 20)}",
                f"Say what it means: `sources: {source.source}: values: {name}:` in study.yml.",
            )


def _with_date_problems(
    log: pd.DataFrame, source: Source, file: str, quality: Quality
) -> pd.DataFrame:
    """`log` with the first thing wrong with the order of each row's dates; each is noted."""
    log = log.reindex(columns=[*TABLES["referrals"]], fill_value="").fillna("")
    found = pd.Series("", index=log.index)
    for problem in reversed(DATE_PROBLEMS):
        found = found.mask(_wrong(log, problem), problem)
    for row in log[found != ""].itertuples():
        problem = found[row.Index]
        late = [n for n in DATES if getattr(row, n) > row.extracted_on]
        one, other = ORDER.get(problem) or (late[0], "extracted_on")
        shown = f"{getattr(row, one)}, and {source.columns[other]} = {getattr(row, other)}"
        quality.note(problem, file, f"row {row.source_row}", source.columns[one], shown)
    return log.assign(date_problem=found)


def _wrong(log: pd.DataFrame, problem: str) -> pd.Series:
    """Whether each row has this problem; ISO dates as text stand in the order of days."""
    if problem in ORDER:
        early, late = (log[name] for name in ORDER[problem])
        return (early != "") & (late != "") & (early < late)
    return log[[*DATES[:-1]]].gt(log["extracted_on"], axis=0).any(axis=1)
