"""The codebook and the programme theory: codes, statements, CMOCs, and what analysts judged."""

from __future__ import annotations

import dataclasses
import datetime as dt

from compendium.words import Text

ORIGINS = ("deductive", "inductive")
STATUSES = ("active", "merged", "retired")
REALIST_ROLES = ("C", "M_res", "M_reas", "O", "none")
CONFIDENCE = ("high", "moderate", "low", "very_low")
# How a statement may end: split into others, merged into another, or dropped.
ENDS = ("split", "merged", "dropped")
LINKS = ("ripple", "dampening", "loop")
PATTERNS = ("recurs", "context_bound", "site_only", "not_established")


@dataclasses.dataclass(frozen=True)
class Code:
    """One code of the codebook. `retired` codes may no longer be used.

    `origin` says where the code comes from: ``deductive`` (from theory, before reading) or
    ``inductive`` (from what people said). `example` is a passage that shows its use, for the
    team's eyes. `version` is that of the codebook in which the entry last changed, `change` what
    changed and why. The passages of a ``merged`` code count for the one it was `merged_into`.
    """

    code_id: str
    label: Text
    definition: str
    parent_id: str = ""
    include: str = ""
    exclude: str = ""
    realist_role: str = "none"
    origin: str = ""
    status: str = "active"
    example: str = ""
    version: str = ""
    change: str = ""
    merged_into: str = ""

    @property
    def active(self) -> bool:
        """Whether passages may be given this code."""
        return self.status == "active"


def in_outline_order(codebook: tuple[Code, ...]) -> list[Code]:
    """The codes with each one's children under it, in the codebook's order otherwise."""

    def below(parent: str) -> list[Code]:
        mine = [c for c in codebook if c.parent_id == parent]
        return [code for child in mine for code in (child, *below(child.code_id))]

    return below("")


def active_codes(codebook: tuple[Code, ...]) -> list[Code]:
    """The codes that may be used, in outline order."""
    return [code for code in in_outline_order(codebook) if code.active]


def code_paths(codebook: tuple[Code, ...]) -> dict[str, tuple[str, ...]]:
    """Path of English labels from the top for each code id: ``("Being alongside", "Empathy")``."""
    by_id = {c.code_id: c for c in codebook}

    def path(code: Code) -> tuple[str, ...]:
        above = path(by_id[code.parent_id]) if code.parent_id else ()
        return (*above, code.label.en)

    return {c.code_id: path(c) for c in codebook}


@dataclasses.dataclass(frozen=True)
class Statement:
    """One version of one statement of the programme theory: if, then, because.

    `change` says what the next version does differently and `evidence` on what grounds; the memos
    of the retroduction log say why. `decided_on` and `decided_by` are of this version. Of a last
    version `ended` says that the statement stands no more (ENDS), `continued_as` which statements
    go on from it.
    """

    pt_id: str
    version: str
    if_text: str
    then_text: str
    because_text: str
    rival_text: str = ""
    change: str = ""
    evidence: str = ""
    decided_on: dt.date | None = None
    decided_by: str = ""
    ended: str = ""
    continued_as: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Memo:
    """Why a statement was changed: one dated note of an analyst in the retroduction log.

    `about` is a statement, or a CMOC; the versions are those of the statement, of a CMOC those of
    its statement. `from_version` is blank where something was added. `evidence` names pieces of
    theory/evidence.csv, for the team.
    """

    memo_id: str
    about: str
    to_version: str
    written_on: dt.date
    analyst: str
    text: Text
    from_version: str = ""
    evidence: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Cmoc:
    """One context-mechanism-outcome configuration; mechanism = resource and reasoning.

    `looked_for` names the sites where evidence on it was sought; `not_asked` says whose view of
    it could not be had; `would_refute` what evidence would have spoken against it. `context_items`
    are questions of surveys that ask about its context.
    """

    cmoc_id: str
    pt_id: str
    context: str
    m_resource: str
    m_reasoning: str
    outcome_intended: str
    outcome_unintended: str
    for_whom: str
    sites_theorised: tuple[str, ...] = ()
    looked_for: tuple[str, ...] = ()
    not_asked: Text | None = None
    would_refute: Text | None = None
    codes: tuple[str, ...] = ()
    constructs: tuple[str, ...] = ()
    context_items: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class GuideQuestion:
    """One question of a topic guide, and the statements and CMOCs it was to test."""

    question: str
    text: Text
    tests: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class TopicGuide:
    """The questions of one kind of interview, and the groups it is held with."""

    guide: str
    label: Text
    groups: tuple[str, ...]
    questions: tuple[GuideQuestion, ...]


@dataclasses.dataclass(frozen=True)
class CmocLink:
    """The outcome of one CMOC becomes context of another, or holds it back.

    `kind` is ``ripple``, ``dampening``, or ``loop`` where it leads back to where it came from.
    Evidence is judged on CMOCs and not on links, so an analyst alone says that a link is
    `contested`, and why (`contested_reason`).
    """

    from_cmoc: str
    to_cmoc: str
    via: str
    kind: str
    contested: bool = False
    contested_reason: str = ""


@dataclasses.dataclass(frozen=True)
class ConfidenceJudgement:
    """How confident one analyst is in one CMOC: high, moderate, low or very_low, and why."""

    cmoc_id: str
    analyst: str
    judged_on: dt.date
    confidence: str
    reason: str


@dataclasses.dataclass(frozen=True)
class PatternJudgement:
    """What an analyst makes of where a CMOC is found, and the context field that matters.

    `context_field` is a field of `Site` in which the sites differ (setting, funding_type,
    context_note, ...); blank where none was named.
    """

    cmoc_id: str
    pattern: str
    context_field: str
    reason: str
    analyst: str
    judged_on: dt.date
