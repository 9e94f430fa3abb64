"""Themes count distinct people: tiny by hand, the coding of record on a table by hand."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import met_again, write_open_answers, write_talk

from compendium.analysis.qualitative import themes
from compendium.intake.tables import open_tables
from compendium.study import Coding
from compendium.study_folder import open_study
from compendium.theory import Code
from compendium.words import Text

# s1 read by both, who agree on K1 alone; s2 read by both, who disagree; s3 read by C1 alone.
CODINGS = pd.DataFrame(
    [
        ("s1", "K1", "C1"),
        ("s1", "K1", "C2"),
        ("s1", "K2", "C1"),
        ("s2", "K1", "C1"),
        ("s2", "K2", "C2"),
        ("s3", "K2", "C1"),
    ],
    columns=["segment_id", "code_id", "coder"],
)


def ruled(study, rule):
    """The study with another coding of record."""
    coding = dataclasses.replace(study.header.coding, of_record=rule)
    return dataclasses.replace(study, header=dataclasses.replace(study.header, coding=coding))


def counted(data, group="parent", where="all"):
    frame = themes.people(data).frame
    mine = frame[(frame["group"] == group) & (frame["area"] == where)]
    return dict(zip(mine["code_id"], mine["people"], strict=True)), set(mine["asked"])


@pytest.fixture
def data(tiny):
    return open_tables(open_study("tiny"))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("C1", {("s1", "K1"), ("s1", "K2"), ("s2", "K1"), ("s3", "K2")}),
        ("C2", {("s1", "K1"), ("s2", "K2")}),
        ("consensus", {("s1", "K1"), ("s3", "K2")}),
        ("union", {("s1", "K1"), ("s1", "K2"), ("s2", "K1"), ("s2", "K2"), ("s3", "K2")}),
    ],
)
def test_the_coding_of_record_is_the_one_named(wales, rule, expected):
    chosen = themes.coding_of_record(CODINGS, ruled(wales, rule))
    found = list(zip(chosen["segment_id"], chosen["code_id"], strict=True))
    assert set(found) == expected
    assert len(found) == len(expected)


def test_people_of_one_area_are_counted_as_worked_by_hand(data):
    assert counted(data, "parent", "001") == ({"K1": 2, "K1.1": 2, "K1.2": 1, "K2": 1}, {3})
    assert counted(data, "parent", "002") == ({"K1": 2, "K1.1": 1, "K1.2": 1, "K2": 0}, {2})


def test_who_raised_two_codes_of_one_branch_is_one_person_above(data):
    # Q1 raises K1.1 and K1.2, so K1 has four people although its codes have three and two.
    assert counted(data) == ({"K1": 4, "K1.1": 3, "K1.2": 2, "K2": 1}, {5})


def test_a_theme_nobody_raised_keeps_its_row(data):
    assert counted(data, "staff")[0] == {"K1": 1, "K1.1": 0, "K1.2": 1, "K2": 1}


def test_pooled_groups_are_counted_under_their_heading(data):
    assert set(themes.people(data).frame["group"]) == {"parent", "staff"}


def test_a_retired_code_has_no_row(data):
    assert "K3" not in set(themes.people(data).frame["code_id"])


def test_another_coding_of_record_counts_other_people(data):
    theirs = dataclasses.replace(data, study=ruled(data.study, "C2"))
    assert counted(theirs)[0] == {"K1": 1, "K1.1": 1, "K1.2": 0, "K2": 1}
    both = dataclasses.replace(data, study=ruled(data.study, "consensus"))
    assert counted(both)[0]["K1.1"] == 2  # Q2's two coders disagreed


def test_talk_of_an_unknown_speaker_counts_for_nobody(data):
    unknown = data.segments.assign(participant_id=data.segments["participant_id"].replace("Q1", ""))
    counts, asked = counted(dataclasses.replace(data, segments=unknown))
    assert counts == {"K1": 3, "K1.1": 2, "K1.2": 1, "K2": 1}
    assert asked == {5}


def test_the_person_who_withdrew_is_neither_among_those_asked_nor_those_who_raised(data):
    # Q7 of area 002 raised K1.1 and K1.2 before withdrawing; Q5 and Q6 are left.
    assert counted(data, "parent", "002")[1] == {2}
    assert "Q7" not in set(data.segments["participant_id"])


def tree(parents):
    names = [f"c{i}" for i in range(len(parents))]
    return tuple(
        Code(n, Text(n), "", parent_id=names[p] if p is not None and p < i else "")
        for i, (n, p) in enumerate(zip(names, parents, strict=True))
    )


@settings(max_examples=50)
@given(
    parents=st.lists(st.none() | st.integers(0, 5), min_size=6, max_size=6),
    coded=st.sets(st.tuples(st.sampled_from("stu"), st.integers(0, 5))),
)
def test_rolling_up_reaches_every_code_above_and_repeats_no_row(parents, coded):
    book = tree(parents)
    above = {c.code_id: c.parent_id for c in book}
    expected = set()
    for segment, number in coded:
        code = f"c{number}"
        while code:
            expected.add((segment, code))
            code = above[code]
    frame = pd.DataFrame([(s, f"c{n}") for s, n in coded], columns=["segment_id", "code_id"])
    found = themes.rolled_up(frame.astype("str"), book)
    assert len(found) == len(expected)
    assert set(zip(found["segment_id"], found["code_id"], strict=True)) == expected


def test_nobody_is_counted_more_often_than_asked(area):
    frame = themes.people(area("A")).frame
    assert (frame["people"] <= frame["asked"]).all()
    tops = frame[~frame["code_id"].str.contains(".", regex=False)]
    below = frame[frame["code_id"].str.contains(".", regex=False)]
    most = (
        below.assign(code_id=below["code_id"].str[:2])
        .groupby(["code_id", "group", "area"], observed=False)["people"]
        .max()
    )
    whole = tops.set_index(["code_id", "group", "area"])["people"]
    assert (whole >= most.reindex(whole.index)).all()


def test_quotes_are_all_candidates_of_a_theme_and_heading_once_each(area):
    frame = themes.quotes(area("A")).frame
    assert not frame.duplicated(["code_id", "heading", "segment"]).any()
    assert frame.groupby(["code_id", "heading"], observed=False).size().max() > 1


def test_whoever_is_met_in_another_area_counts_where_they_belong(data):
    elsewhere = data.segments.assign(site_id="002", group="worker")
    moved = dataclasses.replace(data, segments=elsewhere)
    assert counted(moved, "parent", "001") == counted(data, "parent", "001")
    assert counted(moved, "parent", "002") == counted(data, "parent", "002")
    assert counted(moved, "staff") == counted(data, "staff")


def test_talk_of_somebody_who_was_not_interviewed_counts_for_nobody(data):
    met = data.participants["interviewed"] & (data.participants["participant_id"] != "Q1")
    counts, asked = counted(
        dataclasses.replace(data, participants=data.participants.assign(interviewed=met))
    )
    assert (counts["K1"], asked) == (3, {4})


def test_codes_stand_under_their_parent_wherever_the_file_has_them(data):
    book = {c.code_id: c for c in data.study.codebook}
    shuffled = tuple(book[c] for c in ("K1.2", "K2", "K3", "K1", "K1.1"))
    study = dataclasses.replace(data.study, codebook=shuffled)
    codes = themes.people(dataclasses.replace(data, study=study)).frame["code_id"]
    assert list(dict.fromkeys(codes)) == ["K2", "K1", "K1.2", "K1.1"]


def test_a_site_quotes_its_own_people_and_pooled_staff_of_anywhere(area, wales):
    frame = themes.quotes(area("B")).frame
    pooled = {g.group for g in wales.groups if g.pooled_as}
    own = frame[~frame["group"].isin(pooled)]
    assert set(own["site"]) == {"B"}
    assert set(frame.loc[frame["group"].isin(pooled), "site"]) > {"B"}


def test_the_whole_study_quotes_parents_too(area):
    assert "parent" in set(themes.quotes(area("")).frame["group"])


# interviews, written answers and field notes are counted apart ---------------------------------


def written(data, where="all"):
    frame = themes.open_answers(data).frame.query("area == @where")
    return dict(zip(frame["code_id"], frame["people"], strict=True)), set(frame["asked"])


def test_who_was_met_again_counts_once_for_a_theme_and_once_among_those_asked(tiny):
    write_talk(tiny, met_again())
    again = open_tables(open_study("tiny"))
    # Q2 spoke of listening both times, and in the second round of papers, as only Q3 had.
    assert counted(again) == ({"K1": 4, "K1.1": 3, "K1.2": 2, "K2": 2}, {5})


def test_written_answers_are_counted_among_those_who_wrote(tiny):
    write_open_answers(tiny)
    data = open_tables(open_study("tiny"))
    # Q1, Q2, Q3 of area 001 and Q5 of area 002 wrote; Q2 wrote "NA".
    assert written(data) == ({"K1": 3, "K1.1": 2, "K1.2": 1, "K2": 0}, {4})
    assert written(data, "001") == ({"K1": 2, "K1.1": 1, "K1.2": 1, "K2": 0}, {3})


def test_written_answers_change_no_count_of_interviews(tiny):
    before = themes.people(open_tables(open_study("tiny"))).frame
    write_open_answers(tiny)
    after = themes.people(open_tables(open_study("tiny"))).frame
    assert after.equals(before)


def test_a_study_without_written_answers_has_no_row_of_them(data):
    assert themes.open_answers(data).frame.empty


@pytest.mark.parametrize(
    ("of_record", "english", "welsh"),
    [("Ann", "C1", "C1"), ("consensus", "consensus", "consensws"), ("union", "union", "undeb")],
)
def test_the_coding_of_record_is_named_in_either_language(of_record, english, welsh):
    coding = Coding(of_record=of_record, coders=("Ann", "Bob"))
    study = SimpleNamespace(header=SimpleNamespace(coding=coding))
    name = themes.rule_in_use(study)["coding_of_record"]["rule"]
    assert (name.say("en"), name.say("cy")) == (english, welsh)
