"""What a study is: its sites, instruments, codebook, theory and rules, as frozen dataclasses.

`compendium.study_folder` reads them from a folder under ``data/``. None of them holds a
participant's data: that is the work of `compendium.intake`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from compendium.problems import Problems, StudyError, listed
from compendium.words import Text

REALIST_ROLES = ("C", "M_res", "M_reas", "O", "none")
STAGES = ("single", "before", "now")
CONFIDENCE = ("high", "moderate", "low", "very_low")
PATTERNS = ("recurs", "context_bound", "site_only", "not_established")
META_INFERENCES = ("CONV", "COMP", "EXPA", "DIVE", "SILE", "INSU")
REFERENCES = ("value", "before", "other_sites")


@dataclasses.dataclass(frozen=True)
class Site:
    """One area where the service runs."""

    site_id: str
    label: Text
    model: str
    provider_type: str = ""
    setting: str = ""
    service_start: dt.date | None = None
    funding_type: str = ""
    advocates_fte: float | None = None
    lived_experience_required: str = ""
    referral_open_to: tuple[str, ...] = ()
    context_note: str = ""


@dataclasses.dataclass(frozen=True)
class Group:
    """One kind of participant.

    `pooled_as` names the heading under which a small staff group is shown over all areas
    (rule S5); blank for groups that may be shown by area.
    """

    group: str
    label: Text
    singular: Text
    pooled_as: str = ""


@dataclasses.dataclass(frozen=True)
class SampleSize:
    """One row per site and group: people invited, interviewed, and eligible for interview."""

    site_id: str
    group: str
    interviews: int
    focus_group_n: int
    survey_invited: int
    survey_completed: int
    eligible: int


@dataclasses.dataclass(frozen=True)
class Option:
    """One answer option of a scale."""

    value: int
    label: Text
    missing: str = ""


@dataclasses.dataclass(frozen=True)
class Scale:
    """Answer options in order. `agreement` scales run from least to most agreement."""

    scale_id: str
    kind: str
    options: tuple[Option, ...]

    @property
    def levels(self) -> tuple[Option, ...]:
        """The options that are answers (not reasons for missing)."""
        return tuple(o for o in self.options if not o.missing)

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(o.value for o in self.levels)

    @property
    def missing(self) -> dict[int, str]:
        """Reason for each user-missing code."""
        return {o.value: o.missing for o in self.options if o.missing}


@dataclasses.dataclass(frozen=True)
class Item:
    """One question. `stages` is ``("single",)``, or ``("before", "now")`` if asked twice."""

    item_id: str
    construct: str
    wording: Text
    scale: str = ""
    reversed: bool = False
    stages: tuple[str, ...] = ("single",)


@dataclasses.dataclass(frozen=True)
class Construct:
    """What a set of items measures; `scored` ones get a mean score."""

    construct: str
    label: Text
    scored: bool = True


@dataclasses.dataclass(frozen=True)
class Instrument:
    """One questionnaire."""

    instrument: str
    title: Text
    groups: tuple[str, ...]
    constructs: tuple[Construct, ...]
    scales: tuple[Scale, ...]
    items: tuple[Item, ...]

    def scale_of(self, item: Item) -> Scale | None:
        """The scale of an item; None for open text."""
        return next((s for s in self.scales if s.scale_id == item.scale), None)

    def items_of(self, construct: str) -> tuple[Item, ...]:
        return tuple(i for i in self.items if i.construct == construct)

    @property
    def rated(self) -> tuple[Item, ...]:
        """Items answered on an agreement scale."""
        return tuple(i for i in self.items if (s := self.scale_of(i)) and s.kind == "agreement")


@dataclasses.dataclass(frozen=True)
class Code:
    """One code of the codebook. `retired` codes may no longer be used."""

    code_id: str
    label: Text
    definition: str
    parent_id: str = ""
    include: str = ""
    exclude: str = ""
    realist_role: str = "none"
    origin: str = ""
    status: str = "active"


def code_paths(codebook: tuple[Code, ...]) -> dict[str, tuple[str, ...]]:
    """Path of English labels from the top for each code id: ``("Being alongside", "Empathy")``."""
    by_id = {c.code_id: c for c in codebook}

    def path(code: Code) -> tuple[str, ...]:
        above = path(by_id[code.parent_id]) if code.parent_id else ()
        return (*above, code.label.en)

    return {c.code_id: path(c) for c in codebook}


@dataclasses.dataclass(frozen=True)
class Statement:
    """One version of one statement of the programme theory: if, then, because."""

    pt_id: str
    version: str
    if_text: str
    then_text: str
    because_text: str
    rival_text: str = ""
    change: str = ""
    evidence: str = ""


@dataclasses.dataclass(frozen=True)
class Cmoc:
    """One context-mechanism-outcome configuration; mechanism = resource and reasoning.

    `looked_for` names the sites where evidence on it was sought; `not_asked` says whose view of
    it could not be had.
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
    codes: tuple[str, ...] = ()
    constructs: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class CmocLink:
    """The outcome of one CMOC becomes context of another."""

    from_cmoc: str
    to_cmoc: str
    via: str
    kind: str


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
class MetaInference:
    """What an analyst concluded of one row of the joint display in one site.

    `site` is blank where the conclusion is about all sites together. A divergence carries a
    follow-up.
    """

    row: str
    site: str
    label: str
    meta_inference: Text
    reason: str
    integrator: str
    decided_on: dt.date
    follow_up: Text | None = None


