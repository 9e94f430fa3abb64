"""Where a study says what SRQR and COREQ ask of a report, and who confirmed it."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result, origin_of
from compendium.analysis.survey_reporting import item_labels
from compendium.intake.take_in import Tables
from compendium.study_checks.qualitative_reporting import CHECKLISTS


def srqr(data: Tables) -> Result:
    """The Standards for Reporting Qualitative Research, item by item (`checklist`)."""
    return checklist(data, "srqr")


def coreq(data: Tables) -> Result:
    """The criteria for reporting interviews and focus groups, item by item (`checklist`)."""
    return checklist(data, "coreq")


def checklist(data: Tables, name: str) -> Result:
    """One row per item, in the checklist's order; none where nobody was interviewed.

    `by` and `on` (a day as ISO date) say who confirmed where it is addressed; blank where nobody
    did. What somebody wrote of an item stands in the labels. Nothing is worked out from the data.
    """
    items = CHECKLISTS[name] if data.participants["interviewed"].any() else {}
    said = data.study.header.qualitative_reporting.get(name, {})
    rows = [
        (item, said[item].by, said[item].on) if item in said else (item, "", "") for item in items
    ]
    frame = pd.DataFrame(rows, columns=["item", "by", "on"]).astype({"on": "str"})
    return Result(
        name,
        frame.assign(on=frame["on"].replace("None", ""), people=pd.NA),
        by=("item",),
        people="people",
        kinds={"by": "text", "on": "text"},
        population=data.study.header.title,
        method=f"method_{name}",
        origin=origin_of(data.participants, data.segments),
        labels={**item_labels(items), "report": {item: found.at for item, found in said.items()}},
    )
