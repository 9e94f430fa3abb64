"""What people wrote about a planned study, or still have to write: its question and its ethics."""

from __future__ import annotations

import pandas as pd

from compendium.analysis.power.planned import plan_of
from compendium.analysis.result import Result, origin_of, written
from compendium.impact import ETHICS, PlannedOutcome
from compendium.intake.tables import Tables
from compendium.words import Text, say

SERVICE, USUAL = "service", "usual"
# How the difference is said, by the kind of outcome.
SAID = {
    "score": "impact_said_score",
    "binary": "impact_said_binary",
    "ordinal": "impact_said_ordinal",
    "time_to_event": "impact_said_time",
}
# Before an outcome's own id.
OUTCOME = "outcome:"


def question(data: Tables) -> Result:
    """What the study would ask: the question, the service, what there is without it, the outcomes.

    One row per part; of an outcome `numbers` says the smallest difference worth finding, and `text`
    why it is.
    """
    plan = plan_of(data)
    texts = {"question": plan.question, SERVICE: plan.service, USUAL: plan.usual}
    texts |= {f"{OUTCOME}{o.outcome}": o.reason for o in plan.outcomes}
    labels = {
        "text": texts,
        "outcome": {f"{OUTCOME}{o.outcome}": o.label for o in plan.outcomes},
        "numbers": {f"{OUTCOME}{o.outcome}": _numbers(o) for o in plan.outcomes},
    }
    frame = pd.DataFrame({"part": list(texts)})
    return _written(data, "impact_question", frame, {}, labels)


def ethics(data: Tables) -> Result:
    """What has to be settled before anybody is asked: one row per part, blank until written."""
    notes = plan_of(data).ethics
    rows = [(part, n.by, n.on.isoformat()) if (n := notes.get(part)) and n.on else (part, "", "")
            for part in ETHICS]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["part", "by_whom", "on_day"])
    texts: dict[str, Text] = {p: n.text for p, n in notes.items() if n.text}
    kinds = dict.fromkeys(("by_whom", "on_day"), "text")
    return _written(data, "impact_ethics", frame, kinds, {"text": texts})


def _numbers(outcome: PlannedOutcome) -> Text:
    """The smallest difference worth finding, as the plan has it: typed, not worked out."""
    key = SAID[outcome.kind]
    usual = outcome.usual_percent
    parts = {
        "usual": usual,
        "other": None if usual is None else usual + (outcome.change_percent or 0),
        "ratio": outcome.odds_ratio or outcome.hazard_ratio,
        "size": outcome.difference,
        "shares": ", ".join(f"{share}%" for share in outcome.shares_percent),
    }
    return Text(*(say(key, lang, **parts) for lang in ("en", "cy")))


def _written(data: Tables, measure: str, frame: pd.DataFrame, kinds: dict, labels: dict) -> Result:
    families = plan_of(data).families
    origin = origin_of(data.participants, data.answers, data.referrals)
    by = ("part",)
    return written(measure, frame, by, kinds, labels, population=families, origin=origin)
