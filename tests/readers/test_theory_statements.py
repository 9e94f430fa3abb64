"""If–then–because statements, told from sentences that merely hold these words."""

from __future__ import annotations

import pytest

from compendium.readers.theory.blocks import Paragraph
from compendium.readers.theory.prose import find_theory
from compendium.readers.theory.statements import parsed, statements_in


def parts(text):
    found = parsed(text)
    return found and (found.if_text, found.then_text, found.because_text)


ABC = ("parents feel alone", "they engage", "they trust")


@pytest.mark.parametrize(
    "text",
    [
        "If parents feel alone, then they engage because they trust.",
        "If parents feel alone then they engage, because they trust",
        "IF parents feel alone THEN they engage BECAUSE they trust",
        "If parents feel alone; then they engage; because they trust.",
        "If: parents feel alone\nThen: they engage\nBecause: they trust",
        "If… parents feel alone… then… they engage… because… they trust…",
        "If parents feel alone, they engage, because they trust.",
        "If parents feel alone, then they engage. This is because they trust.",
        "“If parents feel alone, then they engage because they trust.”",
        "(a) If parents feel alone, then they engage because they trust.",
        "if parents feel alone – then they engage – because they trust",
        "Os parents feel alone, yna they engage oherwydd they trust.",
        "OS parents feel alone YNA they engage OHERWYDD they trust",
    ],
)
def test_a_statement_is_recognised_however_it_is_punctuated(text):
    assert parts(text) == ABC


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Os caiff rhieni gefnogaeth, bydd ymddiriedaeth yn tyfu am fod rhywun yn gwrando.",
            (
                "caiff rhieni gefnogaeth",
                "bydd ymddiriedaeth yn tyfu",
                "fod rhywun yn gwrando",
            ),
        ),
        (
            "If they wait and then despair, then they leave because nobody came",
            ("they wait and then despair", "they leave", "nobody came"),
        ),
        (
            "If parents are alone because of a removal, then they engage because they trust",
            ("parents are alone because of a removal", "they engage", "they trust"),
        ),
        (
            "If A, they engage because they feel heard and then act",
            ("A", "they engage", "they feel heard and then act"),
        ),
        (
            "If parents, who are alone, are met, they engage, because they trust",
            ("parents, who are alone, are met", "they engage", "they trust"),
        ),
        ("If A, then B.", ("A", "B", "")),
        (
            "PT1: If parents know they engage because they trust",
            ("parents know they engage", "", "they trust"),
        ),
    ],
)
def test_the_parts_are_told_apart_where_the_words_stand_more_than_once(text, expected):
    assert parts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We asked if parents felt alone and then why, because that matters.",
        "If young people know about advocacy they will use it.",
        "If parents withdrew because of distress, we stopped.",
        "If parents know they engage because they trust.",
        "Iffy claims, then, are set aside because they are iffy.",
        "Os gwelwch yn dda, yna dewch.",
        "Osgoi hyn, yna oherwydd.",
        "",
    ],
)
def test_a_sentence_that_merely_holds_the_words_is_no_statement(text):
    assert parsed(text) is None


@pytest.mark.parametrize("own", ["PT1", "IPT 3", "T4", "PE2a", "Programme theory 2", "IPT-1.2"])
def test_a_statement_keeps_the_number_it_has(own):
    for mark in (": ", ". ", " – ", ") ", " "):
        assert parsed(f"{own}{mark}If A, then B, because C").pt_id == own


def test_a_number_that_is_a_list_mark_alone_is_no_id():
    assert parsed("3. If A, then B, because C").pt_id == ""


@pytest.mark.parametrize("label", ["Rival:", "Rival explanation –", "Alternative theory:"])
def test_a_rival_explanation_is_told_apart(label):
    found = parsed(f"If A, then B, because C. {label} they would have come anyway.")
    assert (found.because_text, found.rival_text) == ("C", "they would have come anyway")


def test_two_statements_of_one_paragraph_are_two():
    text = "Ours. PT1: If A, then B, because C. It was kept. PT2: If D, then E, because F."
    found, missed = statements_in(text)
    assert [(s.pt_id, s.because_text) for s in found] == [("PT1", "C. It was kept"), ("PT2", "F")]
    assert missed == 0


def test_what_follows_a_statement_and_is_none_stays_in_it():
    (found,), missed = statements_in("If A, then B, because C. If not, they leave.")
    assert (found.because_text, missed) == ("C. If not, they leave", 0)
    (found,), missed = statements_in(
        "If A, then B, because C. PT2: If young people know they come."
    )
    assert (found.because_text, missed) == ("C", 1)


def test_a_sentence_that_begins_like_a_statement_and_is_none_is_counted():
    assert statements_in("If it rains we stay in. If A, then B, because C.")[1] == 1


# over several paragraphs -----------------------------------------------------------------------


def document(*texts, styles=None, numbers=None):
    kinds = list(zip(styles or [0] * len(texts), numbers or [""] * len(texts), strict=True))
    return [
        Paragraph(i, text, level=level, heading=bool(level), list_number=number)
        for i, (text, (level, number)) in enumerate(zip(texts, kinds, strict=True), start=1)
    ]


def statements(blocks):
    return [tuple(s.values())[:6] for s in find_theory(blocks)[0].statements]


@pytest.mark.parametrize(
    "lines",
    [
        ("If: A", "Then: B", "Because: C"),
        ("IF A", "THEN B", "BECAUSE C"),
        ("If", "A", "Then", "B", "Because", "C"),
        ("If A, then B.", "Because C."),
        ("IF A", "Then B", "Because C"),
    ],
)
def test_a_statement_on_lines_of_their_own_is_one(lines):
    blocks = document("Before", *lines, "After it.")
    assert statements(blocks) == [("", "A", "B", "C", "", "paragraph 2")]


def test_a_condition_of_several_lines_and_a_rival_belong_to_it():
    blocks = document("IF A", "AND D", "THEN B", "BECAUSE C", "Rival: E")
    assert statements(blocks) == [("", "A\nAND D", "B", "C", "E", "paragraph 1")]


def test_a_word_that_holds_then_is_no_then():
    blocks = document("IF we strengthen A", "THEN B", "A new line")
    assert statements(blocks) == [("", "we strengthen A", "B", "", "", "paragraph 1")]


def test_a_number_that_begins_a_sentence_is_no_title():
    assert statements(document("T4 is a road.", "If A, then B"))[0][0] == ""
    assert statements(document("T4: Trust", "If A, then B"))[0][0] == "T4"


def test_the_number_of_a_list_or_of_the_heading_above_is_its_id():
    said = "If A, then B, because C"
    blocks = document(
        said,
        "PT4: Trust",
        said,
        "Other",
        said,
        styles=[0, 2, 0, 2, 0],
        numbers=["IPT1:", "", "", "", ""],
    )
    assert [s[0] for s in statements(blocks)] == ["IPT1", "PT4", ""]


def test_a_table_of_contents_is_not_searched():
    blocks = [Paragraph(1, "PT1: If A, then B, because C 4", style="toc 1")]
    assert statements(blocks) == []
    assert find_theory(blocks)[0].guessed == ["1 lines of a table of contents: not searched"]


def test_what_begins_like_a_statement_and_is_none_is_said_to_be_lost():
    found, _ = find_theory(document("If it rains we stay in.", "We ask if so."))
    assert found.missed == ["paragraph 1"]
