"""The printed rules of spread, verdicts and patterns, at their boundaries."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.analysis.theory.spread import (
    HOUSE_RULE,
    Counts,
    counts_of,
    pattern,
    sensitivity,
    spread,
    that_count,
    verdict,
)


def counts(found=6, groups=3, data_types=1, refutes=0, linked=True, supports=None, pieces=None):
    """Nobody both finds and refutes; as many pieces as people unless said."""
    supports = found if supports is None else supports
    return Counts(
        supports=supports,
        refines=found - supports,
        refutes=refutes,
        found=found,
        everyone=found + refutes,
        groups=groups,
        data_types=data_types,
        pieces_found=found if pieces is None else pieces,
        pieces=(found if pieces is None else pieces) + refutes,
        linked=linked,
    )


def pieces(*rows):
    """Pieces by hand: person, group, direction, element, kind of data."""
    columns = ["participant_id", "group", "direction", "element", "data_type"]
    frame = pd.DataFrame(rows, columns=columns, dtype="str")
    text = frame["data_type"].isin(["interview", "open_answer", "observation"])
    return frame.assign(source_type=frame["data_type"].mask(text, "segment"))


# House rule, dossier §2.3: wide from 6 people, 3 groups or 2 kinds of data, under 20 % refuting,
# one account of the whole; some from 3 people and 2 groups; contested from 33 % refuting.
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (counts(6), "wide"),
        (counts(5), "some"),
        (counts(6, groups=2), "some"),
        (counts(6, groups=2, data_types=2), "wide"),
        (counts(6, groups=1, data_types=2), "wide"),
        (counts(6, linked=False), "some"),
        (counts(3, groups=2), "some"),
        (counts(2, groups=2), "thin"),
        (counts(3, groups=1), "thin"),
        (counts(30, groups=1), "thin"),
        (counts(81, refutes=19), "wide"),
        (counts(80, refutes=20), "some"),
        (counts(68, refutes=32), "some"),
        (counts(67, refutes=33), "contested"),
        (counts(2, groups=1, refutes=1), "contested"),
        (counts(0, groups=0, data_types=0, refutes=1, linked=False), "contested"),
        (counts(0, groups=0, data_types=0, linked=False), "unsupported"),
        (counts(0, groups=0, data_types=1, linked=False, pieces=1), "thin"),
    ],
)
def test_spread_at_the_boundaries_of_the_rule(given, expected):
    assert spread(given) == expected


def test_the_share_refuting_is_of_people_with_evidence_each_once():
    found = counts_of(
        pieces(
            ("P1", "parent", "supports", "C", "interview"),
            ("P1", "parent", "refutes", "O", "interview"),
            ("P2", "parent", "supports", "C", "interview"),
            ("P2", "parent", "refines", "O", "interview"),
            ("P3", "worker", "refutes", "O", "interview"),
        )
    )
    assert (found.supports, found.refines, found.refutes) == (2, 1, 2)
    assert (found.found, found.everyone) == (2, 3)
    assert found.refuting == pytest.approx(200 / 3)
    assert math.isnan(counts_of(pieces()).refuting)


def test_groups_and_kinds_of_data_are_those_of_what_was_found():
    found = counts_of(
        pieces(
            ("P1", "parent", "supports", "C", "interview"),
            ("", "", "supports", "C", "observation"),
            ("", "", "supports", "O", "survey"),
            ("P2", "worker", "refutes", "O", "open_answer"),
        )
    )
    assert (found.groups, found.data_types, found.pieces_found, found.pieces) == (1, 3, 3, 4)


@pytest.mark.parametrize(
    ("direction", "kind", "linked"),
    [
        ("supports", "interview", True),
        ("refines", "open_answer", True),
        ("refutes", "interview", False),
        ("supports", "survey", False),
    ],
)
def test_one_account_links_the_whole_where_somebody_tells_it(direction, kind, linked):
    assert counts_of(pieces(("P1", "parent", direction, "whole", kind))).linked == linked


@pytest.mark.parametrize(
    ("relevance", "rigour", "direction", "counted"),
    [
        *[(1, 1, "supports", 1), (0, 2, "supports", 0), (2, 0, "refutes", 0), (2, 2, "refines", 1)],
        (2, 2, "silent", 0),
    ],
)
def test_a_piece_counts_from_relevance_and_rigour_of_one_on_unless_it_is_silent(
    relevance, rigour, direction, counted
):
    given = {"relevance": [str(relevance)], "rigour": [str(rigour)], "direction": [direction]}
    assert len(that_count(pd.DataFrame(given, dtype="str"))) == counted


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (counts(10, groups=4, data_types=3), ""),
        (counts(6), "wide_people=7:some wide_groups=4:some"),
        (counts(5), "wide_people=5:wide"),
        (counts(9, groups=4, refutes=2), "wide_refuting=15:some"),  # 18 %
        (counts(7, groups=4, refutes=3), "contested=28:contested"),  # 30 %
        (counts(3, groups=2), "some_people=4:thin some_groups=3:thin"),
        (counts(2, groups=2), "some_people=2:some"),
    ],
)
def test_what_a_moved_threshold_would_change_is_listed(given, expected):
    assert sensitivity(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (counts(3), "supported"),
        (counts(2), "thin"),
        (counts(3, supports=2), "thin"),
        (counts(4, supports=3), "supported"),
        (counts(1, refutes=1), "thin"),
        (counts(0, refutes=2), "thin"),
        (counts(68, refutes=32), "supported"),
        (counts(67, refutes=33), "contested"),
        (counts(2, refutes=1), "contested"),
        (counts(3, refutes=3), "contested"),
        (counts(2, refutes=3), "refuted"),
        (counts(0, refutes=3), "refuted"),
        (counts(0, pieces=1), "thin"),
    ],
)
def test_the_verdict_of_one_place(given, expected):
    assert verdict(given, looked=True) == expected
    assert verdict(given, looked=False) == expected


@pytest.mark.parametrize(("looked", "expected"), [(True, "not_found"), (False, "not_examined")])
def test_nothing_found_is_told_from_not_examined(looked, expected):
    assert verdict(counts(0), looked) == expected


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (("supported", "supported"), "recurs"),
        (("supported", "supported", "supported"), "recurs"),
        (("supported", "not_found", "thin"), "site_only"),
        (("supported", "refuted"), "site_only"),
        (("supported", "supported", "contested"), "context_bound"),
        (("thin", "not_found"), "not_established"),
        (("supported",), "not_established"),
        ((), "not_established"),
    ],
)
def test_the_draft_of_a_pattern(verdicts, expected):
    assert pattern(dict(zip("ABC", verdicts, strict=False))) == expected


numbers = st.integers(0, 12)


@given(found=numbers, groups=st.integers(0, 5), types=st.integers(0, 5), refutes=numbers)
def test_more_people_who_find_it_never_make_the_spread_smaller(found, groups, types, refutes):
    order = ["unsupported", "contested", "thin", "some", "wide"]
    fewer = counts(found, groups, types, refutes)
    more = counts(found + 1, groups, types, refutes)
    if not found and not refutes:  # from nothing to something
        return
    assert order.index(spread(more)) >= order.index(spread(fewer))


def test_every_threshold_has_a_step_and_words():
    from compendium.analysis.theory.spread import STEPS
    from compendium.displays.theory.theory_tables import IF_MOVED

    names = {f.name for f in dataclasses.fields(HOUSE_RULE)}
    assert names == set(STEPS) == set(IF_MOVED)
