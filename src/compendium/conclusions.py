"""What was planned before analysis, and what people concluded after it, as data.

Planned comparisons and the rows of the joint display are declared first; meta-inferences and
findings are written later, by a named person, with their numbers by reference.
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from compendium.words import Text

# What a consensus survey asks of each statement: the first question, and a second if there is one.
FIRST, SECOND = "first", "second"
META_INFERENCES = ("CONV", "COMP", "EXPA", "DIVE", "SILE", "INSU")
WAITS = ("first_contact",)
# What became of a principle of a framework for practice, as people decided.
STATUSES = ("retained", "to_discuss", "merged", "dropped")
REFERENCES = ("value", "before", "other_sites")


@dataclasses.dataclass(frozen=True)
class Sufficiency:
    """Why one person holds that enough interviews of a group were done, or that more are needed."""

    text: Text
    by: str
    on: dt.date


@dataclasses.dataclass(frozen=True)
class Addressed:
    """Where an item of a checklist is addressed, and who confirmed it on which day, if anybody."""

    at: Text
    by: str = ""
    on: dt.date | None = None


@dataclasses.dataclass(frozen=True)
class Search:
    """One place that was searched for literature: a database, a register, or by other means.

    `source` is what records of the review call it; `kind` one of
    `compendium.review_values.SEARCH_KINDS`; `search` the search as it was made, word by word, or
    what was done where nothing was typed.
    """

    source: str
    kind: str
    searched_on: dt.date
    search: str
    label: Text = dataclasses.field(default_factory=lambda: Text(""))


@dataclasses.dataclass(frozen=True)
class Review:
    """The review of literature: its question, who could be included, what was searched.

    `shortened` says, one sentence each, what a full systematic review would have done and this
    one did not. `reasons` are those for which a report may be excluded on its full text, as the
    screening export writes them, each in both languages; where none are given, any may be.
    """

    question: Text
    eligibility: Text
    searches: tuple[Search, ...]
    shortened: tuple[Text, ...] = ()
    reasons: dict[str, Text] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class PlannedComparison:
    """A comparison of scores planned before analysis; those of one family are adjusted together.

    `between` is ``site``, or an item whose answers make the groups. An item's groups are
    compared inside one site, named by `sites`; `levels` are the answer values compared.
    `groups` are the respondents compared, all of the instrument's if blank.
    """

    comparison: str
    family: str
    title: Text
    instrument: str
    constructs: tuple[str, ...]
    between: str
    reason: Text
    groups: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Reference:
    """What a survey result is held against, declared before the data were looked at.

    `kind` is ``value`` (a score, given as `value`), ``before`` (the same people's answers about
    before) or ``other_sites`` (the other sites together).
    """

    kind: str
    declared_on: dt.date
    reason: Text
    value: float | None = None


@dataclasses.dataclass(frozen=True)
class JointRow:
    """One row of the side-by-side joint display: a survey result beside what people say.

    The survey strand is the score of `construct`, or of the one `item`, among `survey_groups`
    (all of the instrument's if blank). A blank `instrument` says that the survey did not ask,
    by design, and `silent_because` why. The qualitative strand is the valence of what
    `talk_groups` say under `codes`.
    """

    row: str
    label: Text
    talk_groups: tuple[str, ...]
    codes: tuple[str, ...]
    instrument: str = ""
    survey_groups: tuple[str, ...] = ()
    construct: str = ""
    item: str = ""
    reference: Reference | None = None
    silent_because: Text | None = None


@dataclasses.dataclass(frozen=True)
class BuiltItem:
    """A theme of earlier interviews and the statement of a consensus survey that came of it."""

    code: str
    statement: str
    reason: Text | None = None


@dataclasses.dataclass(frozen=True)
class TimelineStage:
    """One stage of what becomes of a referral, and the themes that speak of delay at it.

    `wait` is ``first_contact`` where the median wait for first contact belongs to the stage.
    """

    stage: str
    label: Text
    codes: tuple[str, ...]
    wait: str = ""


@dataclasses.dataclass(frozen=True)
class RatedStatement:
    """One statement of a consensus survey, and the item or the two items it was rated by.

    `item` carries the answers to the rule's first question, `second_item` those to the second.
    Its text is `text`, or the wording of `item` if that is blank.
    """

    statement: str
    item: str
    second_item: str = ""
    text: Text | None = None


@dataclasses.dataclass(frozen=True)
class ConsensusRule:
    """When a statement is retained and when it is discussed, declared before anybody answered.

    A statement is retained if in each group of at least `judged_from` people who rated it at least
    `least_percent` percent chose one of the levels in `agree` and the median is at least
    `least_median`; it is discussed if any of these groups is below. Only people drop or merge.
    `groups` are those judged, all of the instrument's if blank; groups that stand under one heading
    (`pooled_groups`) may be judged together, by its name. `question` is what the statements
    are rated for ("important"). Of the answers to `second_question` ("doable here") one thing is
    said: that a statement needs a note on putting it into practice, where fewer than `note_below`
    percent of everybody agree. `reason` says why these thresholds.
    """

    instrument: str
    question: Text
    statements: tuple[RatedStatement, ...]
    agree: tuple[int, ...]
    least_percent: int
    least_median: float
    judged_from: int
    declared_on: dt.date
    reason: Text
    second_question: Text | None = None
    note_below: int | None = None
    groups: tuple[str, ...] = ()

    @property
    def questions(self) -> dict[str, Text]:
        """What each question is called, in order."""
        second = {SECOND: self.second_question} if self.second_question else {}
        return {FIRST: self.question, **second}

    def item_of(self, statement: RatedStatement, question: str) -> str:
        """The item that carries a statement's answers to a question; blank if it was not asked."""
        return statement.item if question == FIRST else statement.second_item


@dataclasses.dataclass(frozen=True)
class JointInputs:
    """What both strands of a row said in one site when somebody concluded something of it.

    As the team saw it: signals, means rounded to one place, numbers of people; missing where there
    was none. `declared` is a digest of how the row was declared.
    """

    declared: str
    quant_signal: str
    qual_signal: str
    n: int | None = None
    mean: float | None = None
    reference_mean: float | None = None
    asked: int | None = None
    raised: int | None = None


@dataclasses.dataclass(frozen=True)
class MetaInference:
    """What an analyst concluded of one row of the joint display in one site.

    `site` is blank where the conclusion is about all sites together. A divergence carries a
    follow-up. `inputs` says by site what it was concluded on (``joint-sign`` writes it).
    """

    row: str
    site: str
    label: str
    meta_inference: Text
    reason: str
    integrator: str
    decided_on: dt.date
    follow_up: Text | None = None
    inputs: dict[str, JointInputs] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class ValueReference:
    """Where a number of a sentence comes from: a named result, one row and one column of it.

    `site` is the site the result is seen from; blank for the finding's own. `out_of: 10` says a
    percentage as so many out of ten.
    """

    result: str
    row: dict[str, str]
    column: str
    site: str = ""
    out_of: int | None = None


@dataclasses.dataclass(frozen=True)
class Finding:
    """One sentence that a person concluded, with its numbers by reference and what carries it.

    `section` is the part of a report it stands in; `site` is blank where it is about the whole
    study. `evidence` names rows of the joint display (``joint:trust``), CMOCs (``CW09``), planned
    comparisons (``comparison:parents_by_area``), statements of the theory (``statement:PW4``),
    principles of the framework (``principle:F5``), workshop decisions (``decision:D02``) or the
    records of the review (``review:records``).
    """

    finding_id: str
    section: str
    text: Text
    evidence: tuple[str, ...]
    analyst: str
    decided_on: dt.date
    site: str = ""
    values: dict[str, ValueReference] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Raiser:
    """A role in which people raise things in workshops, and how many people held it.

    `served`: they are people whom the service is for; `groups` are theirs among the study's
    groups. Of a role that few people hold a public page names nothing they raised as theirs, unless
    they agreed to that (`agreed_on`).
    """

    role: str
    label: Text
    people: int
    served: bool = False
    groups: tuple[str, ...] = ()
    agreed_on: dt.date | None = None


@dataclasses.dataclass(frozen=True)
class Workshops:
    """Who raises things in a study's workshops, and what outputs these may decide on, by id."""

    raised_by: tuple[Raiser, ...]
    outputs: dict[str, Text] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Asked:
    """What a principle asks of a group, or of people in a role that the framework names."""

    of: str
    what: Text


@dataclasses.dataclass(frozen=True)
class Principle:
    """One principle of a framework for practice, what it rests on, and what people decided of it.

    `statements` and `cmocs` are the mechanism behind it, `consensus` the statement of the consensus
    survey that it was rated as. `decisions` are those of workshops that shaped it beside the ones
    that are about it or about a statement of it. `note` says what putting it into practice takes.
    `reason` is given by those who decided: why it stands as it does, where the rule says otherwise.
    """

    principle: str
    text: Text
    asks: tuple[Asked, ...] = ()
    statements: tuple[str, ...] = ()
    cmocs: tuple[str, ...] = ()
    consensus: str = ""
    decisions: tuple[str, ...] = ()
    note: Text | None = None
    status: str = ""
    merged_into: str = ""
    decided_by: str = ""
    decided_on: dt.date | None = None
    reason: Text | None = None


@dataclasses.dataclass(frozen=True)
class Framework:
    """A framework for practice: its principles, and the roles they ask something of, by id."""

    principles: tuple[Principle, ...]
    roles: dict[str, Text] = dataclasses.field(default_factory=dict)
