"""Initial mutations read backwards: forms from the grammar, and every mutated form of any word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.disclosure.names.welsh import MUTATIONS, radicals

# King, Modern Welsh (2015), section 3: the table of mutations, and 8 on h before a vowel.
TABLE = [
    ("pen", "ben", "mhen", "phen"),
    ("tad", "dad", "nhad", "thad"),
    ("cath", "gath", "nghath", "chath"),
    ("bawd", "fawd", "mawd"),
    ("dant", "ddant", "nant"),
    ("gardd", "ardd", "ngardd"),
    ("llaw", "law"),
    ("mam", "fam"),
    ("rhestr", "restr"),
    ("enw", "henw"),
    ("glin", "lin", "nglin"),
    ("gŵr", "ŵr", "ngŵr"),
]


@pytest.mark.parametrize(("radical", "form"), [(r, f) for r, *forms in TABLE for f in forms])
def test_the_radical_of_each_form_in_the_table_is_found(radical, form):
    assert radical in radicals(form)
    assert radical in radicals(form.capitalize())


@pytest.mark.parametrize("word", ["ddraig", "llan", "ffordd"])
def test_a_letter_of_two_characters_is_not_read_as_its_first(word):
    # "Ddraig" is no soft mutation of "tdraig", "llan" none of "gllan".
    assert not {"t" + word[1:], "g" + word, "ll" + word[1:], "p" + word[1:]} & radicals(word)


endings = st.text(alphabet="abdefgilmnorstuwyâŵŷ", min_size=1, max_size=8)


@given(st.sampled_from(sorted(MUTATIONS)), st.sampled_from("aeiouwyâ"), endings)
def test_every_mutation_of_any_word_leads_back_to_it(start, vowel, ending):
    word = start + vowel + ending
    for form in MUTATIONS[start]:
        assert word in radicals(form + vowel + ending)


def test_a_word_is_always_among_its_own_radicals():
    assert "mae" in radicals("Mae")
