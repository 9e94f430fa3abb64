"""A case table from a study's sites: what study.yml says of each, as sets and measured columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from compendium.problems import Problems, StudyError, listed
from compendium.study import CONTEXT_FIELDS, Site, Study

NUMBERS = ("advocates_fte",)


def site_table(
    study: Study,
    sets: Mapping[str, tuple[str, str | Sequence[str]]],
    numbers: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """One row per site, ready to have an outcome added and to be calibrated.

    Parameters
    ----------
    study : Study
        The study.
    sets : dict
        For each crisp set, a field of a site and the value (or values) that put a site into it:
        ``{"PEER": ("model", ["peer", "combined"])}``.
    numbers : dict, optional
        For each measured column, a field that holds a number: ``{"STAFF": "advocates_fte"}``.
        Missing where study.yml does not say.

    Returns
    -------
    pandas.DataFrame
        Index `site_id`; sets hold 1 or 0, and are missing where the field is blank.

    Raises
    ------
    StudyError
        If a field is not one of a site's, holds no number where one is wanted, or no site has the
        value.
    """
    problems, numbers = Problems(), dict(numbers or {})
    for name, (field, wanted) in sets.items():
        _check(study, name, field, wanted, problems)
    for name, field in numbers.items():
        if field not in NUMBERS:
            problems.add(
                "site_table", name, f"it is made of {field!r}", f"numbers are {listed(NUMBERS)}"
            )
    problems.settle(StudyError)
    table = pd.DataFrame(index=pd.Index([s.site_id for s in study.sites], name="site_id"))
    for name, (field, wanted) in sets.items():
        table[name] = [_belongs(site, field, _several(wanted)) for site in study.sites]
    for name, field in numbers.items():
        table[name] = pd.array([getattr(site, field) for site in study.sites], dtype="Float64")
    return table


def _several(wanted: str | Sequence[str]) -> set[str]:
    return {wanted} if isinstance(wanted, str) else set(wanted)


def _said(site: Site, field: str) -> set[str]:
    """What a site's field says, as texts; nothing where it is blank."""
    value = getattr(site, field)
    several = value if isinstance(value, tuple) else (value,)
    return {str(v) for v in several if v not in ("", None)}


def _belongs(site: Site, field: str, wanted: set[str]) -> int | None:
    said = _said(site, field)
    return int(bool(said & wanted)) if said else None


def _check(study: Study, name: str, field: str, wanted, problems: Problems) -> None:
    if field not in CONTEXT_FIELDS:
        allowed = f"a site's fields are {listed(CONTEXT_FIELDS)}"
        problems.add("site_table", name, f"it is made of {field!r}", allowed)
        return
    there = set().union(*(_said(site, field) for site in study.sites))
    if not _several(wanted) <= there:
        unknown = listed(sorted(_several(wanted) - there))
        problems.add(
            "site_table", name, f"{field} is {unknown}", f"the sites say {listed(sorted(there))}"
        )
