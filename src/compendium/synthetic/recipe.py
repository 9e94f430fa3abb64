"""The recipe of a study's made-up data: what was planted, read from ``synthetic/recipe.yml``."""

from __future__ import annotations

import dataclasses
import datetime as dt

from compendium import definitions
from compendium.problems import Problems, StudyError
from compendium.study import Study

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
    """Who there is: overlap of strands, who withdrew, weights of attributes."""

    also_surveyed: dict[str, int]
    withdrawn: Withdrawal
    no_quotes: tuple[str, ...]
    pseudonyms: str
    attributes: dict[str, BySite]


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
class SecondCoder:
    """How the second coder differs from the first."""

    share: float
    keeps: float
    weak_code: str
    weak_seen: int
    weak_kept: int
    weak_added: int


@dataclasses.dataclass(frozen=True)
class RetiredCode:
    code: str
    beside: str
    times: int


@dataclasses.dataclass(frozen=True)
class InterviewRecipe:
    source: str
    name: str
    written_on: dt.date
    first_day: dt.date
    days: int
    second_coder: SecondCoder
    retired_code: RetiredCode


@dataclasses.dataclass(frozen=True)
class Recipe:
    generator: str
    marked_as: str
    people: People
    survey: SurveyRecipe
    interviews: InterviewRecipe


@dataclasses.dataclass(frozen=True)
class Passage:
    """One row per passage of talk: who says it, where, and how C1 coded it."""

    passage_id: str
    site: str
    group: str
    person: int
    setting: str
    lang: str
    topic: str
    text: str
    question: str = ""
    codes: str = ""
    valence: str = ""
    translation_en: str = ""
    quote: bool = False
    approved_text: str = ""

    @property
    def code_ids(self) -> tuple[str, ...]:
        return tuple(c for c in self.codes.split("|") if c)


@dataclasses.dataclass(frozen=True)
class OpenAnswer:
    """One row per made-up answer to an open question."""

    answer_id: str
    site: str
    item_id: str
    lang: str
    text: str


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
    answers = definitions.build_all(
        OpenAnswer,
        definitions.read_csv_rows(folder / "open_text.csv"),
        "open_text.csv",
        "answer_id",
        problems,
    )
    codes = {c.code_id for c in study.codebook}
    for passage in passages:
        for code in set(passage.code_ids) - codes:
            problems.add("passages", passage.passage_id, f"code {code!r} is not in codebook.yml")
    problems.settle(StudyError)
    return recipe, tuple(passages), answers
