"""The two strands of a joint display, their signals, and the draft rule over all pairs of them."""

from __future__ import annotations

import pandas as pd
import pytest

from compendium.analysis.joint_displays.strands import (
    draft,
    qual_signal,
    quant_signal,
    talk,
    voices,
    welch,
)
from compendium.intake.tables import open_tables
from compendium.study_folder import open_study


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (3.51, 4.0, "favourable"),
        (3.5, 4.0, "near"),
        (3.0, 3.5, "near"),
        (3.0, 3.49, "unfavourable"),
        (3.0, 4.0, "near"),
    ],
)
def test_an_interval_stands_wholly_above_or_below_its_reference_or_around_it(
    lower, upper, expected
):
    assert quant_signal(40, lower, upper, 3.5) == expected


@pytest.mark.parametrize(("n", "expected"), [(0, "none"), (1, "too_thin"), (9, "too_thin")])
def test_fewer_than_ten_answers_are_no_signal(n, expected):
    assert quant_signal(n, 4.0, 5.0, 3.5) == expected


def test_ten_answers_are_a_signal():
    assert quant_signal(10, 4.0, 5.0, 3.5) == "favourable"


def test_a_binary_fraction_makes_no_difference():
    # 0.1 + 0.2 is 0.30000000000000004.
    assert quant_signal(40, 0.1 + 0.2, 1.0, 0.3) == "near"


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((0, 0, 0, 0), "none"),
        ((2, 2, 0, 0), "too_thin"),
        ((3, 3, 0, 0), "favourable"),
        ((3, 0, 3, 0), "unfavourable"),
        ((3, 2, 1, 0), "favourable"),  # two thirds exactly
        ((3, 1, 2, 0), "unfavourable"),
        ((5, 3, 2, 0), "mixed"),  # 60 %
        ((6, 2, 0, 4), "mixed"),  # two who lean are no pattern
        ((6, 0, 0, 0), "too_thin"),  # nobody judged what they say
    ],
)
def test_talk_is_clear_where_two_thirds_of_three_or_more_lean_one_way(people, expected):
    assert qual_signal(12, *people) == expected


def test_where_nobody_was_interviewed_the_talk_was_not_asked():
    assert qual_signal(0, 0, 0, 0) == "not_asked"


# Rows: the survey's signal; columns: favourable, unfavourable, mixed, none, not_asked, too_thin
# and few, as the rule of docs/decisions.md has them.
TALK = ("favourable", "unfavourable", "mixed", "none", "not_asked", "too_thin", "few")
DESIGN, SURVEY, BOTH = "silent_survey_by_design", "silent_survey", "silent_both"
RULE = {
    "favourable": ("agree", "disagree", "partly", *["silent_talk"] * 2, "too_thin", "few_talk"),
    "unfavourable": ("disagree", "agree", "partly", *["silent_talk"] * 2, "too_thin", "few_talk"),
    "near": (*["partly"] * 3, *["silent_talk"] * 2, "too_thin", "few_talk"),
    "none": (*[SURVEY] * 3, BOTH, BOTH, SURVEY, SURVEY),
    "not_asked": (*[DESIGN] * 3, BOTH, BOTH, DESIGN, DESIGN),
    "too_thin": (*["too_thin"] * 3, *["silent_talk"] * 2, "too_thin", "too_thin"),
}
PAIRS = [(q, t, e) for q, row in RULE.items() for t, e in zip(TALK, row, strict=True)]


@pytest.mark.parametrize(("quant", "qual", "expected"), PAIRS)
def test_the_draft_of_every_pair_of_signals(quant, qual, expected):
    assert draft(quant, qual) == expected


def test_welchs_interval_by_hand():
    # Means 2 and 5; variances 1 and 20/3; standard error sqrt(1/3 + 5/3) = 1.41421; degrees of
    # freedom 4 / ((1/3)^2/2 + (5/3)^2/3) = 4.0755; its 97.5 % point of t is 2.75628.
    low, high = welch(pd.Series([1.0, 2, 3]), pd.Series([2.0, 4, 6, 8]))[1:]
    assert (low, high) == (pytest.approx(-6.89798, abs=1e-4), pytest.approx(0.89798, abs=1e-4))


def test_answers_that_do_not_vary_have_an_interval_of_no_width():
    assert welch(pd.Series([4.0, 4.0]), pd.Series([3.0, 3.0])) == (1.0, 1.0, 1.0)


def test_one_person_has_no_interval():
    assert all(map(pd.isna, welch(pd.Series([4.0]), pd.Series([3.0, 2.0]))))


@pytest.fixture
def rows(tiny):
    data = open_tables(open_study("tiny"))
    return data, {r.row: r for r in data.study.header.joint_display}


def counts(rows, row, *sites):
    data, declared = rows
    found = talk(data, voices(data), declared[row], sites)
    return found.asked, found.raised, found.favourable, found.unfavourable, found.balanced


def test_people_count_once_however_many_passages_they_have(rows):
    # c1 praises listening and tea, c2 was not listened to; c3 speaks of papers alone.
    assert counts(rows, "say", "001") == (3, 2, 1, 1, 0)


def test_what_nobody_judged_leans_no_way(rows):
    # c5 and c6 speak of tea and listening, without valence.
    assert counts(rows, "say", "002") == (2, 2, 0, 0, 0)


def test_a_group_that_does_not_raise_it_was_asked_all_the_same(rows):
    assert counts(rows, "heard", "001") == (1, 0, 0, 0, 0)


def test_sites_together_count_all_their_people(rows):
    assert counts(rows, "tea", "001", "002") == (7, 3, 2, 0, 0)
