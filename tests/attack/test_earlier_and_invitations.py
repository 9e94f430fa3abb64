"""Two releases a few people apart, and numbers invited that are nearly reached."""

from __future__ import annotations

import pytest

from compendium.attack.earlier import between
from compendium.attack.found import Attack
from compendium.attack.invitations import attack_invitations
from compendium.attack.respondents import Respondents
from compendium.attack.told import Asked, Told
from compendium.disclosure.profile import profile_named

WELSH = profile_named("welsh_evaluation")
ASKED = Asked("parent", ("parent",), ("A",))
SIDES = ("disagree", "neither", "agree")


def chart(base, *percents):
    """One question in area A, as a release shows it."""
    cells = []
    for level, percent in zip(SIDES, percents, strict=True):
        keys = (("construct", "advocacy_experience"), ("item_id", "P_AS1"), ("level", level))
        for column, value in (("percent", percent), ("base", base)):
            cells.append(Told("A", "answers", "A", ASKED, keys, column, value, ""))
    return cells


def differ(study, before, now):
    old, new = (Respondents(study, WELSH, cells, "parent") for cells in (before, now))
    return Attack(tuple(between(old, new, "2026-05-01", 5)), 5).open


def test_one_person_fewer_between_two_exact_charts_tells_what_they_answered(wales):
    # 10, 10 and 20 of 40; 9, 10 and 20 of 39: the one who is gone disagreed.
    found = {a.what[:8]: a for a in differ(wales, chart(40, 25, 25, 50), chart(39, 23, 26, 51))}
    assert found["disagree"].possible.least == found["disagree"].possible.greatest == 1
    assert found["neither:"].possible.least == 0


def test_differences_stand_in_the_order_of_the_chart(wales):
    old, new = (
        Respondents(wales, WELSH, cells, "parent")
        for cells in (chart(40, 25, 25, 50), chart(39, 23, 26, 51))
    )
    found = between(old, new, "2026-05-01", 5)
    assert [a.what.partition(":")[0] for a in found] == [*SIDES]


def test_a_chart_that_has_not_changed_tells_nothing(wales):
    assert differ(wales, chart(40, 25, 25, 50), chart(40, 25, 25, 50)) == ()


def test_five_people_apart_tell_on_nobody(wales):
    assert differ(wales, chart(45, 22, 22, 56), chart(40, 25, 25, 50)) == ()


def test_somebody_who_came_for_somebody_who_left_is_found_too(wales):
    assert differ(wales, chart(40, 25, 25, 50), chart(40, 22, 25, 52))


def sample(column, value, mark=""):
    return Told("A", "sample", "A", None, (("group", "parent"),), column, value, mark)


@pytest.mark.parametrize(
    ("invited", "surveyed", "open_numbers"),
    [(44, (40, ""), 1), (45, (40, ""), 0), (43, (39, "over"), 1), (44, (39, "over"), 0)],
)
def test_who_stayed_away_is_the_number_invited_less_those_who_took_part(
    wales, invited, surveyed, open_numbers
):
    cells = [sample("surveyed", *surveyed), sample("invited", invited)]
    found = attack_invitations(Respondents(wales, WELSH, cells, "parent"), 5)
    assert len(Attack(tuple(found), 5).open) == open_numbers
