"""What every result on CMOCs carries: their text, the thresholds of the printed rules.

One row is a CMOC, or what its analysis parts it by: a group, an area, a direction.
"""

from __future__ import annotations

import pandas as pd

from compendium.analysis.result import Labels, Result, origin_of
from compendium.analysis.theory.spread import (
    HOUSE_RULE,
    RELEVANCE_FROM,
    RIGOUR_FROM,
    VERDICT_PEOPLE,
)
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.theory import Cmoc
from compendium.words import Text

KNOWN = Text("people whose words are evidence", "y bobl y mae eu geiriau'n dystiolaeth")
NO_OUTCOME = ("", "none")


def outcomes(cmoc: Cmoc) -> dict[str, str]:
    """The outcomes a CMOC states: intended, unintended, or both."""
    texts = {"intended": cmoc.outcome_intended, "unintended": cmoc.outcome_unintended}
    return {kind: text for kind, text in texts.items() if text.strip() not in NO_OUTCOME}


def named(cmoc: Cmoc) -> Text:
    """A CMOC by its id and first outcome."""
    return Text(": ".join([cmoc.cmoc_id, *list(outcomes(cmoc).values())[:1]]))


def _cmoc_labels(study: Study) -> Labels:
    """Each CMOC by its id and first outcome, its id alone, and the text of its parts."""
    parts = ("context", "m_resource", "m_reasoning", "for_whom")
    return {
        "cmoc_id": {c.cmoc_id: named(c) for c in study.cmocs},
        "short": {c.cmoc_id: Text(c.cmoc_id, c.cmoc_id) for c in study.cmocs},
        **{part: {c.cmoc_id: Text(getattr(c, part)) for c in study.cmocs} for part in parts},
        **{
            kind: {c.cmoc_id: Text(o[kind]) for c in study.cmocs if kind in (o := outcomes(c))}
            for kind in ("intended", "unintended")
        },
    }


def _rule() -> dict[str, Text]:
    """The thresholds as text, for the sentence that prints the rule."""
    numbers = {
        **vars(HOUSE_RULE),
        "relevance": RELEVANCE_FROM,
        "rigour": RIGOUR_FROM,
        "verdict_people": VERDICT_PEOPLE,
    }
    return {name: Text(str(number), str(number)) for name, number in numbers.items()}


def cmoc_result(
    measure: str,
    frame: pd.DataFrame,
    by: tuple[str, ...],
    kinds: dict[str, str],
    data: Tables,
    labels: Labels,
    population: Text = KNOWN,
) -> Result:
    """A result on CMOCs; its distinct people are in the column `people`."""
    return Result(
        measure,
        frame.reset_index(drop=True),
        by=by,
        people="people",
        kinds=kinds,
        population=population,
        method=f"method_{measure}",
        origin=origin_of(data.participants, data.evidence),
        labels={**_cmoc_labels(data.study), **labels, "method": _rule()},
    )
