"""The attack finds what the rules hold back as soon as one of them is broken."""

from __future__ import annotations

import dataclasses

import pytest

from compendium.attack.questions import attack_question
from compendium.attack.respondents import Number, Respondents
from compendium.attack.told import Asked, Told
from compendium.disclosure.profile import profile_named
from compendium.instruments import Option
from compendium.words import Text

WELSH = profile_named("welsh_evaluation")
ITEM = "P_AS1"
EVERYWHERE = ("A", "B", "C")


def cell(measure, asked, column, value, mark="", page="page", **keys):
    return Told(page, measure, "", asked, tuple(sorted(keys.items())), column, value, mark)


def table(sites, base, *lines, item=ITEM, measure="answers"):
    """One question as a page shows it: its base, and a name, percentage and mark each line."""
    asked = Asked("parent", ("parent",), tuple(sites))
    keys = {"construct": "advocacy_experience", "item_id": item}
    cells = []
    for level, percent, mark in lines:
        named = keys | {"level": level}
        cells += [cell(measure, asked, "percent", percent, mark, "".join(sites), **named)]
        cells += [cell(measure, asked, "base", base, "", "".join(sites), **named)]
    return cells


def left(study, cells, what, page="A"):
    """The values the attack leaves of one number of one page: the least, the greatest, how many."""
    known = Respondents(study, WELSH, cells, "parent")
    item = next(i for i in known.form.items if i.item_id == ITEM)
    for found in attack_question(known, item, 5):
        if found.where.startswith(f"{page},") and found.what == what:
            return found.possible
    raise AssertionError(f"nobody tried {what} on {page}")


def test_a_base_may_be_off_by_each_level_of_the_longest_scale(wales):
    # To the nearest five: each of eleven levels may be two off, so 110 may be 88 to 132.
    form = wales.instrument("parent")
    options = tuple(Option(value, Text(str(value))) for value in range(11))
    long = dataclasses.replace(form.scales[0], options=options)
    longer = dataclasses.replace(form, scales=(*form.scales, long))
    study = dataclasses.replace(wales, instruments=(longer,))
    known = Respondents(study, profile_named("nhs_1_7"), [], "parent")
    (base,) = (c for c in table("A", 110, ("agree", 50.0, "")) if c.column == "base")
    assert known.number(base, base.asked.atoms) == Number(88, 132)


def surveyed(number, mark="", site="A"):
    keys = (("group", "parent"),)
    return Told("page", "sample", site, None, keys, "surveyed", number, mark)


JOINED = [("disagree_or_neither", 18.0, ""), ("agree", 82.0, "")]


def test_joined_sides_keep_five_values(wales):
    # 7 of 38 disagree or neither; one of the two has no more than four: 0 to 4, or 3 to 7.
    possible = left(wales, table("A", 38, *JOINED), "people who disagree")
    assert (possible.least, possible.greatest) == (0, 7)
    assert possible.number == 5


def crowded(column, value, mark=""):
    """That 15 % or more of area A chose the last answer at one end, or that they did not."""
    keys = {"construct": "advocacy_experience", "item_id": ITEM}
    return [cell("items", Asked("parent", ("parent",), ("A",)), column, value, mark, "A", **keys)]


@pytest.mark.parametrize(
    ("told", "values"),
    [
        # 15 % of 38 are six or more who disagree strongly, of 7 who disagree or neither.
        (crowded("floor", "yes"), (6, 7)),
        (crowded("floor", ""), (0, 7)),
        (crowded("floor", None, "c"), (0, 7)),
        (crowded("ceiling", "yes"), (0, 7)),
    ],
    ids=["floor", "no floor", "hidden", "ceiling"],
)
def test_a_crowded_end_says_how_many_took_that_side_at_least(wales, told, values):
    possible = left(wales, table("A", 38, *JOINED) + told, "people who disagree")
    assert (possible.least, possible.greatest) == values


def test_a_total_over_all_areas_that_is_not_joined_gives_the_side_away(wales):
    others = [("disagree", 20.0, ""), ("neither", 20.0, ""), ("agree", 60.0, "")]
    cells = table("A", 38, *JOINED) + table("B", 50, *others) + table("C", 40, *others)
    # 10 and 8 are neutral in B and C, and only 23 of 128 are 18 %: five in area A, so two disagree.
    every = table(
        EVERYWHERE, 128, ("disagree", 16.0, ""), ("neither", 18.0, ""), ("agree", 66.0, "")
    )
    possible = left(wales, cells + every, "people who disagree")
    assert (possible.least, possible.greatest) == (2, 2)


def test_an_exact_number_surveyed_tells_who_left_a_question_out(wales):
    cells = [*table("A", 38, *JOINED), surveyed(39)]
    assert left(wales, cells, "people who left it out").number == 1


def test_a_bound_on_the_number_surveyed_leaves_five_values(wales):
    cells = [*table("A", 38, *JOINED), surveyed(37, "over")]
    possible = left(wales, cells, "people who left it out")
    assert (possible.least, possible.greatest, possible.number) == (0, 4, 5)


def test_a_bound_on_a_share_leaves_five_values(wales):
    lines = [("disagree_or_neither", 15.0, "under"), ("agree", 85.0, "over")]
    possible = left(wales, table("A", 38, *lines), "people who agree")
    assert (possible.least, possible.greatest) == (34, 38)


@pytest.mark.parametrize(("mark", "number"), [("", 1), ("over", 5)])
def test_who_did_not_say_how_it_was_before_is_the_difference_of_two_bases(wales, mark, number):
    back = table(
        "A",
        35 if not mark else 33,
        ("lower_or_same", 40.0, ""),
        ("higher", 60.0, ""),
        measure="change",
    )
    back = [
        Told(c.page, c.measure, c.site, c.asked, c.keys, c.column, c.value, mark)
        if c.column == "base"
        else c
        for c in back
    ]
    cells = table("A", 38, *JOINED) + back
    assert left(wales, cells, "people who rate now and not before").number == number
