"""What a study says to funders and in plain words, the same in Welsh and after a journey."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
from shown import displayed

from compendium.analysis import audiences
from compendium.audiences import FACTS as of_a_project
from compendium.audiences import HardWord, PlainPage, ProjectSummary
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.displays import verbs
from compendium.displays.conclusions.audience_tables import (
    FACTS,
    explained,
    plain_lines,
    written_of,
)
from compendium.displays.record import canonical, from_record
from compendium.displays.record_checks import faults
from compendium.displays.tables import table
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study
from compendium.words import Text, words

SUMMARY = ProjectSummary(
    project=Text("We asked.", "Holom ni."),
    objectives=(Text("To ask.", "Gofyn."), Text("To hear.", "Clywed.")),
    status=Text("Completed", "Wedi'i gwblhau"),
    end_date=dt.date(2024, 8, 31),
)
PLAIN = PlainPage(
    readers=Text("young people", "bobl ifanc"),
    about=(Text("We asked you. Thank you.", "Holom chi. Diolch."),),
    next_steps=(),
    support=(),
    hard_words=(
        HardWord(
            Text("advocate", "eiriolwr"),
            Text("who helps.", "sy'n helpu."),
        ),
    ),
)


@pytest.fixture
def tables(tiny):
    study = open_study("tiny")
    header = dataclasses.replace(study.header, summary=SUMMARY, young_people=PLAIN)
    return open_tables(dataclasses.replace(study, header=header), "")


def shown(verb, tables, result):
    return displayed(verb, Release(tables, profile_named("welsh_evaluation"))(result))


def test_a_project_summary_has_paragraphs_and_a_list(tables):
    found = shown(verbs.project_summary, tables, audiences.project_summary(tables))
    assert [(w.text, w.listed) for w in written_of(found.data, "cy")] == [
        *(("Holom ni.", False), ("Yr amcanion:", False)),
        *(("Gofyn.", True), ("Clywed.", True)),
    ]


def test_facts_are_those_the_study_names_dates_as_people_write_them(tables):
    found = shown(verbs.project_facts, tables, audiences.project_facts(tables))
    rows = {row.head: row.cells for row in table(found, "cy").rows}
    assert rows == {"Statws": ("Wedi'i gwblhau",), "Dyddiad gorffen": ("31 Awst 2024",)}


def test_every_fact_has_a_name():
    assert tuple(FACTS) == of_a_project
    assert all(name in words() for name in FACTS.values())


def test_hard_words_stand_beside_what_they_mean(tables):
    result = audiences.plain_words(tables, "about", "hard_words")
    found = shown(verbs.plain_words, tables, result)
    assert [(w.term, w.text) for w in written_of(found.data, "en")] == [
        *(("", "We asked you. Thank you."), ("advocate", "who helps.")),
    ]
    assert explained(found.data, "cy") == ["eiriolwr"]
    assert plain_lines(found.data, found.kind, "en") == [
        *(("about", "We asked you. Thank you."), ("hard_words", "who helps.")),
    ]


def test_nobody_has_checked_the_page_until_the_study_says_who(tables):
    found = shown(verbs.plain_check, tables, audiences.plain_check(tables))
    page, support = (said.text for said in written_of(found.data, "cy"))
    assert page == "Nid yw'r dudalen hon wedi'i gwirio gan bobl ifanc eto."
    assert support.startswith("Nid oes neb wedi gwirio'r rhifau ffôn")


def test_all_come_back_as_the_same_records(tables):
    for verb, result in (
        (verbs.project_summary, audiences.project_summary(tables)),
        (verbs.project_facts, audiences.project_facts(tables)),
        (verbs.plain_words, audiences.plain_words(tables, "about", "hard_words")),
        (verbs.plain_check, audiences.plain_check(tables)),
    ):
        before = shown(verb, tables, result)
        after = from_record(json.loads(json.dumps(before.record())))
        assert canonical(after.record()) == canonical(before.record())
        assert faults(before.record()) == []
        assert table(after, "cy") == table(before, "cy")
