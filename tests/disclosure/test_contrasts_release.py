"""Rules S1, S4, S6 and X1 on contrasts: from how many people on estimates may be read, and p."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from compendium.analysis.result import Result
from compendium.analysis.survey import contrasts as analysis
from compendium.disclosure.contrasts import release_contrasts, release_group_scores
from compendium.disclosure.profile import profile_named
from compendium.disclosure.release import Release
from compendium.disclosure.released import Value
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
COMMON = {"origin": "synthetic", "population": Text("people"), "method": "method_contrasts"}
KEYS = ("comparison", "construct", "group_1", "group_2")
NUMBERS = {"estimate": -0.4727, "lower": -0.6619, "upper": -0.2268, "p": 0.0123, "p_holm": 0.0246}
NUMBERS |= {"difference": -0.25, "difference_lower": -0.5, "difference_upper": 0.0}
ESTIMATES = tuple(NUMBERS)
# Of two groups there is no test after that of all groups.
TWO_ALONE = {"dunn": math.nan, "dunn_holm": math.nan, "guard": ""}


def contrasts(*pairs, inside=False, every=None, profile=WELSH, **numbers):
    """Contrasts of groups as (name, n) pairs; `every`: a row of all groups with this n."""
    rows = [
        dict(zip(KEYS, ("c", "say", one, other), strict=True)) | {"n_1": n, "n_2": m}
        for (one, n), (other, m) in pairs
    ]
    if every:
        rows.insert(
            0,
            dict(zip(KEYS, ("c", "say", "all", ""), strict=True)) | {"n_1": every, "n_2": math.nan},
        )
    frame = pd.DataFrame(
        [r | {"test": "mann_whitney"} | NUMBERS | TWO_ALONE | numbers for r in rows]
    )
    between = {} if inside else {"c": Text("Title")}
    result = Result(
        "contrasts",
        frame,
        KEYS,
        "n_1",
        analysis.CONTRAST_KINDS,
        labels={"between_sites": between},
        **COMMON,
    )
    return release_contrasts(result, profile, **COMMON)


def pair(n, m, **changes):
    released = contrasts((("A", n), ("B", m)), **changes)
    return released.frame.iloc[0], released.marks.iloc[0]


def say(released, column, row=0):
    return Value(released, row, column).say("en").replace("\u00a0", " ")


@pytest.mark.parametrize(("n", "m", "shown"), [(9, 40, False), (40, 9, False), (10, 10, True)])
def test_a_contrast_needs_ten_people_on_each_side(n, m, shown):
    row, marks = pair(n, m)
    for column in ESTIMATES:
        assert math.isnan(row[column]) != shown, column
        assert (marks[column] == "c") != shown, column


@pytest.mark.parametrize(
    ("n", "mark"), [(9, "c"), (10, "u"), (24, "u"), (25, "limited"), (39, "limited"), (40, "")]
)
def test_a_number_of_people_is_hidden_or_marked_by_its_size(n, mark):
    row, marks = pair(50, n)
    assert marks["n_2"] == mark
    assert math.isnan(row["n_2"]) == (mark == "c")
    assert (row["n_1"], marks["n_1"]) == (50, "")


def test_a_model_leaves_ten_degrees_of_freedom_or_says_nothing():
    few = dataclasses.replace(WELSH, estimates_from=5, survey_base_hidden_below=5)
    assert pair(6, 5, profile=few)[1]["estimate"] == "c"
    assert pair(6, 6, profile=few)[1]["estimate"] == ""


def test_all_groups_are_hidden_where_one_of_them_is():
    some = [(("A", 40), ("B", 40)), (("A", 40), ("C", 9)), (("B", 40), ("C", 9))]
    released = contrasts(*some, every=89)
    assert released.marks.loc[0, ["n_1", "estimate", "p"]].tolist() == ["c", "c", "c"]
    assert released.marks["estimate"].tolist() == ["c", "", "c", "c"]
    enough = [(("A", 40), ("B", 40)), (("A", 40), ("C", 10)), (("B", 40), ("C", 10))]
    assert contrasts(*enough, every=90).frame.loc[0, ["n_1", "estimate"]].tolist() == [90, -0.47]


def test_numbers_are_rounded_once_by_their_kind():
    row, _ = pair(40, 50)
    assert row[["estimate", "lower", "upper"]].tolist() == [-0.47, -0.66, -0.23]
    assert row[["p", "p_holm", "difference"]].tolist() == [0.01, 0.02, -0.3]


@pytest.mark.parametrize(
    ("p", "said"),
    [(0.0, "under 0.01"), (0.00999, "under 0.01"), (0.01, "0.01"), (0.0549, "0.05"), (1.0, "1.00")],
)
def test_p_has_two_places_and_under(p, said):
    assert say(contrasts((("A", 40), ("B", 50)), p=p), "p") == said


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (10, "over 9 [u]"),
        (14, "over 9 [u]"),
        (15, "over 14 [u]"),
        (19, "over 14 [u]"),
        (20, "over 19 [u]"),
    ],
)
def test_of_parts_of_an_area_only_fives_are_told(n, said):
    assert say(contrasts((("P:1", n), ("P:2", 30)), inside=True), "n_1") == said


def test_the_estimate_of_parts_of_an_area_carries_the_mark_of_the_smaller():
    released = contrasts((("P:1", 19), ("P:2", 30)), inside=True)
    assert say(released, "estimate") == "-0.47 [u]"
    assert say(contrasts((("A", 19), ("B", 30))), "estimate") == "-0.47"


def test_the_team_sees_every_number():
    released = contrasts((("P:1", 2), ("P:2", 3)), inside=True, profile=EXACT)
    assert released.frame.loc[0, ["n_1", "n_2", "estimate"]].tolist() == [2, 3, -0.47]
    assert set(released.marks.loc[0]) == {""}


DUNN = {"dunn": 0.0049, "dunn_holm": 0.0131}


def of_three(third, **numbers):
    """Three pairs of groups of 40, 40 and `third` people."""
    pairs = [(("A", 40), ("B", 40)), (("A", 40), ("C", third)), (("B", 40), ("C", third))]
    return contrasts(*pairs, **DUNN | numbers)


def test_dunns_p_needs_ten_people_in_every_group_and_not_only_in_its_pair():
    few, enough = of_three(9), of_three(10)
    assert few.marks["estimate"].tolist() == ["", "c", "c"]
    for column in DUNN:
        assert few.marks[column].tolist() == ["c"] * 3
        assert few.frame[column].isna().all()
    assert [say(enough, c) for c in DUNN] == ["under 0.01", "0.01"]


def test_where_dunn_tested_nothing_there_is_nothing_to_hide():
    released = contrasts((("A", 40), ("B", 9)))
    assert released.marks.loc[0, list(DUNN)].tolist() == ["", ""]
    assert released.frame.loc[0, list(DUNN)].isna().all()


BLANK = dict.fromkeys((*NUMBERS, *DUNN), math.nan)


@pytest.mark.parametrize(
    ("guard", "n", "told"),
    [
        ("guard_few_groups", 40, "guard_few_groups"),
        ("guard_retrospective", 3, "guard_retrospective"),  # by design, whoever answered
        ("guard_no_variation", 40, "guard_untold"),
        ("guard_no_variation", 9, ""),  # [c] alone: no reason says how few they are
        ("guard_few_people", 1, ""),
    ],
)
def test_a_reason_that_lies_in_the_answers_is_told_to_the_team_alone(guard, n, told):
    pair = ("A", 40), ("B", n)
    assert contrasts(pair, guard=guard, **BLANK).frame.at[0, "guard"] == told
    assert contrasts(pair, guard=guard, profile=EXACT, **BLANK).frame.at[0, "guard"] == guard


def scores(n, top, inside=False, profile=WELSH):
    key = {"comparison": "c", "construct": "say", "group": "A"}
    frame = pd.DataFrame([key | {"n": n, "mean": 4.25, "lower": 4.01, "upper": 4.49, "top": top}])
    between = {} if inside else {"c": Text("Title")}
    result = Result(
        "group_scores",
        frame,
        tuple(key),
        "n",
        analysis.GROUP_KINDS,
        labels={"between_sites": between},
        **COMMON,
    )
    return release_group_scores(result, profile, **COMMON)


@pytest.mark.parametrize(
    ("n", "top", "said", "ceiling"),
    [
        (40, 8, "20%", "yes"),
        (40, 6, "15%", "yes"),  # Terwee's threshold itself
        (48, 7, "15%", "yes"),  # 14.6 %, which is what a reader sees as 15
        (50, 7, "14%", ""),
        (40, 4, "under 15%", ""),  # one to four people: a bound that hangs on the base alone
        (40, 0, "under 15%", ""),
        (40, 36, "over 85%", "yes"),
        (9, 5, "[c]", ""),
    ],
)
def test_the_share_at_the_top_is_a_percentage_or_a_bound(n, top, said, ceiling):
    released = scores(n, top)
    assert say(released, "top_share") == said
    assert released.frame.at[0, "ceiling"] == ceiling


def test_means_need_ten_people():
    assert say(scores(9, 0), "mean") == "[c]"
    assert [say(scores(10, 0), c) for c in ("n", "mean", "lower", "upper")] == [
        "10 [u]",
        "4.3",
        "4.0",
        "4.5",
    ]


def test_of_parts_of_an_area_no_share_is_told():
    released = scores(30, 15, inside=True)
    assert say(released, "top_share") == "[c]"
    assert (say(released, "n"), say(released, "mean")) == ("over 29 [l]", "4.3 [l]")
    assert say(scores(30, 15, inside=True, profile=EXACT), "top_share") == "50%"


@pytest.mark.parametrize("top", range(5))
def test_one_to_four_people_at_the_top_cannot_be_told_apart(top):
    assert say(scores(38, top), "top_share") == say(scores(38, 0), "top_share")


def test_an_area_less_its_parts_leaves_five_possible_numbers_or_more(area):
    data = area("C")
    released = Release(data, WELSH)(analysis.group_scores(data)).frame
    whole = Release(area(""), WELSH)(analysis.group_scores(area("")))
    row = whole.where(comparison="parents_by_area", construct="understanding_process", group="C")
    everybody = whole.frame.at[row, "n"]
    parts = released.loc[released["construct"] == "understanding_process", "n"]
    most, least = everybody - (parts + 1).sum(), everybody - (parts + 5).sum()
    assert most - max(least, 0) + 1 >= 5


def test_a_part_of_the_released_rows_is_still_released(area):
    whole = Release(area(""), WELSH)(analysis.planned(area("")))
    part = whole.only("comparison", "peer_or_professional")
    assert set(part.frame["comparison"]) == {"peer_or_professional"}
    assert part.frame.shape == part.marks.shape
    assert set(part.marks["n_1"]) == {"over"}


@pytest.mark.parametrize("pairs", [(("A", 4), ("B", 40)), (("A", 40), ("B", 4))])
@pytest.mark.parametrize(
    "behind",
    [
        {"test": "mann_whitney_exact"},
        {"test": "mann_whitney"},
        {"test": "", "guard": "guard_no_variation", **dict.fromkeys(ESTIMATES, math.nan)},
    ],
)
def test_a_hidden_contrast_reads_the_same_whatever_is_behind_it(pairs, behind):
    released, plain = contrasts(pairs, **behind), contrasts(pairs)
    pd.testing.assert_frame_equal(released.frame, plain.frame)
    pd.testing.assert_frame_equal(released.marks, plain.marks)
    assert released.frame["test"].tolist() == ["mann_whitney"]


def test_of_three_groups_a_hidden_pair_has_a_hidden_p_after_all():
    three = ((("A", 4), ("B", 40)), (("A", 4), ("C", 40)), (("B", 40), ("C", 40)))
    for dunn in (0.2, math.nan):  # no p where everybody answered alike
        marks = contrasts(*three, dunn=dunn, dunn_holm=dunn).marks
        assert marks["dunn"].tolist()[:2] == ["c", "c"]
