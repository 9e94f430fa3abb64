"""The word lists: each word once, names and ordinary words told apart."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from compendium.disclosure.names.lexicon import LISTS, is_ordinary, kind_of, roles

FILES = ("given_names.txt", "surnames.txt", "places.txt", "words_en.txt", "words_cy.txt")


@pytest.mark.parametrize("name", FILES)
def test_a_list_is_plain_text_with_each_word_once(name):
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    assert len(words) > 200
    assert [word for word, times in Counter(words).items() if times > 1] == []


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Bethan", "person"),
        ("Pritchard", "person"),
        ("Cardiff", "place"),
        ("Caerdydd", "place"),
        ("Ngheredigion", "place"),
        ("Bontypridd", "place"),
        ("cadeirydd", ""),
        ("listening", ""),
    ],
)
def test_what_kind_of_name_a_word_is(word, kind):
    assert kind_of(word) == kind


@pytest.mark.parametrize(
    "word",
    "listening Stopped worries worried earlier biggest fairness What've "
    "gyfarfod nghyfarfod Wnes dwi'n Mae'r helpodd".split(),
)
def test_ordinary_words_are_known_in_their_inflected_and_mutated_forms(word):
    assert is_ordinary(word)


@pytest.mark.parametrize("word", ["Quilla", "Okonkwo", "Wojciech", "Prestatyn", "Splott", "Davies"])
def test_names_are_no_ordinary_words(word):
    assert not is_ordinary(word)


def test_a_role_has_a_word_and_what_it_is_in_both_languages_the_longest_first():
    with (LISTS / "roles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(all(row.values()) for row in rows)
    assert len({row["word"] for row in rows}) == len(rows) == len(roles())
    lengths = [len(role.word) for role in roles()]
    assert lengths == sorted(lengths, reverse=True)
