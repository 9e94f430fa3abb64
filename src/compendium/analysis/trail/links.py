"""What each thing of a study goes back to: findings, joint display, theory, evidence, sources.

A thing is known by its kind and its own id: ``cmoc:CW01``, ``evidence:EV001``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from compendium.analysis.review.literature import by_statement
from compendium.analysis.theory.cmoc_result import named, outcomes
from compendium.analysis.theory.programme import called, newest, whole_sentence
from compendium.analysis.trail.behind_principles import decisions_of, themes_of
from compendium.analysis.trail.kinds import (
    CMOC,
    COMPARISON,
    DECISION,
    EVIDENCE,
    FINDING,
    JOINT,
    LITERATURE,
    OF_A_SITE,
    PRINCIPLE,
    RESTS_ON,
    STATEMENT,
    SURVEY,
    THEME,
    Thing,
    key,
    once,
)
from compendium.analysis.trail.numbers import number_of
from compendium.analysis.trail.sources import sources
from compendium.conclusions import Finding, Principle
from compendium.intake.tables import Tables
from compendium.study import Study
from compendium.words import Text


def things(data: Tables) -> dict[str, Thing]:
    """Everything of a study that a conclusion goes back to, by its key, in the order of KINDS."""
    study = data.study
    written = [
        *(_finding(finding, data) for finding in study.findings),
        *_comparisons(study),
        *_joint_rows(study),
        *_principles(data),
        *_statements(data),
        *_cmocs(data),
        *_evidence(data),
    ]
    found = {thing.key: thing for thing in written}
    lying, reached = sources(data), {to for thing in written for to in thing.back_to}
    reached |= {to for each in reached & set(lying) for to in lying[each].back_to}
    return found | {each: thing for each, thing in lying.items() if each in reached}


def of_evidence(cited: str) -> str:
    """The key of what a finding names as its evidence: ``joint:trust``, ``CW09``."""
    return cited if ":" in cited else key(CMOC, cited)


def _finding(finding: Finding, data: Tables) -> Thing:
    """A finding goes back to the evidence it names, and to where its numbers come from."""
    numbers = [to for r in finding.values.values() for to in number_of(r, data)]
    cited = [of_evidence(e) for e in finding.evidence]
    begins = Text(*(text.partition("{")[0].rstrip() for text in (finding.text.en, finding.text.cy)))
    name, back = Text(finding.finding_id), once([*cited, *numbers])
    return Thing(FINDING, finding.finding_id, name, back, begins)


def _comparisons(study: Study) -> Iterator[Thing]:
    for planned in study.header.planned_comparisons:
        back = tuple(key(SURVEY, f"{planned.instrument}/{c}") for c in planned.constructs)
        yield Thing(COMPARISON, planned.comparison, planned.title, back)


def _joint_rows(study: Study) -> Iterator[Thing]:
    """A row goes back to its survey result and its themes, and to statements by their CMOCs."""
    for row in study.header.joint_display:
        back = [key(STATEMENT, pt_id) for pt_id in statements_of(study, row.row)]
        if row.instrument:
            back.append(key(SURVEY, f"{row.instrument}/{row.construct or row.item}"))
        back += [key(THEME, code) for code in row.codes]
        yield Thing(JOINT, row.row, row.label, once(back))


def statements_of(study: Study, row: str) -> list[str]:
    """The statements a row of the joint display speaks to.

    They are those whose CMOCs name its topic, or one of its themes or a theme below one.
    """
    declared = next(r for r in study.header.joint_display if r.row == row)
    codes = with_those_below(declared.codes, study)
    found = [
        cmoc.pt_id
        for cmoc in study.cmocs
        if declared.construct in cmoc.constructs or codes & set(cmoc.codes)
    ]
    return list(dict.fromkeys(found))


def with_those_below(codes: Iterable[str], study: Study) -> set[str]:
    """Codes, and all codes below them."""
    found = set(codes)
    while more := {c.code_id for c in study.codebook if c.parent_id in found} - found:
        found |= more
    return found


def _principles(data: Tables) -> Iterator[Thing]:
    framework = data.study.framework
    for principle in framework.principles if framework else ():
        back = once(_behind(principle, data))
        yield Thing(PRINCIPLE, principle.principle, principle.text, back)


def _behind(principle: Principle, data: Tables) -> Iterator[str]:
    """The theory behind a principle, how it was rated, who shaped it, the themes of its words."""
    yield from (key(STATEMENT, statement) for statement in principle.statements)
    yield from (key(CMOC, cmoc) for cmoc in principle.cmocs)
    rule = data.study.header.consensus_rule
    for rated in rule.statements if rule else ():
        if rated.statement == principle.consensus:
            items = filter(None, (rated.item, rated.second_item))
            yield from (key(SURVEY, f"{rule.instrument}/{item}") for item in items)
    decisions = sorted(decisions_of(principle, data.decisions)["decision_id"], key=by_number)
    yield from (key(DECISION, decision) for decision in decisions)
    yield from (key(THEME, code) for code in themes_of(principle, data.study))


def _statements(data: Tables) -> Iterator[Thing]:
    """A statement goes back to its CMOCs, to what it went on as, and to studies that bear on it."""
    study, bears = data.study, by_statement(data).frame
    for pt_id, statement in newest(study).items():
        back = [key(CMOC, c.cmoc_id) for c in study.cmocs if c.pt_id == pt_id]
        back += [key(STATEMENT, other) for other in statement.continued_as]
        on = bears.loc[(bears["pt_id"] == pt_id) & (bears["study_id"] != ""), "study_id"]
        back += [key(LITERATURE, found) for found in on]
        yield Thing(STATEMENT, pt_id, called(statement), tuple(back), whole_sentence(statement))


def _cmocs(data: Tables) -> Iterator[Thing]:
    on = data.evidence.groupby("cmoc_id", sort=False, observed=True)["evidence_id"].agg(list)
    for cmoc in data.study.cmocs:
        pieces = sorted(on.get(cmoc.cmoc_id, []), key=by_number)
        pieces = tuple(key(EVIDENCE, piece) for piece in pieces)
        parts = (cmoc.context, cmoc.m_resource, cmoc.m_reasoning, *outcomes(cmoc).values())
        says = Text(" → ".join(filter(None, parts)))
        yield Thing(CMOC, cmoc.cmoc_id, named(cmoc), pieces, says)


def _evidence(data: Tables) -> Iterator[Thing]:
    """A piece of evidence goes back to its source; of a report of a study, to the study."""
    records = data.literature_records
    study_of = dict(zip(records["record_id"], records["study_id"], strict=True))
    pieces = sorted(data.evidence.itertuples(), key=lambda piece: by_number(piece.evidence_id))
    for piece in pieces:
        rests_on = piece.source_id
        if piece.source_type in OF_A_SITE:
            rests_on = rests_on.rpartition("@")[0]
        if piece.source_type == LITERATURE:
            rests_on = study_of.get(rests_on, rests_on)
        back = key(RESTS_ON[piece.source_type], rests_on)
        name, reason = Text(piece.evidence_id), Text(piece.reason, piece.reason)
        yield Thing(EVIDENCE, piece.evidence_id, name, (back,), reason)


def by_number(id: str) -> tuple:
    """What ids are sorted by, ``E2`` before ``E10``.

    >>> sorted(["E10", "E2", "D7"], key=by_number)
    ['D7', 'E2', 'E10']
    """
    parts = re.split(r"(\d+)", id)
    return tuple((int(p), "") if p.isdecimal() else (0, p) for p in parts)
