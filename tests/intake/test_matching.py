"""Who is meant by a token or case that is written otherwise: proposed, confirmed, then joined."""

from __future__ import annotations

import pandas as pd
import pytest
import tiny as made
from hypothesis import given
from hypothesis import strategies as st

from compendium.build.sweep.spoken import GONE, UNKNOWN, spoken
from compendium.intake.matches import MATCH_FILE
from compendium.intake.take_in import keys_that_nobody_has, take_in
from compendium.matching import candidates, reason_for, write_match_candidates
from compendium.problems import DataError
from compendium.study_folder import open_study

CAPITALS = "the same but for capitals and spaces"
MARKS = "the same but for hyphens, dots and the like"
ZEROS = "the same but for leading zeros"
ALIKE = "the same if letters and digits that look alike are mistaken (O and 0, l and 1)"
BEGINS = "begins with it, and goes on after a space or a mark"
NEAR = "one letter or digit is different, missing, added or swapped with the next"
HEADER = "source,written,participant_id,reason,confirmed_by,confirmed_on,data_origin\n"


@pytest.mark.parametrize(
    ("written", "known", "reason"),
    [
        ("p7 ", "P7", CAPITALS),
        ("P-07", "P07", MARKS),
        ("p7 ", "P07", ZEROS),
        ("P-7", "P007", ZEROS),
        ("PO7", "P07", ALIKE),
        ("A-PAR-01 interview", "A-PAR-01", BEGINS),
        ("A-PAR-012", "A-PAR-01", NEAR),  # one digit too much; not: begins with it
        ("HM6UE46H", "HM6UE64H", NEAR),
        ("HM6UE4H", "HM6UE46H", NEAR),
        ("P8", "P07", ""),
        ("P70", "P07", ""),
        ("P10", "P1", ""),  # a zero behind is no leading zero
        ("P8", "P7", ""),  # too short for one letter to be a slip
        ("", "P7", ""),
        ("P7", "", ""),
        ("---", "-", ""),
    ],
)
def test_the_reason_is_the_surest_that_fits(written, known, reason):
    assert reason_for(written, known) == reason


@given(st.text(max_size=12), st.text(max_size=12))
def test_a_reason_can_be_asked_of_any_two_texts(written, known):
    assert isinstance(reason_for(written, known), str)


@given(st.from_regex(r"[A-Z]{1,3}-?[0-9]{1,4}", fullmatch=True))
def test_spelling_a_token_otherwise_is_always_found(token):
    assert reason_for(f" {token.lower()} ", token) == CAPITALS
    assert reason_for(token.replace("-", ""), token) in (CAPITALS, MARKS)


@pytest.fixture
def misspelt(tiny):
    """Tiny with t1's token written ``T-01`` and c7's (who withdrew) case written ``C07``."""
    frame = made.responses()
    frame["token"] = frame["token"].replace({"t1": "T-01"})
    made.write_survey(tiny / "raw" / "survey.sav", frame)
    talk = [("C07" if case == "c7" else case, *rest) for case, *rest in made.TALK]
    made.write_qdpx(tiny / "raw" / "talk.qdpx", made.project(talk))
    return tiny


def proposed():
    study = open_study("tiny")
    return candidates(study, *keys_that_nobody_has(study))


def confirm(folder, *rows):
    lines = [f"{r},as proposed,A. Nalyst,2024-05-01,synthetic\n" for r in rows]
    (folder / MATCH_FILE).write_text(HEADER + "".join(lines))


def people(intake):
    return set(intake.tables["answers"]["participant_id"])


def test_candidates_are_proposed_with_their_reason(misspelt):
    found = proposed()[["source", "written", "participant_id", "reason", "known_as"]]
    assert found.to_numpy().tolist() == [
        ["survey", "T-01", "Q1", ZEROS, "t1"],
        ["talk", "C07", "Q7", ZEROS, "c7"],
    ]


