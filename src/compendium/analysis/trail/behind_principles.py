"""What stands behind a principle of a framework: decisions of workshops, and themes of the talk.

A table of decisions keeps its rows: one per decision.
"""

from __future__ import annotations

import pandas as pd

from compendium.conclusions import Principle
from compendium.study import Study
from compendium.study_checks.framework import GONE


def standing_principles(study: Study) -> list[Principle]:
    """The principles that were neither merged nor dropped."""
    principles = study.framework.principles if study.framework else ()
    return [p for p in principles if p.status not in GONE]


def decisions_of(principle: Principle, log: pd.DataFrame) -> pd.DataFrame:
    """The decisions behind a principle, of a log.

    They are about it, about a statement or CMOC of the theory behind it, or named by it.
    """
    theory = [*principle.statements, *principle.cmocs]
    about = log["target_type"].isin(["principle", "wording"])
    about &= log["target_id"] == principle.principle
    about |= log["target_type"].isin(["theory", "wording"]) & log["target_id"].isin(theory)
    return log[about | log["decision_id"].isin(principle.decisions)]


def themes_of(principle: Principle, study: Study) -> list[str]:
    """The codes of the CMOCs behind a principle, each once: words beside it carry one of them."""
    codes = (c for x in study.cmocs if x.cmoc_id in principle.cmocs for c in x.codes)
    return list(dict.fromkeys(codes))
