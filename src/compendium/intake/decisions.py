"""Decisions of workshops: does each lead somewhere, and was it told of after it was made?"""

from __future__ import annotations

import pandas as pd

from compendium.intake.dates import is_date
from compendium.problems import Problems, listed
from compendium.study import Study

FILE = "decisions.csv"
# What a wording that was decided on may be of.
OF_A_WORDING = ("principle", "item", "theory", "output")


def check_decisions(frame: pd.DataFrame, study: Study, problems: Problems) -> None:
    """Add to `problems` every decision on what is not there, by nobody known, or told too early.

    What is decided on is looked for where the study declares such things; who raised it, where
    study.yml has `workshops:`.
    """
    known, workshops = targets(study), study.header.workshops
    roles = [r.role for r in workshops.raised_by] if workshops else []
    columns = {"target_type", "target_id", "raised_by", "date", "fed_back_on"}
    if not columns <= set(frame):
        return
    for number, row in frame.iterrows():
        where, target = f"row {number}", row["target_type"]
        there = sorted(known.get(target, ()))
        if target in known and row["target_id"] not in there:
            _add(problems, where, f"{target} {row['target_id']!r}", f"there is {listed(there)}")
        if roles and row["raised_by"] not in roles:
            _add(problems, where, f"raised_by {row['raised_by']!r}", f"there is {listed(roles)}")
        days = (row["date"], row["fed_back_on"])
        if all(map(is_date, days)) and days[1] < days[0]:
            _add(
                problems,
                where,
                f"it was fed back on {days[1]}",
                f"it was decided on {days[0]}",
                "Correct one of the two dates.",
            )


def _add(problems: Problems, where: str, what: str, allowed: str, do: str = "") -> None:
    do = do or "Correct it, or define it first."
    problems.add(FILE, where, what, allowed or "there is none", do)


def targets(study: Study) -> dict[str, set[str]]:
    """What a decision of each kind may be on; kinds that the study declares nothing of left out.

    An output is one that study.yml names under `workshops:`, or a report.
    """
    framework, workshops = study.framework, study.header.workshops
    theory = {s.pt_id for s in study.statements} | {c.cmoc_id for c in study.cmocs}
    known = {
        "theory": theory,
        "item": {item.item_id for form in study.instruments for item in form.items},
        "principle": {p.principle for p in framework.principles} if framework else set(),
        "output": {*workshops.outputs, *study.header.reports} if workshops else set(),
    }
    declared = {"theory": True, "item": True, "principle": framework, "output": workshops}
    known = {kind: ids for kind, ids in known.items() if declared[kind]}
    if set(OF_A_WORDING) <= set(known):
        known["wording"] = set().union(*(known[kind] for kind in OF_A_WORDING))
    return known
