"""The name check: a capital inside a sentence is held back unless it is known to be harmless."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from compendium.disclosure.names import ORDINARY, given_names, names_in

small = st.text(alphabet="abcdefghijklmnopqrstuvwyŵŷâ", min_size=1, max_size=8)
capital = st.builds(
    str.__add__,
    st.sampled_from("ABCDEFGHIJKLMNOPRSTUVWYŴŶÂŁČŌ"),
    st.text(alphabet="abcdefghilmnoprstuwyŵŷâ", min_size=1, max_size=8),
)
quickly = settings(deadline=None, max_examples=50)


@quickly
@given(before=st.lists(small, min_size=1), word=capital, after=st.lists(small))
def test_every_capital_inside_a_sentence_is_flagged(before, word, after):
    assume(word not in ORDINARY)
    assert names_in(" ".join([*before, word, *after]), set()) == [word]


@pytest.mark.parametrize("word", sorted(ORDINARY - {"June"}))
def test_what_is_on_the_list_of_ordinary_words_is_not_flagged(word):
    assert names_in(f"and then {word} it was", set()) == []


def test_a_month_that_is_a_given_name_too_is_flagged():
    assert names_in("and then June came", set()) == ["June"]


@quickly
@given(
    inside=st.text(max_size=40).filter(lambda t: "[" not in t and "]" not in t),
    after=st.lists(small),
)
def test_nothing_inside_brackets_is_flagged(inside, after):
    assert names_in(f"she rang [{inside}] {' '.join(after)}", set()) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I started with Bethan because she'd been through it.", ["Bethan"]),
        ("Huw came for the court bit.", ["Huw"]),
        ("We moved to Narberth in the spring.", ["Narberth"]),
        ("It was O'Brien who came.", ["O'Brien"]),
        ("It was Owen’s turn.", ["Owen"]),
        ("I saw Mrs. Pugh there.", ["Mrs", "Pugh"]),
        ("Mrs. Pugh was there.", ["Pugh"]),
        ("They all live in SWANSEA now.", ["SWANSEA"]),
        ("Then BETHAN rang.", ["BETHAN"]),
        ("BETHAN rang.", ["BETHAN"]),
        ("Off to Ŵyr and Ynys Môn we went.", ["Ŵyr", "Ynys", "Môn"]),
        ("Then a man called Łukasz came.", ["Łukasz"]),
        ("It said [advocate but then Bethan came.", ["Bethan"]),
    ],
)
def test_names_of_people_and_places_are_flagged(text, expected):
    assert names_in(text, set()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "it was on 3 May, I think",
        "it was on the 3rd of May",
        "it was March 3 and raining",
        "we met in May 2023",
        "it was 03/05/2023",
        "it was 3.5.23",
        "it was 2023-05-03",
        "roedd hi'n 3 Mai",
    ],
)
def test_dates_are_flagged(text):
    assert len(names_in(text, set())) == 1


@pytest.mark.parametrize(
    "text",
    [
        "She rang me. Made sense.",
        "And I'd say I did, on a Tuesday in March.",
        "We speak Welsh at home, Mam did too.",
        "“They came,” he said. “All of them.”",
        "Really? Yes! Truly.",
        "Half past 3, or 12.30, or 2/3 of it.",
        "",
    ],
)
def test_ordinary_talk_is_not_flagged(text):
    assert names_in(text, set()) == []


def test_a_pseudonym_of_the_study_is_flagged_even_where_a_sentence_begins():
    assert names_in("Quilla came.", set()) == []
    assert names_in("Quilla came.", {"Quilla"}) == ["Quilla"]


@pytest.mark.parametrize("name", ["Bethan", "Huw", "Rhys", "Sarah", "David"])
def test_common_names_are_known(name):
    assert name in given_names()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my case was 48213", ["48213"]),
        ("ring 07700 900 123 and ask", ["07700 900 123"]),
        ("write to me@example.org then", ["me@example.org"]),
        ("it started in 1987", ["1987"]),
        ("back in 2019, I think", ["2019"]),
        ("we live at sa1 3rd now", ["sa1 3rd"]),
        ("we live at cf101bh now", ["cf101bh"]),
    ],
)
def test_numbers_addresses_years_and_postcodes_are_flagged(text, expected):
    assert names_in(text, set()) == expected


@pytest.mark.parametrize("text", ["I have CF10 3AT on it.", "It was LD1 5DH, ours."])
def test_a_postcode_in_capitals_is_flagged_whole(text):
    assert any(" " in found for found in names_in(text, set()))


@pytest.mark.parametrize(
    "text", ["it took 1,950 steps", "about 1949 of them", "in 2050", "all 4321 of us", "2.1999 m"]
)
def test_smaller_numbers_and_other_centuries_are_not_flagged(text):
    assert names_in(text, set()) == []
