"""The attack on questions under profiles that go by counts (rule N1), worked by hand."""

from __future__ import annotations

import pytest

from compendium.attack.counted import Printed, know_counted
from compendium.attack.found import Attack, Attacked
from compendium.attack.programme import Possible, Programme
from compendium.attack.shares import Line
from compendium.disclosure.profile import profile_named

COUNTS = {side: {side: 1.0} for side in ("disagree", "neither", "agree")}


def left(profile, base, *lines, what="disagree", is_table=True, **known):
    """The least and the greatest that one side can be, after a table's lines."""
    programme = Programme()
    for side, most in known.items():
        programme.know(COUNTS[side], most=most)
    printed = [Line(name, percent, "") for name, percent in lines]
    know_counted(
        programme, COUNTS, printed, profile_named(profile), Printed(base, is_table=is_table)
    )
    possible = programme.possible(COUNTS[what], 5)
    return possible.least, possible.greatest


def test_one_of_two_sides_told_together_is_small():
    # 11 of 40 disagree or neither, neither of them nought, one of them 5 or fewer.
    together = ("disagree_or_neither", 28.0), ("agree", 73.0)
    assert left("dfe_1_5", 40, *together) == (1, 10)


def test_a_side_told_alone_is_no_small_count():
    # 5 to 7 are printed as 5; from 1 to 7 are hidden, so 8 to 12 are printed as 10.
    three = ("disagree", 10.0), ("neither", 40.0), ("agree", 50.0)
    assert left("nhs_1_7", 100, *three) == (8, 12)
    assert left("statswales_round5", 50, *three) == (5, 7)


def test_a_nought_that_is_shown_is_nobody():
    assert left("nhs_1_7", 100, ("disagree", 0.0), ("neither_or_agree", 100.0)) == (0, 0)


def test_what_a_table_leaves_out_is_the_base_less_the_others():
    # 30 of 40: the others are printed as 10 together, so they are 8 to 12 and one of them is small.
    assert left("nhs_1_7", 40, ("neither", 75.0)) == (1, 11)


def test_what_a_sentence_leaves_out_need_not_be_hidden():
    assert left("nhs_1_7", None, ("neither", 75.0), is_table=False)[1] > 1000


def test_a_bound_from_elsewhere_narrows_what_is_told_together():
    # 8 to 12 together; at most two in the middle.
    together = ("disagree_or_neither", 20.0), ("agree", 80.0)
    assert left("nhs_1_7", 50, *together, neither=2) == (6, 11)


@pytest.mark.parametrize(
    ("least", "greatest", "number", "rounded", "is_open"),
    [
        (0, 3, 4, True, False),
        (0, 0, 1, True, True),
        (1, 4, 4, True, True),
        (0, 3, 4, False, True),
        (0, 4, 5, False, False),
        (5, 5, 1, False, False),
        (4, 4, 1, True, True),
    ],
)
def test_a_difference_of_rounded_numbers_matters_once_it_cannot_be_nought(
    least, greatest, number, rounded, is_open
):
    derived = Attacked("answers", "A", "left out", Possible(least, greatest, number), derived=True)
    assert bool(Attack((derived,), 5, rounded).open) == is_open
