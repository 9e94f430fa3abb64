"""Codes of open answers in columns of the survey: read, consented, and wrong ones all at once."""

from __future__ import annotations

import dataclasses
import re

import pandas as pd
import pytest
from opened import CODED_IN, QUESTION, answered, coded_in_columns, tables, write_answers
from test_study import spoil

from compendium.analysis.qualitative import themes
from compendium.instruments import Item
from compendium.intake.coded_answers import given_codes
from compendium.intake.take_in import take_in
from compendium.problems import DataError
from compendium.readers.export import Export, ImportReport
from compendium.readers.survey import MULTIPLE_COLUMNS
from compendium.study_folder import open_study
from compendium.words import Text

NONE = float("nan")
SAID = {"t1": "they listened", "t2": "tea, and letters", "t5": "te", "t7": "gone"}
# By response: t1, t2, t3, t5, t6, t7.
A = [1, 2, NONE, 2, NONE, 1]
B = [NONE, 9, NONE, 2, NONE, NONE]


def codings(data):
    named = data.codings.merge(data.segments, on="segment_id", suffixes=("", "_of_segment"))
    named = named[named["data_type"] == "open_answer"]
    return sorted(zip(named["participant_id"], named["code_id"], named["coder"], strict=True))


def test_numbers_become_codings_of_whole_answers(tiny):
    coded_in_columns(tiny, SAID, O1_a=A, O1_b=B)
    data = tables()
    assert codings(data) == [
        ("Q1", "K1.1", "C1"),
        ("Q2", "K1.2", "C1"),
        ("Q2", "K2", "C1"),
        ("Q5", "K1.2", "C1"),  # the same number in both columns counts once
    ]
    written = data.segments[data.segments["data_type"] == "open_answer"]
    assert set(written["text"]) == {"they listened", "tea, and letters", "te"}
    assert set(written["item_id"]) == {"O1"}


def test_who_withdrew_is_nowhere_and_what_is_wrong_with_their_row_is_not_said(tiny):
    coded_in_columns(tiny, SAID, O1_a=[*A[:5], 77], O1_b=B)
    data = tables()
    for table in (data.events, data.event_participants, data.segments, data.codings):
        assert not re.search("t7|Q7|gone", table.to_csv())


def test_a_judgement_on_words_of_who_withdrew_goes_with_them(tiny):
    coded_in_columns(tiny, SAID, O1_a=A, O1_b=B)
    path = tiny / "theory" / "evidence.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    place = next(row.split(",")[4] for row in rows if ",segment," in row)
    own = next(row for row in rows if ",segment," in row)
    more = own.replace(place, "t7 form:0-4").replace(own.split(",")[0], "E99", 1)
    path.write_text("\n".join([*rows, more, ""]), encoding="utf-8")
    assert "E99" not in set(tables().evidence["evidence_id"])
    path.write_text("\n".join([*rows, more.replace("t7", "t8"), ""]), encoding="utf-8")
    with pytest.raises(DataError, match="t8 form:0-4"):
        take_in(open_study("tiny"))


def test_an_answer_without_a_code_is_an_event_and_no_passage(tiny):
    coded_in_columns(tiny, SAID | {"t6": "no idea"}, O1_a=A, O1_b=B)
    data = tables()
    assert "t6 form" in set(data.events["event_id"])
    assert "t6 form" not in set(data.segments["event_id"])


def test_such_answers_count_among_written_ones(tiny):
    coded_in_columns(tiny, SAID, O1_a=A, O1_b=B)
    frame = themes.open_answers(tables()).frame.set_index(["code_id", "group", "area"])
    assert frame.loc[("K1.2", "parent", "all"), ["people", "asked"]].tolist() == [2, 3]
    assert frame.loc[("K1", "parent", "001"), ["people", "asked"]].tolist() == [2, 2]


