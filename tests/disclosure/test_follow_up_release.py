"""Rules X1, S1 and S4 on follow-up: who came again, and how the same people changed."""

from __future__ import annotations

import dataclasses
import math
from collections import defaultdict

import pandas as pd
import pytest
from later import cut, taken_in, write_panel

from compendium.analysis.result import Result
from compendium.analysis.survey import follow_up
from compendium.disclosure import attrition, nested
from compendium.disclosure.account import account, cells_of
from compendium.disclosure.nested import inside
from compendium.disclosure.profile import profile_named, profiles
from compendium.disclosure.release import Release
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_attrition"}
ONE_AREA = {"asked_sites": {"A": Text("Area A")}}


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    return taken_in(tmp_path_factory.mktemp("panel"), write_panel)


def made(first, again, answered, scored) -> Result:
    """Who came again of one group in one area, as the analysis would have counted them."""
    counts = {"first": first, "again": again, "lost": first - again}
    row = {"occasion": "T1", "group": "parent", **counts, "answered": answered, "smallest": first}
    twice = pd.DataFrame([("T1", "say", scored, answered)])
    twice.columns = ["occasion", "construct", "n", "around"]
    beside = Result(
        "attrition", twice, ("occasion", "construct"), "n", {"around": "base"}, **COMMON
    )
    kinds = dict.fromkeys(("first", "lost", "answered", "smallest"), "count")
    keys = ("occasion", "group")
    return Result(
        "attrition",
        pd.DataFrame([row]),
        keys,
        "again",
        kinds,
        labels=ONE_AREA,
        beside=(beside,),
        **COMMON,
    )


def printed(result, profile=WELSH) -> dict[str, str]:
    """Each number of the one row as a reader sees it: with its mark."""
    released = attrition.release_attrition(result, profile, **COMMON)
    (row,), (marks,) = released.frame.to_dict("records"), released.marks.to_dict("records")
    bounds = ("over", "under", "c")
    return {c: (str(row[c]), marks[c] if marks[c] in bounds else "") for c in row}


def is_number(value) -> bool:
    return isinstance(value, float) and not math.isnan(value)


def by_area(data, profile, analysis=follow_up.attrition):
    released = Release(data, profile)(analysis(data))
    return released.frame, released.marks


def test_numbers_far_enough_apart_are_printed_with_wilsons_interval():
    seen = printed(made(first=60, again=45, answered=52, scored=40))
    assert [seen[c] for c in ("first", "again", "lost")] == [
        ("60.0", ""),
        ("45.0", ""),
        ("15.0", ""),
    ]
    # R: prop.test(45, 60, correct = FALSE)$conf.int gives 0.6276 and 0.8422.
    assert [seen[c] for c in ("share", "lower", "upper")] == [
        ("75.0", ""),
        ("63.0", ""),
        ("84.0", ""),
    ]


def test_a_bound_has_no_share_and_the_widest_interval():
    seen = printed(made(first=40, again=33, answered=40, scored=33))
    assert (seen["first"], seen["again"]) == (("39.0", "over"), ("32.0", "over"))
    assert seen["share"] == ("nan", "c")
    # Of 44 at most 33 at least: R: prop.test(33, 44, correct = FALSE)$conf.int[1] is 0.6056.
    assert (seen["lower"], seen["upper"]) == (("61.0", ""), ("100.0", ""))
    assert seen["lost"] == ("12.0", "under")


@pytest.mark.parametrize("again", [9, 3, 0])
def test_fewer_than_ten_who_came_again_are_hidden(again):
    seen = printed(made(first=60, again=again, answered=52, scored=0))
    assert {seen[c][1] for c in ("again", "lost", "share", "lower", "upper")} == {"c"}


def test_the_team_sees_every_number():
    seen = printed(made(first=40, again=38, answered=40, scored=37), EXACT)
    assert {mark for _, mark in seen.values()} == {""}
    assert (seen["lost"][0], seen["share"][0]) == ("2.0", "95.0")


