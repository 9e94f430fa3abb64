"""A consensus rule that cannot be applied is refused in a researcher's words."""

from __future__ import annotations

import pytest
from rated import add_views
from test_study import message, spoil

from compendium.study_folder import open_study

HERE = "study.yml consensus_rule: "


@pytest.fixture
def views(tiny):
    add_views(tiny)
    return tiny


def test_a_rule_is_read_as_it_stands(views):
    rule = open_study("tiny").header.consensus_rule
    assert (rule.agree, rule.least_percent, rule.least_median) == ((4, 5), 70, 4)
    assert [s.second_item for s in rule.statements] == ["F1_D", "F2_D"]
    assert list(rule.questions) == ["first", "second"]


def test_a_study_without_a_rule_is_whole(tiny):
    assert open_study("tiny").header.consensus_rule is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("  instrument: views\n  question", "  instrument: news\n  question", "'news' is unknown"),
        ("least_percent: 70", "least_percent: 0", "least_percent is 0, but 1 to 100 percent are"),
        ("note_below: 50", "note_below: 101", "note_below is 101, but 1 to 100 percent are"),
        ("judged_from: 8", "judged_from: 0", "judged_from is 0, but at least one person is"),
        ("{en: Common in Delphi studies., cy", "{en: ' ', cy", "reason is blank. Say why these"),
        ("statement: F2,", "statement: F1,", "the statement F1 is given 2 times. Keep one."),
        ("item: F2_I,", "item: F1_I,", "the item F1_I is given 2 times"),
        ("item: F2_I,", "item: F9_I,", "item 'F9_I' is unknown"),
        ("  note_below: 50\n", "", "second_question, second_item without note_below, but a"),
        (
            "declared_on: 2024-01-01\n  reason: {en: Common",
            "declared_on: 2024-01-10\n  reason: {en: Common",
            "it was declared on 2024-01-10, but the survey was launched on 2024-01-10",
        ),
        ("agree: [4, 5]", "agree: [3, 4]", "agree is 3, 4, but F1_I has"),
        ("agree: [4, 5]", "agree: [1, 2, 3, 4, 5]", "the highest of these, and not all"),
        ("agree: [4, 5]", "agree: []", "agree is empty"),
        ("least_median: 4", "least_median: 1", "least_median is 1"),
        ("least_median: 4", "least_median: 5.5", "least_median is 5.5"),
        ("agree: [4, 5]", "agree: [4, 5]\n  groups: [uncle]", "group 'uncle' is unknown"),
    ],
)
def test_a_rule_that_cannot_be_applied_says_why(views, before, after, said):
    spoil(views, "study.yml", before, after)
    assert said in message()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("kind: agreement", "kind: choice", "F1_I has no scale that runs from least to most"),
        ("value: 3,", "value: 7,", "but levels one apart are needed"),
        (
            "F1_I, construct: important, scale: RATING,",
            "F1_I, construct: important, scale: RATING, reversed: true,",
            "F1_I is reversed, but the rule counts answers as they were given",
        ),
    ],
)
def test_items_the_rule_does_not_fit_are_named(views, before, after, said):
    spoil(views, "instruments/views.yml", before, after)
    assert said in message()


def test_statements_side_by_side_are_rated_on_one_scale(views):
    scale = """\
  - scale_id: FOUR
    kind: agreement
    options:
      - {value: 2, label: {en: A little, cy: Ychydig}}
      - {value: 3, label: {en: Somewhat, cy: Rhywfaint}}
      - {value: 4, label: {en: Mostly, cy: Gan mwyaf}}
      - {value: 5, label: {en: Very, cy: Iawn}}
items:
"""
    spoil(views, "instruments/views.yml", "items:\n", scale)
    spoil(
        views,
        "instruments/views.yml",
        "F2_I, construct: important, scale: RATING",
        "F2_I, construct: important, scale: FOUR",
    )
    assert "the statements' `item` have 2 different scales" in message()
