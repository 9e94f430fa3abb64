"""For tests: the tiny study with a review of literature, made up or written by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest

from compendium.study_folder import open_study
from compendium.synthetic.literature import write_review
from compendium.synthetic.recipe import ReviewRecipe, read_recipe

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "data" / "young-peoples-advocacy-england"

HAND_SOURCES = """\
  - source: found
    kind: bibliography
    file: raw/found.ris
    fixed: {source: Base, search_date: 2024-01-02, data_origin: synthetic}
  - source: screened
    kind: screening
    file: raw/screened.csv
    columns: {record_id: Id, study_id: Study, title: Title, source: From, dup_of: Repeats, removed: Removed, screen1: First, retrieved: Had, screen2: Full, screen2_reason: Why, country: Where, population: Who, design: How, relevance: Rel, pt_links: Bears on, data_origin: Data origin}
    values: {screen1: {Y: include, N: exclude}, retrieved: {Y: "yes", N: "no"}, screen2: {Y: include, N: exclude}}
"""  # noqa: E501
HAND_REVIEW = """\
review:
  question: {en: Does tea help?, cy: A yw te yn helpu?}
  eligibility: {en: Studies of tea., cy: Astudiaethau o de.}
  searches:
    - {source: Base, kind: database, searched_on: 2024-01-02, search: tea AND talk}
    - {source: Register, kind: register, searched_on: 2024-01-03, search: tea}
    - {source: Web, kind: website, searched_on: 2024-01-04, search: The pages of tea houses.}
    - {source: Refs, kind: citation, searched_on: 2024-01-05, search: What the included cite.}
  shortened:
    - {en: One person screened., cy: Un person a sgriniodd.}
"""
# Worked by hand. Databases: 8 found, P2 a duplicate, P3 removed; 6 screened, P4 excluded; 5 sought,
# P5 not had; 4 assessed, P6 excluded (no data); P1, P7 and P8 included, P8 a report of P1's study.
# Other methods: W1 and C1 found and sought, C1 excluded (no data), W1 included.
RECORDS = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8")
SCREENED = """\
Id,Study,Title,From,Repeats,Removed,First,Had,Full,Why,Where,Who,How,Rel,Bears on,Data origin
P1,,,,,,Y,Y,Y,,Wales,parents,interviews,2,PT1,synthetic
P2,,,,P1,,,,,,,,,,,synthetic
P3,,,,,automation,,,,,,,,,,synthetic
P4,,,,,,N,,,,,,,,,synthetic
P5,,,,,,Y,N,,,,,,,,synthetic
P6,,,,,,Y,Y,N,no data,,,,,,synthetic
P7,,,,,,Y,Y,Y,,England,workers,survey,1,,synthetic
P8,P1,,,,,Y,Y,Y,,,,,,,synthetic
W1,,Tea on the web,Web,,,,Y,Y,,Wales,guests,notes,0,PT1,synthetic
C1,,Cited tea,Refs,,,,Y,N,no data,,,,,,synthetic
"""


def ris(ids=RECORDS) -> str:
    """A record for each id, as a database exports it."""
    record = "TY  - JOUR\nID  - {0}\nTI  - Tea {0}\nAU  - Leaf, A.\nPY  - 2019\nER  - \n"
    return "\n".join(record.format(id) for id in ids)


def declare(folder: Path, sources: str, review: str) -> None:
    """Name the sources and the review in tiny's study.yml."""
    path = folder / "study.yml"
    text = path.read_text(encoding="utf-8")
    assert text.count("\nconsent:") == 1
    path.write_text(text.replace("\nconsent:", f"\n{sources}{review}consent:"), encoding="utf-8")


def with_review(folder: Path, screened: str = SCREENED) -> Path:
    """Tiny with a review of ten records, worked by hand."""
    declare(folder, HAND_SOURCES, HAND_REVIEW)
    (folder / "raw" / "found.ris").write_text(ris(), encoding="utf-8")
    (folder / "raw" / "screened.csv").write_text(screened, encoding="utf-8")
    return folder


def shipped(*beginnings: str) -> str:
    """Blocks of the English study.yml: from the line that begins one to the next of its depth."""
    text = (SHIPPED / "study.yml").read_text(encoding="utf-8")
    found = []
    for begins in beginnings:
        depth = len(begins) - len(begins.lstrip())
        (block,) = re.findall(rf"^{re.escape(begins)}\n(?:(?: {{{depth + 1},}}.*)?\n)*", text, re.M)
        found.append(block)
    return "".join(found)


def made_recipe() -> ReviewRecipe:
    """How many records of each kind the English study's review has, its theory left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(SHIPPED.parent))
        recipe, _, _ = read_recipe(open_study(SHIPPED.name))
    return dataclasses.replace(recipe.review, statements=())


def searched_on(recipe: ReviewRecipe) -> dict[str, dt.date]:
    """Of each database a day on which it was searched."""
    return dict.fromkeys(recipe.databases, dt.date(2023, 6, 12))


def with_made_review(folder: Path, seed: int = 7) -> Path:
    """Tiny with the made-up review of the English study's size."""
    sources = shipped("  - source: literature", "  - source: screening")
    declare(folder, sources, shipped("review:"))
    recipe = dataclasses.replace(made_recipe(), statements=("PT1",))
    files = [folder / "raw" / name for name in ("literature.ris", "screening.csv")]
    write_review(*files, recipe, searched_on(recipe), seed)
    return folder
