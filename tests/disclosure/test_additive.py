"""Counts that add up: around every boundary, and attacked by trying all that could have been."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.disclosure.counts.additive import protected, rounded
from compendium.disclosure.profile import profile_named

PROFILE = profile_named("welsh_evaluation")


def shown(counts, down=True) -> list[list[int | str]]:
    """A table as it is shown, "c" where hidden; totals last."""
    values, hidden = protected(np.array(counts), PROFILE, down)
    return np.where(hidden, "c", values.astype(str)).tolist()


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "c"), (1, "c"), (7, "c"), (8, "10"), (12, "10"), (13, "15"), (17, "15"), (18, "20")],
)
def test_counts_up_to_seven_are_hidden_and_others_rounded_to_five(count, text):
    assert shown([[count, 20], [30, 40]])[0][0] == text


def test_where_nothing_is_small_totals_are_sums_of_rounded_cells():
    # 12 and 12 are 10 and 10: 20, not 24 rounded.
    assert shown([[12, 12], [13, 13]]) == [
        ["10", "10", "20"],
        ["15", "15", "30"],
        ["25", "25", "50"],
    ]


def test_one_hidden_cell_hides_the_next_smallest_in_line_and_column():
    assert shown([[5, 20, 40], [60, 30, 50], [70, 80, 90]]) == [
        ["c", "c", "40", "65"],
        ["c", "c", "50", "140"],
        ["70", "80", "90", "240"],
        ["135", "130", "180", "445"],
    ]


def test_two_hidden_cells_that_could_only_be_nought_hide_a_third():
    # 1 and 2 are rounded to nothing, so 30 less 30 would say that both are below three.
    assert shown([[30, 1, 2], [30, 20, 20], [30, 20, 20]])[0] == ["c", "c", "c", "30"]


def test_a_line_or_column_without_any_count_is_nought():
    assert shown([[0, 0, 0], [0, 20, 30], [0, 40, 50]]) == [
        ["0", "0", "0", "0"],
        ["0", "20", "30", "50"],
        ["0", "40", "50", "90"],
        ["0", "60", "80", "140"],
    ]


def test_a_small_total_is_hidden_and_another_with_it():
    found = shown([[2, 3], [20, 30], [40, 50]])
    assert found[0][2] == "c"
    assert [row[2] for row in found].count("c") >= 2


def test_a_total_whose_cells_round_to_nothing_is_hidden():
    assert shown([[2, 2, 2, 2], [20, 20, 20, 20], [20, 20, 20, 20]])[0][4] == "c"


def test_lines_alone_have_no_column_totals_and_hide_nothing_in_other_lines():
    assert shown([[5, 30, 20], [40, 50, 60]], down=False) == [
        ["c", "30", "c", "55"],
        ["40", "50", "60", "150"],
    ]


@pytest.mark.parametrize("counts", [[[0, 0]], [[3]], [[1, 1]], [[7, 0], [0, 7]], [[20, 1]]])
def test_tables_of_next_to_nothing_give_nothing_away(counts):
    assert all(len(set(v)) > 1 for v in possible(np.array(counts), down=True).values())


tables = st.integers(1, 3).flatmap(
    lambda rows: st.lists(
        st.lists(st.integers(0, 26), min_size=2, max_size=2), min_size=rows, max_size=rows
    )
)


def possible(counts: np.ndarray, down: bool) -> dict[tuple[int, int], set[int]]:
    """Every rounded value each hidden cell could have, found by trying all tables.

    Tries each multiple of five from 0 to 40 in every hidden cell of the table and keeps what
    agrees with every shown cell and total; an independent way to the bounds of the code.
    """
    values, hidden = protected(counts, PROFILE, down)
    rows, columns = counts.shape
    cells = [c for c in itertools.product(range(rows), range(columns)) if hidden[c]]
    grid = np.array(list(itertools.product(range(0, 41, 5), repeat=len(cells))), dtype=int)
    trial = np.broadcast_to(values[:rows, :columns], (len(grid), rows, columns)).copy()
    for number, cell in enumerate(cells):
        trial[:, cell[0], cell[1]] = grid[:, number]
    across = np.concatenate([trial, trial.sum(axis=2, keepdims=True)], axis=2)
    if down:
        across = np.concatenate([across, across.sum(axis=1, keepdims=True)], axis=1)
    fits = ((across == values) | hidden).all(axis=(1, 2))
    assert fits.any()
    return {tuple(c): set(across[fits][:, c[0], c[1]].tolist()) for c in np.argwhere(hidden)}


@settings(max_examples=60)
@given(tables)
def test_no_hidden_cell_or_total_can_be_had_from_what_is_shown(counts):
    if sum(map(len, counts)) <= 6:
        assert all(len(v) > 1 for v in possible(np.array(counts), down=True).values())


@settings(max_examples=60)
@given(tables)
def test_nor_in_lines_alone(counts):
    assert all(len(v) > 1 for v in possible(np.array(counts), down=False).values())


@settings(max_examples=100)
@given(tables)
def test_every_small_count_is_hidden_and_what_is_shown_adds_up(counts):
    counts = np.array(counts)
    values, hidden = protected(counts, PROFILE)
    rows, columns = counts.shape
    small = (counts > 0) & (counts <= 7)
    assert hidden[:rows, :columns][small].all()
    assert (values[:rows, :columns] == rounded(counts, 5)).all()
    assert (values[:, -1] == values[:, :-1].sum(axis=1)).all()
    assert (values[-1] == values[:-1].sum(axis=0)).all()
    assert not ((values > 0) & (values < 10) & ~hidden).any()
