"""The shipped made-up data are what the recipe makes, byte for byte, and hold what was planted."""

from __future__ import annotations

from collections import Counter

import pytest

from compendium.problems import StudyError
from compendium.readers.export import read_export
from compendium.study_folder import open_study
from compendium.synthetic.make import approved_quotes, make
from compendium.synthetic.passages import Passage
from compendium.synthetic.recipe import read_recipe

FILES = [
    "raw/parents_survey.sav",
    "raw/interviews.qdpx",
    "consent.csv",
    "findings/quotes.csv",
    "raw/professionals_survey.xlsx",
    "raw/advocates_survey.xlsx",
    "theory/evidence.csv",
    "raw/open_answers.qdpx",
    "raw/casework_log.csv",
    "raw/activities.csv",
]


@pytest.fixture(scope="module")
def made(wales, tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    return folder, make(wales, folder)


@pytest.fixture(scope="module")
def passages(wales):
    return read_recipe(wales)[1]


@pytest.fixture(scope="module")
def survey(wales):
    return read_export(wales.folder / FILES[0]).tables["responses"]


@pytest.fixture(scope="module")
def tokens(wales, survey):
    """Every token that stands in a survey's raw file."""
    staff = [s for s in wales.source("survey") if s.file.endswith(".xlsx")]
    rows = [read_export(wales.folder / s.file).records[s.columns["person"]] for s in staff]
    return {*survey["token"], *(token for column in rows for token in column)}


@pytest.fixture(scope="module")
def project(wales):
    return read_export(wales.folder / FILES[1])


@pytest.fixture(scope="module")
def people(wales):
    import pandas as pd

    return pd.read_csv(wales.folder / "consent.csv", dtype="str", keep_default_na=False)


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_file_is_what_the_recipe_makes(wales, made, name):
    assert (made[0] / name).read_bytes() == (wales.folder / name).read_bytes()


def test_the_files_made_are_listed_and_no_others_are_there(made):
    folder, listed = made
    assert sorted(listed) == sorted(folder / name for name in FILES)
    assert sorted(p for p in folder.rglob("*") if p.is_file()) == sorted(listed)


def test_a_study_without_recipe_is_told_so(tiny, tmp_path):
    with pytest.raises(StudyError, match=r"recipe\.yml"):
        make(open_study("tiny"), tmp_path / "to")


# the passages ----------------------------------------------------------------------------------


def test_no_passage_is_used_twice(passages):
    assert [t for t, n in Counter(p.text for p in passages).items() if n > 1] == []
    assert [i for i, n in Counter(p.passage_id for p in passages).items() if n > 1] == []


def test_no_two_passages_begin_with_the_same_four_words(passages):
    begins = Counter(" ".join(p.text.lower().split()[:4]) for p in passages)
    assert [words for words, n in begins.items() if n > 1] == []


def test_every_welsh_passage_has_a_translation_and_no_english_one_needs_it(passages):
    welsh = [p for p in passages if p.lang == "cy"]
    assert len(welsh) > 0
    assert [p.passage_id for p in welsh if not p.translation_en.strip()] == []
    assert [p.passage_id for p in passages if p.lang == "en" and p.translation_en] == []


def test_a_passage_that_is_coded_says_how_the_speaker_sees_it(passages):
    assert {p.valence for p in passages if p.code_ids} <= {"-1", "0", "1"}


def test_approved_quotes_say_source_and_characters(wales):
    common = {"site": "B", "group": "parent", "person": 1, "setting": "interview", "lang": "en"}
    quote = {"topic": "trust", "question": "Go on?", "text": "Nerys rang.", "quote": True}
    told = Passage(passage_id="1", **common, **quote, approved_text="[advocate] rang.")
    untold = Passage(passage_id="2", **common, topic="trust", text="Not to be printed.")
    row = approved_quotes((told, untold), wales, "synthetic").to_dict("records")
    # "Interviewer: Go on?\n\n" is 21 characters, "Participant: " 13, the words 11.
    assert [r["segment_id"] for r in row] == ["B-PAR-01 interview:34-45"]
    assert row[0]["approved_text"] == "[advocate] rang."


# what consent has to do ------------------------------------------------------------------------


def test_somebody_withdrew_whose_answers_and_words_are_in_the_raw_files(people, survey, project):
    gone = people[people["consent_status"] == "withdrawn"]
    assert len(gone) == 1
    assert gone["survey_token"].item() in set(survey["token"])
    whose = project.tables["cases"].set_index("case")["source"]
    theirs = whose[[gone["case_name"].item()]]
    assert set(theirs) & set(project.tables["coded_segments"]["source"])


def test_every_token_and_case_of_the_consent_table_is_in_the_raw_files(people, tokens, project):
    assert set(people["survey_token"]) - {""} <= tokens
    assert set(people["case_name"]) - {""} == set(project.tables["cases"]["case"])


def test_tokens_and_identifiers_belong_to_one_person_each(people):
    assert people["participant_id"].is_unique
    assert people.loc[people["survey_token"] != "", "survey_token"].is_unique
    assert people.loc[people["pseudonym"] != "", "pseudonym"].is_unique


def test_everything_made_up_says_so(people, survey, project, wales):
    assert set(people["data_origin"]) == set(survey["data_origin"]) == {"synthetic"}
    values = project.tables["variables"].query("variable == 'Data origin'")
    assert set(values["value"]) == {"synthetic"}
    assert b"MADE-UP DATA" in (wales.folder / FILES[0]).read_bytes()
    assert b"MADE-UP DATA" in (wales.folder / FILES[1]).read_bytes()
