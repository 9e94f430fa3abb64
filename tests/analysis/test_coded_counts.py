"""Counts of coded passages and of codes that meet, held against counting one by one."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.qualitative.coded_counts import CodedTalk, counts
from compendium.analysis.qualitative.meeting_counts import UNITS, meetings
from compendium.theory import Code
from compendium.words import Text

TREE = {"A": "", "A1": "A", "A11": "A1", "A2": "A", "B": "", "B1": "B"}
COLUMNS = ["segment_id", "event_id", "participant_id", "site_id", "text", "char_start", "char_end"]


def codebook(tree=TREE):
    return [Code(c, Text(c, c), "", parent_id=p) for c, p in tree.items()]


def talk(segments, codings, tree=TREE):
    return CodedTalk(
        pd.DataFrame(segments, columns=COLUMNS),
        pd.DataFrame(codings, columns=["segment_id", "code_id"]),
        codebook(tree),
    )


def ancestors(code, tree=TREE):
    while code:
        yield code
        code = tree[code]


passages = st.lists(
    st.tuples(
        st.sampled_from(["e1", "e2", "e3"]),
        st.sampled_from(["", "p1", "p2", "p3"]),
        st.sampled_from(["N", "S"]),
        st.sampled_from(["", "one", "two words", " three  little words "]),
        st.integers(0, 12),
        st.integers(0, 6),
        st.sets(st.sampled_from([*TREE]), max_size=4),
    ),
    max_size=12,
)


def made(found):
    segments = [
        (f"s{i}", event, who, site, text, start, start + length)
        for i, (event, who, site, text, start, length, _) in enumerate(found)
    ]
    codings = [(f"s{i}", code) for i, (*_, codes) in enumerate(found) for code in sorted(codes)]
    return talk(segments, codings)


def by_hand(found, by):
    """(people, events, segments, words) of each code and group, passage by passage."""
    cells = {}
    for i, (event, who, site, text, _, _, codes) in enumerate(found):
        for code in {up for c in codes for up in ancestors(c)}:
            key = (code, *((site,) if by == ["site_id"] else ()))
            people, events, segments, words = cells.setdefault(key, (set(), set(), set(), []))
            people |= {who} - {""}
            events.add(event)
            segments.add(i)
            words.append(len(text.split()))
    return {k: (len(p), len(e), len(s), sum(w)) for k, (p, e, s, w) in cells.items()}


@settings(max_examples=150)
@given(passages, st.sampled_from([[], ["site_id"]]))
def test_every_count_is_that_of_counting_one_by_one(found, by):
    frame = counts(made(found), by)
    keys = list(frame[["code_id", *by]].itertuples(index=False, name=None))
    numbers = frame[["people", "events", "segments", "words"]].itertuples(index=False, name=None)
    assert dict(zip(keys, numbers, strict=True)) == by_hand(found, by)
    assert len(keys) == len(set(keys))


def units_of(found, within):
    """The units that carry each code: passages, events, people, or single characters."""
    units = {code: set() for code in TREE}
    for i, (event, who, _, _, start, length, codes) in enumerate(found):
        own = {
            "segment": {i},
            "event": {event},
            "person": {who} - {""},
            "characters": {(event, at) for at in range(start, start + length)},
        }[within]
        for code in {up for c in codes for up in ancestors(c)}:
            units[code] |= own
    return units


@settings(max_examples=150)
@given(passages, st.sampled_from(["segment", "event", "person", "characters"]))
def test_codes_meet_as_often_as_counting_one_by_one_says(found, within):
    units = units_of(found, within)
    expected = {}
    for one, other in itertools.combinations(TREE, 2):
        both = len(units[one] & units[other])
        if both and one not in ancestors(other) and other not in ancestors(one):
            expected[one, other] = (both, len(units[one]), len(units[other]))
    frame = meetings(made(found), within)
    pairs = zip(frame["code_1"], frame["code_2"], strict=True)
    numbers = frame[["both", "first", "second"]].itertuples(index=False, name=None)
    assert dict(zip(pairs, numbers, strict=True)) == expected


def near_by_hand(found, turns):
    """Of each pair (both, first, second, either): turns, compared two by two."""
    starts = {e: sorted({f[4] for f in found if f[0] == e}) for e, *_ in found}
    carried = {}
    for event, _, _, _, start, _, codes in found:
        at = (event, starts[event].index(start))
        carried.setdefault(at, set()).update(up for c in codes for up in ancestors(c))

    def meets(at, one, other):
        event, turn = at
        near = [carried.get((event, turn + d), set()) for d in range(-turns, turns + 1)]
        return one in carried[at] and any(other in codes for codes in near)

    cells = {}
    for one, other in itertools.combinations(TREE, 2):
        both = sum(meets(at, one, other) or meets(at, other, one) for at in carried)
        own = [sum(code in codes for codes in carried.values()) for code in (one, other)]
        either = sum(bool({one, other} & codes) for codes in carried.values())
        if both and one not in ancestors(other) and other not in ancestors(one):
            cells[one, other] = (both, *own, either)
    return cells


@settings(max_examples=200)
@given(passages, st.integers(0, 4))
def test_codes_come_near_each_other_as_often_as_comparing_turn_by_turn_says(found, turns):
    frame = meetings(made(found), "turns", turns)
    pairs = zip(frame["code_1"], frame["code_2"], strict=True)
    numbers = frame[["both", "first", "second", "either"]].itertuples(index=False, name=None)
    assert dict(zip(pairs, numbers, strict=True)) == near_by_hand(found, turns)
    assert frame["jaccard"].between(0, 1).all()


def test_turns_are_those_of_the_transcript_where_they_are_known():
    segments = [(f"s{i}", "e1", "p1", "N", "x", i, i + 1) for i in range(3)]
    codings = [("s0", "A2"), ("s2", "B1")]
    assert meetings(talk(segments, codings), "turns", 1).empty
    assert meetings(talk(segments, codings), "turns", 2)["both"].max() == 2
    for numbers, far in (([4, 4, 5], 1), ([4, 6, 7], 3)):
        found = talk(segments, codings)
        found.segments["turn"] = numbers
        assert meetings(found, "turns", far - 1).empty
        assert meetings(found, "turns", far)["both"].max() == 2


def test_jaccard_is_both_by_either():
    segments = [(f"s{i}", "e1", "p1", "N", "x", i, i + 1) for i in range(4)]
    codings = [("s0", "A2"), ("s0", "B1"), ("s1", "A2"), ("s2", "B1"), ("s3", "B1")]
    frame = meetings(talk(segments, codings))
    row = frame[(frame["code_1"] == "A2") & (frame["code_2"] == "B1")].iloc[0]
    assert row["jaccard"] == pytest.approx(1 / 4)


def test_a_code_and_its_parent_on_one_passage_are_one_passage_of_the_parent():
    found = talk(
        [("s0", "e1", "p1", "N", "three little words", 0, 18)], [("s0", "A"), ("s0", "A1")]
    )
    frame = counts(found).set_index("code_id")
    assert frame.loc["A"].tolist() == [1, 1, 1, 3]
    assert meetings(found).empty


def test_codings_of_passages_and_codes_that_are_not_there_are_left_out():
    found = talk([("s0", "e1", "p1", "N", "x", 0, 1)], [("s9", "A"), ("s0", "ZZ"), ("s0", "B")])
    assert counts(found)["code_id"].tolist() == ["B"]


def test_no_codings_are_no_rows():
    assert counts(talk([], []), ["site_id"]).empty
    assert all(meetings(talk([], []), w).empty for w in UNITS)