@dataclasses.dataclass(frozen=True)
class ValueReference:
    """Where a number of a sentence comes from: a named result, one row and one column of it.

    `site` is the site the result is seen from; blank for the finding's own.
    """

    result: str
    row: dict[str, str]
    column: str
    site: str = ""


@dataclasses.dataclass(frozen=True)
class Finding:
    """One sentence that a person concluded, with its numbers by reference and what carries it.

    `section` is the part of a report it stands in; `site` is blank where it is about the whole
    study. `evidence` names rows of the joint display (``joint:trust``), CMOCs (``CW09``) or
    planned comparisons (``comparison:parents_by_area``).
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
class Source:
    """One export in ``raw/`` and where its columns go.

    `columns` maps what the compendium needs to what the file calls it. For items asked twice,
    `stage_suffix` says how the file tells the two answers apart. `date_format` says how dates
    written as text are to be read (``%d/%m/%Y %H:%M``); blank for ISO dates. `not_people` names
    cases of a coding project that are no persons (places, organisations). `values` translates
    what the cells of a column say (``{accepted: {Y: "yes"}}``), by the compendium's own name of
    the column; in a survey it may translate sites and languages. `header_rows` is the number of
    header rows of a spreadsheet, 0 to have it recognised. `speaks_of` says whose case names a
    coding project uses: ``case_name``, or ``survey_token`` where it holds open survey answers.
    """

    source: str
    kind: str
    file: str
    columns: dict[str, str]
    instrument: str = ""
    stage_suffix: dict[str, str] = dataclasses.field(default_factory=dict)
    languages: dict[str, str] = dataclasses.field(default_factory=dict)
    not_people: tuple[str, ...] = ()
    launched_on: dt.date | None = None
    date_format: str = ""
    values: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    header_rows: int = 0
    sheet: str = ""
    speaks_of: str = "case_name"


@dataclasses.dataclass(frozen=True)
class Coding:
    """Whose coding counts, and which codes of the project carry valence."""

    of_record: str
    coders: tuple[str, ...]
    valence: dict[str, int] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class ConsentRules:
    """Where the consent table is, and until when withdrawal could reach every output."""

    file: str
    cut_off: dt.date
    cannot_be_withdrawn: Text


@dataclasses.dataclass(frozen=True)
class Header:
    """The scalar part of study.yml."""

    study: str
    title: Text
    question: Text
    about: Text
    published_source: str
    seed: int
    models: dict[str, Text]
    pooled_groups: dict[str, Text]
    sites: tuple[Site, ...]
    groups: tuple[Group, ...]
    sources: tuple[Source, ...]
    consent: ConsentRules
    coding: Coding
    disclosure: str
    reports: tuple[str, ...]
    instruments: tuple[str, ...]
    min_answered: dict[str, int]
    planned_comparisons: tuple[PlannedComparison, ...] = ()
    joint_display: tuple[JointRow, ...] = ()


@dataclasses.dataclass(frozen=True)
class Study:
    """A whole study, as its folder defines it."""

    header: Header
    sample: tuple[SampleSize, ...]
    instruments: tuple[Instrument, ...]
    codebook: tuple[Code, ...]
    statements: tuple[Statement, ...]
    cmocs: tuple[Cmoc, ...]
    links: tuple[CmocLink, ...]
    folder: Path
    confidence: tuple[ConfidenceJudgement, ...] = ()
    patterns: tuple[PatternJudgement, ...] = ()
    meta_inferences: tuple[MetaInference, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        return f"Study({self.id!r}, {len(self.sites)} sites)"

    @property
    def id(self) -> str:
        return self.header.study

    @property
    def sites(self) -> tuple[Site, ...]:
        return self.header.sites

    @property
    def groups(self) -> tuple[Group, ...]:
        return self.header.groups

    @property
    def private(self) -> Path:
        """Where this study's consented tables and team reports go; never published."""
        return self.folder.parent.parent / "private" / self.id

    def site(self, site_id: str) -> Site:
        """The site with this id.

        Raises
        ------
        StudyError
            If the study has no such site; the message lists the sites it has.
        """
        for site in self.sites:
            if site.site_id == site_id:
                return site
        problems = Problems()
        problems.add(
            "study.yml",
            "",
            f"there is no site {site_id!r}",
            f"{self.id} has the sites {listed(s.site_id for s in self.sites)}",
            "Use one of these, or add the site under `sites:`.",
        )
        raise StudyError(problems)

    def group(self, group: str) -> Group:
        return next(g for g in self.groups if g.group == group)

    def instrument(self, name: str) -> Instrument:
        return next(i for i in self.instruments if i.instrument == name)

    def source(self, kind: str) -> tuple[Source, ...]:
        """Every source of one kind (``survey``, ``coding_project``)."""
        return tuple(s for s in self.header.sources if s.kind == kind)

    def model_label(self, site: Site) -> Text:
        return self.header.models[site.model]
