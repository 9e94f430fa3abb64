"""Conclusions whose trail ends before it reaches anything that somebody said, answered or did."""

from __future__ import annotations

from collections.abc import Iterable

from compendium.analysis.trail.links import (
    CMOC,
    COMPARISON,
    JOINT,
    of_evidence,
    statements_of,
    with_those_below,
)
from compendium.conclusions import Finding
from compendium.intake.take_in import Tables

ENDS = {
    CMOC: "there is no evidence on it that may be used. Judge new evidence, or take it back",
    JOINT: "no answer and no coded passage is left under it. Take it back",
    COMPARISON: "nobody answered the questionnaire it compares. Take it back",
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
    """What keeps a CMOC, joint row or comparison from leading on to data."""
    kind, _, id = thing.partition(":")
    found = [] if _reaches_data(kind, id, data) else [ENDS[kind]]
    if kind == JOINT and data.study.cmocs and not statements_of(data.study, id):
        found.append(NO_STATEMENT)
    return found


def _reaches_data(kind: str, id: str, data: Tables) -> bool:
    """Whether anything that came in stands behind it."""
    if kind == CMOC:
        return bool((data.evidence["cmoc_id"] == id).any())
    if kind == JOINT:
        row = next(r for r in data.study.header.joint_display if r.row == id)
        coded = data.codings["code_id"].isin(with_those_below(row.codes, data.study))
        return _answered(row.instrument, data) or bool(coded.any())
    planned = {c.comparison: c for c in data.study.header.planned_comparisons}
    return _answered(planned[id].instrument, data)


def _answered(instrument: str, data: Tables) -> bool:
    return bool((data.answers_everywhere["instrument"] == instrument).any())