def test_unknown_numbers_are_told_all_at_once_with_row_column_and_what_is_allowed(tiny):
    coded_in_columns(tiny, SAID, O1_a=[7, *A[1:]], O1_b=[NONE, 9, NONE, 55, NONE, NONE])
    with pytest.raises(DataError) as caught:
        take_in(open_study("tiny"))
    first, second = str(caught.value).splitlines()
    assert first.startswith(
        "survey.sav row 1: O1_a = 7, but O1 is coded with 1, 2, 9, 99. "
        "Correct it, or add it to O1 in instruments/form.yml."
    )
    assert second.startswith("survey.sav row 4: O1_b = 55, but")


def test_a_number_that_stands_for_no_code_and_a_declared_missing_one_are_none(tiny):
    frame = answered(SAID, O1_a=[99, 2, NONE, 2, NONE, 1], O1_b=[-8, *B[1:]])
    write_answers(tiny, frame, missing={"O1_b": [-8]})
    spoil(tiny, "instruments/form.yml", QUESTION, f"{QUESTION}, {CODED_IN}")
    assert ("Q1", "K1.1", "C1") not in codings(tables())
    assert len(codings(tables())) == 3


def test_labels_do_as_well_as_numbers(tiny):
    labels = {"O1_a": {1: "Being listened to", 2: "Tea!", 9: "Letters"}}
    write_answers(tiny, answered(SAID, O1_a=A), labels)
    more = (
        "coded_in: [O1_a], codes: {being listened to: K1.1, 'Tea!': K1.2, letters: K2}, "
        "coded_by: C2"
    )
    spoil(tiny, "instruments/form.yml", QUESTION, f"{QUESTION}, {more}")
    assert codings(tables()) == [("Q1", "K1.1", "C2"), ("Q2", "K1.2", "C2"), ("Q5", "K1.2", "C2")]


def test_ticks_are_codes(tiny):
    more = "ticked_in: {heard: K1.1, tea: K1.2}, coded_by: C1"
    coded_in_columns(
        tiny, SAID, more, heard=["x", "no", "", "", "", "1"], tea=["", "Yes", "", "TRUE", "0", ""]
    )
    assert codings(tables()) == [("Q1", "K1.1", "C1"), ("Q2", "K1.2", "C1"), ("Q5", "K1.2", "C1")]


def test_a_tick_nobody_knows_is_told(tiny):
    more = "ticked_in: {heard: K1.1}, coded_by: C1"
    coded_in_columns(tiny, SAID, more, heard=["perhaps", "", "", "", "", ""])
    with pytest.raises(DataError, match="row 1: heard = perhaps, but a tick is 1, yes"):
        take_in(open_study("tiny"))


def test_codes_of_a_blank_answer_are_set_aside_and_noted(tiny):
    coded_in_columns(tiny, SAID, O1_a=[*A[:2], 1, *A[3:]], O1_b=B)
    intake = take_in(open_study("tiny"))
    noted = intake.quality.table
    noted = noted[noted["rule"] == "codes_no_answer"]
    assert noted[["where", "column"]].to_numpy().tolist() == [["row 3", "O1"]]
    assert "Q3" not in {person for person, _, _ in codings(tables())}


def test_a_missing_column_of_codes_is_told_and_a_known_one_is_not_unknown(tiny):
    coded_in_columns(tiny, SAID, O1_a=A)
    with pytest.raises(DataError, match=r"the column O1_b \(O1\) is missing"):
        take_in(open_study("tiny"))
    write_answers(tiny, answered(SAID, O1_a=A, O1_b=B))
    unknown = take_in(open_study("tiny")).quality.table
    assert "unknown_column" not in set(unknown["rule"])


def test_a_merged_codes_number_counts_for_the_code_in_its_place(tiny):
    spoil(
        tiny,
        "codebook.yml",
        "definition: No longer used, status: retired",
        "definition: No longer used, status: merged, merged_into: K2",
    )
    more = "coded_in: [O1_a, O1_b], codes: {1: K3, 2: K1.2, 9: K2}, coded_by: C1"
    coded_in_columns(tiny, SAID, more, O1_a=A, O1_b=[9, *B[1:]])
    assert [c for c in codings(tables()) if c[0] == "Q1"] == [("Q1", "K2", "C1")]


