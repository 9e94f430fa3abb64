"""How much of each text was coded: tiny by hand, overlaps by hand and letter by letter."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_study import spoil
from tiny import TALK, project
from written import write_open_answers, write_talk

from compendium.analysis.qualitative import coverage
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study


@pytest.fixture
def data(tiny):
    write_talk(tiny, project([*TALK[:2], ("c3", "001", []), *TALK[3:]]))
    return open_tables(open_study("tiny"))


def row(result, **keys):
    frame = result.frame
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    (found,) = frame.to_dict("records")
    return found


def of_text(data, event, coder):
    return row(coverage.sources(data), event_id=f"{event} interview", coder=coder)


# c1's text: "Interviewer: Go on." and a line break (20 characters), 19 characters that both coders
# coded and a line break, 22 that C1 alone coded and a line break: 63.
@pytest.mark.parametrize(
    ("coder", "coded", "share"),
    [("C1", 2, 100 * 41 / 63), ("C2", 1, 100 * 19 / 63), ("anybody", 2, 100 * 41 / 63)],
)
def test_the_share_of_characters_is_as_worked_by_hand(data, coder, coded, share):
    found = of_text(data, "c1", coder)
    assert (found["coded"], found["all"]) == (coded, 2)
    assert found["characters"] == pytest.approx(share)


def test_a_sign_of_two_utf_16_units_is_one_character(data):
    assert of_text(data, "c2", "C1")["characters"] == pytest.approx(100 * 25 / 46)


def test_a_text_that_nobody_coded_has_rows_of_nought(data):
    for coder in ("anybody", "C1", "C2"):
        found = of_text(data, "c3", coder)
        assert (found["coded"], found["all"], found["characters"]) == (0, 0, 0)


def test_the_summary_adds_up_texts_passages_and_characters(data):
    found = row(coverage.summary(data), data_type="interview", coder="C2")
    frame = coverage.sources(data).frame
    length = data.events["characters"].sum()
    assert (found["texts_coded"], found["texts"]) == (2, 7)
    assert (found["coded"], found["all"]) == (2, frame.loc[frame["coder"] == "C1", "coded"].sum())
    assert found["characters"] == pytest.approx(100 * (19 + 25) / length)


def test_written_answers_stand_apart_from_interviews(tiny):
    write_open_answers(tiny)
    frame = coverage.summary(open_tables(open_study("tiny"))).frame
    assert list(dict.fromkeys(frame["data_type"])) == ["interview", "open_answer"]


def test_an_export_of_passages_alone_has_no_share_of_characters(tiny):
    rows = [("c1", "She listened.", "Warmth > Listening"), ("c2", "Tea.", "Warmth > Tea")]
    frame = pd.DataFrame(rows, columns=["Document", "Text", "Code"])
    frame = frame.assign(Area="001", Origin="synthetic")
    frame.to_csv(tiny / "raw" / "segments.csv", index=False)
    spoil(tiny, "study.yml", "raw/talk.qdpx", "raw/segments.csv")
    columns = (
        "columns: {site: Area, method: Method, round: Round, date: Date, language: Language, "
        "data_origin: Data origin}"
    )
    other = "columns: {site: Area, data_origin: Origin}\n    coder: C1\n    segment_columns: "
    spoil(tiny, "study.yml", columns, other + "{source: Document, text: Text, code: Code}")
    (tiny / "theory" / "evidence.csv").unlink()  # it names passages of the other export
    data = open_tables(open_study("tiny"))
    found = row(coverage.summary(data), data_type="interview", coder="C1")
    assert found["coded"] == 2
    assert math.isnan(found["characters"])


def test_a_study_without_texts_has_no_rows(data):
    blank = {name: getattr(data, name).iloc[:0] for name in ("events", "segments", "codings")}
    nothing = dataclasses.replace(data, **blank)
    assert coverage.sources(nothing).frame.empty
    assert coverage.summary(nothing).frame.empty


def passages(*bounds):
    frame = pd.DataFrame(bounds, columns=["char_start", "char_end"])
    return frame.assign(event_id="e", coder="C1", segment_id=[f"s{i}" for i in range(len(frame))])


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ([(0, 10)], 10),
        ([(0, 10), (2, 5)], 10),  # one inside the other
        ([(0, 10), (5, 15)], 15),  # overlapping
        ([(0, 10), (10, 12)], 12),  # one after the other
        ([(4, 4)], 0),  # without length
        ([(0, 20), (2, 5), (8, 25)], 25),  # the first reaches past the second
        ([(3, 9), (3, 5), (3, 12)], 9),  # the same start
    ],
)
def test_what_passages_share_counts_once(bounds, expected):
    assert coverage._covered(passages(*bounds))["covered"].tolist() == [expected]


spans = st.tuples(st.integers(0, 30), st.integers(0, 12)).map(lambda s: (s[0], s[0] + s[1]))


@given(st.lists(spans, min_size=1, max_size=9))
def test_characters_are_those_counted_one_by_one(bounds):
    letters = set().union(*(range(a, b) for a, b in bounds))
    assert coverage._covered(passages(*bounds))["covered"].tolist() == [len(letters)]
