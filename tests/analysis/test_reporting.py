"""Reporting checklists: every item once, in order; only a person confirms one."""

from __future__ import annotations

import csv
import dataclasses

import pytest
from reviewed import with_review
from test_study import spoil

from compendium.analysis import reporting
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays.conclusions.reporting import reporting_table
from compendium.intake.tables import open_tables
from compendium.study_checks.reporting import CHECKLISTS
from compendium.study_folder import open_study
from compendium.words import words

SAID = """reporting:
  srqr:
    "9": {at: {en: Protocol, cy: Protocol}, by: A. Nalyst, on: 2024-03-01}
    "10": {at: {en: Page 2, cy: Tudalen 2}}
consent:
"""
# Items under each heading: Wong et al. 2016, O'Cathain et al. 2008, O'Brien et al. 2014, Tong et
# al. 2007, Staniszewska et al. 2017, Preston et al. 2023.
ITEMS_OF = {
    "rameses": {
        "title": 1,
        "abstract": 1,
        "introduction": 4,
        "methods": 7,
        "results": 2,
        "discussion": 5,
    },
    "gramms": {"mixed": 6},
    "srqr": {
        "title": 2,
        "introduction": 2,
        "methods": 11,
        "results": 2,
        "discussion": 2,
        "other": 2,
    },
    "coreq": {"team": 8, "design": 15, "analysis": 9},
    "gripp2": {"involvement": 5},
    "involving_young": {"young": 6},
    # Page et al. 2021; Stevens et al. 2024 (three on methods, three on ethics of publication).
    "prisma": {
        **{"title": 1, "abstract": 1, "introduction": 2, "methods": 11},
        **{"results": 7, "discussion": 1, "other": 4},
    },
    "rapid_review": {"methods": 3, "people": 3},
}
OF_A_REVIEW = ("prisma", "rapid_review")
# Filled from the log of decisions as well (tests/analysis/test_coproduction.py).
OF_INVOLVEMENT = ("gripp2", "involving_young")
OF_ONE_STRAND = (*OF_A_REVIEW, *OF_INVOLVEMENT)


# Of standards.md the sections of its lists on reviews, under the headings used here.
SECTION = {
    **{"Title": "title", "Abstract": "abstract", "Introduction": "introduction"},
    **{"Methods": "methods", "Results": "results", "Discussion": "discussion", "Other": "other"},
}


def listed_in(shared, block):
    """The rows of one list of standards.md."""
    text = (shared / "domain" / "standards.md").read_text(encoding="utf-8")
    rows = text.partition(f"```csv name={block}\n")[2].partition("```")[0]
    return list(csv.DictReader(rows.splitlines()))


def shown(data, name, lang="en", profile="welsh_evaluation"):
    result = getattr(reporting, name)(data)
    made = reporting_table(Release(data, profile_named(profile))(result), lang)
    return [(row.head, row.cells[0]) for row in made.rows]


@pytest.mark.parametrize("name", CHECKLISTS)
def test_every_word_for_an_item_or_heading_is_used(name):
    named = {key for pair in CHECKLISTS[name].values() for key in pair}
    assert named == {key for key in words() if key.startswith(f"{name}_")}


@pytest.mark.parametrize("name", CHECKLISTS)
def test_each_heading_has_its_items(name):
    headings = [h.removeprefix(f"{name}_of_") for h, _ in CHECKLISTS[name].values()]
    assert {h: headings.count(h) for h in dict.fromkeys(headings)} == ITEMS_OF[name]
    assert list(CHECKLISTS[name]) == [str(n + 1) for n in range(len(headings))]


@pytest.mark.parametrize(
    ("name", "items", "headings"),
    [("rameses", 20, 6), ("gramms", 6, 1), ("srqr", 21, 6), ("coreq", 32, 3)],
)
def test_every_item_is_a_row(area, name, items, headings):
    rows = shown(area(""), name, "cy")
    assert len(rows) == items + headings
    assert [cell for _, cell in rows].count("") == headings


def test_an_item_is_confirmed_by_a_person_or_not_at_all(tiny):
    spoil(tiny, "study.yml", "consent:\n", SAID)
    cells = [cell for _, cell in shown(open_tables(open_study("tiny")), "srqr") if cell]
    assert cells[8] == "Protocol\nConfirmed by A. Nalyst, 1 March 2024."
    assert cells[9] == "Page 2\nNot confirmed"
    assert {c for i, c in enumerate(cells) if i not in (8, 9)} == {"Not addressed"}


@pytest.mark.parametrize("name", OF_A_REVIEW)
def test_a_study_without_a_review_has_no_checklist_of_one(tiny, name):
    assert getattr(reporting, name)(open_tables(open_study("tiny"))).frame.empty


@pytest.mark.parametrize(("name", "items"), [("prisma", 27), ("rapid_review", 6)])
def test_a_review_has_every_item_of_its_checklists(tiny, name, items):
    rows = shown(open_tables(open_study(with_review(tiny).name)), name)
    assert [cell for _, cell in rows].count("Not addressed") == items


@pytest.mark.parametrize(
    "name", [n for n in CHECKLISTS if n not in (*OF_A_REVIEW, *OF_INVOLVEMENT)]
)
def test_a_study_that_says_nothing_has_nothing_addressed(tiny, name):
    rows = shown(open_tables(open_study("tiny")), name)
    assert {cell for _, cell in rows} == {"", "Not addressed"}


def test_without_interviews_there_is_no_checklist(tiny):
    data = open_tables(open_study("tiny"))
    nobody = dataclasses.replace(data, participants=data.participants.assign(interviewed=False))
    assert all(ask(nobody).frame.empty for ask in (reporting.srqr, reporting.coreq))
    assert reporting.gramms(nobody).frame.empty
    assert len(reporting.rameses(nobody).frame) == 20


def test_without_a_theory_there_is_no_checklist_of_a_realist_evaluation(tiny):
    data = open_tables(open_study("tiny"))
    bare = dataclasses.replace(data, study=dataclasses.replace(data.study, cmocs=()))
    assert reporting.rameses(bare).frame.empty


def test_without_a_survey_there_is_nothing_mixed(tiny):
    data = open_tables(open_study("tiny"))
    bare = dataclasses.replace(data, study=dataclasses.replace(data.study, instruments=()))
    assert reporting.gramms(bare).frame.empty


def test_every_item_of_prisma_stands_on_the_page_under_its_section(tiny, shared):
    with_review(tiny)
    rows = listed_in(shared, "prisma2020")
    assert len(rows) == 27
    # Those that were first written from general knowledge stand there like the others.
    assert [r["item"] for r in rows if r["seen"] == "K"] == [str(n) for n in range(12, 28)]
    wanted, heading = [], ""
    for item in rows:
        if item["section"] != heading:
            heading = item["section"]
            wanted.append(words()[f"prisma_of_{SECTION[heading]}"].text.en)
        wanted.append(words()[f"prisma_{item['item']}"].text.en)
    found = [head for head, _ in shown(open_tables(open_study("tiny")), "prisma")]
    assert found == wanted


def test_every_item_of_a_rapid_review_stands_on_the_page(tiny, shared):
    with_review(tiny)
    rows = listed_in(shared, "rapid_review")
    said = shown(open_tables(open_study("tiny")), "rapid_review")
    items = [words()[f"rapid_review_{n}"].text.en for n in range(1, len(rows) + 1)]
    assert [head for head, cell in said if cell] == items
