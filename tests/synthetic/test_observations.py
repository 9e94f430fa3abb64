"""Field notes: made into sources by hand, and as planted in the shipped project."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from dataclasses import replace

import pytest

from compendium.disclosure.names.lexicon import is_ordinary, kind_of
from compendium.disclosure.names.scan import WORD
from compendium.problems import StudyError
from compendium.synthetic.observations import FILE, Note, field_notes, read_notes
from compendium.synthetic.recipe import read_recipe


@pytest.fixture(scope="module")
def meetings(wales):
    return field_notes(read_notes(wales))


def note(number, text, site="A"):
    return Note(
        f"{site}-{number}-{text}", site, number, "core group", dt.date(2024, 5, 1), "en", text
    )


def test_one_meeting_is_one_source_with_a_heading_and_a_paragraph_per_passage():
    made = field_notes((note(2, "Later."), note(1, "Tŷ."), note(1, "Chairs.")))
    assert [m.name for m in made] == ["A observation 1", "A observation 2"]
    first = made[0]
    assert first.text == "Field notes: core group, 2024-05-01\n\nTŷ.\n\nChairs.\n\n"
    assert [first.text[a:b] for _, a, b in first.stretches] == ["Tŷ.", "Chairs."]


def test_a_study_without_field_notes_has_none(wales, tmp_path):
    assert read_notes(replace(wales, folder=tmp_path)) == ()


def test_an_unknown_code_is_named_with_its_note(wales, tmp_path):
    shutil.copytree(wales.folder / "synthetic", tmp_path / "synthetic")
    path = tmp_path / "synthetic" / FILE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("W1.3,", "W99,", 1), encoding="utf-8")
    with pytest.raises(StudyError, match="A-OBS-1-2: code 'W99' is not in codebook"):
        read_notes(replace(wales, folder=tmp_path))


def test_as_many_meetings_were_observed_as_planned(meetings):
    # dossier, section 4: A 4, B 5, C 4
    assert Counter(m.site for m in meetings) == {"A": 4, "B": 5, "C": 4}


def test_each_meeting_has_three_to_six_coded_passages(meetings):
    coded = [sum(bool(n.code_ids) for n, _, _ in m.stretches) for m in meetings]
    assert min(coded) >= 3
    assert max(coded) <= 6


def test_field_notes_name_nobody(wales, meetings):
    pseudonyms = set(read_recipe(wales)[0].people.pseudonyms.split())
    words = {w for m in meetings for w in WORD.findall(m.text)}
    assert words & pseudonyms == set()
    assert {w for w in words if kind_of(w) and not is_ordinary(w)} == set()


def test_no_two_notes_begin_with_the_same_four_words(meetings):
    begins = Counter(
        " ".join(n.text.lower().split()[:4]) for m in meetings for n, _, _ in m.stretches
    )
    assert [words for words, n in begins.items() if n > 1] == []


def test_a_note_in_welsh_has_a_translation(meetings):
    notes = [n for m in meetings for n, _, _ in m.stretches]
    assert {n.lang for n in notes} == {"cy", "en"}
    assert [n.note_id for n in notes if bool(n.translation_en) != (n.lang == "cy")] == []


def test_a_note_that_is_coded_says_how_it_went(meetings):
    notes = [n for m in meetings for n, _, _ in m.stretches]
    assert {n.valence for n in notes if n.code_ids} == {"-1", "0", "1"}
    assert {n.valence for n in notes if not n.code_ids} == {""}
