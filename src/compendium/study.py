"""What a study is: its sites, instruments, codebook, theory and rules, as frozen dataclasses.

`compendium.study_folder` reads them from a folder under ``data/``. None of them holds a
participant's data: that is the work of `compendium.intake`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import TypeVar

from compendium.audiences import PlainPage, ProjectSummary
from compendium.conclusions import (
    Addressed,
    BuiltItem,
    ConsensusRule,
    Finding,
    Framework,
    JointRow,
    MetaInference,
    PlannedComparison,
    Review,
    Sufficiency,
    TimelineStage,
    Workshops,
)
from compendium.impact import ImpactPlan
from compendium.instruments import Instrument
from compendium.problems import Problems, StudyError, listed
from compendium.publication import Publication
from compendium.sources import Source
from compendium.theory import (
    Cmoc,
    CmocLink,
    Code,
    ConfidenceJudgement,
    Memo,
    PatternJudgement,
    Statement,
    TopicGuide,
)
from compendium.words import DRAFT, Text


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


# What a study has several of, each with an id of its own.
Defined = TypeVar("Defined")

# What says what an area is like, as opposed to what it is called.
CONTEXT_FIELDS = tuple(
    f.name for f in dataclasses.fields(Site) if f.name not in ("site_id", "label")
)


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
class Occasion:
    """One real occasion on which people are measured; `months` since the first.

    Not to be confused with the stages of an item: before and now asked in one sitting.
    """

    occasion: str
    label: Text
    months: int


@dataclasses.dataclass(frozen=True)
class SampleSize:
    """One row per site and group: people invited, interviewed, and eligible for interview.

    `survey_invited` is None where nobody noted it.
    """

    site_id: str
    group: str
    interviews: int
    focus_group_n: int
    survey_invited: int | None
    survey_completed: int
    eligible: int


@dataclasses.dataclass(frozen=True)
class Coding:
    """Whose coding counts, and which codes of the project carry valence.

    `asked_about` are the codes that the topic guide asked about, each with all below it; blank
    where the study does not say. `sufficiency`, by group: what somebody holds of its interviews,
    whether they suffice. `agreement` is ``not_used`` where a team does not work with coefficients
    of agreement; `agreement_reason` says why, and is printed in place of the numbers.
    """

    of_record: str
    coders: tuple[str, ...]
    valence: dict[str, int] = dataclasses.field(default_factory=dict)
    asked_about: tuple[str, ...] = ()
    sufficiency: dict[str, Sufficiency] = dataclasses.field(default_factory=dict)
    agreement: str = ""
    agreement_reason: Text = dataclasses.field(default_factory=lambda: Text(""))

    @property
    def not_used(self) -> bool:
        """Whether the team does not work with coefficients of agreement."""
        return self.agreement == "not_used"

    def called(self, coder: str) -> str:
        """What every page calls a coder: C1, C2 … in the order of study.yml, never their name.

        The rules ``consensus`` and ``union`` are nobody's names and stand.
        """
        return f"C{self.coders.index(coder) + 1}" if coder in self.coders else coder


@dataclasses.dataclass(frozen=True)
class ConsentRules:
    """Where the consent table is, until when withdrawal could reach every output, what it cannot
    reach, and whom to tell; the last three are printed on the study's index page.
    """

    file: str
    cut_off: dt.date
    cannot_be_withdrawn: Text
    how_to_withdraw: Text | None = None


@dataclasses.dataclass(frozen=True)
class SignOff:
    """Who answers for the study's data and agreed to its disclosure profile, and on which day."""

    by: Text
    on: dt.date


@dataclasses.dataclass(frozen=True)
class CheckedWord:
    """A word in quotes that looks like a name and is none, as somebody found who read them."""

    word: str
    reason: str
    checked_by: str
    checked_on: dt.date


@dataclasses.dataclass(frozen=True)
class EarlierRelease:
    """One earlier publication of the study's reports, and whether this one replaces it.

    `tree` is the folder its files are kept in (relative to the study's folder, or absolute), so
    that what was released then can be held against what is released now; blank if it is not here.
    """

    released_on: dt.date
    superseded: bool
    tree: str = ""


# The group of a reference population that is everybody the service is for.
EVERYBODY = "all"


