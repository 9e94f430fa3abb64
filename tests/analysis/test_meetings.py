"""Which codes meet in a study's talk: what counts, and what is not put together."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from coded import TREE, Said, ancestors, tables, talk
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.qualitative.meeting_counts import UNITS
from compendium.analysis.qualitative.meetings import co_occurrence
from compendium.problems import StudyError


@pytest.fixture(scope="module")
def whole(area):
    """The Welsh tables of every area."""
    return area("")


def pairs(data, *columns, **asked) -> dict:
    frame = co_occurrence(data, **asked).frame
    keys = zip(frame["code_1"], frame["code_2"], strict=True)
    return dict(zip(keys, frame[list(columns)].itertuples(index=False, name=None), strict=True))


def by_hand(said, turns):
    """Passages of parents at interviews, two by two: how many turns carry either code, near."""
    coded = [one for one in said if one.codes]
    starts = {e: sorted({s.start for s in coded if s.event == e}) for e in ("e1", "e2")}
    carried: dict[tuple[str, int], set[str]] = {}
    for one in coded:
        if (one.group, one.data_type) == ("parent", "interview"):
            place = (one.event, starts[one.event].index(one.start))
            carried.setdefault(place, set()).update(u for c in one.codes for u in ancestors(c))
    found = {}
    for one, other in itertools.combinations(TREE, 2):
        near = [
            (event, turn)
            for (event, turn), codes in carried.items()
            for this, that in ((one, other), (other, one))
            if this in codes
            and any(that in carried.get((event, turn + d), ()) for d in range(-turns, turns + 1))
        ]
        if near and one not in ancestors(other) and other not in ancestors(one):
            found[one, other] = (len(set(near)),)
    return found


@settings(max_examples=40)
@given(said=talk, turns=st.integers(0, 3))
def test_turns_are_counted_over_the_whole_source_whatever_a_query_leaves(whole, said, turns):
    data = tables(whole, said)
    asked = {"unit": "turns", "turns": turns, "where": "group = parent"}
    assert pairs(data, "both", **asked) == by_hand(said, turns)


@settings(max_examples=40)
@given(said=talk)
def test_people_and_sources_are_counted_once(whole, said):
    data = tables(whole, said)
    own = [one for one in said if one.data_type == "interview"]
    for unit, thing in (("event", "event"), ("person", "person")):
        units = {
            code: {
                getattr(one, thing)
                for one in own
                for c in one.codes
                if code in ancestors(c) and getattr(one, thing)
            }
            for code in TREE
        }
        for (one, other), found in pairs(data, "both", "first", "second", unit=unit).items():
            expected = (units[one] & units[other], units[one], units[other])
            assert found == tuple(map(len, expected))


def test_a_parent_and_its_child_do_not_meet(whole):
    data = tables(whole, [Said("e1", codes=("A", "A11"))])
    for unit in UNITS:
        assert pairs(data, "both", unit=unit) == {}


def test_two_children_meet_and_their_parent_meets_neither(whole):
    data = tables(whole, [Said("e1", codes=("A1", "A2"))])
    assert pairs(data, "both", "jaccard") == {("A1", "A2"): (1, 1.0)}


def test_overlapping_passages_share_characters_and_no_passage(whole):
    said = [Said("e1", start=0, end=10, codes=("A2",)), Said("e1", start=6, end=12, codes=("B1",))]
    data = tables(whole, said)
    assert pairs(data, "both") == {}
    found = pairs(data, "both", "first", "second", "either", unit="characters")
    assert found["A2", "B1"] == (4, 10, 6, 12)


def test_overlapping_codings_of_one_code_are_no_more_characters_than_there_are(whole):
    said = [
        Said("e1", start=0, end=10, codes=("D",)),
        Said("e1", start=5, end=10, codes=("D",)),
        Said("e1", start=4, end=8, codes=("B",)),
    ]
    found = pairs(tables(whole, said), "both", "first", "second", unit="characters")
    assert found == {("B", "D"): (4, 4, 10)}


@pytest.mark.parametrize("end", [3, 1])
def test_what_has_no_length_or_ends_before_it_begins_is_a_passage_without_characters(whole, end):
    data = tables(whole, [Said("e1", start=3, end=end, codes=("A2", "B1"))])
    assert pairs(data, "both")["A2", "B1"] == (1,)
    assert pairs(data, "both", unit="characters") == {}


def test_talk_of_unknown_speakers_counts_for_nobody(whole):
    data = tables(whole, [Said("e1", "", codes=("B", "D"))])
    assert pairs(data, "both", unit="person") == {}
    assert pairs(data, "both", unit="event") == {("B", "D"): (1,)}


def test_observations_are_not_put_together_with_interviews(whole):
    said = [
        Said("e1", codes=("B",)),
        Said("e1", start=4, end=5, codes=("D",), data_type="observation"),
    ]
    data = tables(whole, said)
    assert pairs(data, "both", unit="event") == {}
    assert (
        co_occurrence(data, "event", data_type="observation").population.en == "what was observed"
    )


def test_a_site_counts_its_own_people_alone(whole):
    said = [Said("e1", "p1", codes=("B", "D")), Said("e2", "p3", codes=("B", "D"))]
    data = tables(whole, said)
    assert pairs(data, "both") == {("B", "D"): (2,)}
    assert pairs(dataclasses.replace(data, site_id="B"), "both") == {("B", "D"): (1,)}


def test_the_pairs_that_meet_most_often_come_first(whole):
    said = [Said("e1", start=i, end=i + 1, codes=("B", "D")) for i in range(2)]
    said += [Said("e1", start=9, end=10, codes=("A2", "D"))]
    frame = co_occurrence(tables(whole, said)).frame
    assert frame["code_1"].tolist() == ["B", "A", "A2"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"unit": "page"}, r"codes meet in one of segment, event, person, characters, turns"),
        ({"unit": "turns", "turns": -1}, r"turns = -1: how many turns apart is 0, 1, 2"),
        ({"data_type": "survey"}, r"is not one of interview, open_answer, observation"),
    ],
)
def test_what_there_is_not_is_answered_with_what_there_is(whole, asked, message):
    with pytest.raises(StudyError, match=message):
        co_occurrence(whole, **asked)


def test_no_talk_is_no_pairs(whole):
    for unit in UNITS:
        assert co_occurrence(tables(whole, []), unit).frame.empty
