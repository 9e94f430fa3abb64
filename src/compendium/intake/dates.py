"""Days and moments as cells of exports and of tables kept by hand write them."""

from __future__ import annotations

import datetime as dt

from compendium.problems import Problems
from compendium.study import Source


def is_date(text: str) -> bool:
    """Whether a text is a day as ISO writes it.

    >>> is_date("2024-03-31"), is_date("31/03/2024"), is_date("20240331")
    (True, False, False)
    """
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def moment_of(cell: str, date_format: str) -> dt.datetime | None:
    """The moment a cell names, by the format of its source or as ISO writes it; None if none.

    >>> moment_of("31/03/2024", "%d/%m/%Y"), moment_of("31/03/2024", "")
    (datetime.datetime(2024, 3, 31, 0, 0), None)
    """
    try:
        if date_format:
            return dt.datetime.strptime(cell, date_format)
        return dt.datetime.fromisoformat(cell)
    except ValueError:
        return None


def add_unreadable(
    problems: Problems,
    source: Source,
    file: str,
    where: str,
    what: str,
    iso: str = "2024-03-31",
) -> None:
    """Add a cell that is no date; `iso` shows how one is written where no format is named."""
    needed = f"written as {source.date_format}" if source.date_format else f"like {iso}"
    problems.add(
        file,
        where,
        what,
        f"a date {needed} is needed",
        f"Correct it, or say how dates are written: `date_format:` of {source.source} in "
        "study.yml.",
    )
