"""Made-up transcripts and their codings: by hand, and as planted in the shipped project."""

from __future__ import annotations

import pytest

from compendium.readers.export import read_export
from compendium.synthetic.interviews import Transcript, transcripts
from compendium.synthetic.recipe import Passage
from compendium.theory import Code, code_paths
from compendium.words import Text


def passage(number, text, person=1, **other):
    given = {"site": "A", "group": "parent", "setting": "interview", "lang": "en", "topic": "trust"}
    return Passage(passage_id=str(number), person=person, text=text, **(given | other))


@pytest.fixture(scope="module")
def coded(wales):
    """One row per selection, code and coder of the shipped project."""
    return read_export(wales.folder / "raw" / "interviews.qdpx").tables["coded_segments"]


def spans(table):
    return set(zip(table["source"], table["start"], table["end"], strict=True))


def test_a_turn_starts_after_the_speaker_and_ends_before_the_blank_line():
    t = Transcript("A-PAR-01 interview", "A", "parent", "interview", "en")
    assert t.speak("Participant", "Tŷ 😀.") == (13, 18)
    assert t.text == "Participant: Tŷ 😀.\n\n"


def test_an_interview_is_one_source_with_its_questions():
    (made,) = transcripts((passage(1, "Yes.", question="Well?"), passage(2, "No.")))
    assert made.name == "A-PAR-01 interview"
    assert made.text == "Interviewer: Well?\n\nParticipant: Yes.\n\nParticipant: No.\n\n"
    assert [made.text[a:b] for _, a, b in made.stretches] == ["Yes.", "No."]


def test_a_focus_group_names_its_speakers_where_they_are_known():
    group = {"setting": "focus_group", "group": "social_worker"}
    (made,) = transcripts((passage(1, "Yes.", 3, **group), passage(2, "No.", 0, **group)))
    assert made.name == "A-SW focus group"
    assert made.text == "A-SW-03: Yes.\n\nSpeaker?: No.\n\n"


def test_transcripts_come_in_the_order_of_their_names():
    made = transcripts((passage(1, "b", 2), passage(2, "a", 1), passage(3, "c", 2)))
    assert [t.name for t in made] == ["A-PAR-01 interview", "A-PAR-02 interview"]


def test_a_code_path_has_the_names_from_the_top():
    def code(code_id, parent_id, name):
        return Code(code_id, Text(name, name), "", parent_id)

    book = (code("1", "", "Trust"), code("1.1", "1", "Rupture"), code("1.1.1", "1.1", "Repair"))
    assert code_paths(book) == {
        "1": ("Trust",),
        "1.1": ("Trust", "Rupture"),
        "1.1.1": ("Trust", "Rupture", "Repair"),
    }


def test_every_selection_is_a_whole_passage(wales, coded):
    from compendium.synthetic.recipe import read_recipe

    assert set(coded["text"]) == {p.text for p in read_recipe(wales)[1] if p.code_ids}


def test_the_second_coder_coded_nothing_the_first_had_not(coded):
    first, second = (spans(coded[coded["coder"] == c]) for c in ("C1", "C2"))
    assert second < first


def test_the_second_coder_saw_a_fifth_of_the_first_coders_passages(coded):
    # recipe.yml, second_coder, share: 0.20
    first, second = (spans(coded[coded["coder"] == c]) for c in ("C1", "C2"))
    assert len(second) == round(0.20 * len(first))


def test_the_weak_code_is_kept_and_found_as_planted(wales, coded):
    # recipe.yml, second_coder: C2 keeps 7 and finds 5 where C1 had none.
    weak = coded[coded["code_path"] == " > ".join(code_paths(wales.codebook)["W6.1"])]
    first, second = (spans(weak[weak["coder"] == c]) for c in ("C1", "C2"))
    assert len(first & second) == 7
    assert len(second - first) == 5


def test_one_coding_uses_the_retired_code(wales, coded):
    paths = {i: " > ".join(p) for i, p in code_paths(wales.codebook).items()}
    retired = [paths[c.code_id] for c in wales.codebook if c.status != "active"]
    assert coded["code_path"].isin(retired).sum() == 1
