"""What each thing of a study goes back to: findings, joint display, theory, evidence, sources.

A thing is known by its kind and its own id: ``cmoc:CW01``, ``evidence:EV001``.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from compendium.analysis.casework_words import ALL, REFERRER_WORDS
from compendium.analysis.cmoc_result import named, outcomes
from compendium.analysis.programme import newest, whole_sentence
from compendium.conclusions import Finding, ValueReference
from compendium.instruments import Instrument
from compendium.intake.take_in import Tables
from compendium.study import Study
from compendium.words import Text, words

FINDING, COMPARISON, JOINT = "finding", "comparison", "joint"
STATEMENT, CMOC, EVIDENCE = "statement", "cmoc", "evidence"
SURVEY, CASEWORK, LITERATURE, DECISION = "survey", "casework", "literature", "decision"
THEME, PASSAGE = "theme", "passage"
# In the order of the trail.
KINDS = (
    *(FINDING, COMPARISON, JOINT, STATEMENT, CMOC, EVIDENCE),
    *(SURVEY, CASEWORK, LITERATURE, DECISION, THEME, PASSAGE),
)
# What a piece of evidence may rest on, by what its `source_type` is called.
RESTS_ON = {"segment": PASSAGE, **{k: k for k in (SURVEY, CASEWORK, LITERATURE, DECISION)}}
# What stands before the ``@site`` of a figure.
OF_A_SITE = (SURVEY, CASEWORK)
# What evidence from a casework log is called: ``waits``, ``referrals/self``.
WAITS, REFERRALS = "waits", "referrals"
# Where a number of a sentence comes from, by the column of its result that says so.
NUMBER_OF = {"cmoc_id": CMOC, "row": JOINT, "comparison": COMPARISON, "code_id": THEME}

NOTHING = Text("")


@dataclasses.dataclass(frozen=True)
class Thing:
    """One thing of the trail: what it is called, what it goes back to, and what it says."""

    kind: str
    id: str
    name: Text
    back_to: tuple[str, ...] = ()
    says: Text = NOTHING

    @property
    def key(self) -> str:
        """What others call it."""
        return key(self.kind, self.id)


def key(kind: str, id: str) -> str:
    """``cmoc:CW01``."""
    return f"{kind}:{id}"


def things(data: Tables) -> dict[str, Thing]:
    """Everything of a study that a conclusion goes back to, by its key, in the order of KINDS."""
    study = data.study
    written = [
        *(_finding(finding, study) for finding in study.findings),
        *_comparisons(study),
        *_joint_rows(study),
        *_statements(study),
        *_cmocs(data),
        *_evidence(data),
    ]
    found = {thing.key: thing for thing in written}
    reached = {to for thing in written for to in thing.back_to} - set(found)
    sources = [thing for thing in _sources(data) if thing.key in reached]
    return found | {thing.key: thing for thing in sources}


def of_evidence(cited: str) -> str:
    """The key of what a finding names as its evidence: ``joint:trust``, ``CW09``."""
    return cited if ":" in cited else key(CMOC, cited)


def _finding(finding: Finding, study: Study) -> Thing:
    """A finding goes back to the evidence it names, and to where its numbers come from."""
    numbers = [to for r in finding.values.values() for to in number_of(r, study)]
    cited = [of_evidence(e) for e in finding.evidence]
    begins = Text(*(text.partition("{")[0].rstrip() for text in (finding.text.en, finding.text.cy)))
    name, back = Text(finding.finding_id), _once([*cited, *numbers])
    return Thing(FINDING, finding.finding_id, name, back, begins)


def number_of(reference: ValueReference, study: Study) -> list[str]:
    """The keys of what a number in a sentence was counted on; none where it is people alone."""
    word, *asked_of = reference.result.split(":")
    for column, kind in NUMBER_OF.items():
        if column in reference.row:
            return [key(kind, reference.row[column])]
    if word in ("median_waits", "waits"):
        return [key(CASEWORK, WAITS)]
    if word == "referrals":
        return [key(CASEWORK, f"{REFERRALS}/{reference.row.get('referrer_type', ALL)}")]
    topic = reference.row.get("item_id") or reference.row.get("construct")
    forms = asked_of[:1] or [form.instrument for form in study.instruments if topic in topics(form)]
    return [key(SURVEY, f"{form}/{topic}") for form in forms if topic]


def topics(form: Instrument) -> list[str]:
    """What a questionnaire asks about: its constructs, then its items."""
    return [*(c.construct for c in form.constructs), *(item.item_id for item in form.items)]


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
        yield Thing(JOINT, row.row, row.label, _once(back))


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


def _statements(study: Study) -> Iterator[Thing]:
    for pt_id, statement in newest(study).items():
        cmocs = [key(CMOC, c.cmoc_id) for c in study.cmocs if c.pt_id == pt_id]
        cmocs = (*cmocs, *(key(STATEMENT, other) for other in statement.continued_as))
        said = ": ".join(filter(None, (pt_id, statement.then_text)))
        yield Thing(STATEMENT, pt_id, Text(said), cmocs, whole_sentence(statement))


def _cmocs(data: Tables) -> Iterator[Thing]:
    on = data.evidence.groupby("cmoc_id", sort=False, observed=True)["evidence_id"].agg(list)
    for cmoc in data.study.cmocs:
        pieces = sorted(on.get(cmoc.cmoc_id, []), key=by_number)
        pieces = tuple(key(EVIDENCE, piece) for piece in pieces)
        parts = (cmoc.context, cmoc.m_resource, cmoc.m_reasoning, *outcomes(cmoc).values())
        says = Text(" → ".join(filter(None, parts)))
        yield Thing(CMOC, cmoc.cmoc_id, named(cmoc), pieces, says)


def _evidence(data: Tables) -> Iterator[Thing]:
    pieces = sorted(data.evidence.itertuples(), key=lambda piece: by_number(piece.evidence_id))
    for piece in pieces:
        rests_on = piece.source_id
        if piece.source_type in OF_A_SITE:
            rests_on = rests_on.rpartition("@")[0]
        back = key(RESTS_ON[piece.source_type], rests_on)
        name, reason = Text(piece.evidence_id), Text(piece.reason, piece.reason)
        yield Thing(EVIDENCE, piece.evidence_id, name, (back,), reason)


def _sources(data: Tables) -> Iterator[Thing]:
    """What lies in files: survey topics, the casework log, records, decisions, themes, passages."""
    study = data.study
    for form in study.instruments:
        for construct in form.constructs:
            yield Thing(SURVEY, f"{form.instrument}/{construct.construct}", construct.label)
        for item in form.items:
            yield Thing(SURVEY, f"{form.instrument}/{item.item_id}", item.wording)
    yield Thing(CASEWORK, WAITS, words()["measure_waits"].text)
    for who, word in REFERRER_WORDS.items():
        yield Thing(CASEWORK, f"{REFERRALS}/{who}", words()[word].text)
    others = data.evidence[data.evidence["source_name"] != ""]
    for piece in others.drop_duplicates(["source_type", "source_id"]).itertuples():
        yield Thing(RESTS_ON[piece.source_type], piece.source_id, Text(piece.source_name))
    for code in study.codebook:
        yield Thing(THEME, code.code_id, code.label)
    for passage in data.segments.itertuples():
        name, text = Text(passage.segment_id), Text(passage.text, passage.text)
        yield Thing(PASSAGE, passage.segment_id, name, says=text)


def by_number(id: str) -> tuple:
    """What ids are sorted by, ``E2`` before ``E10``.

    >>> sorted(["E10", "E2", "D7"], key=by_number)
    ['D7', 'E2', 'E10']
    """
    parts = re.split(r"(\d+)", id)
    return tuple((int(p), "") if p.isdecimal() else (0, p) for p in parts)


def _once(keys: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))
