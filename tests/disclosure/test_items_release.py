"""What items bring, through the door: crowded ends only where they tell nobody's answer."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from compendium.analysis.result import Result
from compendium.analysis.survey import scales
from compendium.disclosure.items import release_items
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"population": Text("parents"), "method": "method_items", "origin": "synthetic"}
ENDS = ["floor", "ceiling"]


def answered(*people):
    """How many chose each of five levels of one item."""
    levels = [str(n) for n in range(1, len(people) + 1)]
    rows = {"construct": "say", "item_id": "S1", "level": levels, "people": people}
    frame = pd.DataFrame(rows).assign(base=sum(people))
    by, labels = ("construct", "item_id", "level"), {"reversed": {}, "level": {}}
    return Result("answers", frame, by, "people", {"base": "base"}, labels=labels, **COMMON)


def items(people, parts=(), n=None, around=None, guard="", reverse=False):
    """The item statistics of one item that so many chose each level of."""
    n, total = sum(people) if n is None else n, sum(people)
    numbers = dict.fromkeys(("item_rest", "alpha_without", "alpha"), math.nan if guard else 0.5)
    row = {"construct": "say", "item_id": "S1", "n": n, "least": n} | numbers
    row |= {"around": total if around is None else around, "guard": guard}
    first, last = (people[-1], people[0]) if reverse else (people[0], people[-1])
    row |= {"lowest": 100 * first / total, "highest": 100 * last / total}
    row |= {"floor": "yes" if row["lowest"] >= 15 else ""}
    row |= {"ceiling": "yes" if row["highest"] >= 15 else ""}
    answers = answered(*people)
    labels = {"reversed": {"S1": Text("S1")} if reverse else {}, "level": {}}
    answers.labels.update(labels)
    frame = pd.DataFrame([row])[["construct", "item_id", "n", *scales.ITEM_KINDS]]
    by = ("construct", "item_id")
    more = {"labels": labels, "beside": (answers,), "parts": parts, **COMMON}
    return Result("items", frame, by, "n", scales.ITEM_KINDS, **more)


def released(result, profile=WELSH):
    out = release_items(result, profile, **COMMON)
    return out.frame.iloc[0], out.marks.iloc[0]


def test_the_public_reads_yes_or_no_and_never_the_share():
    row, _ = released(items([60, 30, 30, 30, 60]))
    assert not {"lowest", "highest"} & {*row.index}
    assert row[ENDS].tolist() == ["yes", "yes"]


def test_the_team_reads_the_share_and_whether_it_is_many():
    row, marks = released(items([1, 2, 3, 4, 5]), EXACT)
    assert (row["lowest"], row["highest"]) == (7, 33)
    assert row[ENDS].tolist() == ["", "yes"]
    assert set(marks) == {""}


@pytest.mark.parametrize("reverse", [False, True])
def test_floor_is_the_unfavourable_end_whichever_way_an_item_is_worded(reverse):
    people = [60, 30, 30, 40, 20] if not reverse else [20, 40, 30, 30, 60]
    row, _ = released(items(people, reverse=reverse))
    assert row[ENDS].tolist() == ["yes", ""]


@pytest.mark.parametrize("last", [3, 4, 5, 6])
def test_nothing_is_said_where_yes_or_no_leaves_fewer_numbers_than_the_rule_asks(last):
    # Of 30 people 15 % are five or more: "no" leaves 0 to 4, but "yes" of six only 5 and 6.
    _, marks = released(items([6 - last, last, 12, 6, 6][::-1]))
    assert marks["ceiling"] == "c"


def test_whether_it_is_said_does_not_hang_on_the_answer():
    # As many people on each side and in all, split otherwise: said of both or of neither.
    few, many = items([2, 38, 40, 30, 40]), items([38, 2, 40, 30, 40])
    assert (released(few)[0]["floor"], released(many)[0]["floor"]) == ("", "yes")
    assert released(few)[1]["floor"] == released(many)[1]["floor"]


def test_a_total_says_what_every_area_says_and_nothing_else():
    yes, no = items([60, 30, 30, 30, 60]), items([2, 60, 30, 60, 2])
    assert released(items([120, 60, 60, 60, 120], (yes, yes)))[0][ENDS].tolist() == ["yes"] * 2
    row, marks = released(items([62, 90, 60, 90, 62], (yes, no)))
    assert (row[ENDS].tolist(), marks[ENDS].tolist()) == (["", ""], ["c", "c"])


def test_an_item_everybody_answered_alike_reads_like_one_of_too_few():
    few, alike = (
        released(items([20, 20, 20, 20, 20], n=n, guard=guard))
        for n, guard in [(8, "guard_few_people"), (100, "guard_constant_item")]
    )
    statistics = ["n", "item_rest", "alpha_without", "alpha", "guard"]
    assert few[0][statistics].equals(alike[0][statistics])
    assert few[1][statistics].equals(alike[1][statistics])


@pytest.mark.parametrize("site", ["", "A", "B", "C"])
def test_no_welsh_count_of_people_is_between_one_and_nine(area, site):
    out = Release(area(site), WELSH)(scales.item_statistics(area(site), "parent"))
    numbers = out.frame["n"].dropna()
    assert len(numbers)
    assert not numbers.between(1, 9).any()
    assert out.frame.loc[out.marks["n"] == "c", "item_rest"].isna().all()
