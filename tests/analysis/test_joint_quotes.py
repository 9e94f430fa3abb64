"""Which approved words may stand beside a row of the joint display, and which way they lean."""

from __future__ import annotations

import pytest
from tiny import consent_said, project, write_quotes

from compendium.analysis.joint_displays.integration import side_by_side
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study

LISTENED, NOBODY, TEA = (
    "She listened to me.",
    "Nobody listened 😀 at all.",
    "There was tea, always.",
)


def place(words):
    """Where the words stand in the tiny interviews."""
    source = next(s for s in project().sources if words in s.text)
    start = source.text.index(words)
    return f"{source.name}:{start}-{start + len(words)}"


def approve(tiny, *said):
    write_quotes(tiny, {place(words): f'"{words}"' for words in said})


def candidates(row="say", site="001"):
    """The words that may stand beside a row, and which way each leans."""
    (found,) = side_by_side(open_tables(open_study("tiny"), site)).taken
    frame = found.frame[found.frame["row"] == row]
    return list(zip(frame["text"], frame["lean"], strict=True))


def test_words_lean_as_their_passage_does_and_the_shortest_come_first(tiny):
    approve(tiny, NOBODY, TEA, LISTENED)
    assert candidates() == [
        (LISTENED, "favourable"),
        (TEA, "favourable"),
        (NOBODY, "unfavourable"),
    ]


def test_words_on_another_topic_are_none(tiny):
    approve(tiny, LISTENED)
    assert candidates("trust") == []


def test_words_of_a_group_that_does_not_speak_in_the_row_are_none(tiny):
    approve(tiny, "I make the tea.")
    assert candidates("say", "002") == []
    assert candidates("tea", "002") == [("I make the tea.", "favourable")]


def test_words_said_in_another_area_are_none(tiny):
    approve(tiny, LISTENED)
    assert candidates(site="002") == []


def test_staff_who_are_pooled_are_quoted_beside_every_area(tiny):
    approve(tiny, "I make the tea.")
    assert candidates("tea", "001") == candidates("tea", "002")


def test_without_approved_words_there_are_no_candidates(tiny):
    assert candidates() == []


@pytest.mark.parametrize(
    "change",
    [
        {"quote_consent": "no"},
        {
            "consent_status": "withdrawn",
            "withdrawal_scope": "all",
            "withdrawn_on": "2024-03-01",
        },
        {
            "consent_status": "partial",
            "withdrawal_scope": "quotes_only",
            "withdrawn_on": "2024-03-01",
        },
    ],
    ids=["never agreed", "withdrawn", "took back"],
)
def test_words_of_whoever_takes_back_consent_disappear(tiny, change):
    approve(tiny, LISTENED, NOBODY)
    assert (LISTENED, "favourable") in candidates()
    consent_said(tiny, "Q1", **change)
    assert candidates() == [(NOBODY, "unfavourable")]
