"""What each CMOC still lacks: parts without text or evidence, evidence from one person alone."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Result
from compendium.analysis.theory.cmoc_result import cmoc_result, outcomes
from compendium.analysis.theory.regularities import on_cmocs, people_by_site
from compendium.analysis.theory.spread import FOUND, NOTHING, counts_by, that_count
from compendium.intake.tables import Tables
from compendium.theory import Cmoc

# Parts of a CMOC and the element of evidence each needs; one on the whole serves all.
PARTS = {"context": "C", "m_resource": "M_res", "m_reasoning": "M_reas", "outcome": "O"}


def completeness(data: Tables) -> Result:
    """What each CMOC still lacks.

    One row per CMOC. Each of its four parts is missing, stated (without evidence), or found, and
    so many distinct people support or refine that part (`context_people`, ...). `rests_on` says
    whether everything found comes from one person, one group or one kind of data.
    """
    pieces, asked = on_cmocs(that_count(data.evidence)), sum(people_by_site(data).values())
    pieces = pieces[pieces["direction"].isin(FOUND)]
    whole = counts_by(pieces, ["cmoc_id"])
    parts = {
        part: counts_by(pieces[pieces["element"].isin((element, "whole"))], ["cmoc_id"])
        for part, element in PARTS.items()
    }
    rows = []
    for cmoc in data.study.cmocs:
        counts = whole.get(cmoc.cmoc_id, NOTHING)
        row = {"cmoc_id": cmoc.cmoc_id, "people": counts.found, "asked": asked}
        for part, found in parts.items():
            own = found.get(cmoc.cmoc_id, NOTHING)
            there = "found" if own.pieces else "stated"
            row[part] = there if _stated(cmoc, part) else "missing"
            row[f"{part}_people"] = own.found
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
