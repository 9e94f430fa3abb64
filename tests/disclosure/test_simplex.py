"""How far a number can go: tables worked by hand, and all tables of a kind tried one by one."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.disclosure.counts import simplex
from compendium.disclosure.counts.additive import lines_of, with_totals
from compendium.disclosure.counts.simplex import Simplex
from compendium.disclosure.counts.table import sums_of


def climbed(sums, start, ends, number, sign, enough=1000):
    """The values of a number on the way, and whether the way is at its end."""
    sums, start = np.array(sums), np.array(start)
    exact = np.tile(sums @ start, (2, 1))
    both = np.hstack([np.array(ends).T, exact])
    tables, at_end = Simplex(sums).climb(number, sign, start, both, enough)
    for table in tables:
        assert (sums @ table == sums @ start).all()
        assert (np.array(ends).T[0] <= table).all()
        assert (table <= np.array(ends).T[1]).all()
    return [int(table[number]) for table in tables], at_end


# Cells a and b in one line, c and d in the next; lines add up to 10 and 20, columns to 12 and 18.
SQUARE = [[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]]


def test_a_cell_goes_up_to_the_smaller_of_its_totals_and_every_value_is_passed():
    values, at_end = climbed(SQUARE, [3, 7, 9, 11], [(0, 100)] * 4, number=0, sign=1)
    assert (values, at_end) == ([4, 5, 6, 7, 8, 9, 10], True)


def test_a_cell_goes_down_until_another_is_at_its_end():
    # d is 8 more than a, and 11 at the start: with 9 as the least of d, a is 1.
    ends = [(0, 100)] * 3 + [(9, 100)]
    assert climbed(SQUARE, [3, 7, 9, 11], ends, number=0, sign=-1) == ([2, 1], True)


def test_a_cell_whose_line_is_shown_is_at_its_end_at_once():
    ends = [(0, 100), (7, 7), (0, 100), (0, 100)]
    assert climbed(SQUARE, [3, 7, 9, 11], ends, number=0, sign=1) == ([], True)


def test_no_more_tables_are_kept_than_are_asked_for():
    values, at_end = climbed(SQUARE, [3, 7, 9, 11], [(0, 100)] * 4, number=0, sign=1, enough=2)
    assert (values[0], len(values), at_end) == (4, 2, False)


def test_where_a_pivot_would_be_two_the_end_is_not_known():
    # 2a + 2b = 4: a could be 2, but to see it the sum would have to be halved.
    assert climbed([[2, 2]], [1, 1], [(0, 2)] * 2, number=0, sign=1) == ([], False)


def test_after_too_many_steps_the_end_is_not_known(monkeypatch):
    monkeypatch.setattr(simplex, "STEPS", 0)
    assert climbed(SQUARE, [3, 7, 9, 11], [(0, 100)] * 4, number=0, sign=1) == ([], False)


def test_with_weights_too_large_for_a_tableau_the_end_is_not_known(monkeypatch):
    monkeypatch.setattr(simplex, "LARGE", 0)
    assert climbed(SQUARE, [3, 7, 9, 11], [(0, 100)] * 4, number=0, sign=1) == ([], False)


@pytest.mark.parametrize("sign", [1, -1])
@settings(max_examples=60)
@given(
    st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=2),
    st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_the_end_is_that_of_all_tables_tried_one_by_one(sign, counts, hidden):
    whole = with_totals(np.array(counts))
    gone = np.zeros(whole.shape, dtype=bool)
    gone[:2, :3] = np.reshape(hidden, (2, 3))
    ends = np.where(gone.ravel()[:, None], (0, 4), whole.ravel()[:, None])
    sums = sums_of(lines_of(whole.shape), whole.size)
    every = _every_table(whole, gone)
    for number in np.flatnonzero(gone):
        values, at_end = climbed(sums, whole.ravel(), ends, number, sign)
        assert at_end
        furthest = values[-1] if values else whole.ravel()[number]
        assert sign * furthest == max(sign * every[:, number])


def _every_table(whole: np.ndarray, gone: np.ndarray) -> np.ndarray:
    """All tables with the totals of one that have its shown cells, one row each."""
    trial = np.array(list(itertools.product(range(5), repeat=int(gone.sum()))), dtype=int)
    cells = np.broadcast_to(whole[:-1, :-1], (len(trial), 2, 3)).copy()
    cells[:, gone[:-1, :-1]] = trial
    fits = (cells.sum(axis=2) == whole[:-1, -1]).all(axis=1)
    fits &= (cells.sum(axis=1) == whole[-1, :-1]).all(axis=1)
    return np.array([with_totals(one).ravel() for one in cells[fits]])
