"""Tables that count the same things in two ways, attacked together by another programme."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compendium.attack.programme import Programme
from compendium.disclosure.counts import additive, simplex
from compendium.disclosure.counts.additive import Counts, Printed, protected, protected_together
from compendium.disclosure.counts.counting import SUMMED, counting_of
from compendium.disclosure.profile import Profile, profile_named, profiles

PUBLIC = [name for name, one in profiles().items() if one.casework_count_hidden_up_to]


def values_left(tables: Sequence[Counts], found: Sequence[Printed], profile: Profile) -> list[int]:
    """How many values each hidden count of the tables can have, of five."""
    counting, seen, hidden = counting_of(profile), Programme(), []
    for name, (table, (shown, gone)) in enumerate(zip(tables, found, strict=True)):
        rows, columns = table.cells.shape
        for place in np.ndindex(shown.shape):
            inside = [
                (r, c)
                for r in range(rows)
                for c in range(columns)
                if place[0] in (r, rows) and place[1] in (c, columns)
            ]
            total = {(name, *cell): 1.0 for cell in inside}
            is_total = rows in place[:1] or columns in place[1:]
            if gone[place]:
                seen.know(total, least=counting.least)
                hidden.append(total)
            elif counting.step and counting.totals == SUMMED and is_total:
                seen.know(
                    {("step", *key): 1.0 for key in total}, *[shown[place] / counting.step] * 2
                )
            else:
                seen.know(total, *counting.ends(shown[place]))
            if counting.step and not is_total:
                near = {(name, *place): 1.0, ("step", name, *place): -float(counting.step)}
                seen.know(near, -(counting.step // 2), (counting.step - 1) // 2)
    for column in range(tables[0].cells.shape[1]):
        one, other = (
            {(name, row, column): sign for row in range(len(table.cells))}
            for name, (table, sign) in enumerate(zip(tables, (1.0, -1.0), strict=True))
        )
        seen.know(one | other, 0, 0)
    return [seen.possible(total, 5).number for total in hidden]


# By referrer, totals of referrers not printed; by year, totals printed.
LEAKING = (
    Counts(np.array([[3, 20], [30, 40]]), down=False),
    Counts(np.array([[15, 25], [18, 35]])),
)


def test_what_each_table_hides_alone_the_other_gives_away():
    profile = profile_named("dfe_1_5")
    alone = [protected(t.cells, profile, t.down) for t in LEAKING]
    assert [gone.tolist() for _, gone in alone] == [
        [[True, True, False], [False, False, False]],
        [[False] * 3] * 3,
    ]
    # 15 and 18 are 33, of which 30 are shown: 3.
    assert values_left(LEAKING, alone, profile) == [1, 1]


@pytest.mark.parametrize("name", PUBLIC)
def test_together_they_do_not(name):
    profile = profile_named(name)
    found = protected_together(LEAKING, profile)
    assert found[0][1][0, 0]
    assert set(values_left(LEAKING, found, profile)) == {5}


small_or_not = st.sampled_from([0, 1, 3, 5, 7, 8, 12, 19, 26])


@st.composite
def two_tables(draw) -> tuple[Counts, Counts]:
    """Two lines each in two columns, which have the same totals."""
    first = np.array([[draw(small_or_not) for _ in range(2)] for _ in range(2)])
    one = np.array([draw(st.integers(0, int(total))) for total in first.sum(axis=0)])
    second = np.array([one, first.sum(axis=0) - one])
    return Counts(first, down=draw(st.booleans())), Counts(second, down=draw(st.booleans()))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", PUBLIC)
@settings(max_examples=10)
@given(two_tables())
def test_no_hidden_count_has_fewer_than_five_values(name, tables):
    profile = profile_named(name)
    left = values_left(tables, protected_together(tables, profile), profile)
    # Where nearly nothing was counted everything is hidden, and more there is not to hide.
    everything = all(gone.all() for _, gone in protected_together(tables, profile))
    assert everything or set(left) <= {5}


@pytest.mark.parametrize(
    ("row", "total_is_hidden"),
    [
        # One of four is small and the next smallest hidden with it: half, so the total stays.
        ([3, 20, 30, 40], False),
        ([3, 3, 30, 40], False),
        ([3, 3, 3, 40], True),
        ([3, 3, 3, 3], True),
    ],
)
def test_the_total_of_a_row_more_than_half_hidden_is_hidden_where_the_profile_says(
    row, total_is_hidden
):
    counts = np.array([row, [50, 60, 70, 80], [50, 60, 70, 80]])
    _, hidden = protected(counts, profile_named("statswales_round5"), down=False)
    assert hidden[0, -1] == total_is_hidden
    assert not protected(counts, profile_named("dfe_1_5"), down=False)[1][0, -1]


@pytest.fixture
def found_anew():
    """Nothing is known of tables protected before, nor afterwards of those protected here."""
    additive._found.cache_clear()
    yield additive._found.cache_clear
    additive._found.cache_clear()


@pytest.mark.sampled(5)
@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("seed", range(3))
def test_the_simplex_method_changes_nothing(name, seed, monkeypatch, found_anew):
    rng, profile = np.random.default_rng(seed), profile_named(name)
    first = rng.choice([0, 2, 5, 8, 13, 30], size=(3, 2))
    second = np.stack([rng.multinomial(n, [0.3, 0.7]) for n in first.sum(axis=0)], axis=1)
    tables = [Counts(first), Counts(second)]
    quick = protected_together(tables, profile)
    found_anew()
    monkeypatch.setattr(simplex, "STEPS", 0)
    for (_, one), (_, other) in zip(quick, protected_together(tables, profile), strict=True):
        assert one.tolist() == other.tolist()
