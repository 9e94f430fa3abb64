"""What a site's report reads of other sites, and what a build notes of it, on the tiny study."""

from __future__ import annotations

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from tiny import responses, write_survey

from compendium.intake import store
from compendium.intake.everywhere import answered, held_against
from compendium.intake.tables import Later, open_tables
from compendium.intake.take_in import ensure
from compendium.problems import DataError
from compendium.schemas import TABLES
from compendium.study_folder import open_study

ALL = "S1@single S2@single S3@single T1@before T1@now T2@before T2@now"


@pytest.fixture
def study(tiny):
    found = open_study("tiny")
    ensure(found)
    return found


@pytest.fixture
def noted(tmp_path, monkeypatch):
    """What is read from now on, as a build notes it."""
    path = tmp_path / "reads"
    monkeypatch.setenv(store.READS, str(path))
    return lambda: set(path.read_text(encoding="utf-8").split()) if path.exists() else set()


@pytest.fixture
def nothing_held(monkeypatch):
    monkeypatch.setattr(store, "_held", {})


def test_who_answered_what_is_told_without_what_they_answered(study):
    frame = open_tables(study).answered
    rows = frame[["site_id", "group", "questions", "people"]].itertuples(index=False, name=None)
    # t1 and t5 answered everything; t2 left S2 out, t3 S2 and S3, t6 the first T1; t7 withdrew.
    assert sorted(rows) == sorted(
        [
            ("001", "parent", ALL, 1),
            ("001", "parent", ALL.replace("S2@single ", ""), 1),
            ("001", "parent", ALL.replace("S2@single S3@single ", ""), 1),
            ("002", "parent", ALL, 1),
            ("002", "parent", ALL.replace("T1@before ", ""), 1),
        ]
    )
    assert "value" not in frame


def test_people_who_answered_none_and_the_same_set_are_counted(study):
    answers = open_tables(study).answers_everywhere
    none = answers.assign(value=pd.array([pd.NA] * len(answers), dtype="Int64"))
    frame = answered(study, none)
    assert frame["questions"].tolist() == ["", ""]
    assert frame["people"].tolist() == [3, 2]
    assert len(answered(study, answers.iloc[:0])) == 0


def test_what_is_held_against_other_areas_are_those_questions_alone(study):
    frame = open_tables(study, "001").held_against
    assert set(frame["item_id"]) == {"S2"}
    assert set(frame["site_id"]) == {"001", "002"}


def test_a_study_that_holds_nothing_against_other_areas_reads_nothing(tiny):
    path = tiny / "study.yml"
    text = path.read_text(encoding="utf-8").replace("kind: other_sites,", "kind: value, value: 3,")
    path.write_text(text, encoding="utf-8")
    study = open_study("tiny")
    ensure(study)
    assert len(held_against(study, open_tables(study).answers_everywhere)) == 0


@pytest.mark.parametrize("site", ["", "001"])
def test_what_was_saved_is_what_would_be_made(study, noted, site):
    later = open_tables(study, site)
    assert type(object.__getattribute__(later, "answers_everywhere")) is Later
    saved = later.answered, later.held_against
    assert {name for name in noted() if name.startswith("answers")} == set()
    answers = later.answers_everywhere
    assert_frame_equal(saved[0], answered(study, answers))
    assert_frame_equal(saved[1], held_against(study, answers))


def test_a_build_notes_the_tables_that_are_read_and_no_others(study, noted):
    data = open_tables(study, "001")
    assert noted() == set()
    assert len(data.answers)
    assert noted() == {"answers/001"}
    assert len(data.but(site_id="").answers)
    assert len(data.participants)
    assert noted() == {"answers/001", *(f"participants/{s}" for s in ("001", "002", "_no_site"))}


def test_outside_a_build_everything_is_read_at_once(study):
    data = open_tables(study, "001")
    assert Later not in {type(value) for value in vars(data).values()}


def test_tables_of_two_intakes_do_not_go_together(tiny, study, noted):
    data = open_tables(study, "001")
    assert len(data.participants)
    frame = responses()
    frame.loc[0, "S1"] = 4
    write_survey(tiny / "raw" / "survey.sav", frame)
    ensure(study)
    assert len(data.participants)
    with pytest.raises(DataError, match="taken in anew since they were opened here"):
        len(data.answers)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("sites", [None, ["001"], ["002"]])
def test_what_is_held_in_memory_is_what_lies_on_the_disk(study, nothing_held, table, sites):
    read = store.load(study, table, sites)
    store.hold(study)
    assert_frame_equal(store.load(study, table, sites), read)


def test_what_is_held_is_nobody_s_to_change_and_no_older_than_the_disk(tiny, study, nothing_held):
    store.hold(study)
    first = store.load(study, "answers")
    first["value"] = 1
    assert store.load(study, "answers")["value"].tolist() != first["value"].tolist()
    frame = responses()
    frame.loc[0, "S1"] = 4
    write_survey(tiny / "raw" / "survey.sav", frame)
    ensure(study)
    assert 4 in store.load(study, "answers", ["001"]).query("item_id == 'S1'")["value"].tolist()
