"""Shares said out of ten: a rounding of the released percentage, worked by hand, and no more."""

from __future__ import annotations

import dataclasses

import pytest
from shown import bars

from compendium.conclusions import ValueReference
from compendium.disclosure.out_of import coarsened, out_of
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.released import Value
from compendium.displays.conclusions.findings import conclusions
from compendium.intake.tables import open_tables
from compendium.problems import StudyError
from compendium.study_folder import open_study


def value(percent, mark="", of=10):
    return Value(bars(("P1", "agree", float(percent), mark)), 0, "percent", of)


@pytest.mark.parametrize(
    ("percent", "mark", "said"),
    [
        (70, "", "about 7 out of 10"),
        (74, "", "about 7 out of 10"),
        (75, "", "about 8 out of 10"),  # a half goes up
        (84, "", "about 8 out of 10"),
        (85, "", "about 9 out of 10"),
        (94, "", "about 9 out of 10"),
        (5, "", "about 1 out of 10"),
        # Neither nobody nor everybody is said, for a rounding cannot know it.
        (0, "", "fewer than 1 out of 10"),
        (4, "", "fewer than 1 out of 10"),
        (95, "", "more than 9 out of 10"),
        (100, "", "more than 9 out of 10"),
        # A bound stays true: over 85 % is more than 8 of 10, and may be less than 9.
        (85, "over", "more than 8 out of 10"),
        (90, "over", "more than 9 out of 10"),
        (15, "under", "fewer than 2 out of 10"),
        (10, "under", "fewer than 1 out of 10"),
        # Few people stay few people.
        (77, "u", "about 8 out of 10\u00a0[u]"),
        (77, "limited", "about 8 out of 10\u00a0[l]"),
        (97, "u", "more than 9 out of 10\u00a0[u]"),
        (77, "c", "[c]"),
    ],
)
def test_a_percentage_is_said_out_of_ten(percent, mark, said):
    assert value(percent, mark).say("en") == said


def test_it_is_said_in_welsh():
    assert value(77).say("cy") == "tua 8 o bob 10"
    assert value(85, "over").say("cy") == "mwy na 8 o bob 10"
    assert value(4).say("cy") == "llai na 1 o bob 10"


@pytest.mark.parametrize("mark", ["", "over", "under", "u"])
def test_what_a_record_keeps_says_the_same_and_is_a_tenth(mark):
    for percent in range(101):
        kept = coarsened(percent, mark, 10)
        assert kept % 10 == 0
        assert out_of(kept, mark, 10) == out_of(percent, mark, 10)


def test_what_is_said_is_true_of_every_percentage():
    for percent in range(101):
        key, number = out_of(percent, "", 10)
        assert {
            "out_of_about": abs(percent - 10 * number) <= 5,
            "out_of_over": percent >= 95 and number == 9,
            "out_of_under": percent < 5 and number == 1,
        }[key]


def released(study, **reference):
    first, *rest = study.findings
    parts = {"result": "answers", "row": {"item_id": "S1", "level": "agree"}, "column": "percent"}
    values = {"x": ValueReference(**parts | {"out_of": 10} | reference)}
    made = dataclasses.replace(first, values=values, text=type(first.text)("Made-up data: {x}."))
    study = dataclasses.replace(study, findings=(made, *rest))
    return Release(open_tables(study, "001"), profile_named("exact")).findings("survey")


@pytest.mark.usefixtures("tiny")
def test_a_finding_says_it_and_its_record_keeps_no_more():
    # S1 in the first site: 5, 4 and 2. The team's table prints five levels; those who agree are the
    # two upper ones, a third each: 33 % and 33 %, 66 together.
    found = released(open_study("tiny"))
    (sentence,) = (c.sentence.say("en") for c in conclusions(found) if c.finding_id == "say")
    assert sentence == "Made-up data: about 7 out of 10."
    (row,) = found.frame[found.frame["finding_id"] == "say"].to_dict("records")
    assert (row["percent"], row["out_of"]) == (70.0, "10")


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize(
    ("reference", "message"),
    [
        (
            {"column": "base"},
            "value x: base of answers cannot be said out of 10: only the column percent of "
            "answers, consensus can. Take `out_of` away",
        ),
        (
            {"result": "scores", "row": {"construct": "say"}, "column": "mean"},
            "value x: mean of scores cannot be said out of 10",
        ),
    ],
)
def test_only_a_share_of_answers_is_said_out_of_ten(reference, message):
    with pytest.raises(StudyError, match="finding say, value x") as error:
        released(open_study("tiny"), **reference)
    assert message in str(error.value)
