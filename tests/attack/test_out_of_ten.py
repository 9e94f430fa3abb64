"""What the attack learns from a share said out of ten: its tenth, and nothing of the base."""

from __future__ import annotations

import dataclasses

import pytest
from test_questions import ITEM, left, surveyed

from compendium.attack.told import ROUGH, Asked, Page, Told, told
from compendium.conclusions import ValueReference
from compendium.disclosure.findings import release_findings
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

PARENTS = Asked("parent", ("parent",), ("A",))
KEYS = (("construct", "advocacy_experience"), ("item_id", ITEM), ("level", "agree"))


def rough(percent, mark=ROUGH):
    cell = Told("A", "answers", "", PARENTS, KEYS, "percent", percent, mark, True, True)
    return [cell, surveyed(40)]


def test_a_tenth_says_nothing_of_how_many_answered(wales):
    possible = left(wales, rough(70.0), "people who left it out")
    # Of 40 who took part anybody may have left it out; a share alone does not say how many did.
    assert possible.number >= 5
    assert possible.least == 0


@pytest.mark.parametrize(("percent", "mark"), [(100.0, ROUGH), (0.0, ROUGH), (80.0, "over")])
def test_an_end_or_a_bound_contradicts_nothing(wales, percent, mark):
    assert left(wales, rough(percent, mark), "people who left it out").number >= 5


def test_a_tenth_narrows_a_table_that_hides_sides_no_further_than_it_says(wales):
    # 40 answered. About 7 of 10 agree: 64 to 76 %, so 26 to 30 people.
    base = dataclasses.replace(rough(70.0)[0], column="base", value=40.0, mark="", rough=False)
    possible = left(wales, [*rough(70.0), base], "people who agree")
    assert (possible.least, possible.greatest) == (26, 30)


def test_a_sentence_is_told_by_its_tenth():
    study = open_study("parental-advocacy-wales")
    reference = ValueReference(
        "answers:parent", {"item_id": ITEM, "level": "agree"}, "percent", "A", 10
    )
    first = next(f for f in study.findings if not f.site)
    made = dataclasses.replace(first, section="x", values={"x": reference})
    study = dataclasses.replace(study, findings=(made,))
    from compendium.disclosure.profile import profile_named
    from compendium.disclosure.release import Release
    from compendium.displays.conclusions.findings_verbs import plain_findings

    released = Release(open_tables(study, ""), profile_named("welsh_evaluation")).findings("x")
    from shown import displayed

    (cell,) = told(study, [Page("plain", "", (displayed(plain_findings, released),))])
    assert cell.rough
    assert cell.value % 10 == 0
    assert cell.mark in (ROUGH, "over")
    assert release_findings is not None
