"""What kinds of things a conclusion goes back to, and how each thing is known."""

from __future__ import annotations

import dataclasses

from compendium.words import Text

FINDING, COMPARISON, JOINT, PRINCIPLE = "finding", "comparison", "joint", "principle"
STATEMENT, CMOC, EVIDENCE = "statement", "cmoc", "evidence"
SURVEY, CASEWORK, LITERATURE, DECISION = "survey", "casework", "literature", "decision"
REVIEW, CODING, THEME, PASSAGE = "review", "coding", "theme", "passage"
# In the order of the trail.
KINDS = (
    *(FINDING, COMPARISON, JOINT, PRINCIPLE, STATEMENT, CMOC, EVIDENCE),
    *(SURVEY, CASEWORK, REVIEW, LITERATURE, DECISION, CODING, THEME, PASSAGE),
)
# What things of each kind are called together.
CALLED = {
    FINDING: "trail_kind_finding",
    COMPARISON: "trail_kind_comparison",
    JOINT: "trail_kind_joint",
    PRINCIPLE: "trail_kind_principle",
    STATEMENT: "trail_kind_statement",
    CMOC: "trail_kind_cmoc",
    EVIDENCE: "trail_kind_evidence",
    SURVEY: "trail_kind_survey",
    CASEWORK: "trail_kind_casework",
    REVIEW: "trail_kind_review",
    LITERATURE: "trail_kind_literature",
    DECISION: "trail_kind_decision",
    CODING: "trail_kind_coding",
    THEME: "trail_kind_theme",
    PASSAGE: "trail_kind_passage",
}
# What a piece of evidence may rest on, by what its `source_type` is called.
RESTS_ON = {"segment": PASSAGE, **{k: k for k in (SURVEY, CASEWORK, LITERATURE, DECISION)}}
# What stands before the ``@site`` of a figure.
OF_A_SITE = (SURVEY, CASEWORK)
# What is counted of a casework log, as evidence names it: ``waits``, ``referrals/self``.
WAITS, REFERRALS = "waits", "referrals"
# The same of the log of activities, and of what only findings take numbers from.
ACTIVITIES, OPEN, ROUTES, RATES = "activities", "time_open", "routes", "rates"
# The one thing of its kind: all records of the review, all coded talk.
ALL_RECORDS, ALL_TALK = "records", "talk"

NOTHING = Text("")


@dataclasses.dataclass(frozen=True)
class Thing:
    """One thing of the trail: what it is called, what it goes back to, and what it says.

    `short` is what it is called where others lead to it, if its name is long.
    """

    kind: str
    id: str
    name: Text
    back_to: tuple[str, ...] = ()
    says: Text = NOTHING
    short: Text = NOTHING

    @property
    def key(self) -> str:
        """What other things refer to it by."""
        return key(self.kind, self.id)


def key(kind: str, id: str) -> str:
    """``cmoc:CW01``."""
    return f"{kind}:{id}"


def once(keys: list[str]) -> tuple[str, ...]:
    """Each key once, in the order they stand."""
    return tuple(dict.fromkeys(keys))
