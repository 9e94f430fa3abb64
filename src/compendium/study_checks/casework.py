"""Does a casework source agree with what a referral is? Its columns, and what cells may mean."""

from __future__ import annotations

from compendium.problems import Problems, listed
from compendium.schemas import TABLES
from compendium.study import Source, Study

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
# Worked out while a log is taken in; no column of an export is mapped to them.
WORKED_OUT = ("date_problem", "source_row")


def check_casework(source: Source, study: Study, problems: Problems, known) -> None:
    """Add to `problems` columns that no referral has, and translations into what is no value."""
    where = f"sources {source.source}"
    columns = {n: c for n, c in TABLES["referrals"].items() if n not in WORKED_OUT}
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
