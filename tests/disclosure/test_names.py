"""The name check: a capital inside a sentence is held back unless it is known to be harmless."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from compendium.disclosure.names.lexicon import kind_of
from compendium.disclosure.names.scan import (
    ORDINARY,
    Known,
    as_seen,
    found_in,
    names_in,
    vocabulary_of,
)
from compendium.study_folder import data_folder

small = st.text(alphabet="abcdefghijklmnopqrstuvwyŵŷâ", min_size=1, max_size=8).filter(
    lambda word: not kind_of(word)
)
capital = st.builds(
    str.__add__,
    st.sampled_from("ABCDEFGHIJKLMNOPRSTUVWYŴŶÂŁČŌ"),
    st.text(alphabet="abcdefghilmnoprstuwyŵŷâ", min_size=1, max_size=8),
)
quickly = settings(max_examples=50)


@quickly
@given(before=st.lists(small, min_size=1), word=capital, after=st.lists(small))
def test_every_capital_inside_a_sentence_is_flagged(before, word, after):
    assume(word not in ORDINARY)
    assert names_in(" ".join([*before, word, *after])) == [word]


@pytest.mark.parametrize("word", sorted(ORDINARY - {"June"}))
def test_what_is_on_the_list_of_ordinary_words_is_not_flagged(word):
    assert names_in(f"and then {word} it was") == []


def test_a_month_that_is_a_given_name_too_is_flagged():
    assert names_in("and then June came") == ["June"]


@quickly
@given(
    inside=st.text(max_size=40).filter(lambda t: "[" not in t and "]" not in t),
    after=st.lists(small),
)
def test_nothing_inside_brackets_is_flagged(inside, after):
    assert names_in(f"she rang [{inside}] {' '.join(after)}") == []


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
    assert names_in(text) == expected


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
    assert len(names_in(text)) == 1


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
    assert names_in(text) == []


def test_a_pseudonym_of_the_study_is_flagged_in_small_letters_too_but_not_where_it_is_a_word():
    assert names_in("then quilla came") == []
    assert names_in("then quilla came", Known(pseudonyms=frozenset({"Quilla"}))) == ["quilla"]
    beth = Known(pseudonyms=frozenset({"Beth"}))
    assert names_in("beth wnaeth hi?", beth) == []
    assert names_in("Beth wnaeth hi?", beth) == ["Beth"]


@pytest.mark.parametrize("text", ["about 3 [place] May be", "0770 [number] 0900", "it was 20[x]19"])
def test_what_stands_on_both_sides_of_a_bracket_is_no_date_or_number_together(text):
    assert names_in(text) == []


def test_a_word_nobody_knows_is_flagged_where_a_sentence_begins():
    assert names_in("Quilla came.") == ["Quilla"]


def test_unless_the_studys_own_talk_has_it_in_small_letters():
    known = Known(vocabulary=vocabulary_of(["a debrief, then another Quilla"]))
    assert names_in("Debrief first. Quilla came.", known) == ["Quilla"]


def test_a_name_is_no_less_one_for_being_written_small_elsewhere():
    known = Known(vocabulary=vocabulary_of(["then sarah came"]))
    assert names_in("Sarah came.", known) == ["Sarah"]


def test_a_word_that_somebody_has_checked_passes_as_it_is_written():
    known = Known(checked=frozenset({"Flying", "Start"}))
    assert names_in("It was the Flying Start lady.", known) == []
    assert names_in("It was the START lady.", Known(checked=frozenset({"Quilla"}))) == []
    assert names_in("It was the QUILLA lady.", Known(checked=frozenset({"Quilla"}))) == ["QUILLA"]


def test_but_never_a_pseudonym():
    known = Known(pseudonyms=frozenset({"Start"}), checked=frozenset({"Start"}))
    assert names_in("It was Start who came.", known) == ["Start"]


def test_what_it_is_and_where_is_told():
    text = "Bethan moved to Narberth on 3 May 2019, said Quilla."
    found = found_in(text)
    assert [(f.text, f.kind) for f in found] == [
        ("Bethan", "person"),
        ("Narberth", "place"),
        ("3 May 2019", "date"),
        ("Quilla", "unknown"),
    ]
    assert all(
        f.text == "Bethan moved to Narberth on 3 May 2019, said Quilla."[f.start : f.end]
        for f in found
    )


@pytest.mark.parametrize("name", ["Bethan", "Huw", "Rhys", "Sarah", "David", "Pritchard", "Khan"])
def test_common_names_are_known(name):
    assert kind_of(name) == kind_of(name.lower()) == "person"


def talk() -> list[dict[str, str]]:
    """Made-up sentences: what in each names somebody, somewhere or a day; blank if nothing does."""
    path = Path(__file__).parent / "talk_with_names.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_there_is_enough_talk_in_both_languages():
    assert Counter((row["lang"], bool(row["names"])) for row in talk()) == {
        ("en", True): 56,
        ("en", False): 40,
        ("cy", True): 23,
        ("cy", False): 18,
    }


@pytest.mark.parametrize("row", [r for r in talk() if r["names"]], ids=lambda r: r["text"])
def test_every_sentence_that_names_somebody_is_flagged_with_all_of_the_name(row):
    found = " ".join(names_in(row["text"]))
    assert found
    little = {"and", "the", "of"}
    wanted = set(re.findall(r"[^\W_]{2,}", row["names"])) - little
    assert wanted <= set(re.findall(r"[^\W_]+", found)) | {"Mrs", "Dr", "3rd"}


@pytest.mark.parametrize("row", [r for r in talk() if not r["names"]], ids=lambda r: r["text"])
def test_no_sentence_that_names_nobody_is(row):
    assert names_in(row["text"]) == []


@pytest.mark.parametrize("study", ["parental-advocacy-wales"])
def test_few_of_the_shipped_quotes_are_held_back(study):
    path = data_folder() / study / "findings" / "quotes.csv"
    approved = pd.read_csv(path, dtype=str, keep_default_na=False)
    flagged = [text for text in approved["approved_text"] if names_in(text)]
    assert len(flagged) <= 0.02 * len(approved)


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
    assert names_in(text) == expected


@pytest.mark.parametrize("text", ["I have CF10 3AT on it.", "It was LD1 5DH, ours."])
def test_a_postcode_in_capitals_is_flagged_whole(text):
    assert any(" " in found for found in names_in(text))


@pytest.mark.parametrize(
    "text", ["it took 1,950 steps", "about 1949 of them", "in 2050", "all 4321 of us", "2.1999 m"]
)
def test_smaller_numbers_and_other_centuries_are_not_flagged(text):
    assert names_in(text) == []


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        ("Beth\u00adan", "Bethan"),
        ("B\u200be\u200bthan\u200d", "Bethan"),
        ("\ufeffBet\u2060han", "Bethan"),
        ("Beth\ufe0fan", "Bethan"),
        ("Bet\u202ahan\u202c", "Bethan"),
        ("Sia\u0302n", "Siân"),
        ("Sia\u200b\u0302n", "Siân"),
    ],
    ids=ascii,
)
def test_a_name_is_found_whatever_that_shows_nothing_stands_in_it(inside, name):
    text = f"then {inside} came, [name] too"
    (found,) = found_in(text)
    assert (found.text, found.kind) == (name, "person")
    around = "\ufeff\u200d\u202c"
    assert text[found.start : found.end] == inside.strip(around)


def test_a_date_and_a_number_are_found_so_too():
    found = found_in("on 12\u200b/03\u00ad/2021 she rang 0770\u2060090")
    assert [(f.text, f.kind) for f in found] == [("12/03/2021", "date"), ("0770090", "number")]


@quickly
@given(st.text(max_size=40))
def test_where_something_is_found_is_where_it_stands(text):
    for found in found_in(text):
        assert found.text in as_seen(text[found.start : found.end])[0]