def seen_by_all(first, again, answered, scored) -> tuple:
    """What is printed of one area: who answered first, came again, was lost; who has a score."""
    number = inside(scored, answered, WELSH)
    at_first = nested.seen_elsewhere(first, answered, WELSH)
    came = attrition._apart(again, first, number.least, WELSH)
    lost = attrition._lost(at_first, came, attrition._most(at_first, 1, WELSH))
    shown = ((base.shown, base.mark) for base in (at_first, came, number))
    return (answered, *shown, lost)


@pytest.mark.parametrize("numbers", [(40, 33, 40, 33), (46, 40, 41, 32), (40, 30, 40, 25)])
def test_what_the_attacker_reckons_with_is_what_is_printed(numbers):
    _, first, came, _, lost = seen_by_all(*numbers)
    seen = printed(made(*numbers))
    for column, (number, mark) in {"first": first, "again": came, "lost": lost}.items():
        assert seen[column] == (str(float(number)), mark)


def test_five_numbers_are_left_of_the_lost_and_of_those_without_a_score():
    """Every way in which few people are lost or lack a score, tried as an attacker would."""
    lost, unscored = defaultdict(set), defaultdict(set)
    for answered in range(24, 30):
        for first in range(answered, answered + 9):
            for again in range(15, first + 1):
                for scored in range(again - 8, min(again, answered) + 1):
                    seen = seen_by_all(first, again, answered, scored)
                    lost[seen].add(first - again)
                    unscored[seen].add(again - scored)
    reached = {seen for seen in lost if seen[3][0] >= 15}
    assert len(reached) > 500
    for found in (lost, unscored):
        assert [s for s in reached if len(found[s]) < 5 and min(found[s]) < 5] == []


def test_all_areas_tell_no_more_than_the_areas_reports_together(panel):
    data = cut(panel, {"001": (52, 44), "002": (40, 33)})
    frame, marks = by_area(data, WELSH)
    six = frame[frame["occasion"] == "T1"].set_index("area")
    assert set(marks.loc[frame["occasion"] == "T1", "again"]) == {"over"}
    # At least 44 and at least 33: at least 77.
    assert six["again"].to_dict() == {"001": 43, "002": 32, "every_area": 76}
    for area in ("001", "002"):
        own, _ = by_area(cut(panel, {"001": (52, 44), "002": (40, 33)}, area), WELSH)
        assert own["area"].tolist() == ["every_area"] * 2
        columns = ["first", "again", "lost", "lower", "upper"]
        assert own.loc[0, columns].tolist() == six.loc[area, columns].tolist()


def test_an_area_that_is_hidden_gives_a_bound_for_all(panel):
    frame, marks = by_area(cut(panel, {"001": (52, 44), "002": (30, 8)}), WELSH)
    marks = marks[frame["occasion"] == "T1"].set_axis(["001", "002", "every_area"])
    assert marks["again"].to_dict() == {"001": "over", "002": "c", "every_area": "over"}
    assert frame.loc[2, "again"] == 43


def test_a_few_people_in_one_area_hide_every_area_at_first(panel):
    frame, marks = by_area(cut(panel, {"001": (52, 44), "002": (8, 8)}), WELSH)
    six = marks[frame["occasion"] == "T1"].set_axis(["001", "002", "every_area"])
    assert six["first"].to_dict()["001"] == "c"


@pytest.mark.sampled(32)
@pytest.mark.parametrize("profile", sorted(profiles()))
@pytest.mark.parametrize("people", [{"001": (52, 44), "002": (40, 33)}, {"001": (9, 3)}, {}])
@pytest.mark.parametrize(
    "analysis",
    [follow_up.attrition, follow_up.change, follow_up.means, follow_up.reliable_change],
)
def test_every_profile_releases_and_accounts_for_every_table(panel, analysis, people, profile):
    own = profile_named(profile)
    released = Release(cut(panel, people), own)(analysis(cut(panel, people)))
    found = account(cells_of(released, own, {"parent": "", "worker": "staff"}))
    assert found.planned > 0 or not people


def test_change_needs_ten_people(panel):
    for again, shown in ((9, False), (10, True)):
        data = cut(panel, {"001": (52, again)})
        frame, marks = by_area(data, WELSH, follow_up.change)
        (say,) = frame.index[(frame["construct"] == "say") & (frame["occasion"] == "T1")]
        numbers = ["mean_first", "mean_later", "difference", "estimate", "p", "p_holm"]
        assert frame.loc[say, numbers].notna().all() == shown
        assert (marks.loc[say, numbers] == "c").all() != shown


