"""Calibration: against R, at the anchors, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compendium.analysis.qca.calibration import Fuzzy, Levels, calibrate, describe
from compendium.problems import DataError

X = [0, 10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, -50, 150]
# QCA 3.25: calibrate(X, type = "fuzzy", method = "direct", thresholds = c(20, 50, 80)), idm = 0.95
# and 0.99, as recorded in the file that test_qca_against_r.py names.
AT_95 = [
    *(0.00733745807066141, 0.01934249769983508, 0.05, 0.07916845804317633, 0.1231471380298757),
    *(0.2725982855090026, 0.5, 0.7274017144909974, 0.8768528619701244, 0.9208315419568237),
    *(0.95, 0.9806575023001649, 0.9926625419293386, 0, 1),
]
AT_99 = [
    *(0.0004717766085013785, 0.002178742102633038, 0.01, 0.02126358167546157),
    *(0.04464190557436309, 0.1777441246000219, 0.5, 0.8222558753999781, 0.9553580944256369),
    *(0.9787364183245384, 0.99, 0.997821257897367, 0.9995282233914986, 0, 1),
]


@pytest.mark.parametrize(("at", "expected"), [(0.95, AT_95), (0.99, AT_99)])
def test_the_direct_method_is_that_of_r(at, expected):
    found = Fuzzy(20, 50, 80, at).sets(np.array(X, dtype=float))
    assert found.tolist() == pytest.approx(expected, abs=1e-12)


def test_anchors_that_fall_turn_the_set_round():
    x = np.array(X, dtype=float)
    assert Fuzzy(80, 50, 20).sets(x) == pytest.approx(1 - Fuzzy(20, 50, 80).sets(x), abs=1e-12)


@given(
    st.lists(st.integers(-1000, 1000), min_size=3, max_size=3, unique=True).map(sorted),
    st.booleans(),
    st.lists(st.integers(-2000, 2000), min_size=2, max_size=20),
)
def test_a_fuzzy_set_passes_its_anchors_and_never_turns_back(anchors, fall, values):
    e, c, i = map(float, anchors[::-1] if fall else anchors)
    by = Fuzzy(e, c, i)
    assert by.sets(np.array([e, c, i])) == pytest.approx([0.05, 0.5, 0.95])
    member = by.sets(np.sort(np.array(values, dtype=float)))
    assert ((member >= 0) & (member <= 1)).all()
    steps = np.diff(member[::-1] if fall else member)
    assert (steps >= -1e-12).all()


def test_a_value_at_a_threshold_is_on_its_upper_side():
    # R: calibrate(x, type = "crisp", thresholds = c(550, 850)) is findInterval.
    assert Levels((550, 850)).sets(np.array([549, 550, 849, 850.0])).tolist() == [0, 1, 1, 2]
    assert Levels((10,), decreasing=True).sets(np.array([9, 10, 11.0])).tolist() == [1, 0, 0]


def test_columns_that_are_not_calibrated_stay():
    raw = pd.DataFrame({"staff": [1, 5, 9], "note": ["a", "b", "c"]})
    found = calibrate(raw, {"staff": Levels((4,))})
    assert found["staff"].tolist() == [0, 1, 1]
    assert found["note"].tolist() == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (Fuzzy(4, 4, 9), "no two are equal"),
        (Fuzzy(4, 2, 9), "the crossover lies between"),
        (Fuzzy(1, 5, 9, 0.4), "at_inclusion is above 0.5"),
        (Fuzzy(1, float("nan"), 9), "no two are equal"),
        (Fuzzy(1, 50, 90), "the crossover is 50, but the cases run from 1 to 9"),
        (Levels((5, 4)), "thresholds rise"),
        (Levels(()), "thresholds rise"),
        (Levels((0.5,)), "the threshold 1 is 0.5, but the cases run from 1 to 9"),
    ],
)
def test_anchors_that_cannot_be_are_told(by, said):
    with pytest.raises(DataError, match=said):
        calibrate(pd.DataFrame({"staff": [1, 5, 9]}), {"staff": by})


def test_full_membership_may_begin_beyond_all_cases():
    found = calibrate(pd.DataFrame({"staff": [1, 5, 9]}), {"staff": Fuzzy(0, 5, 20)})
    assert found["staff"][1] == 0.5
    assert found["staff"].max() < 0.95


def test_everything_wrong_is_told_at_once_with_its_cases():
    raw = pd.DataFrame({"staff": [1, None, 9], "years": ["x", "2", "3"]}, index=["A", "B", "C"])
    how = {"staff": Levels((4,)), "years": Levels((2,)), "cost": Levels((1,))}
    with pytest.raises(DataError) as told:
        calibrate(raw, how)
    said = [str(p) for p in told.value.problems]
    assert "calibration of staff case B: there is no number" in said[0]
    assert "calibration of years case A: there is no number" in said[1]
    assert "there is no such column" in said[2]


def test_who_is_in_and_out_of_a_set_is_counted():
    found = describe(pd.DataFrame({"F": [0.2, 0.5, 0.9, 0.6], "M": [0, 1, 2, 2]}))
    assert found.loc["F"].tolist() == [2, 1, 1, 0.5]
    assert found.loc["M"].tolist() == [3, 1, 0, 0.75]


def test_a_case_without_a_value_is_neither_in_nor_out_of_a_set():
    found = describe(pd.DataFrame({"PEER": [1, 1, 0, None]}))
    assert found.loc["PEER"].tolist() == [2, 1, 0, pytest.approx(2 / 3)]