def test_nobody_answered_what_is_coded_in_columns(tiny):
    coded_in_columns(tiny, {}, O1_a=[NONE] * 6, O1_b=[NONE] * 6)
    assert codings(tables()) == []


def test_places_are_those_of_the_answers_in_one_text(tiny):
    coded_in_columns(tiny, SAID, O1_a=A, O1_b=B)
    path = tiny / "instruments" / "form.yml"
    again = (
        "  - {item_id: O2, construct: open, wording: {en: And?, cy: A?}, coded_in: [O2_a], "
        'codes: {"1": K2}, coded_by: C1}\n'
    )
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + again, encoding="utf-8")
    frame = answered(SAID, O1_a=A, O1_b=B, O2_a=[1, NONE, 1, NONE, NONE, NONE])
    write_answers(tiny, frame.assign(O2=["more", "", "only this", "", "", ""]))
    data = tables()
    ids = set(data.segments.loc[data.segments["data_type"] == "open_answer", "segment_id"])
    assert {"t1 form:0-13", "t1 form:14-18", "t3 form:0-9"} < ids
    lengths = data.events.set_index("event_id")["characters"]
    assert (lengths["t1 form"], lengths["t3 form"]) == (18, 9)


def test_answers_coded_in_columns_go_into_the_data_package(tiny):
    from compendium.data_package.coding import coding_project
    from compendium.data_package.transcripts import transcripts

    coded_in_columns(tiny, SAID, O1_a=A, O1_b=B)
    data = tables()
    texts, places = transcripts(data)
    assert texts["t2 form"] == "tea, and letters"
    assert set(places.loc[places["event_id"] == "t2 form", "participant_id"]) == {"Q2"}
    made, _ = coding_project(data)
    found = {s.name: s for s in made.sources}["t2 form"]
    assert [(s.start, s.end) for s in found.selections] == [(0, 16)]


def as_text(frame, column):
    return [f"{v:.1f}" if v == v else "" for v in frame[column]]


def test_a_spreadsheet_does_as_well(tiny):
    frame = answered(SAID, O1_a=A, O1_b=B)
    frame = frame.assign(O1_a=as_text(frame, "O1_a"), V9=as_text(frame, "O1_b")).drop(
        columns="O1_b"
    )
    frame.to_csv(tiny / "raw" / "survey.csv", index=False)
    spoil(tiny, "study.yml", "raw/survey.sav", "raw/survey.csv")
    spoil(tiny, "study.yml", "columns: {person: token,", "columns: {O1_b: V9, person: token,")
    spoil(tiny, "instruments/form.yml", QUESTION, f"{QUESTION}, {CODED_IN}")
    assert len(codings(tables())) == 4


def test_a_set_of_ticks_says_itself_which_value_is_one(wales):
    item = Item("O1", "open", Text("?"), ticked_in={"tea": "K1.2"}, coded_by="C1")
    cells = pd.Series(["2", "1", "", "2.0", ".a"])
    sets = [("$set", "", "dichotomies", "2", "tea")]
    tables = {
        "responses": pd.DataFrame({"source_row": range(1, 6), "tea": cells}),
        "value_labels": pd.DataFrame(
            [("tea", "1", "No"), ("tea", "2", "Yes")], columns=["variable", "value", "label"]
        ),
        "multiple_response": pd.DataFrame(sets, columns=MULTIPLE_COLUMNS),
    }
    export = Export(tables, ImportReport("a.sav"))
    form = dataclasses.replace(wales.instruments[0], items=(item,))
    found = given_codes(wales, wales.header.sources[0], form, export, tables["responses"])
    assert found["O1"].tolist() == [["K1.2"], [], [], ["K1.2"], []]
