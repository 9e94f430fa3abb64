"""What screening tools write about a record, in one form."""

from __future__ import annotations

import dataclasses

DECISION_COLUMNS = ["record_id", "stage", "reviewer", "decision", "reason"]
# The field that a decision in unknown words goes to.
UNKNOWN_DECISION = "decision"


@dataclasses.dataclass(frozen=True)
class Said:
    """What a screening tool wrote into the notes of one record.

    `notes` is what else they hold. A decision is its stage, reviewer, decision (``include``,
    ``exclude``, ``maybe``) and reason; `fields` are names and values, such as labels.
    """

    notes: str
    decisions: list[tuple[str, str, str, str]] = dataclasses.field(default_factory=list)
    fields: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    tool: str = ""
