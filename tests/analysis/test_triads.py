"""Candidates for context, mechanism and outcome: the nearest passages of every three codes."""

from __future__ import annotations

import itertools

import pytest
from coded import ROLES, Said, tables, talk
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.qualitative.triads import elements, triads
from compendium.problems import StudyError

# A is a context; A1 and A2 have no role and stand below it; A11, below A1, is an outcome.
PARTS = {
    "context": {"A", "A1", "A2"},
    "mechanism": {"B", "B1"},
    "outcome": {"A11", "D"},
}


@pytest.fixture(scope="module")
def whole(area):
    """The Welsh tables of every area."""
    return area("")


def test_a_code_without_a_role_has_that_of_the_next_above(whole):
    book = tables(whole, []).study.codebook
    expected = {code: part for part, codes in PARTS.items() for code in codes}
    assert elements(book) == expected


def by_hand(said, most):
    """Of every three codes of an account the nearest passages: ids, and the codes."""
    coded = [one for one in said if one.codes]
    starts = {e: sorted({s.start for s in coded if s.event == e}) for e in ("e1", "e2")}
    found: dict[tuple, list[set]] = {}
    for account in itertools.product(("e1", "e2"), ("p1", "p2", "p3")):
        own = [one for one in coded if (one.event, one.person) == account]
        for codes in itertools.product(*PARTS.values()):
            near = []
            for three in itertools.product(
                *([(i, one) for i, one in enumerate(own) if code in one.codes] for code in codes)
            ):
                turns = [starts[one.event].index(one.start) for _, one in three]
                apart = max(turns) - min(turns)
                if most is None or apart <= most:
                    places = tuple(i for i, _ in three)
                    start = min(one.start for _, one in three)
                    key = (len(set(places)), apart, start, places)
                    near.append((key, tuple(one.id for _, one in three)))
            if near:
                same = found.setdefault(min(near)[1], [set(), set(), set()])
                for codes_of, code in zip(same, codes, strict=True):
                    codes_of.add(code)
    return found


@settings(max_examples=40)
@given(said=talk, most=st.sampled_from([None, 0, 1, 2]))
def test_the_nearest_passages_are_those_that_trying_all_finds(whole, said, most):
    frame = triads(tables(whole, said), most).frame
    found = {
        (row.context_id, row.mechanism_id, row.outcome_id): [
            set(codes.split("\n")) for codes in (row.context, row.mechanism, row.outcome)
        ]
        for row in frame.itertuples()
    }
    assert len(found) == len(frame)
    assert found == by_hand(said, most)


SAID = [
    Said("e1", "p1", 0, 5, ("A2",), "It was cold."),
    Said("e1", "p1", 6, 9, ("B1",), "She sat down."),
    Said("e1", "p2", 10, 12, ("D",)),
    Said("e1", "p1", 13, 15, ("D",), "I spoke."),
    Said("e2", "p3", 0, 5, ("A2", "B1", "D"), "All at once."),
]


def test_the_fewest_passages_come_first_and_turns_are_counted_over_everybody(whole):
    frame = triads(tables(whole, SAID)).frame
    assert frame[["triad", "event_id", "passages", "turns"]].to_numpy().tolist() == [
        ["1", "e2", 1, 0],
        ["2", "e1", 3, 3],
    ]
    assert frame["outcome_text"].tolist() == ["All at once.", "I spoke."]
    assert frame["site_id"].tolist() == ["B", "A"]


def test_evidence_that_cites_a_passage_already_is_named(whole):
    evidence = [
        {"evidence_id": "EV1", "source_type": "segment", "source_id": "e1:6-9"},
        {"evidence_id": "EV2", "source_type": "survey", "source_id": "e1:6-9"},
    ]
    frame = triads(tables(whole, SAID, evidence=evidence)).frame
    assert frame["evidence"].tolist() == ["", "EV1"]


def test_two_people_in_one_source_are_two_accounts(whole):
    said = [Said("e1", "p1", codes=("A", "B")), Said("e1", "p2", 3, 4, ("D",))]
    assert triads(tables(whole, said)).frame.empty


def test_talk_of_unknown_speakers_is_no_account(whole):
    assert triads(tables(whole, [Said("e1", "", codes=("A", "B", "D"))])).frame.empty


def test_a_query_leaves_what_it_finds(whole):
    frame = triads(tables(whole, SAID), where="area = A").frame
    assert frame["event_id"].tolist() == ["e1"]


@pytest.mark.parametrize("roles", [{}, {c: r for c, r in ROLES.items() if r != "O"}])
def test_a_codebook_without_roles_has_no_candidates(whole, roles):
    result = triads(tables(whole, SAID, roles=roles))
    assert result.frame.empty
    assert "outcome" not in result.labels["element"]


def test_nobody_who_spoke_is_no_candidates(whole):
    assert triads(tables(whole, [])).frame.empty


def test_turns_below_nought_are_refused(whole):
    with pytest.raises(StudyError, match="turns = -1"):
        triads(whole, -1)


def test_every_passage_can_be_cited_as_evidence(whole):
    data = whole
    frame = triads(data).frame
    cited = {i for part in PARTS for i in frame[f"{part}_id"]}
    assert cited
    assert cited <= set(data.segments["segment_id"])
