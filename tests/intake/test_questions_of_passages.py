"""Under which question a coded passage of a respondent's document stands."""

from __future__ import annotations

import pytest
from opened import answered, tables, write_answers, write_documents
from tiny import LISTENING, PAPERS, TEA

from compendium.intake.questions import places, question_at

A, B = ("form", "A"), ("form", "B")
DOCUMENT = "What helped?\nTea\n\nWhat did not?\nTea  and\npapers\n"


def at(passage, answers, text=DOCUMENT):
    start = text.index(passage)
    spans = places(text, answers)
    return question_at(start, start + len(passage), passage, spans, answers)


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("Tea\n", A),
        ("Tea  and\npapers", B),  # spaces and line breaks of the tool's own
        ("papers", B),
        ("What helped?", ("", "")),  # the question itself
        (DOCUMENT, ("", "")),  # over both answers
    ],
)
def test_a_passage_is_of_the_answer_it_lies_in(passage, expected):
    assert at(passage, [(A, "Tea"), (B, "Tea and papers")]) == expected


def test_the_same_words_twice_are_told_apart_by_their_place():
    text, answers = "One?\nno\nTwo?\nno\n", [(A, "no"), (B, "no")]
    spans = places(text, answers)
    assert question_at(5, 7, "no", spans, answers) == A
    assert question_at(13, 15, "no", spans, answers) == B


def test_an_answer_is_not_found_inside_a_word_of_the_question():
    assert places("Anything?\na\n", [(A, "a")]) == [(10, 11, A)]


def test_signs_of_patterns_are_signs():
    assert places("Q\n(a+)+$ .*\n", [(A, "(a+)+$ .*")]) == [(2, 11, A)]


@pytest.mark.parametrize(
    ("words", "expected"), [("was tea", A), ("tea", ("", "")), ("coffee", ("", ""))]
)
def test_without_the_whole_document_words_of_one_answer_alone_tell(words, expected):
    answers = [(A, "there was  tea"), (B, "no tea")]
    assert question_at(0, 7, words, [], answers) == expected


def test_passages_of_a_coding_tool_come_under_their_question(tiny):
    write_answers(tiny, answered({"t1": "they listened", "t5": "Diolch, ŵy 💛"}))
    write_documents(
        tiny,
        {
            "t1": ("Anything else?\nthey listened\n", [("listened", LISTENING, "C1")]),
            "t3": ("Anything else?\nnever in the survey\n", [("survey", PAPERS, "C1")]),
            "t5": ("Anything else?\nDiolch, ŵy 💛\n", [("ŵy 💛", TEA, "C2")]),
        },
    )
    segments = tables().segments.set_index("event_id")
    assert segments.loc["t1", ["instrument", "item_id"]].tolist() == ["form", "O1"]
    assert segments.loc["t5", "item_id"] == "O1"
    assert segments.loc["t3", "item_id"] == ""
    assert set(segments.loc[segments["data_type"] == "interview", "item_id"]) == {""}
