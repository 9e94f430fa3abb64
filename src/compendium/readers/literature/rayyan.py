"""What Rayyan writes into a record's notes, in all its exports (CSV, RIS, BibTeX).

As public examples show it::

    free text | RAYYAN-INCLUSION: {"Ann"=>"Included", "Bob"=>"Excluded"} | RAYYAN-LABELS: peer,uk
    | RAYYAN-EXCLUSION-REASONS: wrong population | USER-NOTES: {"Ann"=>["text", "text"]}
"""

from __future__ import annotations

import re

from compendium.readers.literature.decisions import UNKNOWN_DECISION, Said

PART = re.compile(
    r"(?:\s*[|;])?\s*\b(RAYYAN-INCLUSION|RAYYAN-LABELS|RAYYAN-EXCLUSION-REASONS|USER-NOTES)\s*:\s*"
)
MARK = "RAYYAN-"
QUOTED = r'"((?:[^"\\]|\\.)*)"'
DECIDED = re.compile(rf"{QUOTED}\s*=>\s*(?:{QUOTED}|(\w+))")
NOTED = re.compile(rf"{QUOTED}(\s*=>)?")
DECISIONS = {"included": "include", "excluded": "exclude", "maybe": "maybe"}


def said(notes: str) -> Said:
    """Decisions, labels and notes of reviewers, taken out of a record's notes.

    A reason belongs to the record, not to a reviewer: it stands beside each who excluded it, and
    among the fields where nobody did. Labels are split at commas, as Rayyan writes them: one that
    holds a comma itself comes as two.

    >>> said('RAYYAN-INCLUSION: {"Ann"=>"Maybe"} | RAYYAN-LABELS: uk').decisions
    [('', 'Ann', 'maybe', '')]
    """
    if MARK not in notes and "USER-NOTES" not in notes:
        return Said(notes)
    free, *rest = PART.split(notes)
    parts = list(zip(rest[::2], rest[1::2], strict=True))
    reasons = "; ".join(r for name, text in parts if name.endswith("REASONS") for r in _list(text))
    decisions, fields = [], []
    for name, text in parts:
        if name == "RAYYAN-INCLUSION":
            own, unknown = _decisions(text, reasons)
            decisions += own
            fields += unknown
        elif name == "RAYYAN-LABELS":
            fields += [("label", label) for label in _list(text)]
        elif name == "USER-NOTES":
            fields += _user_notes(text)
    if reasons and not any(decision == "exclude" for _, _, decision, _ in decisions):
        fields.append(("exclusion reason", reasons))
    return Said(free.strip(" |;\n"), decisions, fields, "Rayyan")


def _decisions(text: str, reasons: str) -> tuple[list[tuple], list[tuple]]:
    """Decisions by reviewer, and those in other words than Rayyan's three, as fields."""
    given = [(_plain(m[1]), m[2] or m[3] or "") for m in DECIDED.finditer(text)]
    given = given or [("", text.strip("{} \n"))]
    found, unknown = [], []
    for reviewer, word in given:
        decision = DECISIONS.get(word.strip().casefold())
        if decision:
            reason = reasons if decision == "exclude" else ""
            found.append(("", reviewer, decision, reason))
        elif reviewer or word:
            unknown.append((UNKNOWN_DECISION, f"{reviewer}: {word}".strip(": ")))
    return found, unknown


def _user_notes(text: str) -> list[tuple[str, str]]:
    """One field per note, the reviewer before it; in any other form the text as it stands."""
    notes, reviewer = [], ""
    for match in NOTED.finditer(text):
        if match[2]:
            reviewer = _plain(match[1])
        else:
            notes.append(("user note", f"{reviewer}: {_plain(match[1])}".removeprefix(": ")))
    return notes or [("user note", text.strip())]


def _list(text: str) -> list[str]:
    return [item for part in text.split(",") if (item := part.strip(" |;\n"))]


def _plain(text: str) -> str:
    return text.replace('\\"', '"').replace("\\n", " ").strip()
