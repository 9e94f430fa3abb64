"""Made-up transcripts and their codings: by hand, and as planted in the shipped project."""

from __future__ import annotations

import pytest

from compendium.readers.export import read_export
from compendium.synthetic.interviews import Transcript, transcripts
from compendium.synthetic.observations import read_notes
from compendium.synthetic.passages import Passage
from compendium.synthetic.recipe import read_recipe
from compendium.theory import Code, code_paths
from compendium.words import Text


def passage(number, text, person=1, **other):
    given = {"site": "A", "group": "parent", "setting": "interview", "lang": "en", "topic": "trust"}
    return Passage(passage_id=str(number), person=person, text=text, **(given | other))


@pytest.fixture(scope="module")
def project(wales):
    return read_export(wales.folder / "raw" / "interviews.qdpx")


@pytest.fixture(scope="module")
def coded(project):
    """One row per selection, code and coder of the shipped project."""
    return project.tables["coded_segments"]


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


def test_a_second_interview_is_a_source_of_its_own_after_the_first():
    made = transcripts((passage(1, "Again.", round="R2"), passage(2, "At first.")))
    assert [t.name for t in made] == ["A-PAR-01 interview", "A-PAR-01 second interview"]


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
    passages = (*read_recipe(wales)[1], *read_notes(wales))
    assert set(coded["text"]) == {p.text for p in passages if p.code_ids}


def test_five_people_were_met_again_and_the_round_says_so(project):
    # Two parents in A, two in C, a social worker in B: passages/second_interviews.csv.
    values = project.tables["variables"].query("variable == 'Round'").set_index("owner")["value"]
    again = values.index[values.index.str.contains(" second ")]
    assert [name[:5] for name in again] == ["A-PAR", "A-PAR", "B-SW-", "C-PAR", "C-PAR"]
    assert set(values[again]) == {"R2"}
    assert set(values[again.str.replace(" second", "")]) == {"R1"}


def test_the_case_of_somebody_met_again_refers_to_both_interviews(project):
    cases = project.tables["cases"]
    theirs = cases.loc[cases["case"] == "C-PAR-05", "source"]
    assert set(theirs) == {"C-PAR-05 interview", "C-PAR-05 second interview"}


def test_second_interviews_come_after_every_first(project):
    values = project.tables["variables"].query("variable == 'Date'").set_index("owner")["value"]
    talk = values[values.index.str.contains("interview|group")]
    again = talk.index.str.contains(" second ")
    assert talk[again].min() > talk[~again].max()


def test_field_notes_are_sources_of_nobody(project):
    sources = project.tables["sources"]["source"]
    observed = set(sources[sources.str.contains(" observation ")])
    assert len(observed) == 13
    assert observed & set(project.tables["cases"]["source"]) == set()


def test_the_second_coder_coded_nothing_the_first_had_not(coded):
    first, second = (spans(coded[coded["coder"] == c]) for c in ("C1", "C2"))
    assert second < first


def test_the_second_coder_saw_a_fifth_of_what_was_said_when_people_were_first_met(coded):
    # recipe.yml, second_coder, share: 0.20
    coded = coded[~coded["source"].str.contains(" second | observation ")]
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
