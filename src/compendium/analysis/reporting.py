"""Where a study says what the checklists of its field ask of a report, and who confirmed it.

One row per item of a checklist.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result, origin_of, written
from compendium.analysis.survey.survey_reporting import item_labels
from compendium.conclusions import Addressed
from compendium.intake.tables import Tables
from compendium.study_checks.reporting import CHECKLISTS


def rameses(data: Tables) -> Result:
    """The RAMESES II standards for realist evaluations, item by item (`checklist`)."""
    return checklist(data, "rameses", bool(data.study.cmocs))


def gramms(data: Tables) -> Result:
    """The criteria for mixed methods, item by item (`checklist`)."""
    return checklist(data, "gramms", _interviewed(data) and bool(data.study.instruments))


def srqr(data: Tables) -> Result:
    """The Standards for Reporting Qualitative Research, item by item (`checklist`)."""
    return checklist(data, "srqr", _interviewed(data))


def coreq(data: Tables) -> Result:
    """The criteria for reporting interviews and focus groups, item by item (`checklist`)."""
    return checklist(data, "coreq", _interviewed(data))


def prisma(data: Tables) -> Result:
    """The items of PRISMA 2020 for reviews of literature, item by item (`checklist`)."""
    return checklist(data, "prisma", data.study.header.review is not None)


def rapid_review(data: Tables) -> Result:
    """What a rapid review says beside PRISMA 2020, item by item (`checklist`)."""
    return checklist(data, "rapid_review", data.study.header.review is not None)


def _interviewed(data: Tables) -> bool:
    return bool(data.participants["interviewed"].any())


def checklist(data: Tables, name: str, applies: bool) -> Result:
    """One row per item, in the checklist's order; none where it does not apply to the study.

    `by` and `on` (a day as ISO date) say who confirmed where it is addressed; blank where nobody
    did. What somebody wrote of an item stands in the labels. Nothing is worked out from the data.
    """
    items = CHECKLISTS[name] if applies else {}
    said = data.study.header.reporting.get(name, {})
    rows = [(item, *_confirmed(said.get(item))) for item in items]
    return written(
        name,
        pd.DataFrame(rows, columns=["item", "by", "on"]),
        ("item",),
        {"by": "text", "on": "text"},
        {**item_labels(items), "report": {item: found.at for item, found in said.items()}},
        population=data.study.header.title,
        origin=origin_of(data.participants, data.segments),
    )


def _confirmed(said: Addressed | None) -> tuple[str, str]:
    """Who confirmed where an item is addressed, and on which day; blank where nobody did."""
    if said is None:
        return "", ""
    return said.by, said.on.isoformat() if said.on else ""
