"""Occasions of measurement: in order, each its own, and every survey on one that there is."""

from __future__ import annotations

from itertools import pairwise

from compendium.problems import Problems
from compendium.study import Source, Study
from compendium.study_checks.repeated import repeated

FILE = "study.yml"


def check_occasions(study: Study, problems: Problems, known) -> None:
    """Add to `problems` every occasion that is out of order, and every source on none."""
    _check_ids(study, problems)
    _check_months(study, problems)
    for source in study.header.sources:
        if source.occasion:
            _check_source(source, study, problems, known)


def _check_ids(study: Study, problems: Problems) -> None:
    names = [o.occasion for o in study.header.occasions]
    if "" in names:
        problems.add(FILE, "occasions", "an occasion has no name", do="Call it T0, T1, ….")
    for name, times in repeated(filter(None, names)):
        what = f"the occasion is given {times} times"
        problems.add(FILE, f"occasions {name}", what, do="Give each occasion its own name.")


def _check_months(study: Study, problems: Problems) -> None:
    occasions = study.header.occasions
    if occasions and occasions[0].months != 0:
        problems.add(
            FILE,
            f"occasions {occasions[0].occasion}",
            f"months is {occasions[0].months}",
            "the first occasion is month 0",
            "Write `months: 0`, and for the others the months since then.",
        )
    for before, after in pairwise(occasions):
        if after.months <= before.months:
            problems.add(
                FILE,
                f"occasions {after.occasion}",
                f"months is {after.months}",
                f"the occasion before it ({before.occasion}) is month {before.months}",
                "Put the occasions in order, each later than the one before.",
            )


def _check_source(source: Source, study: Study, problems: Problems, known) -> None:
    where = f"sources {source.source}"
    if source.kind != "survey":
        problems.add(FILE, where, "occasion is given", "only a survey has it", "Take it out.")
    elif not study.header.occasions:
        problems.add(
            FILE,
            where,
            f"the occasion {source.occasion!r} is unknown",
            "the study has no occasions",
            "Add `occasions:`, a list with a name, a label and the months of each.",
        )
    else:
        names = (o.occasion for o in study.header.occasions)
        known(FILE, where, "occasion", [source.occasion], names)
