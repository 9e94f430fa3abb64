"""Conclusions whose trail ends before it reaches anything that somebody said, answered or did."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from compendium.analysis.review.literature import by_statement
from compendium.analysis.theory.programme import newest
from compendium.analysis.trail.behind_principles import decisions_of
from compendium.analysis.trail.kinds import (
    CMOC,
    COMPARISON,
    DECISION,
    JOINT,
    PRINCIPLE,
    REVIEW,
    STATEMENT,
)
from compendium.analysis.trail.links import of_evidence, statements_of, with_those_below
from compendium.conclusions import Finding
from compendium.intake.tables import Tables
from compendium.study_checks.framework import DECISIONS

ENDS = {
    CMOC: "there is no evidence on it that may be used. Judge new evidence, or take it back",
    JOINT: "no answer and no coded passage is left under it. Take it back",
    COMPARISON: "nobody answered the questionnaire it compares. Take it back",
    PRINCIPLE: "no evidence, answer or decision is left behind it. Take it back",
    STATEMENT: "no evidence is left on its configurations, and no study bears on it. Take it back",
    REVIEW: "the review has no records. Take it back",
    DECISION: f"it is no longer in {DECISIONS}. Take it back",
}
NO_STATEMENT = (
    "no configuration names its topic or one of its themes, so it leads to no statement of the "
    "theory. Add the construct or code to the configuration it speaks to, in theory/cmocs.yml"
)


def broken(data: Tables, findings: Iterable[Finding]) -> list[str]:
    """A sentence for each thing that a finding names and that goes back to no data any more."""
    return [
        f"findings.yml, finding {finding.finding_id}: it rests on {cited}, but {why}."
        for finding in findings
        for cited in finding.evidence
        for why in _faults(of_evidence(cited), data)
    ]


def _faults(thing: str, data: Tables) -> list[str]:
    """What keeps something that a finding rests on from leading on to data."""
    kind, _, id = thing.partition(":")
    found = [] if _reaches_data(kind, id, data) else [ENDS[kind]]
    if kind == JOINT and data.study.cmocs and not statements_of(data.study, id):
        found.append(NO_STATEMENT)
    return found


def _reaches_data(kind: str, id: str, data: Tables) -> bool:
    """Whether anything that came in, or that a workshop decided, stands behind it."""
    match kind:
        case "cmoc":
            return _judged({id}, data)
        case "joint":
            row = next(r for r in data.study.header.joint_display if r.row == id)
            coded = data.codings["code_id"].isin(with_those_below(row.codes, data.study))
            return _answered(row.instrument, data) or bool(coded.any())
        case "statement":
            return _on_statements({id, *newest(data.study)[id].continued_as}, data)
        case "principle":
            return _behind_principle(id, data)
        case "review":
            return len(data.literature_records) > 0
        case "decision":
            return bool((data.decisions["decision_id"] == id).any())
    planned = {c.comparison: c for c in data.study.header.planned_comparisons}
    return _answered(planned[id].instrument, data)


def _judged(cmocs: Collection[str], data: Tables) -> bool:
    return bool(data.evidence["cmoc_id"].isin(cmocs).any())


def _on_statements(statements: Collection[str], data: Tables) -> bool:
    """Whether there is evidence on one of their CMOCs, or a study that bears on one of them."""
    bears = by_statement(data).frame
    bears = bears[bears["pt_id"].isin(statements) & (bears["study_id"] != "")]
    return len(bears) > 0 or _judged(
        {c.cmoc_id for c in data.study.cmocs if c.pt_id in statements}, data
    )


def _behind_principle(id: str, data: Tables) -> bool:
    principle = next(p for p in data.study.framework.principles if p.principle == id)
    rule = data.study.header.consensus_rule
    rated = bool(principle.consensus and rule) and _answered(rule.instrument, data)
    shaped = len(decisions_of(principle, data.decisions)) > 0
    return rated or shaped or _judged(principle.cmocs, data)


def _answered(instrument: str, data: Tables) -> bool:
    return bool((data.answers_everywhere["instrument"] == instrument).any())