def test_friedmans_numbers_do_not_tell_a_number_that_is_a_bound(panel):
    data = cut(panel, {"001": (52, 44)}, "001")
    frame, marks = by_area(data, WELSH, follow_up.change)
    every = (frame["construct"] == "trust") & (frame["occasion"] == "every")
    assert marks.loc[every, ["n", "estimate"]].to_numpy().tolist() == [["over", "c"]]
    assert "statistic" not in frame
    assert marks.loc[every, "p"].tolist() == ["under"]
    frame, marks = by_area(data, EXACT, follow_up.change)
    every = (frame["construct"] == "trust") & (frame["occasion"] == "every")
    assert frame.loc[every, ["statistic", "estimate"]].notna().all(axis=None)


@pytest.mark.parametrize("analysis", [follow_up.change, follow_up.reliable_change])
@pytest.mark.parametrize("people", [{"001": (52, 44)}, {"001": (3, 2)}])
def test_the_reason_why_looking_back_has_no_test_is_always_told(panel, analysis, people):
    frame, marks = by_area(cut(panel, people), WELSH, analysis)
    (row,) = frame.index[frame["occasion"] == "looking_back"]
    assert frame.at[row, "guard"] == "guard_retrospective"
    assert set(marks.loc[row]) == {""}
    assert frame.loc[row].drop(["construct", "occasion", "guard"]).map(is_number).sum() == 0


@pytest.mark.parametrize(("profile", "told"), [(WELSH, ""), (EXACT, "guard_unreliable")])
def test_that_answers_do_not_hang_together_reads_like_too_few(panel, profile, told):
    frame, marks = by_area(cut(panel, {"001": (52, 44)}), profile, follow_up.reliable_change)
    trust = (frame["construct"] == "trust") & (frame["occasion"] == "T1")
    assert frame.loc[trust, "guard"].tolist() == [told]
    assert set(marks.loc[trust, "base"]) == {"" if told else "c"}


def test_that_nobody_changed_reads_like_too_few(panel):
    data = cut(panel, {"001": (52, 44)})
    same = data.answers.assign(occasion="T1")
    data = dataclasses.replace(data, follow_up_answers=same)
    frame, marks = by_area(data, WELSH, follow_up.change)
    own = frame["occasion"] == "T1"
    numbers = ["n", "mean_first", "difference", "estimate", "p"]
    assert set(marks.loc[own, numbers].to_numpy().ravel()) == {"c"}
    assert set(frame.loc[own, "guard"]) | set(frame.loc[own, "test"]) == {""}
    frame, _ = by_area(data, EXACT, follow_up.change)
    assert set(frame.loc[frame["occasion"] == "T1", "guard"]) == {"guard_no_change"}


def test_that_few_answered_is_not_said_of_few(panel):
    frame, marks = by_area(cut(panel, {"001": (8, 8)}), WELSH, follow_up.reliable_change)
    own = frame["occasion"] == "T1"
    assert set(frame.loc[own, "guard"]) == {""}
    assert set(marks.loc[own, ["percent", "base", "needed", "alpha"]].to_numpy().ravel()) == {"c"}


def test_reliable_change_shares_come_in_steps_and_add_up(panel):
    frame, marks = by_area(cut(panel, {"001": (52, 44)}, "001"), WELSH, follow_up.reliable_change)
    six = frame[(frame["construct"] == "say") & (frame["occasion"] == "T1")]
    shares = six.loc[marks.loc[six.index, "percent"] == "", "percent"]
    assert (shares % 5 == 0).all()
    assert shares.sum() == 100
    assert set(six["base"]) == {44}


def test_a_direction_few_took_stands_with_its_neighbour(panel):
    # Of twelve people three go down a point: too few to be told.
    frame, _ = by_area(cut(panel, {"001": (20, 12)}, "001"), WELSH, follow_up.reliable_change)
    six = frame[(frame["construct"] == "say") & (frame["occasion"] == "T1")]
    assert "deteriorated" not in set(six["level"])
    assert not math.isnan(six["base"].iloc[0])
