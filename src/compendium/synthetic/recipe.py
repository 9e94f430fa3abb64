"""The recipe of a study's made-up data: what was planted, read from ``synthetic/recipe.yml``."""

from __future__ import annotations

import dataclasses
import datetime as dt

from compendium import definitions
from compendium.problems import Problems, StudyError
from compendium.study import Source, Study
from compendium.synthetic.passages import OpenAnswer, Passage, check_codes

BySite = dict[str, float]


@dataclasses.dataclass(frozen=True)
class Withdrawal:
    site: str
    group: str
    person: int
    on: dt.date
    scope: str


@dataclasses.dataclass(frozen=True)
class People:
    """Who there is: overlap of strands, who withdrew, weights of attributes.

    `attributes_of` says of which group alone some attributes are known, `lived_experience` which
    groups have it; of those in `under_16`, by case name, a carer agreed as well as they did.
    """

    withdrawn: tuple[Withdrawal, ...]
    no_quotes: tuple[str, ...]
    pseudonyms: str
    attributes: dict[str, BySite]
    recruited_from: dt.date
    also_surveyed: dict[str, int] = dataclasses.field(default_factory=dict)
    attributes_of: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    lived_experience: tuple[str, ...] = ()
    asks_children: str = ""
    under_16: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class SurveyTraps:
    duplicates: int
    straight_liners: int
    out_of_range: tuple[int, ...]
    before_launch: int
    unknown_site: str


@dataclasses.dataclass(frozen=True)
class SurveyRecipe:
    """Planted means (1 to 5, by construct and site), rises, spread, missingness and traps."""

    source: str
    first_day: dt.date
    days: int
    welsh_share: BySite
    means: dict[str, BySite]
    rise: dict[str, BySite]
    spread: dict[str, float]
    missing: dict[str, float]
    choices: dict[str, dict[str, BySite]]
    traps: SurveyTraps


@dataclasses.dataclass(frozen=True)
class Gap:
    """Who says yes to `item` rates `construct` higher by about `by`.

    `share`: how many say yes, by group and site; everybody who was interviewed does.
    """

    item: str
    construct: str
    by: float
    share: dict[str, BySite]


@dataclasses.dataclass(frozen=True)
class Target:
    """Percentages of `groups` together (of everybody if blank) who rate each item 4 or 5."""

    agree: dict[str, float]
    groups: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class FormSurvey:
    """A survey as an online tool exports it: planted means by group, construct (or item) and site.

    A site may be ``all``. `also_surveyed`: how many of those interviewed answered, by group and
    site; who has a token of an earlier survey answers by that. `welsh_share` is that of people who
    were not interviewed. Of items in `targets` nobody's answer is missing.
    """

    source: str
    first_day: dt.date
    days: int
    welsh_share: BySite
    also_surveyed: dict[str, dict[str, int]]
    spread: dict[str, float]
    missing: dict[str, float]
    means: dict[str, dict[str, BySite]] = dataclasses.field(default_factory=dict)
    item_means: dict[str, dict[str, BySite]] = dataclasses.field(default_factory=dict)
    gap: Gap | None = None
    targets: tuple[Target, ...] = ()


@dataclasses.dataclass(frozen=True)
class SecondCoder:
    """How the second coder differs from the first."""

    share: float
    keeps: float
    weak_code: str = ""
    weak_seen: int = 0
    weak_kept: int = 0
    weak_added: int = 0


@dataclasses.dataclass(frozen=True)
class RetiredCode:
    code: str
    beside: str
    times: int


@dataclasses.dataclass(frozen=True)
class SecondRound:
    """When people were met again: spread evenly over `days` from `first_day`."""

    first_day: dt.date
    days: int


@dataclasses.dataclass(frozen=True)
class InterviewRecipe:
    source: str
    name: str
    written_on: dt.date
    first_day: dt.date
    days: int
    second_coder: SecondCoder
    retired_code: RetiredCode | None = None
    second_round: SecondRound | None = None


@dataclasses.dataclass(frozen=True)
class OpenAnswerRecipe:
    """The coding project that holds the open answers of the survey."""

    source: str
    name: str
    written_on: dt.date


@dataclasses.dataclass(frozen=True)
class Step:
    """From `start` on, a site's referrals come `factor` times as often."""

    site: str
    start: dt.date
    factor: float


@dataclasses.dataclass(frozen=True)
class Waits:
    """Days from referral to allocation and to first contact; weeks a case stays open."""

    allocate_median: float
    contact_median: float
    contact_p90: float
    weeks_open_median: float