@dataclasses.dataclass(frozen=True)
class ReferencePopulation:
    """How many people of a kind a site has, on a date, by whose count.

    `group` is ``all`` for everybody the service is for, or a care status of the casework log.
    """

    site_id: str
    group: str
    n: int
    date: dt.date
    source: str


@dataclasses.dataclass(frozen=True)
class Header:
    """The scalar part of study.yml.

    `survey_reporting` says how the surveys were done, by item of the CHERRIES checklist
    (`compendium.study_checks.survey_reporting.ITEMS`). `reporting` says of each item of RAMESES II,
    GRAMMS, SRQR and COREQ, by its number, where it is addressed (`study_checks.reporting`).
    `review` is the review of literature, if there is one. `languages` are those its pages are made
    in, English always among them; `cy_status` whether a translator ``checked`` the study's Welsh.
    """

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
    consensus_rule: ConsensusRule | None = None
    earlier_releases: tuple[EarlierRelease, ...] = ()
    disclosure_signed_off: SignOff | None = None
    checked_words: tuple[CheckedWord, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    survey_reporting: dict[str, Text] = dataclasses.field(default_factory=dict)
    reporting: dict[str, dict[str, Addressed]] = dataclasses.field(default_factory=dict)
    topic_guides: tuple[TopicGuide, ...] = ()
    building: tuple[BuiltItem, ...] = ()
    process_timeline: tuple[TimelineStage, ...] = ()
    theory_versions: dict[str, Text] = dataclasses.field(default_factory=dict)
    workshops: Workshops | None = None
    review: Review | None = None
    reference_population: tuple[ReferencePopulation, ...] = ()
    languages: tuple[str, ...] = ("en",)
    cy_status: str = DRAFT
    publication: Publication | None = None
    summary: ProjectSummary | None = None
    young_people: PlainPage | None = None


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
    memos: tuple[Memo, ...] = ()
    framework: Framework | None = None
    impact: ImpactPlan | None = None

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
    def theory_versions(self) -> dict[str, Text]:
        """The versions of the theory in order of time, as study.yml or the statements have them."""
        found = dict.fromkeys(s.version for s in self.statements)
        return self.header.theory_versions or {v: Text(v, v) for v in found}

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
        return self._named("site", site_id, {s.site_id: s for s in self.sites})

    def group(self, group: str) -> Group:
        """The group with this id; raises as `site` does."""
        return self._named("group", group, {g.group: g for g in self.groups})

    def instrument(self, name: str) -> Instrument:
        """The questionnaire with this id; raises as `site` does."""
        return self._named("instrument", name, {i.instrument: i for i in self.instruments})

    def _named(self, kind: str, name: str, there: dict[str, Defined]) -> Defined:
        """The one site, group or instrument of this name."""
        if name in there:
            return there[name]
        problems = Problems()
        problems.add(
            "study.yml",
            "",
            f"there is no {kind} {name!r}",
            f"{self.id} has the {kind}s {listed(there)}",
            f"Use one of these, or add the {kind} under `{kind}s:`.",
        )
        raise StudyError(problems)

    @property
    def superseded(self) -> tuple[EarlierRelease, ...]:
        """The earlier releases that this one replaces, oldest first."""
        replaced = (r for r in self.header.earlier_releases if r.superseded)
        return tuple(sorted(replaced, key=lambda r: r.released_on))

    def source(self, kind: str) -> tuple[Source, ...]:
        """Every source of one kind (``survey``, ``coding_project``)."""
        return tuple(s for s in self.header.sources if s.kind == kind)

    def occasion_of(self, source: Source) -> str:
        """The occasion a survey's answers were given on; blank in a study that has one alone."""
        first = self.header.occasions[0].occasion if self.header.occasions else ""
        return source.occasion or first

    def occasions_of(self, instrument: str) -> tuple[Occasion, ...]:
        """The occasions on which one instrument was answered, in order: the first, then later."""
        surveys = (s for s in self.source("survey") if s.instrument == instrument)
        asked = {self.occasion_of(s) for s in surveys}
        return tuple(o for o in self.header.occasions if o.occasion in asked)

    def is_later(self, source: Source) -> bool:
        """Whether a survey was answered on another occasion than the first of its instrument."""
        occasions = self.occasions_of(source.instrument)
        return bool(occasions) and self.occasion_of(source) != occasions[0].occasion

    def model_label(self, site: Site) -> Text:
        return self.header.models[site.model]
