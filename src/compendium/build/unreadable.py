"""Studies whose definitions cannot be read: they stop no other, and nothing of them stays.

As where data cannot be taken in, nobody knows who has withdrawn since, nor what a page should say.
What is removed is set aside, so that the next build can say which numbers moved.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from compendium.build.files import remove_all_below
from compendium.build.jobs import Plan, plan
from compendium.build.lock import locked
from compendium.build.stamps import stamps_for
from compendium.build.what_changed import set_aside_from
from compendium.disclosure.profile import profiles
from compendium.places import root, study_names
from compendium.problems import StudyError
from compendium.study_folder import open_study


def plans_of_the_readable(
    study: str | None, site: str | None, profile: str | None, to: Path | None, report: str | None
) -> tuple[list[Plan], list[str]]:
    """The plans of what is asked for; what is wrong with studies that cannot be read.

    Raises
    ------
    StudyError, DisclosureError
        If what is asked for is not there or may not go where it is to go, or if no study there is
        can be read.
    """
    try:
        return plan(study, site, profile, to, report), []
    except StudyError:
        there = study_names()
        wrong = _unreadable(name for name in there if study in (None, name))
        for name in wrong:
            _clear(name, to)
        if len(wrong) in (0, len(there)) or (site and not study):
            raise
    names = [] if study else [name for name in there if name not in wrong]
    plans = [each for name in names for each in plan(name, site, profile, to, report)]
    return plans, [f"{n}: its definitions cannot be read.\n{e}" for n, e in wrong.items()]


def _unreadable(names: Iterable[str]) -> dict[str, StudyError]:
    wrong = {}
    for name in names:
        try:
            open_study(name)
        except StudyError as error:
            wrong[name] = error
    return wrong


def _clear(name: str, to: Path | None) -> None:
    """Take away all pages of a study, of every profile: which is its own cannot be read."""
    private = root() / "private"
    with locked(private):
        for folder in [to] if to else [root() / "reports", private / "reports"]:
            reports = folder / name
            for profile in profiles():
                set_aside_from(reports, stamps_for(private / name, profile, reports))
            remove_all_below(reports)