@dataclasses.dataclass(frozen=True)
class ActivityRecipe:
    """What is done on accepted referrals: how much of it a case, of what kind, how long it takes.

    `of_no_referral` activities carry a reference that no referral has.
    """

    source: str
    per_case_mean: BySite
    types: dict[str, BySite]
    minutes_median: dict[str, float]
    minutes_spread: float
    with_whom: dict[str, float]
    mode: dict[str, float]
    of_no_referral: int


@dataclasses.dataclass(frozen=True)
class CaseworkRecipe:
    """Planted volumes, shares, waits and traps of the casework log, mostly by site."""

    source: str
    first_day: dt.date
    extracted_on: dt.date
    referrals_per_year: BySite
    quiet: dict[str, float]
    referrers: dict[str, BySite]
    accept_rate: BySite
    not_accepted: dict[str, float]
    reasons: dict[str, float]
    waits: dict[str, Waits]
    allocate_spread: float
    open_spread: float
    ended_first: BySite
    ended_after_median: float
    ended_spread: float
    ended_without_contact: dict[str, float]
    closure: dict[str, float]
    advocates: dict[str, BySite]
    language: dict[str, BySite]
    shares: dict[str, BySite]
    decision_changed: dict[str, float]
    view_recorded: float
    reasons_given: float
    communication_need: float
    missing: dict[str, BySite]
    repeats: float
    contact_before_referral: dict[str, int]
    linked_group: str
    linked: dict[str, int]
    step: Step | None = None


@dataclasses.dataclass(frozen=True)
class InitialTheory:
    """The Word document that holds one version of the theory, as the team wrote it."""

    file: str
    version: str


@dataclasses.dataclass(frozen=True)
class ReviewRecipe:
    """How many records a made-up review found and what became of them, box by box.

    `bibliography` and `screening` are the sources of study.yml they are written as. `databases` and
    `others` (other methods) say how many records came from where; reasons of exclusion how many
    went for each, with the reason for which a report of `years_too_early` went. Included reports,
    `second_reports` of which repeat a study, bear on `statements` of the theory; on the last of
    several none does.
    """

    bibliography: str
    screening: str
    databases: dict[str, int]
    others: dict[str, int]
    duplicates: int
    removed: int
    excluded_on_title: dict[str, int]
    not_retrieved: int
    not_retrieved_other: int
    excluded: dict[str, int]
    excluded_other: dict[str, int]
    included: int
    included_other: int
    second_reports: int
    years: tuple[int, int]
    too_early: str
    years_too_early: tuple[int, int]
    countries: tuple[str, ...]
    people: tuple[str, ...]
    designs: tuple[str, ...]
    statements: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Recipe:
    generator: str
    marked_as: str
    people: People
    interviews: InterviewRecipe
    casework: CaseworkRecipe
    survey: SurveyRecipe | None = None
    open_answers: OpenAnswerRecipe | None = None
    form_surveys: tuple[FormSurvey, ...] = ()
    activities: ActivityRecipe | None = None
    review: ReviewRecipe | None = None
    initial_theory: InitialTheory | None = None


def read_recipe(study: Study) -> tuple[Recipe, tuple[Passage, ...], tuple[OpenAnswer, ...]]:
    """The recipe, the passages and the open answers of a study.

    Raises
    ------
    StudyError
        If the study has no recipe, or with every mistake found in it.
    """
    folder, problems = study.folder / "synthetic", Problems()
    recipe = definitions.build(
        Recipe, definitions.read_yaml(folder / "recipe.yml"), "recipe.yml", "", problems
    )
    passages = []
    for path in sorted((folder / "passages").glob("*.csv")):
        rows = definitions.read_csv_rows(path)
        passages += definitions.build_all(Passage, rows, path.name, "passage_id", problems)
    written = folder / "open_text.csv"
    answers = definitions.build_all(
        OpenAnswer,
        definitions.read_csv_rows(written) if written.exists() else [],
        "open_text.csv",
        "answer_id",
        problems,
    )
    check_codes(study, "passages", {p.passage_id: p for p in passages}, problems)
    check_codes(study, "open_text.csv", {a.answer_id: a for a in answers}, problems)
    problems.settle(StudyError)
    return recipe, tuple(passages), answers


def source_called(study: Study, name: str) -> Source:
    """The source of study.yml that a part of the recipe is written as."""
    return next(s for s in study.header.sources if s.source == name)
