"""Interviews, open answers and field notes come in apart, and nobody is counted twice."""

from __future__ import annotations

import pytest
from written import WRITTEN, met_again, observed, write_open_answers, write_talk

from compendium.intake.take_in import take_in
from compendium.problems import DataError
from compendium.study_folder import open_study


def came_in():
    return take_in(open_study("tiny"))


def kinds(table):
    return table["data_type"].value_counts().to_dict()


def noted(intake, rule):
    table = intake.quality.table
    return table.loc[table["rule"] == rule, "where"].tolist()


def test_open_answers_are_data_of_their_own_kind_by_the_person_who_wrote(tiny):
    write_open_answers(tiny)
    tables = came_in().tables
    # Of five who wrote, one withdrew; one of the four wrote nothing that could be coded.
    assert kinds(tables["events"])["open_answer"] == 4
    segments = tables["segments"].query("data_type == 'open_answer'")
    assert dict(zip(segments["participant_id"], segments["text"], strict=True)) == {
        "Q1": "they listened",
        "Q3": "tea and listening",
        "Q5": "Diolch, ŵy",
    }


def test_who_wrote_and_was_not_interviewed_is_not_interviewed(tiny):
    before = came_in().tables["participants"]
    write_open_answers(tiny, [("t6", "002", "tea", ("Warmth", "Tea"))])
    path = tiny / "consent.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("t6,c6", "t6,"), encoding="utf-8")
    after = came_in().tables["participants"].set_index("participant_id")["interviewed"]
    assert bool(before.set_index("participant_id")["interviewed"]["Q6"])
    assert not after["Q6"]


def test_what_somebody_wrote_who_withdrew_is_nowhere(tiny):
    write_open_answers(tiny)
    intake = came_in()
    for name, table in intake.tables.items():
        assert "gone" not in table.to_csv(), name
        assert "t7" not in table.to_csv(), name
    assert "t7" not in intake.summary()


def test_a_document_of_a_token_nobody_has_is_noted_even_where_its_area_is_none(tiny):
    write_open_answers(tiny, [*WRITTEN, ("t99", "009", "who?", ("Papers",))])
    intake = came_in()
    assert noted(intake, "case_not_in_participants") == ["case t99"]
    assert "t99" not in set(intake.tables["events"]["event_id"])
    assert "who?" not in intake.tables["segments"].to_csv()


def test_a_document_that_stays_has_one_of_the_study_s_areas(tiny):
    write_open_answers(tiny, [("t1", "009", "they listened", ("Papers",))])
    with pytest.raises(DataError, match="source t1: Area = '009', but the study has the sites"):
        came_in()


def test_field_notes_count_as_segments_and_not_as_people(tiny):
    before = came_in().tables
    write_talk(tiny, observed())
    after = came_in().tables
    (note,) = after["segments"].query("data_type == 'observation'").to_dict("records")
    assert (note["participant_id"], note["group"], note["site_id"]) == ("", "", "001")
    assert note["text"] == "Tea is poured."
    assert kinds(after["events"])["observation"] == 1
    assert after["participants"].equals(before["participants"])
    assert after["event_participants"].equals(before["event_participants"])


def test_field_notes_of_an_area_the_study_does_not_have_are_refused(tiny):
    write_talk(tiny, observed("009"))
    with pytest.raises(DataError, match="observation 1: Area = '009'"):
        came_in()


def test_who_is_met_again_is_one_person_at_several_events(tiny):
    before = came_in().tables
    write_talk(tiny, met_again())
    after = came_in().tables
    attended = after["event_participants"]
    assert len(attended[attended["participant_id"] == "Q2"]) == 3
    rounds = after["events"].set_index("event_id")["round"]
    assert (rounds["c2 interview"], rounds["c2 second interview"]) == ("R1", "R2")
    assert after["participants"].equals(before["participants"])
