"""What each CMOC still lacks: parts without text or evidence, evidence from one person alone."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.cmoc_result import cmoc_result, outcomes
from compendium.analysis.regularities import people_by_site, pieces_on
from compendium.analysis.result import Result
from compendium.analysis.spread import FOUND, counts_of, that_count
from compendium.intake.take_in import Tables
from compendium.theory import Cmoc

# Parts of a CMOC and the element of evidence each needs; one on the whole serves all.
PARTS = {"context": "C", "m_resource": "M_res", "m_reasoning": "M_reas", "outcome": "O"}


def completeness(data: Tables) -> Result:
    """What each CMOC still lacks.

    One row per CMOC. Each of its four parts is missing, stated (without evidence), or found, and
    so many distinct people support or refine that part (`context_people`, ...). `rests_on` says
    whether everything found comes from one person, one group or one kind of data.
    """
    counting, asked = that_count(data.evidence), sum(people_by_site(data).values())
    rows = []
    for cmoc in data.study.cmocs:
        pieces = pieces_on(cmoc, counting)
        pieces = pieces[pieces["direction"].isin(FOUND)]
        counts = counts_of(pieces)
        row = {"cmoc_id": cmoc.cmoc_id, "people": counts.found, "asked": asked}
        for part, element in PARTS.items():
            own = pieces[pieces["element"].isin((element, "whole"))]
            row[part] = "missing" if not _stated(cmoc, part) else "found" if len(own) else "stated"
            row[f"{part}_people"] = counts_of(own).found
        single = {"one_person": counts.found, "one_group": counts.groups}
        single["one_type"] = counts.data_types
        row["rests_on"] = " ".join(name for name, number in single.items() if number == 1)
        rows.append(row)
    kinds = {
        "asked": "base",
        "rests_on": "text",
        **dict.fromkeys(PARTS, "band"),
        **dict.fromkeys((f"{part}_people" for part in PARTS), "count"),
    }
    frame = pd.DataFrame(rows, columns=["cmoc_id", "people", *kinds])
    return cmoc_result("completeness", frame, ("cmoc_id",), kinds, data, {})


def _stated(cmoc: Cmoc, part: str) -> bool:
    if part == "outcome":
        return bool(outcomes(cmoc))
    return bool(getattr(cmoc, part).strip())
