"""Rule K1 for verdicts: told only where they are the same for everything that is possible.

What is possible is every number of people, and of people agreeing, that what is printed leaves.
"""

from __future__ import annotations

from collections.abc import Collection

from compendium.analysis.statistics.consensus import Threshold
from compendium.analysis.survey.consensus_results import (
    DISCUSS,
    EVERYBODY,
    FEW,
    NO_NOTE,
    NOTE,
    RETAIN,
    conclusion,
)
from compendium.conclusions import FIRST, SECOND, ConsensusRule
from compendium.disclosure.sealing import Cell

# In how many answers a verdict lies, as the public is told: 1 or 2, 3 to 5, more than 5.
ONE_OR_TWO, THREE_TO_FIVE, MORE = "one_or_two", "three_to_five", "more_than_five"
HIDDEN_TEXT, BLANK = ("", "c"), ("", "")

Cells = dict[str, Cell]
# People, and how many of them agree.
Pairs = Collection[tuple[int, int]]


def verdict_told(row: dict, limit: Threshold, rule: ConsensusRule, possible: Pairs) -> Cells:
    """Verdict and distance, each if it is the same for all that is possible."""
    if (row["question"] == SECOND) != (row["group"] == EVERYBODY):
        return dict.fromkeys(("verdict", "others", "guard"), BLANK)
    yes, no = (NO_NOTE, NOTE) if row["question"] == SECOND else (RETAIN, DISCUSS)
    verdicts = {v for n, k in possible for v in _can_say(n, k, limit, rule, yes, no)}
    if verdicts == {FEW}:
        return {"verdict": BLANK, "others": BLANK, "guard": (FEW, "")}
    if len(verdicts) != 1:
        return {"verdict": HIDDEN_TEXT, "others": HIDDEN_TEXT, "guard": BLANK}
    bands = {band(limit.others_by_share(k, n)) for n, k in possible}
    told = len(bands) == 1 and limit.share_decides
    others = (bands.pop(), "") if told else HIDDEN_TEXT
    return {"verdict": (verdicts.pop(), ""), "others": others, "guard": BLANK}


def _can_say(
    people: int, agreeing: int, limit: Threshold, rule: ConsensusRule, yes: str, no: str
) -> set[str]:
    """What the rule can say of so many agreeing of so many people."""
    if people < rule.judged_from:
        return {FEW}
    if not limit.share_is_enough(agreeing, people):
        return {no}
    return {yes} if limit.share_decides else {yes, no}


def band(others: int) -> str:
    """In how many answers a verdict lies, as the public is told."""
    if others <= 2:
        return ONE_OR_TWO
    return THREE_TO_FIVE if others <= 5 else MORE


def conclusion_told(told: dict[tuple, Cells], rows: list[dict]) -> Cell:
    """The verdict on a statement, from those on its groups as they are told."""
    if not all(row["result"] for row in rows):
        return BLANK
    judged = [cells["verdict"] for (_, question, _), cells in told.items() if question == FIRST]
    if (DISCUSS, "") in judged:
        return DISCUSS, ""
    note = next((c["verdict"] for (*_, group), c in told.items() if group == EVERYBODY), BLANK)
    concluded = conclusion([verdict for verdict, _ in judged], note[0])
    needs_note = concluded != conclusion([], "")
    if any(mark for _, mark in judged) or (needs_note and note[1]):
        return HIDDEN_TEXT
    return concluded, ""
