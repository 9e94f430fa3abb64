"""Drafts of wording without names: roles where the talk says them, else a kind of word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.disclosure.names.replacements import proposed
from compendium.disclosure.names.scan import Known, names_in

NOBODY = Known()


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("I rang my advocate Sarah, in Narberth.", "I rang my [advocate], in [place]."),
        ("My peer advocate, Siân, sat by me.", "My [peer advocate], sat by me."),
        ("Sarah, my advocate, came on 3 May 2023.", "[advocate] came on [date]."),
        ("Then Mrs Pugh, the social worker, said no.", "Then [social worker] said no."),
        ("My social worker Kelly Jones left.", "My [social worker] left."),
        ("A teacher called Mr Jones rang.", "A [teacher] rang."),
        ("My daughter Ellie-Mae was three.", "My [child] was three."),
        ("I saw Dr Ahmed twice.", "I saw [name] twice."),
        ("We moved to Stoke-on-Trent.", "We moved to [place]."),
        ("It was Okonkwo who came.", "It was [name or place] who came."),
        ("Ring 07700 900 123 or CF10 3AT.", "Ring [number] or [number]."),
        ("Sarah's report was kind.", "[name]'s report was kind."),
        ("Sarah, my advocate, Kelly and me.", "[advocate] [name] and me."),
        ("Sarah, my advocate Kelly, came.", "[name], my [advocate], came."),
        ("Nobody asked me.", "Nobody asked me."),
        ("[advocate] came.", "[advocate] came."),
    ],
)
def test_english_drafts(text, draft):
    assert proposed(text, NOBODY, "en") == draft


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("Fy eiriolwr Sarah ddaeth.", "Fy [eiriolwr] ddaeth."),
        # Mutated: "gweithiwr" after "fy" and after "ei".
        ("Roedd fy ngweithiwr cymdeithasol, Huw, yno.", "Roedd fy [gweithiwr cymdeithasol], yno."),
        ("Daeth Huw, ei weithiwr cymorth, i Gaerdydd.", "Daeth [gweithiwr cymorth] i [lle]."),
        ("Aeth Mair i Ynys Môn ar 3 Mai.", "Aeth [enw] i [lle] ar [dyddiad]."),
    ],
)
def test_welsh_drafts(text, draft):
    assert proposed(text, NOBODY, "cy") == draft


def test_a_pseudonym_says_nothing_of_a_role():
    known = Known(pseudonyms=frozenset({"Quilla"}))
    assert proposed("Quilla came.", known, "en") == "[name] came."
    assert proposed("My advocate Quilla came.", known, "en") == "My [advocate] came."


words = st.sampled_from(
    "she came with my advocate Sarah Jones to Cardiff on 3 May , and the social worker Mrs Pugh "
    "said Quilla knew . my teacher, Kelly Bethan in 2019 who rang Swansea".split()
)


@settings(max_examples=200)
@given(st.lists(words, max_size=14).map(" ".join))
def test_whatever_the_text_its_draft_names_nobody(text):
    assert names_in(proposed(text, NOBODY, "en")) == []


@settings(max_examples=100)
@given(st.lists(words, max_size=14).map(" ".join))
def test_a_text_that_names_nobody_is_not_touched(text):
    if not names_in(text):
        assert proposed(text, NOBODY, "en") == text
