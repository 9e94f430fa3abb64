"""What the screen of a build shows of an error: nothing of the data, where pages are public.

The screen of a public build may be anybody's: it ends in the log of a server that builds pages.
What may quote data stands in ``private/<study>/logs``. Who builds for the team, checks data or
imports a file sits before the data and is shown all of it.
"""

from __future__ import annotations

import sys
import traceback

from compendium.build.jobs import Plan
from compendium.disclosure.profile import profile_named
from compendium.problems import CompendiumError, disk_problem
from compendium.readers.work_tree import WorkTreeError
from compendium.writers.files import write_text


def shown(each: Plan, log: str, error: CompendiumError) -> str:
    """What may be shown of an error about a study's data; the rest goes into the log of that name.

    Nothing is written where real data lie inside a git work tree: the log would lie there too.
    """
    study = each.study
    if isinstance(error, WorkTreeError):
        return str(WorkTreeError(study.id, study.folder, error.tree))
    if not profile_named(each.profile).public:
        return str(error)
    return (
        f"    To be put right: {len(error.problems) or 1}. What it is may quote data, so it stands "
        f"in {_kept(each, log, str(error))}\n"
        f"  Look at it:  make check-data STUDY={study.id}"
    )


def unexpected(each: Plan, log: str, what: str, command: str) -> str:
    """A fault of the compendium itself: its traceback goes to ``private/``, the name of it here.

    Where the disk refused something, that is said instead: a log could not be written either.
    """
    if refused := disk_problem(sys.exception()):
        return f"{what}. {refused}, then:\n  Run again:   {command}"
    return (
        f"{what}: something went wrong that is not yours to mend.\n"
        f"{traced(each, log)}  Run again:   {command}"
    )


def traced(each: Plan, log: str) -> str:
    """A line that says where the traceback of the error at hand stands: in ``private/``."""
    return f"  What happened stands in {_kept(each, log, traceback.format_exc())}\n"


def _kept(each: Plan, log: str, text: str) -> str:
    """Write a log of a study; its path as it may be shown."""
    path = each.study.private / "logs" / f"{log}.txt"
    write_text(path, text.rstrip("\n") + "\n")
    return path.relative_to(each.study.private.parents[1]).as_posix()
