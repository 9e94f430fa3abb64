"""The account of what was hidden: each table is small enough to count by hand."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from shown import FIVE, bars, released, said, three

from compendium.disclosure.account import account, cells_of
from compendium.disclosure.cells import ruled
from compendium.disclosure.composed import MEASURES as COMPOSED
from compendium.disclosure.measure_rules import RULE_OF
from compendium.disclosure.measures import MEASURES
from compendium.disclosure.profile import profile_named
from compendium.disclosure.question_cells import survey_rows
from compendium.disclosure.rules import REFUSED, RULE_WORDS, RULES, TEAM_ONLY, UNCOUNTED
from compendium.problems import DisclosureError
from compendium.words import Text

WELSH, EXACT = profile_named("welsh_evaluation"), profile_named("exact")
POOLS = {"parent": "", "manager": "staff"}
NAN = float("nan")
FOUR = {str(n): Text(f"Level {n}") for n in range(1, 5)}


def counted(table, profile=WELSH, pools=POOLS):
    """Outcomes and rules of a table, as two dicts."""
    found = account(cells_of(table, profile, pools))
    return dict(found.outcomes), dict(found.rules)


def table(measure, *rows, marks=None, **labels):
    """A released table with these rows (dicts)."""
    frame = pd.DataFrame(rows)
    kinds = {c: "key" if isinstance(frame[c].iloc[0], str) else "base" for c in frame}
    by = tuple(c for c, kind in kinds.items() if kind == "key")
    return released(measure, frame, by, kinds, marks, labels=labels)


def test_three_sides_of_a_large_base_stand_as_they_are():
    # Three shares and the number who answered; the shares are told by side (S2), not by level.
    assert counted(bars(*three())) == ({"as_it_is": 4}, {"S2": 3})


def test_a_joined_side_is_two_cells_joined():
    joined = bars(("P1", "disagree", 20.0), ("P1", "neither_or_agree", 80.0))
    outcomes, rules = counted(joined)
    assert outcomes == {"as_it_is": 2, "joined": 2}
    assert rules == {"S2": 3, "S3": 2}


def test_a_bound_stands_for_every_side_in_it():
    two = bars(("P1", "disagree", 15.0, "under"), ("P1", "neither_or_agree", 85.0, "over"))
    assert counted(two)[0] == {"bounded": 3, "as_it_is": 1}


def test_of_a_side_that_is_not_printed_the_cell_is_hidden():
    alone = bars(("P1", "neither", 75.0, "over"))
    outcomes, rules = counted(alone)
    assert outcomes == {"bounded": 1, "hidden": 2, "as_it_is": 1}
    assert rules["S3"] == 3


def test_a_hidden_question_is_three_sides_and_a_base():
    hidden = bars(("P1", "all_levels", NAN, "c"))
    assert counted(hidden) == ({"hidden": 4}, {"S1": 4, "S2": 3})


@pytest.mark.parametrize("mark", ["u", "limited"])
def test_a_mark_at_the_base_marks_one_cell(mark):
    assert counted(bars(*three(), base_mark=mark))[0] == {"as_it_is": 3, "marked": 1}


def test_levels_told_by_themselves_are_cells_of_their_own():
    levels = bars(*(("P1", f"level_{n}", 20.0) for n in range(1, 6)))
    assert counted(levels) == ({"as_it_is": 6}, {})


def test_a_scale_without_a_middle_has_two_sides():
    both = bars(("P1", "disagree", 40.0), ("P1", "agree", 60.0), scale=FOUR)
    alone = bars(("P1", "agree", 85.0, "over"), scale=FOUR)
    assert counted(both)[0] == {"as_it_is": 3}
    assert counted(alone)[0] == {"bounded": 1, "hidden": 1, "as_it_is": 1}


def test_a_question_nobody_answered_was_not_to_stand_there():
    found = account(cells_of(bars(("P1", "nobody", NAN, "z")), WELSH, POOLS))
    assert (found.planned, dict(found.outcomes)) == (0, {"not_applicable": 2})


@pytest.mark.parametrize(
    ("groups", "sites", "expected"),
    [
        (["parent"], ["A", "B"], 2),  # areas have reports of their own
        (["parent"], ["A"], 0),
        (["manager"], ["A", "B"], 0),  # staff has none by area
        (["parent", "manager"], ["A"], 2),  # the staff's own table is a part
    ],
)
def test_everybody_together_is_joined_by_two_rules_where_parts_have_reports(
    groups, sites, expected
):
    asked = {"asked_groups": dict.fromkeys(groups), "asked_sites": dict.fromkeys(sites)}
    texts = {c: {v: Text(v) for v in values} for c, values in asked.items()}
    joined = bars(("P1", "disagree", 20.0), ("P1", "neither_or_agree", 80.0), **texts)
    assert counted(joined)[1].get("S7", 0) == expected


def looking_back(base_mark="over", profile="welsh_evaluation"):
    rows = [
        ("P1", level, percent)
        for level, percent in zip(("lower", "same", "higher"), (20.0, 30.0, 50.0), strict=True)
    ]
    return bars(*rows, measure="change", base=30, base_mark=base_mark, profile=profile)


def test_shares_looking_back_are_rounded_and_their_base_is_a_bound():
    assert counted(looking_back()) == ({"coarser": 3, "bounded": 1}, {"X1": 4})


def test_a_profile_that_rounds_nothing_leaves_them_as_they_are():
    assert counted(looking_back("", "exact"), EXACT) == ({"as_it_is": 4}, {})


def theme(share="some", group="parent", area="A", measure="themes"):
    key = "cmoc_id" if measure == "evidence" else "code_id"
    marks = {} if share else {(0, "share"): "c"}
    return table(measure, {key: "W", "group": group, "area": area, "share": share}, marks=marks)


@pytest.mark.parametrize(
    ("found", "outcome", "rules"),
    [
        (theme(), "coarser", ["Q1"]),
        (theme(""), "hidden", ["Q1"]),
        (theme(area="small"), "joined", ["Q1"]),
        (theme(area="all"), "joined", ["Q1"]),
        (theme(group="staff", area="all"), "joined", ["S5", "Q1"]),
        (theme(measure="open_answers"), "coarser", ["Q1"]),
        (theme(measure="evidence"), "coarser", ["E1"]),
        (theme("", measure="evidence"), "hidden", ["E1"]),
        (theme(group="staff", area="all", measure="evidence"), "joined", ["S5", "E1"]),
        (theme("said", "survey", measure="evidence"), "as_it_is", []),
    ],
)
def test_what_people_say_is_told_in_words(found, outcome, rules):
    assert counted(found) == ({outcome: 1}, dict.fromkeys(rules, 1))


def test_numbers_of_people_in_an_area():
    rows = (
        {"group": "parent", "interviewed": NAN, "interviewed_all": 47.0, "surveyed": 37.0},
        {"group": "staff", "interviewed": NAN, "interviewed_all": 9.0, "surveyed": NAN},
    )
    marks = {(0, "interviewed"): "c", (0, "surveyed"): "over", (1, "interviewed_all"): "u"}
    marks |= {(1, "interviewed"): "z", (1, "surveyed"): "z"}
    outcomes, rules = counted(table("sample", *rows, marks=marks))
    # Staff interviewed here stand beside over all areas (S5); nobody surveys them at all.
    assert outcomes == {"hidden": 1, "as_it_is": 1, "bounded": 1, "marked": 1, "not_applicable": 2}
    assert rules == {"T1": 1, "X1": 1, "S1": 1, "S5": 1}


def referrals(not_recorded=0.0):
    line = {"site_id": "A", "referrer_type": "self", "not_recorded": not_recorded}
    return table(
        "referrals",
        line | {"yes": 55.0, "no": NAN, "referrals": 65.0, "percent": 85.0},
        line | {"yes": 15.0, "no": 15.0, "referrals": 30.0, "percent": NAN},
        line | {"yes": 0.0, "no": 0.0, "referrals": 0.0, "percent": NAN},
        marks={(0, "no"): "c", (2, "percent"): "z"},
    )


def test_casework_counts_are_rounded_hidden_or_too_few_for_a_share():
    # Nine counts but the hidden one, and the first share; the second share is left out (C1).
    assert counted(referrals())[0] == {"coarser": 9, "hidden": 2, "not_applicable": 1}
    assert counted(referrals())[1] == {"C1": 11}


def test_a_column_of_noughts_that_is_not_printed_does_not_count():
    assert counted(referrals(not_recorded=10.0))[0]["coarser"] == 9 + 3


def test_what_a_curve_says_once_is_one_cell():
    line = {"site_id": "A", "referrals": 249.0, "followed": 249.0, "lower": 27.0, "upper": 39.0}
    days = [line | {"day": d, "percent": 33.0, "ended": 1.0, "left_out": NAN} for d in ("7", "14")]
    found = table("waits", *days, marks={(0, "left_out"): "c", (1, "left_out"): "c"})
    # Two days of share and interval; referrals and ended once, and left out once.
    assert counted(found) == ({"coarser": 6 + 2, "hidden": 1}, {"C1": 9})


def test_a_median_is_exact_and_its_base_is_not():
    line = {"site_id": "A", "days": 12.0, "lower": 9.0, "upper": NAN, "referrals": 51.0}
    found = table("median_waits", line | {"left_out": NAN}, marks={(0, "left_out"): "c"})
    # The upper end was not reached: nothing was to stand there.
    assert counted(found) == ({"as_it_is": 2, "coarser": 1, "hidden": 1}, {"C1": 2})


SIDE = {"row": "trust", "site": "A", "n": 38.0, "mean": 4.3, "reference_mean": 3.5}


def test_side_by_side_a_declared_value_is_no_result():
    row = SIDE | {"reference": "value", "difference": NAN, "qual_signal": "few", "draft": "agree"}
    found = table("joint", row, marks={(0, "n"): "limited", (0, "difference"): "c"})
    assert counted(found) == ({"marked": 1, "as_it_is": 2, "coarser": 1}, {"S1": 1, "J1": 1})


def test_side_by_side_a_hidden_cell_hides_the_draft():
    row = SIDE | {"reference": "before", "qual_signal": "", "draft": ""}
    marks = {(0, "n"): "over", (0, "qual_signal"): "c", (0, "draft"): "c"}
    assert counted(table("joint", row, marks=marks)) == (
        {"bounded": 1, "as_it_is": 2, "hidden": 2},
        {"X1": 1, "J1": 2},
    )


def test_a_contrast_inside_an_area_gives_bounds_and_a_small_p_is_one():
    row = {"comparison": "x", "n_1": 14.0, "n_2": 40.0, "estimate": 0.3, "p": 0.01, "lower": NAN}
    marks = {(0, "n_1"): "over", (0, "estimate"): "u", (0, "p"): "under"}
    assert counted(table("contrasts", row, marks=marks)) == (
        {"bounded": 2, "as_it_is": 1, "marked": 1},
        {"S4": 1, "S1": 1, "X1": 1},
    )


@pytest.mark.parametrize(
    ("mark", "outcome", "rule"),
    [("under", "bounded", "S3"), ("c", "hidden", "S4"), ("z", "not_applicable", "")],
)
def test_the_share_at_the_top_of_a_scale(mark, outcome, rule):
    found = table(
        "group_scores", {"construct": "say", "top_share": 5.0}, marks={(0, "top_share"): mark}
    )
    assert counted(found) == ({outcome: 1}, {rule: 1} if rule else {})


def test_scores_need_ten_people():
    row = {"construct": "say", "n": NAN, "mean": NAN, "alpha": NAN, "alpha_n": 30.0}
    marks = {(0, "n"): "c", (0, "mean"): "c", (0, "alpha_n"): "over"}
    assert counted(table("scores", row, marks=marks)) == (
        {"hidden": 2, "bounded": 1},
        {"S4": 2, "X1": 1},
    )


@pytest.mark.parametrize(
    ("measure", "column", "rule"),
    [("verdicts", "verdict", "E2"), ("theory", "rival", "E3"), ("completeness", "context", "E4")],
)
def test_one_phrase_for_little_and_nothing_is_less_exact(measure, column, rule):
    rows = [{"cmoc_id": c, column: v} for c, v in (("1", "little"), ("2", "supported"), ("3", ""))]
    found = table(measure, *rows, marks={(2, column): "c"})
    assert counted(found) == ({"coarser": 1, "as_it_is": 1, "hidden": 1}, {rule: 2})


def test_a_pattern_hides_with_the_places_it_was_found_in():
    row = {"cmoc_id": "1", "pattern": "", "looked_for": "", "supported_in": "", "differs": ""}
    columns = ("pattern", "looked_for", "supported_in", "differs")
    found = table("patterns", row | {"final": "recurs"}, marks={(0, c): "c" for c in columns})
    assert counted(found) == ({"hidden": 4}, {"E3": 4})


def test_a_rare_code_has_no_numbers_and_the_passages_stand_once():
    rows = [
        {"coder": "C1 C2", "code_id": c, "units": 80.0, "kappa": k}
        for c, k in (("all", 0.6), ("W", NAN))
    ]
    assert counted(table("agreement", *rows, marks={(1, "kappa"): "c"})) == (
        {"as_it_is": 2, "hidden": 1},
        {"A1": 1},
    )


def test_what_people_said_and_concluded_is_not_counted():
    assert cells_of(said("Hm.", withheld=True), WELSH, POOLS) == []


def test_two_accounts_add_up():
    one, two = (account(cells_of(t, WELSH, POOLS)) for t in (bars(*three()), theme()))
    assert (one + two).outcomes == Counter({"as_it_is": 4, "coarser": 1})
    assert (one + two).planned == 5


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*three("P1"), *three("P2")], (2, 2)),
        ([*three("P1"), ("P2", "all_levels", NAN, "c")], (2, 1)),
        ([("P1", "neither", 75.0, "over")], (1, 1)),
        ([("P1", "nobody", NAN, "z")], (0, 0)),
        ([*three("score")], (0, 0)),
    ],
)
def test_a_question_is_shown_if_one_of_its_sides_is(rows, expected):
    assert survey_rows(bars(*rows, scale=FIVE)) == expected


def test_a_mark_without_a_rule_is_our_own_fault():
    with pytest.raises(DisclosureError, match="no rule for 'over' in mean of scores"):
        ruled("scores", "mean", "over", WELSH)


def test_every_measure_that_may_leave_has_its_rules_named():
    measures = {"findings", *RULE_OF} - {*REFUSED, *TEAM_ONLY, *COMPOSED}
    assert measures == {*RULES, *UNCOUNTED}
    assert not {*RULES, *UNCOUNTED} & {*REFUSED, *TEAM_ONLY}
    assert set(RULES) <= set(MEASURES)


def test_every_rule_has_its_sentence():
    named = {
        rule
        for columns in RULES.values()
        for r in columns.values()
        for v in r.values()
        for rule in v.split()
    }
    assert named | set(UNCOUNTED.values()) <= set(RULE_WORDS)
