"""Change between real occasions: the tiny study's three, worked by hand; tests as R has them.

The scores of say: Q1 14/3 and 4; Q2 4, 4.5 and 5; Q5 3, 5 and 4; Q6 4/3, 4/3 and 2; Q3 has none.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest
from later import AGAIN, taken_in, write_later, write_panel
from never_was import withdraw

from compendium.analysis.survey import follow_up
from compendium.analysis.survey.course import course
from compendium.intake.tables import open_tables
from compendium.problems import StudyError
from compendium.schemas import empty
from compendium.study_folder import open_study

EVERY = (follow_up.attrition, follow_up.change, follow_up.means, follow_up.reliable_change)


def opened(folder, site=""):
    return open_tables(open_study(folder.name), site)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return taken_in(tmp_path_factory.mktemp("later"), write_later)


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    return taken_in(tmp_path_factory.mktemp("panel"), write_panel)


def row(result, **keys) -> dict:
    frame = result.frame
    for column, value in keys.items():
        frame = frame[frame[column] == value]
    (found,) = frame.to_dict("records")
    return found


def test_who_came_again_is_counted_among_those_who_answered_first(data):
    found = follow_up.attrition(data).frame
    assert found[["occasion", "first", "again", "lost"]].to_numpy().tolist() == [
        ["T1", 5, 4, 1],
        ["T2", 5, 3, 2],
    ]


def test_an_area_counts_its_own(tiny):
    write_later(tiny)
    found = follow_up.attrition(opened(tiny, "001")).frame
    assert found[["first", "again", "lost"]].to_numpy().tolist() == [[3, 2, 1], [3, 1, 2]]


def test_who_answered_later_alone_is_in_no_measure_of_change(tiny):
    path = tiny / "consent.csv"
    text = path.read_text("utf-8").replace("worker,Dan,,", "parent,Dan,t4,")
    path.write_text(text, encoding="utf-8")
    late = ("t4", "001", 1, 1, 5, 5, 1, 1, 5)
    data = opened(write_later(tiny, {"T1": [*AGAIN["T1"], late]}))
    assert "Q4" in set(data.follow_up_answers["participant_id"])
    assert row(follow_up.attrition(data))["again"] == 4
    assert row(follow_up.change(data), construct="say")["n"] == 4


def test_who_withdrew_is_in_no_count(tiny):
    write_later(tiny)
    withdraw(open_study("tiny"), "Q5")
    found = row(follow_up.attrition(opened(tiny)), occasion="T1")
    assert (found["first"], found["again"], found["lost"]) == (4, 3, 1)


def test_a_change_is_that_of_people_with_both_scores(data):
    found = row(follow_up.change(data), construct="say", occasion="T1")
    assert (found["n"], found["around"]) == (4, 4)
    # (14/3 + 4 + 3 + 4/3) / 4 and (4 + 4.5 + 5 + 4/3) / 4.
    assert found["mean_first"] == pytest.approx(13 / 4)
    assert found["mean_later"] == pytest.approx(89 / 24)
    # Differences -2/3, 1/2, 2, 0: their ten averages have the middle ones 1/4 and 1/2.
    assert found["difference"] == pytest.approx(3 / 8)
    assert math.isnan(found["difference_lower"])
    # Ranks of what is not nought: -2, +1, +3. Six of eight patterns are as far from the middle.
    assert found["estimate"] == pytest.approx(1 / 3)
    assert (found["test"], found["p"]) == ("signed_rank_exact", 0.75)


def test_all_occasions_together_are_friedmans_test(data):
    found = row(follow_up.change(data), construct="say", occasion="every")
    # R: friedman.test(rbind(c(4, 4.5, 5), c(3, 5, 4), c(4/3, 4/3, 2))).
    assert found["statistic"] == pytest.approx(3.818181818182)
    assert found["p"] == pytest.approx(0.148215066338)
    assert (found["n"], found["statistic_df"], found["test"]) == (3, "2", "friedman")
    assert found["estimate"] == pytest.approx(3.818181818182 / (3 * 2))
    # Three have every score, three one at first and after a year, four one at first.
    assert (found["around"], found["among"]) == (3, 4)


def test_p_is_adjusted_over_the_signed_ranks_and_over_friedmans_tests(data):
    found = follow_up.change(data).frame
    pairs = found[found["occasion"].isin(["T1", "T2"])]
    # R: p.adjust(c(0.75, 0.25, 1), "holm"); nobody's trust differs after six months.
    assert pairs["p_holm"].round(9).tolist() == pytest.approx([1, 0.75, math.nan, 1], nan_ok=True)
    every = found[found["occasion"] == "every"]
    assert every["p_holm"].tolist() == pytest.approx([0.29643, 1], abs=1e-5)


def test_where_nobody_changed_there_is_no_test(data):
    found = row(follow_up.change(data), construct="trust", occasion="T1")
    assert (found["guard"], found["difference"]) == ("guard_no_change", 0)
    assert math.isnan(found["p"])


@pytest.mark.parametrize("analysis", [follow_up.change, follow_up.reliable_change])
def test_what_was_asked_looking_back_has_a_reason_in_place_of_a_test(data, analysis):
    found = row(analysis(data), construct="trust", occasion="looking_back")
    assert found["guard"] == "guard_retrospective"
    assert "looking_back" not in set(analysis(data).frame.query("construct == 'say'")["occasion"])
    numbers = [c for c in ("p", "estimate", "difference", "needed") if c in found]
    assert all(math.isnan(found[c]) for c in numbers)


def test_a_study_without_follow_up_has_only_the_reasons(tiny):
    data = opened(tiny)
    for analysis in (follow_up.attrition, follow_up.means):
        assert analysis(data).frame.empty
    for analysis in (follow_up.change, follow_up.reliable_change):
        assert set(analysis(data).frame["guard"]) == {"guard_retrospective"}


def test_change_is_scored_from_now_and_not_from_before(data):
    later = data.follow_up_answers
    changed = later.assign(value=later["value"].where(later["stage"] != "before", 1))
    same = dataclasses.replace(data, follow_up_answers=changed)
    for analysis in EVERY:
        pd.testing.assert_frame_equal(analysis(same).frame, analysis(data).frame)


def test_the_same_people_stand_behind_every_mean(data):
    found = follow_up.means(data).frame.query("construct == 'say'").set_index("stage")
    assert found["n"].tolist() == [3, 3, 3]
    # (4 + 3 + 4/3) / 3, (4.5 + 5 + 4/3) / 3 and (5 + 4 + 2) / 3.
    assert found["mean"].tolist() == pytest.approx([25 / 9, 65 / 18, 11 / 3])
    # R: t.test(c(4, 3, 4/3))$conf.int.
    assert found.loc["T0", ["lower", "upper"]].tolist() == pytest.approx(
        [-0.5687299009, 6.1242854565]
    )


def test_a_reliable_change_is_larger_than_the_criterion(data):
    found = follow_up.reliable_change(data).frame.query("construct == 'say'")
    six = found[found["occasion"] == "T1"].set_index("level")
    # R: psych::alpha(rbind(c(5, 4, 5), c(3, 3, 3), c(1, 2, 1))) and the sd of 14/3, 4, 3, 4/3.
    assert six["alpha"].tolist() == pytest.approx([0.96] * 3)
    assert six["needed"].tolist() == pytest.approx([0.803700309125] * 3)
    # -2/3, 1/2 and 0 are less, 2 is more.
    assert six["people"].to_dict() == {"deteriorated": 0, "unchanged": 3, "improved": 1}
    assert set(six["base"]) == {4}


def test_the_criterion_is_the_same_in_every_area(tiny):
    write_later(tiny)
    here = follow_up.reliable_change(opened(tiny, "002")).frame.query("construct == 'say'")
    assert set(here["needed"].round(9)) == {0.803700309}
    counts = here[here["occasion"] == "T1"].set_index("level")["people"].to_dict()
    assert counts == {"deteriorated": 0, "unchanged": 1, "improved": 1}


def test_parts_add_up_to_the_whole(data):
    whole = follow_up.reliable_change(data)
    keys = ["construct", "occasion", "level"]
    parts = pd.concat(part.frame for part in whole.parts)
    added = parts.groupby(keys, observed=True)["people"].sum()
    sides = whole.frame[whole.frame["level"] != "all_levels"].set_index(keys)["people"]
    assert added.reindex(sides.index).tolist() == sides.tolist()


def test_a_scale_without_error_or_without_agreement_gives_no_criterion(data):
    # Q1 to Q6 answer both questions of trust alike: alpha is 1, and no change would be too small.
    trust = follow_up.reliable_change(data).frame.query("construct == 'trust'")
    assert trust["guard"].tolist() == [
        "guard_unreliable",
        "guard_unreliable",
        "guard_retrospective",
    ]
    assert set(trust["level"]) == {"all_levels"}


def test_one_question_alone_has_no_reliable_change(data):
    form = data.study.instrument("form")
    items = tuple(i for i in form.items if i.item_id not in ("S2", "S3"))
    header = dataclasses.replace(data.study.header, min_answered={"1": 1, "2": 2})
    study = dataclasses.replace(
        data.study, header=header, instruments=(dataclasses.replace(form, items=items),)
    )
    found = follow_up.reliable_change(dataclasses.replace(data, study=study)).frame
    assert set(found.query("construct == 'say'")["guard"]) == {"guard_few_items"}


@pytest.mark.parametrize("analysis", EVERY)
@pytest.mark.parametrize("nobody", ["answers", "follow_up_answers"])
def test_where_nobody_answered_there_are_reasons_and_no_traceback(data, analysis, nobody):
    changes = {nobody: empty(nobody)}
    if nobody == "answers":
        changes["answers_everywhere"] = empty(nobody)
    frame = analysis(dataclasses.replace(data, **changes)).frame
    if "guard" in frame:
        reasons = {"guard_few_people", "guard_retrospective", "guard_unreliable"}
        assert set(frame["guard"]) <= reasons
        numbers = [c for c in ("p", "mean", "estimate", "needed") if c in frame]
        assert frame[numbers].isna().all(axis=None)
    else:
        assert frame["again"].tolist() == [0, 0]


@pytest.mark.parametrize("analysis", EVERY)
def test_one_person_alone_has_no_test(tiny, analysis):
    data = opened(write_later(tiny, {"T1": AGAIN["T1"][:1]}))
    frame = analysis(data).frame
    if "p" in frame:
        assert set(frame["guard"]) == {"guard_few_people", "guard_retrospective"}
        assert frame["p"].isna().all()
    if "mean" in frame:
        assert set(frame["guard"]) == {"guard_few_people"}


@pytest.mark.parametrize("analysis", EVERY)
def test_groups_must_be_asked(data, analysis):
    with pytest.raises(StudyError, match="does not ask worker"):
        analysis(data, "form", ("worker",))


@pytest.mark.parametrize("analysis", EVERY)
def test_a_study_without_a_survey_has_no_rows(data, analysis):
    header = dataclasses.replace(data.study.header, sources=())
    nothing = dataclasses.replace(data, study=dataclasses.replace(data.study, header=header))
    assert analysis(nothing).frame.empty


def test_the_course_of_a_questionnaire_begins_with_its_own_first_occasion(data):
    of = course(data)
    assert (of.first, of.later) == ("T0", ["T1", "T2"])
    scores = of.scores("say")
    assert scores.loc["Q2"].tolist() == [4, 4.5, 5]
    assert np.isnan(scores.loc["Q1", "T2"])


def shuffled(table, seed):
    return table.sample(frac=1, random_state=seed, ignore_index=True)


@pytest.mark.parametrize("analysis", EVERY)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_rows_changes_nothing(panel, analysis, seed):
    names = ("answers", "follow_up_answers", "answers_everywhere")
    mixed = dataclasses.replace(panel, **{n: shuffled(getattr(panel, n), seed) for n in names})
    expected = analysis(panel)
    pd.testing.assert_frame_equal(analysis(mixed).frame, expected.frame)
    for part, other in zip(analysis(mixed).parts, expected.parts, strict=True):
        pd.testing.assert_frame_equal(part.frame, other.frame)


@pytest.mark.parametrize("analysis", EVERY[1:])
def test_who_came_once_alone_is_in_no_change_and_moves_none(panel, analysis):
    came = set(panel.follow_up_answers["participant_id"])
    stayed = panel.answers["participant_id"].isin(came)
    without = dataclasses.replace(panel, answers=panel.answers[stayed])
    # What is said of those who came only first (around, now) differs, what is said of change not.
    before = analysis(panel).frame.drop(columns=["around", "among", "now"], errors="ignore")
    after = analysis(without).frame.drop(columns=["around", "among", "now"], errors="ignore")
    pd.testing.assert_frame_equal(after, before)
    assert row(follow_up.attrition(panel), occasion="T1")["lost"] == 15
    assert row(follow_up.attrition(without), occasion="T1")["lost"] == 0


def test_areas_add_up_in_attrition(panel):
    whole = follow_up.attrition(panel)
    added = sum(part.frame[["first", "again", "lost"]] for part in whole.parts)
    pd.testing.assert_frame_equal(added, whole.frame[["first", "again", "lost"]])


def test_two_occasions_have_pairs_alone(tiny):
    data = opened(write_panel(tiny, occasions=("T1",)))
    found = follow_up.change(data).frame
    assert found["occasion"].tolist() == ["T1", "T1", "looking_back"]
    assert follow_up.means(data).frame["stage"].tolist() == ["T0", "T1"] * 2


def test_ties_and_noughts_take_part_as_they_must(tiny):
    data = opened(write_panel(tiny, {"001": (24, 21, 20), "002": (10, 7, 4)}))
    found = row(follow_up.change(data), construct="say", occasion="T1")
    # Of 28 differences 16 are nought, eight one point up, four one down: a sign test is the same.
    # R: binom.test(8, 12)$p.value.
    assert found["p"] == pytest.approx(0.387695312500)
    assert (found["n"], found["test"], found["difference"]) == (28, "signed_rank_exact", 0)
    # (8 - 4) / 12: all ranks are alike.
    assert found["estimate"] == pytest.approx(1 / 3)
    every = row(follow_up.change(data), construct="say", occasion="every")
    # R: friedman.test() of the 24 people with a score on all three occasions, in sixths of a point:
    # cbind(T0, T1, T2), T0 c(12, 20, 18, 26, ...), T1 c(18, 14, 18, 20, ...), T2 c(24, 8, 18, ...).
    assert every["statistic"] == pytest.approx(2.666666666667)
    assert every["p"] == pytest.approx(0.263597138116)
