"""Configurations by account, source, person and area, held against counting account by account."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pandas as pd
import pytest
from coded import PEOPLE, ROLES, TREE, Said, ancestors, tables, talk
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.qualitative.coded_counts import CodedTalk
from compendium.analysis.qualitative.configurations import configurations, count
from compendium.problems import StudyError
from compendium.theory import Code
from compendium.words import Text

# A is a context; A1 and A2 have no role and stand below it; A11, below A1, is an outcome.
PART = {"A": 0, "A1": 0, "A2": 0, "B": 1, "B1": 1, "A11": 2, "D": 2}
NUMBERS = ["accounts", "sources", "people", "sites"]


@pytest.fixture(scope="module")
def whole(area):
    """The Welsh tables of every area."""
    return area("")


def by_hand(said, level):
    """Accounts, sources, people and areas of every three codes, account by account."""
    spoken = [one for one in said if one.person and one.data_type == "interview"]
    found = {}
    for event, person in {(one.event, one.person) for one in spoken}:
        own = {c for one in spoken if (one.event, one.person) == (event, person) for c in one.codes}
        parts = [
            {[*ancestors(c)][-1] if level == "parents" else c for c in own if PART[c] == part}
            for part in range(3)
        ]
        for three in itertools.product(*parts):
            places = found.setdefault(three, (set(), set(), set(), set()))
            for place, what in zip(
                places, ((event, person), event, person, PEOPLE[person][0]), strict=True
            ):
                place.add(what)
    return {three: tuple(map(len, places)) for three, places in found.items()}


@settings(max_examples=60)
@given(said=talk, level=st.sampled_from(["parents", "codes"]))
def test_every_count_is_that_of_going_account_by_account(whole, said, level):
    frame = configurations(tables(whole, said), level).frame
    keys = frame[["context", "mechanism", "outcome"]].itertuples(index=False, name=None)
    numbers = frame[NUMBERS].itertuples(index=False, name=None)
    found = dict(zip(keys, numbers, strict=True))
    assert len(found) == len(frame)
    assert found == by_hand(said, level)
    assert frame["accounts"].is_monotonic_decreasing


SAID = [
    Said("e1", "p1", 0, 5, ("A2",)),
    Said("e1", "p1", 6, 9, ("B1",)),
    Said("e1", "p1", 13, 15, ("D",)),
    Said("e2", "p1", 0, 5, ("A", "B", "D", "A11")),
    Said("e2", "p3", 6, 9, ("A2", "B1", "D")),
    Said("e2", "p2", 10, 12, ("B1", "D")),
]


def test_parents_are_counted_once_an_account_and_in_the_part_their_codes_have(whole):
    frame = configurations(tables(whole, SAID)).frame
    assert frame.to_numpy().tolist() == [
        # Three accounts: p1 in both sources, p3 in one. p2 names no context.
        ["A", "B", "D", 3, 2, 2, 2],
        ["A", "B", "A", 1, 1, 1, 1],
    ]


def test_how_much_was_looked_through_is_told(whole):
    seen = configurations(tables(whole, SAID)).labels["seen"]
    assert {k: t.en for k, t in seen.items()} == {
        "accounts": "4", "sources": "2", "people": "3", "sites": "2"
    }  # fmt: skip


def test_a_query_leaves_what_it_finds_and_is_told(whole):
    result = configurations(tables(whole, SAID), where="area = B")
    assert result.frame[NUMBERS].to_numpy().tolist() == [[1, 1, 1, 1]]
    assert result.labels["query"]["text"].en == "area = B"


def test_other_kinds_of_talk_are_counted_by_themselves(whole):
    noted = [Said("e1", "p1", codes=("A", "B", "D"), data_type="observation")]
    assert configurations(tables(whole, noted)).frame.empty
    assert len(configurations(tables(whole, noted), data_type="observation").frame) == 1


@pytest.mark.parametrize("roles", [{}, {c: r for c, r in ROLES.items() if r != "O"}])
def test_a_codebook_without_roles_has_none(whole, roles):
    result = configurations(tables(whole, SAID, roles=roles))
    assert result.frame.empty
    assert "outcome" not in result.labels["element"]


@pytest.mark.parametrize(("name", "value"), [("level", "leaves"), ("data_type", "dreams")])
def test_what_there_is_not_is_refused(whole, name, value):
    with pytest.raises(StudyError, match=f"{name} = '{value}' is not one of"):
        configurations(whole, **{name: value})


def test_a_million_codings_take_seconds():
    dice, many = np.random.default_rng(1), 400_000
    roles = ("C", "M_res", "O")
    book = [
        Code(f"K{i}", Text(f"K{i}"), "", f"K{i % 20}" if i >= 20 else "", realist_role=roles[i % 3])
        for i in range(200)
    ]
    event = np.arange(many) // 20
    segments = pd.DataFrame(
        {
            "segment_id": np.char.add("s", np.arange(many).astype(str)),
            "event_id": np.char.add("e", event.astype(str)),
            "participant_id": np.char.add("p", (event // 2).astype(str)),
            "site_id": np.char.add("A", (event // 2 % 22).astype(str)),
        }
    )
    codings = pd.DataFrame(
        {
            "segment_id": segments["segment_id"].to_numpy()[dice.integers(0, many, 1_000_000)],
            "code_id": np.array([c.code_id for c in book])[dice.integers(0, 200, 1_000_000)],
        }
    )
    begin = time.perf_counter()
    frame, seen = count(CodedTalk(segments, codings, book), np.ones(many, dtype=bool), "parents")
    # Measured: 3 s, most of it finding the passage of each coding.
    assert time.perf_counter() - begin < 20
    assert (seen["accounts"], seen["people"], seen["sites"]) == (20_000, 10_000, 22)
    assert (frame["people"] <= frame["accounts"]).all()
    assert set(TREE).isdisjoint(frame["context"])
