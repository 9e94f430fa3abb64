"""Mistakes in the codebook's fields, sufficiency, topic guides and checklists are named."""

from __future__ import annotations

import pytest
from test_study import message, spoil

OLD = "definition: No longer used, status: retired"
GUIDE = "topic_guides:\n  - {guide: g, label: {en: G}, groups: [%s], questions: [%s]}\nconsent:\n"
QUESTION = '{question: "1", text: {en: Why?}, tests: [%s]}'
REPORT = "reporting:\n  %s\nconsent:\n"


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("status: merged", "the code is merged, and nothing says into which"),
        ("status: merged, merged_into: K9", "merged_into 'K9' is unknown"),
        ("status: merged, merged_into: K3", "it is merged into K3, which is merged"),
        ("status: retired, merged_into: K2", "merged_into is given, and the code is retired"),
        ("status: retired, origin: both", "origin 'both' is unknown (known are deductive and ind"),
        ("status: gone", "status 'gone' is unknown"),
    ],
)
def test_a_mistake_in_the_codebook_is_named(tiny, after, expected):
    spoil(tiny, "codebook.yml", OLD, f"definition: No longer used, {after}")
    said = message()
    assert expected.split(" (")[0] in said
    assert "codebook.yml entry K3" in said


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("nobody: {text: {en: Enough.}, by: A, on: 2024-02-01}", "group 'nobody' is unknown"),
        ("parent: {text: {en: ' '}, by: A, on: 2024-02-01}", "the text or the name is blank"),
        ("parent: {text: {en: Enough.}, by: ' ', on: 2024-02-01}", "the text or the name is blank"),
        ("parent: {text: {en: Enough.}, by: A}", "on is missing"),
        ("parent: {text: {en: Enough.}, by: A, on: soon}", "a date like 2024-03-31 is needed"),
    ],
)
def test_a_statement_of_sufficiency_needs_a_group_a_text_a_name_and_a_day(tiny, said, expected):
    spoil(tiny, "study.yml", "  of_record: C1\n", f"  of_record: C1\n  sufficiency: {{{said}}}\n")
    assert expected in message()


@pytest.mark.parametrize(
    ("groups", "questions", "expected"),
    [
        ("nobody", QUESTION % "", "group 'nobody' is unknown"),
        ("parent", QUESTION % "CX", "statement or CMOC 'CX' is unknown"),
        ("parent", f"{QUESTION % ''}, {QUESTION % ''}", "the question 1 is given 2 times"),
    ],
)
def test_a_topic_guide_names_what_is_there(tiny, groups, questions, expected):
    spoil(tiny, "study.yml", "consent:\n", GUIDE % (groups, questions))
    assert expected in message()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('cherries: {"1": {at: {en: Here}}}', "there is no such checklist"),
        ('srqr: {"22": {at: {en: Here}}}', "the checklist has no such item"),
        ('coreq: {"1": {at: {en: " "}}}', "it is then shown as not addressed"),
        ('coreq: {"1": {at: {en: Here}, by: A}}', "a name without a day, or a day without a name"),
        ('srqr: {"1": {at: {en: Here}, on: 2024-02-01}}', "a name without a day, or a day"),
    ],
)
def test_a_checklist_is_confirmed_whole_or_not_at_all(tiny, said, expected):
    spoil(tiny, "study.yml", "consent:\n", REPORT % said)
    assert expected in message()
