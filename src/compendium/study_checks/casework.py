"""Does a log of referrals, or of activities, agree with what these are?

Its columns, and what cells may mean; and whether the population that referrals are held against is
one of the study's.
"""

from __future__ import annotations

from compendium.casework_values import CARE_STATUSES
from compendium.problems import Problems, listed
from compendium.schemas import TABLES
from compendium.study import EVERYBODY, Source, Study

FILE = "study.yml"
# Without these no referral can be counted and no wait be followed.
NEEDED = (
    "referral_id",
    "site_id",
    "date_referred",
    "referrer_type",
    "accepted",
    "date_first_contact",
    "date_closed",
    "closure_reason",
    "extracted_on",
    "data_origin",
)
NEEDED_OF_ACTIVITIES = ("activity_id", "referral_id", "date", "type", "data_origin")
# The table that each kind of log becomes, and what is worked out while it is taken in: no column
# of an export is mapped to that.
LOGS = {
    "casework": ("referrals", ("date_problem", "source_row", "source")),
    "activities": ("activities", ("date_problem", "source_row", "source", "site_id")),
}


def check_casework(source: Source, study: Study, problems: Problems, known) -> None:
    """Add to `problems` columns that no row has, and translations into what is no value."""
    where = f"sources {source.source}"
    table, worked_out = LOGS[source.kind]
    columns = {n: c for n, c in TABLES[table].items() if n not in worked_out}
    known(FILE, where, "column", source.columns, columns)
    sites = [s.site_id for s in study.sites]
    for name, cells in source.values.items():
        if name not in source.columns:
            problems.add(
                FILE,
                f"{where} values",
                f"{name} is translated, but no column is mapped to it",
                f"mapped are {listed(source.columns, 30)}",
                f"Add `{name}:` under `columns:`, or take its values out.",
            )
            continue
        column = columns.get(name)
        allowed = sites if name == "site_id" else getattr(column, "allowed", ())
        if allowed:
            blank = ("",) if column.blank else ()
            known(FILE, f"{where} values {name}", "value", cells.values(), (*allowed, *blank))


def check_activities(study: Study, problems: Problems) -> None:
    """Add to `problems` a log of activities in a study without a log of referrals."""
    logs = study.source("activities")
    if logs and not study.source("casework"):
        problems.add(
            FILE,
            f"sources {logs[0].source}",
            "there are activities, and no log of the referrals they belong to",
            do="Add the source of kind casework, or take this one out.",
        )


def check_population(study: Study, problems: Problems, known) -> None:
    """Add to `problems` a reference population of no site or group, or given twice."""
    given = study.header.reference_population
    sites, groups = [s.site_id for s in study.sites], [EVERYBODY, *CARE_STATUSES]
    for row in given:
        where = f"reference_population {row.site_id} {row.group}"
        known(FILE, where, "site", [row.site_id], sites)
        known(FILE, where, "group", [row.group], groups)
        if row.n < 1:
            problems.add(FILE, where, f"n is {row.n}", "a number of people is needed")
        if sum((r.site_id, r.group) == (row.site_id, row.group) for r in given) > 1:
            problems.add(FILE, where, "the same group of a site stands twice", do="Keep one.")