def test_nothing_is_joined_before_it_is_confirmed(misspelt):
    intake = take_in(open_study("tiny"))
    assert "Q1" not in people(intake)
    assert intake.consent.left_out["survey.sav"] == 1
    assert "unknown  2 tokens and cases are nobody's" in intake.summary()


def test_what_is_confirmed_is_joined(misspelt):
    confirm(misspelt, "survey,T-01,Q1")
    assert "Q1" in people(take_in(open_study("tiny")))


def test_a_confirmed_match_holds_for_its_own_source_alone(misspelt):
    confirm(misspelt, "talk,T-01,Q1")
    intake = take_in(open_study("tiny"))
    assert "Q1" not in people(intake)
    assert intake.quality.counts["match_unused"] == 1


def test_what_somebody_withdrew_goes_under_the_other_spelling_too(misspelt):
    confirm(misspelt, "talk,C07,Q7")
    tables = take_in(open_study("tiny")).tables
    assert not tables["segments"]["text"].str.contains("never be seen").any()
    assert "C07 interview" not in set(tables["events"]["event_id"])


def test_the_sweep_knows_whose_words_they_are_by_the_match(misspelt):
    def said(kind):
        return any("never be seen" in text for text, _ in spoken(open_study("tiny")).words[kind])

    assert said(UNKNOWN)
    assert not said(GONE)
    confirm(misspelt, "talk,C07,Q7")
    assert said(GONE)
    assert not said(UNKNOWN)
    assert "who withdrew" in spoken(open_study("tiny")).names["C07"].whose


def test_what_is_confirmed_to_be_nobody_is_not_proposed_again(misspelt):
    confirm(misspelt, "survey,T-01,")
    assert "T-01" not in set(proposed()["written"])
    assert "Q1" not in people(take_in(open_study("tiny")))


def test_several_who_may_be_meant_are_all_named(tiny):
    consent = pd.DataFrame(
        {
            "participant_id": ["A", "B"],
            "survey_token": ["P07", "P-7"],
            "data_origin": "synthetic",
        }
    )
    keys = pd.DataFrame({"source": ["survey"], "written": ["p7"], "rows": [1]})
    found = candidates(open_study("tiny"), keys, consent)
    assert found[["participant_id", "reason", "fits_others"]].to_numpy().tolist() == [
        ["B", MARKS, "1"],
        ["A", ZEROS, "1"],
    ]


def test_a_key_of_another_column_is_proposed_as_such(tiny):
    consent = pd.DataFrame(
        {"participant_id": ["A"], "survey_token": ["t"], "case_name": ["c"], "data_origin": "real"}
    )
    keys = pd.DataFrame({"source": ["survey"], "written": ["C"], "rows": [1]})
    found = candidates(open_study("tiny"), keys, consent)
    assert found["reason"].tolist() == ["it is their case_name"]


def test_the_proposals_lie_in_private_alone(misspelt):
    said = write_match_candidates(open_study("tiny"))
    path = misspelt.parent.parent / "private" / "tiny" / "matches_to_confirm.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    assert len(table) == 2
    assert "proposals   for 2 of them" in said
    assert "T-01" not in said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["survey,T-01,Q99"], "row 2: participant_id = 'Q99', but the consent table has no such"),
        (["poll,T-01,Q1"], "row 2: source = 'poll', but study.yml has survey, talk, log"),
        (["survey,T-01,Q1", "survey,T-01,Q2"], "row 3: 'T-01' of survey stands twice"),
        (["survey,t2,Q1"], "row 2: written = 't2' is somebody's own survey_token"),
    ],
)
def test_what_is_wrong_with_a_match_is_said_with_its_row(misspelt, rows, said):
    confirm(misspelt, *rows)
    with pytest.raises(DataError, match=said):
        take_in(open_study("tiny"))


def test_a_match_nobody_signed_is_refused(misspelt):
    (misspelt / MATCH_FILE).write_text(HEADER + "survey,T-01,Q1,,,01/05/2024,synthetic\n")
    with pytest.raises(DataError, match="confirmed_by"):
        take_in(open_study("tiny"))
