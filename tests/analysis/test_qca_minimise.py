"""Solutions of truth tables: by hand, and against trying every set of every term."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from configurations import (
    covers_by_hand,
    crisp,
    fuzzy,
    irredundant_by_hand,
    primes_by_hand,
    rows_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.analysis.qca import counterfactuals
from compendium.analysis.qca import minimise as qca
from compendium.analysis.qca.analyse import analyse
from compendium.analysis.qca.covers import MOST_LISTED, covers
from compendium.analysis.qca.notation import ANY, describes
from compendium.analysis.qca.prime_implicants import grid, prime_implicants
from compendium.analysis.qca.truth_table import truth_table
from compendium.problems import StudyError

FEW = settings(max_examples=60)
CUT = st.sampled_from([0.5, 0.75, 0.8, 1.0])
SHAPES = st.sampled_from([(2, 2, 2), (3, 2, 2), (3, 3, 2), (2, 2, 2, 2)])


def rows(text: str, per_row: int = 2) -> pd.DataFrame:
    """Cases from rows like ``110 1``: the conditions, then the outcome."""
    read = [[*map(int, line.replace(" ", ""))] for line in text.split(",") for _ in range(per_row)]
    names = ["A", "B", "C", "D"][: len(read[0]) - 1]
    return pd.DataFrame(read, columns=[*names, "Y"], index=[f"k{i}" for i in range(len(read))])


@st.composite
def truth(draw):
    """Levels, rows to describe and rows never to describe; others are open."""
    levels = draw(SHAPES)
    every = list(np.ndindex(levels))
    said = draw(st.lists(st.sampled_from("10?"), min_size=len(every), max_size=len(every)))
    must = {row for row, s in zip(every, said, strict=True) if s == "1"}
    never = {row for row, s in zip(every, said, strict=True) if s == "0"}
    return levels, must, never


@FEW
@given(truth())
def test_prime_implicants_are_those_found_by_trying_every_term(table):
    levels, must, never = table
    found = prime_implicants(levels, must, grid(levels, never))
    assert len(found) == len(set(found))
    assert set(found) == primes_by_hand(levels, must, never)


@FEW
@given(truth())
def test_every_shortest_cover_is_found_and_no_other(table):
    levels, must, never = table
    if not must:
        return
    primes = prime_implicants(levels, must, grid(levels, never))
    order = sorted(must)
    charts = [sum(1 << i for i, row in enumerate(order) if describes(t, row)) for t in primes]
    found = covers(charts, len(order))
    said = [frozenset(primes[p] for p in places) for places in found.listed]
    assert set(said) == covers_by_hand(set(primes), levels, must)
    assert (len(said), found.all_found) == (found.many, True)


@settings(max_examples=30)
@given(truth())
def test_every_cover_that_can_spare_no_term_is_found_and_no_other(table):
    levels, must, never = table
    primes = prime_implicants(levels, must, grid(levels, never))
    if not must or len(primes) > 12:
        return
    order = sorted(must)
    charts = [sum(1 << i for i, row in enumerate(order) if describes(t, row)) for t in primes]
    found = covers(charts, len(order), shortest=False)
    said = {frozenset(primes[p] for p in places) for places in found.listed}
    assert said == irredundant_by_hand(set(primes), levels, must)
    assert found.many == len(said)


def test_a_chart_with_very_many_solutions_counts_them_all_and_lists_a_thousand():
    # Twelve rows, each described by three terms of its own: 3 to the 12th solutions.
    found = covers([1 << row for row in range(12) for _ in range(3)], 12)
    assert (found.many, len(found.listed), found.all_found) == (3**12, MOST_LISTED, True)


def test_a_search_that_is_stopped_says_so_and_still_has_a_shortest_solution():
    # A ring: each term describes two neighbours of seven rows; four terms are needed.
    ring = [1 << i | 1 << (i + 1) % 7 for i in range(7)]
    found = covers(ring, 7, steps=1)
    assert not found.all_found
    assert len(found.listed[0]) == 4


def test_the_ring_of_seven_has_seven_shortest_solutions():
    ring = [1 << i | 1 << (i + 1) % 7 for i in range(7)]
    assert covers(ring, 7).many == 7


@FEW
@given(crisp(most_levels=3), CUT)
def test_models_describe_what_goes_with_the_outcome_and_nothing_else_seen(frame, cut):
    table = truth_table(frame, "Y", incl_cut=cut)
    levels, yes, no = table.cases.levels, set(table.of("1")), set(table.of("0"))
    for solution in (qca.conservative(table), qca.parsimonious(table)):
        for model in solution.models:
            said = set().union(*(rows_of(t, levels) for t in model))
            assert yes <= said
            assert not said & no
            assert all(yes - set().union(*(rows_of(o, levels) for o in model if o != t))
                       for t in model)  # fmt: skip


@FEW
@given(crisp(most_levels=3), CUT)
def test_a_conservative_model_assumes_nothing(frame, cut):
    solution = qca.conservative(truth_table(frame, "Y", incl_cut=cut))
    yes = set(solution.table.of("1"))
    for model, assumed in zip(solution.models, solution.assumed, strict=True):
        assert assumed == ()
        assert yes == set().union(*(rows_of(t, solution.cases.levels) for t in model))


@FEW
@given(crisp(most_levels=3), CUT, st.sampled_from([1, 2]))
def test_every_tie_is_there_and_rows_of_too_few_cases_are_open(frame, cut, n):
    table = truth_table(frame, "Y", incl_cut=cut, n_cut=n)
    levels, yes, no = table.cases.levels, set(table.of("1")), set(table.of("0"))
    solution = qca.parsimonious(table)
    if yes and no:
        by_hand = covers_by_hand(primes_by_hand(levels, yes, no), levels, yes)
        assert solution.same == by_hand
        assert solution.ties == len(by_hand)
    else:
        assert solution.models == ()
        assert solution.why


@FEW
@given(fuzzy(), CUT, st.permutations(["A", "B", "C"]), st.randoms(use_true_random=False))
def test_the_order_of_columns_and_cases_changes_nothing(frame, cut, order, dice):
    shuffled = frame.loc[dice.sample(list(frame.index), len(frame))]
    one = qca.parsimonious(truth_table(frame, "Y", ["A", "B", "C"], incl_cut=cut))
    other = qca.parsimonious(truth_table(shuffled, "Y", order, incl_cut=cut))
    assert literals(one) == literals(other)
    assert sorted(one.overall["covS"].round(9)) == sorted(other.overall["covS"].round(9))


def literals(solution) -> set:
    return {frozenset(frozenset(t.split("*")) for t in model) for model in solution.terms}


@FEW
@given(fuzzy(), CUT)
def test_the_absent_outcome_is_the_outcome_turned_round(frame, cut):
    turned = frame.assign(Y=1 - frame["Y"])
    one = qca.conservative(truth_table(frame, "~Y", incl_cut=cut))
    other = qca.conservative(truth_table(turned, "Y", incl_cut=cut))
    assert literals(one) == literals(other)
    pd.testing.assert_frame_equal(one.frame, other.frame)


@FEW
@given(crisp(), st.tuples(*[st.sampled_from([0, 1, None])] * 3))
def test_an_intermediate_model_lies_between_the_other_two(frame, wanted):
    table = truth_table(frame, "Y", incl_cut=0.75)
    expected = {n: w for n, w in zip("ABC", wanted, strict=True) if w is not None}
    long, short = qca.conservative(table), qca.parsimonious(table)
    for solution in counterfactuals.intermediate(table, expected):
        if not solution.models:
            continue
        c, p = map(int, solution.pair[1:].split("P"))
        inner = {r for t in long.models[c - 1] for r in rows_of(t, table.cases.levels)}
        outer = inner | set(short.assumed[p - 1])
        for model in solution.models:
            said = {r for t in model for r in rows_of(t, table.cases.levels)}
            assert inner <= said <= outer
        assert set(solution.easy) | set(solution.difficult) == set(short.assumed[p - 1])


@FEW
@given(crisp())
def test_without_expectations_nothing_is_easy(frame):
    table = truth_table(frame, "Y", incl_cut=0.75)
    long = qca.conservative(table)
    for solution in counterfactuals.intermediate(table, {}):
        assert solution.easy == ()
        assert solution.same == long.same or not solution.models


# From the same kind of record: with W*B*S as the one row of the outcome, R gives B*S for dir.exp
# (0, 1, 1) and S for (0, 0, 0). The rows without the outcome are chosen here.
@pytest.mark.parametrize(
    ("expected", "model"),
    [({"A": 0, "B": 1, "C": 1}, "B*C"), ({"A": 0, "B": 0, "C": 0}, "C"), ({"A": 1}, "A*B*C")],
)
def test_what_was_not_expected_is_dropped(expected, model):
    table = truth_table(rows("111 1,000 0,100 0,010 0,110 0", 3), "Y")
    (solution,) = counterfactuals.intermediate(table, expected)
    assert qca.parsimonious(table).texts == ("C",)
    assert solution.texts == (model,)


def test_an_expectation_of_many_levels_is_any_of_them():
    frame = rows("21 1,00 0,01 0,10 0,11 0", 3).rename(columns={"C": "Y"})
    table = truth_table(frame, "Y")
    assert qca.parsimonious(table).texts == ("A{2}",)
    assert counterfactuals.intermediate(table, {"B": (0, 1)})[0].texts == ("A{2}*B{1}",)
    assert counterfactuals.intermediate(table, {"B": 0})[0].texts == ("A{2}",)


def test_an_expectation_that_cannot_be_is_told():
    table = truth_table(rows("111 1,000 0,100 0,010 0,110 0", 3), "Y")
    with pytest.raises(StudyError, match="no such condition") as told:
        counterfactuals.intermediate(table, {"Q": 1, "A": 2})
    assert len(told.value.problems) == 2


def test_contradictory_rows_may_be_described_must_be_or_must_not():
    frame = pd.concat([rows("11 1,00 0", 4), rows("10 1,10 0", 1)])
    frame.index = range(10)
    table = truth_table(frame, "Y", incl_cut=(0.9, 0.4))
    assert table.of("C") == [(1, 0)]
    assert qca.conservative(table).texts == ("A*B",)
    assert qca.conservative(table, "positive").texts == ("A",)
    assert qca.conservative(table, "open").texts == ("A",)
    assert qca.parsimonious(table).texts == ("B",)
    assert set(qca.parsimonious(table, "open").texts) == {"A", "B"}
    with pytest.raises(StudyError, match="negative, open, positive"):
        qca.conservative(table, "maybe")


def test_a_row_assumed_for_and_against_is_told():
    frame = rows("111 1,000 0,101 0", 4)
    for_it = qca.parsimonious(truth_table(frame, "Y"))
    against = qca.parsimonious(truth_table(frame, "~Y"))
    assert (for_it.texts, against.texts) == (("B",), ("~B",))
    assert counterfactuals.contradictory_assumptions(for_it, against) == ()
    other = rows("110 1,001 0", 5)
    for_it, against = (qca.parsimonious(truth_table(other, y)) for y in ("Y", "~Y"))
    assert for_it.texts == ("A", "B", "~C")
    assert (0, 1, 1) in counterfactuals.contradictory_assumptions(for_it, against)


def test_a_row_that_cannot_be_held_is_not_assumed():
    table = truth_table(rows("110 1,001 0", 5), "Y")
    found = qca.parsimonious(table, without=[(0, 1, 1), (0, 1, 0)])
    assert "B" not in found.texts
    assert "A" in found.texts
    for rows_assumed in found.assumed:
        assert not {(0, 1, 1), (0, 1, 0)} & set(rows_assumed)
    with pytest.raises(StudyError, match="A\\*B\\*~C goes with the outcome"):
        qca.parsimonious(table, without=[(1, 1, 0)])


def test_a_row_that_cannot_be_held_may_be_written_as_a_list():
    table = truth_table(rows("110 1,001 0", 5), "Y")
    found = qca.parsimonious(table, without=[[0, 1, 1]])
    assert found.texts == qca.parsimonious(table, without=[(0, 1, 1)]).texts
    with pytest.raises(StudyError, match="A\\*B\\*~C goes with the outcome"):
        qca.parsimonious(table, without=[[1, 1, 0]])


def test_what_is_not_assumed_is_not_easy_either():
    table = truth_table(rows("111 1,000 0,100 0,010 0,110 0", 3), "Y")
    (plain,) = counterfactuals.intermediate(table, {"A": 0})
    (held,) = counterfactuals.intermediate(table, {"A": 0}, without=plain.easy)
    assert (plain.texts, held.texts) == (("B*C",), ("A*B*C",))


def test_ten_conditions_and_200_cases_are_minimised():
    dice = np.random.default_rng(5)
    frame = pd.DataFrame(dice.integers(0, 2, (200, 10)), columns=list("ABCDEFGHIJ"))
    frame["Y"] = (frame["A"] & frame["B"]) | (frame["C"] & (1 - frame["D"]))
    found = qca.parsimonious(truth_table(frame, "Y"))
    assert {frozenset(terms) for terms in found.terms} == {frozenset({"A*B", "C*~D"})}
    noisy = frame.assign(Y=np.where(dice.random(200) < 0.1, 1 - frame["Y"], frame["Y"]))
    table = truth_table(noisy, "Y", incl_cut=0.8)
    for solution in (qca.parsimonious(table), qca.conservative(table)):
        for model in solution.models[:3]:
            assert all(any(describes(t, row) for t in model) for row in table.of("1"))
            assert not any(describes(t, row) for t in model for row in table.of("0"))


@pytest.mark.parametrize(("outcome", "why"), [(0, "nothing to describe"), (1, "any description")])
def test_without_a_difference_there_is_no_model_and_a_reason(outcome, why):
    frame = rows("11 1,00 1,10 1", 4)
    frame.loc["k0", "Y"] = 0
    table = truth_table(frame if outcome else frame.assign(Y=1 - frame["Y"]), "Y", incl_cut=0.7)
    solution = qca.parsimonious(table)
    assert why in repr(solution)
    assert (solution.models, len(solution.frame), len(solution.overall)) == ((), 0, 0)
    assert counterfactuals.intermediate(table, {"A": 1})[0].why == solution.why


@pytest.mark.parametrize("limit", ["MOST_PAIRS", "MOST_WORK"])
def test_too_many_pairs_are_not_paired(monkeypatch, limit):
    monkeypatch.setattr(counterfactuals, limit, 0)
    table = truth_table(rows("111 1,000 0,100 0,010 0,110 0", 3), "Y")
    assert "too many to pair" in counterfactuals.intermediate(table, {"A": 1})[0].why


def test_a_term_says_which_cases_show_it():
    table = truth_table(rows("11 1,10 1,00 0,01 0", 3), "Y")
    solution = qca.conservative(table)
    assert solution.frame["cases"].tolist() == ["k3,k4,k5; k0,k1,k2"]
    assert np.isnan(solution.frame["covU"][0])
    assert "M1: A => Y" in repr(solution)
    assert solution.models == ((((1, ANY)),),)


# From a record of R's QCA (VALIDATION.md of openQCA): with 001, 110 and 111 as the rows of the
# outcome and all absent expected, 011 is difficult. The rows without it are chosen here.
def test_what_is_easy_depends_on_the_conservative_terms():
    frame = rows("001 1,110 1,111 1,000 0,100 0,010 0").set_axis(["W", "B", "S", "Y"], axis=1)
    table = truth_table(frame, "Y")
    (found,) = counterfactuals.intermediate(table, {"W": 0, "B": 0, "S": 0})
    assert (0, 1, 1) in found.difficult
    assert found.easy == ()
    assert set(found.terms[0]) == {"W*B", "~W*~B*S"}


def test_only_the_first_of_many_models_are_written_out(monkeypatch):
    solution = qca.parsimonious(truth_table(rows("110 1,001 0", 5), "Y"))
    monkeypatch.setattr(qca, "MOST_SHOWN", 2)
    assert "and 1 more models with as few combinations" in repr(solution)
    assert "M3" not in repr(solution)
    assert set(solution.frame["model"]) == {"M1", "M2", "M3"}


def test_intermediate_solutions_that_say_the_same_stand_once():
    found = analyse(rows("110 1,001 0", 5), "Y", expectations={"A": 1})
    assert [s.pair for s in found.intermediate] == ["C1P1", "C1P2", "C1P3"]
    assert [s.pair for s in found.solutions] == ["", "", "C1P1, C1P2, C1P3"]
    assert found.frame["kind"].value_counts()["intermediate"] == 1
