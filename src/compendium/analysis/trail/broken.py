"""Conclusions whose trail ends before it reaches anything that somebody said, answered or did."""

from __future__ import annotations

from collections.abc import Iterable

from compendium.analysis.trail.links import (
    CMOC,
    COMPARISON,
    JOINT,
    Thing,
    of_evidence,
    statements_of,
    things,
)
from compendium.conclusions import Finding
from compendium.intake.take_in import Tables

DO = {
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
    found = things(data)
    cited = [(f.finding_id, c, found[of_evidence(c)]) for f in findings for c in f.evidence]
    said = "findings.yml, finding {}: it rests on {}, but {}."
    ends = [said.format(f, c, DO[t.kind]) for f, c, t in cited if not _reaches_data(t, data)]
    if not data.study.cmocs:
        return ends
    return ends + [
        said.format(f, c, NO_STATEMENT)
        for f, c, thing in cited
        if thing.kind == JOINT and not statements_of(data.study, thing.id)
    ]


def _reaches_data(thing: Thing, data: Tables) -> bool:
    """Whether anything that came in stands behind a CMOC, joint row or comparison."""
    if thing.kind == CMOC:
        return bool(thing.back_to)
    if thing.kind == JOINT:
        row = next(r for r in data.study.header.joint_display if r.row == thing.id)
        coded = data.codings["code_id"].isin(below(row.codes, data))
        return _answered(row.instrument, data) or bool(coded.any())
    planned = {c.comparison: c for c in data.study.header.planned_comparisons}
    return _answered(planned[thing.id].instrument, data)


def below(codes: Iterable[str], data: Tables) -> set[str]:
    """Codes and all codes below them."""
    found = set(codes)
    while more := {c.code_id for c in data.study.codebook if c.parent_id in found} - found:
        found |= more
    return found


def _answered(instrument: str, data: Tables) -> bool:
    answers = data.answers_everywhere
    return bool((answers["instrument"] == instrument).any())
